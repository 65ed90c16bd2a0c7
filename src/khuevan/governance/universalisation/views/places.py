"""The commune of an address, the year asked for, and what pages of a commune have in common."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from khuevan.kernel import access, clock, ui
from khuevan.kernel.access import Actor, Permission

from .. import queries
from ..choices import DossierState, Tier
from ..models import Household, Round
from ..services.dossiers import as_of

TONES = {
    DossierState.DRAFT: "neutral", DossierState.SUBMITTED: "info", DossierState.RETURNED: "warning",
    DossierState.RECOGNISED: "success",
}  # fmt: skip
EARLIEST, LATEST = 2014, 2100


@dataclass(frozen=True)
class Place:
    """A commune in a year. on: the day of the figures."""

    id: int
    name: str
    code: str
    year: int
    on: date
    round: Round | None

    @property
    def is_special(self) -> bool:
        return self.round is not None and self.round.is_special


def actor_of(request: HttpRequest) -> Actor:
    return request.actor  # type: ignore[attr-defined]


def year_of(request: HttpRequest) -> int:
    """The year that the address names, else the one whose figures are made now."""
    word = request.GET.get("year", "") or request.POST.get("year", "")
    if word.isascii() and word.isdecimal() and len(word) == 4 and EARLIEST <= int(word) <= LATEST:
        return int(word)
    return clock.today().year


def place_of(request: HttpRequest, commune_id: int, permission: Permission | None = None) -> Place:
    """Raises Http404 outside the scope, Refused inside it without the permission."""
    actor = actor_of(request)
    found = queries.commune(actor, commune_id) if commune_id < 2**31 else None
    if found is None:
        raise Http404
    if permission is not None:
        access.demand(actor, permission, on=found.id)
    year = year_of(request)
    return Place(
        found.id, found.name, found.code, year, as_of(year, clock.today()), queries.round_of(found.id, year)
    )


def household_of(request: HttpRequest, household_id: int, permission: Permission | None = None) -> Household:
    """Raises Http404, Refused."""
    actor = actor_of(request)
    found = queries.household(actor, household_id) if household_id < 2**31 else None
    if found is None:
        raise Http404
    if permission is not None:
        access.demand(actor, permission, on=found)
    return found


def version_of(request: HttpRequest) -> int:
    word = request.POST.get("version", "")
    return int(word) if word.isascii() and word.isdecimal() and len(word) < 10 else 0


def trail(place: Place, *steps: tuple[str, str]) -> list[tuple[str, str]]:
    """The way back: board, commune, further steps."""
    home = f"{reverse('universalisation:commune', args=[place.id])}?year={place.year}"
    return [(_("Phổ cập, xóa mù chữ"), reverse("universalisation:board")), (place.name, home), *steps]


def address(name: str, place: Place, **asked: object) -> str:
    from urllib.parse import urlencode

    words = {"year": place.year, **{key: value for key, value in asked.items() if value not in (None, "")}}
    return f"{reverse(f'universalisation:{name}', args=[place.id])}?{urlencode(words)}"


def years_offered() -> list[tuple[str, str]]:
    this = clock.today().year
    return [(str(year), str(year)) for year in range(this + 1, this - 6, -1)]


def year_choice() -> ui.Choice:
    """The year whose figures are made now first, under the empty word: it is what one gets without asking."""
    now = str(clock.today().year)
    return ui.choice("year", _("Năm"), [("", now), *(one for one in years_offered() if one[0] != now)])


def deadline_words(tier: Tier, year: int) -> Any:
    """The tier's deadline; None in a gap of the configuration."""
    return queries.deadline_on(tier, year)
