"""The Django application of the facilities room."""

from django.apps import AppConfig


class FacilitiesConfig(AppConfig):
    """Tables are ``facilities_*``."""

    name = "khuevan.school.facilities"
    label = "facilities"
    verbose_name = "Cơ sở vật chất"
    default_auto_field = "django.db.models.AutoField"

    def ready(self) -> None:
        """Say how the tables and acts that are no records are called in the audit viewer."""
        from django.utils.translation import gettext_lazy as _

        from khuevan.kernel import audit

        from .models import InventoryLine

        audit.subject(
            audit.Subject(
                InventoryLine._meta.db_table,
                _("Dòng kiểm kê"),
                columns={
                    field.column: field.verbose_name
                    for field in InventoryLine._meta.concrete_fields
                    if field.name != "id"
                },
            )
        )
        for verb, words in {
            "open": _("Mở đợt kiểm kê"),
            "refresh": _("Bổ sung tài sản vào đợt kiểm kê"),
            "count": _("Ghi số kiểm đếm"),
            "confirm": _("Xác nhận kiểm kê"),
            "cancel": _("Hủy đợt kiểm kê"),
        }.items():
            audit.name_action(f"facilities.inventory:{verb}", words)
        audit.name_action("facilities.facility:load", _("Nạp dữ liệu cơ sở vật chất"))
        audit.name_action("facilities.standard:load", _("Nạp danh mục thiết bị, định mức kèm theo"))
        audit.name_action("facilities.board:export", _("Xuất bảng cơ sở vật chất các trường"))
        audit.name_action("facilities.gap:export", _("Xuất báo cáo thiếu thiết bị"))
        audit.name_action("facilities.figures:export", _("Xuất biểu cơ sở vật chất"))
        audit.name_action("facilities.inventory:export", _("Xuất biên bản kiểm kê"))
