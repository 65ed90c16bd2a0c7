"""The Django application of the indicators room."""

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "khuevan.governance.indicators"
    label = "indicators"
    verbose_name = "Chỉ tiêu"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say how our acts are called in the audit viewer."""
        from django.utils.translation import gettext_lazy as _

        from khuevan.kernel import audit

        from .models import OwnIndicator, Publication, SavedView, Snapshot, SnapshotSeal, Threshold
        from .services import sealing

        audit.name_tables(Snapshot, Publication, Threshold, SavedView, OwnIndicator, SnapshotSeal)
        sealing.declare()
        for code, label in (
            ("indicators.fact:rebuild", _("Tính lại toàn bộ số liệu")),
            ("indicators.record:view", _("Mở danh sách hồ sơ sau một con số")),
            ("indicators.snapshot:freeze", _("Chốt số liệu của một kỳ")),
            ("indicators.publication:decide", _("Quyết định chỉ tiêu nào được công bố")),
            ("indicators.month:keep", _("Giữ số liệu theo tháng")),
            ("indicators.snapshot:seal", _("Ký kỳ số liệu đã chốt")),
            ("indicators.own:propose", _("Đề nghị chỉ tiêu tự định nghĩa")),
            ("indicators.own:decide", _("Duyệt chỉ tiêu tự định nghĩa")),
            ("indicators.view:keep", _("Giữ một cách xem số liệu")),
            ("indicators.value:export", _("Xuất bảng giá trị chỉ tiêu")),
        ):
            audit.name_action(code, label)
