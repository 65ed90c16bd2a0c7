"""Placing many learners at once: a plan, its preview, and the commit of just that plan."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from khuevan.kernel import access, audit, clock
from khuevan.kernel.access import Actor
from khuevan.kernel.database import ChangedMeanwhile
from khuevan.kernel.events import publish
from khuevan.kernel.records import Invalid

from ..events import LearnersPlaced
from ..models import ClassGroup, Enrolment, Placement
from ..permissions import EDIT_ENROLMENTS
from ..queries.classes import give_sizes
from ..rules.placement import largest_size


@dataclass(frozen=True)
class Move:
    """One learner to another class (or into a first one)."""

    enrolment_id: int
    version: int
    full_name: str
    from_class_id: int | None
    from_class: str
    to_class_id: int
    to_class: str


@dataclass(frozen=True)
class PlacementPlan:
    """What will be done. `warnings` say what the law would rather have otherwise; `digest` names exactly this plan."""

    school_id: int
    on: date
    moves: Sequence[Move]
    warnings: Sequence[str]
    sizes: Mapping[str, tuple[int, int]]
    """Class -> size before and after."""

    @property
    def digest(self) -> str:
        said = [f"{self.school_id} {self.on}"]
        said += [f"{move.enrolment_id} {move.version} {move.to_class_id}" for move in self.moves]
        return hashlib.sha256("\n".join(said).encode()).hexdigest()


def plan_placement(
    actor: Actor, school_id: int, wanted: Mapping[int, int], *, on: date, at: datetime
) -> PlacementPlan:
    """`wanted`: enrolment id -> class id. Those who are there already are left out. Raises Refused, Invalid."""
    access.demand(actor, EDIT_ENROLMENTS, on=school_id)
    if on > clock.on(at):
        raise Invalid({"on": _("Ngày xếp lớp không ở tương lai.")})
    rows = list(
        Enrolment.objects.filter(pk__in=wanted, school_id=school_id)
        .select_related("class_group")
        .order_by("sort_key", "id")
    )
    groups = {
        one.pk: one for one in ClassGroup.objects.filter(pk__in=set(wanted.values()), school_id=school_id)
    }
    if len(rows) != len(wanted) or set(groups) != set(wanted.values()):
        raise Invalid(_("Có học sinh hoặc lớp không thuộc trường."))
    problems: list[str] = []
    moves: list[Move] = []
    for row in rows:
        group = groups[wanted[row.pk]]
        wrong = _problem(row, group, on)
        if wrong:
            problems.append(f"{row.full_name}: {wrong}")
        elif row.class_group_id != group.pk:
            before = row.class_group
            moves.append(
                Move(row.pk, row.version, row.full_name, before.pk if before else None, before.name if before else "",
                     group.pk, group.name)
            )  # fmt: skip
    if problems:
        raise Invalid(" ".join(problems[:10]))
    touched = [*groups.values(), *{row.class_group for row in rows if row.class_group}]
    sizes, warnings = _sizes({one.pk: one for one in touched}, moves)
    return PlacementPlan(school_id, on, tuple(moves), tuple(warnings), sizes)


def place_learners(actor: Actor, plan: PlacementPlan, *, digest: str, at: datetime) -> int:
    """Does exactly the plan that was shown, or nothing. Gives how many moved. Raises Refused, ChangedMeanwhile."""
    access.demand(actor, EDIT_ENROLMENTS, on=plan.school_id)
    if plan.digest != digest:
        raise ChangedMeanwhile
    with audit.act(actor, "schoolyear.enrolment:place", at=at, unit_id=plan.school_id) as act:
        act.note(learners=len(plan.moves))
        by_class: dict[int, list[Move]] = {}
        for move in plan.moves:
            by_class.setdefault(move.to_class_id, []).append(move)
        for class_id, moves in by_class.items():
            _move(plan, class_id, moves)
    return len(plan.moves)


def _move(plan: PlacementPlan, class_id: int, moves: Sequence[Move]) -> None:
    ids = [move.enrolment_id for move in moves]
    locked = dict(Enrolment.objects.select_for_update().filter(pk__in=ids).values_list("pk", "version"))
    if any(locked.get(move.enrolment_id) != move.version for move in moves):
        raise ChangedMeanwhile
    open_ones = Placement.objects.filter(enrolment_id__in=ids, valid_until=None)
    open_ones.update(valid_until=Greatest(F("valid_from"), plan.on))
    group = ClassGroup.objects.get(pk=class_id)
    Enrolment.objects.filter(pk__in=ids).update(
        class_group_id=class_id, elective_set_id=group.elective_set_id, version=F("version") + 1
    )
    Placement.objects.bulk_create(
        Placement(enrolment_id=pk, school_id=plan.school_id, class_group_id=class_id, valid_from=plan.on)
        for pk in ids
    )
    publish(LearnersPlaced(tuple(ids), class_id, plan.school_id, plan.on))


def _problem(row: Enrolment, group: ClassGroup, on: date) -> str:
    if row.left_on is not None:
        return _("đã rời trường.")
    if group.closed_on is not None:
        return _("lớp %(name)s đã giải thể.") % {"name": group.name}
    if row.school_year_id != group.school_year_id:
        return _("lớp %(name)s của năm học khác.") % {"name": group.name}
    if row.grade != group.grade and row.grade not in (group.combined_grades or ()):
        return _("lớp %(name)s không phải của khối em học.") % {"name": group.name}
    if on < row.enrolled_on:
        return _("vào trường ngày %(on)s, sau ngày xếp lớp.") % {"on": f"{row.enrolled_on:%d/%m/%Y}"}
    return ""


def _sizes(
    groups: Mapping[int, ClassGroup], moves: Sequence[Move]
) -> tuple[dict[str, tuple[int, int]], list[str]]:
    ordered = sorted(groups.values(), key=lambda one: (one.grade, one.sort_key))
    give_sizes(ordered)
    sizes: dict[str, tuple[int, int]] = {}
    warnings = []
    for group in ordered:
        before: int = group.size  # type: ignore[attr-defined]
        after = before + sum(move.to_class_id == group.pk for move in moves)
        after -= sum(move.from_class_id == group.pk for move in moves)
        sizes[group.name] = (before, after)
        most = largest_size(group.level, group.grade, combined=group.is_combined)
        if most is not None and after > most and after > before:
            warnings.append(
                _("Lớp %(name)s sẽ có %(size)d học sinh, quá %(most)d.")
                % {"name": group.name, "size": after, "most": most}
            )
    return sizes, warnings
