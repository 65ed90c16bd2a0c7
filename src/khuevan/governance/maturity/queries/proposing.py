"""What the probes propose: of one unit from its records as they are now, of a whole province from the stored sums."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from khuevan.governance.indicators import queries as indicators
from khuevan.governance.indicators.queries import State, Wanted
from khuevan.kernel import access, database
from khuevan.kernel.access import Actor
from khuevan.kernel.measures import Ratio
from khuevan.kernel.measures import declared as declared_indicators

from .. import probes
from ..models import Edition, Proposal
from ..probes import Divided, OfIndicator, OfUse, Probe
from ..rules import plain, proposed_points
from .editions import Index
from .usage import usage

Parts = tuple[float | None, float | None, float | None]
"""value, upper, lower."""


@dataclass(frozen=True)
class Seen:
    """What a probe saw: value None where there is nothing to say."""

    value: float | None
    upper: float | None
    lower: float | None
    share: Fraction


@dataclass(frozen=True)
class Proposed:
    """scores: points by criterion, of those that have a probe with something to say. seen: by code of the probe."""

    scores: Mapping[str, Decimal]
    seen: Mapping[str, Seen]
    made_at: datetime | None = None


def read_codes(every: Collection[Probe]) -> list[str]:
    """Indicators that the probes read, each once."""
    found: dict[str, None] = {}
    for one in every:
        if isinstance(one.source, OfIndicator):
            found[one.source.code] = None
        elif isinstance(one.source, Divided):
            found |= {one.source.upper: None, one.source.lower: None}
    return list(found)


def proposals_of_all(
    index: Index, units: Collection[int], state: State, *, year: str, on: date
) -> dict[int, Proposed]:
    """Set-based: one pass over stored sums a kind of facts, one query a count; whatever the number of units. For the
    platform itself: nobody's scope is asked for."""
    every = [one for found in probes.of_edition(index.edition.code).values() for one in found]
    figures = indicators.figures_of_units(read_codes(every), units, state)
    with database.acting(access.system()):
        uses = {
            one.source.name: usage(one.source.name, units, year=year, on=on)
            for one in every
            if isinstance(one.source, OfUse)
        }
    found = {}
    for unit in units:
        own = figures.get(unit, {})
        values = {code: (one.value, one.upper, one.lower) for code, one in own.items()}
        counts = {name: counted[unit] for name, counted in uses.items() if unit in counted}
        found[unit] = _proposed(index, values, counts)
    return found


def proposal_of(actor: Actor, index: Index, unit_id: int, *, year: str, on: date) -> Proposed:
    """From the records themselves, so that what was just recorded counts. Raises access.Refused."""
    every = [one for found in probes.of_edition(index.edition.code).values() for one in found]
    codes = read_codes(every)
    wanted = [wanted for code in codes for wanted in _wanted(code)]
    numbers = indicators.counted(actor, unit_id, wanted, on=on)
    values = _values(codes, dict(zip(wanted_keys(wanted), numbers, strict=True)))
    with database.acting(access.system()):
        counts = {}
        for one in every:
            if isinstance(one.source, OfUse):
                counted = usage(one.source.name, [unit_id], year=year, on=on).get(unit_id)
                if counted is not None:
                    counts[one.source.name] = counted
    return _proposed(index, values, counts)


def kept_proposal(edition: Edition, unit_id: int, year: str) -> Proposed | None:
    """As it was made last, as far as the bound actor may see."""
    row = Proposal.objects.filter(edition=edition, unit_id=unit_id, school_year=year).first()
    return read_proposal(row.scores, row.figures, row.made_at) if row is not None else None


def read_proposal(scores: Mapping[str, str], figures: Mapping[str, list[Any]], made_at: datetime) -> Proposed:
    return Proposed(
        {code: Decimal(points) for code, points in scores.items()},
        {
            code: Seen(value, upper, lower, Fraction(share))
            for code, (value, upper, lower, share) in figures.items()
        },
        made_at,
    )


def kept_form(one: Proposed) -> tuple[dict[str, str], dict[str, list[Any]]]:
    """scores and figures as they are kept."""
    return (
        {code: plain(points) for code, points in one.scores.items()},
        {code: [seen.value, seen.upper, seen.lower, str(seen.share)] for code, seen in one.seen.items()},
    )


def _proposed(
    index: Index, values: Mapping[str, Parts], counts: Mapping[str, tuple[float, float]]
) -> Proposed:
    scores: dict[str, Decimal] = {}
    seen: dict[str, Seen] = {}
    for criterion, found in probes.of_edition(index.edition.code).items():
        row = index.row(criterion)
        if row is None or row.line.maximum is None:
            continue
        own = {one: _seen(one, values, counts) for one in found}
        seen |= {one.code: said for one, said in own.items()}
        if any(said.value is not None for said in own.values()):
            scores[criterion] = proposed_points(
                row.line.maximum, [(one.weight, said.share) for one, said in own.items()]
            )
    return Proposed(scores, seen)


def _seen(one: Probe, values: Mapping[str, Parts], counts: Mapping[str, tuple[float, float]]) -> Seen:
    value, upper, lower = _read(one, values, counts)
    return Seen(value, upper, lower, one.scale.share(value) if value is not None else Fraction(0))


def _read(one: Probe, values: Mapping[str, Parts], counts: Mapping[str, tuple[float, float]]) -> Parts:
    source = one.source
    if isinstance(source, OfIndicator):
        return values.get(source.code, (None, None, None))
    if isinstance(source, Divided):
        size, number = values.get(source.upper, (None,) * 3)[0], values.get(source.lower, (None,) * 3)[0]
        return (size / number, size, number) if size is not None and number else (None, size, number)
    upper, lower = counts.get(source.name, (None, None))
    return (upper * 100 / lower, upper, lower) if upper is not None and lower else (None, upper, lower)


def _wanted(code: str) -> list[Wanted]:
    two = isinstance(declared_indicators()[code].measure, Ratio)
    return [Wanted(code), Wanted(code, which="lower")] if two else [Wanted(code)]


def wanted_keys(every: Sequence[Wanted]) -> list[tuple[str, str]]:
    return [(one.code, one.which) for one in every]


def _values(codes: Sequence[str], numbers: Mapping[tuple[str, str], float]) -> dict[str, Parts]:
    found: dict[str, Parts] = {}
    for code in codes:
        measure, upper = declared_indicators()[code].measure, numbers[code, "upper"]
        if isinstance(measure, Ratio):
            lower = numbers[code, "lower"]
            found[code] = (upper * measure.scale / lower if lower else None, upper, lower)
        else:
            found[code] = (upper, upper, None)
    return found
