"""What is counted of learners and classes: codes of TT 03/2024 where they were seen in its list, counterparts where not.

Enrolment rates (1106, 1206, 1207) stand over the population, which is no fact of this room.
"""

from __future__ import annotations

from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.checks import Source, Trust
from khuevan.kernel.measures import (
    Between,
    Condition,
    Count,
    Distinct,
    Group,
    Indicator,
    Median,
    Not,
    Ratio,
    Rows,
    Split,
    both,
    is_one,
    share,
    words_of,
    yes,
)
from khuevan.register.organisations.facts import LEVEL, SCHOOL_SPLITS
from khuevan.register.people.facts import ETHNICITY, MINORITY, SEX
from khuevan.school.learners.choices import Poverty

from .choices import EntryKind, LeaveReason, Outcome
from .facts import CLASSES, DISABILITY, GRADE, LEARNER_SPLITS, REGISTER, STUDENTS

LEARNERS: Final = Group("learners", _("Học sinh"), order=20)
CLASS_GROUPS: Final = Group("classes", _("Lớp học"), order=30)
LISTED: Final = Source("TT 03/2024/TT-BGDĐT", _("danh mục chỉ tiêu"), Trust.REPORTED)
UNSEEN: Final = Source("TT 03/2024/TT-BGDĐT", _("chưa đọc được mã và nội dung chỉ tiêu"), Trust.UNVERIFIED)
YEARBOOK: Final = Source(_("Niên giám thống kê"), _("giải thích thuật ngữ"), Trust.REPORTED)
PROGRAMME: Final = Source("QĐ 131/QĐ-TTg", _("báo cáo của trường"), Trust.REPORTED)
CHARTER: Final = Source("TT 15/2026/TT-BGDĐT", _("tuổi vào học"), Trust.READ)
OWN: Final = Source(_("tính từ sổ đăng bộ của trường"), trust=Trust.PLAIN)
LEARNER: Final = _("học sinh")
CLASS: Final = _("lớp")

AGE: Final = Split("age", _("Tuổi"), is_fine=True)
PLACES: Final = (LEVEL, GRADE, *SCHOOL_SPLITS)
PEOPLE: Final = (SEX, MINORITY, ETHNICITY, DISABILITY, AGE)

Rows(
    STUDENTS, shown=("class_name", "grade", "sex", "age", "entry_kind", "is_repeating"),
    open=lambda row: reverse("learners:learner_detail", args=[row["learner_id"]]),
    words={**words_of(LEVEL, GRADE, SEX, ETHNICITY, *SCHOOL_SPLITS), "entry_kind": dict(EntryKind.choices),
           "outcome": dict(Outcome.choices),
           "poverty": dict(Poverty.choices)},
)  # fmt: skip
Rows(
    CLASSES, shown=("grade", "level", "size", "two_sessions", "is_combined", "has_homeroom_teacher"),
    open=lambda row: reverse("schoolyear:class_group_detail", kwargs={"pk": row["id"]}),
    words=words_of(LEVEL, GRADE, *SCHOOL_SPLITS),
)  # fmt: skip

_NURSERY: Final = is_one("grade", "13", "14", "15")
_KINDERGARTEN: Final = is_one("grade", "16", "17", "18")
_PRIMARY: Final = is_one("level", "primary")
_GIRL: Final = is_one("sex", "female")
_SCHOOL_AGE: Final = Not(is_one("level", "preschool"))
_KNOWN_AGE: Final = yes("age_is_known")


def _of_learners(word: str, measure: Any, label: Any, **more: Any) -> None:
    Indicator(
        f"schoolyear.student:{word}", LEARNERS, measure, label=label,
        **{"unit": LEARNER, "source": OWN, "splits": (*PLACES, *PEOPLE), **more},
    )  # fmt: skip


def _of_classes(word: str, measure: Any, label: Any, **more: Any) -> None:
    Indicator(
        f"schoolyear.class_group:{word}", CLASS_GROUPS, measure, label=label,
        **{"unit": CLASS, "source": OWN, "splits": PLACES, **more},
    )  # fmt: skip


def _share_of_learners(
    word: str, label: Any, of: Condition, among: Condition | None = None, **more: Any
) -> None:
    _of_learners(word, share(STUDENTS, of, among), label, **{"unit": "%", "decimals": 1, **more})


# word, code in the list, label, which learners
_LEARNERS_OF: Final[tuple[tuple[str, str, Any, Condition], ...]] = (
    ("nursery", "1105", _("Số trẻ nhà trẻ"), _NURSERY),
    ("kindergarten", "1205", _("Số trẻ mẫu giáo"), _KINDERGARTEN),
    ("primary", "2105", _("Số học sinh tiểu học"), _PRIMARY),
    ("lower_secondary", "", _("Số học sinh trung học cơ sở"), is_one("level", "lower_secondary")),
    ("upper_secondary", "", _("Số học sinh trung học phổ thông"), is_one("level", "upper_secondary")),
    ("continuing", "", _("Số học viên giáo dục thường xuyên"), is_one("level", "continuing")),
)
# word, label, which learners: counted over all levels, and as a share below
_KINDS_OF_LEARNERS: Final[tuple[tuple[str, Any, Condition], ...]] = (
    ("girls", _("Số học sinh nữ"), _GIRL),
    ("minority", _("Số học sinh dân tộc thiểu số"), yes("is_minority")),
    ("minority_girls", _("Số học sinh nữ dân tộc thiểu số"), both(_GIRL, yes("is_minority"))),
    ("disabled", _("Số học sinh khuyết tật"), yes("has_disability")),
    ("repeating", _("Số học sinh lưu ban từ năm trước"), yes("is_repeating")),
    ("entering", _("Số học sinh tuyển mới đầu cấp"), yes("is_new")),
    ("boarding", _("Số học sinh nội trú"), yes("is_boarder")),
    ("day_boarding", _("Số học sinh bán trú"), yes("is_day_boarder")),
    ("combined", _("Số học sinh học lớp ghép"), yes("in_combined_class")),
    ("satellite", _("Số học sinh học ở điểm lẻ"), yes("at_satellite")),
    ("satellite_combined", _("Số học sinh học lớp ghép ở điểm lẻ"), both(yes("at_satellite"), yes("in_combined_class"))),
)  # fmt: skip

_of_learners("all", Count(STUDENTS), _("Số trẻ, học sinh, học viên"))
for _word, _official, _label, _which in _LEARNERS_OF:
    _of_learners(
        _word, Count(STUDENTS, _which), _label, source=LISTED if _official else UNSEEN, official=_official,
        unit=_("trẻ") if _official.startswith("1") else LEARNER,
    )  # fmt: skip
for _word, _label, _which in _KINDS_OF_LEARNERS:
    _of_learners(_word, Count(STUDENTS, _which), _label)

_share_of_learners("girls_share", _("Tỉ lệ học sinh nữ"), _GIRL)
_share_of_learners(
    "minority_share", _("Tỉ lệ học sinh dân tộc thiểu số"), yes("is_minority"),
    note=_("Trên tất cả học sinh; em chưa ghi dân tộc không được tính là dân tộc thiểu số."),
)  # fmt: skip
_share_of_learners(
    "minority_girls_share", _("Tỉ lệ học sinh nữ dân tộc thiểu số"), both(_GIRL, yes("is_minority"))
)
_share_of_learners(
    "girls_among_minority", _("Tỉ lệ nữ trong học sinh dân tộc thiểu số"), _GIRL, yes("is_minority")
)
_share_of_learners("disabled_share", _("Tỉ lệ học sinh khuyết tật"), yes("has_disability"))
_share_of_learners(
    "repeating_share", _("Tỉ lệ học sinh lưu ban"), yes("is_repeating"), _SCHOOL_AGE, source=YEARBOOK,
    note=_("Học sinh lưu ban từ năm trước trên học sinh đang học, không kể mầm non."),
)  # fmt: skip
_share_of_learners(
    "right_age_share", _("Tỉ lệ học sinh học đúng độ tuổi"), is_one("years_late", 0), _KNOWN_AGE, source=CHARTER,
    note=_("Trong những em đã ghi ngày sinh, từ mẫu giáo đến lớp 12, không kể giáo dục thường xuyên."),
)  # fmt: skip
_share_of_learners(
    "over_age_share", _("Tỉ lệ học sinh học quá tuổi quy định từ 1 năm trở lên"), Between("years_late", 1), _KNOWN_AGE,
    source=CHARTER,
)  # fmt: skip
_share_of_learners("two_sessions_share", _("Tỉ lệ học sinh học 2 buổi/ngày"), yes("has_two_sessions"))
_share_of_learners("poor_share", _("Tỉ lệ học sinh thuộc hộ nghèo"), is_one("poverty", "poor"))
_share_of_learners(
    "poor_or_near_share",
    _("Tỉ lệ học sinh thuộc hộ nghèo, cận nghèo"),
    is_one("poverty", "poor", "near_poor"),
)
_share_of_learners("policy_share", _("Tỉ lệ học sinh thuộc diện chính sách"), yes("has_policy"))
_share_of_learners("boarding_share", _("Tỉ lệ học sinh nội trú"), yes("is_boarder"))
_share_of_learners("day_boarding_share", _("Tỉ lệ học sinh bán trú"), yes("is_day_boarder"))
_share_of_learners(
    "private_share", _("Tỉ lệ học sinh học trường ngoài công lập"),
    is_one("ownership", "people_founded", "private", "foreign"),
)  # fmt: skip
_share_of_learners(
    "computer_share", _("Tỉ lệ học sinh có máy tính để học ở nhà"), yes("has_computer"),
    yes("computer_is_known"), source=PROGRAMME, note=_("Trong những em đã được khảo sát."),
)  # fmt: skip
_share_of_learners(
    "internet_share", _("Tỉ lệ học sinh có Internet ở nhà"), yes("has_internet"),
    yes("internet_is_known"), source=PROGRAMME, note=_("Trong những em đã được khảo sát."),
)  # fmt: skip
_share_of_learners("placed_share", _("Tỉ lệ học sinh đã được xếp lớp"), yes("has_class"))
_DECIDED: Final = is_one("outcome", *Outcome.values)
_FIVE: Final = is_one("grade", "18")
_share_of_learners(
    "outcome_share", _("Tỉ lệ học sinh đã có kết quả cuối năm"), _DECIDED,
    note=_("Kết quả ghi vào sổ đăng bộ khi kết thúc năm học; trong năm học thì chưa có."),
)  # fmt: skip
_share_of_learners(
    "passed_share", _("Tỉ lệ học sinh lên lớp, hoàn thành chương trình"), Not(is_one("outcome", "repeated")), _DECIDED,
    source=YEARBOOK, note=_("Trong những em đã có kết quả cuối năm."),
)  # fmt: skip
_share_of_learners(
    "left_behind_share", _("Tỉ lệ học sinh phải học lại lớp"), is_one("outcome", "repeated"), _DECIDED, source=YEARBOOK,
    note=_("Trong những em đã có kết quả cuối năm."),
)  # fmt: skip
_share_of_learners(
    "preschool_completed_share", _("Tỉ lệ trẻ 5-6 tuổi hoàn thành chương trình giáo dục mầm non"),
    is_one("outcome", "completed"), _FIVE, source=LISTED, official="1208",
    note=_("Trong trẻ mẫu giáo lớn; trẻ chưa có kết quả cuối năm được tính là chưa hoàn thành."),
)  # fmt: skip
_of_learners(
    "median_age", Median(STUDENTS, "age"), _("Trung vị tuổi của học sinh"), unit=_("tuổi"), decimals=1,
    splits=(*PLACES, SEX, MINORITY, DISABILITY),
)  # fmt: skip
_of_learners(
    "ethnic_groups", Distinct(STUDENTS, "ethnicity", Not(is_one("ethnicity", "", "55", "56"))),
    _("Số dân tộc có học sinh đang học"), unit=_("dân tộc"), splits=(*PLACES, SEX, DISABILITY),
)  # fmt: skip

REASON: Final = Split("leave_reason", _("Lý do thôi học"), {**dict(LeaveReason.choices), "": _("Chưa ghi")})
Rows(
    REGISTER, shown=("class_name", "grade", "sex", "entry_kind", "left_on", "leave_reason"),
    open=lambda row: reverse("schoolyear:enrolment_detail", kwargs={"pk": row["id"]}),
    words={**words_of(*LEARNER_SPLITS, REASON), "entry_kind": dict(EntryKind.choices)},
)  # fmt: skip
_WITHDRAWN: Final = both(_SCHOOL_AGE, yes("is_withdrawn"))


def _of_register(word: str, measure: Any, label: Any, **more: Any) -> None:
    Indicator(
        f"schoolyear.registered:{word}", LEARNERS, measure, label=label,
        **{"unit": LEARNER, "source": OWN, "splits": LEARNER_SPLITS, **more},
    )  # fmt: skip


_of_register("from_start", Count(REGISTER, yes("is_from_start")), _("Số học sinh vào đầu năm học"))
_of_register(
    "moved_in", Count(REGISTER, is_one("entry_kind", "transferred")), _("Số lượt chuyển đến trong năm học")
)
_of_register("moved_out", Count(REGISTER, yes("has_moved")), _("Số lượt chuyển đi trong năm học"))
_of_register(
    "withdrawn", Count(REGISTER, _WITHDRAWN), _("Số học sinh thôi học trong năm học"), splits=(REASON, *LEARNER_SPLITS),
    note=_("Không kể mầm non và chuyển trường."),
)  # fmt: skip
_of_register(
    "dropout_share", Ratio(Count(REGISTER, _WITHDRAWN), Count(REGISTER, both(_SCHOOL_AGE, yes("is_from_start"))), 100),
    _("Tỉ lệ học sinh bỏ học"), unit="%", decimals=2, source=YEARBOOK,
    note=_("Số học sinh thôi học trong năm trên số học sinh vào đầu năm học (đến ngày 30/9), không kể mầm non."),
)  # fmt: skip
_of_register(
    "poverty_share", share(REGISTER, is_one("leave_reason", "01"), _WITHDRAWN),
    _("Tỉ lệ thôi học vì hoàn cảnh kinh tế khó khăn"), unit="%", decimals=1,
)  # fmt: skip

# word, code in the list, label, which classes
_CLASSES_OF: Final[tuple[tuple[str, str, Any, Condition], ...]] = (
    ("nursery", "1102", _("Số nhóm trẻ"), _NURSERY),
    ("kindergarten", "1202", _("Số lớp mẫu giáo"), _KINDERGARTEN),
    ("primary", "2102", _("Số lớp tiểu học"), _PRIMARY),
    ("lower_secondary", "", _("Số lớp trung học cơ sở"), is_one("level", "lower_secondary")),
    ("upper_secondary", "", _("Số lớp trung học phổ thông"), is_one("level", "upper_secondary")),
    ("continuing", "", _("Số lớp giáo dục thường xuyên"), is_one("level", "continuing")),
)

_of_classes("all", Count(CLASSES), _("Số nhóm, lớp"))
for _word, _official, _label, _which in _CLASSES_OF:
    _of_classes(
        _word, Count(CLASSES, _which), _label, source=LISTED if _official else UNSEEN, official=_official
    )
_of_classes("combined", Count(CLASSES, yes("is_combined")), _("Số lớp ghép"))
_of_classes("satellite", Count(CLASSES, yes("at_satellite")), _("Số nhóm, lớp ở điểm lẻ"))
_of_classes("special", Count(CLASSES, yes("is_special")), _("Số lớp chuyên biệt"))
for _word, _label, _which in (
    ("combined_share", _("Tỉ lệ lớp ghép"), yes("is_combined")),
    ("two_sessions_share", _("Tỉ lệ lớp học 2 buổi/ngày"), yes("two_sessions")),
    ("homeroom_share", _("Tỉ lệ lớp có giáo viên chủ nhiệm"), yes("has_homeroom_teacher")),
):
    _of_classes(_word, share(CLASSES, _which), _label, unit="%", decimals=1)
_of_classes(
    "size", Ratio(Count(STUDENTS, yes("has_class")), Count(CLASSES)), _("Số học sinh bình quân một lớp"), unit=LEARNER,
    decimals=1,
)  # fmt: skip
_of_classes(
    "size_primary", Ratio(Count(STUDENTS, both(_PRIMARY, yes("has_class"))), Count(CLASSES, _PRIMARY)),
    _("Số học sinh tiểu học bình quân một lớp"), unit=LEARNER, decimals=1, official="2106",
    source=Source("TT 03/2024/TT-BGDĐT", _("chỉ đọc được phần đầu tên chỉ tiêu"), Trust.UNVERIFIED),
)  # fmt: skip
_of_classes(
    "median_size", Median(CLASSES, "size"), _("Trung vị sĩ số lớp"), unit=LEARNER, decimals=1,
    note=_("Sĩ số là những em chưa rời trường."),
)  # fmt: skip
