"""Evidence of a unit over HTTP: given once, of use to every criterion that asks for its topic."""

# No postponed annotations here: ninja reads them as they stand.

from datetime import datetime
from typing import BinaryIO, cast

from django.http import FileResponse, Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, File, Form, Router, Schema, Status
from ninja.files import UploadedFile

from khuevan.kernel import access, clock, files
from khuevan.kernel.access import requires
from khuevan.kernel.records import Invalid
from khuevan.kernel.records.schemas import Given

from .. import queries, services
from ..choices import EvidenceKind
from ..models import Evidence
from ..permissions import PREPARE_ASSESSMENTS, VIEW_ASSESSMENTS
from .assessments import actor_of

router = Router()


class MaturityEvidenceOut(Schema):
    """`kind`: file (with its `sha256`), link (with how it answered when it was `tried_at`), record (a page of the
    platform)."""

    id: int
    unit: int
    topic: str
    kind: str
    title: str
    sha256: str
    address: str
    link_state: str
    link_said: str
    tried_at: datetime | None
    given_at: datetime
    given_by: str


class MaturityEvidencesOut(Schema):
    items: list[MaturityEvidenceOut]


class GiveMaturityEvidenceBody(Given):
    """`kind`: link with a full address, or record with a path of the platform. A file goes to /files."""

    topic: str = Field(max_length=16)
    kind: str = Field(max_length=6)
    title: str = Field(max_length=200)
    address: str = Field(max_length=500)


@router.get("/units/{unit_id}/evidence", response=MaturityEvidencesOut, summary="Minh chứng của một đơn vị")
@requires(VIEW_ASSESSMENTS)
def evidence(request: HttpRequest, unit_id: int) -> MaturityEvidencesOut:
    if unit_id not in access.scope(actor_of(request), VIEW_ASSESSMENTS):
        raise Http404
    return MaturityEvidencesOut(items=[_out(one) for one in queries.evidence_of(unit_id)])


@router.post(
    "/units/{unit_id}/evidence", response={201: MaturityEvidenceOut}, summary="Đưa một đường dẫn, một trang"
)
@requires(PREPARE_ASSESSMENTS)
def give(request: HttpRequest, unit_id: int, body: GiveMaturityEvidenceBody) -> Status[MaturityEvidenceOut]:
    acts = {EvidenceKind.LINK.value: services.give_link, EvidenceKind.RECORD.value: services.give_record}
    act = acts.get(body.kind)
    if act is None:
        raise Invalid({"kind": _("Chọn loại minh chứng.")})
    made = act(
        actor_of(request),
        at=clock.now(),
        unit_id=unit_id,
        topic=body.topic,
        title=body.title,
        address=body.address,
    )
    return Status(201, _out(made))


@router.post("/units/{unit_id}/evidence/files", response={201: MaturityEvidenceOut}, summary="Đưa một tệp")
@requires(PREPARE_ASSESSMENTS)
def give_file(
    request: HttpRequest, unit_id: int, file: File[UploadedFile], topic: Form[str], title: Form[str] = ""
) -> Status[MaturityEvidenceOut]:
    """Quá 50 MB, có mã độc hay không đúng loại thì bị từ chối kèm lý do."""
    made = services.give_file(
        actor_of(request), at=clock.now(), unit_id=unit_id, topic=topic, title=title, stream=cast(BinaryIO, file),
        name=file.name or "",
    )  # fmt: skip
    return Status(201, _out(made))


@router.get("/evidence/{evidence_id}/file", summary="Nội dung tệp minh chứng")
@requires(VIEW_ASSESSMENTS)
def content(request: HttpRequest, evidence_id: int) -> FileResponse:
    """For the unit and whoever assesses it."""
    row, stored = queries.evidence_content(actor_of(request), evidence_id)
    response = FileResponse(files.content(stored), as_attachment=True, filename=stored.name)
    response["Content-Type"] = stored.media_type
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Content-SHA256"] = row.sha256
    return response


@router.post("/evidence/{evidence_id}/withdraw", response=MaturityEvidenceOut, summary="Rút một minh chứng")
@requires(PREPARE_ASSESSMENTS)
def withdraw(request: HttpRequest, evidence_id: int) -> MaturityEvidenceOut:
    return _out(services.withdraw_evidence(actor_of(request), at=clock.now(), evidence_id=evidence_id))


@router.post("/evidence/{evidence_id}/try", response=MaturityEvidenceOut, summary="Kiểm tra một đường dẫn")
@requires(PREPARE_ASSESSMENTS)
def try_link(request: HttpRequest, evidence_id: int) -> MaturityEvidenceOut:
    return _out(services.try_link(actor_of(request), at=clock.now(), evidence_id=evidence_id))


def _out(one: Evidence) -> MaturityEvidenceOut:
    return MaturityEvidenceOut(
        id=one.pk, unit=one.unit_id, topic=one.topic, kind=one.kind, title=one.title, sha256=one.sha256,
        address=one.address, link_state=one.link_state, link_said=one.link_said, tried_at=one.tried_at,
        given_at=one.given_at, given_by=one.given_by,
    )  # fmt: skip
