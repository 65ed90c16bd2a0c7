"""External assessment: two assessors, each alone, then one result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils.translation import gettext as _

from khuevan.kernel import audit, clock
from khuevan.kernel.access import Actor, Refused
from khuevan.kernel.records import Invalid

from .. import queries, rules
from ..choices import Act, Kind, State
from ..models import Assessment, Review, Score
from ..rules import Found
from .frame import cleaned, demand_open, locked, points_within, received, stepped

REMARKS = 2000
SETTLED = frozenset({State.EXTERNAL, State.ASSESSED})


@dataclass(frozen=True)
class Given:
    """What an assessor writes for one line."""

    points: Decimal | None = None
    met: bool | None = None
    note: str = ""


def open_external(actor: Actor, *, at: datetime, assessment_id: int, codes: Sequence[str] = ()) -> Assessment:
    """codes: lines that are looked at, all of them where none is named. Raises Http404, Refused, Invalid."""
    one = received(actor, assessment_id)
    demand_open(State(one.state), Act.OPEN_EXTERNAL)
    every = [row.row.code for row in queries.sheet(one).leaves]
    chosen = [code for code in every if not codes or code in codes]
    if codes and len(chosen) != len(set(codes)):
        raise Invalid({"codes": _("Có tiêu chí không nằm trong bộ chỉ số.")})
    note = _("Chọn %(number)s/%(all)s dòng: %(codes)s") % {
        "number": len(chosen), "all": len(every), "codes": ", ".join(chosen),
    }  # fmt: skip
    with stepped(actor, one, Act.OPEN_EXTERNAL, at=at, fields=["sampled"], note=note):
        one.sampled = chosen
    return one


def take_seat(actor: Actor, *, at: datetime, assessment_id: int) -> Review:
    """One of the two seats; the own one again where the actor has it. Raises Http404, Refused, Invalid."""
    one = locked(actor, assessment_id)
    if not queries.may_review(actor, one):
        raise Refused(_("Bạn không được giao đánh giá ngoài đơn vị này."))
    if State(one.state) is not State.EXTERNAL:
        raise Invalid(_("Đơn vị không ở bước đánh giá ngoài."))
    seats = list(Review.objects.filter(assessment=one))
    mine = next((row for row in seats if row.account_id == actor.account_id), None)
    if mine is not None:
        return mine
    free = {1, 2} - {row.seat for row in seats}
    if not free:
        raise Invalid(_("Đã có đủ hai người đánh giá."))
    with audit.act(actor, "maturity.review:take", at=at, on=one) as act:
        try:
            with transaction.atomic():
                made = Review.objects.create(
                    assessment=one, seat=min(free), account_id=actor.account_id or 0, assessor_name=actor.name[:150],
                    begun_at=at,
                )  # fmt: skip
        except IntegrityError:
            raise Invalid(_("Người khác vừa nhận đánh giá đơn vị này.")) from None
        act.on(made)
    return made


def write_review(
    actor: Actor,
    *,
    at: datetime,
    review_id: int,
    given: Mapping[str, Given],
    visited_on: date | None,
    remarks: str,
) -> Review:
    """Kept as far as it goes; only who sits there writes. Raises Http404, Refused, Invalid naming each line."""
    review, one = _own(actor, review_id)
    if visited_on is not None and visited_on > clock.on(at):
        raise Invalid({"visited_on": _("Ngày làm việc không ở tương lai.")})
    lines = {row.row.code: row.row.line for row in queries.sheet(one).leaves}
    wrong: dict[str, str] = {}
    kept: dict[str, dict[str, Any]] = {}
    for code in one.sampled:
        said, line = given.get(code, Given()), lines[code]
        try:
            if line.kind is not Kind.MANDATORY:
                points_within(said.points, line.maximum)
            note = cleaned(said.note, "note", 500)
        except Invalid as invalid:
            wrong[code] = f"{code}: {'; '.join(invalid.errors.values())}"
            continue
        mandatory = line.kind is Kind.MANDATORY
        kept[code] = {
            "points": None if mandatory or said.points is None else rules.plain(said.points),
            "met": said.met if mandatory else None,
            "note": note,
        }
    if wrong:
        raise Invalid(wrong)
    with audit.act(actor, "maturity.review:write", at=at, on=one):
        review.scores, review.visited_on = kept, visited_on
        review.remarks = cleaned(remarks, "remarks", REMARKS)
        review.save_checked(review.version, fields=["scores", "visited_on", "remarks"])
    return review


def seal_review(actor: Actor, *, at: datetime, review_id: int) -> Review:
    """From then on it stays; with the second one sealed, what both say alike is agreed. Raises Http404, Refused,
    Invalid."""
    review, one = _own(actor, review_id)
    found = queries.found_of(review)
    open_ = [code for code in one.sampled if not found.get(code, Found()).is_given]
    if open_:
        raise Invalid(_("Chưa chấm: %(codes)s.") % {"codes": ", ".join(open_)})
    with audit.act(actor, "maturity.review:seal", at=at, on=one):
        review.sealed_at = at
        review.save_checked(review.version, fields=["sealed_at"])
        agreed = queries.agreement_of(one)
        for code, said in (agreed.agreed if agreed is not None else {}).items():
            _agree(one, code, said, "")
    return review


def settle_score(
    actor: Actor,
    *,
    at: datetime,
    assessment_id: int,
    code: str,
    points: Decimal | None,
    met: bool | None,
    reason: str,
) -> Score:
    """What counts where the two differ, or after an appeal. Raises Http404, Refused, Invalid."""
    one = received(actor, assessment_id)
    row = next((row for row in queries.sheet(one).leaves if row.row.code == code), None)
    if row is None:
        raise Http404
    agreed = queries.agreement_of(one)
    state = State(one.state)
    if state not in SETTLED or (state is State.EXTERNAL and agreed is None):
        raise Invalid(_("Thống nhất được khi cả hai người đã chốt phiếu."))
    words = cleaned(reason, "final_reason")
    if not rules.explained(words):
        raise Invalid({"final_reason": _("Ghi rõ lý do, ít nhất 10 ký tự.")})
    mandatory = row.row.line.kind is Kind.MANDATORY
    if (met if mandatory else points) is None:
        raise Invalid({"final_points": _("Ghi điểm, hoặc chọn đạt hay chưa đạt.")})
    points_within(None if mandatory else points, row.row.line.maximum, "final_points")
    with audit.act(actor, "maturity.score:settle", at=at, on=one, why=words[:500]) as act:
        act.note(code=code)
        return _agree(one, code, Found(None if mandatory else points, met if mandatory else None), words)


def conclude_external(actor: Actor, *, at: datetime, assessment_id: int) -> Assessment:
    """Raises Http404, Refused, Invalid."""
    one = received(actor, assessment_id)
    sealed = Review.objects.filter(assessment=one, sealed_at__isnull=False).count()
    agreed = queries.agreement_of(one)
    unsettled = queries.unsettled(one) if agreed is not None else []
    demand_open(State(one.state), Act.CONCLUDE, unsealed=2 - sealed, unsettled=len(unsettled))
    with stepped(actor, one, Act.CONCLUDE, at=at, fields=[]):
        pass
    return one


def _agree(one: Assessment, code: str, said: Found, reason: str) -> Score:
    kept, _made = Score.objects.update_or_create(
        assessment=one, code=code,
        defaults={"final_points": said.points, "final_met": said.met, "final_reason": reason},
    )  # fmt: skip
    return kept


def _own(actor: Actor, review_id: int) -> tuple[Review, Assessment]:
    """The actor's own review, not sealed, with its assessment locked."""
    review = Review.objects.filter(pk=review_id).first() if review_id < 2**31 else None
    if review is None:
        raise Http404
    one = locked(actor, review.assessment_id)
    if review.account_id != actor.account_id or not queries.may_review(actor, one):
        raise Refused(_("Phiếu của người nào chỉ người ấy ghi."))
    if review.sealed_at is not None or State(one.state) is not State.EXTERNAL:
        raise Invalid(_("Phiếu đã chốt nên không sửa nữa."))
    return review, one
