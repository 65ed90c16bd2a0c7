"""Contents of cards as values, without a database: for what is printed, written and measured."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from khuevan.school.reportcards.printing import Imprint, Signed, YearSheet
from khuevan.school.reportcards.rules.content import (
    CardContent,
    Form,
    Holder,
    Levels,
    SchoolPlace,
    Signatory,
    StudyYear,
    SubjectLine,
    TraitGroup,
    TraitLine,
)

HOLDER = Holder(
    "6800123456", "Nguyễn Thị Ánh Tuyết", date(2013, 9, 5), "female", "Kinh", "Việt Nam", "Đà Lạt, Lâm Đồng",
    "12 Phan Đình Phùng, phường Xuân Hương - Đà Lạt, tỉnh Lâm Đồng", "Nguyễn Văn Khuể", "Trần Thị Ỷ Lan",
)  # fmt: skip
SCHOOL = SchoolPlace(
    "68000123", "Trường THCS và THPT Chi Lăng", "Phường Lâm Viên - Đà Lạt", "Tỉnh Lâm Đồng",
    "Sở Giáo dục và Đào tạo Lâm Đồng",
)  # fmt: skip
HOMEROOM = Signatory("6800000001", "Phạm Thị Hồng Nhũ", "Giáo viên chủ nhiệm")
HEAD = Signatory("6800000002", "Đỗ Quyễn Hữu Lễ", "Hiệu trưởng")
SECONDARY = (
    ("NV", "Ngữ văn"), ("TOAN", "Toán"), ("NN1", "Ngoại ngữ 1 (Tiếng Anh)"), ("GDCD", "Giáo dục công dân"),
    ("LSDL", "Lịch sử và Địa lí"), ("KHTN", "Khoa học tự nhiên"), ("CN", "Công nghệ"), ("TIN", "Tin học"),
    ("GDTC", "Giáo dục thể chất"), ("NT", "Nghệ thuật"), ("HDTN", "Hoạt động trải nghiệm, hướng nghiệp"),
    ("GDDP", "Nội dung giáo dục của địa phương"),
)  # fmt: skip
BY_COMMENT = ("GDTC", "NT", "HDTN", "GDDP")
PRIMARY = (
    ("TV", "Tiếng Việt"), ("TOAN", "Toán"), ("NN1", "Ngoại ngữ 1"), ("DD", "Đạo đức"), ("TNXH", "Tự nhiên và Xã hội"),
    ("GDTC", "Giáo dục thể chất"), ("NT", "Nghệ thuật"), ("HDTN", "Hoạt động trải nghiệm"),
)  # fmt: skip
TRAITS = (
    ("patriotism", "Yêu nước", TraitGroup.QUALITY), ("compassion", "Nhân ái", TraitGroup.QUALITY),
    ("diligence", "Chăm chỉ", TraitGroup.QUALITY), ("honesty", "Trung thực", TraitGroup.QUALITY),
    ("responsibility", "Trách nhiệm", TraitGroup.QUALITY), ("autonomy", "Tự chủ và tự học", TraitGroup.CORE),
    ("communication", "Giao tiếp và hợp tác", TraitGroup.CORE),
    ("problem_solving", "Giải quyết vấn đề và sáng tạo", TraitGroup.CORE), ("language", "Ngôn ngữ", TraitGroup.SPECIFIC),
    ("calculation", "Tính toán", TraitGroup.SPECIFIC), ("physical", "Thể chất", TraitGroup.SPECIFIC),
)  # fmt: skip


def secondary(
    number: int = 1, *, grade: str = "07", year: str = "2025-2026", version: int = 1
) -> CardContent:
    """A year of a lower-secondary school: twelve subjects, one of them exempt, one retaken."""
    subjects = tuple(_subject(code, name, place) for place, (code, name) in enumerate(SECONDARY))
    return CardContent(
        f"HB-68000123-{year[:4]}-{number:05}", version, Form.LOWER_SECONDARY, year, "lower_secondary", grade,
        f"{grade.lstrip('0')}A1", SCHOOL, replace(HOLDER, number=f"{6800123456 + number}"), HOMEROOM, HEAD, subjects,
        terms={1: Levels(2, 1), 2: Levels(1, 1), 0: Levels(1, 1)}, next_step="promoted", title="good",
        remark="Em chăm ngoan, tích cực phát biểu; cần mạnh dạn hơn khi làm việc nhóm.",
        absences_excused=3, absences_unexcused=0, completes_level=grade == "09",
        awards=("Giải Ba kì thi học sinh giỏi cấp trường môn Toán",),
        certificates=("Nghề phổ thông: Tin học văn phòng",), history=history(grade, year),
    )  # fmt: skip


def _subject(code: str, name: str, place: int) -> SubjectLine:
    teacher = Signatory(f"68000001{place:02}", f"Lê Thị Giáo Viên {place + 1}")
    if code == "GDTC":
        return SubjectLine(code, name, teacher, is_exempt=True)
    if code in BY_COMMENT:
        return SubjectLine(code, name, teacher, "D", "D", "D", comment="Đạt yêu cầu, tham gia đầy đủ.")
    comment = "Nắm chắc kiến thức, vận dụng tốt vào bài tập thực tế; cần trình bày cẩn thận hơn."
    return SubjectLine(
        code,
        name,
        teacher,
        f"8.{place % 10}",
        f"7.{place % 10}",
        "8.0",
        "6.5" if code == "CN" else "",
        comment=comment,
    )


def history(grade: str, year: str) -> tuple[StudyYear, ...]:
    first = 6 if int(grade) >= 6 else 1
    begun = int(year[:4])
    return tuple(
        StudyYear(
            f"{begun - back}-{begun - back + 1}", f"{int(grade) - back:02}", f"{int(grade) - back}A1", SCHOOL.name,
            date(begun - back, 9, 5), date(begun - back + 1, 5, 31),
        )
        for back in range(int(grade) - first, -1, -1)
    )  # fmt: skip


def primary(number: int = 1, *, grade: str = "03", year: str = "2025-2026") -> CardContent:
    """A year of a primary school: eight subjects, eleven qualities and competences."""
    subjects = tuple(
        SubjectLine(
            code, name, HOMEROOM, year="T" if place % 2 else "H", test=Decimal(9) if code in ("TV", "TOAN") else None,
            comment="Đọc to, rõ ràng; viết đúng chính tả, biết dùng từ ngữ phù hợp.",
        )
        for place, (code, name) in enumerate(PRIMARY)
    )  # fmt: skip
    traits = tuple(
        TraitLine(code, name, group, "T" if place % 3 else "D", "Biết giúp đỡ bạn bè, thầy cô.")
        for place, (code, name, group) in enumerate(TRAITS)
    )
    school = replace(SCHOOL, name="Trường Tiểu học Lê Quý Đôn")
    return CardContent(
        f"HB-68000456-{year[:4]}-{number:05}", 1, Form.PRIMARY, year, "primary", grade, f"{grade.lstrip('0')}B",
        school, replace(HOLDER, number=f"{6800123456 + number}"), HOMEROOM, HEAD, subjects, traits,
        overall="well_completed", next_step="promoted", title="outstanding", remark="Con tiến bộ nhiều trong học kì II.",
        absences_excused=2, absences_unexcused=1, completes_level=grade == "05", history=history(grade, year),
    )  # fmt: skip


IMPRINT = Imprint(
    "https://hocba.example.vn/hoc-ba/xac-minh/K7Q2-M9XA-4TPD-W3HE/", "K7Q2-M9XA-4TPD-W3HE", "0f" * 32
)
SIGNED_ON = date(2026, 5, 29)


def signed(content: CardContent) -> YearSheet:
    """The year with every slot filled."""
    days = Signed({one.code: SIGNED_ON for one in content.subjects}, SIGNED_ON, SIGNED_ON, date(2026, 5, 31))
    return YearSheet(content, days)
