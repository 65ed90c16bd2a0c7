"""One unit: facts, history, forebears and heirs; and many: lists, counts, points of the map."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from khuevan.kernel import access, text
from khuevan.kernel.access import Actor, Reach

from ..choices import EducationLevel, Line, MapPrecision, UnitKind
from ..models import (
    TAKEN_BACK,
    OrgUnit,
    Province,
    SchoolPoint,
    Subordination,
    Succession,
    UnitAct,
    UnitState,
)
from ..permissions import VIEW_UNITS
from ..rules.kinds import ADMINISTRATION, INSTITUTIONS, highest_level


@dataclass(frozen=True)
class Kin:
    """A forebear or heir of a unit, as far as it is to be seen. ``share`` is empty unless stated."""

    id: int
    name: str
    code: str
    effective_on: date
    decision_number: str
    share: str


def unit(actor: Actor, unit_id: int) -> OrgUnit:
    """The unit with the names around it. Raises OrgUnit.DoesNotExist outside the outline of the actor."""
    found = unit_if_seen(actor, unit_id)
    if found is None:
        raise OrgUnit.DoesNotExist(f"no unit {unit_id}")
    return found


def unit_if_seen(actor: Actor, unit_id: int) -> OrgUnit | None:
    """The unit with the names around it; None where there is none, or none that the actor may see."""
    return (
        OrgUnit.objects.select_related("commune", "province", "managing_parent", "professional_parent")
        .filter(pk=unit_id)
        .first()
    )


def closed_among(unit_ids: Iterable[int], *, on: date) -> set[int]:
    """Those that are no more on the day."""
    return set(OrgUnit.objects.filter(pk__in=set(unit_ids), closed_on__lte=on).values_list("pk", flat=True))


def may_view(actor: Actor, unit_id: int) -> bool:
    """Whether the unit lies within the scope, not only in the outline."""
    return unit_id in access.scope(actor, VIEW_UNITS)


def by_code(code: str) -> OrgUnit | None:
    """The unit with this code, if it is to be seen."""
    return OrgUnit.objects.filter(code=code).first()


def ids_by_code(codes: Collection[str]) -> dict[str, int]:
    """Codes -> ids of those that are to be seen."""
    return dict(OrgUnit.objects.filter(code__in=codes).values_list("code", "id"))


def visible(ids: Collection[int]) -> set[int]:
    """Those that are to be seen, however many are asked about: as one array, which thousands of parameters are not."""
    with connection.cursor() as cursor:
        cursor.execute("select id from organisations_orgunit where id = any(%s)", [list(ids)])
        return {int(pk) for (pk,) in cursor.fetchall()}


def codes(ids: Iterable[int]) -> list[str]:
    """Codes of those that are to be seen, in the order of the ids."""
    wanted = list(ids)
    known = dict(OrgUnit.objects.filter(pk__in=wanted).values_list("pk", "code"))
    return [known[one] for one in wanted if one in known]


def names(ids: Iterable[int]) -> dict[int, str]:
    """Ids -> today's names of those that are to be seen."""
    return dict(OrgUnit.objects.filter(pk__in=set(ids)).values_list("pk", "name"))


def kinds(ids: Iterable[int]) -> dict[int, UnitKind]:
    """Ids -> today's kinds of those that are to be seen."""
    rows = OrgUnit.objects.filter(pk__in=set(ids)).values_list("pk", "kind")
    return {unit_id: UnitKind(kind) for unit_id, kind in rows}


def names_of(ids: Collection[str]) -> Mapping[str, str]:
    """Ids as text -> names: for the audit viewer."""
    return {str(key): name for key, name in names(int(value) for value in ids).items()}


def states(unit_id: int) -> list[UnitState]:
    """Every period of the unit's attributes, the latest first."""
    rows = UnitState.objects.filter(unit_id=unit_id).exclude(TAKEN_BACK)
    return list(rows.select_related("commune").order_by("-valid_from"))


def subordinations(unit_id: int) -> list[Subordination]:
    """Every parent the unit has had, the latest first."""
    return list(
        Subordination.objects.filter(unit_id=unit_id)
        .exclude(TAKEN_BACK)
        .select_related("parent")
        .order_by("-valid_from", "line")
    )


def acts(unit_id: int) -> list[UnitAct]:
    """The timeline: every act in which the unit had a part, the latest first."""
    had_part = Exists(
        Succession.objects.filter(Q(predecessor_id=unit_id) | Q(successor_id=unit_id), act=OuterRef("pk"))
    )
    return list(
        UnitAct.objects.filter(Q(unit_id=unit_id) | had_part)
        .select_related("unit")
        .order_by("-effective_on", "-pk")
    )


def predecessors(unit_id: int) -> list[Kin]:
    """Units that it took over from."""
    rows = Succession.objects.filter(successor_id=unit_id).select_related("predecessor", "act")
    return [_kin(row, row.predecessor, row.share_back) for row in rows.order_by("effective_on", "pk")]


def successors(unit_id: int) -> list[Kin]:
    """Units that took over from it."""
    rows = Succession.objects.filter(predecessor_id=unit_id).select_related("successor", "act")
    return [_kin(row, row.successor, row.share) for row in rows.order_by("effective_on", "pk")]


def _kin(row: Succession, other: OrgUnit, share: object) -> Kin:
    return Kin(
        id=other.pk,
        name=other.name,
        code=other.code,
        effective_on=row.effective_on,
        decision_number=row.act.decision_number,
        share="" if share is None else str(share),
    )


def points(school_id: int) -> list[SchoolPoint]:
    """The points of a school, the main one first, closed ones last."""
    return list(
        SchoolPoint.objects.filter(school_id=school_id).order_by(
            F("closed_on").asc(nulls_first=True), "-is_main", "code"
        )
    )


def point_counts(schools: Collection[int] | None = None, *, on: date) -> dict[int, int]:
    """School -> how many points it has on the day; schools without a recorded one are left out."""
    rows = SchoolPoint.objects.filter(opened_on__lte=on).filter(
        Q(closed_on__isnull=True) | Q(closed_on__gt=on)
    )
    if schools is not None:
        rows = rows.filter(school_id__in=list(schools))
    return dict(rows.order_by().values_list("school_id").annotate(number=Count("pk")))


@dataclass(frozen=True)
class SchoolFilter:
    """What is asked of the list of schools. Empty values ask nothing."""

    text: str = ""
    kind: str = ""
    level: str = ""
    ownership: str = ""
    commune_id: int | None = None
    under_id: int | None = None
    condition: str = "open"  # open | closed | all


def schools(actor: Actor, wanted: SchoolFilter, *, on: date) -> QuerySet[OrgUnit]:
    """Institutions within the actor's scope, to be ordered and paged by the page."""
    found = (
        OrgUnit.objects.within(access.scope(actor, VIEW_UNITS))
        .filter(kind__in=INSTITUTIONS)
        .select_related("commune", "managing_parent")
    )
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.level:
        found = found.filter(levels__contains=[wanted.level])
    if wanted.ownership:
        found = found.filter(ownership=wanted.ownership)
    if wanted.commune_id is not None:
        found = found.filter(commune_id=wanted.commune_id)
    if wanted.under_id is not None:
        found = found.filter(under(wanted.under_id))
    if wanted.condition == "open":
        found = found.filter(opened_on__lte=on).filter(Q(closed_on__isnull=True) | Q(closed_on__gt=on))
    elif wanted.condition == "closed":
        found = found.filter(closed_on__lte=on)
    for word in text.search_words(wanted.text):
        found = found.filter(search__contains=word)
    return found


_LISTED = (
    "id", "code", "name", "kind", "ownership", "opened_on", "closed_on", "sort_key", "commune__name",
    "managing_parent__name", "managing_parent__short_name",
)  # fmt: skip


def listed_schools(actor: Actor, wanted: SchoolFilter, *, on: date) -> QuerySet[OrgUnit, Any]:
    """As ``schools``, with what a list shows and nothing more, as plain tuples with names: fifty rows of three model
    objects each took as long as the rest of the page."""
    return schools(actor, wanted, on=on).values_list(*_LISTED, named=True)


def under(unit_id: int) -> Q:
    """Units that stand under this one today, on either line."""
    return Q(managing_path__contains=f"/{unit_id}/") | Q(professional_path__contains=f"/{unit_id}/")


def communes(actor: Actor, *, on: date) -> list[tuple[int, str]]:
    """(id, name) of the communes that the actor has something to do with, for filters and forms."""
    return list(
        OrgUnit.objects.within(actor.outline)
        .filter(kind=UnitKind.COMMUNE)
        .filter(Q(closed_on__isnull=True) | Q(closed_on__gt=on))
        .order_by("sort_key", "pk")
        .values_list("pk", "name")
    )


def bodies(actor: Actor, *, on: date, reach: Reach | None = None) -> list[OrgUnit]:
    """Administrative units open on the day, within the reach or else the outline: candidates for parents."""
    return list(
        OrgUnit.objects.within(actor.outline if reach is None else reach)
        .filter(kind__in=ADMINISTRATION, opened_on__lte=on)
        .filter(Q(closed_on__isnull=True) | Q(closed_on__gt=on))
        .order_by("sort_key", "pk")
    )


@dataclass(frozen=True)
class MapPoint:
    """A unit with a place."""

    id: int
    name: str
    kind: UnitKind
    level: EducationLevel | None
    latitude: float
    longitude: float
    exact: bool


def map_points(actor: Actor, wanted: SchoolFilter, *, on: date, limit: int = 5_000) -> list[MapPoint]:
    """Institutions of the actor's scope whose place is known, as filtered."""
    found = (
        schools(actor, wanted, on=on)
        .filter(latitude__isnull=False)
        .select_related(None)
        .order_by("sort_key", "pk")
        .values_list("pk", "name", "kind", "levels", "latitude", "longitude", "map_precision")[:limit]
    )
    return [
        MapPoint(
            pk,
            name,
            UnitKind(kind),
            highest_level(EducationLevel(level) for level in levels),
            latitude,
            longitude,
            precision == MapPrecision.EXACT,
        )
        for pk, name, kind, levels, latitude, longitude, precision in found
        if latitude is not None and longitude is not None
    ]


def count_by_kind(actor: Actor, *, on: date) -> dict[UnitKind, int]:
    """Open institutions of the scope by kind, the most frequent first."""
    rows = (
        schools(actor, SchoolFilter(), on=on)
        .select_related(None)
        .order_by()
        .values_list("kind")
        .annotate(number=Count("pk"))
    )
    return {UnitKind(kind): number for kind, number in sorted(rows, key=lambda row: (-row[1], row[0]))}


def without_parent(actor: Actor, *, on: date) -> int:
    """Open units of the scope, other than the ministry, that no body manages today."""
    return (
        OrgUnit.objects.within(access.scope(actor, VIEW_UNITS))
        .filter(managing_parent__isnull=True, opened_on__lte=on)
        .filter(Q(closed_on__isnull=True) | Q(closed_on__gt=on))
        .exclude(kind=UnitKind.MINISTRY)
        .count()
    )


def find(actor: Actor, wanted: str, limit: int) -> list[OrgUnit]:
    """Units of the scope whose name, short name or code holds every word; living ones first."""
    words = text.search_words(wanted)
    if not words:
        return []
    found = OrgUnit.objects.within(access.scope(actor, VIEW_UNITS))
    for word in words:
        found = found.filter(search__contains=word)
    return list(
        found.select_related("commune").order_by(F("closed_on").desc(nulls_first=True), "sort_key", "pk")[
            :limit
        ]
    )


def provinces(*, on: date) -> list[Province]:
    """Provinces that exist on the day."""
    return list(
        Province.objects.filter(valid_from__lte=on)
        .filter(Q(valid_until__isnull=True) | Q(valid_until__gt=on))
        .order_by("sort_key")
    )


def level_counts(actor: Actor, *, on: date) -> dict[EducationLevel, int]:
    """Open institutions of the scope that teach each level; one of several levels counts for each."""
    found = schools(actor, SchoolFilter(), on=on).select_related(None).order_by()
    return {level: found.filter(levels__contains=[level]).count() for level in EducationLevel}


def lines_of(unit_row: OrgUnit) -> list[tuple[Line, OrgUnit | None]]:
    """Today's parent on each line."""
    return [(Line.MANAGING, unit_row.managing_parent), (Line.PROFESSIONAL, unit_row.professional_parent)]
