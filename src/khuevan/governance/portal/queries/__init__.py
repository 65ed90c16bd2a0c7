"""The reads of the room: what of the rooms below is public, and nothing else of them."""

from .figures import public_figures
from .marking import mark
from .overview import Overview, overview
from .profile import Figure, Profile, profile
from .schools import (
    MapPoint,
    SchoolFilter,
    communes,
    kinds,
    map_points,
    school_addresses,
    schools,
)

__all__ = [
    "Figure",
    "MapPoint",
    "Overview",
    "Profile",
    "SchoolFilter",
    "communes",
    "kinds",
    "map_points",
    "mark",
    "overview",
    "profile",
    "public_figures",
    "school_addresses",
    "schools",
]
