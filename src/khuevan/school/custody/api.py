"""The API of custody: /api/v1/custody/… Packages with their steps and files, the store, handovers.

Sealing stays on pages: it asks for a PIN, which goes into no API.
"""

# No `from __future__ import annotations` here: ninja reads the types from the signatures.

from collections.abc import Callable
from datetime import datetime
from typing import Any, Literal

from django.http import FileResponse, HttpRequest
from ninja import Path, Query, Router, Schema
from pydantic import Field

from khuevan.kernel import clock
from khuevan.kernel.access import Actor, requires
from khuevan.kernel.records.keys import LARGEST
from khuevan.kernel.records.schemas import Given
from khuevan.school.reportcards import queries as reportcards

from . import queries, services
from .models import Package
from .permissions import (
    CHECK_PACKAGES,
    DECIDE_PACKAGES,
    DOWNLOAD_PACKAGES,
    HAND_OVER,
    MAKE_PACKAGES,
    SUBMIT_PACKAGES,
    VIEW_PACKAGES,
)

router = Router(tags=["custody"])
WORDS = 200


class CardPackagesIn(Schema):
    """`before`: the last id of the page before, the newest come first."""

    state: Literal["", "made", "signed", "submitted", "checked", "accepted", "sent_back", "withdrawn"] = ""
    before: int | None = Field(None, ge=1, le=LARGEST)
    size: int = Field(50, ge=1, le=200)


class CardPackageIn(Schema):
    package: int = Field(ge=1, le=LARGEST)


class CardPackageOut(Schema):
    """`digest`: SHA-256 of the signed manifest; `note`: why it was sent back or withdrawn."""

    id: int
    version: int
    uid: str
    state: str
    school_id: int
    class_group_id: int
    cards: int
    left_out: int
    digest: str
    made_at: datetime
    signed_at: datetime | None
    submitted_at: datetime | None
    checked_at: datetime | None
    decided_at: datetime | None
    note: str


class CardFaultOut(Schema):
    kind: str
    file: str
    detail: str


class CardPackageFullOut(CardPackageOut):
    """`faults`: everything that the last check found wrong."""

    faults: list[CardFaultOut]


class CardPackageMakeBody(Given):
    class_group: int = Field(ge=1, le=LARGEST)


class CardPackageStepBody(Given):
    """`version`: of the package as it was seen; `reason`: for going back."""

    version: int = Field(ge=0, le=LARGEST)
    reason: str = Field("", max_length=300)


class KeptCardsIn(Schema):
    """`text`: a whole number or code, or a part of a name."""

    text: str = Field("", max_length=WORDS)
    state: Literal["", "current", "replaced", "recalled", "refused"] = ""
    before: int | None = Field(None, ge=1, le=2**53)
    size: int = Field(50, ge=1, le=200)


class KeptCardOut(Schema):
    id: int
    school_id: int
    code: str
    card_version: int
    digest: str
    learner: str
    name: str
    year: str
    class_name: str
    issued_by: str
    state: str
    kept_at: datetime


class CardHandoversIn(Schema):
    state: Literal["", "sealed", "proven", "cancelled", "held", "countersigned", "refused"] = ""
    text: str = Field("", max_length=WORDS)
    before: int | None = Field(None, ge=1, le=LARGEST)
    size: int = Field(50, ge=1, le=200)


class CardHandoverOut(Schema):
    """`direction`: out, in; `other_name`: the school at the other end."""

    id: int
    uid: str
    direction: str
    state: str
    school_id: int
    learner: str
    name: str
    cards: int
    other_code: str
    other_name: str
    digest: str
    made_at: datetime
    ended_at: datetime | None


@router.get("/packages", response=list[CardPackageOut], summary="Gói học bạ số")
@requires(VIEW_PACKAGES)
def packages(request: HttpRequest, wanted: Query[CardPackagesIn]) -> Any:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return _page(queries.packages(actor, queries.Filters(wanted.state)), wanted)


@router.post("/packages", response=CardPackageOut, summary="Đóng gói học bạ đã phát hành của một lớp")
@requires(MAKE_PACKAGES)
def make_package(request: HttpRequest, body: CardPackageMakeBody) -> Any:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return services.make_package(actor, reportcards.class_for(actor, body.class_group), at=clock.now())


@router.get("/packages/{package}", response=CardPackageFullOut, summary="Một gói, với mọi điểm không đạt")
@requires(VIEW_PACKAGES)
def package(request: HttpRequest, wanted: Path[CardPackageIn]) -> Any:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return queries.package(actor, wanted.package)


@router.get("/packages/{package}/archive", response={200: None}, summary="Tệp gói đã ký")
@requires(DOWNLOAD_PACKAGES)
def archive(request: HttpRequest, wanted: Path[CardPackageIn]) -> FileResponse:
    """Logged as an export. 404 before the package is signed."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = queries.package(actor, wanted.package)
    content = services.download_package(actor, found, at=clock.now())
    return FileResponse(
        content, as_attachment=True, filename=f"{found.uid}.zip", content_type="application/zip"
    )


def _step(
    request: HttpRequest, wanted: CardPackageIn, body: CardPackageStepBody, act: Callable[..., Package],
    **more: Any,
) -> Package:  # fmt: skip
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = queries.package(actor, wanted.package)
    return act(actor, found, version=body.version, at=clock.now(), **more)


@router.post("/packages/{package}/submit", response=CardPackageOut, summary="Nộp gói đã ký")
@requires(SUBMIT_PACKAGES)
def submit(request: HttpRequest, wanted: Path[CardPackageIn], body: CardPackageStepBody) -> Any:
    return _step(request, wanted, body, services.submit_package)


@router.post("/packages/{package}/withdraw", response=CardPackageOut, summary="Rút gói, kèm lý do")
@requires(SUBMIT_PACKAGES)
def withdraw(request: HttpRequest, wanted: Path[CardPackageIn], body: CardPackageStepBody) -> Any:
    return _step(request, wanted, body, services.withdraw_package, reason=body.reason)


@router.post("/packages/{package}/check", response=CardPackageFullOut, summary="Kiểm tra gói đã nộp")
@requires(CHECK_PACKAGES)
def check(request: HttpRequest, wanted: Path[CardPackageIn], body: CardPackageStepBody) -> Any:
    """Every signature of every card; what fails is listed and the package stays submitted."""
    return _step(request, wanted, body, services.check_package)


@router.post("/packages/{package}/accept", response=CardPackageOut, summary="Nhận gói vào kho")
@requires(DECIDE_PACKAGES)
def accept(request: HttpRequest, wanted: Path[CardPackageIn], body: CardPackageStepBody) -> Any:
    return _step(request, wanted, body, services.accept_package)


@router.post("/packages/{package}/send-back", response=CardPackageOut, summary="Trả lại gói, kèm lý do")
@requires(DECIDE_PACKAGES)
def send_back(request: HttpRequest, wanted: Path[CardPackageIn], body: CardPackageStepBody) -> Any:
    return _step(request, wanted, body, services.send_back, reason=body.reason)


@router.get("/store", response=list[KeptCardOut], summary="Kho học bạ số")
@requires(VIEW_PACKAGES)
def store(request: HttpRequest, wanted: Query[KeptCardsIn]) -> Any:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return _page(queries.kept_cards(actor, queries.Filters(wanted.state, wanted.text)), wanted)


@router.get("/handovers", response=list[CardHandoverOut], summary="Học bạ chuyển trường")
@requires(HAND_OVER)
def handovers(request: HttpRequest, wanted: Query[CardHandoversIn]) -> Any:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return _page(queries.handovers(actor, queries.Filters(wanted.state, wanted.text)), wanted)


def _page(rows: Any, wanted: Any) -> list[Any]:
    """The newest first, after the id that was seen last."""
    if "\x00" in getattr(wanted, "text", ""):
        return []
    if wanted.before is not None:
        rows = rows.filter(pk__lt=wanted.before)
    return list(rows.order_by("-pk")[: wanted.size])
