"""One teacher who stood in the register twice, at one school: the records come together, and go apart again."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection

from khuevan.kernel import access, database
from khuevan.kernel.database.searching import find_rows
from khuevan.kernel.testing.actors import actor
from khuevan.register.people import services
from khuevan.register.people.models import Merge
from khuevan.register.people.permissions import MERGE_PEOPLE, VIEW_PEOPLE
from khuevan.register.people.services.merging.planning import as_merger
from khuevan.school.schoolyear.tests.builders import class_group
from khuevan.school.staff.models import Assessment, Posting, StaffMember, TeachingAssignment
from khuevan.school.staff.permissions import VIEW_STAFF
from khuevan.school.staff.records.member import STAFF

from .builders import AT, assignment, member, school, subject

pytestmark = pytest.mark.django_db
WHY = "Đã xem quyết định tuyển dụng bản chính"
TABLES = ("people_person", "people_affiliation", "staff_staffmember", "staff_posting", "staff_assessment",
          "staff_teachingassignment")  # fmt: skip


class Twins:
    """The same teacher twice at one school: lessons, an assessment and a decision of each."""

    def __init__(self) -> None:
        self.school = school()
        self.who = actor(MERGE_PEOPLE, VIEW_PEOPLE, VIEW_STAFF, units=[self.school])
        self.ours = member(self.school, "Lê Thị Hoa", code="GV01")
        self.theirs = member(self.school, "Le Thi Hoa", insurance_number="0123456789")
        self.group = class_group(self.school, "6A", "06")
        maths, physics = subject(), subject("LY", "Vật lí")
        assignment(self.ours, self.group, maths)
        self.same = assignment(self.theirs, self.group, maths)
        self.other = assignment(self.theirs, self.group, physics)
        with database.acting(access.system()):
            for one in (self.ours, self.theirs):
                Assessment.objects.create(
                    staff=one, school_id=self.school, kind="standard", year="2025-2026", result="good",
                    assessed_on=date(2026, 5, 30),
                )  # fmt: skip
            Posting.objects.filter(staff=self.theirs).update(
                valid_from=date(2012, 8, 1), valid_until=date(2014, 8, 1)
            )
            Posting.objects.create(
                staff=self.theirs, school_id=self.school, kind="appointed", status="1", position="teacher",
                valid_from=date(2016, 8, 1), recorded_at=AT,
            )  # fmt: skip

    def merged(self, answer: str) -> Merge:
        asked = services.plan_merge(
            actor=self.who,
            order=services.Order(self.ours.person_id, self.theirs.person_id, why=WHY),
            on=AT.date(),
        )
        assert [(one.code, one.answer) for one in asked.questions] == [(f"staff.{self.theirs.pk}", "")]
        assert not asked.is_ready
        order = services.Order(
            self.ours.person_id, self.theirs.person_id, why=WHY, answers={asked.questions[0].code: answer}
        )
        plan = services.plan_merge(actor=self.who, order=order, on=AT.date())
        return services.merge_people(actor=self.who, at=AT, order=order, digest=plan.digest)


def state() -> dict[str, Any]:
    rows = {}
    with as_merger(), connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"select (to_jsonb(t) - 'version')::text from {table} t order by id")
            rows[table] = cursor.fetchall()
    return rows


@pytest.mark.parametrize("answer", ["kept", "gone"])
def test_one_record_stays_with_the_files_of_both_and_undoing_parts_them(answer: str) -> None:
    twins = Twins()
    before = state()
    merge = twins.merged(answer)
    stays = twins.ours if answer == "kept" else twins.theirs
    with database.acting(twins.who):
        left = StaffMember.objects.get()
        assert (left.pk, left.person_id, left.full_name) == (stays.pk, twins.ours.person_id, "Lê Thị Hoa")
        assert (left.code, left.insurance_number) == ("GV01", "0123456789")
        assert set(Posting.objects.values_list("staff_id", flat=True)) == {stays.pk}
        assert Posting.objects.filter(cancelled_at=None).count() == 2
        assert Posting.objects.exclude(cancelled_at=None).count() == 1
        lessons = TeachingAssignment.objects.filter(staff_id=stays.pk)
        assert lessons.count() == 3
        assert lessons.filter(ended_on=None).count() == 2
        assert Assessment.objects.filter(staff_id=stays.pk, cancelled_on=None).count() == 1
    with database.acting(twins.who):
        found = find_rows(StaffMember._meta.db_table, inside=STAFF.reach(twins.who))
    assert (found.ids, found.total) == ([stays.pk], 1)
    services.undo_merge(actor=twins.who, at=AT, merge=merge, why=WHY)
    assert state() == before
