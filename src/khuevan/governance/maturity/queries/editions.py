"""Indexes as of a day: their lines, what they mean, where they do not add up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import Http404

from khuevan.school.curriculum.choices import Trust

from .. import rules
from ..choices import Kind
from ..models import Criterion, Edition, Timetable
from ..rules import Bands, Gap, Line


@dataclass(frozen=True)
class CriterionRow:
    """A line of an index as of a day, with what is asked for and how surely it is known."""

    pk: int
    line: Line
    asks: str
    topic: str
    trust: Trust
    decision: str
    note: str
    valid_from: date

    @property
    def code(self) -> str:
        return self.line.code

    @property
    def depth(self) -> int:
        return self.line.code.count(".")


@dataclass(frozen=True)
class Index:
    """An edition as of a day."""

    edition: Edition
    rows: Sequence[CriterionRow]
    on: date

    @property
    def lines(self) -> list[Line]:
        return [one.line for one in self.rows]

    @property
    def bands(self) -> Bands:
        one = self.edition
        return Bands(one.basic_from, one.good_above, one.lowest_group, one.mandatory_holds)

    @property
    def leaves(self) -> list[CriterionRow]:
        codes = {line.code for line in rules.leaves(self.lines)}
        return [one for one in self.rows if one.code in codes]

    @property
    def groups(self) -> list[CriterionRow]:
        return [one for one in self.rows if one.line.kind is Kind.GROUP]

    @property
    def gaps(self) -> list[Gap]:
        return rules.gaps(self.lines)

    @property
    def is_usable(self) -> bool:
        """There is something to score."""
        return any(one.line.kind is not Kind.MANDATORY for one in self.leaves if one.line.maximum)

    def row(self, code: str) -> CriterionRow | None:
        return next((one for one in self.rows if one.code == code), None)


def editions(on: date | None = None) -> list[Edition]:
    """With a day those in force on it; the latest first."""
    every = list(Edition.objects.order_by("-valid_from", "code"))
    if on is None:
        return every
    return [
        one for one in every if one.valid_from <= on and (one.valid_until is None or on < one.valid_until)
    ]


def usable_editions(on: date | None = None) -> list[Edition]:
    """Those with something to score; see `editions`."""
    scored = set(
        Criterion.objects.filter(maximum__isnull=False, kind__in=(Kind.CRITERION, Kind.COMPONENT))
        .values_list("edition_id", flat=True)
        .distinct()
    )
    return [one for one in editions(on) if one.pk in scored]


def edition(code: str) -> Edition:
    """Raises Http404."""
    found = Edition.objects.filter(code=code).first() if len(code) <= 20 and "\x00" not in code else None
    if found is None:
        raise Http404
    return found


def index(one: Edition, on: date) -> Index:
    """The lines in force on the day, in their order."""
    rows: dict[str, Criterion] = {}
    for row in Criterion.objects.filter(edition=one, valid_from__lte=on).order_by("valid_from", "pk"):
        if row.valid_until is None or on < row.valid_until:
            rows[row.code] = row
    return Index(one, [_row(row) for row in sorted(rows.values(), key=lambda row: (row.place, row.code))], on)


def past_criteria(one: Edition) -> list[Criterion]:
    """Lines that a decision ended."""
    return list(
        Criterion.objects.filter(edition=one, valid_until__isnull=False).order_by("-valid_until", "place")
    )


def timetable(on: date) -> Timetable | None:
    """The one in force on the day."""
    return rules.in_force(list(Timetable.objects.order_by("valid_from", "pk")), on)


def _row(row: Criterion) -> CriterionRow:
    line = Line(row.code, Kind(row.kind), row.name, row.maximum, row.cut_basic, row.cut_good)
    return CriterionRow(
        row.pk, line, row.asks, row.topic, Trust(row.trust), row.decision, row.note, row.valid_from
    )
