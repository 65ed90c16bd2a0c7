"""The Django application of the learners room."""

from django.apps import AppConfig


class LearnersConfig(AppConfig):
    """Tables are `learners_*`."""

    name = "khuevan.school.learners"
    label = "learners"
    verbose_name = "Người học"
    default_auto_field = "django.db.models.AutoField"

    def ready(self) -> None:
        """Hang the room's own panels below the learner's page, and say how its acts are called."""
        from django.utils.translation import gettext_lazy as _

        from khuevan.kernel import audit

        from . import records  # noqa: F401
        from .services import merging

        merging.declare()
        audit.name_action("learners.learner:load", _("Nạp dữ liệu người học"))
        for verb, words in (
            ("ask", _("Gia đình đề nghị sửa thông tin")),
            ("accept", _("Sửa theo đề nghị của gia đình")),
            ("refuse", _("Không sửa theo đề nghị của gia đình")),
            ("withdraw", _("Gia đình rút đề nghị sửa")),
            ("evidence", _("Mở minh chứng của đề nghị sửa")),
        ):
            audit.name_action(f"learners.correction:{verb}", words)
        audit.subject(audit.Subject("learners_correctionrequest", _("Đề nghị sửa thông tin")))
