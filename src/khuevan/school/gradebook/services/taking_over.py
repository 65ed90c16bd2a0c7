"""Taking over what a learner did at another school in the same year: from that school's own rows, or from a paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from khuevan.kernel import access, audit
from khuevan.kernel.access import Actor
from khuevan.kernel.database import ChangedMeanwhile
from khuevan.kernel.events import publish

from ..choices import Moment
from ..events import ResultsStored
from ..models import Appraisal, ClosedTerm, Mark, SubjectResult, TakeOver, TermResult
from ..permissions import TAKE_OVER
from ..queries.arrivals import Former, TakenMark, books_here, former_year
from ..rules import LEVEL, PASS, SCORE, Level, MarkColumn, NotAMark, Value, learning_level, value_of
from .errors import WRONG_VALUES, GradebookError
from .results import store_year
from .turns import CLASS

Results = Mapping[int, Value]
"""Subject -> number or word."""


def take_over(actor: Actor, enrolment: Any, *, digest: str, at: datetime) -> int:
    """What another school of the platform has: the results of the first term, and single marks of a term that has none,
    into cells that are empty here. `enrolment` with class, school and year. Gives how many results and marks.

    Raises Refused, GradebookError, ChangedMeanwhile where it is not as it was seen.
    """
    access.demand(actor, TAKE_OVER, on=enrolment.school_id)
    _must_be_here(enrolment)
    found = former_year(enrolment)
    if found is None:
        raise GradebookError(_("Không có trường nào trên hệ thống có kết quả của em trong năm học này."))
    if found.digest != digest:
        raise ChangedMeanwhile
    if not found.lines and not found.marks:
        raise GradebookError(
            _("%(school)s chưa có điểm nào của em trong năm học này.") % {"school": found.school}
        )
    with transaction.atomic(), audit.act(actor, TAKE_OVER.code, at=at, on=enrolment) as act:
        _take_turns(enrolment)
        copied = _copy_marks(actor, enrolment, found, at)
        act.note(school=found.school, results=len(found.lines), marks=copied)
        if found.lines:
            row = _record(actor, enrolment, found.school, "", at, found.enrolment_id)
            results = {one.subject.pk: Value(number=one.average, word=one.word) for one in found.lines}
            said = _Said(found.learning, found.conduct, found.levels, found.comment, found.instrument)
            _store(row, results, said, at)
        _store_year(actor, enrolment, at)
    return len(found.lines) + copied


class _Said:
    """The term as a whole."""

    def __init__(
        self,
        learning: int | None,
        conduct: int | None,
        levels: Mapping[str, str],
        comment: str,
        instrument: str,
    ) -> None:
        self.learning, self.conduct, self.instrument = learning, conduct, instrument
        self.levels, self.comment = dict(levels), comment


def enter_taken_over(
    actor: Actor,
    enrolment: Any,
    *,
    school: str,
    paper_number: str,
    typed: Mapping[int, str],
    conduct: int | None,
    at: datetime,
) -> TakeOver:
    """The first term from a paper of a school that is not on the platform: subject -> as it was typed; a subject that was
    not learned there is left empty, and the second term stands for its year.

    Entered anew, it takes the place of what was entered before. Raises Refused, GradebookError naming `school`,
    `paper_number`, `conduct` or `subject-<id>`.
    """
    access.demand(actor, TAKE_OVER, on=enrolment.school_id)
    _must_be_here(enrolment)
    school, paper_number = school.strip(), paper_number.strip()
    errors: dict[str, str] = {}
    if not school or "\x00" in school or len(school) > 200:
        errors["school"] = _("Hãy ghi tên trường đã học, nhiều nhất 200 ký tự.")
    if not paper_number or "\x00" in paper_number or len(paper_number) > 60:
        errors["paper_number"] = _("Hãy ghi số học bạ hoặc giấy xác nhận kết quả, nhiều nhất 60 ký tự.")
    if conduct is not None and conduct not in [int(level) for level in Level]:
        errors["conduct"] = _("Không có mức rèn luyện này.")
    books = books_here(actor, enrolment, 1)
    known = {book.subject.pk for book in books}
    for pk in sorted(set(typed) - known):
        errors[f"subject-{pk}"] = _("Lớp của em không học môn này.")
    results: dict[int, Value] = {}
    for book in books:
        try:
            value = _value(book.columns, typed.get(book.subject.pk, ""))
        except NotAMark as wrong:
            errors[f"subject-{book.subject.pk}"] = str(WRONG_VALUES[wrong.code])
        else:
            if not value.is_empty:
                results[book.subject.pk] = value
    if not errors and not results:
        errors[""] = _("Hãy ghi kết quả của ít nhất một môn.")
    if errors:
        raise GradebookError(errors)
    code = next((book.instrument.code for book in books if book.instrument is not None), "")
    said = _Said(_learning(results), conduct, {}, "", code)
    with transaction.atomic(), audit.act(actor, TAKE_OVER.code, at=at, on=enrolment, why=paper_number) as act:
        _take_turns(enrolment)
        act.note(school=school, results=len(results))
        row = _record(actor, enrolment, school, paper_number, at, None)
        SubjectResult.objects.filter(enrolment=enrolment, term=1).exclude(subject_id__in=results).update(
            average=None, word="", computed_at=at
        )
        _store(row, results, said, at)
        _store_year(actor, enrolment, at)
    return row


def _must_be_here(enrolment: Any) -> None:
    if enrolment.left_on is not None:
        raise GradebookError(_("%(name)s đã rời trường.") % {"name": enrolment.full_name})
    if enrolment.outcome:
        raise GradebookError(
            _("Kết luận cuối năm của em đã ghi vào hồ sơ năm học; hãy gỡ ở đó trước khi sửa.")
        )


def _take_turns(enrolment: Any) -> None:
    CLASS.of(enrolment.class_group_id).wait()


def _value(columns: Sequence[MarkColumn], typed: str) -> Value:
    """A term's result of a subject: a number, Đ or CĐ, or a level of primary schools. Raises NotAMark."""
    if "\x00" in typed:
        raise NotAMark("text")
    entries = [one.entry for one in columns]
    entry = next(one for one in (SCORE, PASS, LEVEL) if one in entries)
    return value_of(MarkColumn("final", 1, entry), typed)


def _learning(results: Results) -> int | None:
    """The level that the entered results come to; none for primary schools."""
    scores = {str(pk): one.number for pk, one in results.items() if one.number is not None}
    comments = {str(pk): one.word == "D" for pk, one in results.items() if one.word in ("D", "CD")}
    return int(learning_level(scores, comments)) if scores else None


def _record(
    actor: Actor, enrolment: Any, school: str, paper_number: str, at: datetime, former_id: int | None
) -> TakeOver:
    row = TakeOver.objects.filter(enrolment=enrolment, term=1).first() or TakeOver(
        enrolment=enrolment, school_id=enrolment.school_id, term=1
    )
    row.version += 1 if row.pk else 0
    row.from_enrolment, row.from_school, row.paper_number = former_id, school[:200], paper_number
    row.taken_at, row.taken_by = at, actor.name[:100]
    row.save()
    return row


def _store(row: TakeOver, results: Results, said: _Said, at: datetime) -> None:
    SubjectResult.objects.bulk_create(
        [
            SubjectResult(
                school_id=row.school_id, enrolment_id=row.enrolment_id, subject_id=pk, term=row.term,
                average=one.number, word=one.word, instrument=said.instrument, computed_at=at,
            )
            for pk, one in results.items()
        ],
        update_conflicts=True,
        unique_fields=["enrolment", "term", "subject"],
        update_fields=["average", "word", "instrument", "computed_at"],
    )  # fmt: skip
    TermResult.objects.update_or_create(
        enrolment_id=row.enrolment_id,
        term=row.term,
        defaults={
            "school_id": row.school_id, "learning": said.learning, "conduct": said.conduct,
            "instrument": said.instrument, "computed_at": at, "missing": 0,
        },
    )  # fmt: skip
    facts = {"enrolment_id": row.enrolment_id, "term": row.term, "moment": Moment.FINAL}
    held = Appraisal.objects.filter(**facts).first() or Appraisal(school_id=row.school_id, **facts)
    held.version += 1 if held.pk else 0
    held.conduct, held.levels, held.comment = said.conduct, said.levels, said.comment
    held.changed_at, held.changed_by = at, row.from_school[:100]
    held.save()


def _copy_marks(actor: Actor, enrolment: Any, found: Former, at: datetime) -> int:
    """Into empty cells of gradebooks that the class has, in terms that are not closed."""
    closed = set(
        ClosedTerm.objects.filter(class_group_id=enrolment.class_group_id).values_list("term", flat=True)
    )
    cells = {
        (book.subject.pk, term, column.kind, column.ordinal)
        for term in {1, 2} - closed
        for book in books_here(actor, enrolment, term)
        for column in book.columns
    }
    held = {
        (one.subject_id, one.term, one.kind, one.ordinal): one
        for one in Mark.objects.filter(enrolment_id=enrolment.pk, term__in={1, 2} - closed)
    }
    made: list[Mark] = []
    changed: list[Mark] = []
    for one in found.marks:
        key = (one.subject_id, one.term, one.kind, one.ordinal)
        row = held.get(key)
        if key not in cells or (row is not None and (row.number is not None or row.word or row.text)):
            continue
        made_now = row is None
        mark = row or Mark(
            school_id=enrolment.school_id, enrolment_id=enrolment.pk, subject_id=one.subject_id, term=one.term,
            kind=one.kind, ordinal=one.ordinal,
        )  # fmt: skip
        _put(mark, one, found.school, at)
        (made if made_now else changed).append(mark)
    Mark.objects.bulk_create(made)
    if changed:
        Mark.objects.bulk_update(changed, ["number", "word", "text", "version", "changed_at", "changed_by"])
    return len(made) + len(changed)


def _put(mark: Mark, one: TakenMark, school: str, at: datetime) -> None:
    mark.version += 1 if mark.pk else 0
    mark.number, mark.word, mark.text = one.number, one.word, one.text
    mark.changed_at, mark.changed_by = at, f"{one.by} ({school})"[:100]


def _store_year(actor: Actor, enrolment: Any, at: datetime) -> None:
    """The year too, where that of the class has been worked out already."""
    group = enrolment.class_group
    publish(ResultsStored(group.pk, group.school_id, 1))
    if ClosedTerm.objects.filter(class_group_id=group.pk, term=2).exists():
        store_year(actor, group, {enrolment.pk}, at=at)
