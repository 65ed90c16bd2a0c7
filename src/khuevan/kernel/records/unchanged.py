"""Lists that are shown again without being made again, while nothing was written of what they show.

    @unchanged(Person, Affiliation, OrgUnit)
    @requires(VIEW_PEOPLE)
    def people(request): ...

Whoever looks at one row and goes back to the list, or turns its pages to and fro, is given the page that was made
before: the log says that nothing was written into those tables since (`audit.unchanged`), and the reader's rights are the
very same ones (what is kept hangs on the actor, which is built anew when a grant, a role, the tree or the day changes).
So it never outlives a change, and is nobody else's. The tables are those that the page, its functions and its policies
read; `testing.tables_read` finds them, and a test compares.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

from django.conf import settings
from django.db import connection, models
from django.http import HttpRequest, HttpResponse

from khuevan.kernel.access import Actor
from khuevan.kernel.audit.unchanged import Moment, still, this_moment
from khuevan.kernel.ui import again
from khuevan.kernel.ui.storing import Shelf

View = TypeVar("View", bound=Callable[..., HttpResponse])
MOST_BYTES = 24 * 1024 * 1024
"""In each worker: some five hundred lists of fifty rows."""
_pages: Shelf[Kept] = Shelf(MOST_BYTES)


@dataclass(frozen=True, slots=True)
class Kept:
    """A page, and the latest moment at which it is known to hold."""

    seen: again.Seen
    moment: Moment

    @property
    def weight(self) -> int:
        return self.seen.weight


def unchanged(*shown: type[models.Model]) -> Callable[[View], View]:
    """Above the gate of a view that reads these tables, and changes nothing and logs nothing itself."""
    tables = tuple(model._meta.db_table for model in shown)

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            is_offered = settings.LISTS_KEPT and not connection.in_atomic_block  # whose rows nobody else sees
            place = again.place(request) if is_offered else None
            if place is None:
                return view(request, *args, **kwargs)
            key = (_mark(request.actor), view, place)  # type: ignore[attr-defined]
            kept = _holding(key, tables, getattr(request, "log_total", -1))
            if kept is not None:
                return again.shown(request, kept.seen)
            moment = this_moment()
            response = view(request, *args, **kwargs)
            seen = again.taken(request, response)
            if seen is not None:
                _pages.put(key, Kept(seen, moment))
            return response

        answer.unchanged = tables  # type: ignore[attr-defined]
        return answer  # type: ignore[return-value]

    return decorate


def _holding(key: Hashable, tables: tuple[str, ...], log_total: int) -> Kept | None:
    """log_total: of the moment at which the request's session was opened; nothing logged until then, nothing to ask."""
    kept = _pages.found(key)
    if kept is None or kept.moment.total == log_total:
        return kept
    moment = still(kept.moment, tables)
    if moment is None:
        return None
    kept = Kept(kept.seen, moment)
    _pages.put(key, kept)
    return kept


def _mark(actor: Actor) -> object:
    """Stands for the actor as it is now: another one as soon as anything of its rights is another."""
    return actor.memo.setdefault(_mark, object())


def forget() -> None:
    """For benches that want every page made."""
    _pages.clear()
