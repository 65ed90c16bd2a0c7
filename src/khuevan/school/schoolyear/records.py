"""The plain records of the room: classes, enrolments, terms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from khuevan.kernel import clock
from khuevan.kernel.access import Actor
from khuevan.kernel.records import (
    PLAIN,
    Choice,
    Code,
    Computed,
    Date,
    Filled,
    Invalid,
    Record,
    Reference,
    Several,
    Text,
    Whole,
    Yes,
)
from khuevan.register.organisations.choices import EducationLevel
from khuevan.register.people.choices import Sex
from khuevan.school.curriculum.choices import Grade, Trust

from . import queries, services
from .choices import LANGUAGES, Boarding, EnrolmentStatus, EntryKind, LeaveReason, Outcome, StudyForm
from .models import ClassGroup, Enrolment, Term
from .permissions import (
    EDIT_CLASSES,
    EDIT_ENROLMENTS,
    EDIT_YEARS,
    VIEW_CLASSES,
    VIEW_ENROLMENTS,
    VIEW_YEARS,
)

_ANNEX = "QĐ 4998, mục lớp"
_TEACHING, _KIND, _PARENTS = _("Tổ chức dạy học"), _("Loại lớp"), _("Điều kiện, đại diện cha mẹ")
_COURSE, _RESULT = _("Quá trình trong năm"), _("Kết quả")
_SCHOOLS = {"levels__len__gt": 0}


def this_year(actor: Actor) -> Mapping[str, str]:
    """Lists begin with the year that runs."""
    year = queries.year_at(clock.today())
    return {"school_year": str(year.pk)} if year else {}


def _of(*levels: str) -> Any:
    return lambda group: group.level in levels


_PRIMARY = _of("primary")
_SECONDARY = _of("lower_secondary", "upper_secondary", "continuing")
_UPPER = _of("upper_secondary", "continuing")
_PRESCHOOL = _of("preschool")
_CENTRE = _of("continuing")
_GENERAL = _of("lower_secondary", "upper_secondary")

SCHOOL = Reference(
    "school", _("Trường"), required=True, fixed=True, order="sort_key", found_by="search", page="organisations:unit",
    sorted_by="school__sort_key", among=_SCHOOLS,
)  # fmt: skip
YEAR = Reference("school_year", _("Năm học"), required=True, fixed=True, show="code", order="-starts_on")

CLASSES = Record(
    ClassGroup,
    "class_group",
    _("Lớp"),
    _("Lớp học"),
    help=_("Các lớp của từng năm học, với giáo viên chủ nhiệm và sĩ số."),
    icon="chalkboard",
    view=VIEW_CLASSES,
    edit=EDIT_CLASSES,
    fields=(
        Text("name", _("Tên lớp"), required=True, max_length=20, sorted_by="sort_key", source=_ANNEX),
        SCHOOL,
        YEAR,
        Choice("grade", _("Khối"), required=True, choices=Grade.choices, source="DM_KHOI"),
        Computed("size", _("Sĩ số"), lambda group: getattr(group, "size", 0), reads=()),
        Computed("girls", _("Nữ"), lambda group: getattr(group, "girls", 0), reads=()),
        Reference("homeroom_teacher", _("Giáo viên chủ nhiệm"), show="full_name", order="sort_key", found_by="search",
                  hint=_("Gõ tên nhà giáo của trường.")),
        Code("code", _("Mã lớp"), max_length=20, hint=_("Để trống thì lấy theo tên lớp.")),
        Reference("point", _("Điểm trường"), order="sort_key", found_by="search", among={"closed_on": None}),
        Choice("level", _("Cấp học"), choices=EducationLevel.choices, editable=False),
        Whole("position", _("Số thứ tự"), least=1, most=999, later=True),
        Date("opened_on", _("Mở từ"), later=True),
        Date("closed_on", _("Giải thể từ"), editable=False),
        Filled("closed", _("Đã giải thể"), "closed_on"),
        Yes("two_sessions", _("Dạy 2 buổi/ngày"), group=_TEACHING),
        Whole("sessions_per_week", _("Số buổi học một tuần"), least=1, most=14, group=_TEACHING),
        Whole("periods_per_week", _("Số tiết học một tuần"), least=1, most=60, group=_TEACHING, later=True,
              applies=_PRIMARY),
        Choice("boarding", _("Bán trú, nội trú"), choices=[c for c in Boarding.choices if c[0]], group=_TEACHING,
               source="DM_HOC_BAN_TRU"),
        Choice("language_1", _("Ngoại ngữ 1"), choices=LANGUAGES, group=_TEACHING, source="DM_NGOAI_NGU"),
        Choice("language_2", _("Ngoại ngữ 2"), choices=LANGUAGES, group=_TEACHING, later=True),
        Whole("language_periods", _("Số tiết ngoại ngữ một tuần"), least=1, most=20, group=_TEACHING, later=True),
        Reference("elective_set", _("Tổ hợp môn lựa chọn"), order="sort_key", found_by="search", later=True,
                  among={"closed_on": None}, group=_TEACHING, applies=_UPPER),
        Choice("study_form", _("Hình thức học tập"), choices=StudyForm.choices, group=_TEACHING, later=True,
               applies=_CENTRE),
        Yes("is_combined", _("Lớp ghép"), group=_KIND),
        Several("combined_grades", _("Các khối, nhóm tuổi ghép"), choices=Grade.choices, group=_KIND, later=True),
        Code("combined_code", _("Mã lớp ghép"), max_length=20, group=_KIND, later=True),
        Yes("is_special", _("Lớp chuyên biệt"), group=_KIND, later=True),
        Yes("has_disabled", _("Có học sinh khuyết tật"), group=_KIND, later=True),
        Yes("is_specialised", _("Lớp chuyên"), group=_KIND, later=True, applies=_GENERAL),
        Reference("specialised_subject", _("Môn chuyên"), order="sort_key", found_by="search", group=_KIND, later=True,
                  applies=_GENERAL),
        Yes("has_vocational", _("Có học sinh học nghề"), group=_KIND, later=True, applies=_SECONDARY),
        Text("vocational_kind", _("Lớp hướng nghiệp, dạy nghề"), max_length=60, group=_KIND, later=True,
             applies=_SECONDARY),
        Text("training_kind", _("Lớp đào tạo, bồi dưỡng"), max_length=60, group=_KIND, later=True, applies=_CENTRE),
        Yes("new_preschool_programme", _("Theo chương trình mầm non mới"), group=_KIND, later=True, applies=_PRESCHOOL),
        Yes("care_programme", _("Có chương trình chăm sóc, giáo dục"), group=_KIND, later=True, applies=_PRESCHOOL),
        Yes("equipped_vietnamese", _("Đủ thiết bị dạy học Tiếng Việt"), group=_PARENTS, later=True, applies=_PRIMARY),
        Yes("equipped_maths", _("Đủ thiết bị dạy học Toán"), group=_PARENTS, later=True, applies=_PRIMARY),
        Yes("parents_in_class", _("Có đại diện cha mẹ của lớp"), group=_PARENTS, later=True),
        Yes("parents_in_school", _("Có đại diện cha mẹ trong ban của trường"), group=_PARENTS, later=True),
    ),
    list=("name", "grade", "homeroom_teacher", "size", "girls", "point", "two_sessions", "school", "school_year"),
    filters=("school_year", "grade", "school", "level", "two_sessions", "boarding", "is_combined", "closed"),
    search=("name", "code"),
    order=("name",),
    create=services.open_class,
    change=services.change_class,
    close=services.close_class,
    gather=queries.give_sizes,
    start=this_year,
    large=True,
)  # fmt: skip


def _own_school(values: dict[str, Any], row: Any) -> None:
    chosen = values.get("elective_set")
    if chosen is not None and row is not None and chosen.school_id != row.school_id:
        raise Invalid({"elective_set": now("Tổ hợp môn này không phải của trường.")})


ENROLMENTS = Record(
    Enrolment,
    "enrolment",
    _("Ghi danh"),
    _("Học sinh theo năm học"),
    help=_("Sổ đăng bộ của từng năm học: ai học lớp nào, đến và đi khi nào."),
    icon="users-group",
    view=VIEW_ENROLMENTS,
    edit=EDIT_ENROLMENTS,
    fields=(
        Text("full_name", _("Họ và tên"), editable=False, max_length=100, sorted_by="sort_key"),
        Date("birth_date", _("Ngày sinh"), editable=False),
        Choice("sex", _("Giới tính"), choices=Sex.choices, editable=False),
        Reference("class_group", _("Lớp"), editable=False, order="sort_key", found_by="search",
                  sorted_by="class_group__sort_key", page="schoolyear:class_group_detail", among={"closed_on": None}),
        Choice("grade", _("Khối"), choices=Grade.choices, editable=False),
        Choice("level", _("Cấp học"), choices=EducationLevel.choices, editable=False),
        SCHOOL,
        YEAR,
        Choice("status", _("Trạng thái"), choices=EnrolmentStatus.choices, editable=False,
               source="DM_TRANG_THAI_HOC_SINH", group=_COURSE),
        Date("status_on", _("Ngày của trạng thái"), editable=False, group=_COURSE),
        Choice("entry_kind", _("Loại nhập học"), choices=EntryKind.choices, required=True, group=_COURSE),
        Text("came_from", _("Chuyển đến từ"), max_length=200, group=_COURSE),
        Date("enrolled_on", _("Ngày vào trường"), editable=False, group=_COURSE),
        Date("left_on", _("Ngày rời trường"), editable=False, group=_COURSE),
        Filled("left", _("Đã rời trường"), "left_on", group=_COURSE),
        Choice("leave_reason", _("Lý do thôi học"), choices=LeaveReason.choices, editable=False,
               source="DM_LY_DO_THOI_HOC", group=_COURSE),
        Whole("position", _("Số thứ tự"), least=1, most=999, group=_COURSE),
        Reference("elective_set", _("Tổ hợp môn lựa chọn"), order="sort_key", found_by="search",
                  among={"closed_on": None}, applies=_UPPER, group=_COURSE),
        Yes("is_repeating", _("Lưu ban năm trước"), group=_RESULT),
        Choice("outcome", _("Kết quả cuối năm"), choices=Outcome.choices, editable=False, group=_RESULT),
        Date("outcome_on", _("Ngày ghi kết quả"), editable=False, group=_RESULT),
    ),
    list=("full_name", "birth_date", "sex", "class_group", "grade", "status", "outcome", "school", "school_year"),
    filters=("school_year", "grade", "class_group", "status", "school", "left", "sex", "outcome", "is_repeating",
             "leave_reason", "level"),
    search=("full_name",),
    order=("full_name",),
    create=None,
    change=PLAIN,
    rules=(_own_school,),
    unlisted=("status", "00"),
    narrow=queries.narrowed,
    start=this_year,
    large=True,
    wide_orders=("full_name", "birth_date", "school"),
)  # fmt: skip

TERMS = Record(
    Term,
    "term",
    _("Học kỳ"),
    _("Khung năm học"),
    help=_("Thời gian các học kỳ theo quyết định: khung của Bộ, và kế hoạch của Sở cho các trường bên dưới."),
    icon="calendar-event",
    view=VIEW_YEARS,
    edit=EDIT_YEARS,
    shared="Khung thời gian năm học là công khai",
    fields=(
        Reference("school_year", _("Năm học"), required=True, fixed=True, show="code", order="-starts_on",
                  sorted_by="school_year__code"),
        Choice("level", _("Cấp học"), required=True, fixed=True, choices=EducationLevel.choices),
        Whole("number", _("Học kỳ"), required=True, fixed=True, least=1, most=2),
        Reference("unit", _("Nơi quyết định"), fixed=True, order="sort_key", found_by="search",
                  among={"kind": "department"}, page="organisations:unit", hint=_("Để trống: khung của Bộ.")),
        Date("starts_on", _("Từ ngày"), required=True),
        Date("ends_on", _("Đến ngày"), required=True),
        Whole("weeks", _("Số tuần thực học"), least=1, most=30),
        Text("decision_number", _("Số quyết định"), max_length=60),
        Choice("trust", _("Mức tin cậy"), required=True, choices=Trust.choices),
    ),
    list=("school_year", "level", "number", "starts_on", "ends_on", "weeks", "unit", "decision_number", "trust"),
    filters=("school_year", "level", "unit"),
    order=("-school_year",),
    title=lambda term: term.school_year.code,
    create=services.add_term,
    change=services.change_term,
)  # fmt: skip
