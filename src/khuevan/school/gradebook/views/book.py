"""The grid of one gradebook: the page, saving cells, what others wrote meanwhile, the history of a cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from khuevan.kernel import access, audit, clock, ui
from khuevan.kernel.access import Actor, requires
from khuevan.kernel.ui import formatters

from .. import queries, services
from ..choices import TERMS
from ..permissions import EDIT_MARKS, VIEW_MARKS
from ..services.errors import closed_words
from ..services.marking import MOST_CELLS
from .appraisals import own_phrases
from .words import column_words

LONGEST_TYPED = 600
MOST_BYTES = 400_000


@dataclass(frozen=True)
class ColumnHead:
    key: str
    entry: str
    weight: int
    least: int
    is_whole: bool
    short: str
    label: str


@dataclass(frozen=True)
class BookPage:
    book: queries.Book
    grid: queries.Grid
    columns: Sequence[ColumnHead]
    may_write: bool
    notice: str
    notice_tone: str
    term_label: str
    address: str
    seen_at: str
    tabs: Sequence[tuple[str, str, bool]]
    may_ask: bool
    phrases: Sequence[str]
    breadcrumbs: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class HistoryPage:
    title: str
    history: Sequence[Any]


WEIGHTS = {"regular": 1, "midterm": 2, "final": 3}


@requires(VIEW_MARKS)
@require_GET
def book(request: HttpRequest, class_id: int, subject_id: int, term: int) -> HttpResponse:
    """Learners by marks; written in by whoever teaches the subject there, read by head, office and homeroom teacher."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = _book(actor, class_id, subject_id, term)
    now = clock.now()
    on = clock.on(now)
    lock = queries.lock_of(found.group, subject_id, term, on)
    teaches = bool(access.decide(actor, EDIT_MARKS, on=found.group.school_id)) and queries.writes(
        actor, found.group, subject_id, term, on
    )
    notice, tone = _notice(found, lock, teaches=teaches)
    page = BookPage(
        book=found,
        grid=queries.grid_of(actor, found, on),
        columns=[
            ColumnHead(
                one.key,
                one.entry,
                WEIGHTS.get(one.kind, 0),
                int(one.least),
                one.whole,
                *column_words(one, found.instrument),
            )
            for one in found.columns
        ],
        may_write=teaches and not lock.is_closed,
        notice=notice,
        notice_tone=tone,
        term_label=str(dict(TERMS)[term]),
        address=reverse("gradebook:book", args=[class_id, subject_id, term]),
        seen_at=now.isoformat(),
        tabs=[
            (str(label), reverse("gradebook:book", args=[class_id, subject_id, number]), number == term)
            for number, label in TERMS
        ],
        may_ask=teaches and lock.is_closed,
        phrases=own_phrases(actor, found.group.school_id) if teaches else (),
        breadcrumbs=_crumbs(actor, found),
    )
    return ui.keep_on_device(request, ui.render(request, "gradebook/book.html", page))


def _crumbs(actor: Actor, book: queries.Book) -> list[tuple[str, str]]:
    here = _("%(subject)s, lớp %(class)s") % {"subject": book.subject.name, "class": book.group.name}
    if actor.holds(EDIT_MARKS):
        return [(_("Sổ điểm của tôi"), f"{reverse('gradebook:my_books')}?term={book.term}"), (here, "")]
    return [(here, "")]


def _notice(book: queries.Book, lock: queries.Lock, *, teaches: bool) -> tuple[str, str]:
    """What stands above the grid, and in which tone."""
    if lock.reopening is not None:
        words = _("Sổ đã khóa, được mở lại đến hết %(until)s: %(reason)s")
        until = f"{lock.reopening.open_until:%d/%m/%Y}"
        return words % {"until": until, "reason": lock.reopening.reason}, "warning"
    if lock.is_closed:
        return closed_words(book.group.name, book.term), "warning"
    if not teaches:
        return _("Bạn xem được sổ này; chỉ giáo viên được phân công mới nhập điểm."), "info"
    return "", "info"


@requires(EDIT_MARKS)
@require_POST
def save(request: HttpRequest, class_id: int, subject_id: int, term: int) -> HttpResponse:
    """Cells as JSON, an answer for each. 400 with a sentence where the message itself cannot be read."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now = clock.now()
    found, is_theirs = _book_to_write(actor, class_id, subject_id, term, clock.on(now))
    try:
        sent, why = ui.cells_sent(
            request, most_cells=MOST_CELLS, most_bytes=MOST_BYTES, longest=LONGEST_TYPED
        )
    except ValueError as error:
        return JsonResponse({"problem": str(error)}, status=400)
    cells = [services.Cell(one.row, one.column, one.typed, one.version) for one in sent]
    answers = services.save_cells(actor, found, cells, at=now, why=why, is_theirs=is_theirs)
    return JsonResponse({"at": formatters.day_and_time(now), "cells": [_told(one) for one in answers]})


def _told(one: services.Answer) -> dict[str, Any]:
    return {
        "e": one.enrolment_id,
        "k": one.column,
        "state": one.state,
        "value": one.value,
        "v": one.version,
        "sentence": one.sentence,
        "by": one.by,
        "at": formatters.day_and_time(one.at) if one.at else "",
    }


@requires(VIEW_MARKS)
@require_GET
def news(request: HttpRequest, class_id: int, subject_id: int, term: int) -> HttpResponse:
    """Cells written or contested since a moment, for a grid that stands open."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = _book(actor, class_id, subject_id, term)
    since = _moment(request.GET.get("since", ""))
    if since is None:
        return JsonResponse({"problem": _("Thiếu thời điểm.")}, status=400)
    cells = [
        {
            "e": one.enrolment_id,
            "k": one.column,
            "value": one.value,
            "v": one.version,
            "by": one.by,
            "contested": one.contested,
        }
        for one in queries.news_of(found, since)
    ]
    return JsonResponse({"seen": clock.now().isoformat(), "cells": cells})


def _moment(text: str) -> datetime | None:
    try:
        found = parse_datetime(text[:40])
    except (ValueError, OverflowError):
        return None
    return found if found is not None and found.tzinfo is not None and found.year > 2000 else None


@requires(VIEW_MARKS)
@require_GET
def cell_history(request: HttpRequest, class_id: int, subject_id: int, term: int) -> HttpResponse:
    """Who wrote what when and why in one cell, as a piece of the page."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = _book(actor, class_id, subject_id, term)
    asked = request.GET.get("e", "")
    enrolment_id = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 10 else 0
    column = found.by_key.get(request.GET.get("k", ""))
    if column is None:
        raise Http404
    mark = queries.mark_at(found, enrolment_id, column)
    page = HistoryPage(
        title=column_words(column, found.instrument)[1],
        history=audit.history(actor, mark) if mark is not None else [],
    )
    return ui.fragment(request, "gradebook/cell_history.html", page)


def _book_to_write(
    actor: Actor, class_id: int, subject_id: int, term: int, on: date
) -> tuple[queries.Book, bool]:
    """Raises Http404 like `_book`."""
    if term not in (1, 2) or class_id >= 2**31 or subject_id >= 2**31:
        raise Http404
    found = queries.book_to_write(actor, class_id, subject_id, term, on)
    if found is None or not found[0].columns:
        raise Http404
    return found


def _book(actor: Actor, class_id: int, subject_id: int, term: int) -> queries.Book:
    """Raises Http404 for what is not there, or not the actor's to see."""
    if term not in (1, 2) or class_id >= 2**31 or subject_id >= 2**31:
        raise Http404
    group = queries.class_for(actor, class_id)
    subject = queries.subject_for(subject_id) if group is not None else None
    if group is None or subject is None:
        raise Http404
    found = queries.book_of(actor, group, subject, term)
    if not found.columns:
        raise Http404
    return found
