"""What the rooms below say of the unit beside indicators: targets and tasks of its own plans, how digital it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.conf import settings
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from khuevan.governance.indicators import queries as indicators
from khuevan.governance.maturity import queries as maturity
from khuevan.governance.maturity.permissions import VIEW_ASSESSMENTS
from khuevan.governance.targets import queries as targets
from khuevan.governance.targets.choices import Measure, Standing
from khuevan.governance.targets.permissions import VIEW_PLANS
from khuevan.kernel import access, database
from khuevan.kernel.access import Actor, Holding, Reach
from khuevan.register.organisations import queries as organisations

from ..choices import Tier
from ..models import Report
from ..rules import said_number, short_day
from .gathering import state_of

LATE = (Standing.BEHIND, Standing.LATE)


@dataclass(frozen=True)
class PlanLine:
    """Of a target or a task: as it is printed. url: its page, with the address of the platform."""

    plan: str
    name: str
    wanted: str
    done: str
    outcome: str
    url: str
    is_late: bool


def plan_targets(actor: Actor, report: Report) -> Sequence[PlanLine]:
    if not access.decide(actor, VIEW_PLANS, on=report.unit_id).allowed:
        return ()
    rows = targets.targets_of(actor, report.unit_id, on=report.campaign.as_of)
    found = []
    for one, (value, standing) in zip(rows, _standings(actor, report, rows), strict=True):
        is_whole = value is None or (one.target.unit_word != "%" and (value % 1 == 0 or abs(value) >= 100))
        done = said_number(value, 0 if is_whole else 1)
        found.append(
            PlanLine(
                one.plan_title, one.target.name, f"{_wanted(one)} ({short_day(one.target.due_on)})",
                f"{done}{_unit(one.target.unit_word)}" if value is not None else "–", _outcome(standing),
                settings.PUBLIC_ADDRESS + one.url, standing in LATE,
            )
        )  # fmt: skip
    return found


def _standings(
    actor: Actor, report: Report, rows: Sequence[targets.TargetRow]
) -> list[tuple[float | None, Standing | None]]:
    """Value and standing of each on the day of the figures. What an indicator measures is taken from the frozen state, as
    all other figures of the report are, not from today's."""
    on = report.campaign.as_of
    state = state_of(report.campaign.snapshot_id, report.campaign.snapshot_digest)
    asking = {
        one.target.id: (indicator, indicators.asked_of(indicator, dict(one.target.held)))
        for one in rows
        if one.target.measure is Measure.INDICATOR
        and (indicator := indicators.indicator_of(one.target.indicator, on=on)) is not None
    }
    answers = (
        indicators.values_at(actor, list(asking.values()), [report.unit_id], on=on, state=state)
        if state is not None
        else [{} for _one in asking]
    )
    told = dict(zip(asking, answers, strict=True))
    found: list[tuple[float | None, Standing | None]] = []
    for one in rows:
        if one.target.measure is not Measure.INDICATOR:
            found.append((one.value, one.standing))
            continue
        figure = told.get(one.target.id, {}).get(report.unit_id)
        value = figure.value if figure is not None else None
        known = targets.Value(value, on) if value is not None else None
        found.append((value, targets.target_progress(one.target, (), known, on).standing))
    return found


def plan_tasks(actor: Actor, report: Report) -> Sequence[PlanLine]:
    if not access.decide(actor, VIEW_PLANS, on=report.unit_id).allowed:
        return ()
    on = report.campaign.as_of
    return [
        PlanLine(
            one.plan_title, one.task.name, short_day(one.task.ends_on),
            f"{said_number(one.share)}%" if one.share is not None else "–", _outcome(one.standing),
            settings.PUBLIC_ADDRESS + one.url, one.standing in LATE,
        )
        for one in targets.tasks_of(actor, report.unit_id, on=on)
    ]  # fmt: skip


def said_maturity(actor: Actor, report: Report) -> tuple[str, str]:
    """(words, address): the level of a school; of a body how many of its schools are on which."""
    if not access.decide(actor, VIEW_ASSESSMENTS, on=report.unit_id).allowed:
        return _("chưa đánh giá"), ""
    campaign = report.campaign
    scope = access.scope(actor, VIEW_ASSESSMENTS)
    under = organisations.under([report.unit_id], on=campaign.as_of)
    units = {unit for _place, unit in under if unit in scope}
    levels: Counter[str] = Counter()
    assessed = 0
    only = Holding(frozenset({VIEW_ASSESSMENTS.code}), Reach.of(units))
    narrow = replace(
        actor, holdings=(only,), everything=False
    )  # so that nobody else's proposals are worked out
    with database.acting(narrow):
        for edition in maturity.usable_editions(campaign.as_of):
            for row in maturity.results(
                narrow, edition, campaign.school_year, on=campaign.as_of, units=units
            ):
                assessed += 1
                if row.level is not None:
                    levels[str(row.level.label)] += 1
    if not levels:
        return _("chưa đánh giá"), ""
    if report.tier == Tier.SCHOOL:
        return next(iter(levels)), settings.PUBLIC_ADDRESS + reverse("maturity:unit", args=[report.unit_id])
    asked = urlencode({"year": campaign.school_year, "unit": str(report.unit_id)})
    url = f"{settings.PUBLIC_ADDRESS}{reverse('maturity:board')}?{asked}"
    told = "; ".join(f"{label}: {number}" for label, number in sorted(levels.items()))
    return _("%(told)s (trên %(all)s trường)") % {"told": told, "all": assessed}, url


def _wanted(one: targets.TargetRow) -> str:
    sign = "≤" if str(one.target.direction).startswith("at_most") else "≥"
    return f"{sign} {said_number(one.threshold, 1 if one.threshold % 1 else 0)}{_unit(one.target.unit_word)}"


def _unit(word: str) -> str:
    return word if word == "%" else f" {word}" if word else ""


def _outcome(standing: Standing | None) -> str:
    return str(standing.label) if standing is not None else "–"
