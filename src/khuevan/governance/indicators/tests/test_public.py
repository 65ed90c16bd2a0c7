"""What everybody sees: only what is listed, never a small number, on the page and in every format."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.test import Client

from khuevan.governance.indicators import queries, services
from khuevan.governance.indicators.rules.publishing import why_not_public
from khuevan.kernel import clock
from khuevan.kernel.access import Refused
from khuevan.kernel.measures import declared
from khuevan.kernel.records import Invalid
from khuevan.kernel.testing import actor, client_for

from .builders import AT, COHO, EVERYTHING, ON, World, child

pytestmark = pytest.mark.django_db
ALL, GIRLS, CLASSES = "schoolyear.student:all", "schoolyear.student:girls_share", "schoolyear.class_group:all"
WHY = "Quyết định công bố số 12"


@pytest.fixture
def world() -> World:
    """Lê Lợi gets seven boys more, Bảo Thuận eight girls: 3 + 8 in Di Linh, 9 in the other commune."""
    made = World()
    for number in range(7):
        child(made.near, f"Phan Văn {'ABCDEGH'[number]}", "male")
    for number in range(8):
        child(made.other, f"Lê Thị {'ABCDEGHI'[number]}", "female")
    services.rebuild(actor=made.officer, at=AT)
    return made


@pytest.fixture(autouse=True)
def on_the_day() -> Iterator[None]:
    with clock.frozen(AT):
        yield


def published(world: World, code: str = ALL, *splits: str) -> queries.Published:
    services.freeze(actor=world.officer, at=AT, period="Đầu năm học")
    services.publish(actor=world.officer, at=AT, code=code, splits=splits, reason=WHY)
    found = queries.published(code, on=ON)
    assert found is not None
    return found


def test_nothing_is_public_before_somebody_says_so(world: World) -> None:
    assert queries.published(ALL, on=ON) is None
    assert Client().get(f"/indicators/public/{ALL}").status_code == 404
    assert Client().get("/indicators/public/").status_code == 200
    assert Client().get("/api/v1/indicators/public").json() == []


def test_a_small_school_takes_a_second_one_with_it(world: World) -> None:
    found = published(world)
    assert found.totals[world.commune].value == 11  # type: ignore[union-attr]
    assert (found.totals[world.school], found.totals[world.near]) == (None, None)
    assert found.totals[world.other].value == 9  # type: ignore[union-attr]


def test_a_split_is_withheld_where_it_tells_of_few(world: World) -> None:
    """Of eleven children in Di Linh two are girls: they go, the boys with them, and so do those of the other commune."""
    found = published(world, ALL, "sex")
    assert found.apart["sex"][world.commune] == {"female": None, "male": None}
    assert set(found.apart["sex"][world.far].values()) == {None}
    whole = {value: one and one.value for value, one in found.apart["sex"][world.department].items()}
    assert whole == {"female": 11, "male": 9}
    assert world.school not in found.apart["sex"], "schools are not taken apart"


def test_the_threshold_is_dated_and_says_where_it_comes_from(world: World) -> None:
    assert queries.least_on(ON) == 5
    services.set_threshold(
        actor=world.officer, at=AT, least=10, valid_from=date(2026, 12, 1), source="QĐ 1/QĐ-SGDĐT", trust="U"
    )
    assert (queries.least_on(ON), queries.least_on(date(2026, 12, 1))) == (5, 10)
    for wrong in ({"least": 1}, {"valid_from": date(2020, 1, 1)}, {"source": " "}, {"trust": "x"}):
        given: dict[str, Any] = {"least": 6, "valid_from": ON, "source": "QĐ 2", "trust": "U", **wrong}
        with pytest.raises(Invalid):
            services.set_threshold(actor=world.officer, at=AT, **given)
    with pytest.raises(Refused):
        services.set_threshold(actor=world.reader, at=AT, least=6, valid_from=ON, source="QĐ", trust="U")


@pytest.mark.parametrize(
    ("code", "splits", "beside", "fits"),
    [
        (ALL, ["sex", "grade"], [], True),
        (ALL, ["national_id"], [], False),
        ("schoolyear.student:median_age", [], [], False),
        (GIRLS, ["grade"], [], False),
        (GIRLS, [], [], True),
        (GIRLS, [], [ALL], False),
        (ALL, [], [GIRLS], False),
        (CLASSES, ["grade"], [ALL], True),
    ],
)
def test_what_may_stand_on_one_list(code: str, splits: list[str], beside: list[str], fits: bool) -> None:
    every = declared()
    assert (why_not_public(every[code], splits, [every[one] for one in beside]) == "") is fits


def test_the_page_shows_no_withheld_number(world: World) -> None:
    published(world, ALL, "sex")
    page = Client().get(f"/indicators/public/{ALL}?unit={world.commune}").content.decode()
    cells = re.findall(r'scope="row">(?:<a[^>]*>)?([^<]+)(?:</a>)?</th>\s*<td[^>]*>([^<]*)</td>', page)
    assert dict(cells) == {
        "Nữ": "×", "Nam": "×", "Trường Tiểu học Kim Đồng": "×", "Trường Tiểu học Lê Lợi": "×",
    }  # fmt: skip
    for unit in ("0", "x", "99999999"):
        assert Client().get(f"/indicators/public/{ALL}?unit={unit}").status_code == 404


def test_programs_get_the_same_without_signing_in(world: World) -> None:
    published(world, ALL, "sex")
    client, api = Client(), f"/api/v1/indicators/public/{ALL}"
    listed = client.get("/api/v1/indicators/public").json()
    assert [(one["code"], one["splits"], one["least"]) for one in listed] == [(ALL, ["sex"], 5)]
    lines = client.get(f"{api}/values").json()
    hidden = {(one["unit_id"], one["split"], one["word"]) for one in lines["items"] if one["withheld"]}
    assert {(world.school, "", ""), (world.near, "", ""), (world.commune, "sex", "female")} <= hidden
    assert all(one["value"] is None for one in lines["items"] if one["withheld"])
    assert len(client.get(f"{api}/values", {"offset": 2, "limit": 3}).json()["items"]) == 3
    rows = b"".join(client.get(f"{api}/values.csv").streaming_content).decode().splitlines()  # type: ignore[attr-defined]
    assert rows[0] == "unit_id,name,split,word,said,value,withheld"
    assert len(rows) == lines["total"] + 1
    assert f"{world.school},Trường Tiểu học Kim Đồng,,,,,1" in rows


def test_sdmx_says_the_same_and_holds_together(world: World) -> None:
    """Every key has a code in each dimension, every withheld value the status Q, every list of the structure is there."""
    published(world, ALL, "sex")
    api = f"/api/v1/indicators/public/{ALL}"
    answer = Client().get(f"{api}/sdmx")
    assert answer.headers["Content-Type"].startswith("application/vnd.sdmx.data+json; version=2.0.0")
    said, structure = answer.json()["data"], Client().get(f"{api}/structure").json()["data"]
    dimensions = said["structures"][0]["dimensions"]["observation"]
    status = said["structures"][0]["attributes"]["observation"][0]["values"]
    seen = {}
    for key, (value, place) in said["dataSets"][0]["observations"].items():
        codes = [one["values"][int(at)]["id"] for one, at in zip(dimensions, key.split(":"), strict=True)]
        seen[tuple(codes)] = (value, status[place]["id"])
    assert seen[str(world.department), "_T"] == (20.0, "A")
    assert seen[str(world.commune), "female"] == (None, "Q")
    assert seen[str(world.department), "female"] == (11.0, "A")
    components = structure["dataStructures"][0]["dataStructureComponents"]
    assert [one["id"] for one in components["dimensionList"]["dimensions"]] == [
        one["id"] for one in dimensions
    ]
    lists = {one["id"]: [code["id"] for code in one["codes"]] for one in structure["codelists"]}
    for one in dimensions:
        assert lists[f"CL_{one['id']}"] == [value["id"] for value in one["values"]]


def test_an_officer_publishes_and_takes_back_on_the_page(world: World) -> None:
    client = client_for(world.officer)
    given = {"which": "publish", "code": ALL, "splits": "Giới tính, Khối", "reason": WHY}
    assert client.post("/indicators/publishing", given).status_code == 302
    assert [one.splits for one in queries.publications(on=ON)] == [["sex", "grade"]]
    again = client.post("/indicators/publishing", {**given, "code": GIRLS})
    assert again.status_code == 422
    one = queries.publications(on=ON)[0]
    client.post(f"/indicators/publishing/{one.pk}/stop", {"reason": "ngắn"})
    assert queries.published(ALL, on=ON) is None, "nothing was frozen yet"
    assert "Chưa chốt kỳ số liệu nào" in client.get("/indicators/publishing").content.decode()
    services.freeze(actor=world.officer, at=AT, period="Đầu năm học")
    assert queries.published(ALL, on=ON) is not None
    assert "Kỳ đang công bố" in client.get("/indicators/publishing").content.decode()
    client.post(f"/indicators/publishing/{one.pk}/stop", {"reason": "Hết hạn công bố"})
    assert queries.published(ALL, on=ON) is None
    assert client.get("/indicators/publishing").status_code == 200
    assert client_for(world.reader).get("/indicators/publishing").status_code == 403


def test_a_filter_that_tells_of_one_child_is_published_nowhere(world: World) -> None:
    """An indicator that people defined so narrowly that it counts K'Brẽ Thị Ka alone: seen by whoever may see her, and
    said nowhere in public, neither by the number nor by what others leave of it."""
    narrow = {"measure": "count", "where": [
        {"column": "ethnicity", "is": "one", "values": [COHO]}, {"column": "sex", "is": "one", "values": ["female"]},
    ]}  # fmt: skip
    services.propose_indicator(
        actor=world.head, at=AT, word="koho_girls", label="Số nữ Cơ-ho", unit="em", decimals=0,
        facts="schoolyear.student", definition=narrow, splits=["sex", "grade"], purpose="Thử điều kiện hẹp",
    )  # fmt: skip
    decider = actor(*EVERYTHING, units=None, account_id=9)
    services.decide_indicator(actor=decider, at=AT, own_id=queries.own_indicators()[0].pk, approves=True)
    code = "own.indicator:koho_girls"
    inside = client_for(world.officer).get(f"/api/v1/indicators/{code}/values", {"unit": world.department})
    assert inside.json()["value"] == 1
    found = published(world, code, "sex", "grade")
    with_her = (world.department, world.commune, world.school)
    assert {unit: found.totals[unit] for unit in with_her} == dict.fromkeys(with_her)
    numbers = [one for row in found.apart.values() for cells in row.values() for one in cells.values()]
    assert numbers
    assert [one for one in numbers if one is not None and one.value == 1] == []
    client, api = Client(), f"/api/v1/indicators/public/{code}"
    lines = client.get(f"{api}/values", {"limit": 5000}).json()["items"]
    assert {line["value"] for line in lines} <= {None, 0}
    csv = b"".join(client.get(f"{api}/values.csv").streaming_content).decode()  # type: ignore[attr-defined]
    assert {row.split(",")[-2] for row in csv.splitlines()[1:]} <= {"", "0", "0.0"}
    observed = client.get(f"{api}/sdmx").json()["data"]["dataSets"][0]["observations"]
    values = [one[0] for one in observed.values()]
    assert values
    assert set(values) <= {None, 0}
    page = client.get(f"/indicators/public/{code}").content.decode()
    assert "×" in page
    assert re.findall(r"<td>\s*1\s*</td>", page) == []
