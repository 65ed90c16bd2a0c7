"""The Django application of the curriculum room."""

from django.apps import AppConfig


class CurriculumConfig(AppConfig):
    """Tables are `curriculum_*`."""

    name = "khuevan.school.curriculum"
    label = "curriculum"
    verbose_name = "Chương trình giáo dục"
    default_auto_field = "django.db.models.AutoField"

    def ready(self) -> None:
        """Say how the tables and acts are called in the audit viewer."""
        from django.utils.translation import gettext_lazy as _

        from khuevan.kernel import audit

        for verb, label in (
            ("add", _("Thêm môn học vào chương trình")),
            ("change", _("Đính chính chương trình")),
            ("revise", _("Đổi chương trình từ năm học sau")),
            ("end", _("Ngừng dạy theo chương trình")),
        ):
            audit.name_action(f"curriculum.line:{verb}", label)
        for verb, label in (
            ("add", _("Quyết định một điểm mở của quy định")),
            ("change", _("Đính chính một điểm mở của quy định")),
            ("revise", _("Đổi một điểm mở từ năm học sau")),
        ):
            audit.name_action(f"curriculum.point:{verb}", label)
        audit.subject(audit.Subject("curriculum_programme", _("Chương trình giáo dục"), columns={}))
