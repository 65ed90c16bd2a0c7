"""Families with children as schools write them down, and 20,000 of the children written down twice: with the truth.

Synthetic, seeded, never in a database: what the linkage is measured on. Children share parents, telephone and commune
with their brothers and sisters; 1.2 in 100 births are twins, who differ in a name and a digit only.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from khuevan.demo import names
from khuevan.demo.noise import Identity, second_record

COMMUNES, SCHOOLS = 124, 1_500
FIRST, SPAN = date(2009, 1, 1), 15 * 365
LOWLAND = ("01", "02", "03", "04", "06", "07", "08", "09")
TWINS = 0.012
WITHOUT_NUMBER = 0.03
PLACES = (
    "Lâm Đồng",
    "Đắk Nông",
    "Bình Thuận",
    "TP. Hồ Chí Minh",
    "Đồng Nai",
    "Đắk Lắk",
    "Ninh Thuận",
    "Khánh Hòa",
)


def families(wanted: int, *, seed: int = 1) -> Iterator[tuple[int, int, Identity]]:
    """(id, school, identity) of so many children; ids from 1, brothers and sisters next to each other."""
    chance = random.Random(f"families/{seed}/{wanted}")
    made, taken = 0, set[str]()
    while made < wanted:
        highland = 0.25 if chance.random() < 0.3 else 0.04
        father, _ = names.person(chance, female=False, highland_share=0)
        mother, _ = names.person(chance, female=True, highland_share=0)
        family_name = father.split()[0]
        phone = f"0{chance.choice('35789')}{chance.randrange(10**8):08}"
        commune = chance.randrange(COMMUNES)
        has = {"mother": mother, "father": father if chance.random() < 0.95 else "", "phone": phone}
        born: date | None = None
        called: set[str] = set()
        for number in range(chance.choice((1, 1, 2, 2, 2, 3, 3, 4))):
            twin = born is not None and number and chance.random() < TWINS * 2
            if born is None:
                born = FIRST + timedelta(days=chance.randrange(SPAN))
            elif not twin:
                born += timedelta(days=330 + chance.randrange(1_600))
            if (born - FIRST).days >= SPAN:
                break
            female = chance.random() < 0.48
            full_name, ethnicity = _new_name(chance, female, highland, family_name, called)
            made += 1
            yield (
                made,
                commune * SCHOOLS // COMMUNES + chance.randrange(12),
                Identity(
                    full_name=full_name,
                    birth_date=born,
                    sex="female" if female else "male",
                    national_id=""
                    if chance.random() < WITHOUT_NUMBER
                    else _number(chance, born, female, taken),
                    ethnicity=ethnicity,
                    birthplace=PLACES[min(int(chance.expovariate(1.1)), 7)],
                    commune_id=commune,
                    **has,
                ),
            )
            if made == wanted:
                return


def workers(wanted: int, *, seed: int = 1) -> Iterator[tuple[int, int, Identity]]:
    """(id, school, identity) of so many members of staff: adults, of whom no parents are known."""
    chance = random.Random(f"workers/{seed}/{wanted}")
    taken: set[str] = set()
    for made in range(1, wanted + 1):
        female = chance.random() < 0.74
        full_name, ethnicity = names.person(chance, female=female, highland_share=0.1)
        born = date(1964, 9, 1) + timedelta(days=chance.randrange(39 * 365))
        identity = Identity(
            full_name=full_name,
            birth_date=born,
            sex="female" if female else "male",
            national_id=""
            if chance.random() < WITHOUT_NUMBER
            else _adults_number(chance, born, female, taken),
            ethnicity=ethnicity,
            phone=f"0{chance.choice('35789')}{chance.randrange(10**8):08}",
        )
        yield made, chance.randrange(SCHOOLS), identity


def doubled(
    first: list[tuple[int, int, Identity]], pairs: int, *, seed: int = 1
) -> tuple[list[tuple[int, int, Identity]], list[tuple[int, int, tuple[str, ...]]]]:
    """Second records of so many of them, at other schools, and the truth: (id, id of the second, defects)."""
    chance = random.Random(f"doubled/{seed}/{pairs}")
    taken = {identity.national_id for _, _, identity in first}
    seconds, truth = [], []
    following = len(first) + 1
    for pk, school, identity in chance.sample(first, pairs):
        again = second_record(chance, identity)
        made = again.identity
        if made.national_id and made.national_id in taken:
            made = replace(made, national_id="")
        taken.add(made.national_id)
        if chance.random() < 0.4:
            made = replace(made, commune_id=chance.randrange(COMMUNES))
        seconds.append((following, (school + chance.randrange(1, SCHOOLS)) % SCHOOLS, made))
        truth.append((pk, following, again.defects))
        following += 1
    return seconds, truth


def _new_name(
    chance: random.Random, female: bool, highland: float, family_name: str, called: set[str]
) -> tuple[str, str]:
    """A name that no brother or sister has."""
    while True:
        full_name, ethnicity = names.person(chance, female=female, highland_share=highland)
        if ethnicity in LOWLAND:
            full_name = " ".join([family_name, *full_name.split()[1:]])
        if full_name not in called:
            called.add(full_name)
            return full_name, ethnicity


def _adults_number(chance: random.Random, born: date, female: bool, taken: set[str]) -> str:
    """Of the century of birth: 0 and 1 until 1999, 2 and 3 from then on (NĐ 137/2015/NĐ-CP Điều 13, in form)."""
    number = _number(chance, born, female, taken)
    return number if born.year > 1999 else f"{number[:3]}{int(female)}{number[4:]}"


def _number(chance: random.Random, born: date, female: bool, taken: set[str]) -> str:
    while True:
        place = "068" if chance.random() < 0.8 else chance.choice(("067", "060", "079", "075", "066"))
        number = f"{place}{2 + female}{born.year % 100:02}{chance.randrange(10**6):06}"
        if number not in taken:
            taken.add(number)
            return number
