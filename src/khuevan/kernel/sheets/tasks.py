from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from khuevan.kernel import clock, jobs

from .models import Import
from .services import folder, work

DAYS = 30
"""How long cells, findings and plans of an import are kept; the file and the change set stay."""


@jobs.job("sheets.import:read", label=_("Đọc tệp"), retry=1)
def read_file(progress: jobs.Progress, import_id: int) -> dict[str, Any]:
    return work.read_file(progress, _locked(import_id), clock.now())


@jobs.job("sheets.import:check", label=_("Kiểm tra tệp"), retry=1)
def check_file(
    progress: jobs.Progress, import_id: int, columns: dict[str, str], place: list[int] | None = None
) -> dict[str, Any]:
    chosen = {int(at): name for at, name in columns.items()}
    where = (place[0], place[1], place[2]) if place else None
    return work.check_file(progress, _locked(import_id), clock.now(), chosen, where)


@jobs.job("sheets.import:commit", label=_("Nhập danh sách"), retry=2)
def commit_import(progress: jobs.Progress, import_id: int) -> dict[str, Any]:
    return work.commit_import(progress, _locked(import_id), clock.now())


@jobs.job("sheets.import:undo", label=_("Hoàn tác"), retry=2)
def undo_import(progress: jobs.Progress, import_id: int) -> dict[str, Any]:
    return work.undo_import(progress, _locked(import_id), clock.now())


@jobs.every("40 17 * * *")
@jobs.job("sheets.import:tidy", label=_("Dọn các bản kiểm tra tệp đã cũ"), retry=0)
def tidy(progress: jobs.Progress) -> dict[str, int]:
    """Clears the folders of imports that are old, or whose row is gone."""
    young = set(
        Import.objects.filter(created_at__gt=clock.now() - timedelta(days=DAYS)).values_list("pk", flat=True)
    )
    old = [int(place.name) for place in folder.root().glob("*") if place.name.isdecimal()]
    gone = [number for number in old if number not in young]
    for number in gone:
        folder.clear(number)
    return {"folders": len(gone)}


def _locked(import_id: int) -> Import:
    """The import, for this transaction alone: the same step asked for twice runs once after the other."""
    return Import.objects.select_for_update().get(pk=import_id)
