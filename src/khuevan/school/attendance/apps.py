"""The Django application of attendance."""

from django.apps import AppConfig


class AttendanceConfig(AppConfig):
    """Tables are `attendance_*`."""

    name = "khuevan.school.attendance"
    label = "attendance"
    verbose_name = "Chuyên cần"
    default_auto_field = "django.db.models.AutoField"

    def ready(self) -> None:
        """The audit viewer learns the names of tables, columns and acts."""
        from django.utils.translation import gettext_lazy as _

        from khuevan.kernel import audit
        from khuevan.register.people.services import tie

        from . import models, permissions

        audit.name_tables(models.Absence, models.RollCall, models.LeaveRequest)
        for permission in (permissions.TAKE_ROLL, permissions.DECIDE_LEAVE):
            audit.name_action(permission.code, permission.label)
        for code, label in permissions.ACTS_OF_FAMILIES.items():
            audit.name_action(code, label)
        audit.name_action("attendance.roll:load", _("Nạp dữ liệu điểm danh"))
        tie("attendance_leaverequest", "person_id", _("Đơn xin nghỉ"), order=45)
