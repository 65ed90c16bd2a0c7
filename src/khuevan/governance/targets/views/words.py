"""What several pages say in the same way."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from markupsafe import Markup

from khuevan.kernel import clock, ui
from khuevan.kernel.access import Actor, Permission
from khuevan.register.organisations import queries as organisations

from .. import queries
from ..choices import Direction, PlanState, Standing
from ..models import Plan
from ..rules import Done
from ..services.frame import demand_of_unit

TONES = {
    Standing.REACHED: "success", Standing.ON_THE_WAY: "primary", Standing.BEHIND: "warning", Standing.LATE: "danger",
    Standing.NOT_BEGUN: "neutral", Standing.UNKNOWN: "neutral",
}  # fmt: skip
STATE_TONES = {PlanState.DRAFT: "warning", PlanState.ADOPTED: "success", PlanState.ENDED: "neutral"}
NUMBERS = 9


def trail(*steps: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("Kế hoạch, chỉ tiêu"), reverse("targets:plans")), *steps]


def plan_step(plan: Plan) -> tuple[str, str]:
    return plan.title[:80], reverse("targets:plan", args=[plan.pk])


def standing_badge(standing: Standing | None, expected_on: date | None = None) -> Markup:
    """How far, and when the present pace arrives."""
    if standing is None:
        return Markup("–")
    badge = ui.badge(str(standing.label), TONES[standing])
    if expected_on is None or standing not in (Standing.ON_THE_WAY, Standing.BEHIND):
        return badge
    said = _("dự kiến %(day)s") % {"day": ui.formatters.day(expected_on)}
    return badge + Markup(' <span class="kv-muted">{}</span>').format(said)


def amount(value: Any, unit_word: str) -> str:
    """12,5% or 3 học sinh."""
    if value is None:
        return ui.formatters.NOTHING
    number = ui.formatters.number(round(float(value), 2))
    return f"{number}%" if unit_word == "%" else f"{number} {unit_word}".strip()


def asked_for(target: queries.TargetNow) -> str:
    sign = "≥" if target.direction is Direction.AT_LEAST else "≤"
    return f"{sign} {amount(target.threshold, target.unit_word)}"


def field_words() -> dict[str, str]:
    return {
        "number": _("Số thứ tự"), "item": _("Mục của văn bản"), "name": _("Nội dung"), "lead": _("Đơn vị chủ trì"),
        "supporting": _("Đơn vị phối hợp"), "deliverable": _("Sản phẩm"), "note": _("Ghi chú"), "direction": _("Chiều"),
        "threshold": _("Mức phải đạt"), "unit_word": _("Đơn vị tính"), "starts_on": _("Bắt đầu"),
        "due_on": _("Đạt vào ngày"), "ends_on": _("Hoàn thành"), "period_said": _("Thời gian"),
        "is_yearly": _("Làm lại hằng năm"),
    }  # fmt: skip


def done_words(done: Done) -> list[tuple[str, str, str]]:
    """(field, before, after) in words."""
    labels = field_words()
    return [
        (labels[name], said(before), said(after))
        for name, (before, after) in done.fields.items()
        if name in labels
    ]


def said(value: Any) -> str:
    if isinstance(value, date):
        return ui.formatters.day(value)
    if isinstance(value, bool):
        return _("Có") if value else _("Không")
    if isinstance(value, str):
        return value
    return ui.formatters.number(float(value)) if value is not None else ui.formatters.NOTHING


def unit_asked(request: HttpRequest, actor: Actor) -> int:
    """The unit that the address names, else where the actor is at home, else the highest. Raises Http404."""
    word = request.GET.get("unit", "")
    if word:
        if not (word.isascii() and word.isdigit() and len(word) <= NUMBERS):
            raise Http404
        return int(word)
    if actor.home_unit_id is not None:
        return actor.home_unit_id
    roots = organisations.roots(on=clock.today())
    if not roots:
        raise Http404
    return roots[0].id


def own_plan(actor: Actor, permission: Permission, plan_id: int) -> Plan:
    """The plan, for who may do this with it. Raises Http404 for who does not see it, Refused."""
    found = queries.plan(actor, plan_id)
    demand_of_unit(actor, permission, found.unit_id)
    return found


def day_asked(request: HttpRequest) -> date | None:
    """The day as of which a plan is shown; None: today, and for what is no day."""
    word = request.GET.get("day", "")
    if not word:
        return None
    try:
        found: date = ui.DateField().clean(word)
    except ValidationError:
        return None
    return found
