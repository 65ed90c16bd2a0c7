"""The plain records of the room: subjects, lines of programmes, sets of electives."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from khuevan.kernel.records import (
    Choice,
    Code,
    Computed,
    Date,
    Filled,
    Record,
    Reference,
    Several,
    Text,
    Whole,
)

from . import services
from .choices import (
    ELECTIVES,
    TOPIC_SUBJECTS,
    Assessment,
    Block,
    Grade,
    OpenPoint,
    SubjectKind,
    Trust,
    point_words,
)
from .models import ElectiveSet, ProgrammeSubject, RulePoint, Subject
from .permissions import DECIDE_POINTS, EDIT_LOCAL, EDIT_SETS, VIEW_PROGRAMME

SHARED = "Chương trình giáo dục là công khai, dùng chung toàn ngành"
_ORIGIN = _("Nguồn và mức tin cậy")
_DEPARTMENTS = {"kind": "department"}

SUBJECTS = Record(
    Subject,
    "subject",
    _("Môn học"),
    _("Danh mục môn học"),
    help=_("Môn học, hoạt động giáo dục, phân môn của chương trình quốc gia và phần địa phương bổ sung."),
    icon="book",
    view=VIEW_PROGRAMME,
    edit=EDIT_LOCAL,
    shared=SHARED,
    fields=(
        Text("name", _("Tên môn học"), required=True, max_length=120, sorted_by="sort_key"),
        Code("code", _("Mã môn học"), required=True, max_length=20),
        Text("short_name", _("Tên ngắn"), max_length=40),
        Choice("kind", _("Loại"), required=True, choices=SubjectKind.choices),
        Reference("parent", _("Thuộc môn học"), order="sort_key", found_by="search", among={"parent": None}),
        Choice("assessed_by", _("Cách đánh giá"), required=True, choices=Assessment.choices, source="TT 22/2021, Điều 5"),
        Code("sector_code", _("Mã trong DM_MON_HOC"), max_length=20, source="QĐ 4998, DM_MON_HOC"),
        Whole("position", _("Thứ tự"), least=1, most=9999, required=True),
        Reference("unit", _("Nơi bổ sung"), order="sort_key", found_by="search", among=_DEPARTMENTS, group=_ORIGIN,
                  hint=_("Để trống: danh mục quốc gia."), page="organisations:unit"),
        Choice("trust", _("Mức tin cậy"), required=True, choices=Trust.choices, group=_ORIGIN),
        Text("source", _("Nguồn"), max_length=200, group=_ORIGIN),
        Date("closed_on", _("Ngừng dạy từ"), editable=False),
        Filled("closed", _("Đã ngừng dạy"), "closed_on"),
    ),
    list=("name", "code", "kind", "parent", "assessed_by", "unit", "trust", "closed_on"),
    filters=("kind", "assessed_by", "trust", "closed"),
    search=("name", "code"),
    order=("name",),
    create=services.add_subject,
    change=services.change_subject,
    close=services.close_subject,
)  # fmt: skip

LINES = Record(
    ProgrammeSubject,
    "programme_subject",
    _("Môn học của chương trình"),
    _("Thời lượng theo chương trình"),
    help=_("Số tiết một năm của từng môn ở từng khối. Đổi cho năm học sau thì dòng cũ giữ nguyên."),
    icon="book-2",
    view=VIEW_PROGRAMME,
    edit=EDIT_LOCAL,
    shared=SHARED,
    fields=(
        Reference("subject", _("Môn học"), required=True, fixed=True, order="sort_key", found_by="search",
                  sorted_by="subject__sort_key", page="curriculum:subject_detail"),
        Reference("programme", _("Chương trình"), required=True, fixed=True, order="position"),
        Choice("grade", _("Khối"), required=True, fixed=True, choices=Grade.choices),
        Choice("block", _("Phần"), required=True, fixed=True, choices=Block.choices),
        Whole("periods", _("Số tiết một năm"), least=1, most=700),
        Text("from_year", _("Từ năm học"), required=True, max_length=9,
             hint=_("Viết như 2026-2027. Ghi năm sau năm đang có thì thành dòng mới, dòng cũ dừng ở đó.")),
        Text("until_year", _("Đến trước năm học"), max_length=9),
        Reference("unit", _("Nơi bổ sung"), fixed=True, order="sort_key", found_by="search", among=_DEPARTMENTS,
                  group=_ORIGIN, hint=_("Để trống: chương trình quốc gia."), page="organisations:unit"),
        Text("decision_number", _("Số quyết định"), max_length=60, group=_ORIGIN),
        Choice("trust", _("Mức tin cậy"), required=True, choices=Trust.choices, group=_ORIGIN),
        Text("source", _("Nguồn"), max_length=200, group=_ORIGIN),
    ),
    list=("subject", "programme", "grade", "block", "periods", "from_year", "until_year", "unit", "trust"),
    filters=("programme", "grade", "block", "trust"),
    order=("subject",),
    title=lambda line: line.subject.name,
    create=services.add_line,
    change=services.revise_line,
    path="programme-subjects",
)  # fmt: skip

SETS = Record(
    ElectiveSet,
    "elective_set",
    _("Tổ hợp môn lựa chọn"),
    _("Các tổ hợp môn lựa chọn"),
    help=_("Những cách chọn môn và cụm chuyên đề mà trường đặt ra cho học sinh lớp 10 đến 12."),
    icon="list-check",
    view=VIEW_PROGRAMME,
    edit=EDIT_SETS,
    fields=(
        Text("name", _("Tên tổ hợp"), required=True, max_length=120, sorted_by="sort_key"),
        Code("code", _("Mã tổ hợp"), required=True, max_length=20),
        Reference("school", _("Trường"), required=True, fixed=True, order="sort_key", found_by="search",
                  sorted_by="school__sort_key", page="organisations:unit",
                  among={"levels__overlap": ["upper_secondary", "continuing"]}),
        Several("subjects", _("Môn lựa chọn"), required=True, choices=ELECTIVES, source="TT 32/2018, TT 13/2022"),
        Several("topics", _("Cụm chuyên đề"), required=True, choices=TOPIC_SUBJECTS),
        Text("note", _("Ghi chú"), max_length=300),
        Date("closed_on", _("Ngừng dùng từ"), editable=False),
        Filled("closed", _("Đã ngừng dùng"), "closed_on"),
    ),
    list=("name", "code", "school", "subjects", "topics", "closed_on"),
    filters=("school", "subjects", "closed"),
    search=("name", "code"),
    order=("name",),
    create=services.add_set,
    change=services.change_set,
    close=services.close_set,
)  # fmt: skip

POINTS = Record(
    RulePoint,
    "rule_point",
    _("Điểm mở của quy định đánh giá"),
    _("Điểm mở của quy định đánh giá"),
    help=_(
        "Những điểm mà văn bản chưa rõ hoặc chưa đối chiếu được."
        " Sở quyết định khác thì thêm dòng của Sở, có số quyết định."
    ),
    icon="adjustments",
    view=VIEW_PROGRAMME,
    edit=DECIDE_POINTS,
    shared=SHARED,
    fields=(
        Choice("point", _("Điểm"), required=True, fixed=True, choices=OpenPoint.choices),
        Text("value", _("Giá trị"), required=True, max_length=80,
             hint=_("Ghi sai thì trang nói nhận những giá trị nào.")),
        Computed("meaning", _("Nghĩa là"), lambda row: point_words(row.point, row.value), reads=("point", "value")),
        Text("from_year", _("Từ năm học"), required=True, max_length=9,
             hint=_("Viết như 2026-2027. Ghi năm sau năm đang có thì thành dòng mới, dòng cũ dừng ở đó.")),
        Text("until_year", _("Đến trước năm học"), max_length=9),
        Reference("unit", _("Nơi quyết định"), fixed=True, order="sort_key", found_by="search", among=_DEPARTMENTS,
                  group=_ORIGIN, hint=_("Để trống: áp dụng toàn quốc."), page="organisations:unit"),
        Text("decision_number", _("Số quyết định"), max_length=60, group=_ORIGIN),
        Choice("trust", _("Mức tin cậy"), required=True, choices=Trust.choices, group=_ORIGIN),
        Text("source", _("Nguồn"), max_length=200, group=_ORIGIN),
    ),
    list=("point", "meaning", "trust", "from_year", "unit", "decision_number"),
    filters=("point", "trust"),
    order=("point",),
    title=lambda row: row.get_point_display(),
    create=services.add_point,
    change=services.revise_point,
    path="rule-points",
)  # fmt: skip
