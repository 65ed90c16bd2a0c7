"""The card of a level: the years added up, on a page and on paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from khuevan.kernel import clock, ui
from khuevan.kernel.access import Actor, requires
from khuevan.register.organisations.choices import EducationLevel

from .. import queries, services
from ..models import Card
from ..permissions import VIEW_CARDS
from ..queries.levels import LevelYear
from ..queries.words import value_words
from .boards import trail


@dataclass(frozen=True)
class LevelPage:
    card: Card
    level: queries.Level
    name: str
    breadcrumbs: Sequence[tuple[str, str]]

    @property
    def columns(self) -> list[ui.Column]:
        """One for each year."""
        return [
            ui.column(f"{one.content.class_name} · {one.content.year}", kind="number")
            for one in self.level.years
        ]

    def result(self, year: LevelYear) -> tuple[str, str, str]:
        """Learning (or the overall evaluation), conduct, what follows."""
        one = year.content.terms.get(0)
        learning = value_words("level", str(one.learning or "")) if one else ""
        overall = year.content.overall
        return (
            learning or (value_words("overall", overall) if overall else ""),
            value_words("level", str(one.conduct or "")) if one else "",
            value_words("next_step", year.content.next_step) if year.content.next_step else "",
        )

    def mark(self, value: str | None) -> str:
        return value_words("year", value or "") or "–"


@requires(VIEW_CARDS)
@require_safe
def level(request: HttpRequest, card_id: int) -> HttpResponse:
    """Every issued year of the learner at this level, and which grades are missing."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = queries.card_for(actor, card_id)
    own = (found.full_name, reverse("reportcards:card", args=[found.pk]))
    page = LevelPage(
        found,
        queries.level_of(actor, found),
        str(EducationLevel(found.level).label),
        trail(actor, found.class_group, own, (_("Học bạ cấp học"), "")),
    )
    return ui.render(request, "reportcards/level.html", page)


@requires(VIEW_CARDS)
@require_safe
def level_pdf(request: HttpRequest, card_id: int) -> HttpResponse:
    """On paper; logged. 404 while no year is issued."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = queries.card_for(actor, card_id)
    level = queries.level_of(actor, found)
    if not level.years:
        raise Http404
    answer = HttpResponse(
        services.level_file(actor, found, level, at=clock.now()), content_type="application/pdf"
    )
    answer["Content-Disposition"] = f'attachment; filename="{found.code}-{found.level}.pdf"'
    return answer
