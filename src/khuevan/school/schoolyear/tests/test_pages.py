"""The pages of daily work: class, enrolling, placing, withdrawal, return, the roll-over; a teacher's narrower view."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.urls import reverse

from khuevan.kernel import access, clock, database
from khuevan.kernel.access import Actor
from khuevan.kernel.testing.actors import actor, client_for
from khuevan.kernel.testing.queries import assert_queries
from khuevan.register.accounts import queries as accounts
from khuevan.register.organisations.models import OrgUnit
from khuevan.register.organisations.permissions import VIEW_UNITS
from khuevan.register.organisations.tests.builders import make_country, make_school
from khuevan.register.people import permissions as people
from khuevan.register.people.tests import builders as persons
from khuevan.school.learners.permissions import EDIT_LEARNERS
from khuevan.school.schoolyear import services
from khuevan.school.schoolyear.models import ClassGroup, Enrolment, RollOver, SchoolYear
from khuevan.school.schoolyear.permissions import (
    EDIT_CLASSES,
    EDIT_ENROLMENTS,
    ROLL_OVER,
    SEE_EVERY_CLASS,
    VIEW_CLASSES,
    VIEW_ENROLMENTS,
)
from khuevan.school.schoolyear.records import CLASSES, ENROLMENTS

from .builders import class_group, enrolment

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
SYSTEM = access.system()
HELD = (
    VIEW_UNITS, VIEW_CLASSES, EDIT_CLASSES, VIEW_ENROLMENTS, EDIT_ENROLMENTS, SEE_EVERY_CLASS, ROLL_OVER, EDIT_LEARNERS,
    people.VIEW_PEOPLE, people.REGISTER_PERSON, people.CORRECT_PERSON,
)  # fmt: skip


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.frozen(AT):
        yield


@pytest.fixture
def school(db: None) -> OrgUnit:
    return make_school(make_country().commune)


def clerk_of(unit: OrgUnit) -> Actor:
    from dataclasses import replace

    return replace(actor(*HELD, units=[unit.pk], name="Trần Phương Vy"), home_unit_id=unit.pk)


def test_the_class_page_shows_learners_and_moves_them(school: OrgUnit) -> None:
    first, second = class_group(school.pk, "3A"), class_group(school.pk, "3B")
    rows = [enrolment(school.pk, f"Lê Văn {letter}", group=first) for letter in "ABC"]
    client = client_for(clerk_of(school))
    shown = client.get(CLASSES.url("detail", pk=first.pk)).content.decode()
    assert "Lớp 3A" in shown
    assert all(row.full_name in shown for row in rows)
    sent = {
        "school": school.pk, "year": "2026-2027", "grade": "03", "learner": [rows[0].pk, rows[1].pk],
        "to_class": second.pk, "step": "preview",
    }  # fmt: skip
    preview = client.post(reverse("schoolyear:place"), sent).content.decode()
    assert "Lê Văn A" in preview
    assert "Lê Văn C" not in preview
    digest = preview.split('name="digest" value="')[1].split('"')[0]
    commit = {
        "school": school.pk, "year": "2026-2027", "grade": "03", "step": "commit", "digest": digest, "on": "25/11/2026",
        f"place_{rows[0].pk}": second.pk, f"place_{rows[1].pk}": second.pk,
    }  # fmt: skip
    assert client.post(reverse("schoolyear:place"), commit).status_code == 302
    with database.acting(SYSTEM):
        assert Enrolment.objects.filter(class_group=second).count() == 2


def test_the_class_page_costs_the_same_for_any_number_of_learners(school: OrgUnit) -> None:
    group = class_group(school.pk)
    client = client_for(clerk_of(school))
    for letter in "ABCDEGHIKL":
        enrolment(school.pk, f"Lê Văn {letter}", group=group)
    with assert_queries(10):
        client.get(CLASSES.url("detail", pk=group.pk))


def test_enrolling_a_child_from_the_class(school: OrgUnit) -> None:
    group = class_group(school.pk)
    client, address = client_for(clerk_of(school)), reverse("schoolyear:enrol")
    asked = client.get(address, {"class_group": group.pk}).content.decode()
    assert school.name in asked
    typed: dict[str, Any] = {
        "full_name": "Trần Gia Hân", "birth_date": "05/09/2018", "sex": "female", "class_group": group.pk,
        "enrolled_on": "25/11/2026", "entry_kind": "entry",
    }  # fmt: skip
    done = client.post(address, typed)
    assert done.status_code == 302
    again = client.post(address, typed)
    assert again.status_code == 422
    assert "Tôi đã kiểm tra, đây là một em khác" in again.content.decode()
    wrong = client.post(address, {**typed, "full_name": "", "enrolled_on": "31/02/2026", "class_group": ""})
    assert wrong.status_code == 422
    with database.acting(SYSTEM):
        made = Enrolment.objects.get()
        assert (made.full_name, made.class_group_id) == ("Trần Gia Hân", group.pk)


def test_withdrawing_and_returning_by_page(school: OrgUnit) -> None:
    group = class_group(school.pk)
    row = enrolment(school.pk, group=group)
    client = client_for(clerk_of(school))
    detail = ENROLMENTS.url("detail", pk=row.pk)
    assert "Cho thôi học" in client.get(detail).content.decode()
    out = reverse("schoolyear:withdraw", args=[row.pk])
    sent = {"version": row.version, "on": "20/11/2026", "reason": "03", "note": ""}
    assert client.post(out, {**sent, "reason": ""}).status_code == 422
    assert client.post(out, sent).status_code == 302
    shown = client.get(detail).content.decode()
    assert "Thôi học kỳ 1" in shown
    assert "Nhận học lại" in shown
    back = {"version": row.version + 1, "on": "25/11/2026", "class_group": group.pk, "note": ""}
    assert client.post(reverse("schoolyear:take_in_again", args=[row.pk]), back).status_code == 302
    assert "Nghỉ học xin học lại kỳ 1" in client.get(detail).content.decode()


def test_those_without_a_class_are_dealt_out(school: OrgUnit) -> None:
    first, second = class_group(school.pk, "3A"), class_group(school.pk, "3B")
    rows = [enrolment(school.pk, f"Lê Thị {letter}") for letter in "ABCD"]
    client = client_for(clerk_of(school))
    shown = client.get(reverse("schoolyear:place")).content.decode()
    assert "Lê Thị A" in shown
    shared = client.post(
        reverse("schoolyear:place"),
        {"school": school.pk, "year": "2026-2027", "grade": "03", "step": "share"},
    ).content.decode()
    assert shared.count(f'<option value="{first.pk}" selected>') == 2
    assert shared.count(f'<option value="{second.pk}" selected>') == 2
    assert len(rows) == 4


def test_a_teacher_sees_the_learners_of_the_own_homeroom_only(school: OrgUnit) -> None:
    teacher = persons.person(school.pk, "Phạm Thị Cô", kind="staff", born=None)
    mine = class_group(school.pk, "3A", homeroom_teacher_id=teacher.pk)
    other = class_group(school.pk, "3B")
    seen, hidden = (
        enrolment(school.pk, "Lê Văn Thấy", group=mine),
        enrolment(school.pk, "Lê Văn Khuất", group=other),
    )
    client = client_for(
        actor(VIEW_CLASSES, VIEW_ENROLMENTS, VIEW_UNITS, units=[school.pk], person_id=teacher.pk)
    )
    listed = client.get(ENROLMENTS.url("list")).content.decode()
    assert "Lê Văn Thấy" in listed
    assert "Lê Văn Khuất" not in listed
    assert client.get(ENROLMENTS.url("detail", pk=seen.pk)).status_code == 200
    assert client.get(ENROLMENTS.url("detail", pk=hidden.pk)).status_code == 404
    assert "Lê Văn Khuất" not in client.get(CLASSES.url("detail", pk=other.pk)).content.decode()


def test_a_homeroom_gives_its_teacher_the_rights_at_the_school(school: OrgUnit) -> None:
    teacher = persons.person(school.pk, "Phạm Thị Cô", kind="staff", born=None)
    with database.acting(SYSTEM):
        services.open_class(
            SYSTEM, at=AT, school=school, school_year=SchoolYear.objects.get(code="2026-2027"), name="3A", grade="03",
            homeroom_teacher=teacher,
        )  # fmt: skip

        class Account:
            person_id = teacher.pk

        held = [
            holding
            for source in accounts.actors.holding_sources
            for holding in source(Account(), date(2026, 11, 25))
        ]
    assert any(VIEW_ENROLMENTS.code in one.permissions and school.pk in one.reach for one in held)


def test_the_roll_over_from_outcomes_to_the_next_year(school: OrgUnit) -> None:
    third, fifth = class_group(school.pk, "3A"), class_group(school.pk, "5A", "05")
    first = class_group(school.pk, "1A", "01")
    rows = [enrolment(school.pk, f"Lê Văn {letter}", group=third) for letter in "ABC"]
    leaver = enrolment(school.pk, "Lê Văn X", group=fifth)
    client = client_for(clerk_of(school))
    address = reverse("schoolyear:outcomes", args=[third.pk])
    offered = client.post(address, {"step": "usual"}).content.decode()
    assert offered.count('<option value="promoted" selected>') == 3
    saved = {
        f"outcome_{rows[0].pk}": "promoted",
        f"outcome_{rows[1].pk}": "repeated",
        f"outcome_{rows[2].pk}": "",
    }
    assert client.post(address, {**saved, "step": "save"}).status_code == 302
    done = {f"outcome_{leaver.pk}": "completed", "step": "save"}
    assert client.post(reverse("schoolyear:outcomes", args=[fifth.pk]), done).status_code == 302
    shown = client.get(reverse("schoolyear:roll_over")).content.decode()
    assert "4A" in shown
    assert "2027-2028" in shown
    clerk = clerk_of(school)
    with database.acting(clerk):
        years = {one.code: one for one in SchoolYear.objects.all()}
        plan = services.plan_roll_over(clerk, school, years["2026-2027"], years["2027-2028"])
        assert (plan.total("promoted"), plan.total("repeated"), plan.total("finished"), plan.total("undecided")) == (
            1, 1, 1, 1,
        )  # fmt: skip
        assert plan.fresh == (("01", "1A"),)
        run = services.begin_roll_over(clerk, school, plan, digest=plan.digest, at=AT)
        for _again in range(2):
            for group in (first, third, fifth):
                services.roll_over_class(clerk, run, group.pk, at=AT)
        services.finish_roll_over(clerk, run, at=AT)
        after = {row.full_name: row for row in Enrolment.objects.filter(school_year=years["2027-2028"])}
        assert set(after) == {"Lê Văn A", "Lê Văn B"}
        assert (after["Lê Văn A"].grade, after["Lê Văn A"].class_group.name) == ("04", "4A")
        assert (after["Lê Văn B"].grade, after["Lê Văn B"].class_group, after["Lê Văn B"].is_repeating) == (
            "03", None, True,
        )  # fmt: skip
        assert RollOver.objects.get().enrolled == 2
        names = set(ClassGroup.objects.filter(school_year=years["2027-2028"]).values_list("name", flat=True))
        assert names == {"1A", "2A", "4A"}


def test_a_list_of_very_many_schools_offers_only_orders_that_an_index_serves(school: OrgUnit) -> None:
    """Within one school everything sorts, also for whoever reaches very many."""
    enrolment(school.pk)
    wide = client_for(actor(*HELD, units=range(school.pk, school.pk + 500)))
    address = ENROLMENTS.url("list")
    page = wide.get(address, {"sort": "status"}).content.decode()
    assert "không sắp xếp theo «Trạng thái»" in page
    assert "sort=birth_date" in page
    assert "sort=class_group" not in page
    assert (
        "không sắp xếp theo"
        not in wide.get(address, {"sort": "status", "school": str(school.pk)}).content.decode()
    )
    narrow = client_for(actor(*HELD, units=range(school.pk, school.pk + 100)))
    assert "không sắp xếp theo" not in narrow.get(address, {"sort": "status"}).content.decode()
