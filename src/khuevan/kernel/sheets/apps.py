from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig, apps
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class SheetsConfig(AppConfig):
    """Imports each room's `sheets.py`, so that its layouts are known."""

    name = "khuevan.kernel.sheets"
    label = "sheets"

    def ready(self) -> None:
        from khuevan.kernel import audit

        audit.subject(
            audit.Subject(
                "sheets_import",
                _("Lần nhập tệp"),
                url=lambda number: reverse("sheets:import", args=[number]),
                columns={"state": _("Tình trạng"), "file_name": _("Tệp"), "layout": _("Danh sách")},
            )
        )
        audit.name_action("sheets.import:upload", _("Gửi tệp để nhập"))
        audit.name_action("sheets.import:commit", _("Nhập danh sách từ tệp"))
        audit.name_action("sheets.import:undo", _("Hoàn tác một lần nhập tệp"))
        audit.name_action("sheets.import:other_unit", _("Gửi nhầm tệp của đơn vị khác"))
        audit.name_action("sheets.list:export", _("Xuất danh sách theo mẫu"))
        for app in apps.get_app_configs():
            if app.name.startswith("khuevan.") and app.name != self.name and find_spec(f"{app.name}.sheets"):
                import_module(f"{app.name}.sheets")
