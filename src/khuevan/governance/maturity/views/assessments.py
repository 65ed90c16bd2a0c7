"""One assessment: its sheet, its level, what may be done with it, what was done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from markupsafe import Markup

from khuevan.kernel import access, clock, ui
from khuevan.kernel.access import requires

from .. import queries, rules
from ..choices import Act, AppealState, Kind, Level, State
from ..models import Assessment
from ..permissions import VIEW_ASSESSMENTS
from ..queries import Sheet, SheetRow
from ..rules import Found
from .external import ExternalPart, external_part
from .words import actor_of, address, level_badge, points, state_badge, trail

ACT_ICONS = {
    "submit": ("send", "primary"), "return": ("arrow-back-up", "danger"), "accept": ("check", "primary"),
    "open_external": ("users", "warning"), "conclude": ("scale", "primary"), "recognise": ("certificate", "success"),
    "publish": ("world", "success"), "revise": ("refresh", "warning"), "hand_over": ("transfer", "info"),
    "stop": ("ban", "neutral"),
}  # fmt: skip


@dataclass(frozen=True)
class LineView:
    code: str
    name: str
    kind: Kind
    depth: int
    url: str
    maximum: str
    proposed: str
    own: str
    final: str
    evidence: str
    level: Markup
    note: str
    is_missing: bool


@dataclass(frozen=True)
class AssessmentPage:
    """may: what the reader may do now. external: whether anything was looked at from outside."""

    assessment: Assessment
    badge: Markup
    sheet: Sheet
    stats: Sequence[tuple[str, str, str, str]]
    lines: Sequence[LineView]
    external: bool
    evidence_url: str
    leaf_choices: Sequence[tuple[str, str]]
    outside: ExternalPart
    radar: ui.Chart
    may: frozenset[str]
    is_late: bool
    closed_on: object
    moved_to: str
    facts: Sequence[tuple[str, object]]
    steps: Sequence[Mapping[str, Any]]
    error: Mapping[str, str]
    typed: Mapping[str, str]
    breadcrumbs: Sequence[tuple[str, str]]


@requires(VIEW_ASSESSMENTS)
@require_safe
def assessment(request: HttpRequest, assessment_id: int) -> HttpResponse:
    return show(request, queries.assessment(actor_of(request), assessment_id))


def show(
    request: HttpRequest,
    one: Assessment,
    *,
    error: Mapping[str, str] | None = None,
    typed: Mapping[str, str] | None = None,
) -> HttpResponse:
    """The page; with what was wrong and what was typed where an act was refused."""
    found = queries.sheet(one)
    external = any(row.final.is_given for row in found.rows)
    page = AssessmentPage(
        assessment=one,
        badge=state_badge(State(one.state)),
        sheet=found,
        stats=_stats(one, found, external),
        lines=[_line(one, row) for row in found.rows],
        external=external,
        evidence_url=address("evidence", unit_id=one.unit_id)
        if one.unit_id in access.scope(actor_of(request), VIEW_ASSESSMENTS)
        else "",
        leaf_choices=[(row.row.code, f"{row.row.code} {row.row.line.name}") for row in found.leaves],
        outside=external_part(request, one, found),
        radar=radar_of([(one.unit_name, found)], external=external),
        may=_may(request, one),
        is_late=rules.is_late(clock.today(), one.due_on) and State(one.state) is State.DRAFT,
        closed_on=queries.closed_on(one.unit_id),
        moved_to=_moved_to(one),
        facts=_facts(one, found),
        steps=[_step(step) for step in queries.steps(one)],
        error=error or {},
        typed=typed or {},
        breadcrumbs=trail(
            (one.unit_name, _unit_url(request, one)), (f"{one.edition.code} · {one.school_year}", "")
        ),
    )
    return ui.render(request, "maturity/assessment.html", page, status=422 if error else 200)


def _unit_url(request: HttpRequest, one: Assessment) -> str:
    seen = one.unit_id in access.scope(actor_of(request), VIEW_ASSESSMENTS)
    return address("unit", unit_id=one.unit_id) if seen else ""


def _stats(one: Assessment, found: Sheet, external: bool) -> list[tuple[str, str, str, str]]:
    """(label, value, detail, tone)."""
    verdict = found.final if external or one.final_level else found.verdict
    totals = found.final_totals if external or one.final_level else found.totals
    level = Level(one.final_level) if one.final_level else verdict.level
    tones = {Level.NOT_MET: "danger", Level.BASIC: "info", Level.GOOD: "success"}
    label = _("Mức độ được công nhận") if one.final_level else _("Mức độ theo điểm hiện nay")
    held = (
        _("thiếu điều kiện bắt buộc %(codes)s") % {"codes": ", ".join(verdict.held_by)}
        if verdict.held_by
        else ""
    )
    made = [(label, str(level.label), held, tones[level])]
    for row in found.index.groups:
        own = verdict.groups.get(row.code)
        made.append(
            (
                f"{row.code}. {row.line.name}", f"{points(totals.get(row.code))}/{points(row.line.maximum)}",
                str(own.label) if own else "", tones[own] if own else "neutral",
            )
        )  # fmt: skip
    return made


def _line(one: Assessment, row: SheetRow) -> LineView:
    line = row.row.line
    is_leaf = row.is_leaf
    return LineView(
        code=line.code,
        name=line.name,
        kind=line.kind,
        depth=row.row.depth,
        url=address("criterion", assessment_id=one.pk, code=line.code) if is_leaf else "",
        maximum=_("bắt buộc") if line.kind is Kind.MANDATORY else points(line.maximum),
        proposed=points(row.proposed) if is_leaf else "",
        own=said(row.own) if is_leaf else points(row.total),
        final=said(row.final) if is_leaf else points(row.final_total),
        evidence=str(row.evidence) if is_leaf and row.row.topic else "",
        level=level_badge(row.level) if row.level else Markup(""),
        note=row.reason,
        is_missing=is_leaf and not row.own.is_given,
    )


def said(found: Found) -> str:
    if found.met is not None:
        return _("Đạt") if found.met else _("Chưa đạt")
    return points(found.points)


def radar_of(sheets: Sequence[tuple[str, Sheet]], *, external: bool = False) -> ui.Chart:
    """Every criterion in per cent of its maximum."""
    rows = [row for row in sheets[0][1].rows if row.row.line.kind is Kind.CRITERION and row.row.line.maximum]
    series = []
    for name, found in sheets:
        label = _("Tự đánh giá") if len(sheets) == 1 else name
        series.append(ui.Series(label, [_part(row, found.totals) for row in rows]))
        if external and len(sheets) == 1:
            series.append(
                ui.Series(_("Sau đánh giá ngoài"), [_part(row, found.final_totals) for row in rows])
            )
        if len(sheets) == 1 and found.proposed is not None:
            totals, _verdict = queries.judged(
                found.index, {code: Found(value) for code, value in found.proposed.scores.items()}
            )
            series.append(ui.Series(_("Đề xuất từ dữ liệu"), [_part(row, totals) for row in rows]))
    return ui.Chart(
        _("Từng tiêu chí so với điểm tối đa"),
        [f"{row.row.code} {row.row.line.name}" for row in rows],
        series,
        kind="radar",
        unit="%",
        category_label=_("Tiêu chí"),
        decimals=0,
    )


def _part(row: SheetRow, totals: Mapping[str, Any]) -> float | None:
    total, maximum = totals.get(row.row.code), row.row.line.maximum
    return float(total * 100 / maximum) if total is not None and maximum else None


def _may(request: HttpRequest, one: Assessment) -> frozenset[str]:
    actor, state = actor_of(request), State(one.state)
    decides = queries.may_decide(actor, one)
    edits = state in rules.EDITED
    held = {
        "score": edits and queries.may_prepare(actor, one),
        Act.SUBMIT.value: queries.may_submit(actor, one),
        **{act.value: decides for act in Act if act not in (Act.SUBMIT, Act.REVISE)},
    }
    possible = {act.value for act in Act if rules.next_state(state, act) is not None} | {"score"}
    if queries.appeals(one) and any(row.state == AppealState.OPEN for row in queries.appeals(one)):
        possible.discard(Act.PUBLISH.value)
    return frozenset(name for name, allowed in held.items() if allowed and name in possible)


def _moved_to(one: Assessment) -> str:
    """The body that manages the unit today, where it is neither the receiver nor above it."""
    unit = queries.assessed_unit(one.edition, one.unit_id, on=clock.today())
    if unit is None or State(one.state) in (State.PUBLISHED, State.RECOGNISED, State.STOPPED, State.DRAFT):
        return ""
    return unit.managing_name if one.receiver_id not in (unit.managing_id, unit.department_id) else ""


def _facts(one: Assessment, found: Sheet) -> list[tuple[str, object]]:
    moments, days = ui.formatters.day_and_time, ui.formatters.day
    decided = f"{one.decision_number}, {days(one.decision_on)}" if one.decision_on else ""
    proposed = found.proposed.made_at if found.proposed else None
    return [
        (_("Bộ chỉ số"), ui.link(address("edition", code=one.edition.code), str(one.edition))),
        (_("Năm học"), one.school_year),
        (_("Gửi trước ngày"), days(one.due_on)),
        (_("Công bố trước ngày"), days(one.publish_by)),
        (_("Nơi đánh giá"), one.receiver_name),
        (_("Gửi lúc"), moments(one.submitted_at) if one.submitted_at else ""),
        (_("Điểm đề xuất tính lúc"), moments(proposed) if proposed else ""),
        (_("Quyết định công nhận"), decided),
        (_("Công bố lúc"), moments(one.published_at) if one.published_at else ""),
    ]


def _step(step: Any) -> dict[str, Any]:
    icon, tone = ACT_ICONS.get(step.act, ("point-filled", "neutral"))
    words = [step.note, _("Số quyết định: %(number)s") % {"number": step.decision} if step.decision else "",
             f"SHA-256 {step.digest}" if step.digest else ""]  # fmt: skip
    return {
        "at": step.at, "by": step.by, "title": str(Act(step.act).label), "icon": icon, "tone": tone,
        "detail": " · ".join(word for word in words if word),
    }  # fmt: skip
