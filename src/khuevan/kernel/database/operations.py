"""Migration operation that puts a table under row-level security."""

from __future__ import annotations

from typing import Any

from django.db.migrations.operations.base import Operation

from .address import APP_ROLE, OWNER_ROLE


class ProtectRows(Operation):
    """The application's role sees and writes only rows within the transaction's reach.

    unit: the column with the unit's id, or
    using: an SQL condition, with khuevan_reach(), khuevan_outline(), khuevan_persons(), khuevan_account()
           each inside a scalar sub-select;
    check: the condition for written rows, where it differs;
    nullable: rows without a unit belong to those whose reach is everything.
    """

    reversible = True
    reduces_to_sql = True

    def __init__(
        self,
        table: str,
        unit: str = "",
        *,
        using: str = "",
        check: str = "",
        nullable: bool = False,
    ) -> None:
        if bool(unit) == bool(using):
            raise ValueError("name either the unit column or a condition")
        column = f"coalesce({unit}, 0)" if nullable else unit
        self.table, self.unit, self.nullable = table, unit, nullable
        self.using = using or f"{column} <@ (select khuevan_reach())"
        self.check = check or self.using

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__qualname__, [self.table], {"using": self.using, "check": self.check}

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Models do not know about row-level security."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        table = schema_editor.quote_name(self.table)
        for statement in (
            f"alter table {table} enable row level security",
            f"alter table {table} force row level security",
            f"drop policy if exists reach on {table}",
            f"drop policy if exists owner on {table}",
            f"create policy reach on {table} for all to {APP_ROLE} using ({self.using}) with check ({self.check})",
            f"create policy owner on {table} for all to {OWNER_ROLE} using (true) with check (true)",
        ):
            schema_editor.execute(statement)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        table = schema_editor.quote_name(self.table)
        for statement in (
            f"drop policy if exists reach on {table}",
            f"drop policy if exists owner on {table}",
            f"alter table {table} no force row level security",
            f"alter table {table} disable row level security",
        ):
            schema_editor.execute(statement)

    def describe(self) -> str:
        return f"Puts {self.table} under row-level security"
