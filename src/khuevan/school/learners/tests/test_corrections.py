"""A family asks, the school's clerk puts it right in the ordinary way or says why not, the family reads it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from khuevan.kernel import access, database
from khuevan.kernel.access import Actor, Reach
from khuevan.kernel.audit.models import AuditEntry
from khuevan.kernel.testing.actors import actor, client_for
from khuevan.register.people.permissions import CORRECT_PERSON, UNCOVER_FIELD, VIEW_PEOPLE
from khuevan.register.people.tests import builders as people

from ..models import CorrectionRequest, Learner
from ..permissions import DECIDE_CORRECTIONS, EDIT_LEARNERS, VIEW_LEARNERS
from .builders import learner

pytestmark = pytest.mark.django_db
CLERK = (VIEW_LEARNERS, EDIT_LEARNERS, VIEW_PEOPLE, CORRECT_PERSON, DECIDE_CORRECTIONS)
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000001"
    "e221bc330000000049454e44ae426082"
)
REASON = "Theo giấy khai sinh bản chính của cháu"


def parent(child: Learner) -> Actor:
    return replace(actor(person_id=1_999_999), persons=Reach.of([1_999_999, child.person_id]))


def asked(child: Learner, **typed: object) -> int:
    client = client_for(parent(child))
    answer = client.post(f"/learners/own/{child.pk}/ask/", {"reason": REASON, **typed})
    assert answer.status_code == 302, answer.content.decode()
    with database.acting(access.system()):
        return CorrectionRequest.objects.latest("id").pk


def test_a_birth_date_is_put_right_on_a_familys_request() -> None:
    school, elsewhere = people.unit("C-1"), people.unit("C-2")
    child = learner(school)
    family = client_for(parent(child))
    assert "05/09/2015" in family.get(f"/learners/own/{child.pk}/ask/?field=birth_date").content.decode()
    typed = {"field": "birth_date", "wanted": "31/02/2015", "reason": "ngắn"}
    refused = family.post(f"/learners/own/{child.pk}/ask/", typed)
    assert refused.status_code == 422
    number = asked(child, field="birth_date", wanted="09/05/2015", evidence=SimpleUploadedFile("ks.png", PNG))
    again = family.post(f"/learners/own/{child.pk}/ask/", {**typed, "wanted": "10/05/2015", "reason": REASON})
    assert again.status_code == 422
    clerk = client_for(actor(*CLERK, units=[school]))
    address = f"/learners/corrections/{number}/"
    assert client_for(actor(*CLERK, units=[elsewhere])).get(address).status_code == 404
    assert REASON in clerk.get("/learners/corrections/").content.decode()
    assert "Đề nghị sửa của gia đình" in clerk.get("/").content.decode()
    assert b"".join(clerk.get(f"{address}evidence/").streaming_content) == PNG  # type: ignore[attr-defined]
    assert clerk.post(address, {"version": "1", "refuse": "1", "answer": "không"}).status_code == 422
    assert clerk.post(address, {"version": "1", "accept": "1"}).status_code == 302
    with database.acting(access.system()):
        changed = Learner.objects.get(pk=child.pk)
        assert str(changed.person.born) == "09/05/2015"
        entry = AuditEntry.objects.filter(table_name="people_person", kind="changed").latest("at")
        assert AuditEntry.objects.filter(act_id=entry.act_id, why__contains=REASON).exists()
    page = family.get(f"/learners/own/{child.pk}/").content.decode()
    assert "Đã sửa" in page
    assert clerk.post(address, {"version": "2", "accept": "1"}).status_code == 422


def test_a_masked_field_is_decided_by_who_may_see_it_and_the_look_is_logged() -> None:
    school = people.unit("C-1")
    child = learner(school, phone="0912345678")
    number = asked(child, field="phone", wanted="0987654321")
    address = f"/learners/corrections/{number}/"
    clerk = client_for(actor(*CLERK, units=[school]))
    assert "0987654321" not in clerk.get(address).content.decode()
    assert clerk.post(f"{address}reveal/").status_code == 403
    assert clerk.post(address, {"version": "1", "accept": "1"}).status_code == 403
    head = client_for(actor(*CLERK, UNCOVER_FIELD, units=[school]))
    assert head.post(f"{address}reveal/").content.decode() == "0987654321"
    with database.acting(access.system()):
        assert AuditEntry.objects.filter(kind="look", table_name="learners_correctionrequest").count() == 1
    answer = {"version": "1", "refuse": "1", "answer": "Số này không gọi được, mời gia đình đến trường"}
    assert head.post(address, answer).status_code == 302
    assert "không gọi được" in client_for(parent(child)).get(f"/learners/own/{child.pk}/").content.decode()


def test_a_family_withdraws_its_own_request_and_nobody_elses() -> None:
    school = people.unit("C-1")
    child, other = learner(school), learner(school, "Trần Văn Bình")
    number = asked(child, field="birthplace", wanted="Đà Lạt")
    assert client_for(parent(other)).post(f"/learners/corrections/{number}/withdraw/").status_code == 404
    assert client_for(parent(other)).post(f"/learners/own/{child.pk}/ask/").status_code == 404
    assert client_for(parent(child)).post(f"/learners/corrections/{number}/withdraw/").status_code == 302
    with database.acting(access.system()):
        assert CorrectionRequest.objects.get(pk=number).state == "withdrawn"


def test_programs_ask_and_answer_as_people_do() -> None:
    school, elsewhere = people.unit("C-1"), people.unit("C-2")
    child = learner(school)
    family, clerk = client_for(parent(child)), client_for(actor(*CLERK, units=[school]))
    stranger = client_for(actor(*CLERK, units=[elsewhere]))
    root, post = "/api/v1/learners", {"content_type": "application/json"}
    own = f"{root}/own/{child.pk}"
    fields = {one["field"] for one in family.get(f"{own}/correctable").json()}
    assert {"birth_date", "national_id"} <= fields
    body = {"field": "birth_date", "wanted": "09/05/2015", "reason": REASON}
    assert clerk.post(f"{own}/corrections", body, **post).status_code == 404, "not of the family"
    assert family.post(f"{own}/corrections", {**body, "reason": "ngắn"}, **post).status_code == 422
    made = family.post(f"{own}/corrections", body, **post)
    assert (made.status_code, made.json()["wanted"], made.json()["state"]) == (201, "09/05/2015", "open")
    secret = {**body, "field": "national_id", "wanted": "068215000101"}
    hidden = family.post(f"{own}/corrections", secret, **post).json()
    assert (hidden["wanted"], hidden["is_masked"]) == ("", True)
    number, version = made.json()["id"], made.json()["version"]
    assert [one["id"] for one in clerk.get(f"{root}/corrections").json()] == [number, hidden["id"]]
    assert stranger.get(f"{root}/corrections").json() == []
    assert stranger.get(f"{root}/corrections/{number}").status_code == 404
    assert clerk.get(f"{root}/corrections", {"state": "x"}).status_code == 422
    reveal = f"{root}/corrections/{hidden['id']}/reveal"
    assert clerk.post(reveal, **post).status_code == 403, "may not see that field"
    seer = client_for(actor(*CLERK, UNCOVER_FIELD, units=[school]))
    assert seer.post(reveal, **post).json() == {"wanted": "068215000101"}
    with database.acting(access.system()):
        assert AuditEntry.objects.filter(kind="look", action=UNCOVER_FIELD.code).count() == 1
    one = f"{root}/corrections/{number}"
    assert clerk.post(f"{one}/accept", {"version": version + 5}, **post).status_code == 409
    assert clerk.post(f"{one}/accept", {"version": version}, **post).json()["state"] == "accepted"
    with database.acting(access.system()):
        assert str(Learner.objects.get(pk=child.pk).person.born) == "09/05/2015"
    other = f"{root}/corrections/{hidden['id']}"
    assert clerk.post(f"{other}/withdraw", {"version": 1}, **post).status_code == 404
    assert family.post(f"{other}/withdraw", {"version": 1}, **post).json()["state"] == "withdrawn"
    states = [one["state"] for one in family.get(f"{own}/corrections").json()]
    assert states == ["withdrawn", "accepted"]
