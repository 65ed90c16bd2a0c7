"""The forms that a unit owes in a school year, and how those below stand with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from markupsafe import Markup

from khuevan.kernel import access, clock, ui
from khuevan.kernel.access import Actor, requires

from .. import queries
from ..choices import State, Tier
from ..layouts import as_of
from ..permissions import DECIDE_REPORTS, VIEW_REPORTS
from .words import address, standing_badge, trail, unit_asked, year_asked, year_choice


@dataclass(frozen=True)
class FormRow:
    """url: of the report, "" before it is begun. below: how the schools beneath stand, of a body; waiting: reports that
    lie here to be accepted or returned."""

    code: str
    symbol: str
    title: str
    season: str
    as_of: object
    due_on: object
    badge: Markup
    url: str
    may_begin: bool
    is_again: bool
    below: queries.Totals | None
    waiting: int
    board_url: str


@dataclass(frozen=True)
class FormsPage:
    """package_url: the file for the ministry, "" where nothing was sent. coming: forms whose day is still to come:
    (symbol, title, day)."""

    name: str
    unit_id: int
    year: str
    rows: Sequence[FormRow]
    coming: Sequence[tuple[str, str, object]]
    listing: ui.Listing
    filters: Sequence[ui.Choice]
    is_body: bool
    package_url: str
    takes_in: bool
    breadcrumbs: Sequence[tuple[str, str]]


@requires(VIEW_REPORTS)
@require_safe
def forms(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    year, today = year_asked(request), clock.today()
    unit_id, name = unit_asked(request)
    every = queries.forms_of(year)
    owed = queries.owed_by(actor, unit_id, year, [form for form in every if as_of(form, year) <= today])
    known = queries.known_reports(year) if owed else {}
    rows = [_row(actor, who, one, known) for who, one in owed]
    page = FormsPage(
        name=name,
        unit_id=unit_id,
        year=year,
        rows=rows,
        coming=[
            (form.symbol, str(form.title), as_of(form, year)) for form in every if as_of(form, year) > today
        ],
        listing=ui.Listing.of(request, filters=("year",), keep=("unit",)),
        filters=[year_choice()],
        package_url=address("package", year, unit_id) if _has_sent(unit_id, owed, known) else "",
        takes_in=any(one.tier is Tier.MINISTRY for _who, one in owed)
        and access.decide(actor, DECIDE_REPORTS, on=unit_id).allowed,
        is_body=any(one.tier is not Tier.SCHOOL for _who, one in owed),
        breadcrumbs=trail((name, "")),
    )
    return ui.render(request, "statistics/forms.html", page)


def _has_sent(
    unit_id: int,
    owed: Sequence[tuple[queries.Owing, queries.Owed]],
    known: dict[tuple[str, int], queries.Known],
) -> bool:
    """Whether a department has a report that the ministry is to have as a file."""
    return any(
        one.tier is Tier.DEPARTMENT
        and (found := known.get((who.form.code, unit_id))) is not None
        and found.state in queries.SENT
        for who, one in owed
    )


def _row(
    actor: Actor, who: queries.Owing, one: queries.Owed, known: dict[tuple[str, int], queries.Known]
) -> FormRow:
    found = known.get((who.form.code, one.unit_id))
    below = None
    waiting = 0
    if one.tier is not Tier.SCHOOL:
        board = queries.board(who, one.unit_id, clock.today(), known)
        below, waiting = board.schools, board.totals.submitted
    return FormRow(
        code=who.form.code,
        symbol=who.form.symbol,
        title=str(who.form.title),
        season=str(who.form.season.label),
        as_of=who.as_of,
        due_on=one.due_on,
        badge=standing_badge(queries.standing(one, found, clock.today())),
        url=address("report", report_id=found.pk) if found else "",
        may_begin=(found is None or found.state == State.RETURNED)
        and queries.may_prepare(actor, one.unit_id, one.receiver_id, one.closed_on),
        is_again=found is not None,
        below=below,
        waiting=waiting,
        board_url=address("board", who.year, one.unit_id, form=who.form.code) if below is not None else "",
    )
