"""Storing what a class's term came to: when it is closed, and again when a mark changes while it is reopened."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any

from khuevan.kernel import events
from khuevan.kernel.access import Actor

from ..choices import YEAR
from ..events import ResultsStored
from ..models import SubjectResult, TermResult
from ..queries.results import ClassOutcome, term_outcome
from ..queries.year import year_outcome


def store_results(
    actor: Actor, group: Any, term: int, *, at: datetime, year_too: bool | None = None
) -> ClassOutcome:
    """The term's results and, with the second term's, the year's. The caller holds the act and the permission."""
    found = term_outcome(actor, group, term)
    _store(found, at)
    if term == 2 if year_too is None else year_too:
        second = found if term == 2 else term_outcome(actor, group, 2)
        _store(year_outcome(actor, second), at)
    events.publish(ResultsStored(group.pk, group.school_id, term))
    return found


def store_year(actor: Actor, group: Any, enrolments: Collection[int], *, at: datetime) -> None:
    """The year of some learners of a class anew, after something of the summer changed. The caller holds the act."""
    found = year_outcome(actor, term_outcome(actor, group, 2))
    changed = tuple(row for row in found.rows if row.enrolment.pk in enrolments)
    _store(replace(found, rows=changed), at)
    events.publish(ResultsStored(group.pk, group.school_id, YEAR))


def _store(found: ClassOutcome, at: datetime) -> None:
    school_id = found.group.school_id
    rows = [row for row in found.rows if not row.is_taken_over]
    SubjectResult.objects.bulk_create(
        [
            SubjectResult(
                school_id=school_id, enrolment=row.enrolment, subject_id=subject, term=found.term, average=one.average,
                word=one.word, instrument=found.instrument, computed_at=at,
            )
            for row in rows
            for subject, one in row.subjects.items()
            if not one.is_exempt
        ],
        update_conflicts=True,
        unique_fields=["enrolment", "term", "subject"],
        update_fields=["average", "word", "instrument", "computed_at"],
    )  # fmt: skip
    TermResult.objects.bulk_create(
        [
            TermResult(
                school_id=school_id, enrolment=row.enrolment, term=found.term, learning=row.learning, conduct=row.conduct,
                overall=row.overall, next_step=row.next_step, title=row.title, missing=row.missing, absences=row.absences,
                instrument=found.instrument, computed_at=at,
            )
            for row in rows
        ],
        update_conflicts=True,
        unique_fields=["enrolment", "term"],
        update_fields=[
            "learning", "conduct", "overall", "next_step", "title", "missing", "absences", "instrument", "computed_at",
        ],
    )  # fmt: skip
