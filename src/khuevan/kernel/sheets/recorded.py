"""The layout of a plain record: its declaration gives the columns, the checks and where the rows go.

    ROOMS = recorded.layout(records.ROOMS, "facilities.rooms", keys=(Key(("name",)),), sheet="Phong")

The first column is the record's number, as exports write it, so that a row finds its record whatever was renamed. Columns
of the unit, of what is computed and of lists of several codes are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import polars as pl
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from khuevan.kernel import events, records
from khuevan.kernel.records import Invalid, Record
from khuevan.kernel.records.events import RecordAdded, RecordChanged, RecordClosed
from khuevan.kernel.text import search_text, sort_key

from . import columns, messages
from .columns import Column, Lookup, Offer, Setting
from .layout import Examine, Key, Layout, findings
from .tables import TableTarget, Tell, Told

NUMBER: Final = "number"
messages.introduce(
    {
        "sheets.rule": messages.wrong(
            gettext_noop("%(facts)s"), gettext_noop("Sửa ô này, hoặc ô liên quan.")
        ),
        "sheets.no_such_number": messages.wrong(
            gettext_noop("Không có bản ghi số «%(value)s» trong danh sách của đơn vị."),
            gettext_noop("Xóa số này nếu là dòng mới; số do hệ thống ghi khi xuất tệp."),
        ),
    }
)


def layout(
    record: Record,
    key: str,
    *,
    keys: tuple[Key, ...],
    sheet: str,
    aliases: Mapping[str, tuple[str, ...]] | None = None,
    but: Sequence[str] = (),
    examine: tuple[Examine, ...] = (),
    derive: Callable[[Setting, pl.DataFrame], pl.DataFrame] | None = None,
    derived: tuple[str, ...] = (),
) -> Layout:
    """aliases: {field: other headings}. but: fields that are left out. derive, derived: as of TableTarget, besides words
    for searching and sorting."""
    others = aliases or {}
    made = tuple(
        column
        for item in record.fields
        if item.editable and item.name not in but and item.column != record.scope_field
        for column in [column_of(record, item, others.get(item.name, ()))]
        if column is not None
    )
    fields = {column.name: column.name for column in made}
    target = RecordTarget(
        record.model,
        fields,
        unit=record.scope_field.removesuffix("_id"),
        derive=_deriving(record, derive),
        derived=(*_stored_words(record), *derived),
        closed=record.closed_column
        if any(f.name == record.closed_column for f in record.model._meta.fields)
        else "",
        tell=_telling(record),
    )
    number = columns.Whole(
        NUMBER, _("Số trong hệ thống"), aliases=("ID",), fixed=True, least=1, most=2**31 - 1
    )
    return Layout(
        key, record.plural, columns=(number, *made), keys=(Key((NUMBER,)), *keys), permission=record.edit,
        view=record.view, target=target, examine=(_numbers_are_known(target), _rules_hold(record, made), *examine),
        sheet=sheet, help=record.help, icon=record.icon,
    )  # fmt: skip


@dataclass(frozen=True)
class RecordTarget(TableTarget):
    """With the number of each record as a column; it is given by the database and never written."""

    def current(self, setting: Setting) -> pl.DataFrame:
        return super().current(setting).with_columns(pl.col("id").alias(NUMBER))


def _telling(record: Record) -> Tell:
    """The news of plain records, as their own page tells it."""

    def tell(setting: Setting, told: Told) -> None:
        where = (record.key, told.id, setting.unit_id, told.version)
        if told.what == "added":
            events.publish(RecordAdded(*where))
        elif told.what == "changed":
            events.publish(RecordChanged(*where, told.fields))
        else:
            events.publish(RecordClosed(*where))

    return tell


def column_of(record: Record, item: Any, aliases: tuple[str, ...] = ()) -> Column | None:
    """The column of a record's field; None for sensitive ones and for kinds that no cell holds."""
    shared: dict[str, Any] = {
        "required": item.required,
        "fixed": item.fixed,
        "aliases": aliases,
        "hint": item.hint,
    }
    if item.sensitive or isinstance(item, records.Several):
        return None
    match item:
        case records.Code():
            return columns.Code(item.name, item.label, max_length=item.max_length, **shared)
        case records.Text():
            return columns.Words(item.name, item.label, max_length=item.max_length, **shared)
        case records.Choice():
            return columns.Listed(item.name, item.label, choices=lambda: list(item.labels.items()), **shared)
        case records.Whole():
            return columns.Whole(item.name, item.label, least=item.least, most=item.most, **shared)
        case records.Decimals():
            least, most = float(item.least), float(item.most)
            return columns.Decimals(
                item.name, item.label, places=item.places, least=least, most=most, **shared
            )
        case records.Date():
            return columns.Day(item.name, item.label, earliest=item.earliest, latest=item.latest, **shared)
        case records.Yes():
            return columns.Yes(item.name, item.label, **{**shared, "required": False})
        case records.Reference():
            return Lookup(item.name, item.label, offers=_offers(record, item), **shared)
    return None


def _offers(record: Record, item: Any) -> Callable[[Setting], Sequence[Offer]]:
    """Rows of the same unit where they belong to one, else those that may be linked to."""
    target = item.target(record.model)
    unit = getattr(target, "scope_field", "")

    def offers(setting: Setting) -> Sequence[Offer]:
        rows = item.within(record.model, setting.actor, record.edit)
        rows = rows.filter(**{unit: setting.unit_id}) if unit == record.scope_field else rows
        return [Offer(row.pk, _names(item.text(row), row)) for row in rows.order_by(item.order, "pk")]

    return offers


def _names(text: str, row: Any) -> tuple[str, ...]:
    code = getattr(row, "code", "")
    return (text, code) if code and code != text else (text,)


# --- what follows from the text -----------------------------------------------------------------------------------


def _stored_words(record: Record) -> tuple[str, ...]:
    sorts = [item.sorted_by for item in record.fields if _sorts_itself(item)]
    return (*sorts, *([record.search_column] if record.search else ()))


def _sorts_itself(item: Any) -> bool:
    return isinstance(item, records.Text) and bool(item.sorted_by) and "__" not in item.sorted_by


def _deriving(
    record: Record, more: Callable[[Setting, pl.DataFrame], pl.DataFrame] | None
) -> Callable[[Setting, pl.DataFrame], pl.DataFrame]:
    def derive(setting: Setting, frame: pl.DataFrame) -> pl.DataFrame:
        made = []
        for item in record.fields:
            if _sorts_itself(item):
                keys = [sort_key(text or "") for text in frame[item.name]]
                made.append(pl.Series(item.sorted_by, keys, dtype=pl.String))
        if record.search:
            texts = frame.select(
                pl.concat_str(list(record.search), separator=" ", ignore_nulls=True)
            ).to_series()
            words = [search_text(text or "") for text in texts]
            made.append(pl.Series(record.search_column, words, dtype=pl.String))
        frame = frame.with_columns(made)
        return more(setting, frame) if more else frame

    return derive


# --- checks ---------------------------------------------------------------------------------------------------------


def _numbers_are_known(target: RecordTarget) -> Examine:
    def check(setting: Setting, rows: pl.DataFrame) -> pl.DataFrame:
        given = rows.filter(pl.col(NUMBER).is_not_null())
        if not given.height:
            return findings()
        known = target.current(setting)["id"].implode()
        lost = given.filter(~pl.col(NUMBER).is_in(known))["row"].to_list()
        return findings([(row, NUMBER, "sheets.no_such_number", "") for row in lost])

    return check


def _rules_hold(record: Record, made: tuple[Column, ...]) -> Examine:
    """The record's own rules over several fields; rows with a value that could not be read are left to that finding."""
    own = {column.name for column in made}

    def check(setting: Setting, rows: pl.DataFrame) -> pl.DataFrame:
        if not record.rules:
            return findings()
        linked = {
            item.name: {row.pk: row for row in item.within(record.model, setting.actor, record.edit)}
            for item in record.fields
            if isinstance(item, records.Reference) and item.name in own
        }
        owner = record.scope_field.removesuffix("_id")
        unit = record.model._meta.get_field(owner).related_model(pk=setting.unit_id)
        found = []
        for row in rows.iter_rows(named=True):
            values = {name: linked[name].get(row[name]) if name in linked else row[name] for name in own}
            for name, sentence in _broken(record, {**values, owner: unit}).items():
                found.append((row["row"], name if name in own else "", "sheets.rule", str(sentence)))
        return findings(found)

    return check


def _broken(record: Record, values: dict[str, Any]) -> dict[str, str]:
    try:
        for rule in record.rules:
            rule(values, None)
    except Invalid as problem:
        return dict(problem.errors)
    except TypeError:
        return {}  # a value is missing, which was said
    return {}
