"""Tables whose cells are merged, whose leads nobody knows; a target whose indicator changed its formula."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO

import docx
import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from khuevan.governance.indicators import services as indicators
from khuevan.governance.indicators.permissions import DECIDE_OWN, PROPOSE_OWN
from khuevan.governance.targets.models import Task
from khuevan.kernel import clock, database
from khuevan.kernel.testing import actor, client_for

from .builders import AT, World

pytestmark = pytest.mark.django_db
HEADINGS = ("TT", "Nhiệm vụ", "Đơn vị chủ trì", "Thời gian")
LEAD, NOBODY = "Sở Giáo dục và Đào tạo Lâm Đồng", "Phòng Không Có"
WORD = "girls_counted"


@pytest.fixture
def world() -> Iterator[World]:
    made = World()
    with clock.frozen(AT):
        yield made


def word() -> bytes:
    """Tasks 1 and 2 share the cell of their lead; task 3 stands in a cell over two rows."""
    made = docx.Document()
    table = made.add_table(rows=5, cols=4)
    for row, cells in enumerate(
        (HEADINGS, ("1", "Ban hành quy chế", LEAD, "2026"), ("2", "Kết nối dữ liệu", "", "2026"),
         ("3", "Tập huấn", NOBODY, "2027"), ("", "", "Phòng Cũng Không", ""))
    ):  # fmt: skip
        for column, said in enumerate(cells):
            table.cell(row, column).text = said
    for top, column in ((1, 2), (3, 1), (3, 0), (3, 3)):
        said = table.cell(top, column).text
        table.cell(top, column).merge(table.cell(top + 1, column)).text = said
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def sheet() -> bytes:
    """The same as a workbook."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    made = book.add_worksheet("Nhiệm vụ")
    made.write_row(0, 0, HEADINGS)
    made.write_row(1, 0, ("1", "Ban hành quy chế", "", "2026"))
    made.write_row(2, 0, ("2", "Kết nối dữ liệu", "", "2026"))
    made.merge_range(1, 2, 2, 2, LEAD)
    made.merge_range(3, 0, 4, 0, "3")
    made.merge_range(3, 1, 4, 1, "Tập huấn")
    made.merge_range(3, 3, 4, 3, "2027")
    made.write(3, 2, NOBODY)
    made.write(4, 2, "Phòng Cũng Không")
    book.close()
    return out.getvalue()


@pytest.mark.parametrize("name", ["ke hoach.docx", "ke hoach.xlsx"])
def test_merged_cells_count_for_all_their_rows_and_an_unknown_lead_is_said_and_kept_as_words(
    world: World, name: str
) -> None:
    plan, officer = world.begun(world.officer), client_for(world.officer)
    file = SimpleUploadedFile(name, word() if name.endswith("docx") else sheet())
    sent = officer.post(f"/targets/plans/{plan.pk}/import", {"file": file, "kind": "tasks"})
    url = sent.headers["Location"]
    preview = officer.get(url).content.decode()
    assert "Không nhận ra đơn vị chủ trì" in preview
    assert "Phòng Cũng Không" in preview
    given = {"kind": "tasks", "table": "0", "column_number": "0", "column_name": "1", "column_lead": "2",
             "column_period": "3"}  # fmt: skip
    assert officer.post(url.partition("?")[0], given).status_code == 302
    with database.acting(world.officer):
        rows = [
            (one.name, one.lead_unit_id, one.lead) for one in Task.objects.filter(plan=plan).order_by("order")
        ]
    assert rows == [
        ("Ban hành quy chế", world.department, LEAD), ("Kết nối dữ liệu", world.department, LEAD),
        ("Tập huấn", None, f"{NOBODY}\nPhòng Cũng Không"),
    ]  # fmt: skip


def defined(version: str) -> None:
    """Another formula of the same indicator, in force from today on."""
    proposer = replace(actor(PROPOSE_OWN), account_id=1)
    made = indicators.propose_indicator(
        actor=proposer, at=AT, word=WORD, label="Học sinh nữ", unit="người", decimals=0, facts="schoolyear.student",
        definition={"measure": "count", "where": [{"column": "sex", "is": "one", "values": [version]}]}, splits=(),
        purpose="Đếm thử để đặt chỉ tiêu",
    )  # fmt: skip
    indicators.decide_indicator(
        actor=replace(actor(DECIDE_OWN), account_id=2), at=AT, own_id=made.pk, approves=True
    )


def test_a_target_whose_indicator_has_another_formula_by_now_says_so(world: World) -> None:
    defined("female")
    plan = world.begun(world.officer)
    target = world.with_target(
        world.officer, plan, indicator=f"own.indicator:{WORD}", threshold=1, tiers=(), unit_word="người"
    )
    url, officer = f"/targets/targets/{target.pk}", client_for(world.officer)
    warned = "Công thức của chỉ tiêu đã thay đổi từ khi đặt chỉ tiêu này"
    assert warned not in officer.get(url).content.decode()
    defined("male")
    assert warned in officer.get(url).content.decode()
