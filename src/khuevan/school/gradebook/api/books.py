"""Gradebooks, closing, reopenings, results of a learner."""

# No `from __future__ import annotations` here: ninja reads the types from the signatures.

from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Path, Router, Schema, Status
from pydantic import Field

from khuevan.kernel import access, clock
from khuevan.kernel.access import Actor, requires
from khuevan.kernel.records.keys import LARGEST
from khuevan.kernel.records.schemas import Given

from .. import queries, services
from ..models import Reopening
from ..permissions import ASK_REOPENING, CLOSE_TERM, EDIT_MARKS, VIEW_MARKS
from ..queries import overview
from ..queries.mine import own_books

router = Router(tags=["gradebook"])
TERM = Field(ge=1, le=2)


class BookIn(Schema):
    """Which gradebook: class, subject, term."""

    class_group: int = Field(ge=1, le=LARGEST)
    subject: int = Field(ge=1, le=LARGEST)
    term: int = TERM


class OwnBookOut(Schema):
    """`filled` of `wanted` cells."""

    class_group: int
    class_name: str
    subject: int
    subject_name: str
    term: int
    learners: int
    filled: int
    wanted: int
    is_closed: bool


class MarkColumnOut(Schema):
    """`entry`: score, test (whole, from 1), pass (Đ, CĐ), level (T, H, C) or text."""

    key: str
    entry: str


class MarkOut(Schema):
    """`version`: to be sent with a change; 0 where nothing was ever entered."""

    column: str
    value: str
    version: int


class MarkRowOut(Schema):
    """`result`: over the marks so far while `is_final` is false."""

    enrolment: int
    name: str
    is_open: bool
    note: str
    result: str
    is_final: bool
    missing: int
    cells: list[MarkOut]


class BookOut(Schema):
    class_group: int
    subject: int
    term: int
    instrument: str
    is_closed: bool
    columns: list[MarkColumnOut]
    rows: list[MarkRowOut]


class MarkBody(Given):
    """One cell as typed, with the version that was seen."""

    enrolment: int = Field(ge=1, le=LARGEST)
    column: str = Field(max_length=20)
    value: str = Field("", max_length=600)
    version: int = Field(0, ge=0, le=LARGEST)


class MarksBody(Given):
    """`why`: goes into the log."""

    cells: list[MarkBody] = Field(max_length=1_000)
    why: str = Field("", max_length=300)


class MarkAnswerOut(Schema):
    """`state`: saved, conflict (`value`, `by`, `at` say what stands there) or refused (`sentence` says why)."""

    enrolment: int
    column: str
    state: str
    value: str
    version: int
    sentence: str
    by: str
    at: datetime | None


class ClassTermIn(Schema):
    class_group: int = Field(ge=1, le=LARGEST)
    term: int = TERM


class ClosedOut(Schema):
    class_group: int
    term: int
    closed_at: datetime


class ReopeningBody(Given):
    reason: str = Field(max_length=300)


class ReopeningAnswerBody(Given):
    """`open_until`: approves through this day; without it the request is declined with `answer`."""

    version: int = Field(ge=0, le=LARGEST)
    open_until: date | None = None
    answer: str = Field("", max_length=300)


class ReopeningOut(Schema):
    id: int
    version: int
    class_group: int
    subject: int | None
    term: int
    state: str
    reason: str
    open_until: date | None


class SubjectResultOut(Schema):
    """Term I, term II, year; empty where nothing is stored."""

    subject: str
    name: str
    term_1: str
    term_2: str
    year: str
    is_exempt: bool


class TermResultOut(Schema):
    """`term`: 0 is the year; levels 1 to 4 as in DM_HOC_LUC, DM_HANH_KIEM."""

    term: int
    learning: int | None
    conduct: int | None
    overall: str
    next_step: str
    title: str
    missing: int


class ResultsOut(Schema):
    enrolment: int
    name: str
    subjects: list[SubjectResultOut]
    terms: list[TermResultOut]


def actor_of(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def _book(actor: Actor, wanted: BookIn) -> queries.Book:
    """Raises Http404."""
    group = queries.class_for(actor, wanted.class_group)
    subject = queries.subject_for(wanted.subject)
    if group is None or subject is None:
        raise Http404
    found = queries.book_of(actor, group, subject, wanted.term)
    if not found.columns:
        raise Http404
    return found


def class_of(actor: Actor, pk: int) -> Any:
    found = queries.class_for(actor, pk)
    if found is None:
        raise Http404
    return found


@router.get(
    "/books", response=list[OwnBookOut], summary="Sổ điểm của tôi", operation_id="gradebook_own_books"
)
@requires(EDIT_MARKS)
def books(request: HttpRequest, term: int | None = None) -> Any:
    today = clock.today()
    chosen = term if term in (1, 2) else queries.running_term(today)
    return [
        OwnBookOut(
            class_group=one.class_id, class_name=one.class_name, subject=one.subject_id, subject_name=one.subject,
            term=one.term, learners=one.learners, filled=one.filled, wanted=one.wanted, is_closed=one.is_closed,
        )
        for one in own_books(actor_of(request), chosen, today)
    ]  # fmt: skip


@router.get(
    "/books/{class_group}/{subject}/{term}",
    response=BookOut,
    summary="Bảng điểm",
    operation_id="gradebook_book",
)
@requires(VIEW_MARKS)
def book(request: HttpRequest, wanted: Path[BookIn]) -> Any:
    actor, today = actor_of(request), clock.today()
    found = _book(actor, wanted)
    grid = queries.grid_of(actor, found, today)
    return BookOut(
        class_group=found.group.pk, subject=found.subject.pk, term=found.term,
        instrument=found.instrument.name if found.instrument else "",
        is_closed=queries.lock_of(found.group, found.subject.pk, found.term, today).is_closed,
        columns=[MarkColumnOut(key=one.key, entry=one.entry) for one in found.columns],
        rows=[
            MarkRowOut(
                enrolment=row.enrolment_id, name=row.name, is_open=row.is_open, note=row.note, result=row.result,
                is_final=row.is_final, missing=row.missing,
                cells=[MarkOut(column=one.column, value=one.value, version=one.version) for one in row.cells],
            )
            for row in grid.rows
        ],
    )  # fmt: skip


@router.post(
    "/books/{class_group}/{subject}/{term}/cells", response=list[MarkAnswerOut], summary="Ghi điểm",
    operation_id="gradebook_save_cells",
)  # fmt: skip
@requires(EDIT_MARKS)
def save(request: HttpRequest, wanted: Path[BookIn], body: MarksBody) -> Any:
    actor = actor_of(request)
    cells = [services.Cell(one.enrolment, one.column, one.value, one.version) for one in body.cells]
    why = body.why.replace("\x00", "")
    answers = services.save_cells(actor, _book(actor, wanted), cells, at=clock.now(), why=why)
    return [
        MarkAnswerOut(
            enrolment=one.enrolment_id, column=one.column, state=one.state, value=one.value, version=one.version,
            sentence=one.sentence, by=one.by, at=one.at,
        )
        for one in answers
    ]  # fmt: skip


@router.post(
    "/classes/{class_group}/terms/{term}/close", response={201: ClosedOut}, summary="Khóa sổ điểm của lớp",
    operation_id="gradebook_close_term",
)  # fmt: skip
@requires(CLOSE_TERM)
def close(request: HttpRequest, wanted: Path[ClassTermIn]) -> Any:
    actor = actor_of(request)
    made = services.close_term(actor, class_of(actor, wanted.class_group), wanted.term, at=clock.now())
    return Status(201, ClosedOut(class_group=made.class_group_id, term=made.term, closed_at=made.closed_at))


@router.post(
    "/books/{class_group}/{subject}/{term}/reopenings", response={201: ReopeningOut},
    summary="Đề nghị mở lại sổ điểm", operation_id="gradebook_ask_reopening",
)  # fmt: skip
@requires(ASK_REOPENING)
def ask(request: HttpRequest, wanted: Path[BookIn], body: ReopeningBody) -> Any:
    actor = actor_of(request)
    group, subject = class_of(actor, wanted.class_group), queries.subject_for(wanted.subject)
    if subject is None:
        raise Http404
    made = services.ask_reopening(
        actor, group, wanted.term, subject=subject, reason=body.reason, at=clock.now()
    )
    return Status(201, _reopening(made))


@router.post(
    "/reopenings/{reopening}/answer", response=ReopeningOut, summary="Trả lời đề nghị mở lại sổ",
    operation_id="gradebook_answer_reopening",
)  # fmt: skip
@requires(CLOSE_TERM)
def answer(request: HttpRequest, reopening: int, body: ReopeningAnswerBody) -> Any:
    actor = actor_of(request)
    rows = Reopening.objects.within(access.scope(actor, CLOSE_TERM))
    row = rows.filter(pk=reopening).first() if 0 < reopening <= LARGEST else None
    if row is None:
        raise Http404
    if body.open_until is None:
        done = services.decline_reopening(
            actor, row, version=body.version, at=clock.now(), answer=body.answer
        )
    else:
        done = services.approve_reopening(
            actor,
            row,
            version=body.version,
            open_until=body.open_until,
            at=clock.now(),
            answer=body.answer.replace("\x00", ""),
        )
    return _reopening(done)


def _reopening(row: Reopening) -> ReopeningOut:
    return ReopeningOut(
        id=row.pk, version=row.version, class_group=row.class_group_id, subject=row.subject_id, term=row.term,
        state=row.state, reason=row.reason, open_until=row.open_until,
    )  # fmt: skip


@router.get(
    "/learners/{enrolment}/results", response=ResultsOut, summary="Kết quả của một học sinh",
    operation_id="gradebook_results",
)  # fmt: skip
@requires(VIEW_MARKS)
def results(request: HttpRequest, enrolment: int) -> Any:
    found = queries.enrolment_for(actor_of(request), enrolment) if 0 < enrolment <= LARGEST else None
    if found is None:
        raise Http404
    stored = overview.transcript_of(found)
    return ResultsOut(
        enrolment=found.pk, name=found.full_name,
        subjects=[
            SubjectResultOut(
                subject=one.subject.code, name=one.subject.name, term_1=one.values[0], term_2=one.values[1],
                year=one.values[2], is_exempt=one.is_exempt,
            )
            for one in stored.lines
        ],
        terms=[
            TermResultOut(
                term=row.term, learning=row.learning, conduct=row.conduct, overall=row.overall,
                next_step=row.next_step, title=row.title, missing=row.missing,
            )
            for row in sorted(stored.results.values(), key=lambda one: one.term or 3)
        ],
    )  # fmt: skip
