"""The plans that there are, and one of them: targets, tasks, timeline, amendments; as of any day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from khuevan.kernel import access, clock, ui
from khuevan.kernel.access import Actor, requires
from khuevan.register.organisations import queries as organisations

from .. import queries
from ..choices import PlanState, Standing, Tier
from ..forms import AdoptForm, InstrumentForm, SectionForm
from ..models import Amendment, Instrument, Plan, Section
from ..permissions import EDIT_PLANS, VIEW_PLANS
from ..queries import Held, TargetRow, TaskRow
from ..services import against
from .timelines import Timeline, timeline_of
from .words import (
    STATE_TONES,
    TONES,
    amount,
    asked_for,
    day_asked,
    done_words,
    plan_step,
    standing_badge,
    trail,
)

PARTS = ("targets", "tasks", "timeline", "changes")


@dataclass(frozen=True)
class PlansPage:
    listing: ui.Listing
    filters: Sequence[ui.Choice]
    slice: ui.Slice
    tones: Mapping[Any, str]
    begin_url: str
    board_url: str


@dataclass(frozen=True)
class AmendmentView:
    """lines: name of the line, its page, kind, what it said and says, the item cited, the reason."""

    amendment: Amendment
    lines: Sequence[tuple[str, str, str, Sequence[tuple[str, str, str]], str, str]]


@dataclass(frozen=True)
class PlanPage:
    plan: Plan
    part: str
    tabs: Sequence[tuple[str, str, bool, int]]
    day: date | None
    state: str
    stats: Sequence[tuple[str, int, str]]
    targets: Sequence[TargetRow]
    tasks: Sequence[TaskRow]
    timeline: Timeline | None
    amendments: Sequence[AmendmentView]
    instruments: Sequence[Instrument]
    sections: Sequence[Section]
    looser: Sequence[Held]
    against: Sequence[str]
    odd: Sequence[str]
    may: frozenset[str]
    below: int
    parent_url: str
    adopt_form: AdoptForm
    instrument_form: InstrumentForm
    section_form: SectionForm
    breadcrumbs: Sequence[tuple[str, str]]

    asked_for: Any = staticmethod(asked_for)
    badge: Any = staticmethod(standing_badge)
    amount: Any = staticmethod(amount)


@requires(VIEW_PLANS)
@require_safe
def plans(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    listing = ui.Listing.of(request, filters=("tier", "state", "whose"))
    found = queries.matching(queries.plans(actor), listing.text)
    for name, known in (("tier", Tier.values), ("state", PlanState.values)):
        if listing.chosen(name) in known:
            found = found.filter(**{name: listing.chosen(name)})
    if listing.chosen("whose") == "own" and actor.home_unit_id is not None:
        found = found.filter(unit_id=actor.home_unit_id)
    home = actor.home_unit_id
    may_begin = home is not None and queries.may_edit(actor, home) or actor.everything
    page = PlansPage(
        listing=listing,
        filters=(
            ui.choice("whose", _("Của ai"), [("", _("Mọi kế hoạch xem được")), ("own", _("Của đơn vị tôi"))]),
            ui.choice("tier", _("Cấp"), [("", _("Mọi cấp")), *Tier.choices]),
            ui.choice("state", _("Tình trạng"), [("", _("Mọi tình trạng")), *PlanState.choices]),
        ),
        slice=ui.take(found, listing),
        tones=STATE_TONES,
        begin_url=reverse("targets:begin") if may_begin and access.decide(actor, EDIT_PLANS) else "",
        board_url=reverse("targets:board"),
    )
    return ui.render(request, "targets/plans.html", page)


@requires(VIEW_PLANS)
@require_safe
def plan(request: HttpRequest, plan_id: int) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return show(request, queries.plan(actor, plan_id))


def show(
    request: HttpRequest,
    found: Plan,
    *,
    adopt: AdoptForm | None = None,
    instrument: InstrumentForm | None = None,
    section: SectionForm | None = None,
) -> HttpResponse:
    """The page; with forms that came back where something was refused."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    today = clock.today()
    day = day_asked(request)
    part = request.GET.get("part", "")
    part = part if part in PARTS else PARTS[0]
    targets = queries.target_rows(actor, [found], on=today, edition=day)
    tasks = queries.task_rows(actor, [found], on=today, edition=day)
    amendments = [_view(one, found) for one in queries.amendments(found.pk)]
    if part == PARTS[0] and not targets and tasks and "part" not in request.GET:
        part = "tasks"
    stats = queries.counted([*targets, *tasks])
    is_draft = found.state == PlanState.DRAFT
    refused = any(form is not None for form in (adopt, instrument, section))
    page = PlanPage(
        plan=found,
        part=part,
        tabs=_tabs(found, part, day, len(targets), len(tasks), len(amendments)),
        day=day,
        state=str(PlanState(found.state).label),
        stats=[(str(one.label), stats[one], TONES[one]) for one in Standing if stats[one]],
        targets=targets,
        tasks=tasks,
        timeline=timeline_of([found], tasks, targets, today) if part == "timeline" else None,
        amendments=amendments,
        instruments=queries.instruments(found.pk),
        sections=queries.sections(found.pk),
        looser=() if is_draft else queries.loosened_in(found, on=day or today),
        against=against(found, on=today) if is_draft else (),
        odd=_odd(found, today),
        may=_may(actor, found),
        below=queries.plans(actor).filter(parent=found).count(),
        parent_url=reverse("targets:plan", args=[found.parent_id]) if found.parent_id else "",
        adopt_form=adopt or AdoptForm(initial={"issued_on": today}),
        instrument_form=instrument or InstrumentForm(),
        section_form=section or SectionForm(),
        breadcrumbs=trail((plan_step(found)[0], "")),
    )
    return ui.render(request, "targets/plan.html", page, status=422 if refused else 200)


def _may(actor: Actor, found: Plan) -> frozenset[str]:
    """What buttons there are."""
    acts = set()
    if found.state == PlanState.DRAFT:
        acts |= {"edit"} if queries.may_edit(actor, found.unit_id) else set()
        acts |= {"adopt"} if queries.may_adopt(actor, found.unit_id) else set()
    elif found.state == PlanState.ADOPTED and queries.may_adopt(actor, found.unit_id):
        acts |= {"amend", "end"}
    if found.state != PlanState.DRAFT and queries.may_publish(actor, found.unit_id):
        acts.add("publish")
    home = actor.home_unit_id
    if (
        found.state == PlanState.ADOPTED
        and home not in (None, found.unit_id)
        and queries.may_edit(actor, home or 0)
    ):
        acts.add("carry_out")
    return frozenset(acts)


def _odd(found: Plan, today: date) -> list[str]:
    """What became of the unit since: it is no more, or stands under another body than the plan says."""
    said = []
    if organisations.closed_among([found.unit_id], on=today):
        said.append(_("Đơn vị đã ngừng hoạt động: kế hoạch giữ để tra cứu, không theo dõi tiến độ nữa."))
    elif found.parent is not None and found.state != PlanState.ENDED:
        above = {one.id for one in organisations.ancestors(found.unit_id, on=today)}
        if above and found.parent.unit_id not in above:
            said.append(
                _("Đơn vị không còn thuộc %(unit)s, nơi ban hành kế hoạch mà kế hoạch này thực hiện.")
                % {"unit": found.parent.unit_name}
            )
    return said


def _tabs(
    found: Plan, part: str, day: date | None, targets: int, tasks: int, amendments: int
) -> list[tuple[str, str, bool, int]]:
    labels = {
        "targets": (_("Chỉ tiêu"), targets), "tasks": (_("Nhiệm vụ"), tasks),
        "timeline": (_("Tiến trình"), targets + tasks), "changes": (_("Sửa đổi, bổ sung"), amendments),
    }  # fmt: skip
    words = f"&day={ui.formatters.day(day)}" if day else ""
    path = reverse("targets:plan", args=[found.pk])
    return [
        (label, f"{path}?part={name}{words}", name == part, number)
        for name, (label, number) in labels.items()
    ]


def _view(one: Amendment, plan: Plan) -> AmendmentView:
    """What the decision changed, line by line, with what each said on the day before."""
    day = one.effective_on
    targets = {line.id: line for line in queries.targets_on([plan.pk], day, with_dropped=True)}
    tasks = {line.id: line for line in queries.tasks_on([plan.pk], day, with_dropped=True)}
    rows = []
    for change in one.changes.all():
        line: queries.LineNow | None
        if change.target_id is not None:
            line, url = targets.get(change.target_id), reverse("targets:target", args=[change.target_id])
        else:
            line, url = tasks.get(change.task_id or 0), reverse("targets:task", args=[change.task_id])
        if line is None:
            continue
        done = next((step for step in line.history if step.change.order == change.pk), None)
        rows.append(
            (
                line.name,
                url,
                change.get_kind_display(),
                done_words(done) if done else [],
                change.cited,
                change.reason,
            )
        )
    return AmendmentView(one, rows)
