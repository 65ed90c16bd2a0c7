"""An import by a program: sent, asked about, committed, undone; the marked file fetched."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from khuevan.kernel import database
from khuevan.kernel.records.tests.specimens.permissions import EDIT_PLANTS, VIEW_PLANTS
from khuevan.kernel.sheets import units
from khuevan.kernel.sheets.models import Import
from khuevan.kernel.testing.actors import ActingClient, actor, client_for
from khuevan.kernel.testing.sheets import finish, workbook

from .specimens import PLANTS, build_bed

pytestmark = pytest.mark.django_db
HEAD = ["Mã cây", "Tên cây", "Loại cây", "Ngày trồng"]
API = "/api/v1/sheets"


@pytest.fixture
def bed() -> int:
    return build_bed()


@pytest.fixture(autouse=True)
def _beds_for_units(monkeypatch: pytest.MonkeyPatch) -> None:
    """The specimens' units are garden beds, which the room that names units does not know: they go by number."""
    monkeypatch.setattr(units, "_known", [])


@pytest.fixture
def client(bed: int) -> ActingClient:
    return client_for(
        actor(EDIT_PLANTS, VIEW_PLANTS, units=[bed]),
        HTTP_X_CSRFTOKEN="k" * 32,
        HTTP_COOKIE="csrftoken=" + "k" * 32,
    )


def send(client: ActingClient, unit: object, content: bytes, **more: str) -> dict[str, object]:
    file = SimpleUploadedFile("cây.xlsx", content)
    answer = client.post(f"{API}/layouts/{PLANTS.key}/imports", {"unit": str(unit), "file": file, **more})
    return {"status": answer.status_code, **answer.json()}


def done(client: ActingClient, number: int) -> None:
    with database.acting(client.acting):
        made = Import.objects.get(pk=number)
    finish(client.acting, made)


def test_a_program_imports_reads_mends_commits_and_undoes(client: ActingClient, bed: int) -> None:
    listed = {one["key"]: one for one in client.get(f"{API}/layouts").json()}
    assert listed[PLANTS.key]["may_import"]
    rows = [["000101", "Xoài", "Cây ăn quả", "05/09/2020"], ["000102", "Lim", "Cây leo", "31/02/2019"]]
    sent = send(client, bed, workbook(("A", [HEAD, *rows])))
    assert (sent["status"], sent["state"], sent["is_running"]) == (201, "uploaded", True), sent
    number = int(str(sent["id"]))
    assert (
        client.post(f"{API}/imports/{number}/commit", {}, content_type="application/json").status_code == 422
    )
    done(client, number)
    told = client.get(f"{API}/imports/{number}").json()
    assert (told["state"], told["counts"]["new"], told["counts"]["wrong"], told["has_marked"]) == (
        "checked",
        1,
        1,
        True,
    )
    (wrong,) = client.get(f"{API}/imports/{number}/rows?kind=wrong").json()["items"]
    assert (wrong["row"], {problem["column"] for problem in wrong["problems"]}) == (
        3,
        {"Loại cây", "Ngày trồng"},
    )
    marked = client.get(f"{API}/imports/{number}/marked")
    assert io.BytesIO(b"".join(marked.streaming_content)).getvalue()[:2] == b"PK"
    json = {"content_type": "application/json"}
    assert client.post(f"{API}/imports/{number}/commit", {}, **json).status_code == 422, (
        "wrong rows are asked about"
    )
    assert client.post(f"{API}/imports/{number}/commit", {"partial": True}, **json).json()["is_running"]
    done(client, number)
    assert client.get(f"{API}/imports/{number}").json()["counts"]["added"] == 1
    assert client.post(f"{API}/imports/{number}/undo", {}, **json).status_code == 200
    done(client, number)
    assert client.get(f"{API}/imports/{number}").json()["state"] == "undone"
    assert [one["id"] for one in client.get(f"{API}/imports").json()["items"]] == [number]


def test_what_is_wrong_is_named_at_its_field(client: ActingClient, bed: int) -> None:
    content = workbook(("A", [HEAD]))
    for unit, file, more, field in (
        ("lạ", content, {}, "unit"), (bed, b"\0\1\2" * 50, {}, "file"), (bed, content, {"values": "[1"}, "values"),
    ):  # fmt: skip
        answer = send(client, unit, file, **more)
        assert answer["status"] == 422, answer
        assert [one["field"] for one in answer["errors"]] == [field]  # type: ignore[attr-defined]
    assert client.get(f"{API}/imports/{2**40}").status_code == 404
    assert client.get(f"{API}/imports/1").status_code == 404
    stranger = client_for(
        actor(VIEW_PLANTS, units=[bed], account_id=5),
        HTTP_X_CSRFTOKEN="k" * 32,
        HTTP_COOKIE="csrftoken=" + "k" * 32,
    )
    assert send(stranger, bed, content)["status"] == 403
