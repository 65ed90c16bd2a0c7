"""The API of report cards: /api/v1/reportcards/… Cards and files, what waits for me, signing on one's own computer."""

# No `from __future__ import annotations` here: ninja reads the types from the signatures.

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Path, Query, Router, Schema
from pydantic import Field

from khuevan.kernel import clock
from khuevan.kernel.access import Actor, requires
from khuevan.kernel.records import Invalid
from khuevan.kernel.records.keys import LARGEST
from khuevan.kernel.records.schemas import Given
from khuevan.register.signing import queries as signing
from khuevan.register.signing import services as signers

from . import queries, services
from .permissions import SIGN, VIEW_CARDS

router = Router(tags=["reportcards"])


class CardsIn(Schema):
    """Of a class; `after`: the last id of the page before."""

    class_group: int = Field(ge=1, le=LARGEST)
    after: int = Field(0, ge=0, le=LARGEST)
    size: int = Field(100, ge=1, le=500)


class CardIn(Schema):
    card: int = Field(ge=1, le=LARGEST)


class CardOut(Schema):
    """`number`: of the version that stands; `state`: generated, subjects, homeroom, head, issued, recalled, cancelled."""

    id: int
    code: str
    full_name: str
    state: str
    number: int
    made_at: datetime
    issued_at: datetime | None


class WaitingOut(Schema):
    """`kind`: subject, homeroom, head, seal."""

    class_group_id: int
    class_name: str
    year: str
    kind: str
    subjects: list[str]
    cards: int
    slots: int


class DeskBody(Given):
    """What is to be signed with which of one's own certificates."""

    class_group: int = Field(ge=1, le=LARGEST)
    kind: str = Field(max_length=8)
    certificate: int = Field(ge=1, le=LARGEST)


class DeskItemOut(Schema):
    hash: str
    name: str


class DeskOut(Schema):
    """The list for the program: SHA-256 digests in base64, to be signed as they are."""

    id: int
    certificate: str
    items: list[DeskItemOut]


class DeskIn(Schema):
    order: int = Field(ge=1, le=LARGEST)


class DeskSignedBody(Given):
    hash: str = Field(max_length=100)
    signature: str = Field(max_length=2_000)


class DeskAnswerBody(Given):
    certificate: str = Field(max_length=20_000)
    items: list[DeskSignedBody] = Field(max_length=1_000)


class GestureOut(Schema):
    """`waits`: why the rest is not signed."""

    cards: int
    signatures: int
    issued: int
    waits: str
    refused: list[str]


@router.get("/cards", response=list[CardOut], summary="Học bạ của một lớp")
@requires(VIEW_CARDS)
def cards(request: HttpRequest, wanted: Query[CardsIn]) -> Any:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    group = queries.class_for(actor, wanted.class_group)
    rows = queries.cards(actor).filter(class_group_id=group.pk, pk__gt=wanted.after)
    return list(rows.order_by("pk")[: wanted.size])


@router.get(
    "/cards/{card}/xml", summary="Tệp XML đã ký của học bạ (bản phát hành mới nhất)", response={200: None}
)
@requires(VIEW_CARDS)
def card_xml(request: HttpRequest, wanted: Path[CardIn]) -> HttpResponse:
    """404 while nothing is issued."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    card = queries.card_for(actor, wanted.card)
    version = queries.issued_version(card)
    if version is None:
        raise Http404
    content = services.card_file(actor, card, version, at=clock.now())
    return HttpResponse(content, content_type="application/xml")


@router.get("/waiting", response=list[WaitingOut], summary="Học bạ chờ tôi ký")
@requires(SIGN)
def waiting(request: HttpRequest) -> Any:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return queries.waiting_for(actor, clock.today())


@router.post("/desk", response=DeskOut, summary="Danh sách mã băm để ký bằng chương trình trên máy")
@requires(SIGN)
def ask_desk(request: HttpRequest, body: DeskBody) -> DeskOut:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    certificate = signing.own_certificate(actor, body.certificate)
    try:
        order = services.ask_desk(
            actor, [(body.class_group, body.kind)], certificate=certificate, at=clock.now()
        )
        listed = services.desk_list(actor, order)
    except (services.CardError, signers.CannotSign) as refused:
        raise Invalid(str(refused)) from refused
    items = [DeskItemOut(hash=one["hash"], name=one["name"]) for one in listed["items"]]
    return DeskOut(id=order.pk, certificate=certificate.fingerprint, items=items)


@router.post("/desk/{order}/answer", response=GestureOut, summary="Nhận chữ ký từ chương trình trên máy")
@requires(SIGN)
def take_desk(request: HttpRequest, wanted: Path[DeskIn], body: DeskAnswerBody) -> GestureOut:
    """What has changed since the list went out is not signed: it waits for a new list."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    order, now = signing.own_desk_order(actor, wanted.order, work=services.DESK_LIST), clock.now()
    try:
        done = services.take_desk(
            actor, order, body.model_dump_json().encode(), at=now, stamp=signing.stamp_source(now)
        )
    except (services.CardError, signers.SignerFailed, signers.CannotSign, signers.NoStamp) as failed:
        raise Invalid(str(failed)) from failed
    return GestureOut(
        cards=len(done.cards),
        signatures=done.signatures,
        issued=done.issued,
        waits=done.waits,
        refused=done.refused,
    )
