"""The Django application of the gradebook."""

from django.apps import AppConfig


class GradebookConfig(AppConfig):
    """Tables are `gradebook_*`."""

    name = "khuevan.school.gradebook"
    label = "gradebook"
    verbose_name = "Sổ điểm"
    default_auto_field = "django.db.models.AutoField"

    def ready(self) -> None:
        """The audit viewer learns the names of tables, columns and acts."""
        from django.utils.translation import gettext_lazy as _

        from khuevan.kernel import audit
        from khuevan.register.people.services import tie

        from . import models, permissions

        audit.name_tables(
            models.Mark,
            models.Appraisal,
            models.Exemption,
            models.ClosedTerm,
            models.Reopening,
            models.SubjectResult,
            models.TermResult,
            models.TakeOver,
            models.Phrase,
        )
        for permission in (
            permissions.EDIT_MARKS, permissions.APPRAISE, permissions.EXEMPT, permissions.CLOSE_TERM,
            permissions.ASK_REOPENING,
            permissions.IMPORT_RESULTS,
            permissions.REASSESS,
            permissions.TAKE_OVER,
            permissions.RECORD_OUTCOMES,
        ):  # fmt: skip
            audit.name_action(permission.code, permission.label)
        audit.name_action("gradebook.term:reopen", _("Duyệt mở lại sổ điểm"))
        audit.name_action("gradebook.phrase:edit", _("Sửa ngân hàng nhận xét"))
        audit.name_action("gradebook.mark:load", _("Nạp dữ liệu sổ điểm"))
        tie("gradebook_phrase", "person_id", _("Câu nhận xét"), order=45)
