"""The values of targets: from indicators, from counted evidence, from what units reported. Many at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from khuevan.governance.indicators import queries as indicators
from khuevan.kernel import access, database
from khuevan.kernel.access import Actor
from khuevan.register.organisations import queries as organisations
from khuevan.register.organisations.choices import EducationLevel

from ..choices import Measure
from ..models import Report
from .lines import TargetNow
from .plans import TIERS


@dataclass(frozen=True)
class Value:
    """upper, lower: what a share was made of; as_of: the day that it is the value of."""

    value: float
    as_of: date
    upper: float | None = None
    lower: float | None = None


def values(actor: Actor, targets: Sequence[TargetNow], *, on: date) -> dict[int, Value]:
    """Target -> its value at the unit whose plan it is of, as far as it is known and the actor may see it."""
    found = _from_indicators(actor, [one for one in targets if one.measure is Measure.INDICATOR], on)
    found |= _from_evidence([one for one in targets if one.measure is Measure.EVIDENCE], on)
    found |= _from_reports([one for one in targets if one.measure is Measure.REPORTED], on)
    return found


def has_moved(target: TargetNow, *, on: date) -> bool:
    """Whether the formula of its indicator is another one than when the target was bound to it, or is gone."""
    if target.measure is not Measure.INDICATOR:
        return False
    indicator = indicators.indicator_of(target.indicator, on=on)
    return indicator is None or indicator.version != target.indicator_version


def _from_indicators(actor: Actor, targets: Sequence[TargetNow], on: date) -> dict[int, Value]:
    """The tree is read once, the sums once an indicator, however many units."""
    state = indicators.current()
    if state is None:
        return {}
    groups: dict[tuple[str, tuple[tuple[str, str], ...]], list[TargetNow]] = {}
    for one in targets:
        groups.setdefault((one.indicator, tuple(sorted(one.held.items()))), []).append(one)
    known = [
        (indicator, indicators.asked_of(indicator, dict(held)), asking)
        for (code, held), asking in groups.items()
        if (indicator := indicators.indicator_of(code, on=on)) is not None
    ]
    units = {one.unit_id for _indicator, _asked, asking in known for one in asking}
    answers = indicators.values_at(
        actor, [(indicator, asked) for indicator, asked, _ in known], units, on=on, state=state
    )
    found: dict[int, Value] = {}
    for (_indicator, _asked, asking), figures in zip(known, answers, strict=True):
        for one in asking:
            figure = figures.get(one.unit_id)
            if figure is not None and figure.value is not None:
                found[one.id] = Value(figure.value, state.manifest.as_of, figure.upper, figure.lower)
    return found


def _from_reports(targets: Sequence[TargetNow], on: date) -> dict[int, Value]:
    """What the unit itself said last."""
    own = {one.id: one.unit_id for one in targets}
    rows = Report.objects.filter(target_id__in=own, as_of__lte=on).order_by("as_of", "pk")
    return {
        target: Value(float(value), as_of)
        for target, unit, value, as_of in rows.values_list("target_id", "unit_id", "value", "as_of")
        if unit == own[target]
    }


def _from_evidence(targets: Sequence[TargetNow], on: date) -> dict[int, Value]:
    """The schools that showed evidence among all that the target is for."""
    if not targets:
        return {}
    rows = Report.objects.filter(target_id__in=[one.id for one in targets], as_of__lte=on)
    reports = list(rows.order_by("as_of", "pk").values_list("target_id", "unit_id", "value", "as_of"))
    if not reports:
        return {}
    reported = {target for target, *_ in reports}
    targets = [one for one in targets if one.id in reported]
    concerned = schools_of(targets, on=on)
    heirs = taken_over({unit for units in concerned.values() for unit in units}, on=on)
    said: dict[int, dict[int, tuple[float, date]]] = {}
    for target, unit, value, as_of in reports:
        said.setdefault(target, {})[heirs.get(unit, unit)] = (float(value), as_of)
    found = {}
    for one in targets:
        units = concerned[one.id]
        if not units:
            continue
        showing = [said[one.id][unit] for unit in units if unit in said[one.id]]
        number = float(sum(value > 0 for value, _day in showing))
        last = max((day for _value, day in said[one.id].values()), default=on)
        share = number * 100 / len(units) if one.unit_word == "%" else number
        found[one.id] = Value(share, last, number, float(len(units)))
    return found


def schools_of(targets: Iterable[TargetNow], *, on: date) -> dict[int, Collection[int]]:
    """Target -> the schools that it is for on the day: under the unit, of its levels, among the named ones."""
    every = list(targets)
    under: dict[int, list[int]] = {}
    for place, unit in organisations.under(sorted({one.unit_id for one in every}), on=on):
        under.setdefault(place, []).append(unit)
    version = organisations.tree_version()
    schools = _schools(frozenset(unit for units in under.values() for unit in units), version)
    levels = {level for one in every for level in one.levels}
    taught = {level: _teaching(EducationLevel(level), on, version) for level in levels}
    found: dict[int, Collection[int]] = {}
    for one in every:
        found[one.id] = {
            unit
            for unit in under.get(one.unit_id, ())
            if unit in schools
            and (not one.levels or any(unit in taught[level] for level in one.levels))
            and (not one.units or unit in one.units)
        }
    return found


@lru_cache(maxsize=32)
def _schools(units: frozenset[int], _tree: int) -> frozenset[int]:
    """Those that are no bodies, read once a tree: numbers only, of who has found the units."""
    with database.acting(access.system()):
        return frozenset(pk for pk, kind in organisations.kinds(units).items() if kind not in TIERS)


@lru_cache(maxsize=32)
def _teaching(level: EducationLevel, on: date, tree: int) -> frozenset[int]:
    """Numbers of all units that taught the level on the day."""
    return frozenset(row.id for row in organisations.taught(level, on=on, tree=tree))


def taken_over(units: Collection[int], *, on: date) -> dict[int, int]:
    """Unit that was merged away -> which of these took it over: what it showed counts for that one, and it by itself no
    more. What either said last stands."""
    return organisations.merged_into(units, on=on)


def may_measure(actor: Actor, unit_id: int) -> bool:
    """Whether the actor may see figures of the unit; who may not is shown what was worked out last."""
    from khuevan.governance.indicators.permissions import VIEW_VALUES

    return access.decide(actor, VIEW_VALUES, on=unit_id).allowed
