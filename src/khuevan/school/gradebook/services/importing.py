"""Results of primary classes from a checked list: levels, test marks, qualities and competences of many at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from khuevan.kernel import access, audit
from khuevan.kernel.access import Actor
from khuevan.kernel.database import ChangedMeanwhile

from ..choices import Moment
from ..models import Appraisal, Mark
from ..permissions import IMPORT_RESULTS
from ..queries.books import Enrolment, Subject
from ..queries.taken_in import closed_classes, versions_of
from ..rules import FINAL, FINAL_LEVEL

_FIELDS = ["number", "word", "version", "changed_at", "changed_by", "changed_by_person"]


@dataclass(frozen=True)
class ResultRow:
    """A learner's end of term as it shall be; what is empty is emptied. version: as it was seen, "" where there was
    none."""

    enrolment_id: int
    version: str
    levels: Mapping[str, str]
    tests: Mapping[str, Decimal | None]
    traits: Mapping[str, str]


def store_rows(
    actor: Actor, school_id: int, term: int, rows: Sequence[ResultRow], *, at: datetime, why: str
) -> None:
    """Writes what differs. Raises Refused, ChangedMeanwhile where a row is not as it was seen."""
    access.demand(actor, IMPORT_RESULTS, on=school_id)
    ids = [row.enrolment_id for row in rows]
    _take_turns(ids)
    now = versions_of(ids, term)
    if any(row.version and now[row.enrolment_id] != row.version for row in rows):
        raise ChangedMeanwhile
    subjects: dict[str, Any] = {one.code: one for one in Subject.objects.all()}
    with audit.act(actor, IMPORT_RESULTS.code, at=at, unit_id=school_id, why=why) as act:
        act.note(term=term, learners=len(rows))
        _store_marks(actor, school_id, term, rows, subjects, at)
        _store_traits(actor, school_id, term, rows, at)


def _take_turns(ids: Sequence[int]) -> None:
    """Whoever writes in a gradebook of these classes waits, and this for them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_advisory_xact_lock(c, 0) from (select distinct class_group_id as c from schoolyear_enrolment"
            " where id = any(%s) and class_group_id is not null order by 1) as classes",
            [list(ids)],
        )


def _wanted(rows: Sequence[ResultRow]) -> Iterator[tuple[int, str, str, Decimal | None, str]]:
    """(enrolment, subject, kind, number, word)."""
    for row in rows:
        for code, word in row.levels.items():
            yield row.enrolment_id, code, FINAL_LEVEL, None, word
        for code, number in row.tests.items():
            yield row.enrolment_id, code, FINAL, number, ""


def _store_marks(
    actor: Actor,
    school_id: int,
    term: int,
    rows: Sequence[ResultRow],
    subjects: Mapping[str, Any],
    at: datetime,
) -> None:
    held = {
        (one.enrolment_id, one.subject_id, one.kind): one
        for one in Mark.objects.filter(
            enrolment_id__in=[row.enrolment_id for row in rows],
            term=term,
            kind__in=(FINAL_LEVEL, FINAL),
            ordinal=1,
        )
    }
    made: list[Mark] = []
    changed: list[Mark] = []
    for enrolment_id, code, kind, number, word in _wanted(rows):
        row = held.get((enrolment_id, subjects[code].pk, kind))
        if row is None:
            if number is None and not word:
                continue
            row = Mark(
                school_id=school_id, enrolment_id=enrolment_id, subject=subjects[code], term=term, kind=kind
            )
            made.append(row)
        elif (row.number, row.word) == (number, word):
            continue
        else:
            row.version += 1
            changed.append(row)
        row.number, row.word = number, word
        row.changed_at, row.changed_by, row.changed_by_person = at, actor.name[:100], actor.person_id
    Mark.objects.bulk_create(made, batch_size=5_000)
    if changed:
        Mark.objects.bulk_update(changed, _FIELDS, batch_size=1_000)


def _store_traits(actor: Actor, school_id: int, term: int, rows: Sequence[ResultRow], at: datetime) -> None:
    held = {
        one.enrolment_id: one
        for one in Appraisal.objects.filter(
            enrolment_id__in=[row.enrolment_id for row in rows], term=term, moment=Moment.FINAL
        )
    }
    made: list[Appraisal] = []
    changed: list[Appraisal] = []
    for given in rows:
        levels = {trait: level for trait, level in given.traits.items() if level}
        row = held.get(given.enrolment_id)
        if row is None:
            if not levels:
                continue
            row = Appraisal(
                school_id=school_id, enrolment_id=given.enrolment_id, term=term, moment=Moment.FINAL
            )
            made.append(row)
        elif row.levels == levels:
            continue
        else:
            row.version += 1
            changed.append(row)
        row.levels, row.changed_at, row.changed_by = levels, at, actor.name[:100]
    Appraisal.objects.bulk_create(made)
    if changed:
        Appraisal.objects.bulk_update(changed, ["levels", "version", "changed_at", "changed_by"])


def put_back(actor: Actor, school_id: int, term: int, ids: Sequence[int], *, at: datetime) -> set[int]:
    """Empties what an import gave learners who had nothing before. Gives those whose class has been closed since, who
    keep it."""
    here = dict(Enrolment.objects.filter(pk__in=ids).values_list("id", "class_group_id"))
    closed = closed_classes(school_id, term)
    kept = {pk for pk in ids if here.get(pk) in closed}
    rows = []
    codes = Mark.objects.filter(enrolment_id__in=ids, term=term, kind__in=(FINAL_LEVEL, FINAL))
    for pk in ids:
        if pk in kept:
            continue
        mine = list(codes.filter(enrolment_id=pk).values_list("subject__code", "kind"))
        rows.append(
            ResultRow(
                pk,
                "",
                {code: "" for code, kind in mine if kind == FINAL_LEVEL},
                {code: None for code, kind in mine if kind == FINAL},
                {},
            )
        )
    store_rows(actor, school_id, term, rows, at=at, why=_("Hoàn tác việc nhập tệp."))
    return kept
