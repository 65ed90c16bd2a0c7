"""Indicators that people define: read or refused in words, approved by another, in force by day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pytest

from khuevan.governance.indicators import queries, services
from khuevan.governance.indicators.models import OwnIndicator
from khuevan.kernel import access, clock, database
from khuevan.kernel.access import Refused
from khuevan.kernel.measures import Unreadable, read_measure
from khuevan.kernel.measures.wording import sentence
from khuevan.kernel.records import Invalid
from khuevan.kernel.testing import actor, client_for
from khuevan.register.accounts.models import Account
from khuevan.school.schoolyear.facts import STUDENTS

from .builders import AT, EVERYTHING, ON, World

GIRLS = {"column": "sex", "is": "one", "values": ["female"]}
FROM_SIX = {"column": "age", "is": "between", "values": [6, ""]}
CODE = "own.indicator:girls_minority"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"measure": "count"}, "Số dòng"),
        ({"measure": "count", "where": [GIRLS]}, "«giới tính» là «Nữ»"),
        ({"measure": "share", "of": [GIRLS]}, "phần trăm"),
        ({"measure": "mean", "column": "age"}, "chia cho"),
        ({"measure": "median", "column": "age", "where": [FROM_SIX]}, "Trung vị"),
        ({"measure": "distinct", "column": "ethnicity"}, "khác nhau"),
    ],
)  # fmt: skip
def test_what_people_write_is_a_measure(said: Mapping[str, Any], words: str) -> None:
    assert words in sentence(read_measure(STUDENTS, said))


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"measure": "exec"}, "measure"),
        ({"measure": "count", "sql": "select 1"}, "measure"),
        ({"measure": "sum", "column": "sex"}, "column"),
        ({"measure": "sum", "column": "salary"}, "column"),
        ({"measure": "distinct", "column": "person_id"}, "column"),
        ({"measure": "distinct", "column": "title"}, "column"),
        ({"measure": "count", "where": [{"column": "learner.disability", "is": "one", "values": [1]}]}, "where"),
        ({"measure": "count", "where": [{"column": "unit_id", "is": "one", "values": [1]}]}, "where"),
        ({"measure": "count", "where": [{"column": "age", "is": "one", "values": ["x"]}]}, "where"),
        ({"measure": "count", "where": [{"column": "age", "is": "one", "values": ["9" * 30]}]}, "where"),
        ({"measure": "count", "where": [{"column": "age", "is": "or 1=1", "values": [1]}]}, "where"),
        ({"measure": "count", "where": "sex = 'female'"}, "where"),
        ({"measure": "count", "where": [GIRLS] * 9}, "where"),
        ({"measure": "count", "where": ["x"]}, "where"),
        ({"measure": "count", "where": [{"column": "sex", "is": "one", "values": ["a\x00"]}]}, "where"),
        ({"measure": "share"}, "of"),
    ],
)  # fmt: skip
def test_what_reads_outside_its_facts_is_refused_in_words(said: Mapping[str, Any], field: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_measure(STUDENTS, said)
    assert refused.value.field == field
    assert len(str(refused.value)) > 10


@pytest.fixture
def world(db: None) -> World:
    made = World()
    services.rebuild(actor=made.officer, at=AT)
    return made


@pytest.fixture(autouse=True)
def on_the_day() -> Iterator[None]:
    with clock.frozen(AT):
        yield


def proposed(world: World, **more: Any) -> OwnIndicator:
    given = {
        "word": "girls_minority", "label": "Nữ sinh dân tộc thiểu số", "unit": "học sinh", "decimals": 0,
        "facts": STUDENTS.code, "purpose": "Kế hoạch học bổng",
        "definition": {"measure": "count", "where": [GIRLS, {"column": "is_minority", "is": "yes"}]},
        "splits": ["grade"], **more,
    }  # fmt: skip
    return services.propose_indicator(actor=world.officer, at=AT, **given)


def other(world: World) -> Any:
    return actor(*EVERYTHING, units=[world.department], account_id=77, name="Người duyệt")


def test_nobody_approves_the_own_one(world: World) -> None:
    made = proposed(world)
    assert CODE not in queries.indicators(on=ON)
    with pytest.raises(Refused):
        services.decide_indicator(actor=world.officer, at=AT, own_id=made.pk, approves=True)
    with pytest.raises(Invalid):
        services.decide_indicator(actor=other(world), at=AT, own_id=made.pk, approves=False)
    with pytest.raises(Invalid):
        proposed(world)
    services.decide_indicator(actor=other(world), at=AT, own_id=made.pk, approves=True)
    assert CODE in queries.indicators(on=ON)
    assert CODE not in queries.indicators(on=date(2026, 11, 25))


def test_nor_does_the_same_person_from_another_account(world: World) -> None:
    person = world.anh.person_id
    with database.acting(access.system()):
        first, second = Account.objects.bulk_create(
            Account(username=name, kind="staff", person_id=person, created_at=AT) for name in ("mot", "hai")
        )
    made = proposed(world)
    with database.acting(access.system()):
        OwnIndicator.objects.filter(pk=made.pk).update(proposed_by_id=first.pk)
    again = actor(
        *EVERYTHING, units=[world.department], account_id=second.pk, person_id=person, name="Vẫn người ấy"
    )
    with pytest.raises(Refused):
        services.decide_indicator(actor=again, at=AT, own_id=made.pk, approves=True)


def test_a_version_ends_with_the_next(world: World) -> None:
    first = proposed(world)
    services.decide_indicator(actor=other(world), at=AT, own_id=first.pk, approves=True)
    second = proposed(world, label="Nữ sinh dân tộc thiểu số, cách mới")
    services.decide_indicator(
        actor=other(world), at=AT, own_id=second.pk, approves=True, valid_from=date(2027, 1, 1)
    )
    assert [
        queries.indicators(on=day)[CODE].version for day in (ON, date(2026, 12, 31), date(2027, 1, 1))
    ] == [1, 1, 2]
    services.end_indicator(actor=other(world), at=AT, own_id=second.pk, remark="Không dùng nữa")
    assert CODE not in queries.indicators(on=date(2027, 1, 2))


@pytest.mark.parametrize(
    "wrong",
    [{"word": "Có dấu"}, {"label": " "}, {"facts": "people.secret"}, {"splits": ["x"]}, {"decimals": 9}],
)
def test_a_proposal_names_what_is_wrong(world: World, wrong: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as refused:
        proposed(world, **wrong)
    assert list(refused.value.errors) == list(wrong)


def test_it_appears_everywhere_as_the_others_do(world: World) -> None:
    """Defined on the page, approved by another; then catalogue, value, records, explorer and API."""
    client, judge = client_for(world.officer), client_for(other(world))
    form = {
        "word": "girls_minority", "label": "Nữ sinh dân tộc thiểu số", "unit": "học sinh", "decimals": "0",
        "purpose": "Kế hoạch học bổng", "measure": "count", "where0_column": "sex", "where0_is": "one",
        "where0_values": "Nữ", "where1_column": "is_minority", "where1_is": "yes", "splits": ["sex", "grade"],
    }  # fmt: skip
    address = f"/indicators/own/define?facts={STUDENTS.code}"
    assert client.get(address).status_code == 200
    assert client.post(address, {**form, "where0_column": "salary"}).status_code == 422
    page = client.post(address, form).headers["Location"]
    assert "một người khác phải duyệt" in client.get(page).content.decode()
    assert client.post(f"{page}/decide", {"verdict": "approve"}).status_code == 403
    assert judge.post(f"{page}/decide", {"verdict": "approve"}).status_code == 302
    where = f"unit={world.department}"
    assert "Nữ sinh dân tộc thiểu số" in client.get(f"/indicators/?{where}&q=nu sinh").content.decode()
    value = client.get(f"/indicators/values/{CODE}?{where}&by=grade").content.decode()
    assert "1 học sinh" in value
    assert "có «dân tộc thiểu số»" in value.lower() or "«giới tính» là «Nữ»" in value
    assert "K&#39;Brẽ Thị Ka" in client.get(f"/indicators/values/{CODE}/records?{where}").content.decode()
    assert CODE in client.get(f"/indicators/explorer?{where}&ind={CODE}").content.decode()
    profile = client.get(f"/indicators/units/{world.department}").content.decode()
    assert "Chỉ tiêu tự định nghĩa" in profile
    assert "Nữ sinh dân tộc thiểu số" in profile
    other_school = client.get(f"/indicators/units/{world.other}").content.decode()
    assert "Nữ sinh dân tộc thiểu số" not in other_school, "nothing of that kind is there"
    api = client.get(f"/api/v1/indicators/{CODE}/values", {"unit": world.department}).json()
    assert api["value"] == 1
    assert client.get(f"/indicators/own/define?from={OwnIndicator.objects.get().pk}").status_code == 200
    assert "Nữ sinh" in judge.get("/indicators/own").content.decode()


API = "/api/v1/indicators/own"
ASKED = {
    "word": "girls_minority", "label": "Nữ sinh dân tộc thiểu số", "unit": "học sinh", "facts": STUDENTS.code,
    "measure": "count", "where": [
        {"column": "sex", "is": "one", "values": ["female"]}, {"column": "is_minority", "is": "yes"}],
    "splits": ["grade"], "purpose": "Kế hoạch học bổng",
}  # fmt: skip


def test_a_program_proposes_and_another_person_decides(world: World) -> None:
    client, judge = client_for(world.officer), client_for(other(world))
    known = {one["code"]: one for one in client.get(f"{API}/facts").json()}
    assert {"name": "sex", "label": "giới tính", "kind": "text"} in known[STUDENTS.code]["columns"]
    assert "person_id" not in [column["name"] for column in known[STUDENTS.code]["columns"]]
    answer = client.post(API, ASKED, content_type="application/json")
    assert answer.status_code == 201, answer.content
    made = answer.json()
    assert (made["code"], made["state"], made["version"]) == (CODE, "proposed", 1)
    assert "«giới tính» là «Nữ»" in made["formula"]
    one = f"{API}/{made['id']}"
    assert client.get(f"/api/v1/indicators/{CODE}/values", {"unit": world.department}).status_code == 404
    decide = {"approves": True}
    assert client.post(f"{one}/decide", decide, content_type="application/json").status_code == 403
    assert (
        judge.post(f"{one}/decide", {"approves": False}, content_type="application/json").status_code == 422
    )
    approved = judge.post(f"{one}/decide", decide, content_type="application/json")
    assert approved.json()["state"] == "approved"
    assert client.get(one).json()["decided_by"] == "Người duyệt"
    value = client.get(f"/api/v1/indicators/{CODE}/values", {"unit": world.department}).json()
    assert value["value"] == 1
    assert [row["code"] for row in judge.get(API).json()] == [CODE]


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"where": [{"column": "person_id", "is": "one", "values": ["1"]}]}, 422),
        ({"where": [{"column": "school; drop table", "is": "yes"}]}, 422),
        ({"measure": "eval"}, 422),
        ({"facts": "accounts.account"}, 422),
        ({"word": "Có dấu"}, 422),
        ({"where": [{"column": "sex", "is": "one", "values": ["x"] * 41}]}, 422),
    ],
)
def test_a_program_is_told_what_is_wrong(world: World, wrong: dict[str, Any], status: int) -> None:
    client = client_for(world.officer)
    answer = client.post(API, {**ASKED, **wrong}, content_type="application/json")
    assert answer.status_code == status
    assert OwnIndicator.objects.count() == 0
    assert client_for(world.reader).post(API, ASKED, content_type="application/json").status_code == 403
    assert client.get(f"{API}/999999999").status_code == 404
