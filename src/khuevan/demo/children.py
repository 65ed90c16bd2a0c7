"""The children of the demo: classes, and who learns in them, by the million and without a database.

`classes` decides how many there are; `children` fills them. Everything follows from the seed and the number of the child,
so that a part can be made without the rest: one commune for a test, 25 million for a benchmark, a province at a time.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, partial

import polars as pl

from .draws import below, draw, pick, share
from .peoples import MINORITIES, MINORITY_SHARE, STYLE_OF, STYLES

PER_FAMILY = 1.45
"""Children at school of one family, on the average."""
ON_TIME = {"01": 6, "02": 7, "03": 8, "04": 9, "05": 10, "06": 11, "07": 12, "08": 13, "09": 14, "10": 15, "11": 16,
           "12": 17, "15": 2, "16": 3, "17": 4, "18": 5}  # fmt: skip
"""Age in the calendar year in which the school year begins (Luật Giáo dục 2019, Điều 28)."""
SIZES = {"preschool": 26, "primary": 29, "lower_secondary": 36, "upper_secondary": 40, "continuing": 34}
GRADES = {
    "preschool": ("15", "16", "17", "18"), "primary": ("01", "02", "03", "04", "05"),
    "lower_secondary": ("06", "07", "08", "09"), "upper_secondary": ("10", "11", "12"), "continuing": ("10", "11", "12"),
}  # fmt: skip
_BIRTHPLACES = (
    *("Lâm Đồng",) * 44, "Thành phố Hồ Chí Minh", "Thành phố Hồ Chí Minh", "Đồng Nai", "Đắk Lắk", "Khánh Hòa", "Hà Nội",
)  # fmt: skip
"""Provinces of today; settlers' children were born elsewhere."""
_STAFF_BESIDE = 6
_PUPILS_PER_TEACHER = {
    "preschool": 10.0,
    "primary": 19.0,
    "lower_secondary": 18.5,
    "upper_secondary": 17.5,
    "continuing": 16.0,
}
_SERIAL = 387_427
"""Prime to 10^6: serial numbers of personal numbers run through all six digits before one comes again."""


@dataclass(frozen=True)
class SchoolFacts:
    """What of a school decides who learns there. `place`: number of the commune in the country or province; `former`: the
    former province, for the ethnic groups; `weight`: share of the children; `points`: how many further school points."""

    number: int
    place: int
    former: str
    area: str
    remote: bool
    levels: tuple[str, ...]
    weight: float
    points: int = 0
    boarding: bool = False


@dataclass(frozen=True)
class ClassPlan:
    """A class. `point`: 0 at the main point, else the number of the further point."""

    number: int
    school: int
    grade: str
    level: str
    name: str
    size: int
    point: int


def weight_of(levels: Sequence[str], staff: int) -> float:
    """How many children a school of these levels and this staff has, relatively."""
    pupils = sum(_PUPILS_PER_TEACHER[level] for level in levels) / len(levels)
    return max(2, staff - _STAFF_BESIDE) * pupils


def classes(schools: Sequence[SchoolFacts], wanted: int, *, seed: int) -> list[ClassPlan]:
    """Classes of all schools with about `wanted` children: as many a grade as the usual size asks for."""
    whole = sum(school.weight for school in schools)
    found: list[ClassPlan] = []
    for school in schools:
        chance = random.Random(f"{seed}/classes/{school.number}")
        grades = [(level, grade) for level in school.levels for grade in GRADES[level]]
        for level, grade in grades:
            share_of_grade = wanted * school.weight / whole / len(grades)
            found.extend(_grade(school, level, grade, share_of_grade, len(found), chance))
    return found


def _grade(
    school: SchoolFacts, level: str, grade: str, children: float, first: int, chance: random.Random
) -> Iterable[ClassPlan]:
    usual = SIZES[level] * (0.75 if school.remote else 1.0)
    count = max(1, round(children / usual))
    for number in range(count):
        size = max(5, round(children / count * chance.uniform(0.92, 1.08)))
        point = chance.randint(0, school.points) if count > 1 or chance.random() < 0.25 else 0
        yield ClassPlan(
            first + number, school.number, grade, level, class_name(level, grade, number), size, point
        )


def class_name(level: str, grade: str, number: int) -> str:
    """`number`: from 0, within the grade."""
    if level == "preschool":
        return f"{ {'15': 'Nhà trẻ', '16': 'Mầm', '17': 'Chồi', '18': 'Lá'}[grade] } {number + 1}"
    letter = chr(ord("A") + number % 26) if number < 26 else f"A{number}"
    return f"{int(grade)}{letter}" if level == "primary" else f"{int(grade)}A{number + 1}"


def children(
    schools: Sequence[SchoolFacts],
    plans: Sequence[ClassPlan],
    *,
    year: int,
    seed: int,
    first: int = 0,
    birth_code: str = "068",
) -> pl.DataFrame:
    """One row a child, in the order of the classes. `year`: the calendar year in which the school year begins;
    `first`: number of the first child, so that parts together have no number twice; `birth_code`: of the personal
    number."""
    of_school = {school.number: school for school in schools}
    frame = pl.DataFrame(
        {
            "class": [plan.number for plan in plans],
            "school": [plan.school for plan in plans],
            "grade": [plan.grade for plan in plans],
            "level": [plan.level for plan in plans],
            "size": [plan.size for plan in plans],
            "age": [ON_TIME[plan.grade] for plan in plans],
            "place": [of_school[plan.school].place for plan in plans],
            "former": [of_school[plan.school].former for plan in plans],
            "area": [of_school[plan.school].area for plan in plans],
            "remote": [of_school[plan.school].remote for plan in plans],
        },
        schema_overrides={
            "grade": pl.String,
            "class": pl.Int32,
            "school": pl.Int32,
            "place": pl.Int32,
            "age": pl.Int32,
        },
    )
    frame = frame.select(pl.exclude("size").repeat_by("size").explode(empty_as_null=False))
    frame = frame.with_row_index("child", offset=first)
    for step in (_family, _person, _names, partial(_numbers, birth_code=birth_code), _home, _means):
        frame = step(frame, seed, year)
    return frame


def _family(frame: pl.DataFrame, seed: int, year: int) -> pl.DataFrame:
    """Brothers and sisters share parents, ethnic group, home and poverty; families live in the commune of the school, and
    what is of the place is of the family, whatever the school."""
    frame = frame.with_columns(
        pl.col("area", "former").first().over("place"), isolated=pl.col("remote").mean().over("place") > 0.3
    )
    families = (pl.len().over("place") / PER_FAMILY).ceil().cast(pl.UInt64)
    frame = frame.with_columns(
        family=pl.col("place").cast(pl.UInt64) * pl.lit(1 << 24, dtype=pl.UInt64)
        + below(pl.col("child"), "family", seed, families)
    )
    family = pl.col("family")
    minority = pl.col("area").replace_strict(
        MINORITY_SHARE, default=MINORITY_SHARE[""], return_dtype=pl.Float64
    )
    minority = pl.when("isolated").then(minority * 1.8).otherwise(minority)
    group = pl.lit("01")
    for former, weights in MINORITIES.items():
        words = tuple(code for code, weight in weights for _ in range(weight))
        drawn = pick(words, below(family, "group", seed, len(words)))
        here = (
            pl.col("former") == former
            if former
            else ~pl.col("former").is_in([name for name in MINORITIES if name])
        )
        group = pl.when(here).then(drawn).otherwise(group)
    frame = frame.with_columns(
        ethnicity=pl.when(share(family, "minority", seed) < minority).then(group).otherwise(pl.lit("01"))
    )
    poor = pl.when(pl.col("ethnicity") == "01").then(0.03).otherwise(0.17) * pl.when("isolated").then(
        1.8
    ).otherwise(1.0)
    return frame.with_columns(
        style=pl.col("ethnicity").replace_strict(STYLE_OF, return_dtype=pl.UInt64),
        poverty=_one_of(share(family, "poverty", seed), (("poor", poor), ("near_poor", poor * 2.2)), "none"),
    )


def _person(frame: pl.DataFrame, seed: int, year: int) -> pl.DataFrame:
    child = pl.col("child")
    late = pl.when("remote").then(0.05).otherwise(0.012)
    late = (
        pl.when(pl.col("level") == "continuing")
        .then(0.45)
        .when(pl.col("level") == "preschool")
        .then(0.0)
        .otherwise(late)
    )
    years = (
        pl.when(share(child, "late", seed) < late)
        .then(1 + (share(child, "very late", seed) < 0.2).cast(pl.Int32))
        .otherwise(0)
    )
    born = pl.date(year - pl.col("age") - years, 1, 1) + pl.duration(
        days=below(child, "day", seed, 365).cast(pl.Int32)
    )
    return frame.with_columns(
        female=share(child, "sex", seed) < 0.478,
        birth_date=born,
        disability=_one_of(
            share(child, "disability", seed),
            (("01", 0.0012), ("02", 0.0016), ("03", 0.0008), ("04", 0.0012), ("05", 0.0032), ("06", 0.0008)), "",
        ),
    )  # fmt: skip


def _names(frame: pl.DataFrame, seed: int, year: int) -> pl.DataFrame:
    """Children have their father's family name, mothers their own."""
    child, family, female = pl.col("child"), pl.col("family"), pl.col("female").cast(pl.UInt64)
    girl, boy = pl.lit(1, dtype=pl.UInt64), pl.lit(0, dtype=pl.UInt64)
    return frame.with_columns(
        full_name=_called(family, child, female, seed, "child"),
        father=_called(family, family, boy, seed, "father"),
        mother=_called(family * 2 + 1, family, girl, seed, "mother"),
        father_born=pl.lit(year - 56) + below(family, "father age", seed, 18).cast(pl.Int32),
        mother_born=pl.lit(year - 52) + below(family, "mother age", seed, 16).cast(pl.Int32),
    )


def _called(clan: pl.Expr, own: pl.Expr, female: pl.Expr, seed: int, word: str) -> pl.Expr:
    kind = pl.col("style") * 2 + female
    parts = (
        _word("family", kind, draw(clan, "family name", seed)),
        _word("middle", kind, draw(own, f"{word} middle", seed)),
        _word("given", kind, draw(own, f"{word} given", seed)),
    )
    return pl.concat_str(parts, separator=" ").str.replace_all("  ", " ", literal=True).str.strip_chars()


def _word(part: str, kind: pl.Expr, drawn: pl.Expr) -> pl.Expr:
    words, starts, lengths = _table(part)
    start = pl.lit(pl.Series(starts, dtype=pl.UInt64)).gather(kind)
    length = pl.lit(pl.Series(lengths, dtype=pl.UInt64)).gather(kind)
    return pl.lit(words).gather(start + (drawn // pl.lit(1 << 20, dtype=pl.UInt64)) % length)


@cache
def _table(part: str) -> tuple[pl.Series, list[int], list[int]]:
    """All words of one part of names in one column; where those of (style, sex) begin, and how many they are."""
    words: list[str] = []
    starts, lengths = [], []
    for style in STYLES:
        for of_sex in getattr(style, part):
            starts.append(len(words))
            lengths.append(len(of_sex))
            words.extend(of_sex)
    return pl.Series(words, dtype=pl.String), starts, lengths


def _numbers(frame: pl.DataFrame, seed: int, year: int, birth_code: str) -> pl.DataFrame:
    """Personal numbers: place of birth, century and sex, year, six digits (NĐ 70/2024, Điều 3). Some have none yet."""
    child = pl.col("child")
    serial = (child.cast(pl.UInt64) * pl.lit(_SERIAL, dtype=pl.UInt64)) % pl.lit(10**6, dtype=pl.UInt64)
    century = pl.when("female").then(pl.lit("3")).otherwise(pl.lit("2"))
    number = pl.concat_str(
        pl.lit(birth_code),
        century,
        pl.col("birth_date").dt.strftime("%y"),
        serial.cast(pl.String).str.zfill(6),
    )
    without = pl.when(pl.col("level") == "preschool").then(0.12).otherwise(0.02)
    return frame.with_columns(
        national_id=pl.when(share(child, "without number", seed) < without)
        .then(pl.lit(""))
        .otherwise(number),
        sector_id=pl.concat_str(pl.lit(birth_code[1:]), child.cast(pl.String).str.zfill(8)),
    )


def _home(frame: pl.DataFrame, seed: int, year: int) -> pl.DataFrame:
    family, child = pl.col("family"), pl.col("child")
    hamlet = (below(family, "hamlet", seed, 12) + 1).cast(pl.String)
    prefix = ("090", "091", "094", "097", "098", "086", "033", "070")
    phone = pl.concat_str(
        pick(prefix, below(family, "prefix", seed, 8)),
        below(family, "phone", seed, 10**7).cast(pl.String).str.zfill(7),
    )
    return frame.with_columns(
        birthplace=pick(_BIRTHPLACES, below(child, "birthplace", seed, len(_BIRTHPLACES))),
        address=pl.concat_str(
            pl.when(pl.col("area") == "02").then(pl.lit("Tổ dân phố ")).otherwise(pl.lit("Thôn ")), hamlet
        ),
        phone=phone,
        has_father=share(family, "father known", seed) < 0.93,
        has_mother=share(family, "mother known", seed) < 0.965,
        leaves=_one_of(share(child, "leaves", seed), (("04", 0.0035), ("05", 0.0015)), ""),
    )


def _means(frame: pl.DataFrame, seed: int, year: int) -> pl.DataFrame:
    """A device and a line at home: brothers and sisters share them."""
    family = pl.col("family")
    less = pl.when(pl.col("poverty") != "none").then(0.35).otherwise(1.0) * pl.when("isolated").then(
        0.7
    ).otherwise(1.0)
    return frame.with_columns(
        computer=_one_of(
            share(family, "computer", seed),
            (("laptop", less * 0.25), ("desktop", less * 0.12), ("tablet", less * 0.08)),
            "none",
        ),
        internet=_one_of(
            share(family, "line", seed),
            (("both", less * 0.38), ("fixed", less * 0.25), ("mobile", less * 0.27 + 0.05)),
            "none",
        ),
        has_smartphone=share(family, "smartphone", seed) < less * 0.3 + 0.6,
    )


def _one_of(drawn: pl.Expr, weights: Sequence[tuple[str, pl.Expr | float]], otherwise: str) -> pl.Expr:
    """The first word whose share, added to those before, lies above the drawn number."""
    found: pl.Expr = pl.lit(otherwise)
    ends: list[pl.Expr] = []
    total: pl.Expr = pl.lit(0.0)
    for _, weight in weights:
        total = total + weight
        ends.append(total)
    for (word, _), end in reversed(list(zip(weights, ends, strict=True))):
        found = pl.when(drawn < end).then(pl.lit(word)).otherwise(found)
    return found
