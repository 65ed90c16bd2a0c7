"""Where communes lie, and how each stands with a standard in a year: for a map."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from khuevan.kernel.access import Actor
from khuevan.register.organisations import queries as organisations

from ..choices import DossierState, Standard, Tier
from ..models import Dossier
from .survey import communes


class Reached(StrEnum):
    """How far a commune came with a standard."""

    RECOGNISED = "recognised"
    MET = "met"
    NOT_MET = "not_met"
    UNCHECKED = "unchecked"


@dataclass(frozen=True)
class Standing:
    """at: latitude and longitude, the middle of the schools there; None where no school has a place."""

    unit_id: int
    name: str
    reached: Reached
    at: tuple[float, float] | None


def standings(actor: Actor, standard: Standard, year: int, *, on: date) -> list[Standing]:
    """Of every commune of the scope, in the order of names."""
    listed = communes(actor, on=on)
    ids = [number for number, _name in listed]
    held = {one.unit_id: one for one in Dossier.objects.filter(year=year, tier=Tier.COMMUNE, unit_id__in=ids)}
    at = _positions(actor, ids, on)
    return [
        Standing(number, name, _reached(held.get(number), standard), at.get(number))
        for number, name in listed
    ]


def _reached(one: Dossier | None, standard: Standard) -> Reached:
    if one is None or not one.figures:
        return Reached.UNCHECKED
    if one.state == DossierState.RECOGNISED and standard.value in one.recognised:
        return Reached.RECOGNISED
    return Reached.MET if standard.value in one.asked else Reached.NOT_MET


def _positions(actor: Actor, ids: Sequence[int], on: date) -> dict[int, tuple[float, float]]:
    schools = {
        one.id: (one.latitude, one.longitude)
        for one in organisations.map_points(actor, organisations.SchoolFilter(), on=on)
    }
    gathered: dict[int, list[tuple[float, float]]] = {}
    for commune, school in organisations.under(ids, on=on):
        if school in schools:
            gathered.setdefault(commune, []).append(schools[school])
    return {
        commune: (sum(lat for lat, _lon in every) / len(every), sum(lon for _lat, lon in every) / len(every))
        for commune, every in gathered.items()
    }
