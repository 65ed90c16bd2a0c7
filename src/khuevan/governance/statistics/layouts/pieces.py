"""Sections that several forms have: whom they count by, what of."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from khuevan.kernel.checks import Source, Trust

from .declarations import Check, Column, Row, Section

ANNEX_I: Final = Source("TT 25/2024/TT-BGDĐT", _("Phụ lục I"), Trust.REPORTED)
ANNEX_II: Final = Source(
    "TT 25/2024/TT-BGDĐT", _("Phụ lục II: chưa đọc được, ký hiệu là phỏng đoán"), Trust.UNVERIFIED
)
SPECIFICATION: Final = Source("QĐ 4998/QĐ-BGDĐT", "2.5", Trust.READ)
OURS: Final = Source(
    _("dòng, cột do nền tảng xếp theo các phân tổ thường dùng; chưa đọc được mẫu in của thông tư"),
    trust=Trust.UNVERIFIED,
)

LEARNER: Final = _("học sinh")
TOTAL: Final = Column("total", _("Tổng số"))
GIRLS: Final = Column("girls", _("Nữ"), {"sex": "female"})
WOMEN: Final = Column("women", _("Nữ"), {"sex": "female"})
MINORITY: Final = Column("minority", _("Dân tộc thiểu số"), {"is_minority": "1"})
MINORITY_GIRLS: Final = Column("minority_girls", _("Nữ DTTS"), {"is_minority": "1", "sex": "female"})
MINORITY_WOMEN: Final = Column("minority_women", _("Nữ DTTS"), {"is_minority": "1", "sex": "female"})
DISABLED: Final = Column("disabled", _("Khuyết tật"), {"has_disability": "1"})
OF_PEOPLE: Final = (TOTAL, GIRLS, MINORITY, MINORITY_GIRLS)
OF_LEARNERS: Final = (*OF_PEOPLE, DISABLED)

OWNED: Final = ("public", "people_founded", "private", "foreign")
BUILT: Final = ("solid", "semi_solid", "temporary", "borrowed")
DEGREES: Final = ("below", "elementary", "intermediate", "college", "bachelor", "master", "doctor")
CONTRACTS: Final = ("tenure", "term", "official", "labour", "support", "visiting")

BY_OWNER: Final = (
    TOTAL,
    Column("public", _("Công lập"), {"ownership": "public"}),
    Column("people_founded", _("Dân lập"), {"ownership": "people_founded"}),
    Column("private", _("Tư thục"), {"ownership": "private"}),
    Column("foreign", _("Có vốn nước ngoài"), {"ownership": "foreign"}),
)
BY_BUILD: Final = (
    TOTAL,
    Column("solid", _("Kiên cố"), {"build_class": "solid"}),
    Column("semi_solid", _("Bán kiên cố"), {"build_class": "semi_solid"}),
    Column("temporary", _("Tạm"), {"build_class": "temporary"}),
    Column("borrowed", _("Nhờ, mượn"), {"build_class": "borrowed"}),
)
_DEGREE_WORDS: Final[dict[str, Any]] = {
    "below": _("chưa qua đào tạo"), "elementary": _("sơ cấp"), "intermediate": _("trung cấp"),
    "college": _("cao đẳng"), "bachelor": _("đại học"), "master": _("thạc sĩ"), "doctor": _("tiến sĩ"),
}  # fmt: skip
_CONTRACT_WORDS: Final[dict[str, Any]] = {
    "tenure": _("viên chức, không xác định thời hạn"), "term": _("viên chức, xác định thời hạn"),
    "official": _("công chức"), "labour": _("hợp đồng lao động"),
    "support": _("hợp đồng theo Nghị định 111/2022"), "visiting": _("thỉnh giảng"),
}  # fmt: skip


WITH_AREAS: Final = date(2026, 8, 1)
"""From the school year 2026-2027 on the forms have areas, playgrounds and parking: their second version."""

WITH_POINTS: Final = date(2026, 9, 1)
"""From the beginning of 2026-2027 on the primary quality reports tell further points, teachers of English, training."""


def column_of_grade(grade: str) -> Column:
    return Column(f"g{grade}", _GRADES[grade], {"grade": grade})


def row_of_grade(grade: str, indicator: str) -> Row:
    return Row(f"g{grade}", _GRADES[grade], indicator, held={"grade": grade}, depth=1)


def schools(*rows: Row) -> Section:
    points = (
        Row("points", _("Điểm trường của các trường ấy"), "organisations.point:all", depth=1),
        Row("satellites", _("trong đó: điểm lẻ"), "organisations.point:satellite", depth=2),
    )
    return Section("schools", _("Trường"), _("trường"), (*BY_OWNER,), (*rows, *points))


def land(level: str, list_code: str = "") -> Section:
    """Of schools that teach this level alone: a school with several has one piece of land for all."""
    held = {"school_level": level}
    return Section(
        "land", _("Đất, sân chơi của trường một cấp"), "m²", (TOTAL,),
        (
            Row("land", _("Diện tích đất"), "facilities.school:land", held=held),
            Row("playground", _("trong đó: sân chơi, bãi tập"), "facilities.school:playground", held=held, depth=1),
        ),
        list_code,
    )  # fmt: skip


def of_land(section: Section) -> list[Check]:
    playground, whole = section.key("playground", "total"), section.key("land", "total")
    return [Check(_("Sân chơi không rộng hơn đất"), (playground,), (whole,), "<=")]


def staff(level: str, unit_word: Any = _("người")) -> Section:
    """Of those whose level of teaching is recorded as this one."""
    held = {"level": level}
    teachers = "staff.employed:teachers"
    return Section(
        "staff", _("Cán bộ quản lý, giáo viên, nhân viên"), unit_word, (TOTAL, WOMEN, MINORITY, MINORITY_WOMEN),
        (
            Row("all", _("Tổng số"), f"staff.employed:{level}"),
            Row("managers", _("Cán bộ quản lý"), "staff.employed:managers", held=held, depth=1),
            Row("teachers", _("Giáo viên"), teachers, held=held, depth=1),
            *(Row(f"degree_{one}", _DEGREE_WORDS[one], teachers, held={**held, "degree": one}, depth=2)
              for one in DEGREES),
            Row("support", _("Nhân viên"), "staff.employed:support", held=held, depth=1),
            Row("contracts", _("Chia theo hình thức hợp đồng")),
            *(Row(f"contract_{one}", _CONTRACT_WORDS[one], f"staff.employed:{level}", held={"contract_form": one},
                  depth=1)
              for one in CONTRACTS),
        ),
    )  # fmt: skip


_GRADES: Final[dict[str, Any]] = {
    "01": _("Lớp 1"), "02": _("Lớp 2"), "03": _("Lớp 3"), "04": _("Lớp 4"), "05": _("Lớp 5"), "06": _("Lớp 6"),
    "07": _("Lớp 7"), "08": _("Lớp 8"), "09": _("Lớp 9"), "10": _("Lớp 10"), "11": _("Lớp 11"), "12": _("Lớp 12"),
    "13": _("3-12 tháng"), "14": _("13-24 tháng"), "15": _("25-36 tháng"), "16": _("3-4 tuổi"), "17": _("4-5 tuổi"),
    "18": _("5-6 tuổi"),
}  # fmt: skip
