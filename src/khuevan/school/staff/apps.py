"""The Django application of the staff room."""

from django.apps import AppConfig


class StaffConfig(AppConfig):
    """Tables are `staff_*`."""

    name = "khuevan.school.staff"
    label = "staff"
    verbose_name = "Đội ngũ"
    default_auto_field = "django.db.models.AutoField"

    def ready(self) -> None:
        """Records, panels and news make themselves known; the audit viewer learns the names of tables and acts."""
        from django.utils.translation import gettext_lazy as _

        from khuevan.kernel import audit

        from . import permissions, records, tasks  # noqa: F401
        from .models import Posting, StaffMove, TeachingAssignment
        from .records import panels  # noqa: F401
        from .services import merging

        merging.declare()

        audit.name_tables(Posting, StaffMove, TeachingAssignment)
        for permission in (permissions.EDIT_STAFF, permissions.RECORD_POSTINGS, permissions.ASSIGN):
            audit.name_action(permission.code, permission.label)
        audit.name_action("staff.member:declare_means", _("Khai thiết bị, đường truyền dạy học trực tuyến"))
        audit.name_action("staff.posting:cancel", _("Hủy quyết định nhân sự ghi nhầm"))
        audit.name_action("staff.member:load", _("Nạp dữ liệu đội ngũ"))
