"""The pages of the room: overview, figures, gap, board; what they show, to whom, with how many statements."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from khuevan.kernel import access, clock, database, testing
from khuevan.kernel.testing.queries import assert_queries
from khuevan.kernel.testing.record_setting import words
from khuevan.register.organisations.choices import EducationLevel
from khuevan.register.organisations.models import OrgUnit
from khuevan.register.organisations.permissions import VIEW_UNITS
from khuevan.school.schoolyear.tests import builders as years
from khuevan.school.staff.tests import builders as staff

from ..permissions import EDIT_FACILITIES, EDIT_STANDARDS, VIEW_FACILITIES
from . import builders


@pytest.fixture(autouse=True)
def _at_a_day() -> Any:
    with clock.frozen(builders.AT):
        yield


NAMES = ("An", "Bình", "Cường", "Dũng")


@pytest.fixture
def school(db: None) -> OrgUnit:
    """Two classes of grade 3 and one of grade 1; eight rooms, six of them solid, one connected; 18 usable computers."""
    with database.acting(access.system()):
        made = builders.school()
        builders.room(made.pk, "Dãy A", quantity=5)
        builders.room(made.pk, "Phòng thông minh", has_projection=True, has_internet=True)
        builders.room(made.pk, "Dãy B", quantity=2, build_class="temporary")
        builders.land(made.pk)
        builders.computers(made.pk)
        builders.utilities(made.pk, has_clean_water=False)
        builders.toilet(made.pk)
        builders.toilet(made.pk, "Nhà vệ sinh nữ", users="learners_female", is_standard=False)
        builders.line(made.pk)
    for name, grade, number in (("3A", "03", 3), ("3B", "03", 2), ("1A", "01", 2)):
        group = years.class_group(made.pk, name, grade)
        for count in range(number):
            years.enrolment(made.pk, f"Nguyễn Văn {NAMES[count]}", group=group)
    return made


def reader(*units: int, more: tuple[Any, ...] = ()) -> Any:
    return testing.client_for(testing.actor(VIEW_UNITS, VIEW_FACILITIES, *more, units=units))


def test_the_overview_says_what_there_is_and_what_is_lacking(school: OrgUnit) -> None:
    with database.acting(access.system()):
        builders.norm("classrooms_per_class", value=Decimal(3))
        builders.norm("learners_per_computer", value=Decimal("0.1"))
    told = words(reader(school.pk).get(f"/facilities/school/{school.pk}/"))
    assert "75% kiên cố" in told
    assert "12,5%" in told, "one of eight classrooms is connected"
    assert "Học sinh trên một máy Tin học, tiểu học 0,28" in told, "five learn Informatics on 18 computers"
    assert "1 nơi chưa có nước sạch" in told
    assert "2 phòng học tạm" in told
    assert "1 nhà vệ sinh chưa đạt chuẩn" in told
    assert "Thiếu 1 phòng học tiểu học so với TT 13/2020/TT-BGDĐT" in told
    assert "Thiếu 12 máy tính dạy Tin học tiểu học" in told
    assert "Chưa có kiểm kê đã xác nhận" in told
    assert "Ghi thêm" not in told
    clerk = words(reader(school.pk, more=(EDIT_FACILITIES,)).get(f"/facilities/school/{school.pk}/"))
    assert "Ghi thêm" in clerk


def test_an_empty_school_is_told_where_to_begin(db: None) -> None:
    with database.acting(access.system()):
        empty = builders.school()
    told = words(reader(empty.pk).get(f"/facilities/school/{empty.pk}/"))
    for sentence in (
        "Chưa ghi phòng nào",
        "Chưa ghi khu đất nào",
        "Chưa ghi nhà vệ sinh nào",
        "Chưa kiểm kê lần nào",
    ):
        assert sentence in told


def test_every_figure_leads_to_its_rows(school: OrgUnit) -> None:
    """The address behind a figure lists rows that add up to it."""
    from .. import queries

    client = reader(school.pk)
    with database.acting(access.system()):
        shelf = queries.books(access.system(), [school.pk])[school.pk]
    checked = 0
    for figure in queries.FIGURES:
        answer = client.get(figure.rows_of(school.pk))
        assert answer.status_code == 200, figure.code
        assert "Bỏ qua một điều kiện lọc" not in words(answer), figure.code
        if figure.book == "room" and not figure.measure:
            record = queries.figures.RECORDS["room"]
            listed = client.get(
                "/api/v1/facilities/rooms/" + "?" + figure.rows_of(school.pk).split("?")[1]
            ).json()
            assert sum(row["quantity"] for row in listed["items"]) == figure.value(shelf), figure.code
            checked += 1
            assert record.name == "room"
    assert checked > 15


def test_points_stand_side_by_side(school: OrgUnit) -> None:
    with database.acting(access.system()):
        point = builders.point(school.pk, "Điểm buôn Đưng")
        builders.room(
            school.pk, "Phòng buôn Đưng", point=point, build_class="semi_solid", area_m2=Decimal(40)
        )
    client = reader(school.pk)
    assert "Điểm buôn Đưng" in words(client.get(f"/facilities/school/{school.pk}/"))
    told = words(client.get(f"/facilities/school/{school.pk}/figures/"))
    assert "Điểm buôn Đưng" in told
    assert "Chưa gắn điểm" in told
    assert "IS_NGUON_NUOC_SACH" in told
    book = _workbook(client.get(f"/facilities/school/{school.pk}/figures/export/"))
    (row,) = [row for row in book if row[1] == "Bán kiên cố (cấp 4), diện tích"]
    assert row[4:] == [40, 40, 0]


def test_another_school_is_not_there(school: OrgUnit) -> None:
    with database.acting(access.system()):
        other = builders.school("Trường Tiểu học Lê Lợi")
    client = reader(school.pk, more=(EDIT_FACILITIES,))
    for page in ("", "figures/", "figures/export/", "gap/", "gap/export/"):
        for number in (other.pk, 999_999_999, 2**31):
            assert client.get(f"/facilities/school/{number}/{page}").status_code == 404, page


def test_without_the_permission_every_page_is_refused(school: OrgUnit) -> None:
    client = testing.client_for(testing.actor(VIEW_UNITS, units=[school.pk]))
    pages = ("", "export/", "gap/", "gap/export/", f"school/{school.pk}/", f"school/{school.pk}/gap/")
    for page in pages:
        answer = client.get(f"/facilities/{page}")
        assert answer.status_code == 403, page
        assert str(VIEW_FACILITIES.label) in words(answer)


def test_the_gap_changes_when_equipment_is_recorded(school: OrgUnit) -> None:
    with database.acting(access.system()):
        minimum = builders.equipment_list()
        item = builders.item(minimum, "Bộ thẻ chữ", basis="learners", per_size=2, grades=["03"])
        builders.item(minimum, "Loa cầm tay", basis="school")
    client = reader(school.pk)
    address = f"/facilities/school/{school.pk}/gap/"
    assert "0 trong 2 loại đủ, thiếu 4" in words(client.get(address)), (
        "five learners of grade 3, a set for two"
    )
    with database.acting(access.system()):
        builders.equipment(school.pk, item=item, quantity=4, usable=2)
    assert "0 trong 2 loại đủ, thiếu 2" in words(client.get(address))
    with database.acting(access.system()):
        builders.equipment(school.pk, "Thêm", item=item, quantity=1, usable=1)
    told = words(client.get(address))
    assert "1 trong 2 loại đủ, thiếu 1" in told
    assert "Bộ thẻ chữ" not in told
    assert "Bộ thẻ chữ" in words(client.get(address, {"all": "1"}))
    book = _workbook(client.get(f"{address}export/"))
    assert [(row[3], row[5], row[6], row[7]) for row in book[1:]] == [
        ("Bộ thẻ chữ", 3, 3, 0),
        ("Loa cầm tay", 1, 0, 1),
    ]


def test_computers_and_projectors_count_from_their_own_books(school: OrgUnit) -> None:
    """A set of computers recorded changes the gap; nothing is entered twice."""
    with database.acting(access.system()):
        minimum = builders.equipment_list()
        builders.item(minimum, "Máy tính dạy Tin học", basis="school", quantity=20, stock="informatics")
        builders.item(minimum, "Máy của giáo viên", basis="school", quantity=2, stock="teaching")
        shown = builders.item(minimum, "Máy chiếu", basis="school", quantity=3, stock="projection")
    client = reader(school.pk, more=(EDIT_FACILITIES,))
    address = f"/facilities/school/{school.pk}/gap/"
    assert "0 trong 3 loại đủ, thiếu 7" in words(client.get(address)), "18 of 20 computers work"
    with database.acting(access.system()):
        builders.computers(school.pk, "Bộ máy mới", quantity=2, usable=2)
        builders.computers(school.pk, "Máy soạn bài", quantity=2, usable=2, purpose="teachers")
        builders.equipment(school.pk, "Máy chiếu", kind="projector", quantity=1, usable=1)
        builders.equipment(school.pk, "Ti vi", kind="display", quantity=1, usable=1, item=shown)
    answer = client.get(address)
    assert "2 trong 3 loại đủ, thiếu 1" in words(answer)
    assert "kind=projector" in answer.content.decode(), "the form begins with what the line says"


def test_without_lists_or_learners_the_gap_says_what_to_do(school: OrgUnit) -> None:
    client = reader(school.pk, more=(EDIT_STANDARDS,))
    told = client.get(f"/facilities/school/{school.pk}/gap/")
    assert "Chưa có danh mục thiết bị tối thiểu" in words(told)
    assert "/facilities/standards/load/" in told.content.decode()
    with database.acting(access.system()):
        builders.item(builders.equipment_list(), basis="class")
        empty = builders.school("Trường mới")
    assert "Chưa có lớp, học sinh" in words(reader(empty.pk).get(f"/facilities/school/{empty.pk}/gap/"))


@pytest.fixture
def province(school: OrgUnit) -> list[OrgUnit]:
    """The school above, one with clean water and solid rooms, one without books."""
    with database.acting(access.system()):
        good = builders.school("Trường Tiểu học Lê Lợi")
        builders.room(good.pk, quantity=10)
        builders.utilities(good.pk)
        builders.computers(good.pk, usable=20)
        builders.line(good.pk)
        builders.toilet(good.pk)
        builders.item(builders.equipment_list(), "Loa cầm tay", basis="school")
        empty = builders.school("Trường Tiểu học An Nhơn")
    years.enrolment(good.pk, "Trần Thị Bình", group=years.class_group(good.pk, "5A", "05"))
    return [school, good, empty]


def officer(province: list[OrgUnit]) -> Any:
    return reader(*(school.pk for school in province))


def test_the_board_shows_schools_side_by_side(province: list[OrgUnit]) -> None:
    client = officer(province)
    told = words(client.get("/facilities/"))
    assert "Kim Đồng" in told
    assert "88,9% kiên cố" in told, "16 of 18 classrooms"
    assert told.index("An Nhơn") < told.index("Kim Đồng") < told.index("Lê Lợi")


@pytest.mark.parametrize(
    ("lacks", "expected"),
    [
        ("water", ["Kim Đồng"]),
        ("temporary", ["Kim Đồng"]),
        ("toilets", ["An Nhơn", "Kim Đồng"]),
        ("internet", ["An Nhơn"]),
        ("equipment", ["Kim Đồng", "Lê Lợi"]),
        ("inventory", ["An Nhơn", "Kim Đồng", "Lê Lợi"]),
        ("books", ["An Nhơn"]),
        ("rooms", []),
    ],
)
def test_the_board_finds_who_lacks_what(province: list[OrgUnit], lacks: str, expected: list[str]) -> None:
    told = words(officer(province).get("/facilities/", {"lacks": lacks}))
    assert [name for name in ("An Nhơn", "Kim Đồng", "Lê Lợi") if name in told] == expected


@pytest.mark.parametrize(
    "sort", ["name", "classrooms", "solid", "per_class", "connected", "per_computer", "gap"]
)
def test_the_board_sorts_both_ways(province: list[OrgUnit], sort: str) -> None:
    client = officer(province)
    for wanted in (sort, f"-{sort}"):
        assert client.get("/facilities/", {"sort": wanted}).status_code == 200
    if sort == "classrooms":
        told = words(client.get("/facilities/", {"sort": "-classrooms"}))
        assert told.index("Lê Lợi") < told.index("Kim Đồng") < told.index("An Nhơn")


def test_somebody_of_one_school_goes_to_its_page(school: OrgUnit) -> None:
    answer = reader(school.pk).get("/facilities/")
    assert answer["Location"] == f"/facilities/school/{school.pk}/"


def test_the_gap_of_many_schools(province: list[OrgUnit]) -> None:
    client = officer(province)
    told = words(client.get("/facilities/gap/"))
    assert "Loa cầm tay" in told
    assert "2 / 2" in told
    book = _workbook(client.get("/facilities/gap/export/"))
    assert len(book) == 3
    assert book[0][0] == "Trường"


def test_the_board_is_exported_and_that_is_logged(province: list[OrgUnit]) -> None:
    from khuevan.kernel.audit.models import AuditEntry

    book = _workbook(officer(province).get("/facilities/export/", {"lacks": "water"}))
    assert [row[0] for row in book[1:]] == ["Trường Tiểu học Kim Đồng"]
    with database.acting(access.system()):
        entry = AuditEntry.objects.get(action="facilities.board:export")
    assert entry.changes["rows"] == 1
    assert "lacks=water" in entry.changes["filter"]


def test_statements_do_not_grow_with_schools(province: list[OrgUnit]) -> None:
    pages = {"/facilities/": 18, "/facilities/gap/": 20, f"/facilities/school/{province[0].pk}/": 18}
    client = officer(province)
    for page in pages:
        client.get(page)
    for page, number in pages.items():
        with assert_queries(number):
            client.get(page)
    with database.acting(access.system()):
        more = [builders.school(f"Trường thứ {number}") for number in range(30)]
        for one in more:
            builders.room(one.pk)
            builders.utilities(one.pk)
    wide = officer([*province, *more])
    wide.get("/facilities/")
    for page, number in pages.items():
        with assert_queries(number):
            wide.get(page)


def test_levels_share_what_no_level_claims(db: None) -> None:
    """A school of two levels: a room of computers for all, one for lower-secondary only."""
    from .. import queries

    levels = (EducationLevel.PRIMARY, EducationLevel.LOWER_SECONDARY)
    with database.acting(access.system()):
        made = builders.school("Trường TH và THCS", levels, kind="primary_lower")
        room = builders.room(made.pk, "Phòng máy 1", kind="computer_room")
        builders.computers(made.pk, "Chung", usable=10, room=room)
        builders.computers(made.pk, "THCS", usable=15, levels=["lower_secondary"])
        builders.computers(made.pk, "Văn phòng", usable=3, quantity=3, purpose="management")
    years.enrolment(made.pk, "Trần Văn An", group=years.class_group(made.pk, "4A", "04"))
    years.enrolment(made.pk, "Trần Văn Bình", group=years.class_group(made.pk, "6A", "06"))
    with database.acting(access.system()):
        shelf = queries.books(access.system(), [made.pk])[made.pk]
        size = queries.sizes(access.system(), [made.pk], on=builders.ON)[made.pk]
    found = {level: queries.informatics(shelf, size, level) for level in levels}
    assert (found[levels[0]].computers, found[levels[0]].largest_room) == (10, 10)
    assert (found[levels[1]].computers, found[levels[1]].largest_room) == (25, 15)


def test_lines_for_each_teacher_ask_for_those_who_teach_at_the_level(db: None) -> None:
    """Not for clerks, not for those who have left, and at a school of two levels for those of the list's level."""
    from .. import queries

    both = (EducationLevel.PRIMARY, EducationLevel.LOWER_SECONDARY)
    with database.acting(access.system()):
        one, two = builders.school("Một cấp"), builders.school("Hai cấp", both, kind="primary_lower")
        listed = builders.equipment_list()
        asked = builders.item(listed, "Bộ thước của giáo viên", basis="teacher", quantity=2)
    for made in (one, two):
        years.enrolment(made.pk, "Trần Văn An", group=years.class_group(made.pk, "4A", "04"))
        for level in ("primary", "lower_secondary", ""):
            staff.member(made.pk, level=level)
        staff.member(made.pk, position="clerk", level="primary")
        staff.member(made.pk, status="8", level="primary")
    years.enrolment(two.pk, "Trần Văn Bình", group=years.class_group(two.pk, "6A", "06"))
    needs = {}
    for made in (one, two):
        with database.acting(access.system()):
            found = queries.school_gap(access.system(), made.pk, made.levels, on=builders.ON)
        needs[made.pk] = [gap.need for level in found.levels for gap in level.gaps if gap.item_id == asked.pk]
    assert needs == {one.pk: [4], two.pk: [2]}


def _workbook(answer: Any) -> list[list[Any]]:
    assert answer.status_code == 200
    content = b"".join(answer.streaming_content)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    return [row for row in rows if any(cell != "" for cell in row)]
