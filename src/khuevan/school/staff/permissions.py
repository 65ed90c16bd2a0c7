"""What may be done with staff. `paper` is what stands in the personnel file; `pay` is masked and logged."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from khuevan.kernel.access import Permission

ASSIGNED_TEACHER: Final = "assigned_teacher"
"""No role: whoever teaches a class, or is its homeroom teacher, holds permissions with this holder at that school."""

_SCHOOL = frozenset({"head", "clerk"})
_OFFICERS = frozenset({"department_officer", "commune_officer"})

VIEW_STAFF = Permission(
    "staff.member:view", _("Xem danh sách đội ngũ"), holders=_SCHOOL | _OFFICERS | {"teacher"}
)
EDIT_STAFF = Permission("staff.member:edit", _("Cập nhật hồ sơ đội ngũ"), holders=_SCHOOL)
UNCOVER_STAFF = Permission(
    "staff.member:uncover",
    _("Xem lương, phụ cấp, thông tin nhạy cảm của đội ngũ"),
    sensitive=True,
    holders=_SCHOOL | {"department_officer"},
)
VIEW_PAPERS = Permission("staff.paper:view", _("Xem hồ sơ cán bộ, viên chức"), holders=_SCHOOL | _OFFICERS)
EDIT_PAPERS = Permission("staff.paper:edit", _("Cập nhật hồ sơ cán bộ, viên chức"), holders=_SCHOOL)
RECORD_POSTINGS = Permission(
    "staff.posting:record",
    _("Ghi quyết định nhân sự: tuyển dụng, điều động, biệt phái, nghỉ"),
    holders=_SCHOOL | _OFFICERS,
)
VIEW_ASSIGNMENTS = Permission(
    "staff.assignment:view", _("Xem phân công giảng dạy"), holders=_SCHOOL | _OFFICERS | {"teacher"}
)
ASSIGN = Permission("staff.assignment:edit", _("Phân công giảng dạy, chủ nhiệm, kiêm nhiệm"), holders=_SCHOOL)
TEACH = Permission("staff.class:teach", _("Dạy lớp được phân công"), holders=frozenset({ASSIGNED_TEACHER}))
EDIT_NORMS = Permission(
    "staff.norm:edit", _("Sửa định mức tiết dạy và chế độ giảm"), holders=frozenset({"department_officer"})
)
