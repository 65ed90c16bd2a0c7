"""The sheet of one assessment: each line with what is proposed, what the school says, what was agreed, and the totals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import F, Q
from django.http import Http404

from khuevan.kernel import access, clock, database, files
from khuevan.kernel.access import Actor

from .. import rules
from ..choices import EvidenceKind, Kind, Level, LinkState, State
from ..models import Assessment, Evidence, Score
from ..permissions import VIEW_ASSESSMENTS
from ..rules import Found, Verdict
from .editions import CriterionRow, Index, index
from .proposing import Proposed, kept_proposal


@dataclass(frozen=True)
class SheetRow:
    """A line of the sheet. total: of a group or criterion; of a leaf its own points. evidence: how many.

    own: what the school says. final: what was agreed, where the line was looked at."""

    row: CriterionRow
    is_leaf: bool
    proposed: Decimal | None
    own: Found
    final: Found
    reason: str
    final_reason: str
    was_proposed: Decimal | None
    total: Decimal | None
    final_total: Decimal | None
    evidence: int
    level: Level | None

    @property
    def is_overridden(self) -> bool:
        return self.own.points is not None and self.proposed is not None and self.own.points != self.proposed

    @property
    def differs(self) -> bool:
        """Recognised otherwise than the school said."""
        return self.final.is_given and self.final != self.own


@dataclass(frozen=True)
class Sheet:
    """verdict: by what the school says now; final: by what was agreed; proposal: by the probes alone.

    on: the day as of which the lines of the index were taken."""

    assessment: Assessment
    index: Index
    rows: Sequence[SheetRow]
    proposed: Proposed | None
    totals: Mapping[str, Decimal]
    final_totals: Mapping[str, Decimal]
    verdict: Verdict
    final: Verdict
    unscored: Sequence[str]
    evidence: Sequence[Evidence]
    on: date

    def row(self, code: str) -> SheetRow | None:
        return next((one for one in self.rows if one.row.code == code), None)

    @property
    def leaves(self) -> list[SheetRow]:
        return [one for one in self.rows if one.is_leaf]


def lines_on(one: Assessment) -> date:
    """A sheet that was handed in keeps the lines of that day; a draft has today's."""
    if one.submitted_at is not None and State(one.state) not in rules.EDITED:
        return clock.on(one.submitted_at)
    return clock.today()


def sheet(one: Assessment) -> Sheet:
    """Five queries, whatever the index."""
    on = lines_on(one)
    found = index(one.edition, on)
    scores = {row.code: row for row in Score.objects.filter(assessment=one)}
    proposed = kept_proposal(one.edition, one.unit_id, one.school_year)
    given = evidence_of(one.unit_id)
    own = {code: Found(row.points, row.met) for code, row in scores.items()}
    final = {code: final_of(row) for code, row in scores.items()}
    totals, verdict = judged(found, own)
    final_totals, final_verdict = judged(found, final)
    leaves = {row.code for row in found.leaves}
    rows = [
        _row(row, row.code in leaves, scores.get(row.code), proposed, totals, final_totals, given)
        for row in found.rows
    ]
    return Sheet(
        one, found, rows, proposed, totals, final_totals, verdict, final_verdict,
        [code for code in sorted(leaves, key=_order) if not own.get(code, Found()).is_given], given, on,
    )  # fmt: skip


def judged(found: Index, scores: Mapping[str, Found]) -> tuple[dict[str, Decimal], Verdict]:
    """Totals of every line, and the level."""
    points = {code: one.points for code, one in scores.items() if one.points is not None}
    totals = rules.totals(found.lines, points)
    missing = [
        row.code
        for row in found.leaves
        if row.line.kind is Kind.MANDATORY and not scores.get(row.code, Found()).met
    ]
    groups = {row.code: totals.get(row.code, Decimal(0)) for row in found.groups}
    return totals, rules.level_of(groups, found.bands, missing=missing)


def final_of(row: Score) -> Found:
    """What counts in the end: what was agreed, else what the school says."""
    points = row.final_points if row.final_points is not None else row.points
    met = row.final_met if row.final_met is not None else row.met
    return Found(points, met)


def evidence_of(unit_id: int) -> list[Evidence]:
    """What the unit gave and did not withdraw, the latest first."""
    return list(Evidence.objects.filter(unit_id=unit_id, withdrawn_at=None).order_by("-given_at", "-pk"))


def links_to_try(*, before: datetime) -> Iterable[tuple[int, int, str]]:
    """(evidence, unit, address) of links that were not tried since, those that waited longest first."""
    rows = Evidence.objects.filter(kind=EvidenceKind.LINK, withdrawn_at=None)
    rows = rows.filter(Q(tried_at=None) | Q(tried_at__lt=before))
    return rows.order_by(F("tried_at").asc(nulls_first=True), "pk").values_list("pk", "unit_id", "address")


def dead_links(unit_id: int) -> int:
    """How many of the unit's links did not answer when they were tried last."""
    rows = Evidence.objects.filter(unit_id=unit_id, kind=EvidenceKind.LINK, withdrawn_at=None)
    return rows.filter(link_state=LinkState.DEAD).count()


def evidence_content(actor: Actor, evidence_id: int) -> tuple[Evidence, files.StoredFile]:
    """For who may see the unit, or assesses it. Raises Http404."""
    row = Evidence.objects.filter(pk=evidence_id).first() if evidence_id < 2**31 else None
    if row is None or row.file_id is None:
        raise Http404
    scope = access.scope(actor, VIEW_ASSESSMENTS)
    receivers = Assessment.objects.filter(unit_id=row.unit_id).values_list("receiver_id", flat=True)
    if row.unit_id not in scope and not any(one in scope for one in receivers):
        raise Http404
    with database.acting(access.system()):
        return row, files.StoredFile.objects.get(pk=row.file_id)


def _order(code: str) -> list[int]:
    return [int(part) if part.isdecimal() else 0 for part in code.split(".")]


def _row(
    row: CriterionRow,
    is_leaf: bool,
    score: Score | None,
    proposed: Proposed | None,
    totals: Mapping[str, Decimal],
    final_totals: Mapping[str, Decimal],
    given: Sequence[Evidence],
) -> SheetRow:
    total = totals.get(row.code)
    return SheetRow(
        row=row,
        is_leaf=is_leaf,
        proposed=proposed.scores.get(row.code) if proposed else None,
        own=Found(score.points, score.met) if score else Found(),
        final=Found(score.final_points, score.final_met) if score else Found(),
        reason=score.reason if score else "",
        final_reason=score.final_reason if score else "",
        was_proposed=score.proposed if score else None,
        total=total,
        final_total=final_totals.get(row.code),
        evidence=sum(one.topic == row.topic for one in given) if row.topic and is_leaf else 0,
        level=rules.criterion_level(row.line, total) if total is not None else None,
    )
