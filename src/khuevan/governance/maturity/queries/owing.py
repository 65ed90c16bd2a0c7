"""Which units an index assesses, and who assesses them: by the tree of the day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from khuevan.kernel import access, database
from khuevan.kernel.access import Actor
from khuevan.register.organisations import queries as organisations
from khuevan.register.organisations.choices import UnitKind
from khuevan.register.organisations.queries import Node
from khuevan.school.schoolyear import queries as schoolyear

from ..choices import Assessor, Subject
from ..models import Edition
from ..permissions import VIEW_ASSESSMENTS


@dataclass(frozen=True)
class Assessed:
    """A unit that an index is for. managing_id: who manages it on the day; department_id: the department above."""

    unit_id: int
    name: str
    code: str
    managing_id: int | None
    managing_name: str
    department_id: int | None
    department_name: str
    closed_on: date | None

    def receiver(self, assessor: Assessor) -> tuple[int | None, str]:
        """The body that assesses it."""
        if assessor is Assessor.DEPARTMENT and self.department_id is not None:
            return self.department_id, self.department_name
        return self.managing_id, self.managing_name


def assessed_units(actor: Actor, edition: Edition, *, on: date) -> dict[int, Assessed]:
    """Those within the actor's scope, in Vietnamese order of names. What was read once for everybody is given on only as
    far as the transaction itself sees the units."""
    scope = access.scope(actor, VIEW_ASSESSMENTS)
    every = _every(edition, on)
    seen = organisations.visible([pk for pk in every if pk in scope])
    return {pk: one for pk, one in every.items() if pk in seen}


def assessed_unit(edition: Edition, unit_id: int, *, on: date) -> Assessed | None:
    """Of one unit, whoever asks."""
    return _every(edition, on).get(unit_id)


def _every(edition: Edition, on: date) -> dict[int, Assessed]:
    if edition.subject == Subject.AGENCY:
        return _agencies(on, organisations.tree_version())
    return _assessed(tuple(edition.levels), on, organisations.tree_version())


@lru_cache(maxsize=16)
def _assessed(levels: tuple[str, ...], on: date, tree: int) -> dict[int, Assessed]:
    """Made once a day and tree; numbers and names of units only."""
    rows = {row.id: row for row in organisations.taught(*levels, on=on, tree=tree)}
    found = {}
    for row in rows.values():
        if row.teaches:
            managing = rows.get(row.parent_id or 0)
            department = _department(row, rows)
            found[row.id] = Assessed(
                row.id, row.name, row.code, managing.id if managing else None, managing.name if managing else "",
                department.id if department else None, department.name if department else "", row.closed_on,
            )  # fmt: skip
    return found


@lru_cache(maxsize=4)
def _agencies(on: date, _tree: object) -> dict[int, Assessed]:
    """Departments, assessed by whoever manages them, and the bodies directly under these, assessed by the department."""
    found: dict[int, Assessed] = {}
    with database.acting(access.system()):
        roots = organisations.roots(on=on)
        departments: list[tuple[Node | None, Node]] = [
            (None, one) for one in roots if one.kind is UnitKind.DEPARTMENT
        ]
        for root in roots:
            below = organisations.children(root.id, on=on)
            departments += [(root, one) for one in below if one.kind is UnitKind.DEPARTMENT]
        for ministry, one in departments:
            found[one.id] = _agency(one, ministry, None)
            for body in organisations.children(one.id, on=on):
                if body.kind in (UnitKind.COMMUNE, UnitKind.DISTRICT_OFFICE):
                    found[body.id] = _agency(body, one, one)
    return found


def _agency(one: Node, managing: Node | None, department: Node | None) -> Assessed:
    return Assessed(
        one.id, one.name, one.code, managing.id if managing else None, managing.name if managing else "",
        department.id if department else None, department.name if department else "", one.closed_on,
    )  # fmt: skip


def _department(
    row: organisations.Teaching, rows: dict[int, organisations.Teaching]
) -> organisations.Teaching | None:
    above = rows.get(row.parent_id or 0)
    while above is not None and above.kind is not UnitKind.DEPARTMENT:
        above = rows.get(above.parent_id or 0)
    return above


def years(on: date) -> list[str]:
    """Codes of the school years that have begun, the latest first."""
    return [one.code for one in schoolyear.years() if one.starts_on <= on]


def year_of(asked: str, on: date) -> str | None:
    """The school year that an address asks for, without one the latest begun. None: there is no such year."""
    begun = years(on)
    if asked:
        return asked if asked in begun else None
    return begun[0] if begun else None
