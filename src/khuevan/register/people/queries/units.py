"""Units to choose from in forms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from khuevan.kernel import access
from khuevan.kernel.access import Actor, Permission, Reach

from ..models import Affiliation, Person

MOST = 300


def units_to_choose(actor: Actor, permission: Permission, wanted: str | None = None) -> list[tuple[int, str]]:
    """(id, name) of units where the actor holds the permission, by name; of very many the first, and the
    wanted one.
    """
    model: Any = Affiliation._meta.get_field("unit").related_model
    units = model.objects.within(access.scope(actor, permission))
    chosen = list(units.filter(closed_on=None).order_by("sort_key", "id").values_list("id", "name")[:MOST])
    if len(chosen) == MOST and wanted and wanted.isascii() and wanted.isdecimal() and len(wanted) < 10:
        known = {number for number, name in chosen}
        chosen += [
            pair for pair in units.filter(pk=int(wanted)).values_list("id", "name") if pair[0] not in known
        ]
    return chosen


def units_of(ids: Sequence[int]) -> dict[int, Reach]:
    """Person ids -> the units of their open affiliations, of those that are to be seen."""
    return dict(Person.objects.filter(pk__in=ids).values_list("pk", "units"))
