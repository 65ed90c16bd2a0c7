"""Migration operations: a new table, a table under row-level security, one that is searched and listed at any size."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.migrations.operations import CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from .address import APP_ROLE, OWNER_ROLE


class CreateTable(CreateModel):
    """A new table, without rendering the others again.

    Django's own operation renders every historical model anew that is related to the new one, however far: with a hundred
    tables that all lead to the units of the sector, most of an installation's time went there. A new table changes none
    of the others; only what other operations have put off (`is_delayed`) is rendered afresh.
    """

    def state_forwards(self, app_label: str, state: Any) -> None:
        state.clear_delayed_apps_cache()
        state.is_delayed = False
        rendered = state.__dict__.pop("apps", None)
        super().state_forwards(app_label, state)
        if rendered is not None:
            rendered.render_multiple([state.models[app_label, self.name_lower]])
            state.apps = rendered


@contextmanager
def rendering_once() -> Iterator[None]:
    """Within it, a new index or constraint is noted at its table. Django renders every related table anew for each,
    though none of them changes: two fifths of the time in which an installation's tables are made."""
    django = ProjectState._append_option  # type: ignore[attr-defined]

    def noted(state: ProjectState, app_label: str, model_name: str, option_name: str, obj: Any) -> None:
        rendered = state.__dict__.get("apps")
        if rendered is None or model_name not in rendered.all_models[app_label]:
            django(state, app_label, model_name, option_name, obj)
            return
        options = state.models[app_label, model_name].options
        options[option_name] = [*options[option_name], obj]
        meta = rendered.get_model(app_label, model_name)._meta
        setattr(meta, option_name, [*getattr(meta, option_name), obj])
        meta._expire_cache()

    ProjectState._append_option = noted  # type: ignore[attr-defined]
    try:
        yield
    finally:
        ProjectState._append_option = django  # type: ignore[attr-defined]


class ProtectRows(Operation):
    """The application's role sees and writes only rows within the transaction's reach.

    unit: the column with the unit's id, or
    using: an SQL condition, with khuevan_reach(), khuevan_outline(), khuevan_persons(), khuevan_account()
           each inside a scalar sub-select;
    check: the condition for written rows, where it differs;
    before: the condition of an earlier migration, where the table is protected already: what going back puts in place;
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
        before: str = "",
        nullable: bool = False,
    ) -> None:
        if bool(unit) == bool(using):
            raise ValueError("name either the unit column or a condition")
        column = f"coalesce({unit}, 0)" if nullable else unit
        self.table, self.unit, self.nullable = table, unit, nullable
        self.using = using or f"{column} <@ (select khuevan_reach())"
        self.check, self.before = check or self.using, before

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        named = {"using": self.using, "check": self.check, "before": self.before}
        return self.__class__.__qualname__, [self.table], named

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Models do not know about row-level security."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        self._protect(schema_editor, self.using)

    def _protect(self, schema_editor: Any, using: str) -> None:
        table = schema_editor.quote_name(self.table)
        for statement in (
            f"alter table {table} enable row level security",
            f"alter table {table} force row level security",
            f"drop policy if exists reach on {table}",
            f"drop policy if exists owner on {table}",
            f"create policy reach on {table} for all to {APP_ROLE} using ({using}) with check ({self.check})",
            f"create policy owner on {table} for all to {OWNER_ROLE} using (true) with check (true)",
        ):
            schema_editor.execute(statement)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if self.before:
            self._protect(schema_editor, self.before)
            return
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


class SearchRows(Operation):
    """Makes a table of very many rows fit for lists and search: an index of words, and the function
    `<table>_find_rows` that `searching.find_rows` asks for the ids of a page within the transaction's reach.

    unit: the column with the unit's id;
    words: the column of folded words (`text.search_text`);
    units: table and column that order the units, where lists are sorted by them;
    link: a column that leads to one row of another table, and that table: conditions and orders may name its columns;
    aside: a column that is filled in rows which a policy hides from everybody: they are neither listed nor counted.

    The model declares the indexes that lists are read along: `(column, id)` for each column to sort by, and
    `(unit, first column, id)`. Of very many rows the first includes the words: whoever searches then walks past the
    others without reading them.
    """

    reversible = True
    reduces_to_sql = True

    def __init__(
        self,
        table: str,
        *,
        unit: str = "unit_id",
        words: str = "search",
        units: tuple[str, str] | None = None,
        link: tuple[str, str] | None = None,
        aside: str = "",
    ) -> None:
        self.table, self.unit, self.words, self.units, self.link = table, unit, words, units, link
        self.aside = aside

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        given = {
            "unit": self.unit, "words": self.words, "units": self.units, "link": self.link, "aside": self.aside,
        }  # fmt: skip
        return self.__class__.__qualname__, [self.table], given

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Models do not know about it."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        indexed = f"to_tsvector('simple'::regconfig, {self.words})"
        schema_editor.execute(f"create index {self.table}_words on {self.table} using gin ({indexed})")
        given = [
            self.table,
            self.unit,
            self.words,
            *(self.units or (None, None)),
            *(self.link or (None, None)),
        ]
        literals = ", ".join("null" if name is None else f"'{name}'" for name in given)
        shown = f""" || '[["{self.aside}", "empty", true]]'::jsonb""" if self.aside else ""
        schema_editor.execute(_FUNCTION.format(table=self.table, given=literals, shown=shown))

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        schema_editor.execute(f"drop function {self.table}_find_rows")
        schema_editor.execute(f"drop index {self.table}_words")

    def describe(self) -> str:
        return f"Makes {self.table} fit for lists of very many rows"


_FUNCTION = """
create function {table}_find_rows(
    words text[], inside int4multirange, conditions jsonb, sort text, by_unit boolean, falling boolean,
    empty_first boolean, after_key text, after_id bigint, size integer, cap integer,
    out ids bigint[], out total integer
) language sql volatile security definer set search_path = public, pg_temp as $$
    select * from khuevan_find_rows({given},
        words, inside, conditions{shown}, sort, by_unit, falling, empty_first, after_key, after_id, size, cap)
$$
"""
