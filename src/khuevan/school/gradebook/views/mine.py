"""Where a teacher begins: the gradebooks of their classes and subjects, and how far each is filled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from khuevan.kernel import clock, ui
from khuevan.kernel.access import Actor, requires
from khuevan.school.staff import queries as staff

from .. import queries
from ..permissions import EDIT_MARKS
from ..queries.mine import OwnBook, own_books
from .words import term_asked, term_tabs


@dataclass(frozen=True)
class MyBooksPage:
    books: Sequence[OwnBook]
    homerooms: Sequence[Any]
    term: int
    tabs: Sequence[tuple[str, str, bool]]
    breadcrumbs: Sequence[tuple[str, str]]


@requires(EDIT_MARKS)
@require_GET
def my_books(request: HttpRequest) -> HttpResponse:
    """One line for each class and subject that the actor teaches in the term."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    today = clock.today()
    term = term_asked(request.GET.get("term", ""), queries.running_term(today))
    page = MyBooksPage(
        books=own_books(actor, term, today),
        homerooms=staff.own_homerooms(actor, today),
        term=term,
        tabs=term_tabs(reverse("gradebook:my_books"), term),
        breadcrumbs=[(_("Sổ điểm của tôi"), "")],
    )
    return ui.render(request, "gradebook/my_books.html", page)
