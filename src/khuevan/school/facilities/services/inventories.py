"""Inventories: open, count, confirm, cancel. What was confirmed is frozen; the books follow the count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from khuevan.kernel import access, audit, events
from khuevan.kernel.access import Actor
from khuevan.kernel.database import ChangedMeanwhile
from khuevan.kernel.records import Invalid
from khuevan.kernel.records.formats import format_date
from khuevan.kernel.text import nfc, search_text, sort_key

from ..choices import Condition, InventoryKind, InventoryStatus
from ..events import InventoryConfirmed, InventoryOpened
from ..models import Inventory, InventoryLine
from ..permissions import CONFIRM_INVENTORY, EDIT_FACILITIES
from ..queries.books import NOTHING, books
from ..queries.figures import FIGURES
from ..queries.inventories import count_of, head_of
from ..rules.inventories import Count, digest, tally, unexplained
from .counting import let_books_follow, lines_of, rows_of

MOST = 1_000_000


class InventoryHasEnded(Invalid):
    """Confirmed or cancelled: nothing of it changes any more."""

    def __init__(self) -> None:
        super().__init__(
            _("Đợt kiểm kê đã kết thúc, không sửa được nữa. Hãy mở đợt kiểm kê lại nếu cần đính chính.")
        )


@dataclass(frozen=True, kw_only=True)
class OpenOrder:
    """What is asked when an inventory is opened. `corrects_id`: the confirmed one that this puts right."""

    kind: InventoryKind
    as_of: date
    committee: str = ""
    corrects_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class CountOrder:
    """What was found of one line; `version` is that of the line as it was shown."""

    version: int
    quantity: int | None
    usable: int | None = None
    condition: str = ""
    remark: str = ""


def open_inventory(actor: Actor, school_id: int, order: OpenOrder, *, at: datetime, on: date) -> Inventory:
    """Takes every open row of the books as a line to count. Raises Refused, Invalid."""
    access.demand(actor, CONFIRM_INVENTORY, on=school_id)
    _check_opening(school_id, order, on)
    name = _("%(kind)s, %(day)s") % {"kind": order.kind.label, "day": format_date(order.as_of)}
    made = Inventory(
        school_id=school_id,
        name=name,
        kind=order.kind,
        year=order.as_of.year,
        as_of=order.as_of,
        committee=order.committee.strip(),
        opened_at=at,
        opened_by=actor.name,
        corrects_id=order.corrects_id,
        search=search_text(name),
        sort_key=sort_key(name),
    )
    with audit.act(actor, "facilities.inventory:open", at=at, unit_id=school_id) as act:
        try:
            with transaction.atomic():
                made.save()
        except IntegrityError as error:
            raise Invalid({"kind": _("Trường đang có một đợt kiểm kê chưa xong.")}) from error
        act.on(made, unit_id=school_id)
        InventoryLine.objects.bulk_create(lines_of(made, rows_of(school_id), booked=True))
        events.publish(InventoryOpened(made.pk, school_id, made.year))
    return made


def refresh_inventory(actor: Actor, inventory: Inventory, *, at: datetime) -> int:
    """Adds what was entered in the books since the opening, as surplus: the books did not have it. How many lines.

    Raises Refused, InventoryHasEnded.
    """
    access.demand(actor, EDIT_FACILITIES, on=inventory.school_id)
    with audit.act(actor, "facilities.inventory:refresh", at=at, on=inventory, unit_id=inventory.school_id):
        _locked(inventory)
        known = set(InventoryLine.objects.filter(inventory=inventory).values_list("asset", "row_id"))
        rows = [found for found in rows_of(inventory.school_id) if (found[0].value, found[1].pk) not in known]
        made = InventoryLine.objects.bulk_create(lines_of(inventory, rows, booked=False))
    return len(made)


def count_lines(actor: Actor, inventory: Inventory, counts: Mapping[int, CountOrder], *, at: datetime) -> int:
    """Writes what was found; lines named but unchanged are left. How many changed.

    Raises Refused, InventoryHasEnded, and Invalid with a sentence for each line that is wrong (field: the line's
    id): nothing is written then.
    """
    access.demand(actor, EDIT_FACILITIES, on=inventory.school_id)
    with audit.act(actor, "facilities.inventory:count", at=at, on=inventory, unit_id=inventory.school_id):
        _locked(inventory)
        held = InventoryLine.objects.select_for_update().filter(inventory=inventory, pk__in=list(counts))
        lines = {line.pk: line for line in held}
        errors = {str(pk): _("Dòng này không có trong đợt kiểm kê.") for pk in counts if pk not in lines}
        changed = []
        for pk, line in lines.items():
            wrong = _put(line, counts[pk])
            if wrong:
                errors[str(pk)] = f"{line.name}: {wrong}"
            elif wrong is not None:
                changed.append(line)
        if errors:
            raise Invalid(errors)
        for line in changed:
            line.save_checked(line.version, fields=_COUNTED)
    return len(changed)


def confirm_inventory(
    actor: Actor, inventory: Inventory, *, at: datetime, version: int, note: str = ""
) -> Inventory:
    """Freezes the count and lets the books follow it. Raises Refused, Invalid, InventoryHasEnded, ChangedMeanwhile."""
    access.demand(actor, CONFIRM_INVENTORY, on=inventory.school_id)
    unit = inventory.school_id
    with audit.act(actor, "facilities.inventory:confirm", at=at, on=inventory, unit_id=unit) as act:
        locked = _locked(inventory)
        lines = list(InventoryLine.objects.filter(inventory=inventory).order_by("asset", "row_id"))
        counts = [count_of(line) for line in lines]
        _check_confirming(locked, counts)
        found = tally(counts)
        let_books_follow(lines, locked.as_of)
        act.note(differing=found.differing, missing=found.missing, surplus=found.surplus)
        shelf = books(actor, [unit]).get(unit, NOTHING)
        _end(
            locked,
            version,
            status=InventoryStatus.CONFIRMED,
            ended_at=at,
            ended_by=actor.name,
            note=nfc(note.strip()) or locked.note,
            digest=digest(head_of(locked), counts),
            figures={figure.code: str(figure.value(shelf)) for figure in FIGURES},
        )
        events.publish(InventoryConfirmed(locked.pk, unit, locked.year, found.differing))
    return locked


def cancel_inventory(
    actor: Actor, inventory: Inventory, *, at: datetime, version: int, why: str
) -> Inventory:
    """Ends it without effect on the books; it stays as it was. Raises Refused, Invalid, InventoryHasEnded."""
    access.demand(actor, CONFIRM_INVENTORY, on=inventory.school_id)
    if not why.strip():
        raise Invalid({"why": _("Hãy ghi lý do.")})
    unit = inventory.school_id
    with audit.act(actor, "facilities.inventory:cancel", at=at, on=inventory, unit_id=unit, why=why):
        locked = _locked(inventory)
        _end(
            locked,
            version,
            status=InventoryStatus.CANCELLED,
            ended_at=at,
            ended_by=actor.name,
            note=nfc(why.strip()),
        )
    return locked


# --- pieces ------------------------------------------------------------------------------------------------

_COUNTED = ["counted_quantity", "counted_usable", "counted_condition", "remark"]


def _check_opening(school_id: int, order: OpenOrder, on: date) -> None:
    errors = {}
    if order.as_of > on:
        errors["as_of"] = _("Thời điểm kiểm kê không thể ở tương lai.")
    mine = Inventory.objects.filter(school_id=school_id)
    done = mine.filter(status=InventoryStatus.CONFIRMED)
    if mine.filter(status=InventoryStatus.OPEN).exists():
        errors["kind"] = _("Trường đang có một đợt kiểm kê chưa xong.")
    elif order.kind is InventoryKind.YEARLY and done.filter(kind=order.kind, year=order.as_of.year).exists():
        errors["kind"] = _("Năm %(year)s đã kiểm kê định kỳ. Hãy chọn «Kiểm kê lại».") % {
            "year": order.as_of.year
        }
    elif order.kind is InventoryKind.CORRECTION and order.corrects_id not in done.values_list(
        "pk", flat=True
    ):
        errors["corrects"] = _("Hãy chọn đợt kiểm kê đã xác nhận cần kiểm kê lại.")
    if errors:
        raise Invalid(errors)


def _locked(inventory: Inventory) -> Inventory:
    """The inventory as stored, held against others until the transaction ends."""
    stored = Inventory.objects.select_for_update().get(pk=inventory.pk)
    if stored.status != InventoryStatus.OPEN:
        raise InventoryHasEnded
    return stored


def _put(line: InventoryLine, order: CountOrder) -> str | None:
    """Puts the order into the line. "" where it is changed, None where nothing changes, else what is wrong."""
    wanted = (order.quantity, order.usable, order.condition, nfc(order.remark.strip()))
    if wanted == tuple(getattr(line, name) for name in _COUNTED):
        return None
    if order.version != line.version:
        return _("người khác vừa ghi dòng này; hãy xem lại số mới.")
    if wrong := _wrong_number(line, order) or _wrong_words(order):
        return wrong
    for name, value in zip(_COUNTED, wanted, strict=True):
        setattr(line, name, value)
    return ""


def _wrong_number(line: InventoryLine, order: CountOrder) -> str:
    if order.quantity is None:
        return _("chưa ghi số kiểm đếm.") if order.usable is not None or order.condition else ""
    if not 0 <= order.quantity <= MOST:
        return _("số kiểm đếm phải từ 0 đến %(most)s.") % {"most": MOST}
    if line.booked_usable is None:
        return "" if order.usable is None else _("loại này không đếm số dùng được.")
    if order.usable is None:
        return _("chưa ghi số dùng được.")
    return "" if 0 <= order.usable <= order.quantity else _("số dùng được phải từ 0 đến số kiểm đếm.")


def _wrong_words(order: CountOrder) -> str:
    if order.condition and order.condition not in Condition.values:
        return _("tình trạng không có trong danh mục.")
    return _("ghi chú dài quá 500 ký tự.") if len(order.remark) > 500 else ""


def _check_confirming(inventory: Inventory, counts: Sequence[Count]) -> None:
    found = tally(counts)
    if not found.lines:
        raise Invalid(_("Chưa có dòng nào để kiểm đếm. Hãy ghi tài sản vào sổ rồi bổ sung vào đợt kiểm kê."))
    if not found.is_complete:
        raise Invalid(
            _("Còn %(left)s trong %(lines)s dòng chưa kiểm đếm.")
            % {"left": found.lines - found.counted, "lines": found.lines}
        )
    if left := unexplained(counts):
        raise Invalid(
            _("Có chênh lệch mà chưa ghi nguyên nhân: %(names)s.")
            % {"names": "; ".join(count.name for count in left[:5])}
        )
    if not inventory.committee.strip():
        raise Invalid({"committee": _("Hãy ghi thành phần ban kiểm kê.")})


def _end(inventory: Inventory, version: int, **columns: Any) -> None:
    """One update, after which the database refuses every other."""
    if version != inventory.version:
        raise ChangedMeanwhile(inventory)
    for name, value in columns.items():
        setattr(inventory, name, value)
    inventory.save_checked(version, fields=list(columns))
