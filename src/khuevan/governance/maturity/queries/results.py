"""Results of many units as frozen rows: for boards, reports, comparisons, the map and the public page."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count

from khuevan.kernel import access, database
from khuevan.kernel.access import Actor

from .. import rules
from ..choices import Assessor, Level, State
from ..models import Assessment, Edition, Proposal, Score
from ..permissions import VIEW_ASSESSMENTS
from ..rules import Difference, Found
from .editions import Index, index, timetable
from .owing import Assessed, assessed_units
from .sheets import final_of, judged


@dataclass(frozen=True)
class Result:
    """How a unit stands in a year on an edition. state: None before it began. self_*, final_*: of what was handed in and
    of what was recognised; totals by group as numbers. level: the one that counts, the recognised one first.

    proposed_level: what the probes alone would give, None where nothing was proposed yet: without the mandatory
    conditions, which no probe knows."""

    unit_id: int
    name: str
    code: str
    receiver_id: int | None
    receiver_name: str
    edition: str
    school_year: str
    assessment_id: int | None
    state: State | None
    self_groups: Mapping[str, Decimal]
    self_level: Level | None
    final_groups: Mapping[str, Decimal]
    final_level: Level | None
    proposed_groups: Mapping[str, Decimal]
    submitted_at: datetime | None
    published_at: datetime | None
    due_on: date | None
    days_late: int
    closed_on: date | None

    @property
    def level(self) -> Level | None:
        return self.final_level or self.self_level

    @property
    def groups(self) -> Mapping[str, Decimal]:
        return self.final_groups or self.self_groups


@dataclass(frozen=True)
class ScoreRow:
    """One scored line of one unit. points: own; final: what counts in the end; met of mandatory conditions."""

    unit_id: int
    assessment_id: int
    code: str
    points: Decimal | None
    met: bool | None
    proposed: Decimal | None
    final_points: Decimal | None
    final_met: bool | None
    reason: str


def results(
    actor: Actor, edition: Edition, year: str, *, on: date, units: Collection[int] | None = None,
    with_proposals: bool = True,
) -> list[Result]:  # fmt: skip
    """Every unit within the scope that the edition assesses, in Vietnamese order of names, and those that were assessed
    before they moved, closed or changed their kind. Four queries. units: only these. with_proposals: False leaves out
    what the probes say, which is much work for a province; `with_proposed` adds it to the few that are shown."""
    own = assessed_units(actor, edition, on=on)
    known = _known(actor, edition, year)
    proposed = _proposed(index(edition, on), year) if with_proposals else {}
    days = timetable(on)
    due = rules.day_in(year, days.submit_month, days.submit_day) if days is not None else None
    assessor = Assessor(days.assessor) if days is not None else Assessor.MANAGING
    rows = [
        _result(one, known.pop(pk, None), proposed.get(pk, {}), edition, year, due, assessor, on)
        for pk, one in own.items()
    ]
    rows += [
        _result(None, one, proposed.get(pk, {}), edition, year, due, assessor, on)
        for pk, one in known.items()
    ]
    return [row for row in rows if units is None or row.unit_id in units]


def scores(
    actor: Actor, edition: Edition, year: str, *, units: Collection[int] | None = None
) -> list[ScoreRow]:
    """Every scored line of the scope's units in a year: one query."""
    scope = access.scope(actor, VIEW_ASSESSMENTS)
    found = Score.objects.filter(assessment__edition=edition, assessment__school_year=year)
    if units is not None:
        found = found.filter(assessment__unit_id__in=list(units))
    rows = found.select_related("assessment").order_by("assessment_id", "code")
    return [
        ScoreRow(
            row.assessment.unit_id, row.assessment_id, row.code, row.points, row.met, row.proposed,
            final_of(row).points, final_of(row).met, row.reason,
        )
        for row in rows
        if row.assessment.unit_id in scope or row.assessment.receiver_id in scope
    ]  # fmt: skip


def published_results(edition: Edition, year: str) -> list[Result]:
    """What everybody may see: units with their published level. Names of schools and figures, nobody's person."""
    with database.acting(access.system()):
        rows = Assessment.objects.filter(edition=edition, school_year=year, state=State.PUBLISHED)
        found = {row.unit_id: row for row in rows.select_related("edition")}
        return [
            _result(None, row, {}, edition, year, row.due_on, Assessor.MANAGING, row.due_on)
            for row in found.values()
        ]


def published_of(unit_id: int) -> list[Result]:
    """The published levels of one unit, for everybody, the latest first. One query."""
    with database.acting(access.system()):
        rows = Assessment.objects.filter(unit_id=unit_id, state=State.PUBLISHED).select_related("edition")
        return [
            _result(None, row, {}, row.edition, row.school_year, row.due_on, Assessor.MANAGING, row.due_on)
            for row in rows.order_by("-school_year", "edition__code")
        ]


def latest_published() -> tuple[str, int]:
    """(the latest school year with published levels, of how many units); ("", 0) before the first. One query."""
    with database.acting(access.system()):
        rows = Assessment.objects.filter(state=State.PUBLISHED).values_list("school_year")
        return rows.annotate(units=Count("unit_id", distinct=True)).order_by("-school_year").first() or (
            "",
            0,
        )


def differences(
    actor: Actor, edition: Edition, year: str, *, units: Collection[int] | None = None
) -> list[Difference]:
    """Between what schools said and what was agreed, by line, of what was looked at from outside."""
    found = Score.objects.filter(
        assessment__edition=edition,
        assessment__school_year=year,
        points__isnull=False,
        final_points__isnull=False,
    )
    if units is not None:
        found = found.filter(assessment__unit_id__in=list(units))
    scope = access.scope(actor, VIEW_ASSESSMENTS)
    rows = found.values_list(
        "code", "points", "final_points", "assessment__unit_id", "assessment__receiver_id"
    )
    own = [
        (code, points, final)
        for code, points, final, unit, receiver in rows
        if unit in scope or receiver in scope
    ]
    return rules.differences(sorted(own, key=lambda row: [int(part) for part in row[0].split(".")]))


def tallied(rows: Iterable[Result]) -> dict[str, int]:
    """State -> how many, "" of those that have not begun; "late" of those past the day."""
    found: dict[str, int] = {}
    for row in rows:
        word = row.state.value if row.state else ""
        found[word] = found.get(word, 0) + 1
        found["late"] = found.get("late", 0) + (row.days_late > 0)
    return found


_KEPT = (
    "pk", "unit_id", "unit_name", "receiver_id", "receiver_name", "state", "due_on", "self_groups", "self_level",
    "final_groups", "final_level", "submitted_at", "published_at",
)  # fmt: skip


def _known(actor: Actor, edition: Edition, year: str) -> dict[int, Any]:
    """Rows with what a result needs of an assessment: whole objects would be twice the work for a province."""
    scope = access.scope(actor, VIEW_ASSESSMENTS)
    kept = Assessment.objects.filter(edition=edition, school_year=year).order_by("unit_name", "pk")
    rows = kept.values_list(*_KEPT, named=True)
    return {row.unit_id: row for row in rows if row.unit_id in scope or row.receiver_id in scope}


def with_proposed(rows: Sequence[Result], found: Index, year: str) -> list[Result]:
    """The same rows with what the probes alone say of them."""
    proposed = _proposed(found, year, units=[row.unit_id for row in rows])
    return [replace(row, proposed_groups=proposed.get(row.unit_id, {})) for row in rows]


def _proposed(
    found: Index, year: str, *, units: Collection[int] | None = None
) -> dict[int, dict[str, Decimal]]:
    """Totals of the groups by the probes alone."""
    kept = Proposal.objects.filter(edition=found.edition, school_year=year)
    rows = (kept if units is None else kept.filter(unit_id__in=units)).values_list("unit_id", "scores")
    return {unit: proposed_groups(found, kept) for unit, kept in rows}


def proposed_groups(found: Index, kept: Mapping[str, str]) -> dict[str, Decimal]:
    totals, _verdict = judged(found, {code: Found(Decimal(points)) for code, points in kept.items()})
    return {row.code: totals[row.code] for row in found.groups if row.code in totals}


def _result(
    unit: Assessed | None,
    one: Any,
    proposed: Mapping[str, Decimal],
    edition: Edition,
    year: str,
    due: date | None,
    assessor: Assessor,
    on: date,
) -> Result:
    assert unit is not None or one is not None
    receiver = unit.receiver(assessor) if unit is not None else (None, "")
    state = State(one.state) if one is not None else None
    due_on = one.due_on if one is not None else due
    return Result(
        unit_id=unit.unit_id if unit is not None else one.unit_id,
        name=unit.name if unit is not None else one.unit_name,
        code=unit.code if unit is not None else "",
        receiver_id=one.receiver_id if one is not None else receiver[0],
        receiver_name=one.receiver_name if one is not None else receiver[1],
        edition=edition.code,
        school_year=year,
        assessment_id=one.pk if one is not None else None,
        state=state,
        self_groups=_numbers(one.self_groups) if one is not None else {},
        self_level=Level(one.self_level) if one is not None and one.self_level else None,
        final_groups=_numbers(one.final_groups) if one is not None else {},
        final_level=Level(one.final_level) if one is not None and one.final_level else None,
        proposed_groups=proposed,
        submitted_at=one.submitted_at if one is not None else None,
        published_at=one.published_at if one is not None else None,
        due_on=due_on,
        days_late=_late(state, due_on, on),
        closed_on=unit.closed_on if unit is not None else None,
    )


def _late(state: State | None, due_on: date | None, on: date) -> int:
    """Days since the day before which it had to be in, of what is not in."""
    if due_on is None or not (state is None or state in rules.EDITED):
        return 0
    return max(0, (on - due_on).days + 1)


def _numbers(groups: Mapping[str, str]) -> dict[str, Decimal]:
    return {code: Decimal(points) for code, points in groups.items()}


def sorted_results(rows: Sequence[Result], by: str) -> list[Result]:
    """by: "" as they come, else "level" or a group's code, the highest first."""
    if by == "level":
        return sorted(rows, key=lambda row: row.level.value if row.level else "", reverse=True)
    if by:
        return sorted(rows, key=lambda row: row.groups.get(by, Decimal(-1)), reverse=True)
    return list(rows)
