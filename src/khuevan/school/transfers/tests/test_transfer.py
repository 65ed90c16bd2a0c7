"""A child goes from one school to another: both sides act, each within its own reach; and what is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.urls import reverse

from khuevan.kernel import access, clock, database
from khuevan.kernel.access import Actor
from khuevan.kernel.database import ChangedMeanwhile
from khuevan.kernel.records import Invalid
from khuevan.kernel.testing.actors import actor, client_for
from khuevan.register.organisations.choices import UnitKind
from khuevan.register.organisations.permissions import VIEW_UNITS
from khuevan.register.organisations.tests.builders import make_country, make_school
from khuevan.register.people import services as people_services
from khuevan.register.people.models import Affiliation, Person
from khuevan.register.people.permissions import CORRECT_PERSON, REGISTER_PERSON, VIEW_PEOPLE
from khuevan.register.people.tests import builders as people
from khuevan.school.learners.models import Learner
from khuevan.school.learners.permissions import EDIT_LEARNERS, VIEW_LEARNERS
from khuevan.school.schoolyear.models import Enrolment, Placement
from khuevan.school.schoolyear.permissions import EDIT_ENROLMENTS
from khuevan.school.schoolyear.tests.builders import class_group, enrolment

from .. import services
from ..models import Transfer
from ..permissions import DECIDE_TRANSFER, REQUEST_TRANSFER, VIEW_TRANSFERS

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
ON = date(2026, 11, 25)
NUMBER = "068318000123"
BORN = date(2018, 3, 5)
HOLDS = (VIEW_TRANSFERS, REQUEST_TRANSFER, DECIDE_TRANSFER, VIEW_LEARNERS, VIEW_PEOPLE, EDIT_ENROLMENTS)


class Setting:
    """Two primary schools of two communes, a child in class 3A of the first, with a mother."""

    def __init__(self) -> None:
        country = make_country()
        self.country = country
        self.here = make_school(country.commune, "Trường Tiểu học Kim Đồng")
        self.there = make_school(country.other_commune, "Trường Tiểu học Lê Lợi")
        self.old_class = class_group(self.here.pk, "3A")
        self.new_class = class_group(self.there.pk, "3B")
        self.enrolment = enrolment(
            self.here.pk,
            "Nguyễn Thị Ánh",
            group=self.old_class,
            born=people.BirthDate(BORN),
            national_id=NUMBER,
        )
        self.mother = people.person(
            self.here.pk, "Trần Thị Mẹ", kind="guardian", born=people.BirthDate(date(1990, 1, 2))
        )
        with database.acting(access.system()):
            people_services.record_guardianship(
                actor=access.system(),
                at=AT,
                guardian=self.mother,
                ward=Person.objects.get(pk=self.enrolment.person_id),
                relationship="mother",
                confirmed=True,
            )

    @property
    def sender(self) -> Actor:
        return self.head(self.here.pk, "Hiệu trưởng Kim Đồng", 2_000_000_011)

    @property
    def receiver(self) -> Actor:
        return self.head(self.there.pk, "Hiệu trưởng Lê Lợi", 2_000_000_012)

    def head(self, unit: int, name: str, account: int) -> Actor:
        made = actor(*HOLDS, units=[unit], name=name, account_id=account)
        return replace(made, home_unit_id=unit)

    def asked(self) -> Transfer:
        with database.acting(self.receiver):
            order = services.Order(
                opened_by="receiving", reason="Theo gia đình", receiving_id=self.there.pk,
                national_id=NUMBER, birth_date=BORN, papers=["application", "results"],
            )  # fmt: skip
            return services.request_transfer(self.receiver, order, at=AT)

    def seen(self, who: Actor, pk: int) -> Transfer:
        return Transfer.objects.select_related("rule").get(pk=pk)


@pytest.fixture
def setting(db: None) -> Setting:
    return Setting()


def test_both_sides_act_and_the_child_is_of_the_other_school(setting: Setting) -> None:
    asked = setting.asked()
    assert (asked.state, asked.due_on, asked.same_province) == ("requested", date(2026, 12, 2), True)
    with database.acting(setting.receiver):
        found = setting.seen(setting.receiver, asked.pk)
        services.accept_transfer(
            setting.receiver, found, version=found.version, at=AT, class_group=setting.new_class
        )
    with database.acting(setting.sender):
        found = setting.seen(setting.sender, asked.pk)
        assert (found.state, found.due_on) == ("accepted", date(2026, 11, 30))
        done = services.release_learner(setting.sender, found, version=found.version, at=AT, effective_on=ON)
        assert done.state == "done"
    with database.acting(setting.sender):
        old = Enrolment.objects.get()
        assert (old.status, old.left_on, old.full_name) == ("04", ON, "Nguyễn Thị Ánh")
        assert Placement.objects.get().valid_until == ON
        assert not Learner.objects.exists()
        assert not Person.objects.exists(), "the mother went along, too"
        assert Transfer.objects.get().state == "done"
    with database.acting(setting.receiver):
        new = Enrolment.objects.get()
        assert (new.status, new.enrolled_on, new.class_group_id) == ("02", ON, setting.new_class.pk)
        assert new.came_from == "Trường Tiểu học Kim Đồng"
        learner = Learner.objects.get()
        assert (learner.school_id, learner.class_name, learner.status) == (setting.there.pk, "3B", "02")
        assert set(Person.objects.values_list("full_name", flat=True)) == {"Nguyễn Thị Ánh", "Trần Thị Mẹ"}
        assert Affiliation.objects.filter(unit_id=setting.there.pk, valid_until=None).count() == 2


def test_without_a_class_the_receiving_school_places_afterwards(setting: Setting) -> None:
    asked = setting.asked()
    with database.acting(setting.receiver):
        services.accept_transfer(setting.receiver, setting.seen(setting.receiver, asked.pk), version=1, at=AT)
    with database.acting(setting.sender):
        found = setting.seen(setting.sender, asked.pk)
        moved = services.release_learner(setting.sender, found, version=2, at=AT, effective_on=ON)
        assert (moved.state, moved.due_on) == ("moved", date(2026, 12, 2))
    with database.acting(setting.receiver):
        found = setting.seen(setting.receiver, asked.pk)
        services.place_learner(setting.receiver, found, version=3, at=AT, class_group=setting.new_class)
        assert Enrolment.objects.get().class_group_id == setting.new_class.pk
        assert Transfer.objects.get().state == "done"
        assert Learner.objects.get().class_name == "3B"


def test_each_side_sees_the_transfer_and_nothing_of_the_other(setting: Setting) -> None:
    setting.asked()
    with database.acting(setting.receiver):
        assert Transfer.objects.count() == 1
        assert not Learner.objects.exists()
        assert not Enrolment.objects.exists()
        assert not Person.objects.exists()
    third = make_school(setting.country.commune, "Trường Tiểu học Bế Văn Đàn").pk
    with database.acting(setting.head(third, "Người ngoài", 2_000_000_013)):
        assert not Transfer.objects.exists()
        assert Transfer.objects.filter(state="requested").update(state="done") == 0


def test_the_wrong_side_and_the_wrong_moment_are_refused(setting: Setting) -> None:
    asked = setting.asked()
    with database.acting(setting.sender):
        found = setting.seen(setting.sender, asked.pk)
        with pytest.raises(access.Refused):
            services.accept_transfer(setting.sender, found, version=1, at=AT)
        with pytest.raises(Invalid):
            services.release_learner(setting.sender, found, version=1, at=AT, effective_on=ON)
        with pytest.raises(access.Refused):
            services.withdraw_transfer(setting.sender, found, version=1, at=AT, why="Nhầm")
    with database.acting(setting.receiver):
        found = setting.seen(setting.receiver, asked.pk)
        with pytest.raises(Invalid):
            services.refuse_transfer(setting.receiver, found, version=1, at=AT, why=" ")
        with pytest.raises(ChangedMeanwhile):
            services.accept_transfer(setting.receiver, found, version=7, at=AT)


def test_a_refusal_ends_it_with_its_reason_and_another_may_begin(setting: Setting) -> None:
    asked = setting.asked()
    with pytest.raises(Invalid, match="đang giải quyết"):
        setting.asked()
    with database.acting(setting.receiver):
        found = setting.seen(setting.receiver, asked.pk)
        services.refuse_transfer(setting.receiver, found, version=1, at=AT, why="Trường đã đủ chỗ")
    with database.acting(setting.sender):
        assert Transfer.objects.get().close_reason == "Trường đã đủ chỗ"
        assert Enrolment.objects.get().left_on is None
    assert setting.asked().state == "requested"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"national_id": "068318000999"}, "Không tìm thấy"),
        ({"birth_date": date(2018, 3, 6)}, "Không tìm thấy"),
        ({"reason": " "}, "lý do"),
    ],
)
def test_requests_that_do_not_hold(setting: Setting, changes: dict[str, Any], told: str) -> None:
    given = {
        "opened_by": "receiving", "reason": "Theo gia đình", "receiving_id": setting.there.pk,
        "national_id": NUMBER, "birth_date": BORN, **changes,
    }  # fmt: skip
    with database.acting(setting.receiver), pytest.raises(Invalid, match=told):
        services.request_transfer(setting.receiver, services.Order(**given), at=AT)


def test_the_own_school_asks_and_a_school_that_does_not_teach_the_grade_is_refused(setting: Setting) -> None:
    secondary = make_school(setting.country.commune, "Trường THCS Nguyễn Du", UnitKind.LOWER_SECONDARY)
    child = setting.enrolment.learner_id
    with database.acting(setting.sender):
        for school, told in ((secondary.pk, "không dạy khối"), (setting.here.pk, "chính trường này")):
            order = services.Order(
                opened_by="sending", reason="Xa nhà", learner_id=child, receiving_id=school
            )
            with pytest.raises(Invalid, match=told):
                services.request_transfer(setting.sender, order, at=AT)
        order = services.Order(
            opened_by="sending", reason="Xa nhà", learner_id=child, receiving_id=setting.there.pk
        )
        assert services.request_transfer(setting.sender, order, at=AT).opened_by == "sending"


def test_a_school_outside_of_the_platform_ends_the_enrolment_only(setting: Setting) -> None:
    with database.acting(setting.sender):
        order = services.Order(
            opened_by="sending", reason="Ra nước ngoài", learner_id=setting.enrolment.learner_id,
            receiving_name="Trường quốc tế, Viêng Chăn",
        )  # fmt: skip
        asked = services.request_transfer(setting.sender, order, at=AT)
        assert asked.state == "accepted"
        found = setting.seen(setting.sender, asked.pk)
        services.release_learner(setting.sender, found, version=1, at=AT, effective_on=ON)
        assert Enrolment.objects.get().status == "04"
        assert Learner.objects.get().school_id == setting.here.pk


def test_pages_of_both_sides(setting: Setting) -> None:
    sender, receiver = client_for(setting.sender), client_for(setting.receiver)
    form = {
        "receiving_id": str(setting.there.pk), "national_id": NUMBER, "birth_date": "05/03/2018",
        "reason": "Theo gia đình", "papers": ["application"],
    }  # fmt: skip
    answer = receiver.post("/transfers/incoming/", form)
    assert answer.status_code == 302, answer.content.decode()
    address = answer["Location"]
    for client in (sender, receiver):
        assert "Nguyễn Thị Ánh" in client.get("/transfers/").content.decode()
        assert client.get(address).status_code == 200
    assert "Đồng ý tiếp nhận" in receiver.get(address).content.decode()
    assert "Đồng ý tiếp nhận" not in sender.get(address).content.decode()
    assert sender.post(f"{address}accept/", {"version": "1"}).status_code == 403
    accepted = receiver.post(f"{address}accept/", {"version": "1", "class_group": str(setting.new_class.pk)})
    assert accepted.status_code == 302, accepted.content.decode()
    assert receiver.post(f"{address}accept/", {"version": "1"}).status_code == 422
    released = sender.post(f"{address}release/", {"version": "2", "effective_on": "25/11/2026"})
    assert released.status_code == 302, released.content.decode()
    learner = f"/learners/learners/{setting.enrolment.learner_id}/"
    assert sender.get(learner).status_code == 404
    shown = receiver.get(learner).content.decode()
    assert "Trường Tiểu học Kim Đồng" in shown
    stranger = client_for(
        setting.head(make_school(setting.country.commune, "Trường khác").pk, "Lạ", 2_000_000_014)
    )
    assert stranger.get(address).status_code == 404


def test_the_outgoing_page_finds_schools_beyond_the_reach(setting: Setting) -> None:
    sender = client_for(setting.sender)
    address = f"/transfers/outgoing/{setting.enrolment.learner_id}/"
    offered = sender.post(address, {"school": "le loi", "reason": "Xa nhà"})
    assert offered.status_code == 422
    assert "Trường Tiểu học Lê Lợi" in offered.content.decode()
    chosen = sender.post(
        address, {"school": "le loi", "receiving_id": str(setting.there.pk), "reason": "Xa nhà"}
    )
    assert chosen.status_code == 302, chosen.content.decode()


def test_the_api(setting: Setting) -> None:
    receiver, sender = client_for(setting.receiver), client_for(setting.sender)
    made = receiver.post(
        "/api/v1/transfers/transfers/",
        {
            "opened_by": "receiving", "reason": "Theo gia đình", "receiving_id": setting.there.pk,
            "national_id": NUMBER, "birth_date": "2018-03-05",
        },
        "application/json",
    )  # fmt: skip
    assert made.status_code == 201, made.content
    one = f"/api/v1/transfers/transfers/{made.json()['id']}"
    assert receiver.post(f"{one}/accept", {"version": 1}, "application/json").json()["state"] == "accepted"
    moved = sender.post(f"{one}/release", {"version": 2, "effective_on": "2026-11-25"}, "application/json")
    assert moved.json()["state"] == "moved", moved.content
    assert [row["state"] for row in sender.get("/api/v1/transfers/transfers/").json()] == ["moved"]
    assert sender.post(f"{one}/place", {"version": 3}, "application/json").status_code == 403


def test_enrolling_a_child_of_another_school_leads_to_a_transfer(setting: Setting) -> None:
    """No second record; the way on is a request that knows the child already."""
    holds = (*HOLDS, EDIT_LEARNERS, REGISTER_PERSON, CORRECT_PERSON, VIEW_UNITS)
    clerk = replace(actor(*holds, units=[setting.there.pk], name="Văn thư"), home_unit_id=setting.there.pk)
    client = client_for(clerk)
    typed = {
        "full_name": "Nguyễn Thị Ánh", "birth_date": "05/03/2018", "sex": "female", "national_id": NUMBER,
        "class_group": setting.new_class.pk, "enrolled_on": "25/11/2026", "entry_kind": "entry",
        "school": setting.there.pk,
    }  # fmt: skip
    with clock.frozen(AT):
        refused = client.post(reverse("schoolyear:enrol"), typed)
        assert refused.status_code == 422
        page, incoming = refused.content.decode(), reverse("transfers:incoming")
        assert f'formaction="{incoming}"' in page
        offered = client.post(incoming, {**typed, "step": "prefill"}).content.decode()
        assert f'value="{NUMBER}"' in offered
        sent = {
            "receiving_id": setting.there.pk, "national_id": NUMBER, "birth_date": "05/03/2018", "reason": "Chuyển nhà",
        }  # fmt: skip
        assert client.post(incoming, sent).status_code == 302
    with database.acting(access.system()):
        assert Learner.objects.filter(person__national_id=NUMBER).count() == 1
        assert Transfer.objects.get().learner_id == setting.enrolment.learner_id
