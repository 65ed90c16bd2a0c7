"""The pages, as people of both sides see them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from khuevan.governance.inspections.models import Answer, Candidate, Plan, Remedy, Visit
from khuevan.governance.inspections.rules import shipped
from khuevan.kernel import access, clock, database
from khuevan.kernel.testing import assert_queries, client_for

from .builders import AT, REPLY, TEXT, WHY, YEAR, World
from .test_chain import PICTURE

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> Iterator[World]:
    made = World()
    with clock.frozen(AT):
        yield made


def test_an_officer_draws_looks_again_and_approves(world: World, tmp_path: Path) -> None:
    officer = client_for(world.officer)
    assert "Chưa có kế hoạch kiểm tra" in officer.get("/inspections/").content.decode()
    begun = officer.post(
        "/inspections/plan/begin", {"unit": world.department, "year": YEAR, "sheet": shipped.SHEET}
    )
    assert begun.status_code == 302
    page = begun["Location"]
    with database.acting(access.system()):
        plan = Plan.objects.get()
    url = f"/inspections/plans/{plan.pk}"
    early = officer.post(f"{url}/approve", {"decision": "1/QĐ"})
    assert early.status_code == 422
    assert officer.post(f"{url}/draw", {"seed": "hoi-nghi-15-10"}).status_code == 302
    said = officer.get(f"{page}&verify=1").content.decode()
    assert "Kết quả trùng khớp" in said
    assert "hoi-nghi-15-10" in said
    without = officer.post(f"{url}/approve", {"decision": ""})
    assert "Ghi số quyết định" in without.content.decode()
    listed = officer.get(f"{url}/candidates.csv").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(listed)))
    assert (rows[0][1], len(rows)) == ("hoi-nghi-15-10", 8)
    file = tmp_path / "list.csv"
    file.write_text(listed, encoding="utf-8")
    out = io.StringIO()
    call_command("inspections", "redraw", file=file, stdout=out)
    assert "TRÙNG KHỚP: 2" in out.getvalue()
    file.write_text(listed.replace("hoi-nghi", "ban-hop"), encoding="utf-8")
    with pytest.raises(CommandError, match="KHÔNG TRÙNG"):
        call_command("inspections", "redraw", file=file, stdout=out)
    assert officer.post(f"{url}/approve", {"decision": "12/QĐ"}).status_code == 302
    board = officer.get("/inspections/").content.decode()
    assert "2/5 (40,0%)" in board
    with database.acting(access.system()):
        row = Candidate.objects.filter(plan=plan).first()
    assert row is not None
    assert "Rủi ro gồm những gì" in officer.get(f"/inspections/candidates/{row.pk}").content.decode()


def test_a_visit_through_its_pages(world: World) -> None:
    visit = world.visit()
    url, officer = f"/inspections/visits/{visit.pk}", client_for(world.officer)
    head = client_for(world.head)
    assert "Chưa có kết quả" in head.get(url).content.decode()
    assert officer.post(f"{url}/open").status_code == 302
    sheet = officer.get(f"{url}/sheet/")
    assert sheet["X-Kept-For"] == str(world.officer.account_id)
    assert "Lớp" not in sheet.content.decode() or "data-inspection" in sheet.content.decode()
    with database.acting(access.system()):
        rows = list(Answer.objects.filter(visit=visit).order_by("place"))
    cells = [{"e": row.pk, "k": "result", "t": "met", "v": 0} for row in rows[1:]]
    cells += [{"e": rows[0].pk, "k": "result", "t": "not_met", "v": 0}]
    cells += [{"e": rows[0].pk, "k": "remark", "t": "Chưa có kế hoạch", "v": 0}]
    sent = officer.post(
        f"{url}/sheet/save/", json.dumps({"cells": cells}), content_type="application/json"
    ).json()
    assert {one["state"] for one in sent["cells"]} == {"saved"}
    photo = officer.post(
        f"{url}/sheet/photo/",
        {"e": rows[0].pk, "key": "abcd-1234", "photo": SimpleUploadedFile("a.png", PICTURE)},
    )
    assert officer.get(photo.json()["url"])["X-Content-SHA256"] == photo.json()["sha256"]
    assert client_for(world.commune_officer).get(photo.json()["url"]).status_code == 404
    virus = officer.post(
        f"{url}/sheet/photo/",
        {"e": rows[0].pk, "key": "abcd-1235", "photo": SimpleUploadedFile("a.jpg", b"MZ\x00 program")},
    )
    assert virus.status_code == 422
    others = client_for(world.second).get(f"{url}/sheet/now/").json()
    assert others["others"] == ["Đỗ Chuyên Viên Sở"]
    told = {"answer": rows[0].pk, "text": TEXT, "due_on": "26/11/2026"}
    wrong = officer.post(f"{url}/demand", told)
    assert wrong.status_code == 422
    assert TEXT in wrong.content.decode()
    assert officer.post(f"{url}/demand", {**told, "due_on": "26/12/2026"}).status_code == 302
    assert officer.post(f"{url}/conclude", {"remarks": "Cần bổ sung"}).status_code == 302
    assert "Chưa có kế hoạch" in head.get(url).content.decode()
    assert head.get(f"{url}/minutes/1/pdf").content[:5] == b"%PDF-"
    with database.acting(access.system()):
        remedy = Remedy.objects.get()
    page = f"/inspections/remedies/{remedy.pk}"
    assert "Yêu cầu khắc phục" in head.get("/inspections/").content.decode()
    short = head.post(f"{page}/answer", {"reply": "rồi"})
    assert short.status_code == 422
    assert head.post(f"{page}/answer", {"reply": REPLY}).status_code == 302
    assert officer.post(f"{page}/accept").status_code == 302
    assert "Đã khắc phục" in head.get(page).content.decode()


def test_each_side_sees_its_own(world: World) -> None:
    visit = world.concluded()
    url, stranger = f"/inspections/visits/{visit.pk}", client_for(world.other_head)
    with database.acting(access.system()):
        remedy, plan = Remedy.objects.get(), Plan.objects.get()
        row = Candidate.objects.filter(plan=plan).first()
    assert row is not None
    for path in (
        url,
        f"{url}/minutes/1/pdf",
        f"/inspections/remedies/{remedy.pk}",
        f"/inspections/?unit={world.school}",
        f"/inspections/candidates/{row.pk}",
        f"/inspections/plans/{plan.pk}/candidates.csv",
    ):
        assert stranger.get(path).status_code == 404, path
    head = client_for(world.head)
    assert head.get(f"/inspections/candidates/{row.pk}").status_code == 404
    assert head.post(f"{url}/conclude").status_code == 403
    assert client_for(world.commune_officer).post(f"{url}/conclude", {"remarks": ""}).status_code == 403
    assert client_for(world.far_officer).get(url).status_code == 404


NOWHERE = (
    "?unit=x", "?unit=999999999", "?year=1999-2000", "plan?unit=999999999", "candidates/999999999",
    "visits/99999999999999", "visits/999999999/sheet/", "remedies/999999999", "photos/999999999999",
    "visits/1/minutes/99999999/pdf", "plans/99999999999/candidates.csv",
)  # fmt: skip


def test_what_there_is_not_is_not_there(world: World) -> None:
    client = client_for(world.officer)
    assert {path: client.get(f"/inspections/{path}").status_code for path in NOWHERE} == dict.fromkeys(
        NOWHERE, 404
    )


def test_queries_do_not_grow(world: World) -> None:
    world.approved(world.school, world.near, world.third)
    client = client_for(world.officer)
    client.get("/inspections/")
    with assert_queries(15):
        client.get("/inspections/")
    client.get("/inspections/plan?in=all")
    with assert_queries(15):
        client.get("/inspections/plan?in=all")
    with database.acting(access.system()):
        assert Visit.objects.count() >= 3
    assert "Phiếu kiểm tra CNTT" in client.get("/inspections/rules").content.decode()
    assert client.get("/inspections/remedies").status_code == 200
    assert WHY
