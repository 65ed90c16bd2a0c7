"""Plans, targets, tasks and their progress over HTTP: /api/v1/targets/. Everything within what the caller may read.

No postponed annotations here: the gate wraps the operations, and ninja reads the annotations as they stand.
"""

from datetime import date
from decimal import Decimal

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema, Status

from khuevan.kernel import access, clock
from khuevan.kernel.access import Actor, Refused, public, requires
from khuevan.kernel.records import Invalid
from khuevan.kernel.records.keys import LARGEST
from khuevan.kernel.records.schemas import Given

from . import queries, services
from .choices import PlanState
from .models import Plan
from .permissions import REPORT_PROGRESS, VIEW_PLANS
from .queries import TargetRow, TaskRow

router = Router(tags=["targets"])
MOST = 500


class TargetPlanOut(Schema):
    id: int
    unit: int
    unit_name: str
    tier: str
    title: str
    number: str
    issuer: str
    issued_on: date | None
    starts_on: date
    ends_on: date
    state: str
    parent: int | None
    is_published: bool
    source: str


class PlansOut(Schema):
    """`next`: the value of `after` for the page that follows; null at the end."""

    items: list[TargetPlanOut]
    next: int | None


class PlanChangeOut(Schema):
    """What a decision did to a line: `fields` that it changed, field -> [before, after]."""

    number: str
    effective_on: date
    kind: str
    cited: str
    reason: str
    fields: dict[str, list[str]]


class PlanTargetOut(Schema):
    """`standing`: reached, on_the_way, behind, late, not_begun, unknown; null for a plan that is not followed.
    `expected_on`: when the present pace arrives. `value` of `as_of`."""

    id: int
    plan: int
    number: str
    item: str
    name: str
    lead: str
    measure: str
    indicator: str
    direction: str
    threshold: float
    unit_word: str
    starts_on: date
    due_on: date
    parent: int | None
    value: float | None
    as_of: date | None
    standing: str | None
    expected_on: date | None
    changes: list[PlanChangeOut]


class PlanTaskOut(Schema):
    """`share`: part done in percent, as it was reported last."""

    id: int
    plan: int
    number: str
    item: str
    name: str
    lead: str
    supporting: str
    deliverable: str
    starts_on: date
    ends_on: date
    is_yearly: bool
    depends_on: int | None
    share: float | None
    standing: str | None
    expected_on: date | None
    changes: list[PlanChangeOut]


class PlanLinesOut(TargetPlanOut):
    targets: list[PlanTargetOut]
    tasks: list[PlanTaskOut]


class PlansIn(Schema):
    """`after`: the id of the last one of the page before; the latest come first."""

    unit: int | None = Field(None, ge=1, le=LARGEST)
    state: str = Field("", max_length=8)
    after: int | None = Field(None, ge=1, le=2**62)
    size: int = Field(50, ge=1, le=MOST)


class EditionIn(Schema):
    """`day`: the plan as it stood then; its progress is today's."""

    day: date | None = None


class ProgressIn(Schema):
    unit: int = Field(ge=1, le=LARGEST)
    year: int | None = Field(None, ge=2000, le=2100)


class ProgressOut(Schema):
    targets: list[PlanTargetOut]
    tasks: list[PlanTaskOut]


class ProgressBody(Given):
    """`value`: of a target as it is measured, of a task the part done in percent. Words or a link must be there."""

    unit: int | None = Field(None, ge=1, le=LARGEST)
    as_of: date
    value: Decimal = Field(max_digits=14, decimal_places=3)
    text: str = Field("", max_length=2000)
    link: str = Field("", max_length=500)


class ReportedOut(Schema):
    id: int


@router.get("/plans", response=PlansOut, summary="Kế hoạch xem được, mới nhất trước")
@requires(VIEW_PLANS)
def plans(request: HttpRequest, wanted: Query[PlansIn]) -> PlansOut:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if wanted.state and wanted.state not in PlanState.values:
        raise Invalid({"state": _("Không có tình trạng này.")})
    asked = {"unit_id": wanted.unit, "state": wanted.state, "pk__lt": wanted.after}
    found = queries.plans(actor).filter(**{name: value for name, value in asked.items() if value})
    rows = list(found.order_by("-pk")[: wanted.size + 1])
    page = rows[: wanted.size]
    return PlansOut(items=[_plan(one) for one in page], next=page[-1].pk if len(rows) > len(page) else None)


@router.get("/plans/{plan_id}", response=PlanLinesOut, summary="Một kế hoạch với chỉ tiêu, nhiệm vụ, tiến độ")
@requires(VIEW_PLANS)
def plan(request: HttpRequest, plan_id: int, wanted: Query[EditionIn]) -> PlanLinesOut:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = queries.plan(actor, plan_id)
    on = clock.today()
    return _lines(
        found,
        queries.target_rows(actor, [found], on=on, edition=wanted.day),
        queries.task_rows(actor, [found], on=on, edition=wanted.day),
    )


@router.get("/progress", response=ProgressOut, summary="Chỉ tiêu, nhiệm vụ đang thực hiện của một đơn vị")
@requires(VIEW_PLANS)
def progress(request: HttpRequest, wanted: Query[ProgressIn]) -> ProgressOut:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if wanted.unit not in access.scope(actor, VIEW_PLANS):
        raise Refused(_("Bạn có quyền xem kế hoạch, nhưng không phải ở đơn vị này."))
    on = clock.today()
    return ProgressOut(
        targets=[_target(one) for one in queries.targets_of(actor, wanted.unit, on=on, year=wanted.year)],
        tasks=[_task(one) for one in queries.tasks_of(actor, wanted.unit, on=on, year=wanted.year)],
    )


@router.post(
    "/targets/{target_id}/reports", response={201: ReportedOut}, summary="Báo cáo tiến độ một chỉ tiêu"
)
@requires(REPORT_PROGRESS)
def report_target(request: HttpRequest, target_id: int, body: ProgressBody) -> Status[ReportedOut]:
    """`unit`: the reporting one; the caller's own without it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    unit_id = body.unit or actor.home_unit_id
    if unit_id is None:
        raise Invalid({"unit": _("Ghi đơn vị báo cáo.")})
    made = services.report_target(
        actor, at=clock.now(), unit_id=unit_id, target_id=target_id, order=_order(body)
    )
    return Status(201, ReportedOut(id=made.pk))


@router.post("/tasks/{task_id}/reports", response={201: ReportedOut}, summary="Báo cáo tiến độ một nhiệm vụ")
@requires(REPORT_PROGRESS)
def report_task(request: HttpRequest, task_id: int, body: ProgressBody) -> Status[ReportedOut]:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    made = services.report_task(actor, at=clock.now(), task_id=task_id, order=_order(body))
    return Status(201, ReportedOut(id=made.pk))


@router.get("/public", response=PlansOut, summary="Kế hoạch công khai", auth=None)
@public("Published plans are public papers.")
def public_plans(request: HttpRequest, wanted: Query[PlansIn]) -> PlansOut:
    found = queries.published_plans().order_by("-pk")
    if wanted.unit:
        found = found.filter(unit_id=wanted.unit)
    rows = list((found.filter(pk__lt=wanted.after) if wanted.after else found)[: wanted.size + 1])
    page = rows[: wanted.size]
    return PlansOut(items=[_plan(one) for one in page], next=page[-1].pk if len(rows) > len(page) else None)


def _order(body: ProgressBody) -> services.ReportOrder:
    return services.ReportOrder(body.as_of, body.value, body.text, body.link)


def _plan(one: Plan) -> TargetPlanOut:
    return TargetPlanOut(
        id=one.pk, unit=one.unit_id, unit_name=one.unit_name, tier=one.tier, title=one.title, number=one.number,
        issuer=one.issuer, issued_on=one.issued_on, starts_on=one.starts_on, ends_on=one.ends_on, state=one.state,
        parent=one.parent_id, is_published=one.is_published, source=one.source,
    )  # fmt: skip


def _lines(one: Plan, targets: list[TargetRow], tasks: list[TaskRow]) -> PlanLinesOut:
    return PlanLinesOut(
        **_plan(one).dict(), targets=[_target(row) for row in targets], tasks=[_task(row) for row in tasks]
    )


def _changes(line: queries.LineNow) -> list[PlanChangeOut]:
    return [
        PlanChangeOut(
            number=one.change.number, effective_on=one.change.effective_on, kind=one.change.kind.value,
            cited=one.change.cited, reason=one.change.reason,
            fields={
                name: [str(before), str(after)]
                for name, (before, after) in one.fields.items()
                if name not in queries.FOLLOWS
            },
        )
        for one in line.history
    ]  # fmt: skip


def _target(row: TargetRow) -> PlanTargetOut:
    now = row.target
    return PlanTargetOut(
        id=now.id, plan=row.plan_id, number=now.number, item=now.item, name=now.name, lead=now.lead,
        measure=now.measure.value, indicator=now.indicator, direction=now.direction.value, threshold=row.threshold,
        unit_word=now.unit_word, starts_on=now.starts_on, due_on=now.due_on, parent=now.parent_id, value=row.value,
        as_of=row.as_of, standing=row.standing.value if row.standing else None, expected_on=row.expected_on,
        changes=_changes(now),
    )  # fmt: skip


def _task(row: TaskRow) -> PlanTaskOut:
    now = row.task
    return PlanTaskOut(
        id=now.id, plan=row.plan_id, number=now.number, item=now.item, name=now.name, lead=now.lead,
        supporting=now.supporting, deliverable=now.deliverable, starts_on=now.starts_on, ends_on=now.ends_on,
        is_yearly=now.is_yearly, depends_on=now.depends_on_id, share=row.share,
        standing=row.standing.value if row.standing else None, expected_on=row.expected_on, changes=_changes(now),
    )  # fmt: skip
