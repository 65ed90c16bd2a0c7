"""Completeness and timeliness: how everybody below a body stands with a form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Min

from khuevan.kernel import clock
from khuevan.kernel.access import Actor

from ..choices import State, Tier
from ..layouts import as_of
from ..models import Report
from ..rules import Standing, standing_of
from .owing import Owed, Owing, forms_of, owed_by, year_of


@dataclass(frozen=True)
class Totals:
    """Of how many: how many stand where. late: past the day and not in, or in after the day."""

    owed: int = 0
    not_begun: int = 0
    draft: int = 0
    submitted: int = 0
    returned: int = 0
    accepted: int = 0
    late: int = 0

    @property
    def sent(self) -> int:
        return self.submitted + self.accepted


@dataclass(frozen=True)
class BoardRow:
    """report_id: of the latest revision. schools: of a body below, how its schools stand."""

    owed: Owed
    standing: Standing
    report_id: int | None
    revision: int
    sent_at: datetime | None
    schools: Totals | None


@dataclass(frozen=True)
class Board:
    owing: Owing
    unit_id: int
    rows: tuple[BoardRow, ...]
    totals: Totals
    schools: Totals


@dataclass(frozen=True)
class Known:
    """The latest revision of a report. first: when the first one was handed in."""

    pk: int
    state: State
    revision: int
    sent_at: datetime | None
    first: datetime | None


def board(who: Owing, unit_id: int, today: date, known: Mapping[tuple[str, int], Known]) -> Board:
    """Everybody who reports to the body, and the schools beneath. known: of the year."""
    rows = []
    for one in who.below.get(unit_id, []):
        found = known.get((who.form.code, one.unit_id))
        schools = None if one.tier is Tier.SCHOOL else _totals(who, one.unit_id, known, today)
        rows.append(
            BoardRow(
                one, standing(one, found, today), found.pk if found else None, found.revision if found else 0,
                found.sent_at if found else None, schools,
            )
        )  # fmt: skip
    return Board(
        who, unit_id, tuple(rows), totals_of(row.standing for row in rows),
        _totals(who, unit_id, known, today),
    )  # fmt: skip


def totals_of(standings: Iterable[Standing]) -> Totals:
    found = list(standings)
    states = [one.state for one in found]
    return Totals(
        owed=len(found), not_begun=states.count(None), draft=states.count(State.DRAFT),
        submitted=states.count(State.SUBMITTED), returned=states.count(State.RETURNED),
        accepted=states.count(State.ACCEPTED), late=sum(one.is_late for one in found),
    )  # fmt: skip


def _totals(who: Owing, unit_id: int, known: Mapping[tuple[str, int], Known], today: date) -> Totals:
    """Of all schools beneath the body."""
    form = who.form.code
    schools = who.schools_under(unit_id)
    return totals_of(standing(one, known.get((form, one.unit_id)), today) for one in schools)


def standing(one: Owed, found: Known | None, today: date) -> Standing:
    first = clock.on(found.first) if found is not None and found.first is not None else None
    return standing_of(found.state if found else None, one.due_on, today, first_sent_on=first)


def known_reports(year: str, form: str = "") -> dict[tuple[str, int], Known]:
    """(form, unit) -> the latest revision, as far as the bound actor may see. Two queries."""
    every = Report.objects.filter(school_year=year, **({"form": form} if form else {}))
    first = {
        (code, unit): at
        for code, unit, at in every.values_list("form", "unit_id").annotate(Min("submitted_at")).order_by()
    }
    rows = every.filter(is_latest=True).values_list(
        "form", "unit_id", "pk", "state", "revision", "submitted_at"
    )
    return {
        (code, unit): Known(pk, State(state), revision, sent_at, first.get((code, unit)))
        for code, unit, pk, state, revision, sent_at in rows
    }


def to_hand_in(actor: Actor, unit_id: int, today: date) -> tuple[int, int]:
    """(late, all) forms of the running year that the unit owes, whose day has come, and that are not in."""
    year = year_of("", today)
    if year is None:
        return 0, 0
    begun = [form for form in forms_of(year) if as_of(form, year) <= today]
    owed = owed_by(actor, unit_id, year, begun)
    if not owed:
        return 0, 0
    known = known_reports(year)
    found = [standing(one, known.get((who.form.code, unit_id)), today) for who, one in owed]
    waiting = [one for one in found if not one.is_in]
    return sum(one.is_late for one in waiting), len(waiting)
