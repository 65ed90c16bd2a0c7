"""The year's conclusions of a school, and recording them in the register of the year."""

# No `from __future__ import annotations` here: ninja reads the types from the signatures.

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Query, Schema
from pydantic import Field

from khuevan.kernel import clock
from khuevan.kernel.access import requires
from khuevan.kernel.records.keys import LARGEST
from khuevan.kernel.records.schemas import Given
from khuevan.school.schoolyear import queries as schoolyear
from khuevan.school.staff.queries import places

from .. import services
from ..permissions import RECORD_OUTCOMES
from ..queries.conclusions import conclusions
from .books import actor_of, router


class SchoolYearIn(Schema):
    """`year`: such as 2026-2027."""

    school: int = Field(ge=1, le=LARGEST)
    year: str = Field(pattern=r"^[0-9]{4}-[0-9]{4}$")


class ConclusionsOut(Schema):
    """`to_record`: without an outcome in the register; `differing`: with another one. `digest`: to be sent to record."""

    promoted: int
    completed: int
    repeated: int
    waiting: int
    open: int
    to_record: int
    differing: int
    digest: str


class RecordBody(Given):
    """`overwrite`: also where the register says something else; then `why` is wanted."""

    digest: str = Field(max_length=64)
    overwrite: bool = False
    why: str = Field("", max_length=300)


class RecordedOut(Schema):
    recorded: int


def _place(request: HttpRequest, wanted: SchoolYearIn) -> tuple[Any, Any]:
    """Raises Http404."""
    here = places.school_for(actor_of(request), RECORD_OUTCOMES, str(wanted.school))
    year = next((one for one in schoolyear.years() if one.code == wanted.year), None)
    if here is None or year is None:
        raise Http404
    return here, year


@router.get(
    "/conclusions",
    response=ConclusionsOut,
    summary="Kết luận cả năm của trường",
    operation_id="gradebook_conclusions",
)
@requires(RECORD_OUTCOMES)
def preview(request: HttpRequest, wanted: Query[SchoolYearIn]) -> Any:
    here, year = _place(request, wanted)
    found = conclusions(here.pk, year.pk)
    counted = {name: found.total(name) for name in ("promoted", "completed", "repeated", "waiting", "open")}
    return ConclusionsOut(
        **counted, to_record=len(found.fresh), differing=len(found.other), digest=found.digest
    )


@router.post(
    "/conclusions", response=RecordedOut, summary="Ghi kết luận cả năm vào hồ sơ năm học",
    operation_id="gradebook_record_conclusions",
)  # fmt: skip
@requires(RECORD_OUTCOMES)
def record(request: HttpRequest, wanted: Query[SchoolYearIn], body: RecordBody) -> Any:
    here, year = _place(request, wanted)
    many = services.record_conclusions(
        actor_of(request),
        here.pk,
        year,
        digest=body.digest,
        at=clock.now(),
        overwrite=body.overwrite,
        why=body.why,
    )
    return RecordedOut(recorded=many)
