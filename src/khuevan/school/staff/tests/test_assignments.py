"""Giving lessons: the grid, loads that move, warnings, rights that come with a class, copying a term."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from khuevan.kernel import access, database, testing
from khuevan.kernel.access import Refused
from khuevan.kernel.database import ChangedMeanwhile
from khuevan.school.curriculum.models import Subject
from khuevan.school.schoolyear import queries as schoolyear
from khuevan.school.schoolyear.models import ClassGroup
from khuevan.school.schoolyear.permissions import EDIT_CLASSES, VIEW_ENROLMENTS
from khuevan.school.schoolyear.tests.builders import class_group, year

from .. import queries, services
from ..models import Duty, StaffMember, TeachingAssignment
from ..permissions import ASSIGN, ASSIGNED_TEACHER, TEACH, VIEW_ASSIGNMENTS, VIEW_STAFF
from ..queries.grid import assignment_grid
from ..queries.mine import holdings_of_teachers
from ..queries.places import School
from .builders import AT, ON, assignment, member, school

pytestmark = pytest.mark.django_db


def lower(name: str) -> Subject:
    """A subject of the lower-secondary programme."""
    from khuevan.school.curriculum import queries as curriculum

    return next(
        one for one in curriculum.subjects_in("lower_secondary", "06", "2026-2027") if one.name == name
    )


@pytest.fixture
def furnished(db: None) -> SimpleNamespace:
    """A school with two classes of grade 6 and two teachers."""
    with database.acting(access.system()):
        maths, letters = lower("Toán"), lower("Ngữ văn")
    here = school("Trường THCS Lê Lợi")
    groups = [class_group(here, name, "06") for name in ("6A1", "6A2")]
    hoa = member(here, "Lê Thị Hoa", main_subject=maths)
    duc = member(here, "Phan Văn Đức", main_subject=letters)
    actor = testing.actor(
        VIEW_ASSIGNMENTS, ASSIGN, VIEW_STAFF, EDIT_CLASSES, units=[here], name="Phó hiệu trưởng"
    )
    return SimpleNamespace(
        here=here, groups=groups, hoa=hoa, duc=duc, maths=maths, letters=letters, actor=actor
    )


def give(
    setting: SimpleNamespace,
    staff: StaffMember,
    group: ClassGroup,
    taught: Subject,
    periods: str = "4",
    **other: Any,
) -> Any:
    lesson = services.Lesson(
        class_group=group, subject=taught, term=other.pop("term", 1), periods=Decimal(periods), **other
    )
    with database.acting(setting.actor):
        return services.assign(setting.actor, staff, lesson, at=AT)


def grid_of(setting: SimpleNamespace, actor: Any = None, **other: Any) -> queries.AssignmentGrid:
    with database.acting(actor or setting.actor):
        found = School.objects.get(pk=setting.here)
        return assignment_grid(actor or setting.actor, found, year(), other.pop("term", 1), ON, **other)


def test_the_grid_has_the_programme_of_the_grade_and_counts_what_is_empty(furnished: SimpleNamespace) -> None:
    grid = grid_of(furnished)
    names = [column.name for column in grid.subjects]
    assert {"Toán", "Ngữ văn", "Khoa học tự nhiên"} <= set(names)
    cell = grid.cell(furnished.groups[0].pk, furnished.maths.pk)
    assert cell is not None
    assert (cell.wanted, cell.is_required, cell.lessons) == (Decimal("4.0"), True, ())
    required = sum(1 for one in grid.rows[0].cells if one.is_required)
    assert grid.empty == 2 * required
    assert grid.filled == 0


def test_a_lesson_moves_the_load_and_fills_the_cell(furnished: SimpleNamespace) -> None:
    before = grid_of(furnished)
    give(furnished, furnished.hoa, furnished.groups[0], furnished.maths)
    after = grid_of(furnished)
    assert after.empty == before.empty - 1
    load = after.loads.by_id[furnished.hoa.pk].load
    assert (load.taught, load.owed, load.over) == (4, 19, -15)
    assert load.norm is not None
    assert load.norm.instrument == "TT 05/2025/TT-BGDĐT"


def test_homeroom_and_duties_lessen_what_is_owed(furnished: SimpleNamespace) -> None:
    group = furnished.groups[0]
    with database.acting(furnished.actor):
        services.set_homeroom(furnished.actor, group, furnished.hoa, at=AT, version=group.version)
    with database.acting(access.system()):
        Duty.objects.create(
            staff=furnished.hoa, school_id=furnished.here, kind="group_head", valid_from=date(2026, 8, 1)
        )
        Duty.objects.create(
            staff=furnished.hoa,
            school_id=furnished.here,
            kind="library",
            valid_from=date(2025, 8, 1),
            valid_until=date(2026, 8, 1),
        )
    one = grid_of(furnished).loads.by_id[furnished.hoa.pk]
    assert one.homerooms == ("6A1",)
    assert one.load.owed == 12
    assert [line.label for line in one.load.reductions] == ["Chủ nhiệm lớp", "Tổ trưởng tổ chuyên môn"]


def test_warnings_stand_at_their_cell(furnished: SimpleNamespace) -> None:
    group = furnished.groups[0]
    give(furnished, furnished.hoa, group, furnished.maths)
    give(furnished, furnished.duc, group, furnished.maths, "3")
    cell = grid_of(furnished).cell(group.pk, furnished.maths.pk)
    assert cell is not None
    assert [one.kind for one in cell.warnings] == ["twice", "not_theirs", "periods"]


def test_strands_of_one_subject_are_no_conflict(furnished: SimpleNamespace) -> None:
    group = furnished.groups[0]
    with database.acting(access.system()):
        science, physics = lower("Khoa học tự nhiên"), Subject.objects.filter(name="Vật lí").first()
    who = member(furnished.here, "Trần Văn Lý", main_subject=physics)
    give(furnished, who, group, science, "2", part="Vật lí")
    give(furnished, who, group, science, "2", part="Hóa học")
    cell = grid_of(furnished).cell(group.pk, science.pk)
    assert cell is not None
    assert [one.kind for one in cell.warnings] == []


def test_overload_is_told(furnished: SimpleNamespace) -> None:
    for group in furnished.groups:
        give(furnished, furnished.hoa, group, furnished.maths, "15")
    load = grid_of(furnished).loads.by_id[furnished.hoa.pk].load
    assert load.is_overloaded
    assert [one.code for one in load.warnings] == ["overtime"]


@pytest.mark.parametrize("periods", ["-1", "60.5"])
def test_nonsense_is_refused(furnished: SimpleNamespace, periods: str) -> None:
    with pytest.raises(services.StaffError, match="Số tiết"):
        give(furnished, furnished.hoa, furnished.groups[0], furnished.maths, periods)


def test_only_teachers_at_work_at_this_school(furnished: SimpleNamespace) -> None:
    nurse = member(furnished.here, "Y Thị Tá", position="nurse")
    away = member(furnished.here, "Nguyễn Nghỉ", leave="maternity")
    stranger = member(school(), "Người Khác")
    for who, words in (
        (nurse, "không phải giáo viên"),
        (away, "không làm việc"),
        (stranger, "không thuộc trường"),
    ):
        with pytest.raises(services.StaffError, match=words):
            give(furnished, who, furnished.groups[0], furnished.maths)


def test_the_same_lesson_twice_is_refused_in_words(furnished: SimpleNamespace) -> None:
    give(furnished, furnished.hoa, furnished.groups[0], furnished.maths)
    with pytest.raises(services.StaffError, match="đã được phân công"):
        give(furnished, furnished.hoa, furnished.groups[0], furnished.maths)


def test_assigning_elsewhere_is_refused(furnished: SimpleNamespace) -> None:
    other = school()
    group = class_group(other, "6B", "06")
    with pytest.raises(Refused):
        give(furnished, furnished.hoa, group, furnished.maths)


def test_the_database_refuses_a_class_of_another_school(furnished: SimpleNamespace) -> None:
    group = class_group(school(), "6B", "06")
    with database.acting(access.system()), pytest.raises(IntegrityError), transaction.atomic(), at_once():
        TeachingAssignment.objects.create(
            staff=furnished.hoa, school_id=furnished.here, school_year_id=group.school_year_id, class_group=group,
            subject=furnished.maths, term=1, periods=4, assigned_on=ON,
        )  # fmt: skip


@contextmanager
def at_once() -> Iterator[None]:
    """Deferred constraints are looked at when the block ends."""
    yield
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")


def test_changing_the_teacher_ends_one_assignment_and_begins_another(furnished: SimpleNamespace) -> None:
    row = give(furnished, furnished.hoa, furnished.groups[0], furnished.maths)
    with database.acting(furnished.actor):
        made = services.change_lesson(
            furnished.actor, row, at=AT, version=row.version, periods=Decimal(3), part="", staff=furnished.duc
        )
    with database.acting(access.system()):
        assert TeachingAssignment.objects.get(pk=row.pk).ended_on == ON
    assert (made.staff_id, made.periods) == (furnished.duc.pk, 3)


def test_whoever_comes_second_changes_nothing(furnished: SimpleNamespace) -> None:
    row = give(furnished, furnished.hoa, furnished.groups[0], furnished.maths)
    with database.acting(furnished.actor):
        services.change_lesson(furnished.actor, row, at=AT, version=1, periods=Decimal(3), part="")
    with database.acting(furnished.actor), pytest.raises(ChangedMeanwhile):
        services.end_lesson(furnished.actor, row, at=AT, version=1)
    with database.acting(furnished.actor), pytest.raises(ChangedMeanwhile):
        services.set_homeroom(furnished.actor, furnished.groups[0], furnished.hoa, at=AT, version=99)


def test_copying_a_term_leaves_what_is_there_and_names_who_cannot(furnished: SimpleNamespace) -> None:
    first, second = furnished.groups
    give(furnished, furnished.hoa, first, furnished.maths)
    give(furnished, furnished.hoa, second, furnished.maths)
    give(furnished, furnished.duc, first, furnished.letters)
    give(furnished, furnished.duc, first, furnished.maths, term=2)
    with database.acting(access.system()):
        StaffMember.objects.filter(pk=furnished.duc.pk).update(leave="sick")
    where = {"school_id": furnished.here, "school_year_id": year().pk, "from_term": 1, "to_term": 2}
    with database.acting(furnished.actor):
        plan = services.plan_copy(furnished.actor, **where)
        assert (len(plan.rows), plan.there_already) == (1, 1)
        assert plan.without_teacher == ("Ngữ văn 6A1 (Phan Văn Đức)",)
        assert services.copy_term(furnished.actor, **where, at=AT) == 1
        assert services.copy_term(furnished.actor, **where, at=AT) == 0
        with pytest.raises(services.StaffError, match="hai học kỳ"):
            services.plan_copy(furnished.actor, **{**where, "to_term": 1})


def test_a_class_brings_its_rights_and_no_other_school(furnished: SimpleNamespace) -> None:
    account = SimpleNamespace(person_id=furnished.hoa.person_id)
    with database.acting(access.system()):
        assert list(holdings_of_teachers(account, ON)) == []
    give(furnished, furnished.hoa, furnished.groups[0], furnished.maths)
    with database.acting(access.system()):
        [holding] = holdings_of_teachers(account, ON)
    assert TEACH.code in holding.permissions
    assert VIEW_ENROLMENTS.code in holding.permissions
    others = holding.permissions - queries.mine.CLASSES
    assert all(ASSIGNED_TEACHER in access.declared()[code].holders for code in others)
    assert holding.reach.ids() == [furnished.here]
    with database.acting(access.system()):
        assert list(holdings_of_teachers(account, date(2028, 1, 1))) == [], "not beyond the year"
        assert list(holdings_of_teachers(SimpleNamespace(person_id=None), ON)) == []


def test_my_classes_are_those_that_i_teach_and_no_others(furnished: SimpleNamespace) -> None:
    first, second = furnished.groups
    give(furnished, furnished.hoa, first, furnished.maths)
    with database.acting(furnished.actor):
        services.set_homeroom(furnished.actor, second, furnished.hoa, at=AT, version=second.version)
    me = testing.actor(TEACH, units=[furnished.here], person_id=furnished.hoa.person_id)
    colleague = testing.actor(TEACH, units=[furnished.here], person_id=furnished.duc.person_id)
    with database.acting(me):
        assert queries.taught_class_ids(me, ON) == {first.pk, second.pk}
        assert schoolyear.own_classes(me) == {first.pk, second.pk}, (
            "the room of classes narrows learners to these"
        )
        assert queries.teaches(me, first.pk, furnished.maths.pk, 1, ON)
        assert not queries.teaches(me, first.pk, furnished.maths.pk, 2, ON)
        assert queries.is_homeroom_teacher(me, second.pk)
        assert not queries.is_homeroom_teacher(me, first.pk)
        assert [(one.name, one.is_homeroom) for one in queries.my_classes(me, ON)] == [
            ("6A2", True),
            ("6A1", False),
        ]
    with database.acting(colleague):
        assert queries.taught_class_ids(colleague, ON) == set()
        assert queries.my_classes(colleague, ON) == []
    nobody = testing.actor(TEACH, units=[furnished.here])
    with database.acting(nobody):
        assert queries.my_classes(nobody, ON) == []


def test_the_rights_of_an_account_follow_the_assignment(furnished: SimpleNamespace) -> None:
    """The whole way: a signed-in teacher gets the page with the assignment and loses it with its end."""
    from khuevan.register.accounts import queries as accounts
    from khuevan.register.accounts.models import Account

    with database.acting(access.system()):
        account = Account.objects.create(
            username="hoa",
            kind="person",
            unit_id=furnished.here,
            person_id=furnished.hoa.person_id,
            created_at=AT,
            password="!",
        )
        version = account.grants_version
    assert not accounts.actor_for(account.pk, ON).holds(TEACH)
    row = give(furnished, furnished.hoa, furnished.groups[0], furnished.maths)
    assert accounts.actor_for(account.pk, ON).holds(TEACH)
    with database.acting(furnished.actor):
        services.end_lesson(furnished.actor, row, at=AT, version=row.version)
    assert not accounts.actor_for(account.pk, ON).holds(TEACH)
    with database.acting(access.system()):
        assert Account.objects.get(pk=account.pk).grants_version == version + 2


def test_the_grid_costs_the_same_for_any_number_of_teachers_and_lessons(furnished: SimpleNamespace) -> None:
    give(furnished, furnished.hoa, furnished.groups[0], furnished.maths)

    def count() -> int:
        from django.test.utils import CaptureQueriesContext

        with database.acting(furnished.actor):
            found = School.objects.get(pk=furnished.here)
            term = year()
            with CaptureQueriesContext(connection) as seen:
                assignment_grid(furnished.actor, found, term, 1, ON)
        return len(seen)

    few = count()
    for number in range(8):
        who = member(furnished.here, f"Giáo Viên {number:02}", main_subject=furnished.letters)
        assignment(who, furnished.groups[1], furnished.letters, part=str(number))
    assert count() == few
    assert few <= 18
