"""Very many people at once, by COPY: furnishing a province, taking over a whole database.

Only over the owner's connection (`kernel.database.lifecycle.as_owner`): PostgreSQL refuses COPY into a table whose
row-level security binds the role, so for this one transaction it does not bind the owner. The rows are
taken as they are, with the columns that follow from the name and the affiliations made here; rules are not
applied, so the caller vouches for them. Constraints hold as always.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import connection

from khuevan.kernel import audit, clock
from khuevan.kernel.access import Actor
from khuevan.kernel.database.bulk import unbound

from ..choices import KIND_BITS
from ..rules import name_columns

BLOCK = 1 << 18
SPOOL = 1 << 25


class AffiliationRow(NamedTuple):
    unit_id: int
    kind: str
    valid_from: date
    title: str = ""
    valid_until: date | None = None


class PersonRow(NamedTuple):
    """`full_name` must be clean (NFC); "" is unknown; `id` is chosen by the caller."""

    id: int
    full_name: str
    birth_date: date | None
    sex: str
    affiliations: Sequence[AffiliationRow]
    national_id: str = ""
    sector_id: str = ""
    ethnicity: str = ""
    religion: str = ""
    birthplace: str = ""
    permanent_address: str = ""
    permanent_commune_id: int | None = None
    current_address: str = ""
    current_commune_id: int | None = None
    phone: str = ""
    email: str = ""
    birth_precision: str = "day"
    number_is_doubtful: bool = False


class GuardianshipRow(NamedTuple):
    guardian_id: int
    ward_id: int
    relationship: str
    valid_from: date
    is_legal_representative: bool = True
    lives_with: bool = True


PERSON_COLUMNS = (
    "id, version, full_name, search, sort_key, given, birth_date, birth_precision, sex, national_id,"
    " number_is_doubtful, sector_id, nationality, ethnicity, religion, birthplace, home_address,"
    " permanent_address, permanent_commune_id, current_address, current_commune_id, phone, email, units, kinds,"
    " created_at"
)
AFFILIATION_COLUMNS = "person_id, unit_id, kind, title, valid_from, valid_until"


def load_people(rows: Iterable[PersonRow], *, actor: Actor, at: datetime) -> int:
    """People with their affiliations; gives how many people. One transaction, one audit entry a table."""
    on, moment = clock.on(at), at.isoformat()
    count = 0
    with (
        audit.bulk(actor, "people.person:load", at=at),
        unbound(
            "people_person",
            "people_affiliation",
            rest=(("people_affiliation", "people_affiliation_inserted"),),
        ),
        tempfile.SpooledTemporaryFile(max_size=SPOOL, mode="w+b") as spool,
    ):
        with _copy(f"people_person ({PERSON_COLUMNS})") as copy:
            block: list[str] = []
            affiliations: list[str] = []
            for row in rows:
                block.append(_person_line(row, on, moment))
                for held in row.affiliations:
                    affiliations.append(_affiliation_line(row.id, held))
                count += 1
                if len(block) == 2_000:
                    copy.write("".join(block).encode())
                    spool.write("".join(affiliations).encode())
                    block.clear()
                    affiliations.clear()
            copy.write("".join(block).encode())
            spool.write("".join(affiliations).encode())
        spool.seek(0)
        with _copy(f"people_affiliation ({AFFILIATION_COLUMNS})") as copy:
            while data := spool.read(BLOCK):
                copy.write(data)
    _after("people_person")
    return count


def load_affiliations(rows: Iterable[tuple[int, AffiliationRow]], *, actor: Actor, at: datetime) -> int:
    """More affiliations (person id, row) of people who are there already; their units follow in one
    statement.
    """
    count = 0
    with audit.bulk(actor, "people.affiliation:load", at=at), connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute(
            "create temporary table loaded on commit drop as select person_id, unit_id, kind, title, valid_from,"
            " valid_until from people_affiliation with no data"
        )
        with cursor.copy("copy loaded from stdin") as copy:
            for person_id, row in rows:
                copy.write(_affiliation_line(person_id, row))
                count += 1
        cursor.execute(
            f"insert into people_affiliation ({AFFILIATION_COLUMNS}) select * from loaded"  # noqa: S608
        )
        cursor.execute("drop table loaded")
    return count


def load_guardianships(rows: Iterable[GuardianshipRow], *, actor: Actor, at: datetime) -> int:
    count = 0
    columns = "guardian_id, ward_id, relationship, is_legal_representative, lives_with, valid_from"
    with (
        audit.bulk(actor, "people.guardianship:load", at=at),
        unbound("people_guardianship"),
        _copy(f"people_guardianship ({columns})") as copy,
    ):
        for row in rows:
            copy.write(
                f"{row.guardian_id}\t{row.ward_id}\t{row.relationship}\t"
                f"{'t' if row.is_legal_representative else 'f'}\t{'t' if row.lives_with else 'f'}\t"
                f"{row.valid_from}\n"
            )
            count += 1
    return count


@contextmanager
def _copy(target: str) -> Iterator[Any]:
    with connection.cursor() as cursor, cursor.copy(f"copy {target} from stdin") as copy:
        yield copy


def _after(table: str) -> None:
    """Puts the sequence behind the ids that the caller chose, and lets the planner know what is there."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"select setval(pg_get_serial_sequence('{table}', 'id'), (select max(id) from {table}))"  # noqa: S608
        )
        cursor.execute("analyze people_person")
        cursor.execute("analyze people_affiliation")


def _person_line(row: PersonRow, on: date, moment: str) -> str:
    columns = name_columns(row.full_name)
    units = sorted({held.unit_id for held in row.affiliations if _is_open(held, on)})
    kinds = 0
    for held in row.affiliations:
        if _is_open(held, on):
            kinds |= KIND_BITS[held.kind]
    spans = ",".join(f"[{unit},{unit + 1})" for unit in units) or "[0,1)"
    line = "\t".join(
        (
            str(row.id),
            "1",
            row.full_name,
            columns.search,
            columns.sort_key,
            columns.given,
            r"\N" if row.birth_date is None else str(row.birth_date),
            row.birth_precision,
            row.sex,
            row.national_id,
            "t" if row.number_is_doubtful else "f",
            row.sector_id,
            "VN",
            row.ethnicity,
            row.religion,
            row.birthplace,
            "",
            row.permanent_address,
            r"\N" if row.permanent_commune_id is None else str(row.permanent_commune_id),
            row.current_address,
            r"\N" if row.current_commune_id is None else str(row.current_commune_id),
            row.phone,
            row.email,
            "{" + spans + "}",
            str(kinds),
            moment,
        )
    )
    return line + "\n"


def _affiliation_line(person_id: int, row: AffiliationRow) -> str:
    until = r"\N" if row.valid_until is None else str(row.valid_until)
    return f"{person_id}\t{row.unit_id}\t{row.kind}\t{row.title}\t{row.valid_from}\t{until}\n"


def _is_open(row: AffiliationRow, on: date) -> bool:
    return row.valid_until is None or row.valid_until > on
