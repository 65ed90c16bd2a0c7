"""Edits of a small province, drawn at random: what people, imports, merges and repairs do to rows that are checked."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

from django.apps import apps
from django.db import IntegrityError, connection, transaction

from khuevan.kernel import access, database
from khuevan.register.people.tests import builders as people
from khuevan.school.schoolyear.tests import builders as schoolyear

from . import builders

COMMUNES = ("XA", "XB")


class Province:
    """Three schools and two communes; edits are drawn by `chance` and are made as of `today`."""

    def __init__(self, chance: random.Random, today: date) -> None:
        self.chance, self.today = chance, today
        self.units = builders.tree()
        unit = apps.get_model("organisations", "OrgUnit").objects
        with database.acting(access.system()):
            for code, kind in (("XB", "commune"), ("T3", "primary")):
                made = unit.create(code=code, name=f"Đơn vị {code}", kind=kind, opened_on=date(2000, 1, 1),
                                   levels=["primary"] if kind == "primary" else [])  # fmt: skip
                self.units[code] = made.pk
        self.schools = [self.units[code] for code in ("T1", "T2", "T3")]
        self.groups = [schoolyear.class_group(school, f"3{word}") for school in self.schools for word in "AB"]
        schoolyear.year("2027-2028")
        for number in range(9):
            self.enrol(number)
        with database.acting(access.system()):
            for _ in range(4):
                self.guard()

    def edit(self, number: int) -> list[str]:
        """So many edits, by name."""
        drawn = self.chance.choices(EDITS, k=number)
        return [act.__name__ for act in drawn if self.attempt(act)]

    def attempt(self, act: Callable[[Province], None]) -> bool:
        """Whole, or not at all where the database refuses it."""
        with suppress(IntegrityError), database.acting(access.system()), transaction.atomic():
            act(self)
            with connection.cursor() as cursor:
                cursor.execute("set constraints all immediate; set constraints all deferred")
            return True
        return False

    def one(self, room: str, model: str, **sought: Any) -> Any:
        """A row that is there."""
        found = list(apps.get_model(room, model).objects.filter(**sought).order_by("pk"))
        return self.chance.choice(found) if found else None

    def set(self, row: Any, **values: Any) -> None:
        """Past the rules, as a repair by SQL does."""
        if row is not None:
            type(row).objects.filter(pk=row.pk).update(**values)

    def day(self, days: int = 12) -> date:
        """A day around today."""
        return self.today + timedelta(days=self.chance.randint(-days, days))

    def school(self) -> int:
        return self.chance.choice(self.schools)

    # --- edits ------------------------------------------------------------------------------------

    def enrol(self, number: int | None = None) -> None:
        group = self.chance.choice(self.groups)
        name = f"Trần Văn {self.chance.choice(['An', 'Bình', 'Chi', 'Dũng', 'Em'])}"
        schoolyear.enrolment(
            group.school_id,
            name,
            group=group,
            born=people.BirthDate(date(self.chance.randint(2008, 2019), 5, 6)),
        )

    def guard(self) -> None:
        everybody = list(apps.get_model("people", "Person").objects.order_by("pk"))
        ward, guardian = self.chance.sample(everybody, 2)
        apps.get_model("people", "Guardianship").objects.create(
            ward=ward, guardian=guardian, relationship=self.chance.choice(["mother", "father", "other"]),
            valid_from=self.day(), is_legal_representative=self.chance.random() < 0.5,
        )  # fmt: skip

    def end_guard(self) -> None:
        row = self.one("people", "Guardianship")
        if row is not None:
            self.set(row, valid_until=max(self.day(), row.valid_from + timedelta(days=1)))

    def drop_guard(self) -> None:
        row = self.one("people", "Guardianship")
        if row is not None:
            row.delete()

    def correct_person(self) -> None:
        row = self.one("people", "Person")
        column, values = self.chance.choice(
            [("birth_date", [None, date(2030, 1, 1), date(1980, 3, 4), date(2016, 2, 1)]), ("sex", ["", "male"]),
             ("full_name", ["Lê Thị Hoa", "LÊ THỊ HOA", "Lê 5 Hoa"]), ("phone", ["", "0912345678", "12"]),
             ("national_id", ["", f"0682160{row.pk:05}"])]
        )  # fmt: skip
        self.set(row, **{column: self.chance.choice(values)})

    def move_home(self) -> None:
        commune = self.chance.choice([*(self.units[code] for code in COMMUNES), None])
        self.set(self.one("people", "Person"), permanent_commune_id=commune)

    def close_commune(self) -> None:
        commune = apps.get_model("organisations", "OrgUnit").objects.get(
            pk=self.units[self.chance.choice(COMMUNES)]
        )
        self.set(commune, closed_on=self.chance.choice([None, self.day()]))

    def go_to_another_school_too(self) -> None:
        apps.get_model("people", "Affiliation").objects.create(
            person=self.one("people", "Person"), unit_id=self.school(), kind="learner", valid_from=self.day()
        )

    def end_place(self) -> None:
        row = self.one("people", "Affiliation")
        self.set(row, valid_until=max(self.day(), row.valid_from + timedelta(days=1)))

    def drop_place(self) -> None:
        apps.get_model("people", "Affiliation").objects.filter(
            pk=self.one("people", "Affiliation").pk
        ).delete()

    def pass_away(self) -> None:
        self.set(self.one("people", "Person"), died_on=self.chance.choice([None, self.today]))

    def correct_enrolment(self) -> None:
        column, values = self.chance.choice(
            [("grade", ["03", "05", "16"]), ("full_name", ["Phạm Thị Lan"]), ("birth_date", [None, date(2015, 1, 1)]),
             ("enrolled_on", [self.day(), date(2026, 9, 7)])]
        )  # fmt: skip
        self.set(self.one("schoolyear", "Enrolment"), **{column: self.chance.choice(values)})

    def leave(self) -> None:
        status, left = self.chance.choice([("01", None), ("04", self.today), ("05", self.today)])
        self.set(self.one("schoolyear", "Enrolment"), status=status, left_on=left)

    def cancel(self) -> None:
        self.set(self.one("schoolyear", "Enrolment"), status="00", left_on=self.today)

    def change_class(self) -> None:
        row = self.one("schoolyear", "Enrolment")
        groups = [group.pk for group in self.groups if group.school_id == row.school_id]
        self.set(row, class_group_id=self.chance.choice([*groups, None]))

    def close_class(self) -> None:
        self.set(self.chance.choice(self.groups), closed_on=self.chance.choice([None, self.day()]))

    def rename_class(self) -> None:
        self.set(self.chance.choice(self.groups), name=self.chance.choice(["3A", "3B", "3C"]))

    def give_code(self) -> None:
        self.set(self.one("learners", "Learner"), code=self.chance.choice(["", "HS1", "HS2"]))

    def measure(self) -> None:
        self.set(
            self.one("learners", "Learner"), height_cm=self.chance.choice([None, 60, 140]), weight_kg=30,
            measured_on=self.day(), means_checked_on=self.day(400),
        )  # fmt: skip

    def merge_schools(self) -> None:
        """Everybody of one, and the classes, go over to another; who is at both already stays where he is."""
        gone, kept = self.chance.sample(self.schools, 2)
        there = list(apps.get_model("people", "Affiliation").objects.filter(unit_id=kept))
        for group in apps.get_model("schoolyear", "ClassGroup").objects.filter(school_id=gone):
            self.set(group, school_id=kept, code=f"{group.code}/{gone}", name=f"{group.name}/{gone}"[:20])
        for room, model, column, but in (
            ("schoolyear", "Placement", "school_id", {}), ("schoolyear", "Enrolment", "school_id", {}),
            ("learners", "Learner", "school_id", {}),
            ("people", "Affiliation", "unit_id", {"person_id__in": [one.person_id for one in there]}),
        ):  # fmt: skip
            moved = apps.get_model(room, model).objects.filter(**{column: gone}).exclude(**but)
            moved.update(**{column: kept})
        for group in self.groups:
            group.refresh_from_db()

    def move_year(self) -> None:
        year = self.one("schoolyear", "SchoolYear", code="2026-2027")
        self.set(year, ends_on=date(2027, 7, self.chance.choice([30, 31])))


EDITS: Sequence[Callable[[Province], None]] = (
    Province.enrol, Province.guard, Province.end_guard, Province.drop_guard, Province.correct_person,
    Province.correct_person, Province.correct_person, Province.move_home, Province.move_home, Province.close_commune,
    Province.go_to_another_school_too, Province.go_to_another_school_too, Province.end_place, Province.drop_place,
    Province.pass_away, Province.correct_enrolment, Province.correct_enrolment, Province.leave, Province.cancel,
    Province.change_class, Province.close_class, Province.rename_class, Province.give_code, Province.give_code,
    Province.measure, Province.merge_schools, Province.move_year,
)  # fmt: skip
