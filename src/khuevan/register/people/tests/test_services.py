"""The acts on people, on the real database: what is written, what is refused, what two people do at once."""

from __future__ import annotations

import unicodedata
from datetime import date, timedelta

import pytest
from django.db import connection

from khuevan.kernel import access, database
from khuevan.kernel.testing import actor
from khuevan.register.people import permissions, services
from khuevan.register.people.models import Affiliation, FormerName, Guardianship, Person
from khuevan.register.people.rules import BirthDate
from khuevan.register.people.services.registration import facts_of

from . import builders
from .builders import AT, EVERYTHING, ON, facts

pytestmark = pytest.mark.django_db


@pytest.fixture
def school() -> int:
    return builders.unit("S1", "Tiểu học Lê Lợi")


@pytest.fixture
def other_school() -> int:
    return builders.unit("S2", "Tiểu học Hùng Vương")


def register(clerk: access.Actor, school: int, **kwargs: object) -> Person:
    arguments: dict[str, object] = {"facts": facts(), "kind": "learner", "unit_id": school, **kwargs}
    with database.acting(clerk):
        return services.register_person(actor=clerk, at=AT, **arguments)  # type: ignore[arg-type]


def test_a_person_is_registered_with_search_order_and_reach(school: int) -> None:
    clerk = actor(*EVERYTHING, units=[school])
    typed = unicodedata.normalize("NFD", " Đặng  Thị Ánh ")
    made = register(clerk, school, facts=facts(typed, national_id="068 315 001 907"))
    with database.acting(clerk):
        kept = Person.objects.get(pk=made.pk)
        assert kept.full_name == "Đặng Thị Ánh"
        assert (kept.search, kept.given) == ("dang thi anh", "anh")
        assert kept.national_id == "068315001907"
        assert kept.units == access.Reach.of([school])
        assert kept.kinds == 1
        assert kept.affiliations.get().valid_from == ON
        assert kept.version == 1


def test_wrong_facts_are_refused_with_every_reason(school: int) -> None:
    clerk = actor(*EVERYTHING, units=[school])
    with pytest.raises(services.FactsAreWrong) as refused:
        register(clerk, school, facts=facts("An2", national_id="068215001907", phone="12"))
    assert [f.code for f in refused.value.findings] == ["digits", "sex", "shape"]
    assert "giới tính nam" in str(refused.value)
    with database.acting(access.system()):
        assert not Person.objects.exists()


def test_doubtful_facts_are_saved_only_when_confirmed_and_marked(school: int) -> None:
    clerk = actor(*EVERYTHING, units=[school])
    doubtful = facts(national_id="099315001907")
    with pytest.raises(services.FactsAreDoubtful) as asked:
        register(clerk, school, facts=doubtful)
    assert [f.code for f in asked.value.findings] == ["province"]
    assert register(clerk, school, facts=doubtful, confirmed=True).number_is_doubtful


def test_look_alikes_are_shown_before_saving(school: int) -> None:
    clerk = actor(*EVERYTHING, units=[school])
    first = register(clerk, school)
    with pytest.raises(services.FactsAreDoubtful) as asked:
        register(clerk, school, facts=facts("NGUYEN THI ANH"))
    assert [person.pk for person in asked.value.look_alikes] == [first.pk]


def test_a_number_is_given_once_and_says_where_only_if_visible(school: int, other_school: int) -> None:
    clerk, stranger = actor(*EVERYTHING, units=[school]), actor(*EVERYTHING, units=[other_school])
    first = register(clerk, school, facts=facts(national_id="068315001907"))
    again = facts("Trần Thị Bình", national_id="068315001907")
    with pytest.raises(services.CodeIsTaken) as refused:
        register(clerk, school, facts=again)
    assert refused.value.holder == first
    assert "Nguyễn Thị Ánh" in str(refused.value)
    with pytest.raises(services.CodeIsTaken) as refused:
        register(stranger, other_school, facts=again)
    assert refused.value.holder is None
    assert "Ánh" not in str(refused.value)


def test_registering_needs_the_permission_in_that_unit(school: int, other_school: int) -> None:
    for clerk in (
        actor(permissions.VIEW_PEOPLE, units=[school]),
        actor(*EVERYTHING, units=[other_school]),
    ):
        with pytest.raises(access.Refused):
            register(clerk, school)


def test_a_correction_keeps_the_former_name(school: int) -> None:
    clerk = actor(*EVERYTHING, units=[school])
    made = register(clerk, school)
    with database.acting(clerk):
        services.correct_person(
            actor=clerk,
            at=AT,
            person=Person.objects.get(pk=made.pk),
            expected_version=1,
            facts=facts("Nguyễn Thị Ngọc Ánh"),
            why="theo giấy khai sinh",
        )
        kept = Person.objects.get(pk=made.pk)
        assert (kept.full_name, kept.search, kept.version) == (
            "Nguyễn Thị Ngọc Ánh",
            "nguyen thi ngoc anh",
            2,
        )
        former = FormerName.objects.get(person=kept)
        assert (former.full_name, former.reason) == ("Nguyễn Thị Ánh", "theo giấy khai sinh")
        with pytest.raises(ValueError, match="never edited"):
            former.save()


def test_two_officers_editing_one_person_the_second_is_told(school: int) -> None:
    clerk = actor(*EVERYTHING, units=[school])
    made = register(clerk, school)
    with database.acting(clerk):
        first, second = Person.objects.get(pk=made.pk), Person.objects.get(pk=made.pk)
        services.correct_person(
            actor=clerk, at=AT, person=first, expected_version=1, facts=facts(phone="0912345678")
        )
        with pytest.raises(database.ChangedMeanwhile) as told:
            services.correct_person(
                actor=clerk, at=AT, person=second, expected_version=1, facts=facts("Nguyễn Thị Bình")
            )
        assert told.value.record == first
        kept = Person.objects.get(pk=made.pk)
        assert (kept.full_name, kept.phone, kept.version) == ("Nguyễn Thị Ánh", "0912345678", 2)
        assert not FormerName.objects.exists()


def test_facts_read_back_are_the_facts_given(school: int) -> None:
    clerk = actor(*EVERYTHING, units=[school])
    given = facts(
        ethnicity="16", religion="catholic", email="an@truong.vn", born=BirthDate(date(2015, 1, 1), "year")
    )
    assert facts_of(register(clerk, school, facts=given)) == given


def test_units_follow_the_affiliations(school: int, other_school: int) -> None:
    system = access.system()
    made = builders.person(school)

    def now() -> tuple[access.Reach, int]:
        kept = Person.objects.get(pk=made.pk)
        return kept.units, kept.kinds

    with database.acting(system):
        held = services.affiliate(
            actor=system, at=AT, person=made, unit_id=other_school, kind="guardian", valid_from=ON
        )
        assert now() == (access.Reach.of([school, other_school]), 1 | 8)
        Affiliation.objects.filter(pk=held.pk).update(
            valid_until=ON + timedelta(days=1), valid_from=date(2020, 1, 1)
        )
        Affiliation.objects.filter(pk=held.pk).update(valid_until=date(2021, 1, 1))
        assert now() == (access.Reach.of([school]), 1)
        Affiliation.objects.filter(person=made).delete()
        assert now() == (access.Reach.of([0]), 0)


def test_affiliations_of_one_kind_and_unit_do_not_overlap(school: int, other_school: int) -> None:
    system = access.system()
    made = builders.person(school)
    with database.acting(system):
        for kind, unit_id in (("guardian", school), ("learner", other_school)):
            services.affiliate(actor=system, at=AT, person=made, unit_id=unit_id, kind=kind, valid_from=ON)
        with pytest.raises(services.PeriodOverlaps):
            services.affiliate(
                actor=system, at=AT, person=made, unit_id=school, kind="learner", valid_from=date(2030, 1, 1)
            )
        services.affiliate(
            actor=system,
            at=AT,
            person=made,
            unit_id=school,
            kind="learner",
            valid_from=date(2020, 1, 1),
            valid_until=ON,
        )
        with pytest.raises(services.PeriodIsWrong):
            services.affiliate(
                actor=system, at=AT, person=made, unit_id=school, kind="staff", valid_from=ON, valid_until=ON
            )
        with pytest.raises(services.FactsAreWrong):
            services.affiliate(actor=system, at=AT, person=made, unit_id=school, kind="staff", valid_from=ON)


def test_who_leaves_is_no_longer_seen(school: int) -> None:
    clerk = actor(*EVERYTHING, units=[school])
    made = register(clerk, school, valid_from=date(2026, 9, 1))
    with database.acting(clerk):
        held = Affiliation.objects.get(person=made)
        with pytest.raises(services.PeriodIsWrong):
            services.end_affiliation(actor=clerk, at=AT, affiliation=held, valid_until=date(2026, 9, 1))
        services.end_affiliation(
            actor=clerk, at=AT, affiliation=held, valid_until=date(2026, 10, 1), why="chuyển đi"
        )
        assert not Person.objects.filter(pk=made.pk).exists()
    with database.acting(access.system()):
        assert Person.objects.get(pk=made.pk).units == access.Reach.of([0])


def test_ends_by_the_calendar_are_gathered(school: int) -> None:
    made = builders.person(school)
    with database.acting(access.system()):
        today = _database_today()
        with connection.cursor() as cursor:
            cursor.execute(
                "update people_affiliation set valid_from = %s, valid_until = %s where person_id = %s",
                [today - timedelta(days=30), today + timedelta(days=1), made.pk],
            )
        assert Person.objects.get(pk=made.pk).kinds == 1
        assert services.gather_ended(at=AT) == 0


def _database_today() -> date:
    with connection.cursor() as cursor:
        cursor.execute("select people_today()")
        return cursor.fetchone()[0]


def test_a_guardian_is_recorded_and_known_to_the_school(school: int) -> None:
    clerk = actor(*EVERYTHING, units=[school])
    child = register(clerk, school)
    mother = register(
        clerk, school, kind="guardian", facts=facts("Lê Thị Bình", born=BirthDate(date(1985, 1, 1), "year"))
    )
    with database.acting(clerk):
        Affiliation.objects.filter(person=mother).update(kind="staff")
        bond = services.record_guardianship(
            actor=clerk,
            at=AT,
            guardian=mother,
            ward=child,
            relationship="mother",
            is_legal_representative=True,
        )
        assert set(mother.affiliations.values_list("kind", "unit_id")) == {
            ("staff", school),
            ("guardian", school),
        }
        with pytest.raises(services.PeriodOverlaps):
            services.record_guardianship(
                actor=clerk, at=AT, guardian=mother, ward=child, relationship="mother"
            )
        with pytest.raises(services.FactsAreWrong):
            services.record_guardianship(
                actor=clerk, at=AT, guardian=child, ward=mother, relationship="mother"
            )
        with pytest.raises(services.PeriodIsWrong):
            services.record_guardianship(actor=clerk, at=AT, guardian=child, ward=child, relationship="other")
        services.end_guardianship(
            actor=clerk, at=AT, guardianship=bond, valid_until=ON + timedelta(days=1), why="theo quyết định"
        )
        assert Guardianship.objects.get(pk=bond.pk).valid_until == ON + timedelta(days=1)


def test_death_ends_what_was_open(school: int) -> None:
    clerk = actor(*EVERYTHING, units=[school])
    child = register(clerk, school, valid_from=date(2026, 9, 1))
    with database.acting(clerk):
        with pytest.raises(services.PeriodIsWrong):
            services.note_death(
                actor=clerk, at=AT, person=child, expected_version=1, on=ON + timedelta(days=1)
            )
        services.note_death(actor=clerk, at=AT, person=child, expected_version=1, on=date(2026, 11, 1))
    with database.acting(access.system()):
        kept = Person.objects.get(pk=child.pk)
        assert kept.died_on == date(2026, 11, 1)
        assert kept.affiliations.get().valid_until == date(2026, 11, 1)
        with pytest.raises(services.AlreadyDead):
            services.affiliate(
                actor=access.system(), at=AT, person=kept, unit_id=school, kind="learner", valid_from=ON
            )


def test_a_look_is_recorded_and_needs_the_permission(school: int) -> None:
    clerk = actor(*EVERYTHING, units=[school])
    made = register(clerk, school, facts=facts(phone="0912345678", ethnicity="16"))
    with database.acting(clerk):
        assert services.uncover(actor=clerk, at=AT, person=made, field="phone", why="gọi") == "0912345678"
        assert services.uncover(actor=clerk, at=AT, person=made, field="ethnicity", why="") == "Cơ-ho"
        with pytest.raises(ValueError, match="not a sensitive field"):
            services.uncover(actor=clerk, at=AT, person=made, field="full_name", why="")
    assert _looks(made.pk) == [("people.person:phone", "gọi"), ("people.person:ethnicity", "")]
    viewer = actor(permissions.VIEW_PEOPLE, units=[school])
    with database.acting(viewer), pytest.raises(access.Refused):
        services.uncover(actor=viewer, at=AT, person=made, field="phone", why="gọi")
    assert len(_looks(made.pk)) == 2


def _looks(person_id: int) -> list[tuple[str, str]]:
    with database.acting(access.system()), connection.cursor() as cursor:
        cursor.execute(
            "select action, why from audit_entry where kind = 'look' and row_id = %s order by id",
            [str(person_id)],
        )
        return list(cursor.fetchall())


def test_what_changed_is_in_the_log_without_sensitive_values(school: int) -> None:
    clerk = actor(*EVERYTHING, units=[school])
    made = register(clerk, school, facts=facts(national_id="068315001907", phone="0912345678"))
    with database.acting(access.system()), connection.cursor() as cursor:
        cursor.execute("select kind, changes::text from audit_entry where row_id = %s", [str(made.pk)])
        written = cursor.fetchall()
    text = " ".join(str(row) for row in written)
    assert {row[0] for row in written} >= {"act"}
    assert "Nguyễn Thị Ánh" in text
    assert "068315001907" not in text
    assert "0912345678" not in text
