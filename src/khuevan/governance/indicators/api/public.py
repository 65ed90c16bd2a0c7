"""Published figures, for anybody and any program: JSON, CSV, SDMX-JSON.

No postponed annotations here: the gate wraps the operations, and ninja reads the annotations as they stand.
"""

from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpRequest, JsonResponse, StreamingHttpResponse
from ninja import Field, Query, Router, Schema

from khuevan.kernel import clock
from khuevan.kernel.access import public
from khuevan.kernel.measures.wording import sentence
from khuevan.kernel.records.keys import LARGEST

from .. import queries
from ..rules.sdmx import data_message, structure_message
from ..views.publishing import flow_of, lines_of, observations_of
from ..views.tables import csv_lines

router = Router(auth=None)
OPEN = "Published figures: small numbers of persons are withheld."
SDMX_DATA = "application/vnd.sdmx.data+json; version=2.0.0; charset=utf-8"
SDMX_STRUCTURE = "application/vnd.sdmx.structure+json; version=2.0.0; charset=utf-8"


class PublicOut(Schema):
    """`splits`: columns by which it is taken apart; `least`: fewer persons than these are not published."""

    code: str
    label: str
    unit: str
    formula: str
    source: str
    splits: list[str]
    least: int
    as_of: date
    made_at: datetime
    period: str


class PublicLineOut(Schema):
    """`split`, `word`: what it was taken apart by, "" for the total; `withheld`: there is a number that is not told."""

    unit_id: int
    name: str
    split: str
    word: str
    said: str
    value: float | None
    withheld: bool


class PageIn(Schema):
    offset: int = Field(0, ge=0, le=LARGEST)
    limit: int = Field(500, ge=1, le=5000)


class PublicLinesOut(Schema):
    total: int
    items: list[PublicLineOut]


@router.get("/public", response=list[PublicOut], summary="Chỉ tiêu đã công bố", auth=None)
@public(OPEN)
def public_indicators(request: HttpRequest) -> list[PublicOut]:
    today = clock.today()
    every = (queries.published(one.code, on=today) for one in queries.public_indicators(on=today))
    return [
        PublicOut(
            code=one.indicator.code, label=str(one.indicator.label), unit=str(one.indicator.unit),
            formula=sentence(one.indicator.measure), source=str(one.indicator.source),
            splits=[split.column for split in one.splits], least=one.least, as_of=one.as_of, made_at=one.made_at,
            period=one.period,
        )
        for one in every if one is not None
    ]  # fmt: skip


@router.get("/public/{code}/values", response=PublicLinesOut, summary="Giá trị đã công bố", auth=None)
@public(OPEN)
def public_values(request: HttpRequest, code: str, page: Query[PageIn]) -> dict[str, Any]:
    """Every unit and split, a page at a time."""
    lines = lines_of(_found(code))
    taken = lines[page.offset : page.offset + page.limit]
    return {"total": len(lines), "items": [vars(one) for one in taken]}


@router.get("/public/{code}/values.csv", summary="Giá trị đã công bố, CSV", auth=None)
@public(OPEN)
def public_csv(request: HttpRequest, code: str) -> StreamingHttpResponse:
    found = _found(code)
    heads = ("unit_id", "name", "split", "word", "said", "value", "withheld")
    rows = ([getattr(one, head) for head in heads] for one in lines_of(found))
    return StreamingHttpResponse(csv_lines(heads, rows), content_type="text/csv; charset=utf-8")


@router.get("/public/{code}/sdmx", summary="Giá trị đã công bố, SDMX-JSON 2.0", auth=None)
@public(OPEN)
def public_sdmx(request: HttpRequest, code: str) -> JsonResponse:
    found = _found(code)
    flow = flow_of(found)
    return JsonResponse(
        data_message(flow, observations_of(found, flow)),
        content_type=SDMX_DATA,
        json_dumps_params={"ensure_ascii": False},
    )


@router.get("/public/{code}/structure", summary="Cấu trúc SDMX-JSON 2.0", auth=None)
@public(OPEN)
def public_structure(request: HttpRequest, code: str) -> JsonResponse:
    message = structure_message(flow_of(_found(code)))
    return JsonResponse(message, content_type=SDMX_STRUCTURE, json_dumps_params={"ensure_ascii": False})


def _found(code: str) -> queries.Published:
    found = queries.published(code, on=clock.today())
    if found is None:
        raise Http404
    return found
