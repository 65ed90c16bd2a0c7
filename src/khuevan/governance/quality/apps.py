"""The Django application of the quality room."""

from django.apps import AppConfig


class QualityConfig(AppConfig):
    name = "khuevan.governance.quality"
    label = "quality"
    verbose_name = "Chất lượng dữ liệu"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say how our tables and acts are called in the audit viewer."""
        from django.utils.translation import gettext_lazy as _

        from khuevan.kernel import audit

        from .models import LimitChange, Pair, Reminder, Responsibility
        from .services import merging

        merging.declare()

        audit.name_tables(Responsibility, LimitChange, Pair, Reminder)
        for code, label in (
            ("quality.run:start", _("Chạy kiểm tra dữ liệu")),
            ("quality.finding:explain", _("Giải trình dữ liệu bị nghi ngờ")),
            ("quality.duplicate:find", _("Tìm hồ sơ nghi trùng")),
            ("quality.finding:export", _("Xuất danh sách việc cần sửa")),
            ("quality.reminder:make", _("Nhắc cập nhật dữ liệu")),
            ("quality.reminder:see", _("Đã xem lời nhắc cập nhật dữ liệu")),
            ("quality.duplicate:decide", _("Quyết định về hồ sơ nghi trùng")),
        ):
            audit.name_action(code, label)
