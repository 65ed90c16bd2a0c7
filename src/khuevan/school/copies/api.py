"""The API of copies: /api/v1/copies/… Issued copies, their files, issuing, choosing what is told, withdrawing; for
families, what was issued of their own cards, and choosing.

A copy issued here bears no seal: sealing asks for a PIN, which goes into no API.
"""

# No `from __future__ import annotations` here: ninja reads the types from the signatures.

from datetime import date, datetime
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Path, Query, Router, Schema
from pydantic import Field

from khuevan.kernel import clock
from khuevan.kernel.access import Actor, requires, signed_in
from khuevan.kernel.records import Invalid
from khuevan.kernel.records.keys import LARGEST
from khuevan.kernel.records.schemas import Given
from khuevan.school.reportcards import queries as reportcards

from . import queries, services
from .models import Copy
from .permissions import ISSUE_COPIES, VIEW_COPIES

WHY_OWN = "copies of one's own report card, and of those of whom one is guardian"
router = Router(tags=["copies"])
Parts = list[Literal["name", "birth", "class", "result", "marks"]]


class CardCopiesIn(Schema):
    """`card`: of one card; `before`: the last id of the page before, the newest come first."""

    card: int | None = Field(None, ge=1, le=LARGEST)
    before: int | None = Field(None, ge=1, le=LARGEST)
    size: int = Field(50, ge=1, le=200)


class CardCopyIn(Schema):
    copy_id: int = Field(ge=1, le=LARGEST)


class CardCopyOut(Schema):
    """`shows`: whole, result; `parts`: what whoever has the code is told besides; `looks`: of strangers."""

    id: int
    card_id: int
    name: str
    code: str
    recipient: str
    purpose: str
    shows: str
    parts: list[str]
    parts_by: str
    digest: str
    issued_at: datetime
    valid_until: date | None
    withdrawn_at: datetime | None
    withdrawn_why: str
    looks: int


class CardCopyIssueBody(Given):
    """`card`: an issued one; `parts_by`: who of the family chose the parts."""

    card: int = Field(ge=1, le=LARGEST)
    recipient: str = Field(min_length=1, max_length=150)
    purpose: str = Field(min_length=1, max_length=200)
    shows: Literal["whole", "result"] = "whole"
    valid_until: date | None = None
    parts: Parts = Field(default_factory=list, max_length=5)
    parts_by: str = Field("", max_length=150)


class CardCopyPartsBody(Given):
    """`by`: the learner, or who of the family wants it so."""

    parts: Parts = Field(max_length=5)
    by: str = Field(min_length=1, max_length=150)


class CardCopyWithdrawBody(Given):
    why: str = Field(min_length=1, max_length=300)


@router.get("/copies", response=list[CardCopyOut], summary="Bản sao học bạ đã cấp")
@requires(VIEW_COPIES)
def copies(request: HttpRequest, wanted: Query[CardCopiesIn]) -> Any:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    rows = queries.copies(actor)
    if wanted.card is not None:
        rows = rows.filter(card_id=wanted.card)
    if wanted.before is not None:
        rows = rows.filter(pk__lt=wanted.before)
    return list(rows.order_by("-pk")[: wanted.size])


@router.post("/copies", response=CardCopyOut, summary="Cấp một bản sao")
@requires(ISSUE_COPIES)
def issue(request: HttpRequest, body: CardCopyIssueBody) -> Copy:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    said = body.model_dump()
    card = reportcards.card_for(actor, said.pop("card"))
    address = request.build_absolute_uri(reverse("copies:verify"))
    try:
        return services.issue_copy(actor, card, address=address, at=clock.now(), **said)
    except services.CannotCopy as refused:
        raise Invalid(refused.errors) from refused


@router.get("/copies/{copy_id}/pdf", response={200: None}, summary="Tệp PDF của bản sao")
@requires(VIEW_COPIES)
def copy_pdf(request: HttpRequest, wanted: Path[CardCopyIn]) -> HttpResponse:
    """As it was issued, byte for byte; logged as an export."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = queries.copy_for(actor, wanted.copy_id)
    return HttpResponse(services.copy_file(actor, found, at=clock.now()), content_type="application/pdf")


@router.post("/copies/{copy_id}/parts", response=CardCopyOut, summary="Chọn phần người có mã được thấy")
@requires(ISSUE_COPIES)
def choose(request: HttpRequest, wanted: Path[CardCopyIn], body: CardCopyPartsBody) -> Copy:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = queries.copy_for(actor, wanted.copy_id)
    try:
        services.choose_parts(actor, found, parts=body.parts, by=body.by, at=clock.now())
    except services.CannotCopy as refused:
        raise Invalid(refused.errors) from refused
    return queries.copy_for(actor, found.pk)


@router.post("/copies/{copy_id}/withdraw", response=CardCopyOut, summary="Thu hồi bản sao")
@requires(ISSUE_COPIES)
def withdraw(request: HttpRequest, wanted: Path[CardCopyIn], body: CardCopyWithdrawBody) -> Copy:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = queries.copy_for(actor, wanted.copy_id)
    try:
        services.withdraw_copy(actor, found, why=body.why, at=clock.now())
    except services.CannotCopy as refused:
        raise Invalid(refused.errors) from refused
    return queries.copy_for(actor, found.pk)


class OwnCopyPartsBody(Given):
    parts: Parts = Field(max_length=5)


@router.get("/own", response=list[CardCopyOut], summary="Bản sao học bạ của mình, của con em mình")
@signed_in(WHY_OWN)
def own_copies(request: HttpRequest) -> Any:
    return queries.own_copies(request.actor)  # type: ignore[attr-defined]


@router.post("/own/{copy_id}/parts", response=CardCopyOut, summary="Gia đình chọn phần người có mã được thấy")
@signed_in(WHY_OWN)
def choose_own(request: HttpRequest, wanted: Path[CardCopyIn], body: OwnCopyPartsBody) -> Copy:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = queries.own_copy(actor, wanted.copy_id)
    try:
        return services.choose_own_parts(actor, found, parts=body.parts, at=clock.now())
    except services.CannotCopy as refused:
        raise Invalid(refused.errors) from refused
