"""Reports of words over HTTP: /api/v1/reports/. Everything within the caller's scope; what was sent, never a draft.

No postponed annotations here: the gate wraps the operations, and ninja reads the annotations as they stand.
"""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from khuevan.kernel import clock
from khuevan.kernel.access import Actor, requires
from khuevan.kernel.records.keys import LARGEST
from khuevan.kernel.records.schemas import Given

from . import queries, services
from .choices import State
from .models import Report
from .permissions import DECIDE_REPORTS, VIEW_REPORTS

router = Router(tags=["reports"])
MOST = 500


class WrittenReportOut(Schema):
    """`digest`: of what was sent, "" before that. `snapshot`: the frozen state that its figures are from."""

    id: int
    campaign: int
    title: str
    outline: str
    school_year: str
    snapshot: int
    unit: int
    unit_name: str
    tier: str
    receiver: int | None
    edition: int
    is_latest: bool
    state: str
    due_on: date
    submitted_at: datetime | None
    submitted_by: str
    reason: str
    digest: str


class WrittenReportsOut(Schema):
    """`next`: the value of `after` for the page that follows; null at the end."""

    items: list[WrittenReportOut]
    next: int | None


class WrittenPartOut(Schema):
    report: int
    unit: int
    name: str
    edition: int
    digest: str


class WrittenContentOut(WrittenReportOut):
    """`values`: field of the template -> as it is printed, and the page of the figure. `files`: SHA-256 of the .docx and
    of the signed PDF. All empty of what was not sent."""

    values: dict[str, tuple[str, str]]
    sections: dict[str, str]
    typed: dict[str, str]
    parts: list[WrittenPartOut]
    files: dict[str, str]
    note: str


class WrittenReportsIn(Schema):
    """`after`: the id of the last one of the page before; the latest come first."""

    campaign: int | None = Field(None, ge=1, le=LARGEST)
    state: str = Field("", max_length=9)
    unit: int | None = Field(None, ge=1, le=LARGEST)
    receiver: int | None = Field(None, ge=1, le=LARGEST)
    after: int | None = Field(None, ge=1, le=2**62)
    size: int = Field(50, ge=1, le=MOST)


class ReturnWrittenBody(Given):
    reason: str = Field(max_length=1000)


@router.get("/documents", response=WrittenReportsOut, summary="Báo cáo bằng văn bản của các đơn vị")
@requires(VIEW_REPORTS)
def documents(request: HttpRequest, asked: Query[WrittenReportsIn]) -> WrittenReportsOut:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    rows = queries.seen(actor).select_related("campaign").defer("content").order_by("-pk")
    wanted = {"campaign_id": asked.campaign, "unit_id": asked.unit, "receiver_id": asked.receiver}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value is not None})
    if asked.state in State.values:
        rows = rows.filter(state=asked.state)
    if asked.after is not None:
        rows = rows.filter(pk__lt=asked.after)
    found = list(rows[: asked.size + 1])
    items = [WrittenReportOut(**_row(one)) for one in found[: asked.size]]
    return WrittenReportsOut(items=items, next=items[-1].id if len(found) > asked.size else None)


@router.get("/documents/{document_id}", response=WrittenContentOut, summary="Một báo cáo, nội dung đã gửi")
@requires(VIEW_REPORTS)
def document(request: HttpRequest, document_id: int) -> WrittenContentOut:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return _content(queries.report(actor, document_id))


@router.post("/documents/{document_id}/accept", response=WrittenContentOut, summary="Nhận báo cáo")
@requires(DECIDE_REPORTS)
def accept(request: HttpRequest, document_id: int) -> WrittenContentOut:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    services.accept_report(actor, at=clock.now(), report_id=document_id)
    return _content(queries.report(actor, document_id))


@router.post(
    "/documents/{document_id}/return", response=WrittenContentOut, summary="Trả lại báo cáo, kèm lý do"
)
@requires(DECIDE_REPORTS)
def send_back(request: HttpRequest, document_id: int, body: ReturnWrittenBody) -> WrittenContentOut:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    services.return_report(actor, at=clock.now(), report_id=document_id, reason=body.reason)
    return _content(queries.report(actor, document_id))


def _content(found: Report) -> WrittenContentOut:
    told = queries.contents_of(found)
    if told is None:
        return WrittenContentOut(**_row(found), values={}, sections={}, typed={}, parts=[], files={}, note="")
    parts = [
        WrittenPartOut(
            report=one.report_id, unit=one.unit_id, name=one.name, edition=one.edition, digest=one.digest
        )
        for one in told.parts
    ]
    return WrittenContentOut(
        **_row(found), values=dict(told.values), sections=dict(told.sections), typed=dict(told.entries), parts=parts,
        files=dict(told.files), note=told.note,
    )  # fmt: skip


def _row(one: Report) -> dict[str, Any]:
    campaign = one.campaign
    return {
        "id": one.pk, "campaign": campaign.pk, "title": campaign.title, "outline": campaign.outline,
        "school_year": campaign.school_year, "snapshot": campaign.snapshot_id, "unit": one.unit_id,
        "unit_name": one.unit_name, "tier": one.tier, "receiver": one.receiver_id, "edition": one.edition,
        "is_latest": one.is_latest, "state": one.state, "due_on": one.due_on, "submitted_at": one.submitted_at,
        "submitted_by": one.submitted_by, "reason": one.reason, "digest": one.digest,
    }  # fmt: skip
