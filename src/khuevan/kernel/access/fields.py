"""A column type that Django lacks: a set of units, as PostgreSQL's int4multirange."""

from __future__ import annotations

from typing import Any

from django.db import models

from .reach import Reach


class UnitsField(models.Field):
    """Holds a `Reach`, so that one type serves the actor's scope, the policy and the row.

    NOWHERE (unit 0) stands for a row that belongs to no unit: only a reach of everything covers it.
    """

    description = "set of unit ids"

    def db_type(self, connection: Any) -> str:
        return "int4multirange"

    def get_placeholder(self, value: Any, compiler: Any, connection: Any) -> str:
        return "%s::int4multirange"

    def get_prep_value(self, value: Any) -> Any:
        return value.sql() if isinstance(value, Reach) else value

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Reach | None:
        if value is None:
            return None
        return Reach(tuple((int(part.lower), int(part.upper)) for part in value))

    def to_python(self, value: Any) -> Any:
        return value


NOWHERE = Reach.of([0])


def nowhere() -> Reach:
    return NOWHERE
