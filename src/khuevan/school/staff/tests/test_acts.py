"""Somebody comes, is appointed, goes on leave, leaves, is called back: rows, affiliations, what they held, the log."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from khuevan.kernel import access, database, testing
from khuevan.kernel.access import Refused
from khuevan.kernel.audit.models import AuditEntry
from khuevan.kernel.database import ChangedMeanwhile
from khuevan.register.people import permissions as people
from khuevan.register.people.models import Affiliation, Person
from khuevan.register.people.services import BirthDate, FactsAreDoubtful, PersonFacts
from khuevan.school.schoolyear.models import ClassGroup
from khuevan.school.schoolyear.tests.builders import class_group

from .. import services
from ..models import Duty, Posting, StaffMember, StaffMove, TeachingAssignment
from ..permissions import EDIT_STAFF, RECORD_POSTINGS, VIEW_STAFF
from ..queries.places import School
from .builders import AT, assignment, member, school, subject

pytestmark = pytest.mark.django_db
DECREE = services.Decree(effective_on=date(2026, 12, 1), number="12/QĐ-UBND", body="UBND xã Di Linh")


def clerk_of(*units: int) -> Any:
    return testing.actor(
        VIEW_STAFF,
        EDIT_STAFF,
        RECORD_POSTINGS,
        people.VIEW_PEOPLE,
        people.REGISTER_PERSON,
        units=units,
        name="Văn thư",
    )


def order(kind: str, **other: Any) -> services.Order:
    return services.Order(kind=kind, decree=other.pop("decree", DECREE), **other)


def do(actor: Any, row: StaffMember, kind: str, **other: Any) -> Any:
    with database.acting(actor):
        return services.record_act(actor, row, order(kind, **other), at=AT, version=row.version)


def stored(row: StaffMember) -> StaffMember:
    with database.acting(access.system()):
        return StaffMember.objects.get(pk=row.pk)


def open_affiliations(person_id: int) -> list[int]:
    with database.acting(access.system()):
        rows = Affiliation.objects.filter(person_id=person_id, kind="staff", valid_until__isnull=True)
        return list(rows.order_by("unit_id").values_list("unit_id", flat=True))


@pytest.fixture
def here() -> int:
    return school("Trường THCS Lê Lợi")


def arrival(**other: Any) -> services.Arrival:
    return services.Arrival(**{"decree": DECREE, "position": "teacher", "contract_form": "term", **other})


def register(actor: Any, unit: int, **other: Any) -> StaffMember:
    facts = PersonFacts(full_name="Đặng Thị Ánh", born=BirthDate(date(1995, 4, 2)), sex="female")
    with database.acting(actor):
        return services.register_staff(
            actor,
            at=AT,
            school=School.objects.get(pk=unit),
            arrival=other.pop("arrival", arrival()),
            facts=facts,
            **other,
        )


def test_registering_makes_person_affiliation_member_and_posting_at_once(here: int) -> None:
    made = register(clerk_of(here), here)
    assert (made.full_name, made.status, made.group, made.is_newly_recruited) == (
        "Đặng Thị Ánh",
        "1",
        "teacher",
        True,
    )
    assert made.recruited_on == DECREE.effective_on
    assert open_affiliations(made.person_id) == [here]
    with database.acting(access.system()):
        posting = Posting.objects.get(staff=made)
        entry = AuditEntry.objects.filter(action=RECORD_POSTINGS.code, kind="act").latest("id")
    assert (posting.kind, posting.decision_number) == ("hired", "12/QĐ-UBND")
    assert entry.actor_name == "Văn thư"


def test_registering_the_same_person_twice_is_asked_about_then_refused_by_its_rows(here: int) -> None:
    actor = clerk_of(here)
    made = register(actor, here)
    with pytest.raises(FactsAreDoubtful):
        register(actor, here)
    with database.acting(actor), pytest.raises(services.AlreadyEmployed):
        services.register_staff(
            actor, at=AT, school=School.objects.get(pk=here), arrival=arrival(), person=made.person
        )


def test_registering_needs_its_decision_and_the_permission_there(here: int) -> None:
    bare = arrival(decree=services.Decree(effective_on=date(2026, 12, 1)), position="")
    with pytest.raises(services.StaffError, match="số quyết định"):
        register(clerk_of(here), here, arrival=bare)
    with pytest.raises(Refused):
        register(testing.actor(VIEW_STAFF, units=[here]), here)


def test_an_appointment_changes_position_and_group(here: int) -> None:
    row = member(here)
    do(clerk_of(here), row, "appointed", position="deputy")
    after = stored(row)
    assert (after.position, after.group, after.status) == ("deputy", "manager", "1")
    with database.acting(access.system()):
        periods = list(
            Posting.objects.filter(staff=row).order_by("valid_from").values_list("kind", "valid_until")
        )
    assert periods == [("hired", DECREE.effective_on), ("appointed", None)]


def furnished(here: int) -> tuple[StaffMember, ClassGroup, TeachingAssignment, Duty]:
    row = member(here)
    group = class_group(here, "6A1", "06", homeroom_teacher_id=row.person_id)
    lesson = assignment(row, group, subject())
    with database.acting(access.system()):
        duty = Duty.objects.create(staff=row, school_id=here, kind="group_head", valid_from=date(2026, 8, 1))
    return row, group, lesson, duty


def test_leaving_previews_and_ends_what_was_held(here: int) -> None:
    row, group, lesson, duty = furnished(here)
    actor = clerk_of(here)
    with database.acting(actor):
        plan = services.preview_act(actor, row, order("resigned", why="Nguyện vọng cá nhân"))
    words = " ".join(f"{one.what} {one.before} {one.after}" for one in plan.changes)
    assert "Toán 6A1" in words
    assert "Tổ trưởng" in words
    assert stored(row).status == "1", "a preview writes nothing"
    do(actor, row, "resigned", why="Nguyện vọng cá nhân")
    after = stored(row)
    assert (after.status, after.left_on, after.left_why) == ("8", DECREE.effective_on, "Nguyện vọng cá nhân")
    assert open_affiliations(row.person_id) == []
    with database.acting(access.system()):
        assert TeachingAssignment.objects.get(pk=lesson.pk).ended_on == DECREE.effective_on
        assert ClassGroup.objects.get(pk=group.pk).homeroom_teacher_id is None
        assert Duty.objects.get(pk=duty.pk).valid_until == DECREE.effective_on


def test_the_school_still_reads_who_has_left(here: int) -> None:
    row = member(here, "Phan Văn Đức")
    do(
        clerk_of(here),
        row,
        "retired",
        decree=services.Decree(effective_on=date(2026, 11, 1), number="1", body="UBND"),
    )
    with database.acting(clerk_of(here)):
        assert not Person.objects.filter(pk=row.person_id).exists(), "the person has left the reach"
        assert StaffMember.objects.get(pk=row.pk).full_name == "Phan Văn Đức"
    page = testing.client_for(clerk_of(here)).get(f"/staff/members/{row.pk}/")
    assert page.status_code == 200
    assert "Phan Văn Đức" in page.content.decode()


def test_leave_and_return(here: int) -> None:
    row, *_ = furnished(here)
    do(clerk_of(here), row, "leave", leave="maternity", until=date(2027, 6, 1))
    away = stored(row)
    assert (away.status, away.leave, away.leave_until, away.is_at_work) == (
        "1",
        "maternity",
        date(2027, 6, 1),
        False,
    )
    assert open_affiliations(row.person_id) == [here]
    later = services.Decree(effective_on=date(2027, 6, 1), number="5", body="Hiệu trưởng")
    do(clerk_of(here), away, "returned", decree=later)
    assert stored(row).is_at_work


def test_refusals_name_every_reason_and_write_nothing(here: int) -> None:
    row = member(here)
    bare = services.Decree(effective_on=date(2010, 1, 1))
    with pytest.raises(services.StaffError) as refused:
        do(clerk_of(here), row, "resigned", decree=bare)
    assert all(word in str(refused.value) for word in ("số quyết định", "cơ quan", "lý do", "không sau"))
    assert stored(row).status == "1"


def test_whoever_comes_second_is_told(here: int) -> None:
    row = member(here)
    old = stored(row)
    do(clerk_of(here), row, "appointed", position="deputy")
    with pytest.raises(ChangedMeanwhile):
        do(
            clerk_of(here),
            old,
            "retiring",
            decree=services.Decree(effective_on=date(2027, 1, 1), number="1", body="x"),
        )


def test_acts_of_other_schools_are_refused(here: int) -> None:
    row = member(here)
    with pytest.raises(Refused):
        do(clerk_of(school()), row, "retired")


def test_a_mistaken_decision_is_cancelled_and_stays_in_sight(here: int) -> None:
    row = member(here)
    actor = clerk_of(here)
    do(actor, row, "retired")
    gone = stored(row)
    with database.acting(actor), pytest.raises(services.StaffError, match="lý do"):
        services.cancel_act(actor, gone, at=AT, version=gone.version, why=" ")
    # The person is out of reach now; whoever may record here may still undo it.
    with database.acting(actor):
        services.cancel_act(actor, gone, at=AT, version=gone.version, why="Ghi nhầm người")
    after = stored(row)
    assert (after.status, after.left_on) == ("1", None)
    assert open_affiliations(row.person_id) == [here]
    with database.acting(access.system()):
        rows = list(
            Posting.objects.filter(staff=row)
            .order_by("valid_from")
            .values_list("kind", "valid_until", "cancelled_at")
        )
    assert rows == [("hired", None, None), ("retired", None, AT)]
    with database.acting(actor), pytest.raises(services.StaffError, match="Không có quyết định"):
        services.cancel_act(actor, after, at=AT, version=after.version, why="Lần nữa")


# --- moves between two schools ------------------------------------------------------------------------------


def moved(here: int, there: int, kind: str = "reassigned", **other: Any) -> tuple[StaffMember, StaffMove]:
    row = member(here, "Ngô Thị Bích", main_subject=subject())
    do(clerk_of(here), row, kind, to_school_id=there, to_name="Trường THCS Quang Trung", **other)
    with database.acting(access.system()):
        return row, StaffMove.objects.get(person_id=row.person_id)


@pytest.fixture
def there() -> int:
    return school("Trường THCS Quang Trung")


def test_a_move_is_offered_by_one_school_and_taken_in_by_the_other(here: int, there: int) -> None:
    row, move = moved(here, there)
    assert (stored(row).status, move.state, move.subject_name) == ("4", "offered", "Toán")
    receiver = clerk_of(there)
    with database.acting(receiver):
        assert not Person.objects.filter(pk=row.person_id).exists(), "not before they are taken in"
        made = services.accept_move(
            receiver, StaffMove.objects.get(pk=move.pk), at=AT, version=move.version, level="lower_secondary"
        )
    with database.acting(receiver):
        assert Person.objects.filter(pk=row.person_id).exists()
        assert not StaffMember.objects.filter(pk=row.pk).exists(), "the row of the other school stays there"
    assert (made.school_id, made.status, made.position, made.arrived_on) == (
        there,
        "2",
        "teacher",
        DECREE.effective_on,
    )
    assert open_affiliations(row.person_id) == [there]
    with database.acting(access.system()):
        posting = Posting.objects.get(staff=made)
    assert (posting.kind, posting.counterpart_name) == ("arrived", "Trường THCS Lê Lợi")


def test_a_secondment_keeps_them_at_home_and_brings_them_there(here: int, there: int) -> None:
    row, move = moved(here, there, "seconded_out", until=date(2027, 12, 1))
    receiver = clerk_of(there)
    with database.acting(receiver):
        made = services.accept_move(receiver, StaffMove.objects.get(pk=move.pk), at=AT, version=move.version)
    assert stored(row).status == "7"
    assert open_affiliations(row.person_id) == [here, there]
    with database.acting(access.system()):
        assert Posting.objects.get(staff=made).due_on == date(2027, 12, 1)


def test_a_declined_move_is_told_with_its_reason_and_withdrawn(here: int, there: int) -> None:
    row, move = moved(here, there)
    receiver, sender = clerk_of(there), clerk_of(here)
    with database.acting(receiver):
        services.decline_move(
            receiver, StaffMove.objects.get(pk=move.pk), at=AT, version=move.version, why="Đủ người"
        )
    with database.acting(sender):
        told = StaffMove.objects.get(pk=move.pk)
        assert (told.state, told.answer) == ("declined", "Đủ người")
        services.withdraw_move(sender, told, at=AT, version=told.version, why="Nơi đến từ chối")
    assert stored(row).status == "1"
    assert open_affiliations(row.person_id) == [here]
    with database.acting(receiver):
        latest = StaffMove.objects.get(pk=move.pk)
    with database.acting(receiver), pytest.raises(services.StaffError, match="đã xong"):
        services.accept_move(receiver, latest, at=AT, version=latest.version)


def test_an_accepted_move_cannot_be_cancelled_by_the_school_they_left(here: int, there: int) -> None:
    row, move = moved(here, there)
    receiver, sender = clerk_of(there), clerk_of(here)
    with database.acting(receiver):
        services.accept_move(receiver, StaffMove.objects.get(pk=move.pk), at=AT, version=move.version)
    gone = stored(row)
    with database.acting(sender), pytest.raises(services.StaffError, match="đã tiếp nhận"):
        services.cancel_act(sender, gone, at=AT, version=gone.version, why="Nhầm")


def test_third_schools_see_nothing_of_a_move(here: int, there: int) -> None:
    _row, move = moved(here, there)
    outsider = clerk_of(school())
    with database.acting(outsider):
        assert not StaffMove.objects.filter(pk=move.pk).exists()
    assert testing.client_for(outsider).get(f"/staff/moves/{move.pk}/accept/").status_code == 404


def test_the_sender_cannot_accept_for_the_receiver(here: int, there: int) -> None:
    _row, move = moved(here, there)
    assert testing.client_for(clerk_of(here)).get(f"/staff/moves/{move.pk}/accept/").status_code == 403


def test_an_officer_of_both_schools_does_both_at_once(here: int, there: int) -> None:
    row = member(here)
    officer = clerk_of(here, there)
    do(officer, row, "reassigned", to_school_id=there, to_name="Trường THCS Quang Trung", accept=True)
    assert open_affiliations(row.person_id) == [there]
    with database.acting(access.system()):
        assert StaffMove.objects.get(person_id=row.person_id).state == "accepted"
        assert StaffMember.objects.filter(person_id=row.person_id, school_id=there, status="2").exists()


def test_coming_back_takes_up_the_old_row(here: int, there: int) -> None:
    row, move = moved(here, there)
    receiver = clerk_of(there)
    with database.acting(receiver):
        made = services.accept_move(receiver, StaffMove.objects.get(pk=move.pk), at=AT, version=move.version)
    back = services.Decree(effective_on=date(2027, 8, 1), number="9", body="UBND")
    with database.acting(receiver):
        services.record_act(
            receiver,
            made,
            order("moved", decree=back, to_school_id=here, to_name="Trường THCS Lê Lợi"),
            at=AT,
            version=made.version,
        )
    home = clerk_of(here)
    with database.acting(home):
        second = StaffMove.objects.get(to_school_id=here)
        again = services.accept_move(home, second, at=AT, version=second.version)
    assert again.pk == row.pk
    assert (again.status, again.left_on, again.joined_on) == ("2", None, date(2027, 8, 1))
    with database.acting(access.system()):
        assert (
            Posting.objects.filter(staff=row, valid_until__isnull=True, cancelled_at__isnull=True).count()
            == 1
        )


def test_the_databases_own_policy_refuses_a_row_for_another_school(here: int, there: int) -> None:
    """Even if every check in Python were forgotten."""
    from django.db import DatabaseError, transaction

    stranger, intruder = member(there), clerk_of(here)
    with database.acting(intruder), pytest.raises(DatabaseError), transaction.atomic():
        StaffMember.objects.create(
            person_id=stranger.person_id,
            school_id=here,
            full_name="x",
            status_on=date(2026, 1, 1),
            position="teacher",
            group="teacher",
        )
    with database.acting(intruder):
        assert StaffMember.objects.filter(pk=stranger.pk).update(full_name="y") == 0


def test_a_corrected_name_is_followed(here: int) -> None:
    from khuevan.register.people.events import PersonCorrected

    from ..tasks import follow_the_person

    row = member(here, "Le Thi Hoa")
    with database.acting(access.system()):
        Person.objects.filter(pk=row.person_id).update(full_name="Lê Thị Hòa", sort_key="z", given="Hòa")
    follow_the_person(PersonCorrected(person_id=row.person_id, fields=("full_name",)))
    after = stored(row)
    assert (after.full_name, after.sort_key, after.version) == ("Lê Thị Hòa", "z", row.version + 1)
    assert "hoa" in after.search
