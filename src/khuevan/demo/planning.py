"""Plans of every level: those of the documents that the platform was built from, line by line with the item that each
comes from, and samples that show plans hanging together, amended, under way and late.

`plans/*.toml` hold the facts; nothing is invented there that is not marked as a sample.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from khuevan.governance.targets import queries, services
from khuevan.governance.targets.choices import ChangeKind, Direction, Measure, SectionKind
from khuevan.governance.targets.services import ChangeOrder, ReportOrder, TargetOrder, TaskOrder
from khuevan.kernel.access import Actor
from khuevan.register.organisations import queries as organisations

PLANS: Final = Path(__file__).parent / "plans"
DOCUMENTS: Final = (
    "ministry_1282",
    "dak_nong_2022",
    "tay_ninh_2024",
    "vinh_2025",
    "ministry_2026",
    "lam_dong_2026",
)
EVIDENCE: Final = "Quyết định của hiệu trưởng (dữ liệu mẫu)"
LINES: Final = ("name", "number", "item", "lead", "supporting", "deliverable", "note")


class Furnished:
    """What was made: plans by the name of their file, lines by "file:key"."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.plans: dict[str, int] = {}
        self.targets: dict[str, int] = {}
        self.tasks: dict[str, int] = {}
        self.sections: dict[tuple[str, str], int] = {}


def furnish(actor: Actor, *, schools: Sequence[int], at: datetime, on: date) -> Furnished:
    """schools: those with heads who can sign in; each gets a plan of its own that carries out the department's."""
    made = Furnished(actor)
    for name in DOCUMENTS:
        facts = read(name)
        unit = _unit(facts["unit"], on)
        if unit is not None and facts["issued_on"] <= on:
            _plan(made, name, facts, unit, at, on)
    facts = read("school_2026")
    if "lam_dong_2026" in made.plans and facts["issued_on"] <= on:
        for number, unit in enumerate(dict.fromkeys(schools)):
            _plan(made, f"school_2026.{number}", facts, unit, at, on)
            _show_evidence(made, unit, at, on)
    return made


def read(name: str) -> dict[str, Any]:
    with (PLANS / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def _unit(code: str, on: date) -> int | None:
    """By its code; the ministry is the root of the tree."""
    if code == "ministry":
        roots = organisations.roots(on=on)
        return next((one.id for one in roots if one.kind == "ministry"), None)
    found = organisations.by_code(code)
    return found.pk if found is not None else None


def _plan(
    made: Furnished, name: str, facts: Mapping[str, Any], unit_id: int, now: datetime, on: date
) -> None:
    """Of a document everything happens on its own days; a plan that is followed is adopted today, with its own date."""
    is_ended = facts.get("ended", False)
    at = _at(facts["issued_on"]) if is_ended else now
    order = services.PlanOrder(
        title=facts["title"], starts_on=facts["starts_on"], ends_on=facts["ends_on"], issuer=facts.get("issuer", ""),
        number=facts.get("number", ""), parent_id=made.plans.get(facts.get("parent", "")), source=facts["source"],
        note=facts.get("note", ""),
    )  # fmt: skip
    plan = services.begin_plan(made.actor, at=at, unit_id=unit_id, order=order)
    made.plans[name] = plan.pk
    for one in facts.get("instruments", ()):
        services.add_instrument(made.actor, at=at, plan_id=plan.pk, order=services.InstrumentOrder(**one))
    for one in facts.get("sections", ()):
        section = services.SectionOrder(one["name"], one["number"], SectionKind(one.get("kind", "pillar")))
        made.sections[name, one["number"]] = services.add_section(
            made.actor, at=at, plan_id=plan.pk, order=section
        ).pk
    _tighten(made, name, plan.pk, facts.get("tightened", ()), at, on)
    for one in facts.get("targets", ()):
        target = services.add_target(made.actor, at=at, plan_id=plan.pk, order=_target(made, name, one))
        made.targets[f"{name}:{one.get('number', '')}"] = target.pk
    for one in facts.get("tasks", ()):
        task = services.add_task(made.actor, at=at, plan_id=plan.pk, order=_task(made, name, facts, one))
        made.tasks[f"{name}:{one.get('key', one.get('number', ''))}"] = task.pk
    number = facts.get("number") or "(không ghi số)"
    services.adopt_plan(made.actor, at=at, plan_id=plan.pk, number=number, issued_on=facts["issued_on"])
    services.publish_plan(made.actor, at=at, plan_id=plan.pk, is_published=True)
    for one in facts.get("amendments", ()):
        if one["effective_on"] <= on:
            _amend(made, name, facts, one, at)
    _report(made, name, facts, now, on)
    if is_ended:
        services.end_plan(made.actor, at=_at(min(facts["ends_on"], on)), plan_id=plan.pk)


def _tighten(
    made: Furnished, name: str, plan_id: int, tightened: Sequence[Mapping[str, Any]], at: datetime, on: date
) -> None:
    """Lines that were taken over from above, as the plan makes them its own."""
    for one in queries.targets_on([plan_id], on):
        made.targets[f"{name}:{one.number}"] = one.id
        more = next((given for given in tightened if given["number"] == one.number), None)
        if more is not None:
            order = TargetOrder(
                name=one.name, number=one.number, measure=one.measure, indicator=one.indicator, held=one.held,
                direction=one.direction, threshold=Decimal(str(more["threshold"])), unit_word=one.unit_word,
                starts_on=one.starts_on, due_on=more["due_on"], base=Decimal(str(more["base"])), tiers=one.tiers,
                levels=one.levels, parent_id=one.parent_id,
            )  # fmt: skip
            services.change_target(made.actor, at=at, target_id=one.id, order=order)


def _target(made: Furnished, name: str, one: Mapping[str, Any]) -> TargetOrder:
    measure = Measure.INDICATOR if "indicator" in one else Measure(one.get("measure", "reported"))
    return TargetOrder(
        **_line(made, name, one), measure=measure, indicator=one.get("indicator", ""),
        direction=Direction(one.get("direction", "at_least")), threshold=Decimal(str(one["threshold"])),
        unit_word=one.get("unit_word", "%"), due_on=one.get("due_on"), tiers=tuple(one.get("tiers", ())),
        base=Decimal(str(one["base"])) if "base" in one else None, levels=tuple(one.get("levels", ())),
    )  # fmt: skip


def _task(made: Furnished, name: str, facts: Mapping[str, Any], one: Mapping[str, Any]) -> TaskOrder:
    from khuevan.governance.targets.rules import Period, read_period

    within = Period(facts["starts_on"], facts["ends_on"])
    period = read_period(one["period"], within) if "period" in one else within
    assert period is not None
    return TaskOrder(
        **_line(made, name, one), starts_on=one.get("starts_on", period.starts_on),
        ends_on=one.get("ends_on", period.ends_on), is_yearly=period.is_yearly,
        period_said=one.get("period_said", one.get("period", "")),
        depends_on_id=made.tasks.get(one.get("depends_on", "")),
    )  # fmt: skip


def _line(made: Furnished, name: str, one: Mapping[str, Any]) -> dict[str, Any]:
    section = made.sections.get((name, one.get("section", "")))
    return {field: one.get(field, "") for field in LINES} | {"section_id": section}


def _amend(
    made: Furnished, name: str, facts: Mapping[str, Any], one: Mapping[str, Any], at: datetime
) -> None:
    order = services.AmendmentOrder(one["number"], one["effective_on"], one["issuer"], one["title"])
    changes = []
    for given in one["changes"]:
        said = {"reason": given["reason"], "cited": given["cited"], "item": given["item"]}
        if given.get("kind") == "add":
            changes.append(
                ChangeOrder(ChangeKind.ADD, **said, added=_task(made, name, facts, given["added"]))
            )
            continue
        values = {key: given[key] for key in ("name", "ends_on", "due_on", "period_said") if key in given}
        if "threshold" in given:
            values["threshold"] = Decimal(str(given["threshold"]))
        changes.append(
            ChangeOrder(
                ChangeKind.CHANGE, **said, values=values, target_id=made.targets.get(f"{name}:{given.get('target')}"),
                task_id=made.tasks.get(f"{name}:{given.get('task')}"),
            )
        )  # fmt: skip
    when = _at(one["effective_on"]) if facts.get("ended") else at
    services.amend_plan(made.actor, at=when, plan_id=made.plans[name], order=order, changes=changes)


def _report(made: Furnished, name: str, facts: Mapping[str, Any], now: datetime, on: date) -> None:
    """What the unit said of its progress, of the days that it spoke of."""
    for one in facts.get("tasks", ()):
        if "done" in one and one["done_on"] <= on:
            order = ReportOrder(one["done_on"], Decimal(one["done"]), one["done_text"])
            task_id = made.tasks[f"{name}:{one.get('key', one.get('number', ''))}"]
            services.report_task(made.actor, at=now, task_id=task_id, order=order)
    for one in facts.get("targets", ()):
        if "reported" in one and one["reported_on"] <= on:
            order = ReportOrder(one["reported_on"], Decimal(one["reported"]), one["reported_text"])
            target_id = made.targets[f"{name}:{one['number']}"]
            unit_id = next(
                row.unit_id for row in queries.targets_on([made.plans[name]], on) if row.id == target_id
            )
            services.report_target(made.actor, at=now, unit_id=unit_id, target_id=target_id, order=order)


def _show_evidence(made: Furnished, unit_id: int, at: datetime, on: date) -> None:
    """The school has its team for the digital transformation, and says so once for the department's target."""
    target_id = made.targets.get("lam_dong_2026:9")
    if target_id is not None:
        order = ReportOrder(on, Decimal(1), EVIDENCE)
        services.report_target(made.actor, at=at, unit_id=unit_id, target_id=target_id, order=order)


def _at(day: date) -> datetime:
    """Nine in the morning of that day, in Việt Nam."""
    return datetime.combine(day, time(2), tzinfo=UTC)
