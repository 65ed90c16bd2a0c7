"""Indicators that people define, over HTTP: proposed by a program for its user, decided by somebody else as on pages.

No postponed annotations here: the gate wraps the operations, and ninja reads the annotations as they stand.
"""

from datetime import date, datetime
from typing import Any, Literal

from django.http import Http404, HttpRequest
from ninja import Field, Router, Schema, Status

from khuevan.kernel import clock
from khuevan.kernel.access import Actor, requires
from khuevan.kernel.measures import usable_columns
from khuevan.kernel.measures.wording import sentence
from khuevan.kernel.records.keys import LARGEST

from .. import queries, services
from ..models import OwnIndicator
from ..permissions import DECIDE_OWN, PROPOSE_OWN, VIEW_VALUES

router = Router()


class OwnFilterIn(Schema):
    """`is_`: "one" or "not_one" of the values, "between" two of them ("" is open), "yes", "no"."""

    column: str = Field(max_length=40)
    is_: Literal["one", "not_one", "between", "yes", "no"] = Field(alias="is")
    values: list[str] = Field(default_factory=list, max_length=40)


class OwnIndicatorIn(Schema):
    """`word`: of its code own.indicator:word; of a known one another version is proposed. `where`: which rows are taken;
    `of`: of a share, which of these; `column`: of every measure but count and share."""

    word: str = Field(max_length=40)
    label: str = Field(max_length=200)
    unit: str = Field(max_length=40)
    decimals: int = Field(0, ge=0, le=4)
    facts: str = Field(max_length=80)
    measure: Literal["count", "sum", "share", "mean", "median", "distinct"]
    column: str = Field("", max_length=40)
    where: list[OwnFilterIn] = Field(default_factory=list, max_length=8)
    of: list[OwnFilterIn] = Field(default_factory=list, max_length=8)
    splits: list[str] = Field(default_factory=list, max_length=20)
    purpose: str = Field(max_length=500)


class OwnDecisionIn(Schema):
    """`valid_from`: of an approved one, today at the earliest; `remark`: due where it is refused."""

    approves: bool
    valid_from: date | None = None
    remark: str = Field("", max_length=500)


class OwnIndicatorOut(Schema):
    """`state`: proposed, approved, refused; `formula`: in words, "" where its facts are declared otherwise by now."""

    id: int
    code: str
    version: int
    label: str
    unit: str
    decimals: int
    facts: str
    definition: dict[str, Any]
    formula: str
    splits: list[str]
    purpose: str
    state: str
    proposed_by: str
    proposed_at: datetime
    decided_by: str
    decided_at: datetime | None
    remark: str
    valid_from: date | None
    valid_until: date | None


class OwnColumnOut(Schema):
    """`kind`: whole, large, number, text, date, yes."""

    name: str
    label: str
    kind: str


class OwnFactsOut(Schema):
    """What a definition may be over: only these columns are read, and only these splits taken."""

    code: str
    label: str
    columns: list[OwnColumnOut]
    splits: list[str]


@router.get("/own", response=list[OwnIndicatorOut], summary="Chỉ tiêu tự định nghĩa, mọi phiên bản")
@requires(VIEW_VALUES)
def own_indicators(request: HttpRequest) -> list[OwnIndicatorOut]:
    return [_shown(one) for one in queries.own_indicators()]


@router.get("/own/facts", response=list[OwnFactsOut], summary="Hồ sơ và cột dùng được trong định nghĩa")
@requires(VIEW_VALUES)
def own_facts(request: HttpRequest) -> list[OwnFactsOut]:
    return [
        OwnFactsOut(
            code=one.code, label=str(one.label), splits=[split.column for split in queries.splits_over(one)],
            columns=[
                OwnColumnOut(name=column.name, label=str(column.label), kind=column.kind.value) for column in known
            ],
        )
        for one in queries.used_facts() if (known := usable_columns(one))
    ]  # fmt: skip


@router.post("/own", response={201: OwnIndicatorOut}, summary="Đề nghị một chỉ tiêu tự định nghĩa")
@requires(PROPOSE_OWN)
def propose_own(request: HttpRequest, given: OwnIndicatorIn) -> Status:
    """It counts once somebody else approved it. 422 names the field that is wrong: a formula that reads outside its facts
    too."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    said = given.model_dump(by_alias=True)
    definition = {name: said[name] for name in ("measure", "column", "where", "of")}
    made = services.propose_indicator(
        actor=actor, at=clock.now(), word=given.word, label=given.label, unit=given.unit, decimals=given.decimals,
        facts=given.facts, definition=definition, splits=given.splits, purpose=given.purpose,
    )  # fmt: skip
    return Status(201, _shown(made))


@router.get("/own/{int:own_id}", response=OwnIndicatorOut, summary="Một phiên bản của chỉ tiêu tự định nghĩa")
@requires(VIEW_VALUES)
def own_indicator(request: HttpRequest, own_id: int) -> OwnIndicatorOut:
    found = queries.own_indicator(own_id) if own_id <= LARGEST else None
    if found is None:
        raise Http404
    return _shown(found)


@router.post("/own/{int:own_id}/decide", response=OwnIndicatorOut, summary="Duyệt hoặc không duyệt")
@requires(DECIDE_OWN)
def decide_own(request: HttpRequest, own_id: int, given: OwnDecisionIn) -> OwnIndicatorOut:
    """403 for who proposed it."""
    if own_id > LARGEST:
        raise Http404
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = services.decide_indicator(
        actor=actor, at=clock.now(), own_id=own_id, approves=given.approves, valid_from=given.valid_from,
        remark=given.remark,
    )  # fmt: skip
    return _shown(found)


def _shown(one: OwnIndicator) -> OwnIndicatorOut:
    read = queries.indicator_of_row(one)
    return OwnIndicatorOut(
        id=one.pk, code=one.code, version=one.version, label=one.label, unit=one.unit, decimals=one.decimals,
        facts=one.facts, definition=one.definition, formula=sentence(read.measure) if read else "", splits=one.splits,
        purpose=one.purpose, state=one.state, proposed_by=one.proposed_by, proposed_at=one.proposed_at,
        decided_by=one.decided_by, decided_at=one.decided_at, remark=one.remark, valid_from=one.valid_from,
        valid_until=one.valid_until,
    )  # fmt: skip
