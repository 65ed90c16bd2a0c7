"""The Django application of the reports room."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "khuevan.governance.reports"
    label = "reports"
    verbose_name = "Báo cáo"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say how our tables and acts are called in the audit viewer."""
        from django.utils.translation import gettext_lazy as _

        from khuevan.kernel import audit

        from .models import Campaign, Comment, Report, Section, SectionVersion, Template

        audit.name_tables(Template, Campaign, Report, Section, SectionVersion, Comment)
        for code, label in (
            ("reports.template:add", _("Đưa lên mẫu báo cáo")),
            ("reports.template:end", _("Thôi dùng mẫu báo cáo")),
            ("reports.campaign:open", _("Mở đợt báo cáo")),
            ("reports.campaign:end", _("Kết thúc đợt báo cáo")),
            ("reports.campaign:remind", _("Nhắc đơn vị chậm báo cáo")),
            ("reports.report:write", _("Viết báo cáo")),
            ("reports.report:comment", _("Góp ý báo cáo")),
            ("reports.report:settle", _("Xử lý góp ý báo cáo")),
            ("reports.report:hand_over", _("Trình ký báo cáo")),
            ("reports.report:take_back", _("Lấy báo cáo về viết tiếp")),
            ("reports.report:submit", _("Ký và gửi báo cáo")),
            ("reports.report:accept", _("Nhận báo cáo")),
            ("reports.report:return", _("Trả lại báo cáo")),
            ("reports.report:correct", _("Đính chính báo cáo")),
            ("reports.report:export", _("Xuất báo cáo")),
        ):
            audit.name_action(code, label)

        from . import services

        services.declare()
