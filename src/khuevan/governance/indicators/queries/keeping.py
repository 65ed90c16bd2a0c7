"""What a frozen state keeps beside its rows: the formulas of then, over facts in the shape of then, and which unit stood
under which. So it can be read when facts are declared otherwise, formulas were changed, and units were merged."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from khuevan.kernel.facts import Facts, Kind
from khuevan.kernel.measures import Indicator, Measure, facts_of, stored
from khuevan.register.organisations import queries as organisations
from khuevan.register.organisations.choices import Line

from .places import under

FORMULAS, PLACES = "formulas.json", "places.json"


@dataclass(frozen=True)
class Formula:
    version: int
    measure: Measure


def kept_beside(indicators: Mapping[str, Indicator], *, on: date) -> dict[str, str]:
    """Texts by the names of their files."""
    facts = {facts.code: facts for one in indicators.values() for facts in one.facts}
    formulas = {
        "facts": {code: stored.facts_said(one) for code, one in facts.items()},
        "indicators": {
            code: {"version": one.version, "measure": stored.measure_said(one.measure)}
            for code, one in indicators.items()
        },
    }
    places = {line.value: _places(line, on) for line in Line}
    return {FORMULAS: json.dumps(formulas, ensure_ascii=False), PLACES: json.dumps(places)}


def formulas_of(root: Path, digest: str) -> Mapping[str, Formula]:
    """digest: of the file, as the manifest names it; "" where the state keeps none."""
    return formulas_in(root / FORMULAS, digest) if digest else {}


def formulas_in(file: Path, digest: str) -> Mapping[str, Formula]:
    """digest: whatever tells this content from another under the same name."""
    return _formulas(file, digest)


def then(indicator: Indicator, formula: Formula) -> Indicator:
    """The indicator as it was computed then, with those of its splits that its facts had."""
    facts = facts_of(formula.measure)
    splits = tuple(one for one in indicator.splits if all(_splits(of, one.column) for of in facts))
    return replace(indicator, measure=formula.measure, version=formula.version, splits=splits, is_own=True)


def _splits(facts: Facts, column: str) -> bool:
    known = facts.by_name.get(column)
    return known is not None and known.kind not in (Kind.NUMBER, Kind.DATE)


def under_then(root: Path, digest: str, places: Sequence[int], line: Line) -> list[tuple[int, int]]:
    """(place, unit) as organisations.queries.under, on the tree that was kept."""
    wanted = set(places)
    return [pair for pair in _kept_places(root / PLACES, digest)[line.value] if pair[0] in wanted]


def pairs_then(root: Path, digest: str, line: Line) -> list[tuple[int, int]]:
    """Every (place, unit) of the tree that was kept."""
    return _kept_places(root / PLACES, digest)[line.value]


def pairs_on(line: Line, on: date) -> list[tuple[int, int]]:
    """Every (place, unit) of the tree of that day."""
    return _places(line, on)


def _places(line: Line, on: date) -> list[tuple[int, int]]:
    roots = [one.id for one in organisations.roots(on=on, line=line)]
    units = sorted({unit for _root, unit in under(roots, line, on=on)})
    return sorted(under(units, line, on=on))


@lru_cache(maxsize=16)
def _formulas(file: Path, _digest: str) -> dict[str, Formula]:
    said: dict[str, Any] = json.loads(file.read_text())
    facts: dict[str, Facts] = {code: stored.facts_kept(code, one) for code, one in said["facts"].items()}
    return {
        code: Formula(int(one["version"]), stored.measure_kept(one["measure"], facts))
        for code, one in said["indicators"].items()
    }


@lru_cache(maxsize=16)
def _kept_places(file: Path, _digest: str) -> dict[str, list[tuple[int, int]]]:
    said = json.loads(file.read_text())
    return {line: [(int(place), int(unit)) for place, unit in pairs] for line, pairs in said.items()}
