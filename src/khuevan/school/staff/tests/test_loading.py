"""Loads by COPY, as the owner: rows as the services would have made them, one entry a statement in the log."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from khuevan.kernel import access, database
from khuevan.kernel.audit.models import AuditEntry
from khuevan.kernel.database import lifecycle
from khuevan.school.schoolyear.tests.builders import class_group

from .. import services
from ..models import Contract, Posting, StaffMember, TeachingAssignment
from .builders import AT, person, school, subject


@pytest.fixture
def owned(django_db_setup: None, django_db_blocker: Any) -> Iterator[int]:
    """A school; afterwards everything is emptied again, by the owner (COPY commits by itself)."""
    with django_db_blocker.unblock(), lifecycle.as_owner():
        here = school("Trường THCS Lê Lợi")
        yield here
        with connection.cursor() as cursor:
            cursor.execute("truncate people_affiliation, people_person restart identity cascade")
            cursor.execute("delete from schoolyear_classgroup where school_id = %s", [here])
            cursor.execute("delete from organisations_orgunit where id = %s", [here])


def test_members_papers_and_lessons_are_loaded(owned: int) -> None:
    here = owned
    maths, group = subject(), class_group(here, "6A1", "06")
    people = [person(here, name) for name in ("Lê Thị Hoa", "Phan Văn Đức")]
    rows = [
        services.StaffRow(
            900_001 + number, who.pk, here, who.full_name, who.birth_date, who.sex, "teacher", date(2015, 8, 1),
            level="lower_secondary", code=f"GV{number}", status="6" if number else "1",
            left_on=date(2026, 7, 1) if number else None,
            more={"main_subject_id": maths.pk, "computers": ["laptop"], "internet": "fixed", "contract_form": "tenure"},
        )
        for number, who in enumerate(people)
    ]  # fmt: skip
    papers = [
        {
            "staff_id": 900_001,
            "school_id": here,
            "form": "tenure",
            "number": "1",
            "valid_from": date(2015, 8, 1),
        }
    ]
    lesson = services.AssignmentRow(
        900_001, here, group.school_year_id, group.pk, maths.pk, 1, Decimal(4), date(2026, 9, 7)
    )
    assert services.load_staff(rows, actor=access.system(), at=AT) == 2
    assert services.load_papers("contract", papers, actor=access.system(), at=AT) == 1
    assert services.load_assignments([lesson], actor=access.system(), at=AT) == 1
    with database.acting(access.system()):
        made = StaffMember.objects.get(pk=900_001)
        gone = StaffMember.objects.get(pk=900_002)
        assert (made.search, made.group, made.has_computer, made.version) == (
            "le thi hoa gv0",
            "teacher",
            True,
            1,
        )
        assert (gone.status, gone.left_on) == ("6", date(2026, 7, 1))
        kinds = (
            Posting.objects.filter(staff_id=gone.pk).order_by("valid_from").values_list("kind", "valid_until")
        )
        assert list(kinds) == [("hired", date(2026, 7, 1)), ("retired", None)]
        assert Contract.objects.filter(staff_id=made.pk).count() == 1
        assert TeachingAssignment.objects.get(staff_id=made.pk).periods == 4
        entries = AuditEntry.objects.filter(action="staff.member:load", kind="bulk")
        assert {entry.table_name for entry in entries} >= {
            "staff_staffmember",
            "staff_posting",
            "staff_contract",
        }
        after = StaffMember.objects.create(
            person=person(here, "Người Mới"),
            school_id=here,
            full_name="x",
            status_on=date(2026, 1, 1),
            position="teacher",
            group="teacher",
        )
    assert after.pk > 900_002, "the sequence goes on behind the ids that were chosen"
