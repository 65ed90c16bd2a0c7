"""The household surveys of two communes: families of the children in the registers, with elders, toddlers and young
people beside them, and a few things that do not fit, to be mended."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import connection

from khuevan.governance.universalisation import queries, services
from khuevan.governance.universalisation.services import HouseholdFacts, MemberFacts, SurveyRow
from khuevan.kernel.access import Actor

from . import names
from .plan import SEED

TODDLERS = (*(0, 1, 2) * 30, *(3, 4) * 4, 5)
"""Ages of the small ones whom no school has."""
LEFT_OUT = 5
"""So many children without a recorded parent stand in no form: to be found in the list of those without one."""
_FAMILIES = """
select c.id, c.full_name, c.birth_date, c.sex, c.ethnicity, c.national_id, c.current_address, e.grade,
       g.guardian_id, p.full_name, p.birth_date, p.sex, p.national_id
from people_person c
join schoolyear_enrolment e on e.person_id = c.id and e.left_on is null and e.status <> '00'
join schoolyear_schoolyear y on y.id = e.school_year_id and y.starts_on <= %(on)s and y.ends_on >= %(on)s
left join lateral (
    select g.guardian_id from people_guardianship g where g.ward_id = c.id and g.valid_until is null order by g.id limit 1
) g on true
left join people_person p on p.id = g.guardian_id
where coalesce(c.current_commune_id, c.permanent_commune_id) = %(unit)s and c.birth_date is not null and c.sex <> ''
order by g.guardian_id nulls last, c.id
"""
_DONE = (
    "lower_secondary",
    "lower_secondary",
    "upper_secondary",
    "upper_secondary",
    "primary",
    "college",
    "university",
)


@dataclass(frozen=True)
class Child:
    id: int
    name: str
    born: date
    sex: str
    ethnicity: str
    number: str
    address: str
    grade: str
    parent: tuple[int, str, date | None, str, str] | None


def furnish(actor: Actor, unit_id: int, *, at: datetime, year: int, is_special: bool, share: float) -> int:
    """Opens the round of the year; `share` of the households were called on. Answers how many persons."""
    chance = random.Random(f"{SEED}/survey/{unit_id}")
    rows = list(_households(_children(unit_id, date(year, 9, 30)), chance, year, share))
    return services.load_survey(actor, rows, at=at, unit_id=unit_id, year=year, is_special=is_special)


def hand_in(actor: Actor, unit_id: int, *, at: datetime, year: int) -> None:
    """Closes the round, checks the commune, and submits what it meets, if anything."""
    survey = queries.round_of(unit_id, year)
    assert survey is not None
    services.close_round(actor, survey, at=at, version=survey.version)
    made = services.check_dossier(actor, at=at, unit_id=unit_id, year=year)
    if made.asked:
        services.submit_dossier(actor, made, at=at, version=made.version)


def _children(unit_id: int, on: date) -> list[list[Child]]:
    """By family; those without a recorded parent stand alone."""
    with connection.cursor() as cursor:
        cursor.execute(_FAMILIES, {"unit": unit_id, "on": max(on, date(on.year, 9, 30))})
        found: dict[int, list[Child]] = {}
        seen: set[int] = set()
        for row in cursor.fetchall():
            if row[0] in seen:
                continue
            seen.add(row[0])
            parent = (row[8], row[9], row[10], row[11], row[12]) if row[8] is not None else None
            child = Child(row[0], row[1], row[2], row[3], row[4], row[5], row[6], row[7], parent)
            found.setdefault(row[8] or -row[0], []).append(child)
    return list(found.values())


def _households(
    families: list[list[Child]], chance: random.Random, year: int, share: float
) -> Iterator[SurveyRow]:
    left = 0
    for number, family in enumerate(families, 1):
        if family[0].parent is None and left < LEFT_OUT:
            left += 1
            continue
        members = list(_members(family, chance, year))
        head = HouseholdFacts(
            number=f"{number:04}", head_name=members[0][0].full_name, hamlet=f"Thôn {1 + number % 5}",
            address=family[0].address[:200],
        )  # fmt: skip
        yield SurveyRow(head, tuple(members), year if chance.random() < share else None)


def _members(
    family: list[Child], chance: random.Random, year: int
) -> Iterator[tuple[MemberFacts, int | None]]:
    first = family[0]
    yield from _parents(first, chance, year)
    for child in family:
        yield _of_child(child, chance), child.id
    name = first.name.split()[0]
    if chance.random() < 0.3:
        sex = chance.choice(("male", "female"))
        born = date(year - chance.randint(15, 18), chance.randint(1, 12), chance.randint(1, 28))
        yield _youth(_named(chance, name, sex), born, sex, first.ethnicity, chance), None
    if chance.random() < 0.3:
        sex, born = (
            chance.choice(("male", "female")),
            date(year - chance.choice(TODDLERS), chance.randint(1, 8), 9),
        )
        yield MemberFacts(full_name=_named(chance, name, sex), birth_date=born, sex=sex, relation="child",
                          ethnicity=first.ethnicity), None  # fmt: skip
    if chance.random() < 0.25:
        born = date(year - chance.randint(61, 84), chance.randint(1, 12), 15)
        yield MemberFacts(
            full_name=_named(chance, name, "female"), birth_date=born, sex="female", relation="parent",
            ethnicity=first.ethnicity, literacy="0" if chance.random() < 0.15 else "1",
            presence="died" if chance.random() < 0.05 else "here", presence_on=date(year, 3, 10),
        ), None  # fmt: skip


def _parents(first: Child, chance: random.Random, year: int) -> Iterator[tuple[MemberFacts, int | None]]:
    """The one whom the register knows, and a spouse."""
    name = first.name.split()[0]
    sex = "male"
    person, known, born, said, number = first.parent or (None, "", None, "", "")
    if born is not None:
        sex = said or "female"
        yield _adult(known, born, sex, first.ethnicity, chance, national_id=number), person
    else:
        drawn = date(year - chance.randint(28, 48), chance.randint(1, 12), 20)
        yield _adult(_named(chance, name, sex), drawn, sex, first.ethnicity, chance), None
    if chance.random() < 0.85:
        other = "female" if sex == "male" else "male"
        spouse = date(year - chance.randint(27, 50), chance.randint(1, 12), 11)
        made = _adult(_named(chance, name, other), spouse, other, first.ethnicity, chance)
        yield replace(made, relation="spouse"), None


def _adult(
    name: str, born: date, sex: str, ethnicity: str, chance: random.Random, national_id: str = ""
) -> MemberFacts:
    drawn = chance.random()
    poor = ethnicity != "01"
    completed = "none" if drawn < (0.2 if poor else 0.06) else chance.choice(_DONE)
    return MemberFacts(
        full_name=name, birth_date=born, sex=sex, relation="head", ethnicity=ethnicity, national_id=national_id,
        completed=completed, study="finished", literacy="0" if completed == "none" else "",
    )  # fmt: skip


def _youth(name: str, born: date, sex: str, ethnicity: str, chance: random.Random) -> MemberFacts:
    drawn = chance.random()
    plain: dict[str, Any] = {
        "full_name": name,
        "birth_date": born,
        "sex": sex,
        "relation": "child",
        "ethnicity": ethnicity,
    }
    if drawn < 0.12:
        return MemberFacts(**plain, completed="primary", study="dropped", last_grade=7)
    if drawn < 0.5:
        return MemberFacts(**plain, completed="lower_secondary", study="studying", study_level="vocational",
                           study_place="Trường Cao đẳng Đà Lạt")  # fmt: skip
    return MemberFacts(**plain, completed="lower_secondary", study="finished")


def _of_child(child: Child, chance: random.Random) -> MemberFacts:
    """What the household says; where a school has them the register says more. A few forms say that they dropped out."""
    done = "preschool" if child.grade <= "12" and chance.random() < 0.97 else "none"
    said = "dropped" if chance.random() < 0.015 and child.grade <= "12" else ""
    disabled = chance.random() < 0.012
    return MemberFacts(
        full_name=child.name, birth_date=child.born, sex=child.sex, relation="child", ethnicity=child.ethnicity,
        national_id=child.number, completed=done, study=said, disability="05" if disabled else "",
    )  # fmt: skip


def _named(chance: random.Random, family: str, sex: str) -> str:
    """A name of the lowland with the family's own first word."""
    drawn, _group = names.person(chance, female=sex == "female", highland_share=0)
    return f"{family} {drawn.split(' ', 1)[1]}"
