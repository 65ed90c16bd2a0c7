"""Many people at once from a checked list, as the acting person: row-level security and the audit log hold as always.

Set-based: a frame goes by COPY into a temporary table and from there into ours. The caller has checked the cells; what
the rules say of a number against birth and sex is asked for with `number_problems`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final

import polars as pl
from django.db import connection
from psycopg import sql

from khuevan.kernel import access, clock, events
from khuevan.kernel.access import Actor
from khuevan.kernel.sheets import staging

from ..choices import KIND_BITS
from ..events import PersonCorrected, PersonRegistered
from ..permissions import CORRECT_PERSON, REGISTER_PERSON
from ..rules import clean_name, name_columns, number_findings

IMPORTED: Final = (
    "full_name", "birth_date", "sex", "national_id", "ethnicity", "religion", "birthplace", "permanent_address",
    "current_address", "phone", "permanent_commune_id", "current_commune_id",
)  # fmt: skip
"""Columns of a person that a list may give."""
OTHER_TYPES: Final = {"birth_date": pl.Date, "permanent_commune_id": pl.Int64, "current_commune_id": pl.Int64}
"""Those that are not text."""
_TEXTS: Final = tuple(name for name in IMPORTED if name not in OTHER_TYPES)


def add_people(
    frame: pl.DataFrame, *, actor: Actor, at: datetime, unit_id: int, kind: str, since: date
) -> pl.Series:
    """New people with an affiliation of `kind` at the unit; answers their ids in the frame's order.

    frame: `row` and the columns IMPORTED. Raises access.Refused; IntegrityError where a number is taken meanwhile.
    """
    access.demand(actor, REGISTER_PERSON, on=unit_id)
    ids = staging.new_ids("people_person_id_seq", frame.height)
    named = _named(frame).with_columns(pl.Series("id", ids, dtype=pl.Int64))
    with staging.staged(named, "people_added") as staged, connection.cursor() as cursor:
        columns = [*IMPORTED, "search", "sort_key", "given"]
        statement = sql.SQL(
            "insert into people_person (id, version, {}, birth_precision, number_is_doubtful, sector_id, nationality,"
            " home_address, email, units, kinds, created_at) select id, 1, {}, 'day', false, '', 'VN', '', '',"
            " int4multirange(int4range({}, {}, '[]')), {}, {} from {} order by row"
        ).format(
            sql.SQL(", ").join(map(sql.Identifier, columns)), sql.SQL(", ").join(map(sql.Identifier, columns)),
            sql.Literal(unit_id), sql.Literal(unit_id), sql.Literal(KIND_BITS[kind]), sql.Literal(at),
            sql.Identifier(staged),
        )  # fmt: skip
        staging.run(cursor, statement)
        cursor.execute(
            "insert into people_affiliation (person_id, unit_id, kind, title, valid_from)"  # noqa: S608
            f" select id, %s, %s, '', %s from {staged} order by row",
            [unit_id, kind, min(since, clock.on(at))],
        )
    for person_id in ids:
        events.publish(PersonRegistered(person_id=person_id, unit_id=unit_id, kind=kind))
    return named["id"]


def correct_people(
    frame: pl.DataFrame, touched: Sequence[str], *, actor: Actor, at: datetime, unit_id: int, why: str
) -> int:
    """Writes the touched columns of people (`person`, IMPORTED); changed names leave former ones. Answers how many."""
    columns = [name for name in IMPORTED if name in touched]
    if not columns or not frame.height:
        return 0
    access.demand(actor, CORRECT_PERSON, on=unit_id)
    derived = ["search", "sort_key", "given"] if "full_name" in columns else []
    named = _named(frame).select("person", *columns, *derived)
    with staging.staged(named, "people_changed") as staged, connection.cursor() as cursor:
        if derived:
            cursor.execute(
                "insert into people_formername (person_id, full_name, until, reason) select p.id, p.full_name, %s, %s"  # noqa: S608
                f" from people_person p join {staged} s on s.person = p.id where p.full_name <> s.full_name",
                [at, why[:300]],
            )
        sets = sql.SQL(", ").join(
            sql.SQL("{} = s.{}").format(sql.Identifier(name), sql.Identifier(name))
            for name in (*columns, *derived)
        )
        differs = sql.SQL(" or ").join(
            sql.SQL("p.{} is distinct from s.{}").format(sql.Identifier(name), sql.Identifier(name))
            for name in columns
        )
        corrected = _corrected(cursor, staged, columns, differs)
        changed = staging.run(
            cursor,
            sql.SQL(
                "update people_person p set {}, version = p.version + 1 from {} s where p.id = s.person and ({})"
            ).format(sets, sql.Identifier(staged), differs),
        )
    for person_id, fields in corrected:
        events.publish(PersonCorrected(person_id=person_id, fields=fields))
    return changed


def _corrected(
    cursor: Any, staged: str, columns: Sequence[str], differs: sql.Composable
) -> list[tuple[int, tuple[str, ...]]]:
    """Who is about to be corrected, and in what, in the words of the act's event."""
    each = sql.SQL(", ").join(
        sql.SQL("p.{0} is distinct from s.{0}").format(sql.Identifier(name)) for name in columns
    )
    statement = sql.SQL("select p.id, {} from people_person p join {} s on p.id = s.person where {}")
    cursor.execute(statement.format(each, sql.Identifier(staged), differs))
    told = ["born" if name == "birth_date" else name for name in columns]
    return [
        (row[0], tuple(name for name, other in zip(told, row[1:], strict=True) if other))
        for row in cursor.fetchall()
    ]


def retract_people(
    persons: Sequence[int], *, actor: Actor, at: datetime, unit_id: int, kind: str, but: Sequence[str] = ()
) -> set[int]:
    """Marks people of a unit as entered by mistake, where they are nothing else and nothing hangs on them: rows of
    other tables than `but` that point to them. Nothing is deleted. Answers those who are marked. Raises Refused."""
    access.demand(actor, REGISTER_PERSON, on=unit_id)
    held = staging.referenced("people_person", persons, but=("people_affiliation", *but))
    with connection.cursor() as cursor:
        cursor.execute(
            "update people_affiliation a set kind = 'mistaken' where a.person_id = any(%s) and a.unit_id = %s"
            " and a.kind = %s and a.valid_until is null"
            " and (select count(*) from people_affiliation o where o.person_id = a.person_id) = 1"
            " returning a.person_id",
            [sorted(set(persons) - held), unit_id, kind],
        )
        return {row[0] for row in cursor.fetchall()}


def restore_people(
    persons: Sequence[int], *, actor: Actor, at: datetime, unit_id: int, kind: str
) -> set[int]:
    """The other way: a list has them again. Raises access.Refused."""
    access.demand(actor, REGISTER_PERSON, on=unit_id)
    with connection.cursor() as cursor:
        cursor.execute(
            "update people_affiliation a set kind = %s where a.person_id = any(%s) and a.unit_id = %s"
            " and a.kind = 'mistaken'"
            " returning a.person_id",
            [kind, list(persons), unit_id],
        )
        return {row[0] for row in cursor.fetchall()}


def numbers_elsewhere(numbers: Sequence[str]) -> set[str]:
    """Those that belong to people out of the reach."""
    with connection.cursor() as cursor:
        cursor.execute("select people_numbers_taken(%s)", [list(numbers)])
        return {row[0] for row in cursor.fetchall()}


def number_problems(frame: pl.DataFrame, on: date) -> list[tuple[int, str, bool]]:
    """Rows whose number contradicts birth or sex, or is doubtful: row, sentence, whether it is wrong."""
    found = []
    rows = frame.filter(pl.col("national_id").is_not_null()).select("row", "national_id", "birth_date", "sex")
    for row, number, born, sex in rows.iter_rows():
        problems = number_findings(number, born=born, sex=sex or "", on=on)
        if problems:
            worst: Any = next((one for one in problems if one.is_wrong), problems[0])
            found.append((row, str(worst), bool(worst.is_wrong)))
    return found


def _named(frame: pl.DataFrame) -> pl.DataFrame:
    """Clean names with the columns that follow from them; unknown text as the table keeps it."""
    present = [name for name in _TEXTS if name in frame.columns]
    frame = frame.with_columns(pl.col(present).fill_null(""))
    if "full_name" not in frame.columns:
        return frame
    names = [clean_name(name) for name in frame["full_name"]]
    columns = {name: name_columns(name) for name in set(names)}
    return frame.with_columns(
        pl.Series("full_name", names, dtype=pl.String),
        *(
            pl.Series(field, [getattr(columns[name], field) for name in names], dtype=pl.String)
            for field in ("search", "sort_key", "given")
        ),
    )
