"""Planted defects: what goes wrong in real registers, put in on purpose and written down.

Every defect is one that the database takes and a person would not notice at once. The truth beside it tells which record,
which field, what stands there and what is right, so that checks and the search for duplicates can be measured.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

import polars as pl

from khuevan.kernel.text import fold

from . import noise, plan
from .draws import share

Child = dict[str, Any]
RATES: dict[str, float] = {
    "swapped_day_month": 0.004, "impossible_age": 0.001, "wrong_sex": 0.002, "lost_zero_number": 0.003,
    "lost_zero_phone": 0.004, "missing_ethnicity": 0.003, "missing_birthplace": 0.028, "missing_commune": 0.022,
}  # fmt: skip
"""Shares of all children; one child has one defect at most."""
DUPLICATES = {"small": 0.01, "province": 0.02858}
"""Shares of children who stand in the register twice: 200 of 20,000, and 20,000 of 700,000."""
STAFF_TWICE = 0.005
"""Share of the staff who stand in the register twice: taken on again by another school, or by the same one."""
_TONES = str.maketrans("áàảãạéèẻẽẹíìỉĩịóòỏõọúùủũụýỳỷỹỵấầẩẫậếềểễệốồổỗộớờởỡợứừửữựắằẳẵặ",
                       "àáãảáèéẽẻéìíĩỉíòóõỏóùúũủúỳýỹỷýầấẫẩấềếễểếồốỗổốờớỡởớừứữửứằắẵẳắ")  # fmt: skip


@dataclass(frozen=True)
class Truth:
    """One defect. `record`: sector number of the child's record; `twin`: that of the other record of the same child."""

    kind: str
    record: str
    school: str
    field: str
    stored: str
    true: str
    twin: str = ""


@dataclass
class Planted:
    """The children with their defects, those who stand there twice at the end, and the truth."""

    rows: list[Child]
    truth: list[Truth] = field(default_factory=list)


def plant(frame: pl.DataFrame, codes: Sequence[str], *, duplicates: float, seed: int, first: int) -> Planted:
    """`codes`: of the schools by their number; `first`: number of the first record that is made here."""
    drawn = frame.with_columns(
        luck=share(pl.col("child"), "defect", seed),
        twice=share(pl.col("child"), "duplicate", seed) < duplicates,
    )
    planted = Planted(drawn.to_dicts())
    elsewhere = _classes_by_place(frame)
    twins: list[Child] = []
    for child in planted.rows:
        kind = _kind(child["luck"])
        if child["twice"]:
            chance = random.Random(f"{seed}/twin/{child['child']}")
            twin = _twin(child, chance, elsewhere, first + len(twins))
            twins.append(twin)
            planted.truth.extend(_differences(child, twin, codes))
        elif kind:
            chance = random.Random(f"{seed}/defect/{child['child']}")
            planted.truth.extend(_spoil(kind, child, chance, codes))
    planted.rows.extend(twins)
    return planted


def stale(schools: Iterable[tuple[str, str]]) -> list[Truth]:
    """Schools (code, year at which their register stopped) that did not pass to the present year."""
    return [Truth("stale_school", "", code, "school_year", year, "") for code, year in schools]


def _kind(luck: float) -> str:
    end = 0.0
    for kind, rate in RATES.items():
        end += rate
        if luck < end:
            return kind
    return ""


def _spoil(kind: str, child: Child, chance: random.Random, codes: Sequence[str]) -> list[Truth]:
    name, stored = _SPOILT[kind](child, chance)
    true = child.get(name)
    if stored is None or stored == true:
        return []
    child[name] = stored
    if name == "national_id":
        child["doubtful"] = True
    return [Truth(kind, child["sector_id"], codes[child["school"]], name, _text(stored), _text(true))]


def _text(value: Any) -> str:
    return "" if value is None else "female" if value is True else "male" if value is False else str(value)


def _swapped(child: Child, chance: random.Random) -> tuple[str, date | None]:
    born: date = child["birth_date"]
    return "birth_date", born.replace(day=born.month, month=born.day) if born.day <= 12 else None


def _impossible(child: Child, chance: random.Random) -> tuple[str, date]:
    born: date = child["birth_date"]
    return "birth_date", _in_year(born, born.year + chance.choice((-100, -30, -12, -10, 4, 5)))


def _in_year(born: date, year: int) -> date:
    return born.replace(year=year, day=min(born.day, 28))


def _lost_zero(child: Child, chance: random.Random) -> tuple[str, str | None]:
    """A spreadsheet took the number for a figure; whoever saw eleven digits put a nought at the end."""
    number: str = child["national_id"]
    return "national_id", f"{number[1:]}0" if number else None


_SPOILT: dict[str, Callable[[Child, random.Random], tuple[str, Any]]] = {
    "swapped_day_month": _swapped,
    "impossible_age": _impossible,
    "wrong_sex": lambda child, chance: ("female", not child["female"] if child["national_id"] else None),
    "lost_zero_number": _lost_zero,
    "lost_zero_phone": lambda child, chance: ("phone", child["phone"][1:]),
    "missing_ethnicity": lambda child, chance: ("ethnicity", ""),
    "missing_birthplace": lambda child, chance: ("birthplace", ""),
    "missing_commune": lambda child, chance: ("permanent_commune", ""),
}


# --- the same child twice ------------------------------------------------------------------------------------


def _classes_by_place(frame: pl.DataFrame) -> dict[tuple[int, str], list[tuple[int, int]]]:
    """Commune and grade -> the classes there: where else a child may have been written down."""
    found: dict[tuple[int, str], list[tuple[int, int]]] = {}
    for place, grade, school, number in (
        frame.select("place", "grade", "school", "class").unique(maintain_order=True).iter_rows()
    ):
        found.setdefault((place, grade), []).append((school, number))
    return found


def _twin(
    child: Child, chance: random.Random, elsewhere: dict[tuple[int, str], list[tuple[int, int]]], number: int
) -> Child:
    twin = dict(
        child,
        child=number,
        sector_id=f"{child['sector_id'][:2]}{number:08d}",
        twin=child["sector_id"],
        leaves="",
    )
    twin["school"], twin["class"] = chance.choice(elsewhere[child["place"], child["grade"]])
    twin["full_name"] = _mistyped(child["full_name"], chance)
    twin["birth_date"] = _misdated(child["birth_date"], chance)
    twin["national_id"] = _misnumbered(child["national_id"], chance)
    twin["doubtful"] = bool(twin["national_id"])
    if chance.random() < 0.4:
        twin["has_father"] = twin["has_mother"] = False
    if chance.random() < 0.3:
        twin["phone"] = ""
    return twin


def _mistyped(name: str, chance: random.Random) -> str:
    """As clerks mistype: no accents, another tone, a letter lost or swapped, the middle name left out, i for y."""
    words, luck = name.split(), chance.random()
    if luck < 0.28:
        return name
    if luck < 0.44:
        return " ".join(word.capitalize() for word in fold(name).split())
    place = chance.randrange(len(words))
    if luck < 0.60:
        words[place] = words[place].translate(_TONES)
    elif luck < 0.70 and len(words) > 2:
        del words[1]
    elif luck < 0.80:
        words[-1] = words[-1].replace("y", "i") if "y" in words[-1] else words[-1].replace("i", "y", 1)
    elif len(words[place]) > 3:
        word, at = words[place], chance.randrange(1, len(words[place]) - 1)
        words[place] = (
            word[:at] + word[at + 1 :]
            if luck < 0.90
            else word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        )
    return " ".join(words)


def _misdated(born: date, chance: random.Random) -> date:
    luck = chance.random()
    if luck < 0.68:
        return born
    if luck < 0.82 and born.day <= 12:
        return born.replace(day=born.month, month=born.day)
    if luck < 0.94:
        return born + timedelta(days=chance.choice((-10, -1, 1, 2, 10)))
    return _in_year(born, born.year + chance.choice((-1, 1)))


def _misnumbered(number: str, chance: random.Random) -> str:
    """Never the same number: the database has each once. Six digits of another run cannot be anybody else's by design of
    the caller, who leaves out what is taken."""
    if not number or chance.random() < 0.6:
        return ""
    at = chance.randrange(6, 12)
    return f"{number[:at]}{(int(number[at]) + chance.randint(1, 9)) % 10}{number[at + 1 :]}"


def _differences(child: Child, twin: Child, codes: Sequence[str]) -> list[Truth]:
    """One line a field that differs; one with no field where nothing does."""
    names = ("full_name", "birth_date", "national_id", "phone")
    differing = [name for name in names if child[name] != twin[name]] or [""]
    return [
        Truth(
            "duplicate", twin["sector_id"], codes[twin["school"]], name,
            _text(twin[name]) if name else "", _text(child[name]) if name else "", child["sector_id"],
        )
        for name in differing
    ]  # fmt: skip


def stands_twice(number: int, seed: int) -> bool:
    """Whether this member of staff has a second record."""
    return random.Random(f"{seed}/staff-twice/{number}").random() < STAFF_TWICE


def second_worker(person: plan.StaffPlan, number: int, seed: int) -> plan.StaffPlan:
    """The same teacher as another clerk wrote them down."""
    chance = random.Random(f"{seed}/staff-twin/{number}")
    known = noise.Identity(
        person.full_name, person.birth_date, {"F": "female", "M": "male"}[person.sex], person.national_id,
        person.ethnicity, phone=person.phone,
    )  # fmt: skip
    made = noise.second_record(chance, known).identity
    return replace(
        person,
        full_name=made.full_name,
        birth_date=made.birth_date or person.birth_date,
        national_id=made.national_id,
        ethnicity=made.ethnicity,
        phone=made.phone,
    )


def staff_truth(
    first: tuple[int, plan.StaffPlan], second: tuple[int, plan.StaffPlan], school: str
) -> list[Truth]:
    """One line a field that differs; `record` and `twin` are the numbers of the personal records."""
    (number, one), (again, other) = first, second
    names = [
        name
        for name in ("full_name", "birth_date", "national_id", "phone")
        if getattr(one, name) != getattr(other, name)
    ]
    return [
        Truth(
            "duplicate_staff", str(again), school, name, _text(getattr(other, name)) if name else "",
            _text(getattr(one, name)) if name else "", str(number),
        )
        for name in names or [""]
    ]  # fmt: skip
