"""What the platform knows about units that makes their inspection more urgent: one figure for each factor and unit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.db.models import Count
from django.urls import reverse
from django.utils.http import urlencode

from khuevan.governance.maturity import queries as maturity
from khuevan.governance.quality import queries as quality
from khuevan.governance.statistics import queries as statistics
from khuevan.governance.targets import queries as targets
from khuevan.kernel.access import Actor

from ..choices import Factor, RemedyState
from ..models import Remedy
from .units import heirs_of

Known = dict[int, Decimal]


def values_of(
    actor: Actor, units: set[int], *, year: str, on: date
) -> dict[int, dict[Factor, Decimal | None]]:
    """Within what the actor may see; None where nothing is known of a unit."""
    found: Mapping[Factor, Known] = {
        Factor.FINDINGS: _findings(actor),
        Factor.DIFFERENCE: _differences(actor, year, on),
        Factor.LATE_REPORTS: _late_reports(actor, year, on),
        Factor.LATE_TARGETS: {pk: Decimal(number) for pk, number in targets.late_lines(units).items()},
        Factor.REMEDIES: _remedies(heirs_of(units, on=on)),
    }
    silent = {Factor.LATE_REPORTS, Factor.LATE_TARGETS, Factor.REMEDIES}
    return {
        unit: {
            factor: known.get(unit, Decimal(0) if factor in silent else None)
            for factor, known in found.items()
        }
        for unit in units
    }


def _findings(actor: Actor) -> Known:
    return {pk: Decimal(number) for pk, number in quality.schools(actor).values_list("unit_id", "findings")}


def _differences(actor: Actor, year: str, on: date) -> Known:
    """Points by which the unit's own word was above what was recognised, of the latest year in which it was."""
    found: Known = {}
    begun = [one for one in maturity.years(on) if one <= year][:2]
    for past in reversed(begun):
        for edition in maturity.usable_editions():
            for row in maturity.results(actor, edition, past, on=on):
                if row.final_groups and row.self_groups:
                    above = (
                        row.self_groups[code] - row.final_groups.get(code, 0) for code in row.self_groups
                    )
                    found[row.unit_id] = max(sum(above, Decimal(0)), Decimal(0))
    return found


def _late_reports(actor: Actor, year: str, on: date) -> Known:
    found: Known = {}
    if year not in statistics.years(on):
        return found
    known = statistics.known_reports(year)
    for form in statistics.forms_of(year):
        for one in statistics.owing(actor, form, year).by_unit.values():
            standing = statistics.standing(one, known.get((form.code, one.unit_id)), on)
            if standing.is_late:
                found[one.unit_id] = found.get(one.unit_id, Decimal(0)) + 1
    return found


def _remedies(heirs: Mapping[int, int]) -> Known:
    """What a unit that was taken over wholly has to put right is its heir's to do."""
    rows = Remedy.objects.exclude(state=RemedyState.ACCEPTED).exclude(told_at=None).order_by()
    found: Known = {}
    for unit, number in rows.values_list("unit_id").annotate(number=Count("pk")):
        heir = heirs.get(unit, unit)
        found[heir] = found.get(heir, Decimal(0)) + number
    return found


def page_of(factor: Factor, unit_id: int) -> str:
    """Where the records behind a factor are."""
    if factor is Factor.FINDINGS:
        return reverse("quality:unit", args=[unit_id])
    if factor is Factor.DIFFERENCE:
        return reverse("maturity:unit", args=[unit_id])
    name = {
        Factor.LATE_REPORTS: "statistics:forms",
        Factor.LATE_TARGETS: "targets:board",
        Factor.REMEDIES: "inspections:remedies",
    }[factor]
    return f"{reverse(name)}?{urlencode({'unit': unit_id})}"
