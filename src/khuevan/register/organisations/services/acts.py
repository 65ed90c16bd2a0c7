"""The acts on the tree, one function each: permission, rule, save, audit, event, in one transaction.

Each raises Refused (permission), ActRefused (rules, with every reason), ChangedMeanwhile (somebody was
quicker; carries who and when), OrgUnit.DoesNotExist (a unit that is not to be seen).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime

from django.utils.translation import get_language, override

from khuevan.kernel import audit, clock, text
from khuevan.kernel.access import Actor
from khuevan.kernel.events import publish

from .. import events
from ..choices import Line
from ..models import TAKEN_BACK, OrgUnit, Succession, UnitAct
from ..rules.acts import Plan, require_reason
from ..rules.periods import reference_day
from .orders import (
    ChangeLevels,
    CloseUnit,
    CorrectUnit,
    MergeUnits,
    MoveUnit,
    Opening,
    OpenUnit,
    Order,
    RenameUnit,
    SplitUnit,
)
from .plans import demand_for, plan_of, units_of
from .snapshots import open_children, state_on
from .today import refresh
from .writing import (
    attribute_columns,
    begin,
    end,
    lock,
    open_unit_row,
    opening,
    touch,
    turn_parent,
    turn_state,
    write_act,
)


@contextmanager
def _act(actor: Actor, order: Order, *, at: datetime) -> Iterator[tuple[audit.Act, dict[int, OrgUnit], Plan]]:
    """The frame of every act: may they, is it still what they saw, do the rules allow it."""
    demand_for(actor, order)
    ids = units_of(order)
    why = order.why if isinstance(order, CorrectUnit) else order.decree.note
    first = ids[0] if ids else None
    with audit.act(actor, f"organisations.unit:{order.act.value}", at=at, unit_id=first, why=why) as running:
        version = None if isinstance(order, OpenUnit) else order.version
        versioned = (order.into_id or first) if isinstance(order, MergeUnits) else first
        units = lock(ids, {} if versioned is None else {versioned: version})
        plan = plan_of(order)
        require_reason(plan, why)
        if not (get_language() or "vi").startswith("vi"):
            with override("vi"):  # what is kept is written in the language of the decision
                plan = plan_of(order)
        if not isinstance(order, CorrectUnit):
            running.note(decision=order.decree.decision_number, effective_on=order.decree.effective_on)
        yield running, units, plan


def _open(actor: Actor, unit_id: int, wanted: Opening, on: date) -> OrgUnit:
    parent = None
    if wanted.managing_parent_id is not None:
        parent = OrgUnit.objects.filter(pk=wanted.managing_parent_id).first()
    return open_unit_row(unit_id, wanted, on, parent.province_id if parent else None)


def open_unit(actor: Actor, order: OpenUnit, *, at: datetime) -> OrgUnit:
    """Thành lập một đơn vị. Returns it, with today's picture computed."""
    on = order.decree.effective_on
    with _act(actor, order, at=at) as (running, _units, plan), opening(actor, 1) as (unit_id,):
        unit = _open(actor, unit_id, order.opening, on)
        running.on(unit)
        act = write_act(actor, unit.pk, plan, order.decree, at=at, why=order.decree.note)
        begin(unit, order.opening, on, act)
        touch([unit.pk], actor, at)
        refresh([unit.pk], on=clock.on(at))
        unit.refresh_from_db()
        publish(events.UnitOpened(unit.pk, on))
    return unit


def rename_unit(actor: Actor, order: RenameUnit, *, at: datetime) -> UnitAct:
    """Đổi tên."""
    on = order.decree.effective_on
    with _act(actor, order, at=at) as (running, units, plan):
        unit = units[order.unit_id]
        running.on(unit)
        act = write_act(actor, unit.pk, plan, order.decree, at=at, why=order.decree.note)
        before = unit.name
        turn_state(unit, on, act, name=text.nfc(order.name), short_name=text.nfc(order.short_name))
        touch([unit.pk], actor, at)
        refresh([unit.pk], on=clock.on(at))
        publish(events.UnitRenamed(order.unit_id, on, before, text.nfc(order.name)))
    return act


def move_unit(actor: Actor, order: MoveUnit, *, at: datetime) -> UnitAct:
    """Chuyển cơ quan quản lý, cơ quan chỉ đạo chuyên môn hoặc địa điểm."""
    on = order.decree.effective_on
    with _act(actor, order, at=at) as (running, units, plan):
        unit = units[order.unit_id]
        running.on(unit)
        act = write_act(actor, unit.pk, plan, order.decree, at=at, why=order.decree.note)
        if order.managing_parent_id is not None:
            turn_parent(unit.pk, Line.MANAGING, order.managing_parent_id, on, act)
        if order.professional_parent_id is not None:
            turn_parent(unit.pk, Line.PROFESSIONAL, order.professional_parent_id, on, act)
        place: dict[str, object] = {}
        if order.commune_id is not None:
            place["commune_id"] = order.commune_id
        if order.address is not None:
            place["address"] = text.nfc(order.address)
        if place:
            turn_state(unit, on, act, **place)
        touch([unit.pk], actor, at)
        refresh([unit.pk], on=clock.on(at))
        publish(events.UnitMoved(order.unit_id, on))
    return act


def change_levels(actor: Actor, order: ChangeLevels, *, at: datetime) -> UnitAct:
    """Chuyển cấp học, loại trường."""
    on = order.decree.effective_on
    with _act(actor, order, at=at) as (running, units, plan):
        unit = units[order.unit_id]
        running.on(unit)
        act = write_act(actor, unit.pk, plan, order.decree, at=at, why=order.decree.note)
        turn_state(unit, on, act, kind=order.kind, levels=sorted(order.levels))
        touch([unit.pk], actor, at)
        refresh([unit.pk], on=clock.on(at))
        publish(events.UnitLevelsChanged(order.unit_id, on))
    return act


def close_unit(actor: Actor, order: CloseUnit, *, at: datetime) -> UnitAct:
    """Giải thể: from the day of effect on, the unit is no more."""
    on = order.decree.effective_on
    with _act(actor, order, at=at) as (running, units, plan):
        unit = units[order.unit_id]
        running.on(unit)
        act = write_act(actor, unit.pk, plan, order.decree, at=at, why=order.decree.note)
        end(unit, on)
        touch([unit.pk], actor, at)
        refresh([unit.pk], on=clock.on(at))
        publish(events.UnitClosed(order.unit_id, on))
    return act


def merge_units(actor: Actor, order: MergeUnits, *, at: datetime) -> OrgUnit:
    """Sáp nhập into a unit that stays, or hợp nhất into a new one. Returns the successor."""
    on = order.decree.effective_on
    new = order.opening
    with _act(actor, order, at=at) as (running, units, plan), opening(actor, 1 if new else 0) as ids:
        target = _open(actor, ids[0], new, on) if new else units[order.into_id or 0]
        running.on(target)
        act = write_act(actor, target.pk, plan, order.decree, at=at, why=order.decree.note)
        if new:
            begin(target, new, on, act)
        moved: set[int] = set()
        for source_id in order.source_ids:
            for child in open_children(source_id, on) if order.children_follow else ():
                _follow(child, source_id, target.pk, on, act)
                moved.add(child.pk)
            end(units[source_id], on)
            Succession.objects.create(act=act, predecessor_id=source_id, successor=target, effective_on=on)
        concerned = {target.pk, *order.source_ids, *moved}
        touch(concerned, actor, at)
        refresh(concerned, on=clock.on(at))
        target.refresh_from_db()
        publish(events.UnitsMerged(tuple(order.source_ids), target.pk, on))
    return target


def _follow(child: OrgUnit, source_id: int, target_id: int, on: date, act: UnitAct) -> None:
    """A child passes from a merged body to its successor, on the lines on which it stood under it."""
    day = max(on, child.opened_on)
    for line in Line:
        under = child.subordinations.filter(line=line, parent_id=source_id).exclude(TAKEN_BACK)
        placed = under.order_by("-valid_from").first()
        if placed is not None and (placed.valid_until is None or placed.valid_until > day):
            turn_parent(child.pk, line, target_id, day, act)


def split_unit(actor: Actor, order: SplitUnit, *, at: datetime) -> tuple[OrgUnit, ...]:
    """Chia or tách a unit. Returns the units that arise."""
    on = order.decree.effective_on
    with _act(actor, order, at=at) as (running, units, plan), opening(actor, len(order.parts)) as ids:
        unit = units[order.unit_id]
        running.on(unit)
        made = [_open(actor, unit_id, part, on) for unit_id, part in zip(ids, order.parts, strict=True)]
        act = write_act(actor, unit.pk, plan, order.decree, at=at, why=order.decree.note)
        for part_unit, part in zip(made, order.parts, strict=True):
            begin(part_unit, part, on, act)
            Succession.objects.create(
                act=act, predecessor=unit, successor=part_unit, effective_on=on, share=part.share
            )
        if not order.stays:
            end(unit, on)
        touch([unit.pk, *ids], actor, at)
        refresh([unit.pk, *ids], on=clock.on(at))
        for part_unit in made:
            part_unit.refresh_from_db()
        publish(events.UnitSplit(order.unit_id, tuple(ids), on, order.stays))
    return tuple(made)


def correct_unit(actor: Actor, order: CorrectUnit, *, at: datetime) -> UnitAct:
    """Đính chính: the attributes of the present period were entered wrongly. No period begins."""
    today = clock.on(at)
    with _act(actor, order, at=at) as (running, units, plan):
        unit = units[order.unit_id]
        running.on(unit)
        act = write_act(actor, unit.pk, replace(plan, effective_on=today), None, at=at, why=order.why)
        state = state_on(unit.pk, reference_day(unit.opened_on, unit.closed_on, today))
        assert state is not None, "a unit has attributes on every day of its life"
        for name, value in attribute_columns(unit.code, order.attributes).items():
            setattr(state, name, value)
        state.save()
        touch([unit.pk], actor, at)
        refresh([unit.pk], on=today)
        publish(events.UnitCorrected(order.unit_id))
    return act
