"""The Django application of the schoolyear room."""

from django.apps import AppConfig


class SchoolYearConfig(AppConfig):
    """Tables are `schoolyear_*`."""

    name = "khuevan.school.schoolyear"
    label = "schoolyear"
    verbose_name = "Năm học"
    default_auto_field = "django.db.models.AutoField"

    def ready(self) -> None:
        """Rights of homeroom teachers, panels of records, words of the audit viewer."""
        from django.utils.translation import gettext_lazy as _

        from khuevan.kernel import audit
        from khuevan.register.accounts.queries import holding_source

        from . import queries
        from .services import merging
        from .views import panels  # noqa: F401 - hangs them

        holding_source(queries.homeroom_holdings)
        merging.declare()
        for action, label in (
            ("enrolment:enrol", _("Ghi danh học sinh")),
            ("enrolment:admit", _("Tiếp nhận người đã có hồ sơ")),
            ("enrolment:look", _("Tìm người đã có hồ sơ ở nơi khác để tiếp nhận")),
            ("enrolment:withdraw", _("Cho thôi học")),
            ("enrolment:return", _("Nhận học lại")),
            ("enrolment:place", _("Xếp lớp")),
            ("enrolment:outcome", _("Ghi kết quả cuối năm")),
            ("roll_over:commit", _("Chuyển năm học")),
            ("class_group:load", _("Nạp lớp")),
            ("enrolment:load", _("Nạp ghi danh")),
            ("year:open", _("Mở năm học")),
        ):
            audit.name_action(f"schoolyear.{action}", label)
        audit.subject(audit.Subject("schoolyear_placement", _("Xếp lớp")))
        audit.subject(audit.Subject("schoolyear_statuschange", _("Thay đổi trạng thái")))
        audit.subject(audit.Subject("schoolyear_rollover", _("Chuyển năm học")))
        audit.subject(audit.Subject("schoolyear_schoolyear", _("Năm học")))
