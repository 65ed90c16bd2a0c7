"""The Django application of the statistics room."""

from django.apps import AppConfig


class StatisticsConfig(AppConfig):
    name = "khuevan.governance.statistics"
    label = "statistics"
    verbose_name = "Báo cáo thống kê"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say how our tables and acts are called in the audit viewer, and how a package is sealed at the user's desk."""
        from django.utils.translation import gettext_lazy as _

        from khuevan.kernel import audit

        from .models import PackageSeal, Report
        from .services import sealing

        audit.name_tables(Report, PackageSeal)
        sealing.declare()
        for code, label in (
            ("statistics.report:begin", _("Lập biểu báo cáo")),
            ("statistics.report:renew", _("Chuyển biểu sang phiên bản mới")),
            ("statistics.report:explain", _("Giải trình một ô của biểu")),
            ("statistics.report:correct", _("Lấy hoặc bỏ phần sửa sau ngày chốt của biểu")),
            ("statistics.report:submit", _("Duyệt và gửi biểu báo cáo")),
            ("statistics.report:accept", _("Nhận biểu báo cáo")),
            ("statistics.report:return", _("Trả lại biểu báo cáo")),
            ("statistics.report:pack", _("Xuất gói biểu gửi Bộ")),
            ("statistics.package:seal", _("Đóng dấu gói biểu gửi Bộ")),
            ("statistics.report:take_in", _("Nhận biểu từ gói của Sở")),
            ("statistics.report:export", _("Xuất biểu báo cáo")),
        ):
            audit.name_action(code, label)
