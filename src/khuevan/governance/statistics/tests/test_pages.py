"""The pages, as each side sees them; files and the API."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import pytest

from khuevan.governance.statistics import queries
from khuevan.governance.statistics.models import Report
from khuevan.kernel import clock, database
from khuevan.kernel.testing import assert_queries, client_for

from .builders import AT, COHO, FORM, LATER, YEAR, World, changed

pytestmark = pytest.mark.django_db
WHY = "Số nữ chưa khớp với sổ đăng bộ, đề nghị kiểm tra lại"


@pytest.fixture
def world() -> Iterator[World]:
    made = World()
    with clock.frozen(LATER):
        yield made


def last(world: World) -> Report:
    with database.acting(world.head):
        return Report.objects.filter(unit_id=world.school).latest("pk")


def test_from_the_list_to_the_return_and_back(world: World) -> None:
    head, officer = client_for(world.head), client_for(world.commune_officer)
    assert "Quá hạn 47 ngày" in head.get("/statistics/").content.decode()
    begun = head.post("/statistics/begin", {"unit": world.school, "form": FORM, "year": YEAR})
    report = last(world)
    assert begun.headers["Location"] == f"/statistics/reports/{report.pk}"
    url = begun.headers["Location"]
    page = head.get(url)
    seen = _seen(page.content.decode())
    assert officer.post(f"{url}/submit", {"seen": seen}).status_code == 403
    assert head.post(f"{url}/submit", {"seen": "0" * 64}).status_code == 422
    assert head.post(f"{url}/submit", {"seen": seen}).status_code == 302
    board = officer.get(f"/statistics/boards/{FORM}").content.decode()
    assert "Gửi muộn 47 ngày" in board
    assert url in board
    wrong = officer.post(f"{url}/return", {"reason": "sai"})
    assert wrong.status_code == 422
    assert "ít nhất 10 ký tự" in wrong.content.decode()
    assert officer.post(f"{url}/return", {"reason": WHY}).status_code == 302
    assert WHY in head.get(url).content.decode()
    changed(world.anh, ethnicity=COHO)
    head.post("/statistics/begin", {"unit": world.school, "form": FORM, "year": YEAR})
    again = last(world)
    assert again.revision == 2
    assert "Thay đổi so với lần lập trước" in head.get(f"/statistics/reports/{again.pk}").content.decode()


def _seen(page: str) -> str:
    return page.partition('name="seen" value="')[2].partition('"')[0]


def test_what_was_sent_stays_the_same_to_the_byte_and_says_what_differs(world: World) -> None:
    report = world.sent_anew(world.head, world.school)
    head = client_for(world.head)
    url = f"/statistics/reports/{report.pk}"
    before = {kind: head.get(f"{url}/file/{kind}").content for kind in ("xlsx", "pdf")}
    told = head.get(f"/api/v1/statistics/reports/{report.pk}").json()
    changed(world.anh, ethnicity=COHO)
    assert {kind: head.get(f"{url}/file/{kind}").content for kind in before} == before
    assert head.get(f"/api/v1/statistics/reports/{report.pk}").json() == told
    assert before["pdf"].startswith(b"%PDF")
    compared = head.get(f"{url}?compare=1").content.decode()
    assert "Học sinh tiểu học: Lớp 3, Nữ DTTS" in compared
    cell = head.get(f"{url}/cells/learners.all.minority_girls").content.decode()
    assert f"/indicators/values/schoolyear.student:primary?unit={world.school}" in cell
    assert "sex=female" in cell


def test_the_workbook_has_the_form_at_its_corner(world: World) -> None:
    import python_calamine

    report = world.sent_anew(world.head, world.school)
    content = client_for(world.head).get(f"/statistics/reports/{report.pk}/file/xlsx").content
    rows = python_calamine.CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    words = [str(cell) for row in rows for cell in row if cell != ""]
    for said in ("Biểu số: 02.ĐN-TH", "Đơn vị báo cáo: Trường Tiểu học Kim Đồng", "Đơn vị nhận báo cáo: Xã Di Linh",
                 "Thủ trưởng đơn vị", "Hiệu trưởng"):  # fmt: skip
        assert said in words, said
    pupils = next(row for row in rows if row[0] == "Tổng số")
    assert list(pupils[1:6]) == [3, 2, 1, 1, 0]


def test_altered_contents_are_found_and_shown_nowhere(world: World) -> None:
    report = world.sent_anew(world.head, world.school)
    with database.acting(world.head):
        broken = Report.objects.get(pk=report.pk)
    broken.content = broken.content.replace('"learners.all.total":3', '"learners.all.total":4')
    assert queries.contents_of(broken) is None
    with database.acting(world.head):
        assert queries.filled(world.head, broken).is_broken


def test_each_side_sees_its_own(world: World) -> None:
    report = world.sent_anew(world.head, world.school)
    url = f"/statistics/reports/{report.pk}"
    stranger = client_for(world.other_head)
    for path in (
        url,
        f"{url}/file/pdf",
        f"{url}/cells/learners.all.total",
        f"/statistics/?unit={world.school}",
    ):
        assert stranger.get(path).status_code == 404, path
    reader = client_for(world.reader)
    assert reader.get(url).status_code == 200
    assert reader.post(f"{url}/accept").status_code == 403
    assert client_for(world.officer).post(f"{url}/accept").status_code == 403
    assert client_for(world.commune_officer).post(f"{url}/accept").status_code == 302


NOWHERE = (
    "reports/0", "reports/999999999", "reports/99999999999999999999", "boards/x", "boards/dn-th?year=1999-2000",
    "boards/dn-th?unit=999999999", "?unit=x", "?year=x", "?year=%00", "layouts/x", "?unit=99999999999",
)  # fmt: skip


def test_what_there_is_not_is_not_there(world: World) -> None:
    client = client_for(world.officer)
    assert {path: client.get(f"/statistics/{path}").status_code for path in NOWHERE} == dict.fromkeys(
        NOWHERE, 404
    )


def test_catalogue_layouts_and_boards_of_every_form(world: World) -> None:
    client = client_for(world.officer)
    page = client.get("/statistics/layouts").content.decode()
    assert "2106" in page
    for form in ("dn-mn", "dn-th", "cn-thcs", "eqms-cn"):
        assert client.get(f"/statistics/layouts/{form}").status_code == 200
    assert "Không có đơn vị nào" in client.get("/statistics/boards/dn-thpt").content.decode()
    nobody = client.get("/statistics/boards/dn-th?state=late&q=kh%C3%B4ng").content.decode()
    assert "Không có đơn vị nào" in nobody


def test_queries_of_lists_do_not_grow(world: World) -> None:
    client = client_for(world.officer)
    client.get("/statistics/")
    for path, number in (("/statistics/", 10), (f"/statistics/boards/{FORM}", 9)):
        with assert_queries(number):
            client.get(path)


def test_over_the_interface(world: World) -> None:
    head = client_for(world.head)
    api = "/api/v1/statistics"
    assert len(head.get(f"{api}/forms").json()) > 8
    assert head.get(f"{api}/forms/dn-th").json()["cells"][0]["key"] == "schools.schools.total"
    made = head.post(
        f"{api}/reports",
        {"unit": world.school, "form": FORM, "school_year": YEAR},
        content_type="application/json",
    )
    assert made.status_code == 201
    url = f"{api}/reports/{made.json()['id']}"
    remark = {"cell": "learners.all.total", "text": "Đã đối chiếu"}
    told = head.post(f"{url}/remarks", remark, content_type="application/json").json()
    sent = head.post(f"{url}/submit", {"seen": told["seen"]}, content_type="application/json").json()
    assert (sent["state"], sent["remarks"]) == ("submitted", {"learners.all.total": "Đã đối chiếu"})
    assert [one["id"] for one in head.get(f"{api}/reports?form={FORM}").json()["items"]] == [sent["id"]]
    officer = client_for(world.commune_officer)
    body = {"reason": WHY}
    assert officer.post(f"{url}/return", body, content_type="application/json").json()["state"] == "returned"
    assert head.get(f"{api}/reports?state=x").status_code == 422
    assert str(AT.year) in sent["as_of"]
