"""Measures as plain data and back, without loss: what is kept beside figures that are frozen, so that they can be
computed again by the formula of then, over facts in the shape of then."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from khuevan.kernel.facts import Column, Facts, Kind

from .conditions import Between, Both, Condition, Either, Is, Not
from .formulas import Count, Distinct, Measure, Median, Part, Ratio, Sum


def facts_said(facts: Facts) -> dict[str, Any]:
    columns = [[one.name, one.kind.value, str(one.label)] for one in facts.columns]
    return {"label": str(facts.label), "columns": columns}


def facts_kept(code: str, said: Mapping[str, Any]) -> Facts:
    """Facts as they were declared, of which nothing more is read from the database. They stand in no registry."""
    columns = (Column(str(name), Kind(kind), str(label)) for name, kind, label in said["columns"])
    return Facts(code, str(said["label"]), "", tuple(columns), is_kept=True)


def measure_said(measure: Measure) -> dict[str, Any]:
    if isinstance(measure, Ratio):
        return {
            "is": "ratio",
            "upper": measure_said(measure.upper),
            "lower": measure_said(measure.lower),
            "scale": measure.scale,
        }
    where = None if measure.where is None else _condition_said(measure.where)
    said = {"is": type(measure).__name__.lower(), "facts": measure.facts.code, "where": where}
    return said if isinstance(measure, Count) else {**said, "column": measure.column}


def measure_kept(said: Mapping[str, Any], facts: Mapping[str, Facts]) -> Measure:
    """Raises KeyError, ValueError or Misdeclared for what was not said by `measure_said` over these facts."""
    if said["is"] == "ratio":
        return Ratio(_part(said["upper"], facts), _part(said["lower"], facts), int(said["scale"]))
    of = facts[said["facts"]]
    where = None if said["where"] is None else _condition(said["where"])
    match said["is"]:
        case "count":
            return Count(of, where)
        case "sum":
            return Sum(of, said["column"], where)
        case "median":
            return Median(of, said["column"], where)
        case "distinct":
            return Distinct(of, said["column"], where)
    raise ValueError(said["is"])


def _part(said: Mapping[str, Any], facts: Mapping[str, Facts]) -> Part:
    part = measure_kept(said, facts)
    if not isinstance(part, Count | Sum):
        raise ValueError(said["is"])
    return part


def _condition_said(condition: Condition) -> list[Any]:
    match condition:
        case Is(column, values):
            return ["is", column, [_value_said(one) for one in values]]
        case Between(column, least, most):
            return ["between", column, _value_said(least), _value_said(most)]
        case Not(one):
            return ["not", _condition_said(one)]
        case Both(parts):
            return ["both", *map(_condition_said, parts)]
        case Either(parts):
            return ["either", *map(_condition_said, parts)]


def _condition(said: list[Any]) -> Condition:
    match said:
        case ["is", column, values]:
            return Is(column, tuple(_value(one) for one in values))
        case ["between", column, least, most]:
            return Between(column, _value(least), _value(most))
        case ["not", one]:
            return Not(_condition(one))
        case ["both", *parts]:
            return Both(tuple(_condition(one) for one in parts))
        case ["either", *parts]:
            return Either(tuple(_condition(one) for one in parts))
    raise ValueError(said)


def _value_said(value: Any) -> Any:
    return {"day": value.isoformat()} if isinstance(value, date) else value


def _value(said: Any) -> Any:
    return date.fromisoformat(said["day"]) if isinstance(said, dict) else said
