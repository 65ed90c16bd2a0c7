"""Quality of data over HTTP: /api/v1/quality/. Everything within the caller's scope.

No postponed annotations here: the gate wraps the operations, and ninja reads the annotations as they stand.
"""

from datetime import date, datetime

from django.http import Http404, HttpRequest
from ninja import Field, Query, Router, Schema

from khuevan.kernel import access, clock
from khuevan.kernel.access import Actor, requires
from khuevan.kernel.checks import declared
from khuevan.kernel.records.keys import LARGEST

from . import queries, services
from .choices import FindingState
from .models import DIMENSIONS, Reminder, UnitStanding
from .permissions import EXPLAIN_FINDING, VIEW_QUALITY
from .views.unit import scope_of_unit

router = Router(tags=["quality"])
MOST = 500


class StandingOut(Schema):
    """`score` from 0 to 100; shares from 0 to 1; null where nothing was asked."""

    unit_id: int
    name: str
    score: float | None
    correct: float | None
    complete: float | None
    clean: float | None
    live: float | None
    findings: int
    checked_at: datetime


class StandingsIn(Schema):
    q: str = Field("", max_length=200)
    after: int = Field(0, ge=0, le=LARGEST)
    size: int = Field(100, ge=1, le=MOST)


class CheckOut(Schema):
    """`trust`: V read in the text, S reported, C practice, U not verified, - follows from the data."""

    code: str
    label: str
    dimension: str
    severity: str
    component: str
    source: str
    trust: str


class FindingOut(Schema):
    id: int
    unit_id: int
    record_id: int
    title: str
    check: str
    sentence: str
    severity: str
    state: str
    found_at: datetime
    mend_url: str


class FindingsIn(Schema):
    """`after`: the id of the last one of the page before."""

    unit: int | None = Field(None, ge=1, le=LARGEST)
    check: str = Field("", max_length=80)
    state: str = Field("open", max_length=9)
    after: int = Field(0, ge=0)
    size: int = Field(100, ge=1, le=MOST)


class RecheckOut(Schema):
    rows: int
    found: int
    mended: int
    seconds: float


class ReminderOut(Schema):
    """`number`: stale classes and parts in a school, stale schools below a body. `person`: of the owner by name; null
    where it is for whoever does the work."""

    id: int
    unit_id: int
    unit: str
    component: str
    person: int | None
    number: int
    made_on: date
    seen_at: datetime | None
    seen_by: str


class RemindersIn(Schema):
    """`after`: the id of the last one of the page before; the latest come first."""

    seen: bool = False
    after: int | None = Field(None, ge=1, le=LARGEST)
    size: int = Field(100, ge=1, le=MOST)


class ExplainIn(Schema):
    why: str = Field(min_length=10, max_length=500)


@router.get("/standings", response=list[StandingOut], summary="Chất lượng dữ liệu của các trường")
@requires(VIEW_QUALITY)
def standings(request: HttpRequest, wanted: Query[StandingsIn]) -> list[StandingOut]:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = queries.schools(actor, words=wanted.q).filter(unit_id__gt=wanted.after).order_by("unit_id")
    return [_standing(row) for row in found[: wanted.size]]


@router.get("/checks", response=list[CheckOut], summary="Danh mục kiểm tra")
@requires(VIEW_QUALITY)
def checks(request: HttpRequest) -> list[CheckOut]:
    return [
        CheckOut(
            code=check.code, label=str(check.label), dimension=check.dimension.value, severity=check.severity.value,
            component=check.component.code, source=str(check.source), trust=check.source.trust.value,
        )
        for check in declared().values()
    ]  # fmt: skip


@router.get("/findings", response=list[FindingOut], summary="Việc cần sửa")
@requires(VIEW_QUALITY)
def findings(request: HttpRequest, wanted: Query[FindingsIn]) -> list[FindingOut]:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    asked = queries.FindingFilter(
        check=wanted.check if wanted.check in declared() else "",
        state=wanted.state if wanted.state in FindingState.values else FindingState.OPEN,
        units=None if wanted.unit is None else scope_of_unit(str(wanted.unit)),
    )
    found = queries.findings(actor, asked).filter(pk__gt=wanted.after).order_by("pk")[: wanted.size]
    return [
        FindingOut(
            id=row.id, unit_id=row.unit_id, record_id=one.record_id, title=row.title, check=row.check.code,
            sentence=row.sentence, severity=row.check.severity.value, state=row.state, found_at=row.found_at,
            mend_url=row.mend_url,
        )
        for one in found if (row := queries.row_of(one)) is not None
    ]  # fmt: skip


@router.post("/units/{int:unit_id}/recheck", response=RecheckOut, summary="Kiểm tra lại một đơn vị")
@requires(VIEW_QUALITY)
def recheck(request: HttpRequest, unit_id: int) -> RecheckOut:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if unit_id not in access.scope(actor, VIEW_QUALITY):
        raise Http404
    ran = services.recheck_unit(actor=actor, at=clock.now(), unit_id=unit_id)
    return RecheckOut(rows=ran.rows, found=ran.found, mended=ran.mended, seconds=ran.seconds)


@router.post("/findings/{int:finding_id}/explain", response=FindingOut, summary="Giải trình")
@requires(EXPLAIN_FINDING)
def explain(request: HttpRequest, finding_id: int, said: ExplainIn) -> FindingOut:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = queries.finding(actor, finding_id)
    services.explain_finding(actor=actor, at=clock.now(), finding=found, why=said.why)
    row = queries.row_of(found)
    if row is None:
        raise Http404
    return FindingOut(
        id=row.id, unit_id=row.unit_id, record_id=found.record_id, title=row.title, check=row.check.code,
        sentence=row.sentence, severity=row.check.severity.value, state=row.state, found_at=row.found_at,
        mend_url=row.mend_url,
    )  # fmt: skip


@router.get("/reminders", response=list[ReminderOut], summary="Nhắc cập nhật dữ liệu")
@requires(VIEW_QUALITY)
def reminders(request: HttpRequest, wanted: Query[RemindersIn]) -> list[ReminderOut]:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = queries.reminders(actor, seen=wanted.seen).order_by("-id")
    if wanted.after is not None:
        found = found.filter(pk__lt=wanted.after)
    return [_reminder(row) for row in found[: wanted.size]]


@router.post("/reminders/{int:reminder_id}/seen", response=ReminderOut, summary="Đã xem lời nhắc")
@requires(VIEW_QUALITY)
def reminder_seen(request: HttpRequest, reminder_id: int) -> ReminderOut:
    """Seen once more, nothing changes."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if reminder_id > LARGEST:
        raise Http404
    fresh, before = (queries.reminders(actor, seen=seen).filter(pk=reminder_id) for seen in (False, True))
    found = fresh.first() or before.first()
    if found is None:
        raise Http404
    return _reminder(services.mark_seen(actor=actor, at=clock.now(), reminder=found))


def _reminder(row: Reminder) -> ReminderOut:
    return ReminderOut(
        id=row.pk, unit_id=row.unit_id, unit=row.unit.name, component=row.component, person=row.person_id,
        number=row.number, made_on=row.made_on, seen_at=row.seen_at, seen_by=row.seen_by,
    )  # fmt: skip


def _standing(row: UnitStanding) -> StandingOut:
    shares = {name: row.share(name) for name in DIMENSIONS}
    return StandingOut(
        unit_id=row.unit_id, name=row.unit.name, score=row.score, findings=row.findings, checked_at=row.checked_at,
        **shares,
    )  # fmt: skip
