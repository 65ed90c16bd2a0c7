"""The target of a plain table: one row of the layout is one row of one model.

Rooms whose rows are spread over several tables write their own target with `staging`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, NamedTuple

import polars as pl
from django.db import connection, models
from psycopg import sql

from khuevan.kernel import clock
from khuevan.kernel.database import ChangedMeanwhile

from . import staging
from .columns import Setting
from .layout import Batch

_KINDS: Final[tuple[tuple[type[models.Field[Any, Any]], Any], ...]] = (
    (models.BooleanField, pl.Boolean), (models.DateField, pl.Date), (models.DecimalField, pl.Float64),
    (models.FloatField, pl.Float64), (models.IntegerField, pl.Int64), (models.ForeignKey, pl.Int64),
)  # fmt: skip

Derive = Callable[[Setting, pl.DataFrame], pl.DataFrame]


class Told(NamedTuple):
    """What became of one row. what: `added`, `changed`, `closed`; fields: the columns in which some row of the
    list differs."""

    what: str
    id: int
    version: int
    fields: tuple[str, ...] = ()


Tell = Callable[[Setting, Told], None]


def nothing_more(setting: Setting, frame: pl.DataFrame) -> pl.DataFrame:
    """Derives no column."""
    return frame


@dataclass(frozen=True)
class TableTarget:
    """model: with `id` and `version`. fields: layout's column -> field of the model.

    unit: the field that holds the unit. constants: fields that are the same for all rows of a setting (the school
    year): new rows get them, and only records that have them can be meant. derive: adds columns named like fields of
    the model that follow from others (search text, sort keys). closed: the date field that ends a row, for undoing.
    """

    model: type[models.Model]
    fields: Mapping[str, str]
    unit: str = "unit"
    constants: Callable[[Setting], Mapping[str, Any]] = lambda setting: {}
    derive: Derive = nothing_more
    derived: tuple[str, ...] = ()
    closed: str = ""
    blanks: Mapping[str, Any] = field(default_factory=dict)
    """Values of required fields that no column gives, for new rows."""
    tell: Tell | None = None
    """Publishes what the room's own acts publish, once for each row."""

    # --- reading -----------------------------------------------------------------------------------

    def current(self, setting: Setting) -> pl.DataFrame:
        schema: dict[str, Any] = {"id": pl.Int64, "version": pl.Int64}
        schema |= {name: self._kind(item) for name, item in self.fields.items()}
        wanted = [self._column(item) for item in ("id", "version", *self.fields.values())]
        limits = {self.unit: setting.unit_id, **self.constants(setting)}
        if self.closed:
            limits[self.closed] = None
        conditions = [
            f'"{self._column(item)}" is null' if value is None else f'"{self._column(item)}" = {{}}'
            for item, value in limits.items()
        ]
        columns = ", ".join(f'"{name}"' for name in wanted)
        query = f'select {columns} from "{self.model._meta.db_table}" where {" and ".join(conditions)} order by id'  # noqa: S608
        return staging.fetched(query, [value for value in limits.values() if value is not None], schema)

    # --- writing -----------------------------------------------------------------------------------

    def commit(self, batch: Batch) -> pl.DataFrame:
        done = [pl.DataFrame(schema={"row": pl.UInt32, "id": pl.Int64, "version": pl.Int64})]
        if batch.added.height:
            done.append(self._add(batch))
            self._tell(batch.setting, "added", done[-1])
        if batch.changed.height and batch.touched:
            done.append(self._change(batch))
            self._tell(batch.setting, "changed", done[-1], batch.touched)
        return pl.concat(done)

    def _tell(self, setting: Setting, what: str, rows: pl.DataFrame, fields: tuple[str, ...] = ()) -> None:
        if self.tell is not None:
            for number, version in rows.select("id", "version").iter_rows():
                self.tell(setting, Told(what, number, version, fields))

    def withdraw(self, setting: Setting, rows: pl.DataFrame) -> pl.DataFrame:
        """Ends the rows on the day of the undoing."""
        if not self.closed:
            return rows.select("id", pl.lit("cannot_withdraw").alias("why"))
        day = clock.on(setting.at)
        frame = rows.select("id", "version", pl.lit(day).alias("closing"))
        with staging.staged(frame) as staged, connection.cursor() as cursor:
            cursor.execute(
                f'update "{self.model._meta.db_table}" t set "{self._column(self.closed)}" = s.closing,'  # noqa: S608
                f" version = t.version + 1 from {staged} s where t.id = s.id and t.version = s.version returning t.id"
            )
            gone = {row[0] for row in cursor.fetchall()}
        closed = frame.filter(pl.col("id").is_in(list(gone))).with_columns(pl.col("version") + 1)
        self._tell(setting, "closed", closed)
        return rows.filter(~pl.col("id").is_in(list(gone))).select("id", pl.lit("changed_since").alias("why"))

    def _add(self, batch: Batch) -> pl.DataFrame:
        frame = self._filled(self.derive(batch.setting, batch.added.select("row", *self.fields)))
        sequence = f"pg_get_serial_sequence('{self.model._meta.db_table}', 'id')"
        with connection.cursor() as cursor:
            cursor.execute(f"select {sequence}")
            ids = staging.new_ids(cursor.fetchone()[0], frame.height)
        frame = frame.with_columns(pl.Series("id", ids, dtype=pl.Int64))
        constants = {self.unit: batch.setting.unit_id, **self._blanks(), **self.constants(batch.setting)}
        written = [*self.fields, *self.derived]
        targets = [self._column(self.fields.get(name, name)) for name in written]
        with staging.staged(frame) as staged, connection.cursor() as cursor:
            statement = sql.SQL(
                "insert into {} (id, version, {}, {}) select id, 1, {}, {} from {} order by row"
            ).format(
                sql.Identifier(self.model._meta.db_table),
                sql.SQL(", ").join(map(sql.Identifier, targets)),
                sql.SQL(", ").join(sql.Identifier(self._column(item)) for item in constants),
                sql.SQL(", ").join(map(sql.Identifier, written)),
                sql.SQL(", ").join(map(self._literal, constants, constants.values())),
                sql.Identifier(staged),
            )
            staging.run(cursor, statement)
        return frame.select("row", "id", pl.lit(1, pl.Int64).alias("version"))

    def _change(self, batch: Batch) -> pl.DataFrame:
        """Only the columns in which some row differs are written."""
        derived = self._derived_of(batch.touched)
        whole = self.derive(batch.setting, batch.changed.select("row", "id", "version", *self.fields))
        frame = self._filled(whole.select("row", "id", "version", *batch.touched, *derived))
        sets = [
            sql.SQL("{} = s.{}").format(
                sql.Identifier(self._column(self.fields.get(name, name))), sql.Identifier(name)
            )
            for name in (*batch.touched, *derived)
        ]
        with staging.staged(frame) as staged, connection.cursor() as cursor:
            statement = sql.SQL(
                "update {} t set {}, version = t.version + 1 from {} s where t.id = s.id and t.version = s.version"
            ).format(
                sql.Identifier(self.model._meta.db_table), sql.SQL(", ").join(sets), sql.Identifier(staged)
            )
            if staging.run(cursor, statement) != frame.height:
                raise ChangedMeanwhile
        return frame.select("row", "id", (pl.col("version") + 1).alias("version"))

    def _derived_of(self, touched: tuple[str, ...]) -> tuple[str, ...]:
        return self.derived if touched else ()

    def _filled(self, frame: pl.DataFrame) -> pl.DataFrame:
        """What the table cannot hold as NULL gets its empty value."""
        fills = []
        for name in frame.columns:
            if name in ("row", "id", "version"):
                continue
            item = self._field(self.fields.get(name, name))
            if not item.null and isinstance(item, models.CharField | models.TextField):
                fills.append(pl.col(name).fill_null(""))
            elif not item.null and isinstance(item, models.BooleanField):
                fills.append(pl.col(name).fill_null(bool(item.get_default())))
            elif not item.null and item.has_default():
                fills.append(pl.col(name).fill_null(item.get_default()))
        return frame.with_columns(fills)

    def _blanks(self) -> dict[str, Any]:
        """Values of the fields that no column gives: their defaults, which the database does not know."""
        given = {"id", "version", self.unit, *self.fields.values(), *self.derived}
        found = {}
        for item in self.model._meta.concrete_fields:
            if item.name in given or item.null:
                continue
            if item.has_default():
                found[item.name] = item.get_default()
            elif isinstance(item, models.CharField | models.TextField):
                found[item.name] = ""
        return {**found, **self.blanks}

    # --- the model ---------------------------------------------------------------------------------

    def _field(self, name: str) -> Any:
        return self.model._meta.get_field(name)

    def _column(self, name: str) -> str:
        return str(self._field(name).column)

    def _kind(self, name: str) -> Any:
        item = self._field(name)
        return next((kind for of, kind in _KINDS if isinstance(item, of)), pl.String)

    def _literal(self, name: str, value: Any) -> sql.Composable:
        plain = value.isoformat() if isinstance(value, date) else value
        return sql.SQL("{}::" + self._field(name).db_type(connection)).format(sql.Literal(plain))
