"""Who owes a form for a school year, and to whom: by the tree of the day that the form counts on.

A school owes the form of each level that it taught on that day, to the body that managed it then; that body owes the sum
to the one above. So a school that moved, merged or closed since is counted once, where it stood. Names of such units are
shown to the body that they stood directly under then, wherever they are now.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from khuevan.kernel import access, database
from khuevan.kernel.access import Actor
from khuevan.register.organisations import queries as organisations
from khuevan.register.organisations.choices import UnitKind
from khuevan.register.organisations.queries import Teaching
from khuevan.school.schoolyear import queries as schoolyear

from ..choices import Tier
from ..layouts import FORMS, Form, as_of, due_on, form_on

TIERS = {
    UnitKind.MINISTRY: Tier.MINISTRY, UnitKind.DEPARTMENT: Tier.DEPARTMENT, UnitKind.COMMUNE: Tier.COMMUNE,
    UnitKind.DISTRICT_OFFICE: Tier.COMMUNE,
}  # fmt: skip


@dataclass(frozen=True)
class Owed:
    """A unit that owes the form. receiver_id: None for the ministry, and for what nobody managed."""

    unit_id: int
    name: str
    code: str
    tier: Tier
    receiver_id: int | None
    closed_on: date | None
    due_on: date


@dataclass(frozen=True)
class Owing:
    """Everybody who owes one form of one school year. by_unit: in Vietnamese order of names."""

    form: Form
    year: str
    as_of: date
    by_unit: Mapping[int, Owed]

    @cached_property
    def below(self) -> Mapping[int, list[Owed]]:
        """Body -> who reports to it."""
        found: dict[int, list[Owed]] = {}
        for one in self.by_unit.values():
            if one.receiver_id is not None:
                found.setdefault(one.receiver_id, []).append(one)
        return found

    def schools_under(self, unit_id: int) -> list[Owed]:
        """The schools under a body, through bodies between."""
        found: list[Owed] = []
        for one in self.below.get(unit_id, ()):
            found += [one] if one.tier is Tier.SCHOOL else self.schools_under(one.unit_id)
        return found


def owing(actor: Actor, form: Form, year: str) -> Owing:
    """As far as the actor may see the units, and of the own body whoever stood under it."""
    return _owings(actor, [form], year)[0]


def _owings(actor: Actor, forms: Sequence[Form], year: str, *, school_id: int | None = None) -> list[Owing]:
    """A question for each level and day, and one for what may be seen. school_id: without the other schools."""
    keys = dict.fromkeys((form.level, as_of(form, year)) for form in forms)
    if school_id is None:
        tree = organisations.tree_version()
        read = {(level, day): organisations.taught(level, on=day, tree=tree) for level, day in keys}
    else:
        with database.acting(access.system()):
            read = {
                (level, day): tuple(organisations.teaching(level, on=day, school_id=school_id))
                for level, day in keys
            }
    seen = organisations.names({row.id for rows in read.values() for row in rows})
    return [_owing(actor, form, year, read[form.level, as_of(form, year)], seen) for form in forms]


def _owing(actor: Actor, form: Form, year: str, rows: Sequence[Teaching], seen: Collection[int]) -> Owing:
    home = actor.home_unit_id
    shown = [row for row in rows if row.id in seen or (home is not None and row.parent_id == home)]
    known = {row.id for row in shown}
    by_unit = {}
    for row in shown:
        tier = Tier.SCHOOL if row.teaches else TIERS.get(row.kind, Tier.COMMUNE)
        receiver = row.parent_id if row.parent_id in known else None
        by_unit[row.id] = Owed(
            row.id, row.name, row.code, tier, receiver, row.closed_on, due_on(form, tier, year)
        )
    return Owing(form, year, as_of(form, year), by_unit)


def forms_of(year: str) -> list[Form]:
    """The forms of a school year, each in the version that counts on its day."""
    found = (form_on(code, as_of(one, year)) for code, one in {form.code: form for form in FORMS}.items())
    return [one for one in found if one is not None]


def owed_by(
    actor: Actor, unit_id: int, year: str, forms: Iterable[Form] | None = None
) -> list[tuple[Owing, Owed]]:
    """The forms that a unit owes; of a school without the other schools."""
    kind = organisations.kinds([unit_id]).get(unit_id)
    is_school = kind is not None and kind not in TIERS
    wanted = list(forms_of(year) if forms is None else forms)
    every = _owings(actor, wanted, year, school_id=unit_id if is_school else None)
    return [(who, who.by_unit[unit_id]) for who in every if unit_id in who.by_unit]


def years(on: date | None = None) -> list[str]:
    """Codes of the school years, the latest first; with a day those that have begun by then."""
    return [one.code for one in schoolyear.years() if on is None or one.starts_on <= on]


def year_of(asked: str, on: date) -> str | None:
    """The school year that an address asks for; without one the year that the day is in. None: there is no such year."""
    begun = years(on)
    if asked:
        return asked if asked in begun else None
    return begun[0] if begun else None
