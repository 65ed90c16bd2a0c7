"""The Django application of the inspections room."""

from django.apps import AppConfig


class InspectionsConfig(AppConfig):
    name = "khuevan.governance.inspections"
    label = "inspections"
    verbose_name = "Kiểm tra"
    default_auto_field = "django.db.models.AutoField"

    def ready(self) -> None:
        """Say how our tables and acts are called in the audit viewer; how minutes are signed at the desk."""
        from django.utils.translation import gettext_lazy as _

        from khuevan.kernel import audit

        from . import records, services
        from .models import (
            Answer,
            Candidate,
            Item,
            Member,
            Minutes,
            Photo,
            Plan,
            Policy,
            Remedy,
            Visit,
            Weight,
        )

        audit.name_tables(
            Policy, Weight, Item, Plan, Candidate, Visit, Member, Answer, Photo, Remedy, Minutes
        )
        for code, label in (
            ("inspections.plan:begin", _("Lập kế hoạch kiểm tra")),
            ("inspections.plan:draw", _("Bốc thăm đơn vị kiểm tra")),
            ("inspections.plan:name", _("Chỉ định thêm đơn vị kiểm tra")),
            ("inspections.plan:approve", _("Phê duyệt kế hoạch kiểm tra")),
            ("inspections.plan:replace", _("Thay đơn vị trong kế hoạch kiểm tra")),
            ("inspections.visit:prepare", _("Cử đoàn, hẹn ngày kiểm tra")),
            ("inspections.visit:open", _("Bắt đầu kiểm tra")),
            ("inspections.visit:write", _("Ghi phiếu kiểm tra")),
            ("inspections.photo:add", _("Đưa ảnh kiểm tra")),
            ("inspections.remedy:demand", _("Yêu cầu khắc phục")),
            ("inspections.remedy:drop", _("Bỏ yêu cầu khắc phục")),
            ("inspections.visit:conclude", _("Kết luận cuộc kiểm tra")),
            ("inspections.visit:resume", _("Mở lại phiếu kiểm tra")),
            ("inspections.minutes:lead", _("Trưởng đoàn ký biên bản kiểm tra")),
            ("inspections.minutes:sign", _("Đơn vị ký biên bản kiểm tra")),
            ("inspections.minutes:correct", _("Lập lại biên bản kiểm tra")),
            ("inspections.minutes:export", _("Tải biên bản kiểm tra")),
            ("inspections.plan:export", _("Tải danh sách bốc thăm")),
            ("inspections.remedy:answer", _("Trả lời yêu cầu khắc phục")),
            ("inspections.remedy:accept", _("Chấp nhận khắc phục")),
            ("inspections.remedy:return", _("Trả lại khắc phục")),
            ("inspections.remedy:remind", _("Nhắc khắc phục quá hạn")),
        ):
            audit.name_action(code, label)
        assert records
        services.declare()
