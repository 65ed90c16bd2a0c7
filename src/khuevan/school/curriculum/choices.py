"""Code lists of what is taught. Codes are stored and exchanged, labels are read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from khuevan.register.organisations.choices import EducationLevel


class Grade(models.TextChoices):
    """DM_KHOI: grades 1 to 12, then the age groups of preschools. Seen in sector systems, not in the annex itself."""

    G1 = "01", _("Lớp 1")
    G2 = "02", _("Lớp 2")
    G3 = "03", _("Lớp 3")
    G4 = "04", _("Lớp 4")
    G5 = "05", _("Lớp 5")
    G6 = "06", _("Lớp 6")
    G7 = "07", _("Lớp 7")
    G8 = "08", _("Lớp 8")
    G9 = "09", _("Lớp 9")
    G10 = "10", _("Lớp 10")
    G11 = "11", _("Lớp 11")
    G12 = "12", _("Lớp 12")
    MONTHS_3_12 = "13", _("Trẻ 3-12 tháng tuổi")
    MONTHS_13_24 = "14", _("Trẻ 13-24 tháng tuổi")
    MONTHS_25_36 = "15", _("Trẻ 25-36 tháng tuổi")
    AGE_3 = "16", _("Mẫu giáo bé (3-4 tuổi)")
    AGE_4 = "17", _("Mẫu giáo nhỡ (4-5 tuổi)")
    AGE_5 = "18", _("Mẫu giáo lớn (5-6 tuổi)")


GRADES_OF_LEVEL: Final[dict[str, tuple[str, ...]]] = {
    EducationLevel.PRESCHOOL: ("13", "14", "15", "16", "17", "18"),
    EducationLevel.PRIMARY: ("01", "02", "03", "04", "05"),
    EducationLevel.LOWER_SECONDARY: ("06", "07", "08", "09"),
    EducationLevel.UPPER_SECONDARY: ("10", "11", "12"),
    EducationLevel.CONTINUING: ("06", "07", "08", "09", "10", "11", "12"),
}
"""Which grades a level has, youngest first. Grades of continuing education are those of its programmes for lower
and upper secondary (TT 43/2021, TT 12/2022)."""


class Trust(models.TextChoices):
    """How sure a fact of the catalogue is: what was read decides how hard it may be used."""

    OFFICIAL = "official", _("Theo văn bản chính thức")
    SECONDARY = "secondary", _("Theo nguồn dẫn lại")
    PRACTICE = "practice", _("Theo hệ thống đang dùng")
    UNVERIFIED = "unverified", _("Chưa kiểm chứng")
    LOCAL = "local", _("Địa phương quyết định")


class SubjectKind(models.TextChoices):
    SUBJECT = "subject", _("Môn học")
    ACTIVITY = "activity", _("Hoạt động giáo dục")
    STRAND = "strand", _("Phân môn, mạch nội dung")
    DOMAIN = "domain", _("Lĩnh vực phát triển")
    TOPIC = "topic", _("Chuyên đề học tập")


class Assessment(models.TextChoices):
    """How results are recorded (TT 22/2021 Điều 5, TT 27/2020)."""

    SCORE = "score", _("Nhận xét kết hợp điểm số")
    COMMENT = "comment", _("Nhận xét")
    NONE = "none", _("Không đánh giá riêng")


class Block(models.TextChoices):
    """The part that a subject plays in a grade of a programme."""

    REQUIRED = "required", _("Bắt buộc")
    ELECTIVE = "elective", _("Lựa chọn (chọn một số môn)")
    TOPIC = "topic", _("Cụm chuyên đề học tập")
    OPTIONAL = "optional", _("Tự chọn")
    DOMAIN = "domain", _("Lĩnh vực phát triển")
    LOCAL = "local", _("Địa phương bổ sung")


ELECTIVES: Final = [
    ("DL", _("Địa lí")),
    ("KTPL", _("Giáo dục kinh tế và pháp luật")),
    ("VL", _("Vật lí")),
    ("HH", _("Hóa học")),
    ("SH", _("Sinh học")),
    ("CN", _("Công nghệ")),
    ("TH", _("Tin học")),
    ("AN", _("Âm nhạc")),
    ("MT", _("Mĩ thuật")),
]
"""Codes of the elective subjects of grades 10 to 12, as forms offer them; what counts stands in the programme."""

TOPIC_SUBJECTS: Final = [("NV", _("Ngữ văn")), ("TOAN", _("Toán")), ("LS", _("Lịch sử")), *ELECTIVES]
"""Codes of the subjects that have clusters of study topics."""


class OpenPoint(models.TextChoices):
    """Points of the rules of assessment that no text which was read settles (`rules/points.py` says what each means)."""

    HALVES = "halves", _("Làm tròn phần năm của điểm trung bình (THCS, THPT)")
    EXEMPT_FIRST = "exempt_first", _("Cả năm của học sinh được miễn môn chỉ ở học kỳ I")
    TITLE_AFTER_SUMMER = "title_after_summer", _("Danh hiệu sau đánh giá lại, rèn luyện trong hè")
    MOST_ABSENCES = "most_absences", _("Số buổi nghỉ nhiều nhất trong năm (THCS, THPT)")
    MOST_ABSENCES_CONTINUING = "most_absences_continuing", _("Số buổi nghỉ nhiều nhất trong năm (GDTX)")
    SINGLE_PERIODS = "single_periods", _("Nghỉ từng tiết: khi nào thành một buổi nghỉ")
    MORNING_PERIODS = "morning_periods", _("Số tiết của buổi sáng")
    LEAST_TEST_MARK = "least_test_mark", _("Điểm kiểm tra định kỳ tiểu học thấp nhất")
    WHOLE_TEST_MARKS = "whole_test_marks", _("Điểm kiểm tra định kỳ tiểu học là số nguyên")
    CONTINUING_BY = "continuing_by", _("Đánh giá giáo dục thường xuyên theo")
    DOMAINS = "domains", _("Lĩnh vực phát triển của trẻ mẫu giáo")
    NURSERY_DOMAINS = "nursery_domains", _("Lĩnh vực phát triển của trẻ nhà trẻ")


_YES_NO: Final = {"yes": _("có"), "no": _("không")}
_DOMAINS: Final = {
    "physical": _("thể chất"),
    "cognition": _("nhận thức"),
    "language": _("ngôn ngữ"),
    "social": _("tình cảm, xã hội"),
    "aesthetics": _("thẩm mĩ"),
}
POINT_WORDS: Final[Mapping[str, Mapping[str, object]]] = {
    OpenPoint.HALVES: {"half_up": _("nửa thì lên"), "half_even": _("nửa thì về số chẵn")},
    OpenPoint.EXEMPT_FIRST: {"second": _("lấy học kỳ II"), "none": _("không có kết quả cả năm")},
    OpenPoint.TITLE_AFTER_SUMMER: _YES_NO,
    OpenPoint.SINGLE_PERIODS: {
        "all": _("nghỉ mọi tiết đã điểm danh của buổi"),
        "any": _("nghỉ một tiết cũng tính"),
    },
    OpenPoint.WHOLE_TEST_MARKS: _YES_NO,
    OpenPoint.CONTINUING_BY: {"tt22": _("TT 22/2021/TT-BGDĐT"), "none": _("không tính kết quả")},
    OpenPoint.DOMAINS: _DOMAINS,
    OpenPoint.NURSERY_DOMAINS: _DOMAINS,
}
"""What the codes mean, by point."""
_POINT_NUMBERS: Final[Mapping[str, object]] = {
    OpenPoint.MOST_ABSENCES: _("số buổi từ 1 đến 300"),
    OpenPoint.MOST_ABSENCES_CONTINUING: _("số buổi từ 1 đến 300"),
    OpenPoint.MORNING_PERIODS: _("số tiết từ 1 đến 9"),
    OpenPoint.LEAST_TEST_MARK: _("điểm từ 0 đến 5"),
}


def allowed_at_point(point: str) -> str:
    """What may be written there, in words; "" of no point."""
    codes = POINT_WORDS.get(point)
    if codes is None:
        return str(_POINT_NUMBERS.get(point, ""))
    said = ", ".join(f"{code} ({words})" for code, words in codes.items())
    return _several(said) if codes is _DOMAINS else said


def _several(said: str) -> str:
    return gettext("các mã cách nhau bằng dấu phẩy: %(codes)s") % {"codes": said}


def point_words(point: str, value: str) -> str:
    """What is written there as people say it: "half_up" of rounding -> "nửa thì lên"; a number as it is."""
    words = POINT_WORDS.get(point, {})
    return "; ".join(str(words.get(one.strip(), one.strip())) for one in value.split(","))
