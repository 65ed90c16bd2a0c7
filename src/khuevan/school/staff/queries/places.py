"""Where somebody may move to, and at which school a page works."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from khuevan.kernel import access, database
from khuevan.kernel.access import Actor, Permission
from khuevan.kernel.text import search_words
from khuevan.school.schoolyear import queries as schoolyear

from ..models import StaffMember, StaffMove

School: Any = StaffMember._meta.get_field("school").related_model
LISTED = 200


@dataclass(frozen=True)
class Place:
    """A school as anybody may know it: names and codes of schools are public."""

    id: int
    code: str
    name: str
    commune: str


def destinations(text: str, limit: int = 20) -> list[Place]:
    """Schools of the whole platform by words of their name or code: somebody may move out of one's reach."""
    words = search_words(text)
    if not words:
        return []
    with database.acting(access.system()):
        rows = School.objects.filter(closed_on__isnull=True).exclude(levels=[])
        for word in words:
            rows = rows.filter(search__contains=word)
        found = rows.order_by("sort_key", "id").values_list("id", "code", "name", "commune__name")[:limit]
        return [Place(pk, code, name, commune or "") for pk, code, name, commune in found]


def destination(code: str) -> Place | None:
    """The open school with this code."""
    with database.acting(access.system()):
        rows = School.objects.filter(code=code.strip(), closed_on__isnull=True).exclude(levels=[])
        row = rows.values_list("id", "code", "name", "commune__name").first()
    return Place(row[0], row[1], row[2], row[3] or "") if row else None


def school_for(actor: Actor, permission: Permission, asked: str) -> Any:
    """The school that a page works at: the one asked for, or one's own, or the only one. None to choose first.

    Raises Http404 for a school outside the scope.
    """
    reach = access.scope(actor, permission)
    rows = School.objects.within(reach).exclude(levels=[])
    if asked:
        found = (
            rows.filter(pk=int(asked)).first()
            if asked.isascii() and asked.isdecimal() and len(asked) < 10
            else None
        )
        if found is None:
            raise Http404
        return found
    if actor.home_unit_id is not None and actor.home_unit_id in reach:
        home = rows.filter(pk=actor.home_unit_id).first()
        if home is not None:
            return home
    few = list(rows.filter(closed_on__isnull=True)[:2])
    return few[0] if len(few) == 1 else None


@dataclass(frozen=True)
class SchoolChoice:
    """First the school: for pages that work at one and are opened by somebody who sees many (`staff/choose.html`)."""

    title: str
    action: str
    schools: Sequence[tuple[int, str]]
    error: str
    has_years: bool
    breadcrumbs: Sequence[tuple[str, str]]


def school_choice(
    actor: Actor, permission: Permission, *, title: str, action: str, code: str
) -> SchoolChoice:
    """code: of a school, as it was typed and not found."""
    return SchoolChoice(
        title=title,
        action=action,
        schools=schools_to_choose(actor, permission),
        error=_("Không có trường nào mang mã này trong phạm vi của bạn.") if code else "",
        has_years=bool(years()),
        breadcrumbs=[(title, "")],
    )


def schools_to_choose(actor: Actor, permission: Permission) -> Sequence[tuple[int, str]]:
    """(id, name) of the open schools, or nothing when there are more than a drop-down holds."""
    rows = (
        School.objects.within(access.scope(actor, permission))
        .exclude(levels=[])
        .filter(closed_on__isnull=True)
    )
    found = list(rows.order_by("sort_key", "id").values_list("id", "name")[: LISTED + 1])
    return found if len(found) <= LISTED else ()


def school_named(actor: Actor, permission: Permission, code: str) -> Any:
    """A school of the scope by its code."""
    return (
        School.objects.within(access.scope(actor, permission))
        .exclude(levels=[])
        .filter(code=code.strip())
        .first()
    )


def year_for(asked: str, on: date) -> Any:
    """The school year asked for, the running one, or the latest; None when there is none at all."""
    found = schoolyear.years()
    by_code = {year.code: year for year in found}
    running = next((year for year in found if year.starts_on <= on <= year.ends_on), None)
    return by_code.get(asked) or running or next(iter(found), None)


def years() -> list[tuple[str, str]]:
    return [(year.code, year.code) for year in schoolyear.years()]


def term_for(asked: str, year: Any, school: Any, on: date) -> tuple[int, date]:
    """The term asked for, or the one that the day is in (the nearest); and the day whose duties count in it."""
    level = next(iter(school.levels), "")
    first, second = schoolyear.terms_of(year, level, school)
    chosen = {"1": first, "2": second}.get(asked) or (first if on <= first.ends_on else second)
    return chosen.number, min(max(on, chosen.starts_on), chosen.ends_on)


def moves(actor: Actor, permission: Permission) -> QuerySet[StaffMove]:
    """Moves from or to the actor's schools, the open ones first. Both schools are told by the names in the row."""
    reach = access.scope(actor, permission)
    rows = StaffMove.objects.all()
    if not reach.is_everything:
        own = School.objects.within(reach).exclude(levels=[]).values("id")
        rows = rows.filter(from_school_id__in=own) | rows.filter(to_school_id__in=own)
    return rows.order_by("-state", "-offered_at", "-id")
