"""Universalisation over HTTP: /api/v1/universalisation/. Everything within the caller's scope.

No postponed annotations here: the gate wraps the operations, and ninja reads the annotations as they stand.
"""

from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Field, Query, Router, Schema

from khuevan.kernel import access, audit, clock
from khuevan.kernel.access import Actor, requires
from khuevan.kernel.records.keys import LARGEST
from khuevan.kernel.records.schemas import Given

from . import queries, services
from .choices import Measure, Standard
from .models import Dossier
from .permissions import DECIDE, VIEW_SURVEY
from .records import DEADLINES, PROVISIONS, THRESHOLDS
from .services.dossiers import as_of
from .views.dossiers import printed_file

router = Router(tags=["universalisation"])
for record in (THRESHOLDS, PROVISIONS, DEADLINES):
    router.add_router("", record.router())
MOST = 500


class RequirementOut(Schema):
    """A share of persons, its threshold in percent, and whether it is met (null: there is nobody)."""

    measure: str
    age_from: int | None
    age_to: int | None
    upper: int
    lower: int
    least: float
    is_met: bool | None
    instrument: str
    trust: str


class StandardOut(Schema):
    """`lacking`: standards that it presupposes and that are not met."""

    standard: str
    label: str
    is_met: bool | None
    lacking: list[str]
    has_no_threshold: bool
    requirements: list[RequirementOut]


class AssessmentOut(Schema):
    commune: int
    year: int
    as_of: date
    is_special: bool
    residents: int
    obliged: int
    standards: list[StandardOut]


def _this_year() -> int:
    return clock.today().year


class YearIn(Schema):
    """Without a year: this one."""

    year: int = Field(default_factory=_this_year, ge=2014, le=2100)


class ResidentsIn(Schema):
    """`which`: of (those of whom it is so), not, all."""

    year: int = Field(default_factory=_this_year, ge=2014, le=2100)
    measure: str = Field(Measure.ATTENDING.value, max_length=30)
    age_from: int | None = Field(None, ge=0, le=120)
    age_to: int | None = Field(None, ge=0, le=120)
    which: str = Field("all", max_length=3)
    first: int = Field(0, ge=0, le=1_000_000)
    size: int = Field(100, ge=1, le=MOST)


class ResidentOut(Schema):
    id: int
    name: str
    household: int
    form: str
    hamlet: str
    birth_date: date
    sex: str
    studies: bool
    level: str
    grade: int
    place: str
    rank: int
    literacy: int


class ResidentsOut(Schema):
    number: int
    items: list[ResidentOut]


class ClashOut(Schema):
    kind: str
    name: str
    born: date | None
    member: int | None
    household: int | None
    form: str
    place: str
    other: str


class DossierOut(Schema):
    id: int
    unit: int
    name: str
    tier: str
    year: int
    state: str
    asked: list[str]
    recognised: list[str]
    digest: str
    is_whole: bool
    submitted_at: datetime | None
    decision_number: str
    decision_on: date | None
    reason: str
    version: int
    figures: dict[str, Any]


class CheckBody(Given):
    unit: int = Field(ge=1, le=LARGEST)
    year: int = Field(ge=2014, le=2100)


class DossierVersionBody(Given):
    version: int = Field(ge=1, le=LARGEST)


class DossierReturnBody(DossierVersionBody):
    reason: str = Field(max_length=500)


class RecogniseBody(DossierVersionBody):
    standards: list[str] = Field(max_length=20)
    decision_number: str = Field(max_length=60)
    decision_on: date


def _commune(request: HttpRequest, commune_id: int) -> tuple[Actor, queries.Commune]:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = queries.commune(actor, commune_id) if commune_id <= LARGEST else None
    if found is None:
        raise Http404
    return actor, found


def _dossier(request: HttpRequest, dossier_id: int) -> tuple[Actor, Dossier]:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = queries.dossier(actor, dossier_id) if dossier_id <= LARGEST else None
    if found is None:
        raise Http404
    return actor, found


@router.get(
    "/communes/{int:commune_id}/assessment", response=AssessmentOut, summary="Tiêu chuẩn phổ cập của một xã"
)
@requires(VIEW_SURVEY)
def assessment(request: HttpRequest, commune_id: int, wanted: Query[YearIn]) -> dict[str, Any]:
    actor, commune = _commune(request, commune_id)
    survey = queries.round_of(commune.id, wanted.year)
    is_special = survey is not None and survey.is_special
    on = as_of(wanted.year, clock.today())
    found = queries.assessment(actor, commune.id, on=on, is_special=is_special)
    sources = {
        (row.condition.standard, *row.condition.key): row for rows in found.rows.values() for row in rows
    }
    return {
        "commune": commune.id, "year": wanted.year, "as_of": on, "is_special": is_special,
        "residents": found.residents, "obliged": found.obliged,
        "standards": [
            {
                "standard": standard.value, "label": str(Standard(standard).label), "is_met": verdict.is_met,
                "lacking": [one.value for one in verdict.lacking], "has_no_threshold": verdict.has_no_threshold,
                "requirements": [
                    {
                        "measure": one.condition.measure.value, "age_from": one.condition.age_from,
                        "age_to": one.condition.age_to, "upper": one.value.upper, "lower": one.value.lower,
                        "least": float(one.condition.least), "is_met": one.is_met,
                        "instrument": sources[standard, *one.condition.key].instrument,
                        "trust": sources[standard, *one.condition.key].trust,
                    }
                    for one in verdict.requirements
                ],
            }
            for standard, verdict in found.verdicts.items()
        ],
    }  # fmt: skip


@router.get(
    "/communes/{int:commune_id}/people",
    response=ResidentsOut,
    summary="Người sau một tỉ lệ phổ cập, có ghi nhật ký",
)
@requires(VIEW_SURVEY)
def people(request: HttpRequest, commune_id: int, wanted: Query[ResidentsIn]) -> dict[str, Any]:
    actor, commune = _commune(request, commune_id)
    where = queries.asked_condition(wanted.measure, wanted.age_from, wanted.age_to, wanted.which)
    if where is None:
        raise Http404
    on = as_of(wanted.year, clock.today())
    found = queries.people_behind(actor, commune.id, where, on=on, first=wanted.first, most=wanted.size)
    audit.look(actor, "universalisation.person:view", at=clock.now(), unit_id=commune.id)
    shown = (
        "id",
        "form",
        "hamlet",
        "birth_date",
        "sex",
        "studies",
        "level",
        "grade",
        "place",
        "rank",
        "literacy",
    )
    items = [
        {**{name: row[name] for name in shown}, "name": row["title"], "household": row["household_id"]}
        for row in found.rows
    ]
    return {"number": found.number, "items": items}


@router.get(
    "/communes/{int:commune_id}/clashes",
    response=list[ClashOut],
    summary="Phiếu không khớp sổ đăng bộ, có ghi nhật ký",
)
@requires(VIEW_SURVEY)
def clashes(request: HttpRequest, commune_id: int, wanted: Query[YearIn]) -> list[dict[str, Any]]:
    actor, commune = _commune(request, commune_id)
    audit.look(actor, "universalisation.clash:view", at=clock.now(), unit_id=commune.id)
    return [
        {
            "kind": one.kind.value, "name": one.name, "born": one.born, "member": one.member_id,
            "household": one.household_id, "form": one.form, "place": one.place, "other": one.other,
        }
        for one in queries.clashes(actor, commune.id, on=as_of(wanted.year, clock.today()))
    ]  # fmt: skip


@router.get("/dossiers", response=list[DossierOut], summary="Hồ sơ phổ cập của một năm")
@requires(VIEW_SURVEY)
def dossiers(request: HttpRequest, wanted: Query[YearIn]) -> list[dict[str, Any]]:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return [_shown(one) for one in queries.dossiers(actor, wanted.year)]


@router.post("/dossiers/check", response=DossierOut, summary="Tự kiểm tra, lập hồ sơ")
@requires(VIEW_SURVEY)
def check(request: HttpRequest, payload: CheckBody) -> dict[str, Any]:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if payload.unit not in access.scope(actor, VIEW_SURVEY):
        raise Http404
    made = services.check_dossier(actor, at=clock.now(), unit_id=payload.unit, year=payload.year)
    return _shown(made)


@router.get("/dossiers/{int:dossier_id}", response=DossierOut, summary="Một hồ sơ phổ cập")
@requires(VIEW_SURVEY)
def dossier(request: HttpRequest, dossier_id: int) -> dict[str, Any]:
    return _shown(_dossier(request, dossier_id)[1])


@router.get("/dossiers/{int:dossier_id}/file", summary="Hồ sơ dạng PDF, có ghi nhật ký")
@requires(VIEW_SURVEY)
def file(request: HttpRequest, dossier_id: int) -> Any:
    actor, found = _dossier(request, dossier_id)
    return printed_file(actor, found, "pdf")


@router.post("/dossiers/{int:dossier_id}/submit", response=DossierOut, summary="Nộp hồ sơ")
@requires(VIEW_SURVEY)
def submit(request: HttpRequest, dossier_id: int, payload: DossierVersionBody) -> dict[str, Any]:
    actor, found = _dossier(request, dossier_id)
    services.submit_dossier(actor, found, at=clock.now(), version=payload.version)
    return _shown(found)


@router.post("/dossiers/{int:dossier_id}/return", response=DossierOut, summary="Trả lại hồ sơ")
@requires(DECIDE)
def give_back(request: HttpRequest, dossier_id: int, payload: DossierReturnBody) -> dict[str, Any]:
    actor, found = _dossier(request, dossier_id)
    services.return_dossier(actor, found, at=clock.now(), version=payload.version, reason=payload.reason)
    return _shown(found)


@router.post("/dossiers/{int:dossier_id}/recognise", response=DossierOut, summary="Công nhận")
@requires(DECIDE)
def recognise(request: HttpRequest, dossier_id: int, payload: RecogniseBody) -> dict[str, Any]:
    actor, found = _dossier(request, dossier_id)
    services.recognise_dossier(
        actor, found, at=clock.now(), version=payload.version, standards=payload.standards,
        decision_number=payload.decision_number, decision_on=payload.decision_on,
    )  # fmt: skip
    return _shown(found)


def _shown(one: Dossier) -> dict[str, Any]:
    held = queries.frozen(one)
    return {
        "id": one.pk, "unit": one.unit_id, "name": one.unit.name, "tier": one.tier, "year": one.year,
        "state": one.state, "asked": one.asked, "recognised": one.recognised, "digest": one.digest,
        "is_whole": held.is_whole, "submitted_at": one.submitted_at, "decision_number": one.decision_number,
        "decision_on": one.decision_on, "reason": one.reason, "version": one.version, "figures": dict(held.values),
    }  # fmt: skip
