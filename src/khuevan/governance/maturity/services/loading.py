"""Whole sheets at once: what was assessed elsewhere or before, and demonstrations. Through no form, so nobody is asked
for reasons; points still keep within their maxima."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from khuevan.kernel import access, audit, clock
from khuevan.kernel.access import Actor

from .. import queries, rules
from ..choices import Act, Assessor, Kind, Level, State
from ..models import Assessment, Edition, Score, Step
from ..permissions import CONFIGURE
from ..queries import Assessed, Index
from ..rules import Found, Line
from .frame import points_within


@dataclass(frozen=True)
class LoadedSheet:
    """scores: own words of every line; final: what was agreed, of those that were looked at."""

    unit_id: int
    scores: Mapping[str, Found]
    final: Mapping[str, Found]
    decision: str


def load_scores(actor: Actor, one: Assessment, scores: Mapping[str, Found], *, at: datetime) -> int:
    """Lines of a draft that has none yet. Raises Refused, Invalid."""
    access.demand(actor, CONFIGURE)
    lines = {row.code: row.line for row in queries.index(one.edition, clock.on(at)).leaves}
    proposed = queries.kept_proposal(one.edition, one.unit_id, one.school_year)
    known = proposed.scores if proposed is not None else {}
    rows = []
    for code, said in scores.items():
        points_within(said.points, lines[code].maximum)
        told = known.get(code)
        differs = told is not None and said.points is not None and said.points != told
        reason = "Trường dùng thêm hệ thống khác, có minh chứng" if differs else ""
        rows.append(
            Score(assessment=one, code=code, points=said.points, met=said.met, proposed=told, reason=reason)
        )
    with audit.act(actor, "maturity.score:record", at=at, on=one):
        Score.objects.bulk_create(rows)
    return len(rows)


def load_published(
    actor: Actor,
    sheets: Sequence[LoadedSheet],
    *,
    edition: Edition,
    year: str,
    at: datetime,
    decided_on: date,
) -> int:
    """Assessments of a year that is over, with their recognised and published level. Raises Refused, Invalid."""
    access.demand(actor, CONFIGURE)
    on = clock.on(at)
    found, days = queries.index(edition, on), queries.timetable(on)
    units = queries.assessed_units(actor, edition, on=on)
    assert days is not None
    made, by_unit = [], {one.unit_id: one for one in sheets if one.unit_id in units}
    with audit.act(actor, "maturity.assessment:publish", at=at) as act:
        for one in by_unit.values():
            made.append(
                _assessment(one, units[one.unit_id], found, Assessor(days.assessor), year, at, decided_on)
            )
            made[-1].due_on = rules.day_in(year, days.submit_month, days.submit_day)
            made[-1].publish_by = rules.day_in(year, days.publish_month, days.publish_day)
        kept = Assessment.objects.bulk_create(made)
        lines = {row.code: row.line for row in found.leaves}
        Score.objects.bulk_create(
            [row for one in kept for row in _scores(one, by_unit[one.unit_id], lines)], batch_size=5_000
        )
        Step.objects.bulk_create(
            [
                Step(
                    assessment=one,
                    act=Act.PUBLISH.value,
                    at=at,
                    by=actor.name[:150],
                    decision=one.decision_number,
                )
                for one in kept
            ]
        )
        act.note(year=year, edition=edition.code, units=len(kept))
    return len(kept)


def _assessment(
    one: LoadedSheet,
    unit: Assessed,
    found: Index,
    assessor: Assessor,
    year: str,
    at: datetime,
    decided_on: date,
) -> Assessment:
    own, own_verdict = queries.judged(found, one.scores)
    final, verdict = queries.judged(found, {**one.scores, **one.final})
    receiver_id, receiver = unit.receiver(assessor)
    codes = [row.code for row in found.groups]
    return Assessment(
        unit_id=unit.unit_id, unit_name=unit.name[:200], receiver_id=receiver_id, receiver_name=receiver[:200],
        edition=found.edition, school_year=year, state=State.PUBLISHED, submitted_at=at,
        self_groups={code: rules.plain(own[code]) for code in codes}, self_level=own_verdict.level.value,
        sampled=list(one.final), final_groups={code: rules.plain(final[code]) for code in codes},
        final_level=Level(verdict.level).value, decision_number=one.decision, decision_on=decided_on, published_at=at,
    )  # fmt: skip


def _scores(one: Assessment, sheet: LoadedSheet, lines: Mapping[str, Line]) -> list[Score]:
    rows = []
    for code, said in sheet.scores.items():
        points_within(said.points, lines[code].maximum)
        final = sheet.final.get(code, Found())
        mandatory = lines[code].kind is Kind.MANDATORY
        rows.append(
            Score(
                assessment=one, code=code, points=None if mandatory else said.points, met=said.met if mandatory else None,
                final_points=None if mandatory else final.points, final_met=final.met if mandatory else None,
            )
        )  # fmt: skip
    return rows
