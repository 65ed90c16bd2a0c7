"""Indexes, results and assessments over HTTP: everything within the caller's scope, except what is published.

No postponed annotations here: the gate wraps the operations, and ninja reads the annotations as they stand.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema, Status

from khuevan.kernel import clock
from khuevan.kernel.access import Actor, public, requires
from khuevan.kernel.records import Invalid
from khuevan.kernel.records.keys import LARGEST
from khuevan.kernel.records.schemas import Given

from .. import probes, queries, services
from ..models import Assessment, Edition
from ..permissions import DECIDE_ASSESSMENTS, PREPARE_ASSESSMENTS, SUBMIT_ASSESSMENTS, VIEW_ASSESSMENTS
from ..queries import Result, Sheet
from ..records import TIMETABLES

router = Router()
router.add_router("", TIMETABLES.router())
EDITION = "4725"


class MaturityLineOut(Schema):
    """A line of an index. `trust`: how surely it is known; `decision`: by which it was changed here."""

    code: str
    kind: str
    name: str
    maximum: float | None
    cut_basic: float | None
    cut_good: float | None
    topic: str
    asks: str
    trust: str
    decision: str
    note: str
    probes: list[str]


class MaturityEditionOut(Schema):
    """`gaps`: lines whose parts add up to something else than their maximum."""

    code: str
    name: str
    subject: str
    instrument: str
    valid_from: date
    valid_until: date | None
    basic_from: float
    good_above: float
    trust: str
    note: str
    lines: list[MaturityLineOut]
    gaps: list[str]


class MaturityResultOut(Schema):
    """How a unit stands. `state` is null before it began; groups: points by code of the group."""

    unit: int
    name: str
    code: str
    receiver: int | None
    edition: str
    school_year: str
    assessment: int | None
    state: str | None
    self_groups: dict[str, float]
    self_level: str | None
    final_groups: dict[str, float]
    final_level: str | None
    proposed_groups: dict[str, float]
    submitted_at: datetime | None
    published_at: datetime | None
    days_late: int


class MaturityResultsOut(Schema):
    items: list[MaturityResultOut]


class MaturityProbeOut(Schema):
    """What a probe saw: `value` with `upper` of `lower`; `share` of the points it gives."""

    code: str
    label: str
    value: float | None
    upper: float | None
    lower: float | None
    share: float
    formula: str


class MaturityScoreOut(Schema):
    code: str
    name: str
    maximum: float | None
    proposed: float | None
    points: float | None
    met: bool | None
    reason: str
    final_points: float | None
    final_met: bool | None
    evidence: int
    probes: list[MaturityProbeOut]


class MaturityAssessmentOut(Schema):
    """`unscored`: lines without points yet. `level`, `final_level`: 1 not met, 2 basic, 3 good."""

    id: int
    unit: int
    unit_name: str
    edition: str
    school_year: str
    state: str
    due_on: date
    level: str
    groups: dict[str, float]
    final_groups: dict[str, float]
    final_level: str
    decision_number: str
    unscored: list[str]
    scores: list[MaturityScoreOut]


class MaturityAskedIn(Schema):
    edition: str = Field(EDITION, max_length=20)
    school_year: str = Field("", max_length=9)


class BeginMaturityBody(Given):
    unit: int = Field(ge=1, le=LARGEST)
    edition: str = Field(EDITION, max_length=20)
    school_year: str = Field(pattern=r"^\d{4}-\d{4}$")


class MaturityScoreBody(Given):
    """`points` of a scored line, `met` of a mandatory condition."""

    points: Decimal | None = None
    met: bool | None = None
    reason: str = Field("", max_length=1000)


class SubmitMaturityBody(Given):
    """`decision` and `reason` are due after the last day."""

    decision: str = Field("", max_length=60)
    reason: str = Field("", max_length=1000)


class ReturnMaturityBody(Given):
    reason: str = Field(max_length=1000)


class RecogniseMaturityBody(Given):
    decision: str = Field(max_length=60)
    decided_on: date | None = None
    reason: str = Field("", max_length=1000)


@router.get("/editions", response=list[MaturityEditionOut], summary="Các bộ chỉ số với từng dòng")
@requires(VIEW_ASSESSMENTS)
def editions(request: HttpRequest) -> list[MaturityEditionOut]:
    return [_edition(one) for one in queries.editions()]


@router.get("/results", response=MaturityResultsOut, summary="Kết quả của từng đơn vị trong phạm vi")
@requires(VIEW_ASSESSMENTS)
def results(request: HttpRequest, asked: Query[MaturityAskedIn]) -> MaturityResultsOut:
    edition, year = _asked(asked)
    rows = queries.results(actor_of(request), edition, year, on=clock.today())
    return MaturityResultsOut(items=[_result(row) for row in rows])


@router.get("/public", response=MaturityResultsOut, summary="Mức độ đã công bố, ai cũng xem được", auth=None)
@public("levels are made public by law (QĐ 4725/QĐ-BGDĐT): names of units, points of groups, levels")
def published(request: HttpRequest, asked: Query[MaturityAskedIn]) -> MaturityResultsOut:
    edition, year = _asked(asked)
    return MaturityResultsOut(items=[_result(row) for row in queries.published_results(edition, year)])


@router.get(
    "/assessments/{assessment_id}", response=MaturityAssessmentOut, summary="Một đánh giá với từng dòng"
)
@requires(VIEW_ASSESSMENTS)
def assessment(request: HttpRequest, assessment_id: int) -> MaturityAssessmentOut:
    return assessment_out(queries.assessment(actor_of(request), assessment_id))


@router.post("/assessments", response={201: MaturityAssessmentOut}, summary="Bắt đầu tự đánh giá")
@requires(PREPARE_ASSESSMENTS)
def begin(request: HttpRequest, body: BeginMaturityBody) -> Status[MaturityAssessmentOut]:
    made = services.begin_assessment(
        actor_of(request), at=clock.now(), unit_id=body.unit, edition=body.edition, year=body.school_year
    )
    return Status(201, assessment_out(made))


@router.post(
    "/assessments/{assessment_id}/propose", response=MaturityAssessmentOut, summary="Tính lại đề xuất"
)
@requires(PREPARE_ASSESSMENTS)
def propose(request: HttpRequest, assessment_id: int) -> MaturityAssessmentOut:
    return assessment_out(
        services.propose_anew(actor_of(request), at=clock.now(), assessment_id=assessment_id)
    )


@router.post(
    "/assessments/{assessment_id}/scores/{code}", response=MaturityAssessmentOut, summary="Tự chấm một dòng"
)
@requires(PREPARE_ASSESSMENTS)
def score(
    request: HttpRequest, assessment_id: int, code: str, body: MaturityScoreBody
) -> MaturityAssessmentOut:
    done = services.record_score(
        actor_of(request), at=clock.now(), assessment_id=assessment_id, code=code, points=body.points, met=body.met,
        reason=body.reason,
    )  # fmt: skip
    return assessment_out(done)


@router.post("/assessments/{assessment_id}/submit", response=MaturityAssessmentOut, summary="Duyệt và gửi")
@requires(SUBMIT_ASSESSMENTS)
def submit(request: HttpRequest, assessment_id: int, body: SubmitMaturityBody) -> MaturityAssessmentOut:
    done = services.submit_assessment(
        actor_of(request),
        at=clock.now(),
        assessment_id=assessment_id,
        decision=body.decision,
        reason=body.reason,
    )
    return assessment_out(done)


@router.post(
    "/assessments/{assessment_id}/accept", response=MaturityAssessmentOut, summary="Hồ sơ đạt yêu cầu"
)
@requires(DECIDE_ASSESSMENTS)
def accept(request: HttpRequest, assessment_id: int) -> MaturityAssessmentOut:
    return assessment_out(
        services.accept_assessment(actor_of(request), at=clock.now(), assessment_id=assessment_id)
    )


@router.post(
    "/assessments/{assessment_id}/return", response=MaturityAssessmentOut, summary="Trả lại để bổ sung"
)
@requires(DECIDE_ASSESSMENTS)
def send_back(request: HttpRequest, assessment_id: int, body: ReturnMaturityBody) -> MaturityAssessmentOut:
    done = services.return_assessment(
        actor_of(request), at=clock.now(), assessment_id=assessment_id, reason=body.reason
    )
    return assessment_out(done)


@router.post(
    "/assessments/{assessment_id}/recognise", response=MaturityAssessmentOut, summary="Công nhận mức độ"
)
@requires(DECIDE_ASSESSMENTS)
def recognise(request: HttpRequest, assessment_id: int, body: RecogniseMaturityBody) -> MaturityAssessmentOut:
    done = services.recognise_level(
        actor_of(request), at=clock.now(), assessment_id=assessment_id, decision=body.decision,
        decided_on=body.decided_on, reason=body.reason,
    )  # fmt: skip
    return assessment_out(done)


@router.post("/assessments/{assessment_id}/publish", response=MaturityAssessmentOut, summary="Công bố mức độ")
@requires(DECIDE_ASSESSMENTS)
def publish(request: HttpRequest, assessment_id: int) -> MaturityAssessmentOut:
    return assessment_out(
        services.publish_level(actor_of(request), at=clock.now(), assessment_id=assessment_id)
    )


def actor_of(request: HttpRequest) -> Actor:
    return request.actor  # type: ignore[attr-defined]


def _asked(asked: MaturityAskedIn) -> tuple[Edition, str]:
    """Raises Http404, Invalid."""
    year = queries.year_of(asked.school_year, clock.today())
    if asked.school_year and year is None:
        raise Invalid({"school_year": _("Không có năm học này.")})
    if year is None:
        raise Http404
    return queries.edition(asked.edition), year


def _edition(one: Edition) -> MaturityEditionOut:
    found = queries.index(one, clock.today())
    return MaturityEditionOut(
        code=one.code,
        name=one.name,
        subject=one.subject,
        instrument=one.instrument,
        valid_from=one.valid_from,
        valid_until=one.valid_until,
        basic_from=float(one.basic_from),
        good_above=float(one.good_above),
        trust=one.trust,
        note=one.note,
        gaps=[gap.code for gap in found.gaps],
        lines=[
            MaturityLineOut(
                code=row.code,
                kind=row.line.kind.value,
                name=row.line.name,
                maximum=_number(row.line.maximum),
                cut_basic=_number(row.line.cut_basic),
                cut_good=_number(row.line.cut_good),
                topic=row.topic,
                asks=row.asks,
                trust=row.trust.value,
                decision=row.decision,
                note=row.note,
                probes=[probe.code for probe in probes.of(one.code, row.code)],
            )
            for row in found.rows
        ],
    )


def _result(row: Result) -> MaturityResultOut:
    return MaturityResultOut(
        unit=row.unit_id, name=row.name, code=row.code, receiver=row.receiver_id, edition=row.edition,
        school_year=row.school_year, assessment=row.assessment_id, state=row.state.value if row.state else None,
        self_groups=_numbers(row.self_groups), self_level=row.self_level.value if row.self_level else None,
        final_groups=_numbers(row.final_groups), final_level=row.final_level.value if row.final_level else None,
        proposed_groups=_numbers(row.proposed_groups), submitted_at=row.submitted_at, published_at=row.published_at,
        days_late=row.days_late,
    )  # fmt: skip


def assessment_out(one: Assessment) -> MaturityAssessmentOut:
    found = queries.sheet(one)
    return MaturityAssessmentOut(
        id=one.pk, unit=one.unit_id, unit_name=one.unit_name, edition=one.edition.code, school_year=one.school_year,
        state=one.state, due_on=one.due_on, level=found.verdict.level.value,
        groups={row.code: float(found.totals[row.code]) for row in found.index.groups},
        final_groups={code: float(points) for code, points in one.final_groups.items()}, final_level=one.final_level,
        decision_number=one.decision_number, unscored=list(found.unscored), scores=_scores(one, found),
    )  # fmt: skip


def _scores(one: Assessment, found: Sheet) -> list[MaturityScoreOut]:
    return [
        MaturityScoreOut(
            code=row.row.code,
            name=row.row.line.name,
            maximum=_number(row.row.line.maximum),
            proposed=_number(row.proposed),
            points=_number(row.own.points),
            met=row.own.met,
            reason=row.reason,
            final_points=_number(row.final.points),
            final_met=row.final.met,
            evidence=row.evidence,
            probes=_probes(one, found, row.row.code),
        )
        for row in found.leaves
    ]


def _probes(one: Assessment, found: Sheet, code: str) -> list[MaturityProbeOut]:
    seen = found.proposed.seen if found.proposed else {}
    return [
        MaturityProbeOut(
            code=probe.code, label=str(probe.label), value=said.value, upper=said.upper, lower=said.lower,
            share=float(said.share), formula=str(probe.says),
        )
        for probe in probes.of(one.edition.code, code)
        if (said := seen.get(probe.code)) is not None
    ]  # fmt: skip


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _numbers(groups: Any) -> dict[str, float]:
    return {code: float(points) for code, points in groups.items()}
