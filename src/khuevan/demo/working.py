"""Who works at the schools, and with what: members of staff with their first posting; land, rooms, toilets, water, lines,
computers. Deterministic by seed, plausible by the school's kind, size and remoteness.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.apps import apps

from khuevan.school.staff import services as staff
from khuevan.school.staff.choices import Position

from . import plan

POSITIONS = {
    "Hiệu trưởng": Position.HEAD,
    "Giám đốc": Position.HEAD,
    "Phó hiệu trưởng": Position.DEPUTY,
    "Phó giám đốc": Position.DEPUTY,
    "Giáo viên": Position.TEACHER,
    "Văn thư": Position.CLERK,
    "Kế toán": Position.ACCOUNTANT,
    "Nhân viên y tế": Position.NURSE,
    "Nhân viên thư viện": Position.LIBRARIAN,
}
LEARNERS_PER_ROOM = 32
TEACHES_INFORMATICS = {"primary", "lower_secondary", "upper_secondary"}


@dataclass(frozen=True)
class Worker:
    """Somebody of a school's staff: the number of their personal record, the school's id, and the plan."""

    person_id: int
    school_id: int
    plan: plan.StaffPlan


def members(
    workers: list[Worker], school_levels: dict[int, str], foreign: int, seed: int = plan.SEED
) -> Iterator[staff.StaffRow]:
    """One member each; some six in a hundred work on a labour contract, remote teachers more often lack a computer. They
    are told while they are copied: nothing is asked of the database here. foreign: the subject of languages."""
    chance, studied = random.Random(f"{seed}/members"), random.Random(f"{seed}/degrees")
    speaks = random.Random(f"{seed}/languages")
    for number, worker in enumerate(workers, 1):
        owned = ["laptop"] if chance.random() < 0.78 else ["desktop"] if chance.random() < 0.5 else []
        yield staff.StaffRow(
            id=number,
            person_id=worker.person_id,
            school_id=worker.school_id,
            full_name=worker.plan.full_name,
            birth_date=worker.plan.birth_date,
            sex={"F": "female", "M": "male"}[worker.plan.sex],
            position=POSITIONS[worker.plan.title].value,
            joined_on=worker.plan.since,
            level=school_levels[worker.school_id],
            more={
                "computers": owned,
                "internet": "fixed" if chance.random() < 0.8 else "mobile",
                "degree": _degree(studied, POSITIONS[worker.plan.title], school_levels[worker.school_id]),
                "contract_form": "labour" if chance.random() < 0.06 else "tenure",
                **_language(speaks, POSITIONS[worker.plan.title], school_levels[worker.school_id], foreign),
            },
        )


def _degree(chance: random.Random, position: Position, level: str) -> str:
    """Three in a hundred are not recorded; of teachers a few stand below the standard, more in preschools."""
    drawn = chance.random()
    if drawn < 0.03:
        return ""
    if position not in (Position.HEAD, Position.DEPUTY, Position.TEACHER):
        return "intermediate" if drawn < 0.5 else "college" if drawn < 0.8 else "bachelor"
    below, master = (
        (0.22, 0.99) if level == "preschool" else (0.08, 0.88 if level == "upper_secondary" else 0.97)
    )
    if drawn < below:
        return "intermediate" if level == "preschool" and drawn < 0.06 else "college"
    return "master" if drawn >= master else "bachelor"


def trainings(workers: list[Worker], on: date) -> Iterator[dict[str, Any]]:
    """This school year's programme of teachers and heads: most had completed it in summer, others are still at it."""
    first = on.year if on.month >= 8 else on.year - 1
    year, started, done = f"{first}-{first + 1}", date(first, 7, 1), date(first, 8, 1)
    for number, worker in enumerate(workers, 1):
        position = POSITIONS[worker.plan.title]
        chance = random.Random(f"{plan.SEED}/training/{number}").random()
        if position not in (Position.HEAD, Position.DEPUTY, Position.TEACHER) or chance < 0.15:
            continue
        is_done = chance > 0.4
        yield {
            "staff_id": number, "school_id": worker.school_id, "programme": "1", "year": year, "periods": 40,
            "title": "Bồi dưỡng thường xuyên, chương trình 1", "started_on": started,
            "finished_on": done if is_done else None, "result": "done" if is_done else "running",
        }  # fmt: skip


def _language(chance: random.Random, position: Position, level: str, foreign: int) -> dict[str, Any]:
    """Every eighth teacher above preschool teaches English; most of them at the step that their level asks."""
    drawn, step = chance.random(), chance.random()
    if position is not Position.TEACHER or level == "preschool" or drawn > 0.125:
        return {}
    steps = ("2", "3", "4", "4", "4", "5", "5", "6", "")
    return {"main_subject_id": foreign, "language": "en", "language_level": steps[int(step * len(steps))]}


def books(
    school: plan.SchoolPlan,
    school_id: int,
    point_ids: list[int],
    learners: int,
    *,
    on: date,
    seed: int = plan.SEED,
) -> Iterator[Any]:
    """What a school has, as unsaved rows of the books of facilities."""
    chance = random.Random(f"{seed}/books/{school.code}")
    remote = bool(school.difficulty)
    yield _row("Land", school_id, name="Khu đất của trường", area_m2=Decimal(chance.randrange(1_800, 14_000)),
               playground_m2=Decimal(chance.randrange(300, 1_500)), tenure="allocated")  # fmt: skip
    rooms = max(4, -(-learners // LEARNERS_PER_ROOM))
    share = {"solid": 0.62 if remote else 0.86, "semi_solid": 0.3 if remote else 0.13}
    solid = round(rooms * share["solid"])
    semi = min(rooms - solid, round(rooms * share["semi_solid"]))
    projected = chance.random() < (0.4 if remote else 0.75)
    for name, build_class, quantity in (
        ("Phòng học kiên cố", "solid", solid),
        ("Phòng học cấp 4", "semi_solid", semi),
        ("Phòng học tạm", "temporary", rooms - solid - semi),
    ):
        if quantity > 0:
            yield _row("Room", school_id, name=name, kind="classroom", build_class=build_class, quantity=quantity,
                       area_m2=Decimal("48.0"), has_projection=projected and build_class == "solid",
                       has_internet=not remote or build_class == "solid")  # fmt: skip
    for name, kind in (("Thư viện", "library"), ("Phòng thiết bị", "equipment_room")):
        if chance.random() < 0.85:
            yield _row("Room", school_id, name=name, kind=kind, build_class="solid", area_m2=Decimal("60.0"))
    for point in point_ids:
        yield _row("Room", school_id, point_id=point, name="Phòng học điểm lẻ", kind="classroom",
                   build_class=chance.choice(("semi_solid", "solid", "temporary")), quantity=chance.randrange(1, 4),
                   area_m2=Decimal("42.0"))  # fmt: skip
    for users, name in (
        ("staff_male", "Vệ sinh giáo viên nam"), ("staff_female", "Vệ sinh giáo viên nữ"),
        ("learners_male", "Vệ sinh học sinh nam"), ("learners_female", "Vệ sinh học sinh nữ"),
    ):  # fmt: skip
        standard = chance.random() < (0.6 if remote else 0.85)
        yield _row("Toilet", school_id, name=name, users=users, build_class="solid", is_standard=standard,
                   fixtures=chance.randrange(2, 8), has_water=True, has_soap=standard)  # fmt: skip
    clean = chance.random() < (0.8 if remote else 0.97)
    yield _row("Utilities", school_id, water_source="piped" if not remote else chance.choice(("gravity", "drilled_well")),
               has_clean_water=clean, has_drinking_water=clean, power_source="grid", is_power_stable=not remote,
               has_fence=chance.random() < 0.9)  # fmt: skip
    yield _row("InternetLine", school_id, kind="fibre" if chance.random() < (0.8 if remote else 0.98) else "mobile",
               provider=chance.choice(("Viettel", "VNPT", "MobiFone")), speed_mbps=chance.choice((50, 100, 150, 300)),
               for_teaching=True, for_management=True, has_wifi=not remote)  # fmt: skip
    yield _row("ComputerSet", school_id, name="Máy tính văn phòng", quantity=4, usable=4, kind="desktop",
               purpose="management", is_online=True, used_since=on.year - chance.randrange(1, 8))  # fmt: skip
    if TEACHES_INFORMATICS & set(school.kind.levels):
        count = chance.randrange(10, 41)
        yield _row("ComputerSet", school_id, name="Phòng máy tính", quantity=count, usable=count - chance.randrange(0, 5),
                   kind="desktop", purpose="informatics", is_online=True,
                   used_since=on.year - chance.randrange(1, 9), levels=list(school.kind.levels))  # fmt: skip


def _row(model: str, school_id: int, **facts: Any) -> Any:
    return apps.get_model("facilities", model)(school_id=school_id, **facts)
