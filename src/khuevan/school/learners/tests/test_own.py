"""A parent reads the own child and nobody else's; and the figures of means for online learning."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from khuevan.kernel import access, database
from khuevan.kernel.access import Actor, Reach
from khuevan.kernel.audit.models import AuditEntry
from khuevan.kernel.testing.actors import actor, client_for
from khuevan.register.people.permissions import CORRECT_PERSON, EDIT_GUARDIANS, REGISTER_PERSON, VIEW_PEOPLE
from khuevan.register.people.services import correct_person, facts_of
from khuevan.register.people.tests import builders as people

from .. import queries, services
from ..models import Learner
from ..permissions import EDIT_LEARNERS, SEE_POLICY, VIEW_LEARNERS
from .builders import learner

pytestmark = pytest.mark.django_db
OFFICE = (VIEW_LEARNERS, EDIT_LEARNERS, VIEW_PEOPLE, REGISTER_PERSON, CORRECT_PERSON, EDIT_GUARDIANS)


def parent(*children: Learner) -> Actor:
    """Somebody without any unit, with these children."""
    return replace(
        actor(person_id=1_999_999), persons=Reach.of([1_999_999, *(one.person_id for one in children)])
    )


def test_a_parent_reads_the_own_child_only_and_changes_nothing() -> None:
    school = people.unit("R-1")
    mine, other = learner(school, phone="0912345678"), learner(school, "Trần Văn Bình")
    client = client_for(parent(mine))
    assert "Nguyễn Thị Ánh" in client.get("/learners/own/").content.decode()
    page = client.get(f"/learners/own/{mine.pk}/").content.decode()
    assert "0912345678" not in page
    shown = client.post(f"/learners/own/{mine.pk}/uncover/phone/", headers={"HX-Request": "true"})
    assert shown.content.decode() == "0912345678"
    with database.acting(access.system()):
        assert AuditEntry.objects.filter(kind="look", row_id=str(mine.pk)).count() == 1
    for address in (f"/learners/own/{other.pk}/", f"/learners/learners/{mine.pk}/change/"):
        assert client.get(address).status_code in (403, 404)
    assert client.post(f"/learners/own/{other.pk}/uncover/phone/").status_code == 404
    assert client.post(f"/learners/own/{mine.pk}/uncover/full_name/").status_code == 404


def test_whoever_has_no_child_is_told_what_to_do() -> None:
    assert "văn thư" in client_for(parent()).get("/learners/own/").content.decode()


def test_the_learner_follows_corrections_of_the_person() -> None:
    child = learner(people.unit("R-1"))
    with database.acting(access.system()):
        person = Learner.objects.get(pk=child.pk).person
        facts = replace(facts_of(person), full_name="Nguyễn Thị Ánh Dương")
        correct_person(
            actor=access.system(), at=people.AT, person=person, expected_version=person.version, facts=facts
        )
        after = Learner.objects.get(pk=child.pk)
        assert (after.search, after.version) == (person.search, child.version + 1)


def test_a_parent_is_entered_in_one_go() -> None:
    school = people.unit("R-1")
    child = learner(school)
    clerk = client_for(actor(*OFFICE, units=[school]))
    address = f"/learners/learners/{child.pk}/guardian/"
    assert clerk.post(address, {"relationship": "mother", "full_name": ""}).status_code == 422
    typed = {
        "relationship": "mother", "full_name": "Trần Thị Mẹ", "born": "1988", "phone": "0912345678",
        "occupation": "Nông dân", "is_legal_representative": "on", "lives_with": "on",
    }  # fmt: skip
    answer = clerk.post(address, typed)
    assert answer.status_code == 302, answer.content.decode()
    page = clerk.get(f"/learners/learners/{child.pk}/").content.decode()
    assert "Trần Thị Mẹ" in page
    assert "1988" in page
    assert "0912345678" not in page
    with database.acting(access.system()):
        assert Learner.objects.get(pk=child.pk).mother_occupation == "Nông dân"


def test_a_number_of_a_child_elsewhere_leads_to_the_transfer() -> None:
    here, there = people.unit("R-1"), people.unit("R-2")
    learner(there, national_id="068315000123", sex="female")
    clerk = actor(*OFFICE, units=[here])
    school = type("School", (), {"pk": here})()
    facts = {
        "full_name": "Lê Thị B",
        "birth_date": date(2015, 9, 5),
        "sex": "female",
        "national_id": "068315000123",
    }
    with database.acting(clerk), pytest.raises(services.KnownElsewhere, match="chuyển trường"):
        services.register_learner(clerk, at=people.AT, school=school, **facts)


def test_means_are_counted_school_by_school() -> None:
    school = people.unit("R-1")
    for name, computer, internet in (("A", "laptop", "fixed"), ("B", "none", "mobile"), ("C", "", "")):
        one = learner(school, f"Trần Văn {name}")
        with database.acting(access.system()):
            Learner.objects.filter(pk=one.pk).update(computer=computer, internet=internet, status="01")
    watcher = actor(VIEW_LEARNERS, units=[school])
    with database.acting(watcher):
        (row,) = queries.means_by_school(watcher)
    assert (row.learners, row.with_computer, row.with_internet, row.with_both, row.not_asked) == (
        3,
        1,
        2,
        1,
        1,
    )
    assert "33,3%" in client_for(watcher).get("/learners/means/").content.decode()


def test_words_find_learners_within_the_reach_only() -> None:
    here, there = people.unit("R-1"), people.unit("R-2")
    mine, other = learner(here, "Đặng Đức Đạt"), learner(there, "Đặng Đức Đạt")
    with database.acting(actor(VIEW_LEARNERS, units=[here])):
        assert queries.ids_by_words(actor(units=[here]), ["dang", "da"]) == [mine.pk]
        assert queries.ids_by_words(actor(units=[here]), ["zz"]) == []
    with database.acting(access.system()):
        assert set(queries.ids_by_words(access.system(), ["duc"]) or ()) == {mine.pk, other.pk}


def test_seeing_policy_is_sensitive() -> None:
    assert SEE_POLICY.sensitive
