"""The catalogue of communes, by which lists name where people live. Names of communes are public: beyond the reach."""

from __future__ import annotations

from khuevan.kernel import access, database

from ..choices import UnitKind
from ..models import OrgUnit, Province
from ..rules.places import Gazetteer, Place, province_names


def gazetteer(unit_id: int) -> Gazetteer:
    """Every commune, with the province of the unit as the one that need not be named. Three queries."""
    with database.acting(access.system()):
        provinces = {one.pk: one for one in Province.objects.all()}
        rows = OrgUnit.objects.filter(kind=UnitKind.COMMUNE).order_by("sort_key", "pk")
        places = tuple(
            Place(pk, code, name, provinces[at].name if at in provinces else "", closed is None)
            for pk, code, name, at, closed in rows.values_list(
                "pk", "code", "name", "province_id", "closed_on"
            )
        )
        own = OrgUnit.objects.filter(pk=unit_id).values_list("province_id", "commune__province_id").first()
    home = provinces.get(own[1] or own[0]) if own else None
    names = [(one.name, (provinces.get(one.successor_id or 0) or one).name) for one in provinces.values()]
    return Gazetteer(places, home.name if home else "", province_names(names))
