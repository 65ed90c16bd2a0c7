"""Figures in bulk, and where one comes from: every unit under a place, page by page, as CSV or Parquet; lineage.

No postponed annotations here: the gate wraps the operations, and ninja reads the annotations as they stand.
"""

from datetime import date, datetime
from typing import Any

import polars as pl
from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.http import urlencode
from ninja import Field, Query, Router, Schema

from khuevan.kernel import audit, clock
from khuevan.kernel.access import Actor, requires
from khuevan.kernel.measures import Indicator, parts_of
from khuevan.kernel.measures.wording import part_words, sentence
from khuevan.kernel.records.keys import LARGEST
from khuevan.register.organisations.choices import Line

from .. import queries
from ..permissions import VIEW_VALUES
from ..rules import asked_of
from ..views.tables import csv_lines, parquet
from ..views.words import name_of, word_of

router = Router()
HEADS = ("unit_id", "name", "word", "said", "value", "upper", "lower")


class TableIn(Schema):
    """`unit`: where to begin; `by`: the split; `held`: splits held fast, `sex=female`; `state`: a frozen one."""

    unit: int | None = Field(None, ge=1, le=LARGEST)
    line: Line = Line.MANAGING
    by: str = Field("", max_length=40)
    held: str = Field("", max_length=400)
    state: int | None = Field(None, ge=1, le=LARGEST)
    offset: int = Field(0, ge=0, le=LARGEST)
    limit: int = Field(500, ge=1, le=5000)


class TableRowOut(Schema):
    """Of one unit, and of one value of the split where one is asked."""

    unit_id: int
    name: str
    word: str
    said: str
    value: float | None
    upper: float | None
    lower: float | None


class TableOut(Schema):
    total: int
    as_of: date
    number: int
    items: list[TableRowOut]


class FigurePartOut(Schema):
    """`records`: the page that lists them, for whoever may open it."""

    words: str
    number: float | None
    records: str


class FigureLineageOut(Schema):
    """`number`, `made_at`: of the state of the data; `period`: of a frozen one, with the `digest` of its manifest."""

    code: str
    formula: str
    version: int
    source: str
    trust: str
    facts: list[str]
    unit_id: int
    value: float | None
    parts: list[FigurePartOut]
    as_of: date
    made_at: datetime
    number: int
    period: str
    digest: str


@router.get("/{code}/table", response=TableOut, summary="Giá trị của mọi đơn vị dưới một đơn vị, từng trang")
@requires(VIEW_VALUES)
def table(request: HttpRequest, code: str, asked: Query[TableIn]) -> dict[str, Any]:
    """The unit itself and everything under it within the scope, in the order of their numbers."""
    state, rows = _rows(request, code, asked)
    items = [dict(zip(HEADS, row, strict=True)) for row in rows[asked.offset : asked.offset + asked.limit]]
    return {
        "total": len(rows),
        "as_of": state.manifest.as_of,
        "number": state.manifest.number,
        "items": items,
    }


@router.get("/{code}/table.csv", summary="Như trên, CSV, tất cả các trang")
@requires(VIEW_VALUES)
def table_csv(request: HttpRequest, code: str, asked: Query[TableIn]) -> StreamingHttpResponse:
    _state, rows = _rows(request, code, asked)
    _told(request, code, asked)
    return StreamingHttpResponse(csv_lines(HEADS, rows), content_type="text/csv; charset=utf-8")


@router.get("/{code}/table.parquet", summary="Như trên, Parquet")
@requires(VIEW_VALUES)
def table_parquet(request: HttpRequest, code: str, asked: Query[TableIn]) -> HttpResponseBase:
    _state, rows = _rows(request, code, asked)
    _told(request, code, asked)
    return parquet("so-lieu", pl.DataFrame(rows, schema=list(HEADS), orient="row", infer_schema_length=None))


@router.get("/{code}/lineage", response=FigureLineageOut, summary="Con số này từ đâu")
@requires(VIEW_VALUES)
def lineage(request: HttpRequest, code: str, asked: Query[TableIn]) -> FigureLineageOut:
    """404: no such indicator, no such unit within the scope, or nothing computed."""
    actor, indicator, place, state = _found(request, code, asked)
    question = asked_of(indicator, _words(asked) | {"by": ""})
    answer = queries.answer(actor, indicator, place, question, on=clock.today(), state=state)
    if answer is None:
        raise Http404
    frozen = state.snapshot
    which_state = {"snapshot": str(frozen.pk)} if frozen else {}
    parts = [
        FigurePartOut(
            words=part_words(part), number=getattr(answer.figure, which),
            records=f"{reverse('indicators:records', args=[code])}?"
            + urlencode({"unit": str(place.id), "part": which, **question.words, **which_state}),
        )
        for which, part in zip(("upper", "lower"), parts_of(indicator.measure), strict=False)
    ]  # fmt: skip
    return FigureLineageOut(
        code=code, formula=sentence(indicator.measure), version=indicator.version, source=str(indicator.source),
        trust=str(indicator.source.trust.value), facts=[one.code for one in indicator.facts], unit_id=place.id,
        value=answer.figure.value, parts=parts, as_of=answer.as_of, made_at=answer.made_at, number=answer.number,
        period=str(frozen) if frozen else "", digest=frozen.digest if frozen else "",
    )  # fmt: skip


def _found(
    request: HttpRequest, code: str, asked: TableIn
) -> tuple[Actor, Indicator, queries.Place, queries.State]:
    """The indicator as the state reads it: of a frozen one by the formula of then. Raises Http404."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    today = clock.today()
    indicator = queries.indicator_of(code, on=today)
    frozen = queries.snapshot(asked.state) if asked.state is not None else None
    state = queries.current() if asked.state is None else (queries.frozen(frozen) if frozen else None)
    place = queries.place_of(actor, asked.unit, asked.line, on=state.day(today) if state else today)
    read = state.read(indicator) if indicator and state else None
    if place is None or state is None or read is None:
        raise Http404
    return actor, read, place, state


def _rows(request: HttpRequest, code: str, asked: TableIn) -> tuple[queries.State, list[tuple[Any, ...]]]:
    actor, indicator, place, state = _found(request, code, asked)
    question = asked_of(indicator, _words(asked))
    found = queries.values_within(actor, indicator, place, question, state, on=clock.today())
    names = queries.names_of({unit for unit, _value in found})
    split = question.by
    rows = [
        (unit, names.get(unit, ""), word_of(value) if split else "", name_of(split, value) if split else "",
         figure.value, figure.upper, figure.lower)
        for (unit, value), figure in found.items()
    ]  # fmt: skip
    return state, sorted(rows, key=lambda row: (row[0], row[2]))


def _words(asked: TableIn) -> dict[str, str]:
    pairs = (pair.partition("=") for pair in asked.held.split(",") if pair)
    return {**{name: word for name, _sign, word in pairs}, "by": asked.by}


def _told(request: HttpRequest, code: str, asked: TableIn) -> None:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    why = f"{code} {request.GET.urlencode()}"[:200]
    audit.record(actor, "export", "indicators.value:export", at=clock.now(), unit_id=asked.unit, why=why)
