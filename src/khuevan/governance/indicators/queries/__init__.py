"""The reads of the room. Figures come from the fact store; who asks sees the units of the own scope and no others."""

from ..rules import Figure, asked_of
from .catalogue import CatalogueRow, catalogue
from .comparing import Difference, Moved, difference
from .computing import used_facts
from .counting import CannotCount, Wanted, counted, holds
from .dashboard import Below, Dashboard, Tile, dashboard
from .exploring import Explored, explored, positions, pyramid
from .indicators import facts_to_count, indicator_of, indicator_of_row, indicators, splits_over
from .many import figures_of_units
from .own import own_indicator, own_indicators, versions_of
from .places import Place, place_of
from .profile import Profile, ProfileRow, profile
from .public import (
    Published,
    Release,
    days_on,
    just_ended,
    least_on,
    past_publications,
    public_indicators,
    public_releases,
    publications,
    published,
    thresholds,
)
from .records import Behind, behind
from .saved import own_views, seen_view
from .screening import Open, open_figures
from .sealing import SealSeen, seals_of
from .states import State, current, frozen, snapshot, snapshots
from .values import Answer, Line, answer, names_of, values_at, values_below, values_of, values_within

__all__ = [
    "figures_of_units",
    "Answer",
    "Below",
    "Dashboard",
    "Tile",
    "dashboard",
    "Behind",
    "Difference",
    "Figure",
    "Moved",
    "State",
    "CannotCount",
    "CatalogueRow",
    "Line",
    "Place",
    "answer",
    "Wanted",
    "behind",
    "catalogue",
    "counted",
    "current",
    "difference",
    "frozen",
    "holds",
    "place_of",
    "snapshot",
    "snapshots",
    "names_of",
    "asked_of",
    "values_at",
    "values_below",
    "values_of",
    "values_within",
    "Profile",
    "ProfileRow",
    "SealSeen",
    "profile",
    "seals_of",
    "facts_to_count",
    "indicator_of_row",
    "own_indicator",
    "own_indicators",
    "splits_over",
    "used_facts",
    "versions_of",
    "Explored",
    "explored",
    "own_views",
    "positions",
    "pyramid",
    "seen_view",
    "indicator_of",
    "indicators",
    "Open",
    "open_figures",
    "Published",
    "Release",
    "days_on",
    "just_ended",
    "public_releases",
    "least_on",
    "past_publications",
    "public_indicators",
    "publications",
    "published",
    "thresholds",
]
