"""The Django application of copies."""

from django.apps import AppConfig


class CopiesConfig(AppConfig):
    """Tables are `copies_*`."""

    name = "khuevan.school.copies"
    label = "copies"
    verbose_name = "Bản sao học bạ"
    default_auto_field = "django.db.models.AutoField"

    def ready(self) -> None:
        """The audit viewer learns the names of tables and acts."""
        from django.urls import reverse
        from django.utils.translation import gettext_lazy as _

        from khuevan.kernel import audit
        from khuevan.school.reportcards import queries as reportcards

        from .models import Copy
        from .permissions import ISSUE_COPIES
        from .services import desk_works

        desk_works.declare()
        reportcards.continues_at(
            reportcards.Further(
                _("Cấp bản sao"),
                "copy",
                ISSUE_COPIES,
                lambda code, learner: f"{reverse('copies:issue')}?card={code}",
            )
        )
        audit.name_tables(Copy)
        audit.name_action("copies.copy:issue", _("Cấp bản sao học bạ"))
        audit.name_action("copies.copy:export", _("Tải bản sao học bạ"))
        audit.name_action("copies.copy:choose", _("Chọn phần người có mã được thấy"))
        audit.name_action("copies.copy:withdraw", _("Thu hồi bản sao học bạ"))
