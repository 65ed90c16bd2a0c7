"""The reads of custody, within what the actor may see."""

from .lists import (
    Filters,
    classes_to_pack,
    handover,
    handovers,
    kept_cards,
    package,
    packages,
    waiting_packages,
)

__all__ = [
    "Filters",
    "classes_to_pack",
    "handover",
    "handovers",
    "kept_cards",
    "package",
    "packages",
    "waiting_packages",
]
