"""The kinds of records that are exchanged: every followed table of a unit's own data in the rooms of school, people and
organisations. A new room's tables are among them without being named here."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache

from django.apps import apps
from django.db import connection, models

from khuevan.kernel.audit.subjects import Subject, described

WINGS = ("khuevan.school.",)
ROOMS = ("khuevan.register.people", "khuevan.register.organisations")
LEFT_OUT = {
    "schoolyear_rollover": "the progress of a job",
    "learners_catalogueitem": "a catalogue: the same for every school",
    "staff_loadnorm": "a circular: the same for every school",
    "staff_dutyrule": "a circular: the same for every school",
    "transfers_transferrule": "a rule: the same for every school",
}
ALSO = {"transfers_transfer": ("receiving_id",), "staff_staffmove": ("to_school_id",)}
"""Further columns that name a unit which holds the row."""

_UNITS_OF_PERSON = (
    "select {id} as record_id, u.unit_id from {rows},"
    " unnest(p.units) r, generate_series(lower(r), upper(r) - 1) u(unit_id) where u.unit_id > 0"
)
_TRIGGER = "select encode(tgargs, 'escape') from pg_trigger where tgrelid = to_regclass(%s) and tgname = 'audit_update'"


@dataclass(frozen=True)
class Kind:
    """code: room.record. placed: SQL with a row (record_id, unit_id) for each unit that holds a record.
    person: the column with the person whose units these are; empty where the row names its unit itself."""

    code: str
    model: type[models.Model]
    placed: str
    person: str = ""

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    @property
    def subject(self) -> Subject:
        return described(self.table)

    @property
    def label(self) -> str:
        words = self.subject.label if self.subject.label != self.table else self.model._meta.verbose_name
        text = str(words)
        return text[:1].upper() + text[1:]

    @property
    def year_path(self) -> str:
        """The way from a row to the school year that it belongs to; empty where it belongs to none."""
        names = {field.name for field in self.model._meta.concrete_fields}
        if "school_year" in names and self.model._meta.get_field("school_year").is_relation:
            return "school_year__code"
        if "enrolment" in names:
            return "enrolment__school_year__code"
        return ""


@cache
def kinds() -> dict[str, Kind]:
    """By code, in the order of codes."""
    found = {}
    for model in apps.get_models():
        name, table = model._meta.app_config.name, model._meta.db_table
        if table in LEFT_OUT or not (name.startswith(WINGS) or name in ROOMS):
            continue
        kind = _kind(model)
        if kind is not None:
            found[kind.code] = kind
    return dict(sorted(found.items()))


def by_table() -> dict[str, Kind]:
    return {kind.table: kind for kind in kinds().values()}


def of_people() -> Iterator[Kind]:
    """Kinds whose units follow those of a person."""
    return (kind for kind in kinds().values() if kind.person)


def names(kind: Kind, ids: Collection[int]) -> dict[int, str]:
    """What the records are called, as far as the bound actor may see them."""
    found = kind.subject.names([str(one) for one in ids]) if ids else {}
    return {int(number): name for number, name in found.items()}


@cache
def derived(table: str) -> frozenset[str]:
    """Columns that follow from others, as the audit log was told: they are no content."""
    return _told(table, 3)


@cache
def secret(table: str) -> frozenset[str]:
    """Columns whose values the audit log may not hold."""
    return _told(table, 2)


def _told(table: str, place: int) -> frozenset[str]:
    with connection.cursor() as cursor:
        cursor.execute(_TRIGGER, [table])
        row = cursor.fetchone()
    if row is None:
        return frozenset()
    text = row[0].split("\\000")[place]
    return frozenset(name.strip('"') for name in text.strip("{}").split(",") if name)


def _kind(model: type[models.Model]) -> Kind | None:
    code, table = model._meta.label_lower, model._meta.db_table
    if table == "people_person":
        return Kind(code, model, _UNITS_OF_PERSON.format(id="p.id", rows="people_person p"), person="id")
    person = {"people_guardianship": "ward_id", "people_formername": "person_id"}.get(table, "")
    if person:
        rows = f"{table} t join people_person p on p.id = t.{person}"
        return Kind(code, model, _UNITS_OF_PERSON.format(id="t.id", rows=rows), person=person)
    column = getattr(model, "scope_field", "")
    if not column or not _has(model, column):
        return None
    columns = (column, *ALSO.get(table, ()))
    placed = " union ".join(
        f'select t.id as record_id, t."{one}" as unit_id from {table} t where t."{one}" is not null'  # noqa: S608
        for one in columns
    )
    return Kind(code, model, placed)


def _has(model: type[models.Model], column: str) -> bool:
    return column in {field.column for field in model._meta.concrete_fields}
