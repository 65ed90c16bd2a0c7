"""A unit by itself: this year's assessment, what came before, evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from markupsafe import Markup

from khuevan.kernel import access, clock, ui
from khuevan.kernel.access import requires
from khuevan.kernel.records import Invalid
from khuevan.register.organisations import queries as organisations

from .. import queries, services
from ..choices import Assessor, Level, State, Subject
from ..models import Assessment, Edition
from ..permissions import PREPARE_ASSESSMENTS, VIEW_ASSESSMENTS
from .boards import board
from .words import (
    NUMBERS,
    actor_of,
    address,
    level_badge,
    points,
    state_badge,
    trail,
)


@dataclass(frozen=True)
class OfferRow:
    """An index of this year for the unit. url: of the assessment, "" before it is begun."""

    edition: Edition
    year: str
    badge: Markup
    url: str
    due_on: object
    receiver: str
    may_begin: bool


@dataclass(frozen=True)
class UnitPage:
    name: str
    unit_id: int
    offers: Sequence[OfferRow]
    history: Sequence[tuple[Assessment, Markup, Markup, Markup, str, str]]
    chart: ui.Chart | None
    closed_on: object
    evidence_url: str
    breadcrumbs: Sequence[tuple[str, str]]


@requires(VIEW_ASSESSMENTS)
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """A school's own page; of everybody else the board, from where a body finds its own."""
    home = actor_of(request).home_unit_id
    today = clock.today()
    schools = [one for one in queries.editions(today) if one.subject != Subject.AGENCY]
    if home is not None and any(queries.assessed_unit(one, home, on=today) for one in schools):
        return _shown(request, home)
    return board(request)


@requires(VIEW_ASSESSMENTS)
@require_safe
def unit(request: HttpRequest, unit_id: int) -> HttpResponse:
    return _shown(request, unit_id)


def _shown(request: HttpRequest, unit_id: int) -> HttpResponse:
    actor = actor_of(request)
    found = organisations.unit_if_seen(actor, unit_id) if unit_id < 2**31 else None
    if found is None or unit_id not in access.scope(actor, VIEW_ASSESSMENTS):
        raise Http404
    past = queries.history(unit_id)
    page = UnitPage(
        name=found.name,
        unit_id=unit_id,
        offers=_offers(request, unit_id),
        history=[_past(one) for one in past],
        chart=_chart(past),
        closed_on=found.closed_on,
        evidence_url=address("evidence", unit_id=unit_id),
        breadcrumbs=trail((found.name, "")),
    )
    return ui.render(request, "maturity/unit.html", page)


def _offers(request: HttpRequest, unit_id: int) -> list[OfferRow]:
    actor, today = actor_of(request), clock.today()
    year, days = queries.year_of("", today), queries.timetable(today)
    if year is None or days is None:
        return []
    rows = []
    for one in queries.editions(today):
        assessed = queries.assessed_unit(one, unit_id, on=today)
        if assessed is None or not queries.index(one, today).is_usable:
            continue
        begun = queries.own_assessment(unit_id, one, year)
        receiver_id, receiver = assessed.receiver(Assessor(days.assessor))
        rows.append(
            OfferRow(
                one, year, state_badge(State(begun.state) if begun else None),
                address("assessment", assessment_id=begun.pk) if begun else "", begun.due_on if begun else "",
                begun.receiver_name if begun else receiver,
                begun is None and queries.may_for_unit(actor, PREPARE_ASSESSMENTS, unit_id, receiver_id),
            )
        )  # fmt: skip
    return rows


def _past(one: Assessment) -> tuple[Assessment, Markup, Markup, Markup, str, str]:
    own, final = (_totals(groups) for groups in (one.self_groups, one.final_groups))
    return (
        one, state_badge(State(one.state)), level_badge(Level(one.self_level) if one.self_level else None),
        level_badge(Level(one.final_level) if one.final_level else None), final or own,
        address("assessment", assessment_id=one.pk),
    )  # fmt: skip


def _totals(groups: dict[str, str]) -> str:
    return " + ".join(points(Decimal(one)) for _code, one in sorted(groups.items()))


def _chart(past: Sequence[Assessment]) -> ui.Chart | None:
    """Totals of the groups over the years, of the index that was used most."""
    told = [one for one in past if one.final_groups or one.self_groups]
    editions = [one.edition_id for one in told]
    if len(told) < 2:
        return None
    usual = max(set(editions), key=editions.count)
    rows = [one for one in reversed(told) if one.edition_id == usual]
    groups = sorted({code for one in rows for code in (one.final_groups or one.self_groups)})
    return ui.Chart(
        _("Điểm qua các năm: %(edition)s") % {"edition": rows[0].edition.instrument}, [one.school_year for one in rows],
        [
            ui.Series(
                _("Nhóm %(code)s") % {"code": code},
                [float(value) if (value := (one.final_groups or one.self_groups).get(code)) else None for one in rows],
            )
            for code in groups
        ],
        kind="line", category_label=_("Năm học"), decimals=1,
    )  # fmt: skip


@require_POST
@requires(PREPARE_ASSESSMENTS)
def begin(request: HttpRequest) -> HttpResponse:
    """This year's assessment of a school."""
    word, edition, year = (request.POST.get(name, "") for name in ("unit", "edition", "year"))
    if not (word.isascii() and word.isdigit() and len(word) <= NUMBERS) or year not in queries.years(
        clock.today()
    ):
        raise Http404
    try:
        made = services.begin_assessment(
            actor_of(request), at=clock.now(), unit_id=int(word), edition=edition, year=year
        )
    except Invalid as invalid:
        messages.error(request, "; ".join(invalid.errors.values()))
        return redirect("maturity:unit", int(word))
    return redirect("maturity:assessment", made.pk)
