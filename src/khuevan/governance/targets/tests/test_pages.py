"""The pages as each side sees them, the import, the files, the API, what everybody may read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from khuevan.governance.targets import queries, services
from khuevan.governance.targets.models import Plan, Report, Section, Target, Task
from khuevan.governance.targets.services import ReportOrder
from khuevan.governance.targets.tables import OutLine, document, grids_of, workbook
from khuevan.kernel import access, clock, database
from khuevan.kernel.testing import assert_queries, client_for

from .builders import AT, GIRLS, ON, World

pytestmark = pytest.mark.django_db
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LINES = [
    OutLine(("I THỂ CHẾ",), is_group=True),
    OutLine(("1", "Ban hành quy chế", "", "Sở Giáo dục và Đào tạo Lâm Đồng", "", "2026", "Quy chế", "", "")),
    OutLine(("2", "Tập huấn", "", "Phòng Không Có", "", "theo lộ trình", "", "", "")),
    OutLine(("3", "", "", "Phòng Không Có", "", "", "", "", "")),
]


@pytest.fixture
def world() -> Iterator[World]:
    made = World()
    with clock.frozen(AT):
        yield made


def newest(kind: type[Plan] | type[Target] | type[Task]) -> int:
    with database.acting(access.system()):
        return int(kind.objects.latest("pk").pk)


def test_a_plan_from_the_form_to_the_board(world: World) -> None:
    officer = client_for(world.officer)
    given = {"title": "Kế hoạch số hóa", "starts_on": "01/01/2026", "ends_on": "31/12/2025", "parent": ""}
    assert "Ngày kết thúc đứng trước" in officer.post("/targets/begin", given).content.decode()
    assert officer.post("/targets/begin", {**given, "ends_on": "31/12/2027"}).status_code == 302
    plan = newest(Plan)
    url = f"/targets/plans/{plan}"
    target = {
        "name": "Tỉ lệ nữ", "measure": "indicator", "indicator": GIRLS, "direction": "at_least", "threshold": "45,5",
        "unit_word": "%", "tiers": ["school"],
    }  # fmt: skip
    wrong = officer.post(f"{url}/targets/add", {**target, "threshold": "nhiều"})
    assert wrong.status_code == 422
    assert "nhiều" in wrong.content.decode()  # what was typed is still there
    assert officer.post(f"{url}/targets/add", target).status_code == 302
    assert officer.post(f"{url}/tasks/add", {"name": "Rà soát", "is_yearly": "on"}).status_code == 302
    ids = re.findall(r' id="([^"]+)"', officer.get(url).content.decode())
    assert len(ids) == len(set(ids))  # three forms on one page, each label leads to its own field
    late = officer.post(f"{url}/adopt", {"number": "05/KH", "issued_on": "01/01/2027"})
    assert "còn ở phía trước" in late.content.decode()
    world.computed()
    assert officer.post(f"{url}/adopt", {"number": "05/KH", "issued_on": "20/01/2026"}).status_code == 302
    board = officer.get("/targets/board").content.decode()
    assert "≥ 45,5%" in board
    assert "50%" in board
    assert "/indicators/values/schoolyear.student:girls_share" in board
    assert "Đã đạt" in officer.get(f"/targets/targets/{newest(Target)}").content.decode()
    for part in ("targets", "tasks", "timeline", "changes"):
        assert officer.get(f"{url}?part={part}").status_code == 200
    assert "kv-gantt-bar" in officer.get(f"{url}?part=timeline").content.decode()


def test_a_decision_is_written_down_on_the_page_and_shown_with_its_day(world: World) -> None:
    plan = world.begun(world.officer)
    task_id = world.with_task(world.officer, plan, ends_on=date(2026, 10, 1))
    world.adopted(world.officer, plan)
    officer, url = client_for(world.officer), f"/targets/tasks/{task_id}/amend"
    given = {
        "decision": "02/QĐ",
        "effective_on": "01/06/2026",
        "reason": "Chưa bố trí được kinh phí",
        "cited": "mục 1",
    }
    assert "Ghi ít nhất một nội dung mới" in officer.post(url, given).content.decode()
    assert officer.post(url, {**given, "due_on": "30/06/2027"}).status_code == 302
    changes = officer.get(f"/targets/plans/{plan.pk}?part=changes").content.decode()
    assert "<del>01/10/2026</del> → <ins>30/06/2027</ins>" in changes
    assert "Chưa bố trí được kinh phí" in changes
    then = officer.get(f"/targets/plans/{plan.pk}?part=tasks&day=31/05/2026").content.decode()
    assert "01/01/2026 – 01/10/2026" in then
    assert "01/01/2026 – 30/06/2027" in officer.get(f"/targets/plans/{plan.pk}?part=tasks").content.decode()
    assert client_for(world.head).post(url, given).status_code == 403


def test_a_draft_is_not_there_for_others_and_an_adopted_one_for_who_stands_elsewhere(world: World) -> None:
    plan = world.begun(world.head)
    world.with_task(world.head, plan)
    assert client_for(world.other_head).get(f"/targets/plans/{plan.pk}").status_code == 404
    world.adopted(world.head, plan)
    task = newest(Task)
    for path in (f"plans/{plan.pk}", f"tasks/{task}", f"plans/{plan.pk}/export/xlsx"):
        assert client_for(world.other_head).get(f"/targets/{path}").status_code == 404
        assert client_for(world.officer).get(f"/targets/{path}").status_code == 200
    assert client_for(world.other_head).get(f"/targets/board?unit={world.school}").status_code == 404


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_a_table_comes_in_as_it_was_previewed(world: World, kind: str) -> None:
    plan = world.begun(world.officer)
    tables = [("Nhiệm vụ", LINES)]
    content = document("KẾ HOẠCH", "", tables) if kind == "docx" else workbook("KẾ HOẠCH", tables)
    officer = client_for(world.officer)
    file = SimpleUploadedFile(f"ke hoach.{kind}", content, DOCX if kind == "docx" else XLSX)
    sent = officer.post(f"/targets/plans/{plan.pk}/import", {"file": file, "kind": "tasks"})
    assert sent.status_code == 302
    url = sent.headers["Location"]
    preview = officer.get(url).content.decode()
    assert "Không nhận ra đơn vị chủ trì" in preview
    assert "Không hiểu thời gian" in preview
    assert "dòng này không nhập" in preview
    with database.acting(world.officer):
        assert not Task.objects.filter(plan=plan).exists()
    given = {
        "kind": "tasks",
        "table": "0",
        "column_number": "0",
        "column_name": "1",
        "column_lead": "3",
        "column_period": "5",
    }
    assert officer.post(url.partition("?")[0], given).status_code == 302
    assert officer.post(url.partition("?")[0], given).status_code == 302  # again: known already
    with database.acting(world.officer):
        rows = list(Task.objects.filter(plan=plan).order_by("order"))
        assert [row.name for row in rows] == ["Ban hành quy chế", "Tập huấn"]
        assert (rows[0].lead_unit_id, rows[0].ends_on) == (world.department, date(2026, 12, 31))
        assert (rows[1].lead_unit_id, rows[1].lead, rows[1].ends_on) == (
            None,
            "Phòng Không Có",
            date(2027, 12, 31),
        )
        assert [row.name for row in Section.objects.filter(plan=plan)] == ["I THỂ CHẾ"]


def test_a_table_of_targets_proposes_how_each_is_measured_and_the_reader_chooses(world: World) -> None:
    plan, officer = world.begun(world.officer), client_for(world.officer)
    lines = [
        OutLine((str(number), name, "", "", "", "2026", "", "", ""))
        for number, name in enumerate(
            (
                "50% nữ trong học sinh",
                "80% học sinh nữ",
                "70% cơ sở giáo dục có tổ chuyển đổi số",
                "90% người dân hài lòng",
            ),
            1,
        )
    ]
    file = SimpleUploadedFile("chi tieu.docx", document("KẾ HOẠCH", "", [("Chỉ tiêu", lines)]), DOCX)
    sent = officer.post(f"/targets/plans/{plan.pk}/import", {"file": file, "kind": "targets"})
    preview = officer.get(sent.headers["Location"]).content.decode()
    proposed = re.findall(r'name="measure_(\d+)".*?<option value="([^"]+)" selected', preview)
    places = [place for place, _word in proposed]
    assert [word for _place, word in proposed] == ["reported", f"indicator:{GIRLS}", "evidence", "reported"]
    given = {"kind": "targets", "table": "0", "column_number": "0", "column_name": "1", "column_period": "5"}
    chosen = {f"measure_{place}": word for place, word in proposed} | {
        f"measure_{places[0]}": f"indicator:{GIRLS}"
    }
    url = sent.headers["Location"].partition("?")[0]
    bad = officer.post(url, {**given, f"measure_{places[0]}": "indicator:khong.co"}, follow=True)
    assert "Không có chỉ tiêu mang mã này" in bad.content.decode()
    assert officer.post(url, {**given, **chosen}).status_code == 302
    with database.acting(world.officer):
        rows = Target.objects.filter(plan=plan).order_by("order")
        assert [(row.measure, row.indicator, int(row.threshold)) for row in rows] == [
            ("indicator", GIRLS, 50), ("indicator", GIRLS, 80), ("evidence", "", 70), ("reported", "", 90),
        ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.docx", b"khong phai word", "Không đọc được tệp này"),
        ("a.pdf", b"%PDF-1.4\n%%EOF\n", "Không đọc được tệp này"),
        ("a.docx", document("x", "", [])[:2000], "hỏng"),
    ],
)
def test_files_that_are_no_tables_are_refused_in_words(
    world: World, name: str, content: bytes, said: str
) -> None:
    plan, officer = world.begun(world.officer), client_for(world.officer)
    sent = officer.post(f"/targets/plans/{plan.pk}/import", {"file": SimpleUploadedFile(name, content)})
    if sent.status_code == 302:
        sent = officer.get(sent.headers["Location"])
    assert sent.status_code == 422
    assert said in sent.content.decode()


def test_a_document_without_a_table_is_refused_in_words(world: World) -> None:
    plan, officer = world.begun(world.officer), client_for(world.officer)
    file = SimpleUploadedFile("a.docx", document("x", "", []), DOCX)
    sent = officer.post(f"/targets/plans/{plan.pk}/import", {"file": file})
    assert "Không thấy bảng nào" in officer.get(sent.headers["Location"]).content.decode()


def test_a_plan_goes_out_and_reads_back(world: World) -> None:
    plan = world.begun(world.officer, "=Kế hoạch")
    world.with_task(world.officer, plan, "=cmd|' /C calc'!A0", lead="Sở Giáo dục và Đào tạo Lâm Đồng")
    world.with_target(world.officer, plan)
    officer = client_for(world.officer)
    for kind, media in (("xlsx", XLSX), ("docx", DOCX)):
        answer = officer.get(f"/targets/plans/{plan.pk}/export/{kind}")
        assert answer.headers["Content-Type"] == media
        grids = grids_of(BytesIO(answer.content), media)
        words = [cell.text for grid in grids for row in grid.rows for cell in row]
        assert "=cmd|' /C calc'!A0" in words
        assert "≥ 40%" in words


def test_reporting_with_a_file_that_others_may_not_open(world: World) -> None:
    plan = world.begun(world.head)
    task_id = world.with_task(world.head, plan)
    world.adopted(world.head, plan)
    head = client_for(world.head)
    file = SimpleUploadedFile("bien ban.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf")
    given = {"value": "40", "as_of": "26/11/2026", "text": "Đã họp", "link": "", "file": file}
    assert head.post(f"/targets/tasks/{task_id}/report", {**given, "value": "140"}).status_code == 422
    file.seek(0)
    assert head.post(f"/targets/tasks/{task_id}/report", given).status_code == 302
    with database.acting(world.head):
        report = Report.objects.get()
    page = head.get(f"/targets/tasks/{task_id}").content.decode()
    assert report.sha256[:12] in page
    assert b"".join(head.get(f"/targets/evidence/{report.pk}").streaming_content) == b"%PDF-1.4\n%%EOF\n"  # type: ignore[arg-type]
    assert client_for(world.other_head).get(f"/targets/evidence/{report.pk}").status_code == 404


def test_what_everybody_may_read(world: World) -> None:
    plan = world.begun(world.head)
    task_id = world.with_task(world.head, plan)
    world.with_target(world.head, plan, base=Decimal(10))
    world.computed()
    world.adopted(world.head, plan)
    with database.acting(world.head):
        services.report_task(
            world.head, at=AT, task_id=task_id, order=ReportOrder(ON, Decimal(40), "Bà Hoa báo")
        )
    everybody = client_for(None)
    assert everybody.get(f"/targets/public/{plan.pk}").status_code == 404
    assert everybody.get("/api/v1/targets/public").json()["items"] == []
    assert (
        client_for(world.head).post(f"/targets/plans/{plan.pk}/publish", {"publish": "1"}).status_code == 302
    )
    assert plan.title in everybody.get("/targets/public/").content.decode()
    page = everybody.get(f"/targets/public/{plan.pk}").content.decode()
    assert "Nhiệm vụ A" in page
    assert "Đã đạt" in page
    assert "50%" not in page  # figures of a school are not for everybody
    assert "Bà Hoa" not in page
    assert "Hiệu trưởng" not in page
    assert len(everybody.get("/api/v1/targets/public").json()["items"]) == 1
    assert everybody.get(f"/targets/plans/{plan.pk}").status_code == 302


def test_notices_are_seen_and_gone(world: World) -> None:
    plan = world.begun(world.head)
    world.with_task(world.head, plan, ends_on=date(2026, 10, 1))
    world.adopted(world.head, plan)
    head = client_for(world.head)
    assert "Quá hạn" in head.get("/targets/notices").content.decode()
    with database.acting(world.head):
        notice = queries.notices(world.head).get()
    assert client_for(world.other_head).post(f"/targets/notices/{notice.pk}/seen").status_code == 404
    assert head.post(f"/targets/notices/{notice.pk}/seen").status_code == 302
    assert "Không có việc nào" in head.get("/targets/notices").content.decode()


def test_the_api(world: World) -> None:
    plan = world.begun(world.head)
    task_id = world.with_task(world.head, plan)
    world.with_target(world.head, plan)
    world.computed()
    world.adopted(world.head, plan)
    head = client_for(world.head)
    told = head.get("/api/v1/targets/plans").json()["items"]
    assert [one["id"] for one in told] == [plan.pk]
    lines = head.get(f"/api/v1/targets/plans/{plan.pk}").json()
    assert (lines["targets"][0]["value"], lines["targets"][0]["standing"]) == (50, "reached")
    body = {"as_of": "2026-11-26", "value": "60", "text": "Đã làm"}
    path = f"/api/v1/targets/tasks/{task_id}/reports"
    assert head.post(path, body, content_type="application/json").status_code == 201
    assert head.post(path, {**body, "text": ""}, content_type="application/json").status_code == 422
    progress = head.get(f"/api/v1/targets/progress?unit={world.school}&year=2026").json()
    assert progress["tasks"][0]["share"] == 60
    assert head.get(f"/api/v1/targets/progress?unit={world.near}").status_code == 403
    assert client_for(world.other_head).get(f"/api/v1/targets/plans/{plan.pk}").status_code == 404


def test_pages_ask_no_more_however_many_lines_there_are(world: World) -> None:
    plan = world.begun(world.officer)
    for number in range(3):
        world.with_task(world.officer, plan, f"Nhiệm vụ {number}")
        world.with_target(world.officer, plan, measure="reported", indicator="")
    world.adopted(world.officer, plan)
    officer = client_for(world.officer)
    paths = (f"/targets/plans/{plan.pk}?part=tasks", "/targets/board", "/targets/")
    few = []
    for path in paths:
        officer.get(path)
        with assert_queries(60, at_most=True) as asked:
            officer.get(path)
        few.append(len(asked.captured_queries))
    more = world.begun(world.officer, "Kế hoạch khác")
    for number in range(12):
        world.with_task(world.officer, more, f"Nhiệm vụ {number}")
    world.adopted(world.officer, more)
    for path, number in zip(paths, few, strict=True):
        with assert_queries(60, at_most=True) as asked:
            officer.get(path)
        assert len(asked.captured_queries) <= number
