"""Somebody known elsewhere begins here: who may come in, what the new school reads, what is written, and the page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from khuevan.kernel import access, clock, database
from khuevan.kernel.access import Actor
from khuevan.kernel.records import Invalid
from khuevan.kernel.sheets import services as sheet_services
from khuevan.kernel.sheets.models import Import
from khuevan.kernel.testing.actors import actor, client_for
from khuevan.kernel.testing.queries import assert_queries
from khuevan.kernel.testing.sheets import commit, take_in, undo, workbook
from khuevan.register.organisations.choices import UnitKind
from khuevan.register.organisations.permissions import VIEW_UNITS
from khuevan.register.organisations.tests.builders import make_country, make_school
from khuevan.register.people import permissions as people_permissions
from khuevan.register.people import services as people_services
from khuevan.register.people.models import Person
from khuevan.register.people.tests import builders as people
from khuevan.school.learners.models import Learner
from khuevan.school.learners.permissions import EDIT_LEARNERS, VIEW_LEARNERS
from khuevan.school.schoolyear import services
from khuevan.school.schoolyear.models import Enrolment, Placement, StatusChange
from khuevan.school.schoolyear.permissions import (
    EDIT_ENROLMENTS,
    ROLL_OVER,
    SEE_EVERY_CLASS,
    VIEW_CLASSES,
    VIEW_ENROLMENTS,
)
from khuevan.school.schoolyear.rules import Last, Way, way_in
from khuevan.school.schoolyear.sheets import LEARNERS
from khuevan.school.schoolyear.sheets.newcomers import ADMISSION

from .builders import class_group, enrolment, year

AT = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
ON = date(2026, 9, 5)
NUMBER, BORN, NAME = "068315000123", date(2015, 3, 5), "Nguyễn Thị Ánh"
HELD = (
    VIEW_UNITS, VIEW_CLASSES, VIEW_ENROLMENTS, EDIT_ENROLMENTS, SEE_EVERY_CLASS, EDIT_LEARNERS, VIEW_LEARNERS,
    people_permissions.VIEW_PEOPLE, people_permissions.REGISTER_PERSON,
)  # fmt: skip
THIS, BEFORE, AFTER = date(2026, 8, 1), date(2025, 8, 1), date(2027, 8, 1)


@pytest.mark.parametrize(
    ("last", "grade", "way"),
    [
        (None, "06", Way("entry")),
        (Last(BEFORE, "05", "01", "completed", has_left=False), "06", Way("entry")),
        (Last(BEFORE, "18", "01", "completed", has_left=False), "01", Way("entry")),
        (Last(BEFORE, "05", "01", "completed", has_left=False), "05", Way(refusal="earlier_grade")),
        (Last(BEFORE, "05", "01", "", has_left=False), "06", Way(refusal="undecided")),
        (Last(BEFORE, "04", "01", "promoted", has_left=False), "05", Way(refusal="undecided")),
        (Last(THIS, "06", "01", "", has_left=False), "06", Way(refusal="present")),
        (Last(AFTER, "06", "01", "", has_left=False), "06", Way(refusal="later_year")),
        (Last(THIS, "06", "05", "", has_left=True), "06", Way("returned")),
        (Last(BEFORE, "06", "12", "", has_left=True), "06", Way("returned")),
        (Last(BEFORE, "06", "11", "", has_left=True), "07", Way("transferred")),
    ],
)  # fmt: skip
def test_ways_in(last: Last | None, grade: str, way: Way) -> None:
    assert way_in(last, grade=grade, year_starts_on=THIS) == way


class Setting:
    """A child who was in 5A of a primary school last year, with a mother; a lower secondary school of another commune."""

    def __init__(self, **last: Any) -> None:
        country = self.country = make_country()
        self.old = make_school(country.commune, "Trường Tiểu học Kim Đồng")
        self.new = make_school(country.other_commune, "Trường THCS Lê Lợi", UnitKind.LOWER_SECONDARY)
        self.group = class_group(self.new.pk, "6A", "06")
        self.last = enrolment(
            self.old.pk, NAME, group=class_group(self.old.pk, "5A", "05", school_year=year("2025-2026")),
            born=people.BirthDate(BORN), national_id=NUMBER, sex="female", enrolled_on=date(2025, 9, 5),
            status_on=date(2025, 9, 5), **last,
        )  # fmt: skip
        self.mother = people.person(
            self.old.pk, "Trần Thị Mẹ", kind="guardian", born=people.BirthDate(date(1990, 1, 2))
        )
        with database.acting(access.system()):
            people_services.record_guardianship(
                actor=access.system(), at=AT, guardian=self.mother, ward=Person.objects.get(pk=self.last.person_id),
                relationship="mother", confirmed=True,
            )  # fmt: skip

    def clerk(self, unit: Any) -> Actor:
        return replace(actor(*HELD, units=[unit.pk], name="Văn thư"), home_unit_id=unit.pk)

    def order(self, **other: Any) -> services.EnrolOrder:
        facts = {
            "full_name": NAME,
            "birth_date": BORN,
            "sex": "female",
            "national_id": NUMBER,
            "confirmed": False,
        }
        values = {
            "school": self.new, "school_year": year(), "grade": "06", "enrolled_on": ON, "class_group": self.group,
            "facts": facts | other.pop("facts", {}), "entry_kind": "entry",
        }  # fmt: skip
        return services.EnrolOrder(**values | other)

    def sent(self, **other: Any) -> dict[str, Any]:
        return {
            "school": self.new.pk, "year": "2026-2027", "full_name": NAME, "birth_date": "05/03/2015", "sex": "female",
            "national_id": NUMBER, "class_group": self.group.pk, "enrolled_on": "05/09/2026", "entry_kind": "entry",
            **other,
        }  # fmt: skip


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.frozen(AT):
        yield


@pytest.mark.django_db
def test_who_completed_a_level_is_taken_in_through_the_page_and_never_typed_again() -> None:
    setting = Setting(outcome="completed", outcome_on=date(2026, 5, 25))
    client, address = client_for(setting.clerk(setting.new)), reverse("schoolyear:enrol")
    asked = client.post(address, setting.sent()).content.decode()
    assert "Tiếp nhận em vào trường" in asked
    assert "Trường Tiểu học Kim Đồng" in asked
    assert "Trần Thị Mẹ" not in asked
    with database.acting(access.system()):
        assert Person.objects.count() == 2
        assert Enrolment.objects.count() == 1, "looking writes nothing"
    done = client.post(address, setting.sent(step="admit"))
    assert done.status_code == 302
    with database.acting(setting.clerk(setting.new)):
        made = Enrolment.objects.get(school_id=setting.new.pk)
        assert (made.entry_kind, made.status, made.came_from) == ("entry", "01", "Trường Tiểu học Kim Đồng")
        assert (made.person_id, made.learner_id) == (setting.last.person_id, setting.last.learner_id)
        assert Placement.objects.get(enrolment=made).class_group_id == setting.group.pk
        assert Learner.objects.get().school_id == setting.new.pk
        assert Person.objects.filter(pk=setting.mother.pk).exists(), "the mother came along"
    with database.acting(setting.clerk(setting.old)):
        kept = Enrolment.objects.get()
        assert (kept.outcome, kept.left_on, kept.full_name) == ("completed", None, NAME)
        assert not Person.objects.exists()
    with database.acting(access.system()), connection.cursor() as cursor:
        cursor.execute("select unit_id from audit_entry where action = 'schoolyear.enrolment:look'")
        assert {row[0] for row in cursor.fetchall()} == {setting.new.pk}


@pytest.mark.django_db
def test_who_left_is_taken_in_again_in_the_season_of_the_day() -> None:
    setting = Setting(status="12", left_on=date(2026, 6, 20))
    clerk = setting.clerk(setting.new)
    with database.acting(clerk):
        made = services.admit_learner(clerk, setting.order(enrolled_on=date(2026, 11, 20)), at=AT)
        assert (made.entry_kind, made.status) == ("returned", "03")
        assert StatusChange.objects.get(enrolment=made).status == "03"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("last", "change", "says"),
    [
        ({}, {}, "chưa ghi em hoàn thành"),
        ({"outcome": "completed"}, {"facts": {"full_name": "Nguyễn Thị Anh Đào"}}, "Không có ai mang"),
        ({"outcome": "completed"}, {"facts": {"birth_date": date(2015, 3, 6)}}, "Không có ai mang"),
    ],
)
def test_nobody_is_taken_in_who_may_not(last: dict[str, Any], change: dict[str, Any], says: str) -> None:
    setting = Setting(**last)
    clerk = setting.clerk(setting.new)
    with database.acting(clerk), pytest.raises(Invalid) as caught:
        services.admit_learner(clerk, setting.order(**change), at=AT)
    assert says in str(caught.value.errors)
    with database.acting(access.system()):
        assert Enrolment.objects.count() == 1


@pytest.mark.django_db
def test_who_is_present_elsewhere_is_sent_to_the_transfer() -> None:
    setting = Setting(outcome="completed")
    clerk = setting.clerk(setting.new)
    with database.acting(clerk):
        services.admit_learner(clerk, setting.order(), at=AT)
    third = make_school(setting.country.commune, "Trường THCS khác", UnitKind.LOWER_SECONDARY)
    other = setting.clerk(third)
    with database.acting(other), pytest.raises(services.EnrolledElsewhere):
        services.admit_learner(other, setting.order(school=third, class_group=None), at=AT)


@pytest.mark.django_db
def test_a_parent_known_elsewhere_becomes_a_learner_of_the_centre() -> None:
    setting = Setting()
    clerk = setting.clerk(setting.new)
    with database.acting(access.system()):
        Person.objects.filter(pk=setting.mother.pk).update(national_id="068190000123")
    facts = {"full_name": "Trần Thị Mẹ", "birth_date": date(1990, 1, 2), "national_id": "068190000123"}
    with database.acting(clerk):
        made = services.admit_learner(clerk, setting.order(facts=facts), at=AT)
        assert (made.person_id, made.came_from) == (setting.mother.pk, "")


@pytest.mark.django_db
@pytest.mark.parametrize("onward", [True, False])
def test_a_school_of_two_levels_may_take_its_own_into_the_next_level(onward: bool) -> None:
    country = make_country()
    school = make_school(country.commune, "Trường TH và THCS Lê Lợi", UnitKind.PRIMARY_LOWER)
    before, this = year("2025-2026"), year()
    fifth = class_group(school.pk, "5A", "05", school_year=before)
    rows = [
        enrolment(school.pk, name, group=fifth, outcome=outcome, school_year=before, status="01")
        for name, outcome in (("Lê Văn A", "completed"), ("Lê Văn B", "repeated"))
    ]
    head = actor(*HELD, ROLL_OVER, units=[school.pk])
    with database.acting(head):
        plan = services.plan_roll_over(head, school, before, this)
        assert [one.onward for one in plan.classes] == [1]
        run = services.begin_roll_over(head, school, plan, digest=plan.digest, at=AT)
        services.roll_over_class(head, run, fifth.pk, at=AT, onward=onward)
        after = set(
            Enrolment.objects.filter(school_year=this).values_list(
                "learner_id", "grade", "level", "entry_kind"
            )
        )
    entered = {(rows[0].learner_id, "06", "lower_secondary", "entry")} if onward else set()
    assert after == {(rows[1].learner_id, "05", "primary", "continued"), *entered}


# --- a list of many ------------------------------------------------------------------------------------------

HEAD = ["Mã lớp", "Họ tên", "Ngày sinh", "Giới tính", "Số định danh cá nhân", "Nơi sinh"]
QUERIES_OF_A_LOOK = 6
KNOWN = ["6A", NAME, "05/03/2015", "Nữ", NUMBER, "Đà Lạt"]
NEW = ["6A", "Lê Văn Mới", "06/03/2015", "Nam", "068215000999", "Đà Lạt"]


def listed(clerk: Actor, school: Any, *rows: list[str]) -> Import:
    content = workbook(("HocSinh", [HEAD, *rows]))
    return take_in(clerk, LEARNERS, school.pk, content, values={"school_year": str(year().pk)}, at=AT)


def confirmed(clerk: Actor, made: Import) -> Import:
    with database.acting(clerk):
        return sheet_services.decide_rows(clerk, made, at=AT, codes={ADMISSION: "take"})


@pytest.mark.django_db
def test_a_list_takes_in_who_completed_a_level_elsewhere_beside_those_who_are_new_and_gives_them_back() -> (
    None
):
    setting = Setting(outcome="completed", outcome_on=date(2026, 5, 25))
    clerk = replace(
        actor(*HELD, people_permissions.CORRECT_PERSON, units=[setting.new.pk]), home_unit_id=setting.new.pk
    )
    made = listed(clerk, setting.new, KNOWN, NEW)
    assert (made.counts["new"], made.counts["doubtful"], made.counts["wrong"]) == (1, 1, 0)
    with database.acting(access.system()):
        assert Enrolment.objects.count() == 1, "looking writes nothing"
    made = commit(clerk, confirmed(clerk, made), at=AT)
    assert (made.counts["added"], made.counts["moved_count"]) == (2, 0)
    with database.acting(clerk):
        came = Enrolment.objects.get(person_id=setting.last.person_id)
        assert (came.entry_kind, came.came_from) == ("entry", "Trường Tiểu học Kim Đồng")
        assert came.class_group_id == setting.group.pk
        assert Person.objects.get(pk=came.person_id).birthplace == ""
        assert Learner.objects.count() == 2
    again = listed(clerk, setting.new, KNOWN, NEW)
    assert (again.counts["changed"], again.counts["unchanged"]) == (1, 1), (
        "now the school may say where she was born"
    )
    made = undo(clerk, made, at=AT)
    assert made.counts["left"] == []
    with database.acting(clerk):
        assert set(Enrolment.objects.values_list("status", flat=True)) == {"00"}
    with database.acting(setting.clerk(setting.old)):
        back = Learner.objects.get()
        assert back.person_id == setting.last.person_id
        assert not back.person.affiliations.filter(kind="mistaken").exists()
        assert Person.objects.filter(pk=setting.mother.pk).exists(), "the mother went back along with her"
    with database.acting(access.system()):
        known = services.look_for_known(access.system(), setting.order(), at=AT)
        assert known is not None
        assert known.says == "", "she can be taken in again"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("last", "row", "code"),
    [
        ({"outcome": "completed"}, ["6A", "Nguyễn Thị Anh Đào", *KNOWN[2:]], "schoolyear.elsewhere"),
        ({"outcome": "completed"}, ["6A", NAME, "06/03/2015", *KNOWN[3:]], "schoolyear.elsewhere"),
        ({}, KNOWN, "schoolyear.no_way_in"),
    ],
)  # fmt: skip
def test_a_list_says_what_keeps_somebody_from_coming_in(
    last: dict[str, Any], row: list[str], code: str
) -> None:
    setting = Setting(**last)
    clerk = setting.clerk(setting.new)
    made = listed(clerk, setting.new, row)
    assert made.counts["wrong"] == 1
    assert code in str(made.told["summary"])


@pytest.mark.django_db
def test_a_list_is_looked_up_at_once_however_long_it_is() -> None:
    setting = Setting(outcome="completed")
    clerk, order = setting.clerk(setting.new), setting.order()
    with database.acting(access.system()):
        person = Person.objects.get(pk=setting.last.person_id)
        stranger = replace(order, facts={**order.facts, "national_id": "068215000999"})
        nameless = replace(order, facts={**order.facts, "full_name": "Ai Đó"})
        undated = replace(order, facts={**order.facts, "birth_date": None})
        spaced = replace(order, facts={**order.facts, "national_id": f" {NUMBER[:6]} {NUMBER[6:]}"})
    rows = {0: order, 1: stranger, 2: nameless, 3: undated, 4: spaced}
    few, many = ({key: rows[key % 5] for key in range(number)} for number in (1, 40))
    services.look_for_listed(clerk, setting.new.pk, few, at=AT)
    with assert_queries(QUERIES_OF_A_LOOK):
        services.look_for_listed(clerk, setting.new.pk, few, at=AT)
    with assert_queries(QUERIES_OF_A_LOOK):
        found = services.look_for_listed(clerk, setting.new.pk, many, at=AT)
    assert sorted(found) == [key for key in range(40) if key % 5 in (0, 4)]
    assert {one.school_name for one in found.values()} == {"Trường Tiểu học Kim Đồng"}
    assert person.national_id == NUMBER


@pytest.mark.django_db
def test_whose_number_was_taken_since_the_check_is_not_admitted_unasked() -> None:
    setting = Setting(outcome="completed")
    clerk = setting.clerk(setting.new)
    with database.acting(access.system()):
        Person.objects.filter(pk=setting.last.person_id).update(national_id="")
    made = listed(clerk, setting.new, KNOWN)
    assert made.counts["new"] == 1
    with database.acting(access.system()):
        Person.objects.filter(pk=setting.last.person_id).update(national_id=NUMBER)
    with pytest.raises(database.ChangedMeanwhile):
        commit(clerk, made, at=AT)
    with database.acting(access.system()):
        assert Enrolment.objects.count() == 1


@pytest.mark.django_db
def test_an_admission_by_mistake_is_taken_back_by_page_with_a_reason() -> None:
    setting = Setting(outcome="completed")
    clerk = setting.clerk(setting.new)
    with database.acting(clerk):
        made = services.admit_learner(clerk, setting.order(), at=AT)
    client, address = client_for(clerk), reverse("schoolyear:take_back", args=[made.pk])
    assert address in client.get(reverse("schoolyear:enrolment_detail", args=[made.pk])).content.decode()
    assert client.post(address, {"version": made.version, "why": " "}).status_code == 422
    assert client.post(address, {"version": made.version + 1, "why": "nhầm trường"}).status_code == 409
    assert client.post(address, {"version": made.version, "why": "nhầm trường"}).status_code == 302
    with database.acting(setting.clerk(setting.old)):
        assert Learner.objects.get().school_id == setting.old.pk
    with database.acting(clerk):
        assert not Learner.objects.exists()
        assert Enrolment.objects.get(pk=made.pk).status == "00"
        assert StatusChange.objects.get(enrolment=made, status="00").note == "nhầm trường"


@pytest.mark.django_db
def test_what_hangs_on_an_enrolment_keeps_it_and_one_made_here_goes_with_its_record() -> None:
    setting = Setting(outcome="completed")
    clerk = replace(setting.clerk(setting.new))
    with database.acting(clerk):
        moved = services.admit_learner(clerk, setting.order(), at=AT)
        other = class_group(setting.new.pk, "6B", "06")
        plan = services.plan_placement(
            clerk, setting.new.pk, {moved.pk: other.pk}, on=date(2026, 10, 1), at=AT
        )
        services.place_learners(clerk, plan, digest=plan.digest, at=AT)
        moved.refresh_from_db()
        with pytest.raises(Invalid, match="lớp khác"):
            services.take_back_enrolment(clerk, moved, at=AT, version=moved.version, why="nhầm")
        facts = {"full_name": "Lê Văn Mới", "birth_date": date(2015, 3, 6), "sex": "male", "national_id": ""}
        new = services.enrol_learner(clerk, setting.order(facts=facts), at=AT)
        services.take_back_enrolment(clerk, new, at=AT, version=new.version, why="ghi hai lần")
        assert Person.objects.get(pk=new.person_id).affiliations.get().kind == "mistaken"
