"""The figures of facilities, each declared once: what it counts, the symbol of its source, and the rows behind it.

A figure sums cells of a book; `rows_of` is the list of the same rows. Forms, boards, charts and checks read these.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.records import Record

from ..choices import (
    BuildClass,
    ComputerPurpose,
    EquipmentKind,
    Furnishing,
    PowerSource,
    RoomKind,
    ToiletUsers,
)
from ..records import COMPUTERS, EQUIPMENT, LAND, LINES, ROOMS, TOILETS, UTILITIES
from ..rules.rooms import CLASSROOMS, SUBJECT_ROOMS
from .books import Book, Books

RECORDS: dict[str, Record] = {
    "land": LAND,
    "room": ROOMS,
    "toilet": TOILETS,
    "utilities": UTILITIES,
    "line": LINES,
    "computers": COMPUTERS,
    "equipment": EQUIPMENT,
}
Where = Mapping[str, Any]


@dataclass(frozen=True)
class Figure:
    """`measure` empty: pieces; otherwise what the book adds up (area, usable, ...). `places`: decimals shown."""

    code: str
    label: str | Promise
    book: str
    where: Where = field(default_factory=dict)
    measure: str = ""
    unit: str | Promise = ""
    symbol: str = ""
    group: str | Promise = ""

    def value(self, books: Books, point_id: int | None | Any = ...) -> Decimal | int:
        """Of one school; `point_id` given (None: bound to no point) of that point only."""
        book = books[self.book]
        cells = [cell for cell in book.where(**self.where) if point_id is ... or cell.point_id == point_id]
        if not self.measure:
            return sum(cell.count for cell in cells)
        return sum((Decimal(cell.measures[self.measure] or 0) for cell in cells), Decimal(0))

    def rows_of(self, school_id: int | None = None, point_id: int | None = None) -> str:
        """Address of the list of the rows behind the figure; without a school, of the reader's whole scope."""
        asked: list[tuple[str, Any]] = [("closed", "0")]
        if school_id is not None:
            asked.append(("school", school_id))
        if point_id is not None:
            asked.append(("point", point_id))
        for key, wanted in self.where.items():
            values = sorted(wanted) if isinstance(wanted, frozenset) else [wanted]
            asked += [(key, _word(value)) for value in values]
        return f"{RECORDS[self.book].url('list')}?{urlencode(asked)}"


def _word(value: Any) -> str:
    return ("1" if value else "0") if isinstance(value, bool) else str(value)


def total(figure: Figure, many: Iterable[Books]) -> Decimal | int:
    return sum((figure.value(books) for books in many), 0)


_GROUND = _("Đất")
_CLASSROOMS = _("Phòng học")
_ROOMS = _("Phòng chức năng")
_LIVING = _("Phục vụ sinh hoạt")
_TOILETS = _("Nhà vệ sinh đạt chuẩn")
_WORKS = _("Hạ tầng")
_DIGITAL = _("Hạ tầng số")
_M2 = "m²"


def _pair(code: str, label: Any, book: str, where: Where, group: Any, symbol: str) -> tuple[Figure, Figure]:
    """Number and area of the same rows."""
    return (
        Figure(code, label, book, where, group=group, symbol=symbol),
        Figure(f"{code}.area", label, book, where, "area", _M2, symbol, group),
    )


def _classrooms() -> tuple[Figure, ...]:
    found: list[Figure] = []
    for build in BuildClass:
        where = {"kind": CLASSROOMS, "build_class": build.value}
        found += _pair(
            f"classroom.{build.value}", build.label, "room", where, _CLASSROOMS, "DN_CSVCPHONGHOCS"
        )
    return tuple(found)


def _group_rooms() -> tuple[Figure, ...]:
    return tuple(
        Figure(
            f"group_room.{state.value}",
            state.label,
            "room",
            {"kind": RoomKind.GROUP_ROOM.value, "furnishing": state.value},
            group=RoomKind.GROUP_ROOM.label,
            symbol="DN_DTRCSVCS",
        )
        for state in Furnishing
        if state
    )


def _toilets() -> tuple[Figure, ...]:
    found: list[Figure] = []
    for users in ToiletUsers:
        where = {"users": users.value, "is_standard": True}
        found += _pair(f"toilet.{users.value}", users.label, "toilet", where, _TOILETS, "DN_CSVCNHAVESINHS")
    return tuple(found)


def _kinds(kinds: Sequence[RoomKind], group: Any) -> tuple[Figure, ...]:
    return tuple(
        Figure(f"room.{kind.value}", kind.label, "room", {"kind": kind.value}, group=group) for kind in kinds
    )


def _works(code: str, label: Any, where: Where, symbol: str) -> Figure:
    return Figure(f"works.{code}", label, "utilities", where, unit=_("điểm"), symbol=symbol, group=_WORKS)


FIGURES: tuple[Figure, ...] = (
    Figure("land.area", _("Diện tích đất"), "land", {}, "area", _M2, "DIEN_TICH; DN_CSVCDIENTICHDATS", _GROUND),
    Figure("land.playground", _("Diện tích sân chơi, bãi tập"), "land", {}, "playground", _M2, "DN_DTRCSVCS", _GROUND),
    Figure("classroom.all", _("Phòng học, cộng"), "room", {"kind": CLASSROOMS}, group=_CLASSROOMS,
           symbol="TT 03/2024: 1103, 1203, 2103"),
    *_classrooms(),
    Figure("classroom.connected", _("Phòng học có trình chiếu và Internet"), "room",
           {"kind": CLASSROOMS, "has_projection": True, "has_internet": True}, group=_CLASSROOMS,
           symbol="QĐ 4725, tiêu chí 1.7"),
    *_group_rooms(),
    Figure("room.subject_rooms", _("Phòng học bộ môn, cộng"), "room", {"kind": SUBJECT_ROOMS}, group=_ROOMS,
           symbol="TT 14/2020"),
    *_kinds((RoomKind.COMPUTER_ROOM, RoomKind.LABORATORY, RoomKind.LANGUAGE_ROOM, RoomKind.ARTS_ROOM,
             RoomKind.STUDIO, RoomKind.MULTI_PURPOSE, RoomKind.LIBRARY, RoomKind.EQUIPMENT_ROOM,
             RoomKind.INCLUSION, RoomKind.COUNSELLING, RoomKind.MEDICAL, RoomKind.SPORTS_HALL), _ROOMS),
    *_kinds((RoomKind.KITCHEN, RoomKind.DINING, RoomKind.NAP_ROOM, RoomKind.BOARDING, RoomKind.STAFF_HOUSING),
            _LIVING),
    *_toilets(),
    Figure("toilet.below", _("Nhà vệ sinh chưa đạt chuẩn"), "toilet", {"is_standard": False}, group=_TOILETS,
           symbol="IS_CONG_TRINH_VE_SINH"),
    _works("clean_water", _("Có nguồn nước sạch"), {"has_clean_water": True}, "IS_NGUON_NUOC_SACH"),
    _works("no_clean_water", _("Chưa có nước sạch"), {"has_clean_water": False}, "IS_NGUON_NUOC_SACH"),
    _works("grid", _("Có điện lưới"), {"power_source": PowerSource.GRID.value}, "IS_DIEN_LUOI"),
    _works("accessible", _("Có hạ tầng cho người khuyết tật"), {"is_accessible": True},
           "IS_CO_HA_TANG_TLHT_PHU_HOP_HSKT"),
    Figure("line.teaching", _("Đường truyền Internet cho dạy học"), "line", {"for_teaching": True}, group=_DIGITAL,
           symbol="IS_KHAI_THAC_INTERNET_DAY_HOC"),
    Figure("computers.informatics", _("Máy tính dạy Tin học"), "computers",
           {"purpose": ComputerPurpose.INFORMATICS.value}, group=_DIGITAL, symbol="QĐ 4725, tiêu chí 1.7"),
    Figure("computers.informatics.usable", _("Máy tính dạy Tin học dùng được"), "computers",
           {"purpose": ComputerPurpose.INFORMATICS.value}, "usable", group=_DIGITAL,
           symbol="QĐ 4725, tiêu chí 1.7"),
    Figure("computers.management", _("Máy tính quản lý, văn phòng"), "computers",
           {"purpose": ComputerPurpose.MANAGEMENT.value}, group=_DIGITAL, symbol="IS_SU_DUNG_MAY_TINH_DAY_HOC"),
    Figure("computers.all", _("Máy tính, cộng"), "computers", {}, group=_DIGITAL,
           symbol="IS_SU_DUNG_MAY_TINH_DAY_HOC"),
    Figure("equipment.projection", _("Máy chiếu, ti vi, bảng tương tác dùng được"), "equipment",
           {"kind": frozenset({EquipmentKind.PROJECTOR.value, EquipmentKind.DISPLAY.value,
                               EquipmentKind.INTERACTIVE_BOARD.value})}, "usable", group=_DIGITAL,
           symbol="QĐ 4725, tiêu chí 1.7"),
)  # fmt: skip
BY_CODE = {figure.code: figure for figure in FIGURES}


@dataclass(frozen=True)
class Flag:
    """A yes or no of the sector's file of a school that follows from its books."""

    symbol: str
    label: str | Promise
    of: Callable[[Books], bool | None]
    book: str


def _every(book: str, **conditions: Any) -> Callable[[Books], bool | None]:
    """True where every open row has it; None where nothing is recorded."""

    def answer(books: Books) -> bool | None:
        known: Book = books[book]
        return known.count(**conditions) == known.count() if known.cells else None

    return answer


def _some(book: str, **conditions: Any) -> Callable[[Books], bool | None]:
    """True where some open row has it; a book without rows is a no."""
    return lambda books: books[book].count(**conditions) > 0


FLAGS: tuple[Flag, ...] = (
    Flag(
        "IS_DIEN_LUOI",
        _("Có điện lưới"),
        _every("utilities", power_source=PowerSource.GRID.value),
        "utilities",
    ),
    Flag(
        "IS_NGUON_NUOC_SACH", _("Có nguồn nước sạch"), _every("utilities", has_clean_water=True), "utilities"
    ),
    Flag("IS_CONG_TRINH_VE_SINH", _("Có công trình vệ sinh"), _some("toilet"), "toilet"),
    Flag(
        "IS_CT_GDVS_DOI_TAY",
        _("Có chương trình giáo dục vệ sinh đôi tay"),
        _every("utilities", teaches_handwashing=True),
        "utilities",
    ),
    Flag(
        "IS_CO_HA_TANG_TLHT_PHU_HOP_HSKT",
        _("Có hạ tầng tiếp cận học sinh khuyết tật"),
        _some("utilities", is_accessible=True),
        "utilities",
    ),
    Flag(
        "IS_KHAI_THAC_INTERNET_DAY_HOC",
        _("Được kết nối Internet"),
        _some("line", for_teaching=True),
        "line",
    ),
    Flag(
        "IS_SU_DUNG_MAY_TINH_DAY_HOC",
        _("Có sử dụng máy tính phục vụ quản lý và dạy học"),
        _some("computers"),
        "computers",
    ),
)
