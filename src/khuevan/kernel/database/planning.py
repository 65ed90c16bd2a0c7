"""Statements that are put together and planned once, and then run again and again: one row by its key, the session of
a request.

Django puts every query together anew and writes the values into it, so that PostgreSQL reads and plans it anew, too.
For a row of a hundred columns under row-level security that takes several times as long as finding the row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from django.db import connection, models
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.models.query import get_related_populators

from .asking import ask

_ANY_KEY = -1


@contextmanager
def prepared() -> Iterator[None]:
    """Statements inside go to the server without their values, and from the third time on (`prepare_threshold` in the
    settings) a connection keeps their plan.

    For reads and writes by key; not for lists with filters, whose plan is good only while the planner knows how common
    a value is, and nothing whose text is new every time (savepoints). Statements that are being recorded (tests,
    benches) go as ever, with their values in them.
    """
    if connection.queries_logged:
        yield
        return
    connection.ensure_connection()
    raw: Any = connection.connection
    before = raw.cursor_factory
    raw.cursor_factory = ServerBindingCursor
    try:
        yield
    finally:
        raw.cursor_factory = before


class ByKey:
    """One row of a queryset by its key, as a model object with its `select_related` or as the tuple of `values_list`."""

    def __init__(self, rows: models.QuerySet[Any]) -> None:
        compiler = rows.order_by().filter(pk=_ANY_KEY).query.get_compiler(connection=connection)
        self.sql, values = compiler.as_sql()
        self.values = [*values]
        self.place = self.values.index(_ANY_KEY)
        columns = [column for column, _sql, _alias in compiler.select]
        self.converters = tuple(compiler.get_converters(columns).items())
        self.shape = None if rows.query.values_select else compiler.klass_info
        if self.shape is not None:
            first, last = self.shape["select_fields"][0], self.shape["select_fields"][-1]
            self.own = slice(first, last + 1)
            self.names = [column.target.attname for column in columns[self.own]]
            self.links = get_related_populators(self.shape, compiler.select, connection.alias)  # type: ignore[call-arg]  # stubs of a later Django

    def read(self, key: int) -> Any | None:
        """The row as it is now, under row-level security; None where there is none to be seen."""
        values = [*self.values]
        values[self.place] = key
        found = ask(self.sql, values).rows
        return self._made(found[0]) if found else None

    def _made(self, found: Sequence[Any]) -> Any:
        row = [*found]
        for place, (converters, column) in self.converters:
            for convert in converters:
                row[place] = convert(row[place], column, connection)
        if self.shape is None:
            return tuple(row)
        made = self.shape["model"].from_db(connection.alias, self.names, row[self.own])
        for link in self.links:
            link.populate(row, made)
        return made


class ChangeByKey:
    """Writes these columns of one row of a versioned model, if its version is still the expected one."""

    @staticmethod
    def of(model: type[models.Model], names: Iterable[str]) -> ChangeByKey:
        """One for these columns of the model, put together the first time."""
        return _changing(model, tuple(names))

    def __init__(self, model: type[models.Model], names: Sequence[str]) -> None:
        quoted = connection.ops.quote_name
        meta: Any = model._meta
        key, version = quoted(meta.pk.column), quoted(meta.get_field("version").column)
        self.fields = [meta.get_field(name) for name in names]
        written = [f"{quoted(field.column)} = %s" for field in self.fields]
        self.sql = (
            f"update {quoted(meta.db_table)} set {', '.join([*written, f'{version} = {version} + %s'])}"  # noqa: S608 - declared
            f" where {key} = %s and {version} = %s"
        )

    def write(self, key: int, expected: int, values: Sequence[Any], *, step: int = 1) -> bool:
        """values: of the columns, as the model holds them. step: by how much the version grows. False where the row has
        another version by now, or is not to be seen."""
        columns = [
            field.get_db_prep_save(value.pk if isinstance(value, models.Model) else value, connection)
            for field, value in zip(self.fields, values, strict=True)
        ]
        return bool(ask(self.sql, [*columns, step, key, expected]).count)


@lru_cache(maxsize=256)
def _changing(model: type[models.Model], names: tuple[str, ...]) -> ChangeByKey:
    return ChangeByKey(model, names)


class Kept:
    """A `values_list` that is put together once, with what is asked left open.

    rows: makes the queryset from what is asked, by name; standing_for: of each a value of its kind that stands for it
    meanwhile, and that stands nowhere else in the query. Columns that need converting are not for this.
    """

    def __init__(self, rows: Callable[..., models.QuerySet[Any, Any]], **standing_for: Any) -> None:
        compiler = rows(**standing_for).query.get_compiler(connection=connection)
        self.sql, values = compiler.as_sql()
        self.values = [*values]
        self.places: dict[int, str] = {}
        for name, value in standing_for.items():
            found = [place for place, held in enumerate(self.values) if held == value]
            if not found:
                raise ValueError(f"{name} is not asked")
            self.places |= dict.fromkeys(found, name)
        if compiler.get_converters([column for column, _sql, _alias in compiler.select]):
            raise ValueError("a column needs converting")

    def read(self, **asked: Any) -> list[tuple[Any, ...]]:
        """The rows as they are now, under row-level security."""
        return ask(self.sql, self._filled(asked)).rows

    def _filled(self, asked: Mapping[str, Any]) -> list[Any]:
        values = [*self.values]
        for place, name in self.places.items():
            held = values[place]
            # whole numbers in the width of their column, so that the statement is one and the same
            values[place] = type(held)(asked[name]) if isinstance(held, int) else asked[name]
        return values
