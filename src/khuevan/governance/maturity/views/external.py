"""What the page of an assessment says about its external assessment and appeals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext as _
from markupsafe import Markup

from khuevan.kernel import clock, ui

from .. import queries, services
from ..choices import AppealState, Kind, State
from ..models import Appeal, Assessment, Review
from ..queries import Sheet
from ..rules import Found
from .words import actor_of, address, points

APPEAL_TONES = {AppealState.OPEN: "warning", AppealState.REFUSED: "neutral", AppealState.UPHELD: "success"}
SETTLED_IN = (State.EXTERNAL, State.ASSESSED)


@dataclass(frozen=True)
class SeatView:
    review: Review
    url: str
    badge: Markup


@dataclass(frozen=True)
class SettleView:
    """A line with both assessors' words; is_open: they differ and nobody settled."""

    code: str
    name: str
    is_mandatory: bool
    own: str
    first: str
    second: str
    final: str
    reason: str
    is_open: bool


@dataclass(frozen=True)
class ExternalPart:
    """may_take: the reader may sit down as an assessor. lines: what both said, once both are sealed."""

    seats: Sequence[SeatView]
    may_take: bool
    may_settle: bool
    lines: Sequence[SettleView]
    unsettled: Sequence[str]
    appeals: Sequence[tuple[Appeal, Markup]]
    may_appeal: bool
    may_answer: bool
    appeal_until: str


def external_part(request: HttpRequest, one: Assessment, found: Sheet) -> ExternalPart:
    actor, state = actor_of(request), State(one.state)
    every = queries.reviews(one)
    mine = any(row.account_id == actor.account_id for row in every)
    decides = queries.may_decide(actor, one)
    until = services.appeal_until(one) if state in (State.RECOGNISED, State.PUBLISHED) else None
    appeals = queries.appeals(one)
    return ExternalPart(
        seats=[_seat(request, row, every) for row in every],
        may_take=state is State.EXTERNAL and not mine and len(every) < 2 and queries.may_review(actor, one),
        may_settle=decides and state in SETTLED_IN,
        lines=_lines(one, every, found),
        unsettled=queries.unsettled(one),
        appeals=[
            (row, ui.badge(str(AppealState(row.state).label), APPEAL_TONES[AppealState(row.state)]))
            for row in appeals
        ],
        may_appeal=until is not None
        and clock.now() <= until
        and queries.may_submit(actor, one)
        and not any(row.state == AppealState.OPEN for row in appeals),
        may_answer=decides,
        appeal_until=ui.formatters.day(clock.on(until)) if until is not None else "",
    )


def _seat(request: HttpRequest, row: Review, every: Sequence[Review]) -> SeatView:
    reads = queries.may_read(actor_of(request), row, list(every))
    badge = ui.badge(_("Đã chốt"), "success") if row.sealed_at else ui.badge(_("Đang chấm"), "warning")
    return SeatView(row, address("review", review_id=row.pk) if reads else "", badge)


def _lines(one: Assessment, every: Sequence[Review], found: Sheet) -> list[SettleView]:
    agreed = queries.agreement_of(one)
    if agreed is None:
        return []
    both = [queries.found_of(row) for row in every]
    open_ = set(queries.unsettled(one))
    lines = []
    for row in found.leaves:
        code = row.row.code
        if code in one.sampled and (code in agreed.open or row.differs):
            lines.append(
                SettleView(
                    code, row.row.line.name, row.row.line.kind is Kind.MANDATORY, _said(row.own),
                    _said(both[0].get(code, Found())), _said(both[1].get(code, Found())), _said(row.final),
                    row.final_reason, code in open_,
                )
            )  # fmt: skip
    return lines


def _said(found: Found) -> str:
    if found.met is not None:
        return _("Đạt") if found.met else _("Chưa đạt")
    return points(found.points)
