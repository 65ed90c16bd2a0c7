"""Lists and norms as a whole: loading what is shipped, and a new version of a list when a circular follows another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from khuevan.kernel import access, audit, events
from khuevan.kernel.access import Actor
from khuevan.kernel.records import Invalid, Record
from khuevan.school.curriculum.choices import Trust

from ..events import StandardsChanged
from ..models import EquipmentItem, EquipmentList, Norm
from ..permissions import EDIT_STANDARDS
from ..records import ITEMS, LISTS, NORMS
from ..rules.shipped import ITEMS_OF, LISTS_SHIPPED, NORMS_SHIPPED, ShippedItem


@dataclass(frozen=True, kw_only=True)
class NewVersion:
    """A list that takes the place of another from a day on."""

    name: str
    instrument: str
    valid_from: date


def load_shipped(actor: Actor, *, at: datetime) -> dict[str, int]:
    """Adds the lists, lines and norms that come with the platform and are not there yet; what the department changed
    stays. Gives how many of each were added. Raises Refused.
    """
    access.demand(actor, EDIT_STANDARDS)
    added = {"lists": 0, "items": 0, "norms": 0}
    with audit.act(actor, "facilities.standard:load", at=at):
        subjects = _subjects()
        for wanted in LISTS_SHIPPED:
            found = EquipmentList.objects.filter(instrument=wanted.instrument, level=wanted.level).first()
            if found is None:
                found = _derived(LISTS, EquipmentList(**vars(wanted)))
                found.save()
                added["lists"] += 1
            added["items"] += _add_items(found, ITEMS_OF[wanted.level], subjects)
        added["norms"] = _add_norms()
        if any(added.values()):
            events.publish(StandardsChanged())
    return added


def make_new_version(
    actor: Actor, former: EquipmentList, order: NewVersion, *, at: datetime
) -> EquipmentList:
    """Copies a list under a new instrument from a day on; the former ends on that day.

    Stock booked for the former's lines counts for the new ones. Raises Refused, Invalid, ChangedMeanwhile.
    """
    access.demand(actor, EDIT_STANDARDS)
    _check_version(former, order)
    with audit.act(actor, "facilities.standard:renew", at=at) as act:
        made = _derived(
            LISTS,
            EquipmentList(
                name=order.name.strip(),
                instrument=order.instrument.strip(),
                level=former.level,
                valid_from=order.valid_from,
                trust=Trust.UNVERIFIED,
            ),
        )
        made.save()
        act.on(made)
        lines = EquipmentItem.objects.filter(minimum_list=former, closed_on__isnull=True).order_by("code")
        EquipmentItem.objects.bulk_create([_continued(line, made) for line in lines])
        former.valid_until = order.valid_from
        former.save_checked(former.version, fields=["valid_until"])
        events.publish(StandardsChanged())
    return made


_COPIED = (
    "subject_id", "topic", "code", "name", "use", "description", "unit", "quantity", "basis", "per_size", "stock",
    "users", "grades", "search", "sort_key",
)  # fmt: skip


def _continued(line: EquipmentItem, made: EquipmentList) -> EquipmentItem:
    values = {name: getattr(line, name) for name in _COPIED}
    return EquipmentItem(minimum_list=made, replaces=line, trust=Trust.UNVERIFIED, **values)


def _check_version(former: EquipmentList, order: NewVersion) -> None:
    errors = {name: _("Chưa nhập.") for name in ("name", "instrument") if not getattr(order, name).strip()}
    if former.valid_until is not None:
        errors["valid_from"] = _("Danh mục này đã có ngày thôi áp dụng.")
    elif order.valid_from <= former.valid_from:
        errors["valid_from"] = _("Phải sau ngày áp dụng của danh mục cũ.")
    if errors:
        raise Invalid(errors)


def _derived(record: Record, row: Any) -> Any:
    for column, text in record.derive(row).items():
        setattr(row, column, text)
    return row


def _subjects() -> dict[str, int]:
    """Code -> id of the subjects of the curriculum's catalogue."""
    subject: Any = EquipmentItem._meta.get_field("subject").related_model
    return dict(subject._default_manager.values_list("code", "pk"))


def _add_items(of: EquipmentList, wanted: tuple[ShippedItem, ...], subjects: dict[str, int]) -> int:
    known = set(EquipmentItem.objects.filter(minimum_list=of).values_list("code", flat=True))
    rows = []
    for item in wanted:
        if item.code in known:
            continue
        values = {**vars(item), "grades": list(item.grades)}
        subject = subjects.get(values.pop("subject"))
        rows.append(
            _derived(
                ITEMS, EquipmentItem(minimum_list=of, subject_id=subject, trust=Trust.UNVERIFIED, **values)
            )
        )
    EquipmentItem.objects.bulk_create(rows)
    return len(rows)


def _add_norms() -> int:
    known = set(Norm.objects.values_list("kind", "level", "instrument", "hard_area"))
    rows = [
        _derived(NORMS, Norm(**vars(norm)))
        for norm in NORMS_SHIPPED
        if (norm.kind, norm.level, norm.instrument, norm.hard_area) not in known
    ]
    Norm.objects.bulk_create(rows)
    return len(rows)
