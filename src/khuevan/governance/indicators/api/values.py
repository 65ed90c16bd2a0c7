"""Indicators over HTTP: /api/v1/indicators/. Everything within the caller's scope.

No postponed annotations here: the gate wraps the operations, and ninja reads the annotations as they stand.
"""

from datetime import date, datetime

from django.http import Http404, HttpRequest
from ninja import Field, Query, Router, Schema

from khuevan.kernel import clock
from khuevan.kernel.access import Actor, requires
from khuevan.kernel.measures import Indicator, facts_of
from khuevan.kernel.measures.wording import sentence
from khuevan.kernel.records.keys import LARGEST
from khuevan.register.organisations.choices import Line

from .. import queries
from ..permissions import VIEW_VALUES
from ..rules import Figure, asked_of
from ..views.words import name_of, ordered, word_of

router = Router()


class SplitOut(Schema):
    column: str
    label: str


class IndicatorOut(Schema):
    """`official`: its code in the sector's system, "" where it has none or is not known; `formula`: the measure in words;
    `trust`: V read in the text, S reported, C practice, U not verified, - follows from the data."""

    code: str
    official: str
    group: str
    label: str
    unit: str
    formula: str
    facts: list[str]
    source: str
    trust: str
    version: int
    decimals: int
    splits: list[SplitOut]


class FigureOut(Schema):
    """`value` null: nothing to say (a ratio over nothing). `upper`, `lower`: the parts of a ratio."""

    value: float | None
    upper: float | None
    lower: float | None


class UnitFigureOut(FigureOut):
    unit_id: int
    name: str


class SplitFigureOut(FigureOut):
    """`word`: what to send to hold this value fast."""

    word: str
    name: str


class ValuesOut(FigureOut):
    """Of the unit; `below`: of the units directly under it. `number`: of the state of the data."""

    unit_id: int
    name: str
    as_of: date
    made_at: datetime
    number: int
    split: list[SplitFigureOut]
    below: list[UnitFigureOut]


class ValuesIn(Schema):
    """`by`: the split to take the value apart by; `held`: splits held fast, `sex=female,grade=09`."""

    unit: int | None = Field(None, ge=1, le=LARGEST)
    line: Line = Line.MANAGING
    by: str = Field("", max_length=40)
    held: str = Field("", max_length=400)


@router.get("/", response=list[IndicatorOut], summary="Danh mục chỉ tiêu")
@requires(VIEW_VALUES)
def indicators(request: HttpRequest) -> list[IndicatorOut]:
    return [_indicator(one) for one in queries.indicators(on=clock.today()).values()]


@router.get("/{code}/values", response=ValuesOut, summary="Giá trị của một đơn vị và các đơn vị bên dưới")
@requires(VIEW_VALUES)
def values(request: HttpRequest, code: str, asked: Query[ValuesIn]) -> ValuesOut:
    """404: no such indicator, no such unit within the scope, or nothing computed yet."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    indicator, on = queries.indicator_of(code, on=clock.today()), clock.today()
    place = queries.place_of(actor, asked.unit, asked.line, on=on)
    if indicator is None or place is None:
        raise Http404
    pairs = (pair.partition("=") for pair in asked.held.split(",") if pair)
    question = asked_of(indicator, {**{name: word for name, _sign, word in pairs}, "by": asked.by})
    answer = queries.answer(actor, indicator, place, question, on=on)
    if answer is None:
        raise Http404
    by = question.by
    return ValuesOut(
        unit_id=place.id, name=place.name, as_of=answer.as_of, made_at=answer.made_at, number=answer.number,
        split=[] if by is None else [
            SplitFigureOut(word=word_of(key), name=name_of(by, key), **_parts(answer.split[key]))
            for key in ordered(by, list(answer.split))
        ],
        below=[UnitFigureOut(unit_id=one.id, name=one.name, **_parts(answer.below[one.id])) for one in place.below],
        **_parts(answer.figure),
    )  # fmt: skip


def _parts(figure: Figure) -> dict[str, float | None]:
    return {"value": figure.value, "upper": figure.upper, "lower": figure.lower}


def _indicator(one: Indicator) -> IndicatorOut:
    return IndicatorOut(
        code=one.code, official=one.official, group=str(one.group.label), label=str(one.label), unit=str(one.unit),
        formula=sentence(one.measure), facts=[facts.code for facts in facts_of(one.measure)],
        source=str(one.source), trust=str(one.source.trust.value), version=one.version, decimals=one.decimals,
        splits=[SplitOut(column=split.column, label=str(split.label)) for split in one.splits],
    )  # fmt: skip
