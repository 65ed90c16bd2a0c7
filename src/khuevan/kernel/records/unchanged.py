"""Lists that are shown again without being made again, while nothing was written of what they show.

    @unchanged(Person, Affiliation, "organisations_orgunit")
    @requires(VIEW_PEOPLE)
    def people(request): ...

Whoever looks at one row and goes back to the list, or turns its pages to and fro, is given the page that was made
before: the log says that nothing was written into those tables since (`audit.unchanged`), and the reader is the same one,
with the same rights over the same tree (`ui.again`). So it never outlives a change. The tables are those that the page,
its functions and its policies read; `testing.tables_read` finds them, and a test compares.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from time import monotonic
from typing import Any, TypeVar

from django.conf import settings
from django.db import connection, models
from django.http import HttpRequest, HttpResponse

from khuevan.kernel.audit.unchanged import Moment, still, this_moment
from khuevan.kernel.ui import again

FOR = 600.0
"""Seconds after which it is made anew all the same: what follows from the day alone is worked out at night, and nobody is
said to have written it."""
View = TypeVar("View", bound=Callable[..., HttpResponse])


def unchanged(*shown: type[models.Model] | str) -> Callable[[View], View]:
    """Above the gate of a view that reads these tables (own models; others by the table's name), and changes nothing and
    logs nothing itself."""
    tables = tuple(one if isinstance(one, str) else one._meta.db_table for one in shown)

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not settings.PAGES_KEPT or connection.in_atomic_block:  # a transaction's rows nobody else sees
                return view(request, *args, **kwargs)
            while_unchanged = _Unchanged(this_moment(), tables)
            response = view(request, *args, **kwargs)
            again.keep(request, response, while_unchanged)
            return response

        answer.unchanged = tables  # type: ignore[attr-defined]
        return answer  # type: ignore[return-value]

    return decorate


class _Unchanged:
    """Whether the tables are as they were at a moment, which moves on as long as they are."""

    def __init__(self, moment: Moment, tables: tuple[str, ...]) -> None:
        self.moment, self.tables = moment, tables
        self.until = monotonic() + FOR

    def __call__(self, request: HttpRequest) -> bool:
        moment = self.moment
        if monotonic() > self.until:
            return False
        if moment.total == request.log_total:  # type: ignore[attr-defined]  # when the session was opened for this request
            return True
        if connection.in_atomic_block:
            return False
        later = still(moment, self.tables)
        if later is not None:
            self.moment = later
        return later is not None
