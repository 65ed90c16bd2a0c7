"""Results of many classes from a checked list: marks, levels, conduct, qualities and competences of many at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from khuevan.kernel import access, audit
from khuevan.kernel.access import Actor
from khuevan.kernel.database import ChangedMeanwhile

from ..choices import Moment
from ..models import Appraisal, Mark
from ..permissions import IMPORT_RESULTS
from ..queries.books import ClassGroup, Enrolment, Subject
from ..queries.taken_in import CellKey, Part, Standing, closed_classes, versions_of
from .errors import GradebookError, closed_words
from .turns import CLASS

_FIELDS = ["number", "word", "version", "changed_at", "changed_by", "changed_by_person"]


@dataclass(frozen=True)
class ResultRow:
    """A learner's end of term as it shall be; what is empty is emptied. version: as it was seen, "" where there was
    none. traits, conduct: None where the list does not speak of them."""

    enrolment_id: int
    version: str
    cells: Mapping[CellKey, Standing]
    traits: Mapping[str, str] | None = None
    conduct: int | None = field(default=None)
    says_conduct: bool = False


def store_rows(
    actor: Actor, school_id: int, term: int, rows: Sequence[ResultRow], part: Part, *, at: datetime, why: str
) -> None:
    """Writes what differs. Raises Refused, ChangedMeanwhile where a row is not as it was seen, GradebookError where a
    class was closed since it was checked."""
    access.demand(actor, IMPORT_RESULTS, on=school_id)
    ids = [row.enrolment_id for row in rows]
    _take_turns(ids)
    now = versions_of(ids, term, part)
    if any(row.version and now[row.enrolment_id] != row.version for row in rows):
        raise ChangedMeanwhile
    _must_be_open(school_id, term, ids)
    with audit.act(actor, IMPORT_RESULTS.code, at=at, unit_id=school_id, why=why) as act:
        act.note(term=term, learners=len(rows))
        _store_marks(actor, school_id, term, rows, part, at)
        _store_said(actor, school_id, term, rows, at)


def _must_be_open(school_id: int, term: int, ids: Collection[int]) -> None:
    closed = closed_classes(school_id, term)
    touched = Enrolment.objects.filter(pk__in=ids, class_group_id__in=closed).values("class_group_id")
    name = ClassGroup.objects.filter(pk__in=touched).values_list("name", flat=True).first()
    if name is not None:
        raise GradebookError(closed_words(name, term))


def _take_turns(ids: Sequence[int]) -> None:
    """Whoever writes in a gradebook of these classes waits, and this for them."""
    classes = Enrolment.objects.filter(pk__in=ids, class_group__isnull=False).order_by("class_group_id")
    for class_id in classes.values_list("class_group_id", flat=True).distinct():
        CLASS.of(class_id).wait()


def _store_marks(
    actor: Actor, school_id: int, term: int, rows: Sequence[ResultRow], part: Part, at: datetime
) -> None:
    subjects: dict[str, Any] = {one.code: one for one in Subject.objects.all()}
    held = {
        (one.enrolment_id, one.subject_id, one.kind, one.ordinal): one
        for one in Mark.objects.filter(
            enrolment_id__in=[row.enrolment_id for row in rows], term=term, kind__in=part.kinds
        )
    }
    made: list[Mark] = []
    changed: list[Mark] = []
    for given in rows:
        for cell, (number, word) in given.cells.items():
            subject = subjects[cell.subject]
            row = held.get((given.enrolment_id, subject.pk, cell.kind, cell.ordinal))
            if (row.number, row.word) == (number, word) if row else number is None and not word:
                continue
            if row is None:
                row = Mark(
                    school_id=school_id, enrolment_id=given.enrolment_id, subject=subject, term=term, kind=cell.kind,
                    ordinal=cell.ordinal,
                )  # fmt: skip
                made.append(row)
            else:
                row.version += 1
                changed.append(row)
            row.number, row.word = number, word
            row.changed_at, row.changed_by, row.changed_by_person = at, actor.name[:100], actor.person_id
    Mark.objects.bulk_create(made, batch_size=5_000)
    if changed:
        Mark.objects.bulk_update(changed, _FIELDS, batch_size=1_000)


def _store_said(actor: Actor, school_id: int, term: int, rows: Sequence[ResultRow], at: datetime) -> None:
    held = {
        one.enrolment_id: one
        for one in Appraisal.objects.filter(
            enrolment_id__in=[row.enrolment_id for row in rows], term=term, moment=Moment.FINAL
        )
    }
    made: list[Appraisal] = []
    changed: list[Appraisal] = []
    for given in rows:
        row = held.get(given.enrolment_id)
        stood: tuple[Mapping[str, str], int | None] = (row.levels, row.conduct) if row else ({}, None)
        wanted = (
            stood[0]
            if given.traits is None
            else {trait: level for trait, level in given.traits.items() if level},
            given.conduct if given.says_conduct else stood[1],
        )
        if wanted == stood:
            continue
        if row is None:
            row = Appraisal(
                school_id=school_id, enrolment_id=given.enrolment_id, term=term, moment=Moment.FINAL
            )
            made.append(row)
        else:
            row.version += 1
            changed.append(row)
        row.levels, row.conduct = dict(wanted[0]), wanted[1]
        row.changed_at, row.changed_by = at, actor.name[:100]
    Appraisal.objects.bulk_create(made)
    if changed:
        Appraisal.objects.bulk_update(changed, ["levels", "conduct", "version", "changed_at", "changed_by"])


def put_back(
    actor: Actor, school_id: int, term: int, ids: Sequence[int], part: Part, *, at: datetime
) -> set[int]:
    """Empties what an import gave learners who had nothing before. Gives those whose class has been closed since, who
    keep it."""
    here = dict(Enrolment.objects.filter(pk__in=ids).values_list("id", "class_group_id"))
    closed = closed_classes(school_id, term)
    kept = {pk for pk in ids if here.get(pk) in closed}
    cells: dict[int, dict[CellKey, Standing]] = {pk: {} for pk in ids if pk not in kept}
    held = Mark.objects.filter(enrolment_id__in=cells, term=term, kind__in=part.kinds)
    for pk, code, kind, ordinal in held.values_list("enrolment_id", "subject__code", "kind", "ordinal"):
        cells[pk][CellKey(code, kind, ordinal)] = (None, "")
    rows = [ResultRow(pk, "", mine, traits={}, says_conduct=True) for pk, mine in cells.items()]
    store_rows(actor, school_id, term, rows, part, at=at, why=_("Hoàn tác việc nhập tệp."))
    return kept
