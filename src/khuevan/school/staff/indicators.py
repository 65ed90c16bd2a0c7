"""What is counted of the people who work at schools: who, on what terms, how well trained, for how many classes."""

from __future__ import annotations

from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.checks import Source, Trust
from khuevan.kernel.measures import (
    Between,
    Condition,
    Count,
    Group,
    Indicator,
    Median,
    Ratio,
    Rows,
    Split,
    Sum,
    both,
    is_one,
    share,
    words_of,
    yes,
)
from khuevan.register.organisations.facts import LEVEL, SCHOOL_SPLITS
from khuevan.register.people.facts import MINORITY, SEX
from khuevan.school.schoolyear.facts import CLASSES, STUDENTS

from .choices import ContractForm, Degree, Position, StaffGroup
from .facts import EMPLOYED

STAFF: Final = Group("staff", _("Đội ngũ"), order=40)
LISTED: Final = Source("TT 03/2024/TT-BGDĐT", _("danh mục chỉ tiêu"), Trust.REPORTED)
UNSEEN: Final = Source("TT 03/2024/TT-BGDĐT", _("chưa đọc được mã và nội dung chỉ tiêu"), Trust.UNVERIFIED)
DEGREES: Final = Source("Luật Giáo dục 43/2019/QH14", "Điều 72", Trust.UNVERIFIED)
NORMS: Final = Source("TT 05/2025/TT-BGDĐT", _("định mức"), Trust.REPORTED)
PROGRAMME: Final = Source("QĐ 131/QĐ-TTg", _("báo cáo của trường"), Trust.REPORTED)
PRIMARY_REPORT: Final = Source("QĐ 4998/QĐ-BGDĐT", "2.5", Trust.READ)
OWN: Final = Source(_("tính từ hồ sơ đội ngũ của trường"), trust=Trust.PLAIN)
PERSON: Final = _("người")

UNRECORDED: Final = {"": _("Chưa ghi")}
PART: Final = Split("part", _("Nhóm cán bộ"), dict(StaffGroup.choices))
POSITION: Final = Split("position", _("Vị trí việc làm"), dict(Position.choices), is_fine=True)
DEGREE: Final = Split("degree", _("Trình độ chuyên môn"), {**dict(Degree.choices), **UNRECORDED})
CONTRACT: Final = Split(
    "contract_form", _("Hình thức hợp đồng"), {**dict(ContractForm.choices), **UNRECORDED}
)
SUBJECT: Final = Split("subject", _("Môn dạy"), is_fine=True)
PLACES: Final = (LEVEL, *SCHOOL_SPLITS)
EVERY: Final = (*PLACES, PART, POSITION, SEX, MINORITY, DEGREE, CONTRACT, SUBJECT)

Rows(
    EMPLOYED, shown=("part", "position", "level", "subject", "sex", "degree", "contract_form", "periods"),
    open=lambda row: reverse("staff:member_detail", kwargs={"pk": row["id"]}),
    words=words_of(LEVEL, PART, POSITION, SEX, DEGREE, CONTRACT, *SCHOOL_SPLITS),
)  # fmt: skip

_WOMAN: Final = is_one("sex", "female")
_MANAGER: Final = is_one("part", "manager")
_TEACHER: Final = is_one("part", "teacher")
_LOADED: Final = both(_TEACHER, yes("has_lessons"), Between("norm", 0))


def _of_staff(word: str, measure: Any, label: Any, **more: Any) -> None:
    Indicator(
        f"staff.employed:{word}", STAFF, measure, label=label,
        **{"unit": PERSON, "source": OWN, "splits": EVERY, **more},
    )  # fmt: skip


def _share(word: str, label: Any, of: Condition, among: Condition | None = None, **more: Any) -> None:
    _of_staff(word, share(EMPLOYED, of, among), label, **{"unit": "%", "decimals": 1, **more})


# word, code in the list, label, level
_LEVELS: Final[tuple[tuple[str, str, Any, str], ...]] = (
    ("preschool", "", _("Số cán bộ quản lý, giáo viên, nhân viên mầm non"), "preschool"),
    ("primary", "2104", _("Số cán bộ quản lý, giáo viên, nhân viên tiểu học"), "primary"),
    ("lower_secondary", "", _("Số cán bộ quản lý, giáo viên, nhân viên trung học cơ sở"), "lower_secondary"),
    (
        "upper_secondary",
        "",
        _("Số cán bộ quản lý, giáo viên, nhân viên trung học phổ thông"),
        "upper_secondary",
    ),
    ("continuing", "", _("Số cán bộ quản lý, giáo viên, nhân viên giáo dục thường xuyên"), "continuing"),
)
_KINDS: Final[tuple[tuple[str, Any, Condition], ...]] = (
    ("managers", _("Số cán bộ quản lý"), _MANAGER),
    ("teachers", _("Số giáo viên"), _TEACHER),
    ("support", _("Số nhân viên"), is_one("part", "support")),
    ("women", _("Số nữ trong đội ngũ"), _WOMAN),
    ("minority", _("Số người dân tộc thiểu số trong đội ngũ"), yes("is_minority")),
    ("minority_women", _("Số nữ dân tộc thiểu số trong đội ngũ"), both(_WOMAN, yes("is_minority"))),
    ("away", _("Số người đang nghỉ dài ngày"), yes("is_away")),
)

_of_staff("all", Count(EMPLOYED), _("Số cán bộ quản lý, giáo viên, nhân viên"))
for _word, _official, _label, _level in _LEVELS:
    _of_staff(
        _word, Count(EMPLOYED, is_one("level", _level)), _label, official=_official,
        source=LISTED if _official else UNSEEN,
        note=_("Gồm chỉ tiêu 1104 (nhà trẻ) và 1204 (mẫu giáo): hồ sơ không tách hai phần này.")
        if _level == "preschool" else _("Theo cấp dạy ghi trong hồ sơ; người chưa ghi cấp dạy không được đếm."),
    )  # fmt: skip
for _word, _label, _which in _KINDS:
    _of_staff(_word, Count(EMPLOYED, _which), _label)

# word, label, steps of the file; the rest is not recorded as a step
_ENGLISH: Final[tuple[tuple[str, Any, tuple[str, ...]], ...]] = (
    ("c2", _("Số giáo viên tiếng Anh bậc 6 (C2)"), ("6",)),
    ("c1", _("Số giáo viên tiếng Anh bậc 5 (C1)"), ("5",)),
    ("b2", _("Số giáo viên tiếng Anh bậc 4 (B2)"), ("4",)),
    ("b1", _("Số giáo viên tiếng Anh bậc 3 (B1)"), ("3",)),
    ("below", _("Số giáo viên tiếng Anh dưới bậc 3 (B1)"), ("2", "1")),
    ("unknown", _("Số giáo viên tiếng Anh chưa ghi bậc năng lực"), ("", "a", "b", "c", "college", "bachelor")),
)  # fmt: skip
_ENGLISH_TEACHER: Final = both(_TEACHER, yes("teaches_english"))
_of_staff(
    "english", Count(EMPLOYED, _ENGLISH_TEACHER), _("Số giáo viên tiếng Anh"), source=PRIMARY_REPORT,
    note=_("Giáo viên có môn dạy là Ngoại ngữ 1 hoặc 2 và hồ sơ ghi ngoại ngữ là tiếng Anh."),
)  # fmt: skip
for _word, _label, _steps in _ENGLISH:
    _of_staff(
        f"english_{_word}", Count(EMPLOYED, both(_ENGLISH_TEACHER, is_one("english", *_steps))), _label,
        source=PRIMARY_REPORT,
    )  # fmt: skip
_of_staff(
    "trained_teachers", Count(EMPLOYED, both(_TEACHER, yes("is_trained"))),
    _("Số giáo viên đã hoàn thành bồi dưỡng trong năm học"), source=PRIMARY_REPORT,
)  # fmt: skip
_of_staff(
    "trained_managers", Count(EMPLOYED, both(_MANAGER, yes("is_trained"))),
    _("Số cán bộ quản lý đã hoàn thành bồi dưỡng trong năm học"), source=PRIMARY_REPORT,
)  # fmt: skip

_share("women_share", _("Tỉ lệ nữ trong đội ngũ"), _WOMAN)
_share("women_teachers_share", _("Tỉ lệ nữ trong giáo viên"), _WOMAN, _TEACHER)
_share("women_managers_share", _("Tỉ lệ nữ trong cán bộ quản lý"), _WOMAN, _MANAGER)
_share("minority_share", _("Tỉ lệ người dân tộc thiểu số trong đội ngũ"), yes("is_minority"))
_share(
    "degree_share", _("Tỉ lệ giáo viên đạt chuẩn trình độ được đào tạo"), yes("meets_degree"),
    both(_TEACHER, yes("degree_is_known")), source=DEGREES,
    note=_("Trong những giáo viên đã ghi trình độ và cấp dạy; cao đẳng ở mầm non, đại học ở các cấp khác."),
)  # fmt: skip
_share(
    "above_degree_share", _("Tỉ lệ giáo viên có trình độ thạc sĩ trở lên"), is_one("degree", "master", "doctor"),
    both(_TEACHER, yes("degree_is_known")),
)  # fmt: skip
_share(
    "tenure_share", _("Tỉ lệ viên chức, công chức trong đội ngũ"),
    is_one("contract_form", "tenure", "term", "official"),
)  # fmt: skip
_share("contract_share", _("Tỉ lệ hợp đồng lao động, thỉnh giảng, hợp đồng hỗ trợ"),
       is_one("contract_form", "labour", "support", "visiting"))  # fmt: skip
_share(
    "computer_share", _("Tỉ lệ giáo viên có máy tính để dạy trực tuyến"), yes("has_computer"), _TEACHER,
    source=PROGRAMME,
)  # fmt: skip
_share(
    "internet_share", _("Tỉ lệ giáo viên có Internet ở nhà"), yes("has_internet"), _TEACHER, source=PROGRAMME
)
_share("assigned_share", _("Tỉ lệ giáo viên đã được phân công giảng dạy"), yes("has_lessons"), _TEACHER)
_share("older_share", _("Tỉ lệ giáo viên từ 55 tuổi trở lên"), Between("age", 55), _TEACHER)
_of_staff(
    "median_age",
    Median(EMPLOYED, "age", _TEACHER),
    _("Trung vị tuổi của giáo viên"),
    unit=_("tuổi"),
    decimals=1,
)

_of_staff(
    "teachers_per_class", Ratio(Count(EMPLOYED, _TEACHER), Count(CLASSES)), _("Số giáo viên bình quân một lớp"),
    unit=_("giáo viên"), decimals=2, splits=PLACES,
    source=Source(_("chưa đọc được định mức giáo viên trên lớp"), trust=Trust.UNVERIFIED),
)  # fmt: skip
_of_staff(
    "learners_per_teacher", Ratio(Count(STUDENTS), Count(EMPLOYED, _TEACHER)), _("Số học sinh bình quân một giáo viên"),
    unit=_("học sinh"), decimals=1, splits=PLACES,
)  # fmt: skip
_of_staff(
    "periods", Ratio(Sum(EMPLOYED, "periods", _LOADED), Count(EMPLOYED, _LOADED)),
    _("Số tiết bình quân một tuần của giáo viên"), unit=_("tiết"), decimals=1, source=NORMS,
    note=_("Của học kỳ nhiều tiết hơn, trong những giáo viên có định mức và đã được phân công."),
)  # fmt: skip
_of_staff(
    "load_share", Ratio(Sum(EMPLOYED, "periods", _LOADED), Sum(EMPLOYED, "norm", _LOADED), 100),
    _("Tỉ lệ số tiết được phân công so với định mức"), unit="%", decimals=1, source=NORMS,
    note=_("Chưa trừ tiết giảm do kiêm nhiệm."),
)  # fmt: skip
