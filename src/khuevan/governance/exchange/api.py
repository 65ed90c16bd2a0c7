"""Exchange over HTTP: /api/v1/exchange/. Everything within the caller's scope.

No postponed annotations here: the gate wraps the operations, and ninja reads the annotations as they stand.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema, Status

from khuevan.kernel import access, clock
from khuevan.kernel.access import Actor, Reach, requires
from khuevan.kernel.records import Invalid
from khuevan.kernel.records.keys import LARGEST
from khuevan.kernel.records.schemas import Given

from . import queries, services
from .choices import Verb
from .models import Package
from .permissions import MAKE_PACKAGES, VIEW_CHANGES, VIEW_PACKAGES
from .views.changes import record_key
from .views.packages import package_file

router = Router(tags=["exchange"])
MOST = 1_000


class ChangeOut(Schema):
    """One change of one record as one unit holds it: `event` NEW, UPDATE or CANCEL; pass over a `version` that is not
    higher than the one you have for this `record`."""

    seq: int
    record: str
    kind: str
    record_id: int
    unit_id: int
    event: str
    version: int
    changed_at: datetime


class ChangesOut(Schema):
    """Ask again with `after=cursor`. `more`: there is more already."""

    items: list[ChangeOut]
    cursor: int
    more: bool


class ChangesIn(Schema):
    """`after`: the cursor of the answer before; 0 from the beginning."""

    after: int = Field(0, ge=0, le=2**62)
    unit: int | None = Field(None, ge=1, le=LARGEST)
    kind: str = Field("", max_length=60)
    event: str = Field("", max_length=6)
    size: int = Field(200, ge=1, le=MOST)


class PartOut(Schema):
    kind: str
    file: str
    rows: int
    bytes: int
    sha256: str


class PackageOut(Schema):
    """`state`: waiting, ready, failed, or cancelled (somebody stopped the job);
    `cursor`: the last change that it holds, from which to follow on."""

    id: int
    uid: str
    school: int
    school_year: str
    state: str
    asked_at: datetime
    made_at: datetime | None
    rows: int
    size: int
    cursor: int
    content_digest: str
    digest: str
    parts: list[PartOut]
    job: int | None


class PackagesIn(Schema):
    """`after`: the id of the last one of the page before; the latest come first."""

    after: int | None = Field(None, ge=1, le=2**62)
    size: int = Field(50, ge=1, le=MOST)


class PackageBody(Given):
    school: int = Field(ge=1, le=LARGEST)
    school_year: str = Field(pattern=r"^\d{4}-\d{4}$")


@router.get("/changes", response=ChangesOut, summary="Thay đổi của dữ liệu, theo thứ tự")
@requires(VIEW_CHANGES)
def changes(request: HttpRequest, wanted: Query[ChangesIn]) -> ChangesOut:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if wanted.kind and wanted.kind not in queries.kinds():
        raise Invalid({"kind": _("Không có loại hồ sơ này.")})
    if wanted.event and wanted.event not in Verb.values:
        raise Invalid({"event": _("Chỉ có NEW, UPDATE, CANCEL.")})
    if wanted.unit is not None and wanted.unit not in access.scope(actor, VIEW_CHANGES):
        raise Http404
    asked = queries.ChangeFilter(
        kind=wanted.kind, verb=wanted.event, units=None if wanted.unit is None else Reach.of([wanted.unit])
    )
    found = queries.after(actor, wanted.after, asked, size=wanted.size + 1)
    shown = found[: wanted.size]
    return ChangesOut(
        items=[
            ChangeOut(
                seq=row.seq, record=record_key(row), kind=row.kind, record_id=row.record_id, unit_id=row.unit_id,
                event=row.verb, version=row.version, changed_at=row.at,
            )
            for row in shown
        ],
        cursor=shown[-1].seq if shown else wanted.after,
        more=len(found) > wanted.size,
    )  # fmt: skip


@router.get("/packages", response=list[PackageOut], summary="Các gói dữ liệu")
@requires(VIEW_PACKAGES)
def packages(request: HttpRequest, wanted: Query[PackagesIn]) -> list[PackageOut]:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = queries.packages(actor).order_by("-id")
    if wanted.after is not None:
        found = found.filter(pk__lt=wanted.after)
    rows = list(found[: wanted.size])
    endings = queries.endings(rows)
    return [_package(row, endings) for row in rows]


@router.post("/packages", response={201: PackageOut}, summary="Lập gói dữ liệu của một trường")
@requires(MAKE_PACKAGES)
def make_package(request: HttpRequest, payload: PackageBody) -> Any:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    made = services.begin_package(
        actor, at=clock.now(), unit_id=payload.school, school_year=payload.school_year
    )
    return Status(201, _package(made, {}))


@router.get("/packages/{int:package_id}", response=PackageOut, summary="Một gói dữ liệu")
@requires(VIEW_PACKAGES)
def package(request: HttpRequest, package_id: int) -> PackageOut:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = queries.package(actor, package_id)
    return _package(found, queries.endings([found]))


@router.get("/packages/{int:package_id}/file", summary="Tải gói dữ liệu (ZIP), có ghi nhật ký")
@requires(MAKE_PACKAGES)
def download(request: HttpRequest, package_id: int) -> Any:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return package_file(actor, queries.package(actor, package_id))


def _package(made: Package, endings: Mapping[int, str]) -> PackageOut:
    ending = endings.get(made.pk, "")
    state = ("cancelled" if ending == "cancelled" else "failed") if ending else made.state
    return PackageOut(
        id=made.pk, uid=str(made.uid), school=made.unit_id, school_year=made.school_year, state=state,
        asked_at=made.asked_at, made_at=made.made_at, rows=made.rows, size=made.size, cursor=made.cursor,
        content_digest=made.content_digest, digest=made.digest, parts=[PartOut(**part) for part in made.parts],
        job=made.run_id,
    )  # fmt: skip
