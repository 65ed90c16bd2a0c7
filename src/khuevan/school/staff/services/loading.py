"""Very many members, papers and assignments at once, by COPY: furnishing a province, taking over a whole database.

Only over the owner's connection (`kernel.database.lifecycle.as_owner`). Rows are taken as they are; no rules are
applied, so the caller vouches for them (affiliations come from `people.load_people`). Constraints hold as always.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import connection, models

from khuevan.kernel import audit
from khuevan.kernel.access import Actor
from khuevan.kernel.database.bulk import unbound
from khuevan.kernel.text import name_sort_key, search_text
from khuevan.register.people.services import name_columns

from ..choices import GROUP_OF_POSITION
from ..models import (
    Assessment,
    Contract,
    Discipline,
    Duty,
    LanguageCertificate,
    Qualification,
    Reward,
    SalaryStep,
    StaffMember,
    TeachingAssignment,
    Training,
)

PAPERS: dict[str, type[models.Model]] = {
    "contract": Contract,
    "salary_step": SalaryStep,
    "qualification": Qualification,
    "language": LanguageCertificate,
    "training": Training,
    "reward": Reward,
    "discipline": Discipline,
    "assessment": Assessment,
    "duty": Duty,
}
"""Names of the records -> their tables."""


class StaffRow(NamedTuple):
    """A member with the posting they began with. `id` is chosen by the caller; `more`: any other columns by name
    (`main_subject_id`, `contract_form`, `rank`, `degree`, `computers`, `internet`, …)."""

    id: int
    person_id: int
    school_id: int
    full_name: str
    birth_date: date | None
    sex: str
    position: str
    joined_on: date
    level: str = ""
    code: str = ""
    status: str = "1"
    left_on: date | None = None
    decision_number: str = ""
    deciding_body: str = ""
    more: Mapping[str, Any] = {}


class AssignmentRow(NamedTuple):
    """A lesson of a class in one term."""

    staff_id: int
    school_id: int
    school_year_id: int
    class_group_id: int
    subject_id: int
    term: int
    periods: Decimal
    assigned_on: date
    part: str = ""
    ended_on: date | None = None


_POSTING = ("staff_id", "school_id", "kind", "status", "position", "leave", "valid_from", "valid_until",
            "counterpart_name", "decision_number", "deciding_body", "note", "recorded_at")  # fmt: skip


def load_staff(rows: Iterable[StaffRow], *, actor: Actor, at: datetime) -> int:
    """Members and their first postings; who has left gets the posting of leaving, too. Gives how many members."""
    count = 0
    postings: list[tuple[Any, ...]] = []
    names, defaults = _columns(StaffMember)
    with audit.bulk(actor, "staff.member:load", at=at), unbound("staff_staffmember", "staff_posting"):
        with _copy("staff_staffmember", names) as copy:
            for row in rows:
                copy.write_row(_member(row, names, defaults))
                postings += _postings(row, at)
                count += 1
        with _copy("staff_posting", _POSTING) as copy:
            for line in postings:
                copy.write_row(line)
    _after("staff_staffmember")
    return count


def load_papers(name: str, rows: Iterable[Mapping[str, Any]], *, actor: Actor, at: datetime) -> int:
    """Papers of one kind (a record's name); each row names `staff_id`, `school_id` and the columns it has."""
    model, count = PAPERS[name], 0
    table = model._meta.db_table
    names, defaults = _columns(model, but=("id",))
    with audit.bulk(actor, "staff.member:load", at=at), unbound(table), _copy(table, names) as copy:
        for row in rows:
            copy.write_row([row.get(column, defaults[column]) for column in names])
            count += 1
    _analyze(table)
    return count


def load_assignments(rows: Iterable[AssignmentRow], *, actor: Actor, at: datetime) -> int:
    """Lessons; gives how many."""
    table, count = TeachingAssignment._meta.db_table, 0
    with (
        audit.bulk(actor, "staff.member:load", at=at),
        unbound(table),
        _copy(table, ("version", *AssignmentRow._fields)) as copy,
    ):
        for row in rows:
            copy.write_row((1, *row))
            count += 1
    _analyze(table)
    return count


def _member(row: StaffRow, names: Sequence[str], defaults: Mapping[str, Any]) -> list[Any]:
    known = {
        **row._asdict(), "given": name_columns(row.full_name).given, "sort_key": name_sort_key(row.full_name),
        "search": search_text(f"{row.full_name} {row.code}"), "group": GROUP_OF_POSITION[row.position],
        "status_on": row.left_on or row.joined_on, **row.more,
    }  # fmt: skip
    return [known.get(name, defaults[name]) for name in names]


def _postings(row: StaffRow, at: datetime) -> Iterator[tuple[Any, ...]]:
    shared = ("", row.decision_number, row.deciding_body, "", at)
    yield (row.id, row.school_id, "hired", "1", row.position, "", row.joined_on, row.left_on, *shared)
    if row.left_on is not None:
        kind = {"3": "moved", "4": "reassigned", "6": "retired", "8": "resigned"}[row.status]
        yield (row.id, row.school_id, kind, row.status, row.position, "", row.left_on, None, *shared)


def _columns(model: type[models.Model], but: Sequence[str] = ()) -> tuple[list[str], dict[str, Any]]:
    """Columns of a table, and what each holds when nothing is said."""
    fields = [field for field in model._meta.concrete_fields if field.name not in but]
    defaults = {str(field.column): field.get_default() for field in fields}
    return list(defaults), defaults


@contextmanager
def _copy(table: str, names: Sequence[str]) -> Iterator[Any]:
    columns = ", ".join(f'"{name}"' for name in names)
    with connection.cursor() as cursor, cursor.copy(f"copy {table} ({columns}) from stdin") as copy:
        yield copy


def _after(table: str) -> None:
    """Puts the sequence behind the ids that the caller chose."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"select setval(pg_get_serial_sequence('{table}', 'id'), (select max(id) from {table}))"  # noqa: S608
        )
    _analyze(table)


def _analyze(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"analyze {table}")
