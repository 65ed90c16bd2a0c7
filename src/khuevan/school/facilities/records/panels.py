"""What hangs below the facts of a row: the lines of a list, what stands in a room."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _

from khuevan.kernel import access, ui
from khuevan.kernel.access import Actor
from khuevan.kernel.records import Panel, PanelColumn, panel
from khuevan.kernel.records.formats import format_number

from ..models import ComputerSet, Equipment, EquipmentItem
from ..permissions import EDIT_STANDARDS, VIEW_FACILITIES

SHOWN = 300


@panel("facilities.equipment_list", order=10)
def lines_of_a_list(actor: Actor, row: Any, on: date) -> Panel:
    lines = (
        EquipmentItem.objects.filter(minimum_list=row)
        .select_related("subject")
        .order_by("code", "pk")[:SHOWN]
    )
    rows = [
        (
            ui.link(reverse("facilities:equipment_item_detail", args=[line.pk]), line.name),
            line.code,
            line.subject.name if line.subject else "",
            format_number(line.quantity),
            f"{line.unit} / {line.per_size if line.per_size > 1 else ''} {line.get_basis_display()}",
            ui.badge(_("Đã bỏ")) if line.closed_on else line.get_trust_display(),
        )
        for line in lines
    ]
    add = f"{reverse('facilities:equipment_item_add')}?minimum_list={row.pk}"
    renew = reverse("facilities:renew", args=[row.pk])
    actions = [(_("Thêm dòng"), add, "plus"), (_("Lập bản mới"), renew, "copy")]
    return Panel(
        _("Thiết bị trong danh mục"),
        [
            PanelColumn(_("Tên thiết bị")),
            PanelColumn(_("Mã thiết bị")),
            PanelColumn(_("Môn học")),
            PanelColumn(_("Số lượng"), "number"),
            PanelColumn(_("Tính cho mỗi")),
            PanelColumn(_("Độ tin cậy")),
        ],
        rows,
        actions=actions if access.decide(actor, EDIT_STANDARDS) else (),
        empty=_("Danh mục chưa có dòng nào."),
        icon="list-details",
    )


@panel("facilities.room", order=10)
def things_in_a_room(actor: Actor, row: Any, on: date) -> Panel | None:
    found: list[tuple[str, Any]] = []
    books: tuple[tuple[type[Model], str], ...] = (
        (ComputerSet, "facilities:computer_set_detail"),
        (Equipment, "facilities:equipment_detail"),
    )
    for model, page in books:
        rows: Any = model._default_manager.all()
        rows = rows.within(access.scope(actor, VIEW_FACILITIES)).filter(room=row, closed_on__isnull=True)
        found += [(page, one) for one in rows.order_by("sort_key", "pk")[:SHOWN]]
    if not found:
        return None
    return Panel(
        _("Đặt tại phòng này"),
        [
            PanelColumn(_("Tên")),
            PanelColumn(_("Số lượng"), "number"),
            PanelColumn(_("Số dùng được"), "number"),
            PanelColumn(_("Tình trạng")),
        ],
        [
            (
                ui.link(reverse(page, args=[one.pk]), one.name),
                format_number(one.quantity),
                format_number(one.usable),
                one.get_condition_display() if one.condition else "",
            )
            for page, one in found
        ],
        icon="devices",
    )
