"""Puts the children of the plan into the rooms: classes, people, parents, learners, enrolments.

By COPY, through the loading services of the rooms, inside the transaction of `furnish`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Protocol

import polars as pl

from khuevan.kernel.access import Actor
from khuevan.kernel.text import name_sort_key
from khuevan.register.people import services as people
from khuevan.school.learners import services as learners
from khuevan.school.schoolyear import services as schoolyear

from . import children, defects, past, plan
from .children import ClassPlan, SchoolFacts
from .defects import Child, Truth
from .draws import share
from .places import CLUSTERS

SEED = plan.SEED
STALE_SHARE = 0.012
PROFILE = (
    "school_year", "grade", "class_name", "class_number", "status", "leave_reason", "position", "area", "poverty",
    "supports", "in_difficult_area", "father_is_minority", "mother_is_minority", "disability", "disability_degree",
    "computer", "internet", "has_smartphone", "means_checked_on", "has_two_sessions",
)  # fmt: skip
"""Columns of learners that are filled, in the order of `_profile`."""
_SUPPORTS = {"poor": ("study_costs", "lunch"), "near_poor": ("study_costs",), "none": ()}


class Furnished(Protocol):
    """What has been furnished before: `furnish.Province`."""

    communes: list[plan.Commune]
    schools: list[plan.SchoolPlan]
    units: dict[str, int]
    posts: dict[tuple[str, str], list[tuple[int, str]]]
    points: dict[str, list[int]]
    numbers: set[str]
    people: int

    @property
    def closing(self) -> plan.SchoolPlan: ...


@dataclass
class Filled:
    learners: int = 0
    people: int = 0
    truth: list[Truth] = field(default_factory=list)
    family: dict[str, tuple[int, str]] = field(default_factory=dict)
    """A child of the first primary school and the mother, for the log-ins."""
    classes: list[ClassPlan] = field(default_factory=list)
    """The classes of the year that runs, each with the id `number + 1`."""


@dataclass
class Register:
    """The children in their classes as they will be stored, before ids of the database are known."""

    rows: list[Child]
    classes: list[ClassPlan]
    years: dict[int, int]
    """Class -> calendar year in which its school year begins."""
    truth: list[Truth]


def fill(province: Furnished, scale: plan.Scale, *, actor: Actor, at: datetime, on: date) -> Filled:
    """The whole of it; gives how much, and the truth about the defects."""
    register = registered(province, scale, on)
    families = _families(register.rows, scale)
    years = schoolyear.ids_of_years()
    first = province.people
    count = people.load_people(_people(province, register, families, on), actor=actor, at=at)
    people.load_guardianships(_guardianships(register, families, first, on), actor=actor, at=at)
    schoolyear.load_classes(_classes(province, register, years), actor=actor, at=at)
    learners.load_learners(_learners(province, register, first), PROFILE, actor=actor, at=at)
    schoolyear.load_enrolments(_enrolments(province, register, years, first), actor=actor, at=at)
    latest = max(register.years.values())
    _year_before(province, register, years, scale, latest, actor=actor, at=at)
    return Filled(
        len(register.rows),
        count,
        register.truth,
        _one_family(province, register, families, first),
        [one for one in register.classes if register.years[one.number] == latest],
    )


def _year_before(
    province: Furnished,
    register: Register,
    years: dict[str, int],
    scale: plan.Scale,
    latest: int,
    *,
    actor: Actor,
    at: datetime,
) -> None:
    """Last year's classes and results of a share of the schools, the first ones always among them."""
    kept = range(round(len(province.schools) * scale.past))
    plans = [one for one in register.classes if one.school in kept and register.years[one.number] == latest]
    units = [province.units[school.code] for school in province.schools]
    year_id, year = years[_code(latest - 1)], latest - 1
    rows, then = past.classes(
        plans, units, [school.code for school in province.schools], year=year, year_id=year_id,
        first=len(register.classes) + 1,
    )  # fmt: skip
    schoolyear.load_classes(rows, actor=actor, at=at)
    of_them = past.enrolments(
        register.rows, then, units, year=year, year_id=year_id, first=len(register.rows) + 1, people=province.people
    )  # fmt: skip
    schoolyear.load_enrolments(of_them, actor=actor, at=at)


def _one_family(
    province: Furnished, register: Register, families: dict[int, Family], first: int
) -> dict[str, tuple[int, str]]:
    school = next(number for number, one in enumerate(province.schools) if one.kind.kind == "primary")
    child = next(
        row
        for row in register.rows
        if row["school"] == school
        and row["grade"] not in ("01", "02")
        and row["has_mother"]
        and not row["leaves"]
        and row["family"] in families
    )
    mother = first + families[child["family"]].number + 1
    return {
        "learner": (first + child["number"], child["full_name"]),
        "parent": (mother, families[child["family"]].one["mother"]),
    }


def write_truth(truth: Sequence[Truth], stem: Path) -> Path:
    """As CSV for people and Parquet for programs; gives the CSV's place."""
    stem.parent.mkdir(parents=True, exist_ok=True)
    frame = pl.DataFrame([one.__dict__ for one in truth])
    frame.write_parquet(stem.with_suffix(".parquet"))
    frame.write_csv(stem.with_suffix(".csv"))
    return stem.with_suffix(".csv")


def registered(province: Furnished, scale: plan.Scale, on: date) -> Register:
    """Who learns where. A few schools stayed in the last school year: their register is stale."""
    begins = on.year if on.month >= 8 else on.year - 1
    facts = [_facts(province, number) for number in range(len(province.schools))]
    opened = [one for one in facts if province.schools[one.number] is not province.closing]
    late = _stale(opened)
    live = [one for one in opened if one.number not in late]
    plans = children.classes(opened, scale.learners, seed=SEED)
    frames, first = [], 1
    for schools, year in ((live, begins), ([one for one in opened if one.number in late], begins - 1)):
        numbers = {one.number for one in schools}
        part = [one for one in plans if one.school in numbers]
        frames.append(children.children(schools, part, year=year, seed=SEED, first=first))
        first += frames[-1].height
    codes = [school.code for school in province.schools]
    communes = pl.lit(pl.Series([commune.code for commune in province.communes]))
    frame = pl.concat(frames).with_columns(permanent_commune=communes.gather(pl.col("place")))
    planted = defects.plant(frame, codes, duplicates=defects.DUPLICATES[scale.name], seed=SEED, first=first)
    last_year = f"{begins - 1}-{begins}"
    planted.truth.extend(defects.stale((codes[number], last_year) for number in sorted(late)))
    years = {one.number: begins - (one.school in late) for one in plans}
    return Register(_in_order(planted.rows), plans, years, planted.truth)


def _facts(province: Furnished, number: int) -> SchoolFacts:
    school = province.schools[number]
    places = {commune.code: place for place, commune in enumerate(province.communes)}
    cluster = CLUSTERS[school.cluster]
    return SchoolFacts(
        number=number,
        place=places[school.commune],
        former=cluster.province,
        area=school.area,
        remote=bool(school.difficulty),
        levels=school.kind.levels,
        weight=children.weight_of(school.kind.levels, school.staff),
        points=len(school.points),
    )


def _stale(schools: Sequence[SchoolFacts]) -> set[int]:
    """Never the first ones, where the log-ins live."""
    later = pl.DataFrame({"number": [one.number for one in schools[30:]]})
    drawn = later.filter(share(pl.col("number"), "stale", SEED) < STALE_SHARE)
    return set(drawn["number"].to_list())


def _in_order(rows: list[Child]) -> list[Child]:
    """Class by class in the order of names, with each child's place in the class and number in the whole."""
    rows.sort(key=lambda row: (row["class"], name_sort_key(row["full_name"])))
    place, before = 0, None
    for number, row in enumerate(rows, 1):
        place = place + 1 if row["class"] == before else 1
        before = row["class"]
        row["number"], row["position"] = number, place
    return rows


# --- people --------------------------------------------------------------------------------------------------


@dataclass
class Family:
    """Numbers of the parents after the children's; schools of the children."""

    number: int
    one: Child
    schools: set[int] = field(default_factory=set)


def _families(rows: list[Child], scale: plan.Scale) -> dict[int, Family]:
    """Family -> its parents, for the share of the families that the scale keeps."""
    kept = pl.DataFrame({"family": [row["family"] for row in rows]}, schema={"family": pl.UInt64}).select(
        share(pl.col("family"), "kept", SEED) < scale.families
    )
    found: dict[int, Family] = {}
    for row, is_kept in zip(rows, kept.to_series(), strict=True):
        if is_kept and (row["has_father"] or row["has_mother"]):
            family = found.get(row["family"])
            if family is None:
                family = found[row["family"]] = Family(len(rows) + 2 * len(found) + 1, row)
            family.schools.add(row["school"])
    return found


def _people(
    province: Furnished, register: Register, families: dict[int, Family], on: date
) -> Iterator[people.PersonRow]:
    """The children in their order, then fathers and mothers."""
    first, taken = province.people, province.numbers
    units = [province.units[school.code] for school in province.schools]
    communes = [province.units[commune.code] for commune in province.communes]
    for row in register.rows:
        year = register.years[row["class"]]
        number = row["national_id"] if row["national_id"] not in taken else ""
        taken.add(number)
        held = people.AffiliationRow(
            units[row["school"]], "learner", date(year, 8, 20), "", _left_on(row, year)
        )
        yield people.PersonRow(
            first + row["number"], row["full_name"], row["birth_date"], _sex(row["female"]), (held,), number,
            row["sector_id"], row["ethnicity"], birthplace=row["birthplace"], permanent_address=row["address"],
            permanent_commune_id=province.units.get(row["permanent_commune"]), current_address=row["address"],
            current_commune_id=communes[row["place"]],
            phone=row["phone"], number_is_doubtful=bool(number) and bool(row.get("doubtful")),
        )  # fmt: skip
    for key, family in families.items():
        held_at = tuple(
            people.AffiliationRow(units[school], "guardian", on.replace(month=1, day=1))
            for school in sorted(family.schools)
        )
        for place, (name, female) in enumerate((("father", False), ("mother", True))):
            one, number = family.one, family.number + place
            born = date(one[f"{name}_born"], key % 12 + 1, key % 28 + 1)
            national_id = f"068{int(female)}{born.year % 100:02d}{number * 387_427 % 10**6:06d}"
            yield people.PersonRow(
                first + number, one[name], born, _sex(female), held_at, "" if national_id in taken else national_id, "",
                one["ethnicity"], current_address=one["address"], current_commune_id=communes[one["place"]],
                phone=one["phone"] if one["phone"].startswith("0") else f"0{one['phone']}" if one["phone"] else "",
            )  # fmt: skip
            taken.add(national_id)


def _guardianships(
    register: Register, families: dict[int, Family], first: int, on: date
) -> Iterator[people.GuardianshipRow]:
    for row in register.rows:
        family = families.get(row["family"])
        if family is None:
            continue
        since = min(row["birth_date"], on)
        for place, name in enumerate(("father", "mother")):
            if row[f"has_{name}"]:
                yield people.GuardianshipRow(
                    first + family.number + place, first + row["number"], name, since
                )


def _sex(female: bool) -> str:
    return "female" if female else "male"


def _left_on(row: Child, year: int) -> date | None:
    return date(year, 9, 6) + timedelta(days=row["number"] % 60) if row["leaves"] else None


# --- classes, learners, enrolments ------------------------------------------------------------------------------


def _classes(province: Furnished, register: Register, years: dict[str, int]) -> Iterator[schoolyear.ClassRow]:
    """Homeroom teachers in the order of the staff; codes count on within the school."""
    counted: dict[int, int] = {}
    for one in register.classes:
        school = province.schools[one.school]
        number = counted[one.school] = counted.get(one.school, 0) + 1
        teachers = province.posts.get((school.code, "Giáo viên"), [])
        points = province.points.get(school.code, [])
        year = register.years[one.number]
        yield schoolyear.ClassRow(
            id=one.number + 1,
            school_id=province.units[school.code],
            school_year_id=years[_code(year)],
            code=f"{school.code}{number:03d}",
            name=one.name,
            grade=one.grade,
            level=one.level,
            opened_on=date(year, 8, 20),
            point_id=points[one.point - 1] if 0 < one.point <= len(points) else None,
            homeroom_teacher_id=teachers[(number - 1) % len(teachers)][0] if teachers else None,
            two_sessions=one.level in ("preschool", "primary"),
            boarding="day" if one.level == "preschool" else "",
            language_1="en" if one.grade not in ("01", "02", "15", "16", "17", "18") else "",
            position=number,
        )


def _learners(province: Furnished, register: Register, first: int) -> Iterator[learners.LearnerRow]:
    units = [province.units[school.code] for school in province.schools]
    names = {one.number: one.name for one in register.classes}
    for row in register.rows:
        yield learners.LearnerRow(
            row["number"], first + row["number"], units[row["school"]], row["full_name"],
            _profile(row, register.years[row["class"]], names[row["class"]]),
        )  # fmt: skip


def _profile(row: Child, year: int, class_name: str) -> tuple[object, ...]:
    """Values of the columns of PROFILE."""
    minority = row["ethnicity"] not in ("01", "")
    difficult = bool(row["remote"])
    return (
        _code(year), row["grade"], class_name, row["class"] + 1, row["leaves"] or "01", _reason(row), row["position"],
        row["area"], row["poverty"], _SUPPORTS[row["poverty"]], difficult, minority, minority, row["disability"],
        "mild" if row["disability"] else "", row["computer"], row["internet"], row["has_smartphone"],
        date(year, 9, 10) if row["number"] % 9 else None, row["level"] in ("preschool", "primary"),
    )  # fmt: skip


def _enrolments(
    province: Furnished, register: Register, years: dict[str, int], first: int
) -> Iterator[schoolyear.EnrolmentRow]:
    units = [province.units[school.code] for school in province.schools]
    latest = max(register.years.values())
    for row in register.rows:
        year = register.years[row["class"]]
        entry = row["grade"] in ("01", "06", "10", "15")
        left_on = _left_on(row, year)
        yield schoolyear.EnrolmentRow(
            id=row["number"],
            learner_id=row["number"],
            person_id=first + row["number"],
            school_id=units[row["school"]],
            school_year_id=years[_code(year)],
            grade=row["grade"],
            level=row["level"],
            full_name=row["full_name"],
            birth_date=row["birth_date"],
            sex=_sex(row["female"]),
            enrolled_on=date(year, 8, 20),
            class_group_id=row["class"] + 1,
            status=row["leaves"] or "01",
            status_on=left_on,
            entry_kind="entry" if entry else "continued",
            left_on=left_on,
            leave_reason=_reason(row),
            outcome=_result(row) if year < latest and not row["leaves"] else "",
            outcome_on=date(year + 1, 5, 28) if year < latest and not row["leaves"] else None,
            position=row["position"],
        )


def _result(row: Child) -> str:
    """What the year led to, at schools whose register still stands in the year before."""
    if row["grade"] == "12":
        return "graduated"
    return "completed" if row["grade"] in ("05", "09", "18") else "promoted"


def _reason(row: Child) -> str:
    return ("01", "02", "03", "06")[row["number"] % 4] if row["leaves"] == "05" else ""


def _code(year: int) -> str:
    return f"{year}-{year + 1}"
