"""Schools as everybody may know them: names, places, kinds, official contacts. Nothing of people stands in these rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from khuevan.kernel import access, database, ui
from khuevan.register.organisations import queries as organisations
from khuevan.register.organisations.choices import UnitKind
from khuevan.register.organisations.queries import MapPoint, SchoolFilter

from .marking import kept

MOST_COMMUNES = 300
"""A province has at most 168; over a whole country one searches by name instead."""
ORDER = ("sort_key", "id")
MOST_ADDRESSES = 20_000
"""Of a site map, in two languages; 50,000 is what the format allows."""


@dataclass(frozen=True)
class SchoolRow:
    code: str
    name: str
    kind: str
    ownership: str
    commune: str
    address: str


def schools(wanted: SchoolFilter, listing: ui.Listing, *, on: date) -> ui.Slice:
    """A page of the open ones, in Vietnamese order of names."""
    with database.acting(access.system()):
        found = organisations.schools(access.system(), wanted, on=on).order_by(*ORDER)
        return ui.take(found.select_related("commune"), listing).map(
            lambda one: SchoolRow(
                one.code,
                one.name,
                one.kind,
                one.ownership,
                one.commune.name if one.commune else "",
                one.address,
            )
        )


def map_points(wanted: SchoolFilter, *, on: date) -> tuple[Sequence[MapPoint], dict[int, str], int]:
    """(those whose place is known, their codes, how many there are at all)."""
    with database.acting(access.system()):
        found = organisations.schools(access.system(), wanted, on=on).select_related(None).order_by()
        codes = dict(found.values_list("pk", "code"))
        return organisations.map_points(access.system(), wanted, on=on), codes, len(codes)


def communes(*, on: date) -> list[tuple[int, str]]:
    """Those in which a school is open, to choose among; none where they are too many to choose."""
    return kept("communes", lambda: _communes(on), on=on)


def _communes(on: date) -> list[tuple[int, str]]:
    with database.acting(access.system()):
        every = organisations.schools(access.system(), SchoolFilter(), on=on).select_related(None)
        rows = every.filter(commune__isnull=False).order_by("commune__sort_key", "commune_id")
        found = list(rows.values_list("commune_id", "commune__name").distinct())
    return found if len(found) <= MOST_COMMUNES else []


def kinds(*, on: date) -> dict[UnitKind, int]:
    """Kinds of open schools there are, the most frequent first."""
    return kept("kinds", lambda: _kinds(on), on=on)


def _kinds(on: date) -> dict[UnitKind, int]:
    with database.acting(access.system()):
        return organisations.count_by_kind(access.system(), on=on)


def school_addresses(*, on: date) -> list[str]:
    """Codes of the open ones."""
    with database.acting(access.system()):
        found = organisations.schools(access.system(), SchoolFilter(), on=on).order_by("code")
        return list(found.values_list("code", flat=True)[:MOST_ADDRESSES])
