"""The pages of an import, step by step, and lists out that read back unchanged."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection

from khuevan.kernel import database
from khuevan.kernel.access import Actor
from khuevan.kernel.records.tests.specimens.permissions import EDIT_PLANTS, VIEW_PLANTS
from khuevan.kernel.sheets import units
from khuevan.kernel.sheets.models import Import
from khuevan.kernel.testing.actors import actor, client_for
from khuevan.kernel.testing.sheets import commit, finish, take_in, workbook

from .specimens import PLANTS, build_bed

pytestmark = pytest.mark.django_db

HEAD = ["Mã cây", "Tên cây", "Ngày trồng", "Loại cây", "Chiều cao", "Ăn được", "Nguồn gốc"]
ROWS: list[list[Any]] = [
    ["000101", "Xoài cát", "05/09/2020", "Cây ăn quả", 120, "Có", "NG-01"],
    ["000102", "Lim xanh", "08/03/2019", "Cây lấy gỗ", 400, "Không", None],
]


@pytest.fixture
def bed() -> int:
    return build_bed()


@pytest.fixture
def clerk(bed: int) -> Actor:
    return replace(actor(EDIT_PLANTS, VIEW_PLANTS, units=[bed]), home_unit_id=bed)


def only_import(clerk: Actor) -> Import:
    with database.acting(clerk):
        return Import.objects.get()


@pytest.fixture(autouse=True)
def _beds_for_units(monkeypatch: pytest.MonkeyPatch) -> None:
    """The specimens' units are garden beds, which the room that names units does not know: they go by number."""
    monkeypatch.setattr(units, "_known", [])


def test_a_clerk_goes_from_upload_to_undo_on_pages(clerk: Actor, bed: int) -> None:
    web = client_for(clerk)
    assert "Danh sách cây" in web.get("/sheets/").content.decode()
    form = web.get("/sheets/new/specimens.plants").content.decode()
    assert "Ngày trồng" in form
    sent = io.BytesIO(workbook(("A", [HEAD, *ROWS])))
    sent.name = "cây.xlsx"
    answer = web.post("/sheets/new/specimens.plants", {"unit": str(bed), "file": sent})
    assert answer.status_code == 302
    made = only_import(clerk)
    assert "Đang xử lý" in web.get(answer.url).content.decode()
    finish(clerk, made)
    seen = web.get(answer.url).content.decode()
    assert "Nhập 2 dòng" in seen
    assert "Xoài cát" in seen
    assert web.post(f"/sheets/{made.pk}/commit").status_code == 302
    finish(clerk, only_import(clerk))
    seen = web.get(answer.url).content.decode()
    assert "Thêm mới 2" in seen
    assert "Hoàn tác" in seen
    web.post(f"/sheets/{made.pk}/undo")
    finish(clerk, only_import(clerk))
    assert "rút lại 2" in web.get(answer.url).content.decode()


@pytest.mark.parametrize("address", ["/sheets/{}", "/api/v1/sheets/imports/{}"])
def test_a_step_that_ends_while_the_page_is_read_is_seen_ended(clerk: Actor, bed: int, address: str) -> None:
    """Otherwise the page would show what was there before, and never ask again."""
    made = take_in(clerk, PLANTS, bed, workbook(("A", [HEAD, *ROWS])))
    client_for(clerk).post(f"/sheets/{made.pk}/commit")
    made = only_import(clerk)
    ended: list[Import] = []

    def just_then(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        answer = execute(sql, params, many, context)
        if 'FROM "sheets_import"' in sql and not ended:
            ended.append(made)
            finish(clerk, made)
        return answer

    with connection.execute_wrapper(just_then):
        seen = client_for(clerk).get(address.format(made.pk)).content.decode()
    assert ended
    assert "Đã nhập xong" in seen or '"state": "committed", "is_running": false' in seen, seen


def test_an_export_imported_again_is_unchanged_throughout(clerk: Actor, bed: int) -> None:
    commit(clerk, take_in(clerk, PLANTS, bed, workbook(("A", [HEAD, *ROWS]))))
    content = b"".join(client_for(clerk).get("/sheets/export/specimens.plants"))
    again = take_in(clerk, PLANTS, bed, content)
    assert (again.counts["unchanged"], again.counts["rows"]) == (2, 2)
    assert b"NG-01" not in content, "sensitive columns leave masked"


def test_an_export_of_another_unit_is_refused_and_logged(clerk: Actor, bed: int) -> None:
    commit(clerk, take_in(clerk, PLANTS, bed, workbook(("A", [HEAD, *ROWS]))))
    content = b"".join(client_for(clerk).get("/sheets/export/specimens.plants"))
    other = build_bed("Luống bên")
    both = actor(EDIT_PLANTS, VIEW_PLANTS, units=[bed, other])
    made = take_in(both, PLANTS, other, content)
    assert made.state == "refused"
    assert "đơn vị khác" in made.refusal


def test_errors_stand_beside_their_rows(clerk: Actor, bed: int) -> None:
    broken = [ROWS[0][:], ROWS[1][:]]
    broken[0][3], broken[1][2] = "Cây leo", "2019"
    made = take_in(clerk, PLANTS, bed, workbook(("A", [HEAD, *broken])))
    seen = client_for(clerk).get(f"/sheets/{made.pk}").content.decode()
    assert "không có trong danh mục" in seen
    assert "chỉ có năm" in seen
    assert client_for(clerk).get(f"/sheets/{made.pk}/marked").status_code == 200


def test_nothing_of_others_imports(clerk: Actor, bed: int) -> None:
    made = take_in(clerk, PLANTS, bed, workbook(("A", [HEAD, *ROWS])))
    stranger = client_for(actor(EDIT_PLANTS, units=[build_bed("x")], account_id=9))
    for address in ("", "/marked"):
        assert stranger.get(f"/sheets/{made.pk}{address}").status_code == 404
    for address in ("commit", "undo", "drop", "decide", "columns"):
        assert stranger.post(f"/sheets/{made.pk}/{address}").status_code == 404


def test_the_empty_template_has_its_catalogues(clerk: Actor) -> None:
    content = b"".join(client_for(clerk).get("/sheets/template/specimens.plants"))
    import zipfile

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert b"LOAI_CAY" in archive.read("xl/workbook.xml")
        assert b"dataValidation" in archive.read("xl/worksheets/sheet1.xml")


def test_an_export_without_a_unit_asks_for_one_where_the_own_has_nothing(clerk: Actor, bed: int) -> None:
    web = client_for(clerk)
    asked = web.get("/sheets/export/specimens.plants")
    assert asked.status_code == 422
    assert "không có dòng nào trong danh sách này" in asked.content.decode()
    assert f'value="{bed}"' in asked.content.decode()
    assert b"".join(web.get(f"/sheets/export/specimens.plants?unit={bed}"))[:2] == b"PK", "asked for by name"
    homeless = client_for(replace(clerk, home_unit_id=None))
    assert "Hãy chọn đơn vị" in homeless.get("/sheets/export/specimens.plants").content.decode()
    unknown = homeless.get("/sheets/export/specimens.plants?unit=nothing")
    assert unknown.status_code == 422
    assert "Không có đơn vị này" in unknown.content.decode()
    assert 'value="nothing"' in unknown.content.decode(), "what was typed is still there"
