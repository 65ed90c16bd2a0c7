"""Who may see and write marks. Teachers hold theirs by assignment, for their own classes and subjects only."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from khuevan.kernel.access import Permission
from khuevan.school.staff.permissions import ASSIGNED_TEACHER

_OFFICE: Final = frozenset({"head", "clerk"})

VIEW_MARKS = Permission("gradebook.mark:view", _("Xem sổ điểm"), holders=_OFFICE | {ASSIGNED_TEACHER})
EVERY_CLASS = Permission(
    "gradebook.mark:every_class", _("Xem sổ điểm của mọi lớp, không chỉ lớp mình phụ trách"), holders=_OFFICE
)
EDIT_MARKS = Permission(
    "gradebook.mark:edit", _("Nhập điểm môn được phân công"), holders=frozenset({ASSIGNED_TEACHER})
)
APPRAISE = Permission(
    "gradebook.appraisal:edit", _("Đánh giá rèn luyện, nhận xét của giáo viên chủ nhiệm"),
    holders=frozenset({ASSIGNED_TEACHER}),
)  # fmt: skip
EXEMPT = Permission("gradebook.exemption:edit", _("Miễn học môn học"), holders=_OFFICE)
CLOSE_TERM = Permission(
    "gradebook.term:close", _("Khóa sổ điểm học kỳ, duyệt mở lại"), holders=frozenset({"head"})
)
ASK_REOPENING = Permission(
    "gradebook.reopening:ask", _("Đề nghị mở lại sổ điểm đã khóa"), holders=frozenset({ASSIGNED_TEACHER})
)
VIEW_OVERVIEW = Permission(
    "gradebook.overview:view", _("Xem tổng hợp kết quả học tập"),
    holders=_OFFICE | {"department_officer", "commune_officer"},
)  # fmt: skip
REASSESS = Permission(
    "gradebook.reassessment:edit",
    _("Ghi kết quả đánh giá lại, rèn luyện trong hè"),
    holders=_OFFICE | {ASSIGNED_TEACHER},
)
TAKE_OVER = Permission(
    "gradebook.result:take_over", _("Tiếp nhận kết quả của học sinh chuyển đến"), holders=_OFFICE
)
RECORD_OUTCOMES = Permission(
    "gradebook.outcome:record", _("Ghi kết luận cả năm vào hồ sơ năm học"), holders=frozenset({"head"})
)
IMPORT_RESULTS = Permission(
    "gradebook.result:import",
    _("Nhập, xuất kết quả học tập bằng tệp"),
    holders=_OFFICE,
)
