"""Forms and reports over HTTP: /api/v1/statistics/. Everything within the caller's scope.

No postponed annotations here: the gate wraps the operations, and ninja reads the annotations as they stand.
"""

from datetime import date, datetime
from io import BytesIO
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, File, Query, Router, Schema, Status
from ninja.files import UploadedFile

from khuevan.kernel import clock
from khuevan.kernel.access import Actor, requires
from khuevan.kernel.records import Invalid
from khuevan.kernel.records.keys import LARGEST
from khuevan.kernel.records.schemas import Given

from . import queries, services
from .choices import State
from .layouts import FORMS, Form
from .models import Report
from .permissions import DECIDE_REPORTS, PREPARE_REPORTS, SUBMIT_REPORTS, VIEW_REPORTS

router = Router(tags=["statistics"])
MOST = 500


class FormCellOut(Schema):
    """What a cell counts: `held` splits of the indicator held fast; `part`: of a ratio the upper or the lower part."""

    key: str
    label: str
    indicator: str
    held: dict[str, str]
    part: str


class ControlSumOut(Schema):
    words: str
    left: list[str]
    sign: str
    right: list[str]


class FormOut(Schema):
    """`source_trust`, `layout_trust`: V read in the text, S reported, U not verified. `missing`: what the
    source asks for and no record says."""

    code: str
    symbol: str
    title: str
    level: str
    season: str
    version: int
    valid_from: date
    valid_until: date | None
    source: str
    source_trust: str
    layout_trust: str
    missing: list[str]


class FormLayoutOut(FormOut):
    cells: list[FormCellOut]
    checks: list[ControlSumOut]


class FormReportOut(Schema):
    """`digest`: of what was sent, "" of a draft."""

    id: int
    form: str
    form_version: int
    school_year: str
    unit: int
    unit_name: str
    tier: str
    receiver: int | None
    revision: int
    is_latest: bool
    state: str
    as_of: date
    due_on: date
    submitted_at: datetime | None
    submitted_by: str
    decided_at: datetime | None
    reason: str
    digest: str
    with_corrections: bool
    corrections_why: str


class FormReportsOut(Schema):
    """`next`: the value of `after` for the page that follows; null at the end."""

    items: list[FormReportOut]
    next: int | None


class ReportPartOut(Schema):
    report: int
    unit: int
    name: str
    revision: int
    digest: str


class FilledFormOut(FormReportOut):
    """`seen`: what to send with `submit`: of these very figures. `missing`: units below whose report is not in. `source`:
    `records`, `snapshot:N` (frozen when the day ended), `corrected:N` (with what was corrected since) or `reports`.
    `frozen`: of the cells that were corrected since, what was frozen. `corrected`: of a draft, what a correction would
    change."""

    cells: dict[str, float]
    remarks: dict[str, str]
    parts: list[ReportPartOut]
    missing: list[str]
    note: str
    seen: str
    source: str
    frozen: dict[str, float]
    corrected: dict[str, float]


class FormReportsIn(Schema):
    """`after`: the id of the last one of the page before; the latest come first."""

    form: str = Field("", max_length=20)
    school_year: str = Field("", max_length=9)
    state: str = Field("", max_length=9)
    unit: int | None = Field(None, ge=1, le=LARGEST)
    receiver: int | None = Field(None, ge=1, le=LARGEST)
    after: int | None = Field(None, ge=1, le=2**62)
    size: int = Field(50, ge=1, le=MOST)


class BeginReportBody(Given):
    unit: int = Field(ge=1, le=LARGEST)
    form: str = Field(max_length=20)
    school_year: str = Field(pattern=r"^\d{4}-\d{4}$")


class SubmitReportBody(Given):
    """`seen`: of the answer that holds the figures; `note` is due where reports from below are missing."""

    seen: str = Field(max_length=64)
    note: str = Field("", max_length=1000)


class ReturnReportBody(Given):
    reason: str = Field(max_length=1000)


class CorrectionsBody(Given):
    """`why` is due with `take`."""

    take: bool
    why: str = Field("", max_length=1000)


class TakenInOut(Schema):
    """`why`: it was left out. `report`: as it stands here."""

    form: str
    report: int | None
    is_new: bool
    why: str


class CellRemarkBody(Given):
    cell: str = Field(max_length=80)
    text: str = Field(max_length=1000)


@router.get("/forms", response=list[FormOut], summary="Danh mục biểu")
@requires(VIEW_REPORTS)
def forms(request: HttpRequest) -> list[FormOut]:
    return [FormOut(**_form(one)) for one in FORMS]


@router.get("/forms/{form}", response=FormLayoutOut, summary="Mẫu của một biểu: ô, đẳng thức kiểm tra")
@requires(VIEW_REPORTS)
def layout(request: HttpRequest, form: str) -> FormLayoutOut:
    found = max((one for one in FORMS if one.code == form), key=lambda one: one.version, default=None)
    if found is None:
        raise Http404
    cells = [
        FormCellOut(
            key=one.key, label=found.label_of(one.key), indicator=one.indicator, held=dict(one.held), part=one.which
        )
        for one in found.cells.values()
    ]  # fmt: skip
    checks = [
        ControlSumOut(words=str(one), left=list(one.left), sign=one.sign, right=list(one.right))
        for one in found.checks
    ]
    return FormLayoutOut(**_form(found), cells=cells, checks=checks)


@router.get("/reports", response=FormReportsOut, summary="Biểu trong phạm vi, mới nhất trước")
@requires(VIEW_REPORTS)
def reports(request: HttpRequest, wanted: Query[FormReportsIn]) -> FormReportsOut:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if wanted.state and wanted.state not in State.values:
        raise Invalid({"state": _("Không có tình trạng này.")})
    asked = {"form": wanted.form, "school_year": wanted.school_year, "state": wanted.state, "unit_id": wanted.unit,
             "receiver_id": wanted.receiver, "pk__lt": wanted.after}  # fmt: skip
    if "\x00" in wanted.form + wanted.school_year:
        raise Invalid({"form": _("Có ký tự không dùng được.")})
    found = queries.seen(actor).filter(**{name: value for name, value in asked.items() if value})
    rows = list(found.defer("content", "remarks").order_by("-pk")[: wanted.size + 1])
    page = rows[: wanted.size]
    return FormReportsOut(
        items=[FormReportOut(**_report(one)) for one in page],
        next=page[-1].pk if len(rows) > len(page) else None,
    )


@router.get("/reports/{report_id}", response=FilledFormOut, summary="Một biểu với các ô của nó")
@requires(VIEW_REPORTS)
def report(request: HttpRequest, report_id: int) -> FilledFormOut:
    """404 also where what was kept is not as it was sent."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return _filled(actor, queries.report(actor, report_id))


@router.post("/reports", response={201: FilledFormOut}, summary="Lập biểu, hoặc lập lại biểu bị trả")
@requires(PREPARE_REPORTS)
def begin(request: HttpRequest, body: BeginReportBody) -> Status[FilledFormOut]:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if body.school_year not in queries.years():
        raise Invalid({"school_year": _("Không có năm học này.")})
    made = services.begin_report(
        actor, at=clock.now(), unit_id=body.unit, form=body.form, year=body.school_year
    )
    return Status(201, _filled(actor, made))


@router.post("/reports/{report_id}/remarks", response=FilledFormOut, summary="Giải trình một ô")
@requires(PREPARE_REPORTS)
def explain(request: HttpRequest, report_id: int, body: CellRemarkBody) -> FilledFormOut:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    done = services.explain_cell(actor, at=clock.now(), report_id=report_id, cell=body.cell, text=body.text)
    return _filled(actor, done)


@router.post(
    "/reports/{report_id}/corrections",
    response=FilledFormOut,
    summary="Lấy hoặc bỏ phần hồ sơ sửa sau ngày chốt",
)
@requires(PREPARE_REPORTS)
def corrections(request: HttpRequest, report_id: int, body: CorrectionsBody) -> FilledFormOut:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    done = services.choose_corrections(
        actor, at=clock.now(), report_id=report_id, take=body.take, why=body.why
    )
    return _filled(actor, done)


@router.post("/reports/{report_id}/submit", response=FilledFormOut, summary="Duyệt và gửi")
@requires(SUBMIT_REPORTS)
def submit(request: HttpRequest, report_id: int, body: SubmitReportBody) -> FilledFormOut:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    done = services.submit_report(actor, at=clock.now(), report_id=report_id, seen=body.seen, note=body.note)
    return _filled(actor, done)


@router.post("/reports/{report_id}/accept", response=FilledFormOut, summary="Nhận biểu")
@requires(DECIDE_REPORTS)
def accept(request: HttpRequest, report_id: int) -> FilledFormOut:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return _filled(actor, services.accept_report(actor, at=clock.now(), report_id=report_id))


@router.post("/reports/{report_id}/return", response=FilledFormOut, summary="Trả lại biểu kèm lý do")
@requires(DECIDE_REPORTS)
def send_back(request: HttpRequest, report_id: int, body: ReturnReportBody) -> FilledFormOut:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return _filled(
        actor, services.return_report(actor, at=clock.now(), report_id=report_id, reason=body.reason)
    )


@router.post("/packages", response=list[TakenInOut], summary="Nhận gói biểu của một Sở (Bộ)")
@requires(DECIDE_REPORTS)
def take_in(request: HttpRequest, file: File[UploadedFile]) -> list[TakenInOut]:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not queries.receives_packages(actor, clock.today()):
        raise Http404
    done = services.take_in_package(actor, at=clock.now(), stream=BytesIO(file.read()))
    return [TakenInOut(form=one.form, report=one.report_id, is_new=one.is_new, why=one.why) for one in done]


def _form(one: Form) -> dict[str, Any]:
    return {
        "code": one.code, "symbol": one.symbol, "title": str(one.title), "level": one.level, "season": one.season.value,
        "version": one.version, "valid_from": one.valid_from, "valid_until": one.valid_until, "source": str(one.source),
        "source_trust": one.source.trust.value, "layout_trust": one.layout.trust.value,
        "missing": [f"{row.label}: {row.why}" for row in one.missing],
    }  # fmt: skip


def _report(one: Report) -> dict[str, Any]:
    return {
        "id": one.pk, "form": one.form, "form_version": one.form_version, "school_year": one.school_year,
        "unit": one.unit_id, "unit_name": one.unit_name, "tier": one.tier, "receiver": one.receiver_id,
        "revision": one.revision, "is_latest": one.is_latest, "state": one.state, "as_of": one.as_of,
        "due_on": one.due_on, "submitted_at": one.submitted_at, "submitted_by": one.submitted_by,
        "decided_at": one.decided_at, "reason": one.reason, "digest": one.digest,
        "with_corrections": one.with_corrections, "corrections_why": one.corrections_why,
    }  # fmt: skip


def _filled(actor: Actor, one: Report) -> FilledFormOut:
    full = queries.filled(actor, one)
    if full.is_broken:
        raise Http404
    contents = full.contents
    return FilledFormOut(
        **_report(one), cells=dict(contents.cells), remarks=dict(contents.remarks), missing=list(full.missing),
        parts=[
            ReportPartOut(
                report=part.report_id, unit=part.unit_id, name=part.name, revision=part.revision, digest=part.digest
            )
            for part in contents.parts
        ],
        note=contents.note, seen=full.digest, source=contents.header.get("source", ""), frozen=dict(contents.frozen),
        corrected={key: now for key, _then, now in full.corrected},
    )  # fmt: skip
