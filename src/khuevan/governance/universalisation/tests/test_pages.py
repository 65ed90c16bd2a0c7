"""The pages and the API as officers of both tiers meet them: survey, standards, lists, dossier."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from khuevan.governance.universalisation.models import Dossier, Household, Member, Round
from khuevan.kernel import access, database
from khuevan.kernel.testing import assert_queries, client_for

from .builders import NUMBERED, YEAR, World, household, member, pupil, round_open


@pytest.fixture
def world(db: None) -> World:
    return World()


def address(name: str, *arguments: object, **asked: object) -> str:
    tail = "&".join(f"{key}={value}" for key, value in {"year": YEAR, **asked}.items())
    return f"{reverse(f'universalisation:{name}', args=arguments)}?{tail}"


def surveyed(world: World) -> Household:
    """A round with a family of which enough is known for literacy."""
    round_open(world.officer, world.commune)
    form = household(world.officer, world.commune)
    pupil(world.school, "Nguyễn Thị Ánh", "03", date(2018, 5, 5), national_id=NUMBERED)
    member(world.officer, form, national_id=NUMBERED)
    member(
        world.officer,
        form,
        "Trần Thị Mẹ",
        birth_date=date(1994, 1, 1),
        completed="lower_secondary",
        relation="spouse",
    )
    return form


def stored(model: Any, **wanted: Any) -> Any:
    with database.acting(access.system()):
        return model.objects.get(**wanted)


def test_from_an_empty_commune_to_a_recognised_dossier(world: World) -> None:
    """Round, form, persons, standards, list behind, self-check, submission, return, submission, recognition."""
    officer, chief = client_for(world.officer), client_for(world.chief)
    assert officer.get(address("commune", world.commune)).status_code == 200
    assert officer.post(address("open_round", world.commune), {"year": YEAR}).status_code == 302
    made = officer.post(
        address("add_household", world.commune),
        {"number": "017", "head_name": "K'Brẽ", "residence": "permanent", "hamlet": "Thôn 3"},
    )
    assert made.status_code == 302
    form = stored(Household, number="017")
    saved = officer.post(
        address("add_member", form.pk),
        {
            "full_name": "Ka Thị Lan",
            "birth_date": "05/05/1998",
            "sex": "female",
            "presence": "here",
            "completed": "primary",
        },
    )
    assert saved.status_code == 302
    assert officer.post(address("visit", form.pk), {"version": form.version}).status_code == 302
    page = officer.get(address("assessment", world.commune)).content.decode()
    assert "Xóa mù chữ mức độ 1" in page
    behind = officer.get(
        address("people", world.commune, measure="literate_1", **{"from": 15, "to": 35}, which="of")
    )
    assert "Ka Thị Lan" in behind.content.decode()
    checked = officer.post(address("check_dossier"), {"unit": world.commune, "year": YEAR})
    one = stored(Dossier, unit_id=world.commune)
    assert checked.status_code == 302
    assert one.asked == ["literacy_1", "literacy_2"]
    refused = officer.post(address("submit", one.pk), {"version": one.version}, follow=True).content.decode()
    assert "Hãy chốt đợt điều tra" in refused
    survey = stored(Round, unit_id=world.commune)
    officer.post(
        reverse("universalisation:close_round", args=[world.commune, YEAR]), {"version": survey.version}
    )
    officer.post(address("submit", one.pk), {"version": one.version})
    one = stored(Dossier, pk=one.pk)
    assert (one.state, len(one.digest)) == ("submitted", 64)
    assert officer.post(address("recognise", one.pk), {}).status_code == 403
    empty = chief.post(address("return", one.pk), {"version": one.version, "reason": " "})
    assert empty.status_code == 422
    chief.post(address("return", one.pk), {"version": one.version, "reason": "Thiếu danh sách thôn 4"})
    one = stored(Dossier, pk=one.pk)
    assert "Thiếu danh sách thôn 4" in officer.get(address("dossier", one.pk)).content.decode()
    officer.post(address("submit", one.pk), {"version": one.version})
    one = stored(Dossier, pk=one.pk)
    decision = {"version": one.version, "standards": ["literacy_1"], "decision_number": "12/QĐ-UBND"}
    early = chief.post(address("recognise", one.pk), {**decision, "decision_on": "01/01/2026"})
    assert early.status_code == 422
    beyond = chief.post(
        address("recognise", one.pk), {**decision, "standards": ["primary_3"], "decision_on": "20/11/2026"}
    )
    assert beyond.status_code == 422
    assert (
        chief.post(address("recognise", one.pk), {**decision, "decision_on": "20/11/2026"}).status_code == 302
    )
    assert stored(Dossier, pk=one.pk).recognised == ["literacy_1"]
    board = chief.get(address("board")).content.decode()
    assert "Đã công nhận" in board
    pdf, book = (chief.get(address("printed", one.pk, kind)) for kind in ("pdf", "xlsx"))
    assert pdf.content.startswith(b"%PDF")
    assert book.content.startswith(b"PK")


def test_submitted_figures_stay_and_a_changed_byte_is_seen(world: World) -> None:
    from django.db import DatabaseError, transaction

    surveyed(world)
    officer = client_for(world.officer)
    officer.post(address("check_dossier"), {"unit": world.commune, "year": YEAR})
    survey, one = stored(Round, unit_id=world.commune), stored(Dossier, unit_id=world.commune)
    officer.post(
        reverse("universalisation:close_round", args=[world.commune, YEAR]), {"version": survey.version}
    )
    officer.post(address("submit", one.pk), {"version": one.version})
    with database.acting(access.system()), pytest.raises(DatabaseError), transaction.atomic():
        Dossier.objects.filter(pk=one.pk).update(figures="{}")
    with database.acting(access.system()):
        Dossier.objects.filter(pk=one.pk).update(state="returned")
        Dossier.objects.filter(pk=one.pk).update(figures="{}", state="submitted")
    page = client_for(world.chief).get(address("dossier", one.pk)).content.decode()
    assert "Hồ sơ không còn nguyên vẹn" in page


def test_figures_that_moved_since_the_self_check_are_not_submitted(world: World) -> None:
    form = surveyed(world)
    officer = client_for(world.officer)
    officer.post(address("check_dossier"), {"unit": world.commune, "year": YEAR})
    survey, one = stored(Round, unit_id=world.commune), stored(Dossier, unit_id=world.commune)
    officer.post(
        reverse("universalisation:close_round", args=[world.commune, YEAR]), {"version": survey.version}
    )
    member(world.officer, form, "Người mới", birth_date=date(1990, 1, 1))
    said = officer.post(address("submit", one.pk), {"version": one.version}, follow=True).content.decode()
    assert "Số liệu đã khác lần tự kiểm tra" in said


def test_the_province_counts_its_recognised_communes(world: World) -> None:
    with database.acting(access.system()):
        Dossier.objects.create(
            unit_id=world.commune, tier="commune", year=YEAR, state="recognised", recognised=["primary_3"]
        )
    chief = client_for(_at_home(world))
    chief.post(address("check_dossier"), {"unit": world.department, "year": YEAR})
    one = stored(Dossier, tier="province")
    import json

    first = next(row for row in json.loads(one.figures)["standards"] if row["standard"] == "primary_1")
    assert (first["requirements"][0]["upper"], first["requirements"][0]["lower"]) == (1, 2)
    assert chief.get(address("dossier", one.pk)).status_code == 200


def _at_home(world: World) -> access.Actor:
    from dataclasses import replace

    return replace(world.chief, home_unit_id=world.department)


def test_others_find_nothing_or_are_refused_with_a_reason(world: World) -> None:
    form = surveyed(world)
    neighbour, head, chief = (client_for(one) for one in (world.neighbour, world.head, world.chief))
    for name, argument in (("commune", world.commune), ("assessment", world.commune), ("household", form.pk)):
        assert neighbour.get(address(name, argument)).status_code == 404
        assert head.get(address(name, argument)).status_code == 403
        assert chief.get(address(name, argument)).status_code == 200
    assert chief.get(address("add_household", world.commune)).status_code == 403
    assert neighbour.post(address("check_dossier"), {"unit": world.commune}).status_code == 404
    assert chief.post(address("check_dossier"), {"unit": world.commune, "year": YEAR}).status_code == 403


def test_looks_at_lists_are_logged(world: World) -> None:
    surveyed(world)
    client = client_for(world.officer)
    client.get(address("people", world.commune, measure="literate_1", which="all"))
    client.get(address("clashes", world.commune))
    with database.acting(access.system()):
        found = set(_entries().values_list("action", flat=True))
    assert {"universalisation.person:view", "universalisation.clash:view"} <= found


def _entries() -> Any:
    from django.apps import apps

    return apps.get_model("audit", "AuditEntry").objects.filter(kind="look")


def test_bad_input_is_answered_in_words(world: World) -> None:
    form = surveyed(world)
    client = client_for(world.officer)
    plain = {"full_name": "Lê A", "birth_date": "05/05/2020", "sex": "male", "presence": "here"}
    for wrong in (
        {"birth_date": "05/05/2030"}, {"birth_date": "05/05/1800"}, {"birth_date": "31/02/2020"}, {"sex": "x"},
        {"full_name": "\x00"}, {"full_name": "A" * 200}, {"study_grade": "99"}, {"national_id": "12"},
        {"national_id": NUMBERED, "birth_date": "05/05/2018"}, {"presence": "left"}, {"last_grade": "-1"},
    ):  # fmt: skip
        if wrong.get("national_id") == NUMBERED:
            other = household(world.officer, world.commune, "002")
            answer = client.post(address("add_member", other.pk), {**plain, **wrong})
            assert "phiếu 001" in answer.content.decode()
        else:
            answer = client.post(address("add_member", form.pk), {**plain, **wrong})
        assert answer.status_code == 422, wrong
    for odd in ("0", "99999", "x", "%00"):
        assert (
            client.get(f"{reverse('universalisation:commune', args=[world.commune])}?year={odd}").status_code
            == 200
        )
    assert client.get(address("people", world.commune, measure="units_meeting")).status_code == 404
    assert client.get(address("people", world.commune, measure="attending", page=10**9)).status_code == 200
    assert client.get(address("household", 2**40)).status_code == 404
    with database.acting(access.system()):
        assert Member.objects.count() == 2


def test_the_lists_ask_the_same_number_of_queries_however_long(world: World) -> None:
    round_open(world.officer, world.commune)
    for number in range(3):
        member(world.officer, household(world.officer, world.commune, f"{number:03}"), f"Người {number}")
    client = client_for(world.officer)
    with assert_queries(6):
        client.get(address("households", world.commune))
    with assert_queries(8):
        client_for(world.chief).get(address("board"))
    with assert_queries(14):
        client.get(address("assessment", world.commune))


def test_the_api_gives_what_the_pages_show(world: World) -> None:
    surveyed(world)
    client = client_for(world.officer)
    base = "/api/v1/universalisation"
    found = client.get(f"{base}/communes/{world.commune}/assessment?year={YEAR}").json()
    one = next(row for row in found["standards"] if row["standard"] == "literacy_1")
    assert one["is_met"] is True
    people = client.get(f"{base}/communes/{world.commune}/people?year={YEAR}&measure=literate_1").json()
    assert people["number"] == 2
    assert client.get(f"{base}/communes/{world.far}/assessment?year={YEAR}").status_code == 404
    assert client.get(f"{base}/communes/{world.commune}/clashes?year={YEAR}").status_code == 200
    made = client.post(
        f"{base}/dossiers/check", {"unit": world.commune, "year": YEAR}, content_type="application/json"
    )
    assert made.json()["state"] == "draft"
    assert len(client.get(f"{base}/dossiers?year={YEAR}").json()) == 1


def test_thresholds_with_two_rows_for_a_day_are_refused(world: World) -> None:
    chief = client_for(world.chief)
    answer = chief.post(
        reverse("universalisation:threshold_add"),
        {"name": "Trẻ 5 tuổi đến lớp", "tier": "commune", "standard": "preschool", "measure": "attending", "age_from": 5,
         "age_to": 5, "least": "96", "instrument": "Thử", "valid_from": "01/01/2026", "trust": "unverified"},
    )  # fmt: skip
    assert answer.status_code == 422
    assert "cùng điều kiện" in answer.content.decode()


def test_a_household_that_is_no_more_takes_in_nobody_until_it_is_opened_again(world: World) -> None:
    client, form = client_for(world.officer), household(world.officer, world.commune)
    member(world.officer, form, "Người ở lại", birth_date=date(1990, 1, 1))
    held = client.post(address("close_household", form.pk), {"version": form.version}, follow=True)
    assert "Còn người đang ở trong hộ" in held.content.decode()
    empty = household(world.officer, world.commune, "002")
    client.post(address("close_household", empty.pk), {"version": empty.version})
    person = {"full_name": "Lê A", "birth_date": "05/05/2020", "sex": "male", "presence": "here"}
    assert client.post(address("add_member", empty.pk), person).status_code == 422
    again = {
        "number": "002",
        "head_name": "Lê B",
        "residence": "permanent",
        "version": stored(Household, pk=empty.pk).version,
    }
    assert client.post(address("edit_household", empty.pk), again).status_code == 302
    assert client.post(address("add_member", empty.pk), person).status_code == 302


def test_whoever_was_slower_overwrites_nothing(world: World) -> None:
    client, form = client_for(world.officer), household(world.officer, world.commune)
    row = member(world.officer, form, "Lê A", birth_date=date(1990, 1, 1))
    said = {
        "full_name": "Lê Bình",
        "birth_date": "01/01/1990",
        "sex": "female",
        "presence": "here",
        "version": row.version,
    }
    assert client.post(address("edit_member", form.pk, row.pk), said).status_code == 302
    late = client.post(address("edit_member", form.pk, row.pk), {**said, "full_name": "Lê Chi"})
    assert late.status_code == 422
    assert stored(Member, pk=row.pk).full_name == "Lê Bình"
