"""Inventories as a list of the scope: acts open and end them, so nothing is entered here."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from khuevan.kernel.records import Choice, Date, LongText, Moment, Record, Text, Whole

from ..choices import InventoryKind, InventoryStatus
from ..models import Inventory
from ..permissions import CONFIRM_INVENTORY, VIEW_FACILITIES
from .places import school

INVENTORIES = Record(
    Inventory,
    "inventory",
    _("Đợt kiểm kê"),
    _("Kiểm kê tài sản"),
    help=_("Mỗi năm một lần: mở đợt, kiểm đếm, ghi chênh lệch, xác nhận. Đã xác nhận thì không sửa được."),
    icon="clipboard-check",
    path="inventories",
    view=VIEW_FACILITIES,
    edit=CONFIRM_INVENTORY,
    create=None,
    change=None,
    fields=(
        Text("name", _("Đợt kiểm kê"), editable=False, sorted_by="sort_key"),
        school(),
        Choice("kind", _("Loại"), choices=InventoryKind.choices, editable=False),
        Whole("year", _("Năm"), is_year=True, editable=False),
        Date("as_of", _("Thời điểm kiểm kê"), editable=False),
        Choice("status", _("Trạng thái"), choices=InventoryStatus.choices, editable=False),
        LongText("committee", _("Ban kiểm kê"), editable=False),
        LongText("note", _("Nhận xét, kiến nghị"), editable=False),
        Text("opened_by", _("Người mở"), editable=False),
        Moment("opened_at", _("Mở lúc"), editable=False),
        Text("ended_by", _("Người xác nhận"), editable=False),
        Moment("ended_at", _("Kết thúc lúc"), editable=False),
        Text("digest", _("Mã băm"), editable=False),
    ),
    list=("name", "school", "kind", "year", "as_of", "status", "ended_by"),
    filters=("school", "status", "year", "kind"),
    search=("name",),
    order=("-as_of",),
)
