"""Migration operation that has every change of a table recorded by the database itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.migrations.operations.base import Operation


class AuditRows(Operation):
    """Records old -> new of each inserted, updated and deleted row of `table`, whoever writes it and however.

    unit:   column with the unit's id (or an int4multirange of ids, of which the first is taken); it decides who
            may see the entry. None: the unit that the running act names.
    masked: columns whose values are never stored, only a salted mark that tells equal from different.
    skip:   columns that follow from others (search text, sort keys, caches) and would only be noise.
    """

    reversible = True
    reduces_to_sql = True

    def __init__(
        self,
        table: str,
        unit: str | None = None,
        *,
        masked: Sequence[str] = (),
        skip: Sequence[str] = (),
    ) -> None:
        self.table, self.unit = table, unit
        self.masked, self.skip = tuple(masked), tuple(skip)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return (
            self.__class__.__qualname__,
            [self.table],
            {"unit": self.unit, "masked": self.masked, "skip": self.skip},
        )

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Models do not know about the log."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        schema_editor.execute(
            "select audit_follow(%s::regclass, %s, %s::text[], %s::text[])",
            [schema_editor.quote_name(self.table), self.unit, list(self.masked), list(self.skip)],
        )

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        schema_editor.execute("select audit_unfollow(%s::regclass)", [schema_editor.quote_name(self.table)])

    def describe(self) -> str:
        return f"Records every change of {self.table} in the audit log"
