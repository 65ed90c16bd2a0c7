"""Posts: what somebody is at a school, on what contract, and whether they are at work."""

from __future__ import annotations

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class StaffStatus(TextChoices):
    """DM_TRANG_THAI_CAN_BO. The eight words and code 8 were seen in working systems; the order of 1 to 7 is inferred."""

    WORKING = "1", _("Đang làm việc")
    ARRIVED = "2", _("Chuyển đến")
    MOVED = "3", _("Đã chuyển đi")
    REASSIGNED = "4", _("Đã điều động")
    RETIRING = "5", _("Chờ nghỉ hưu")
    RETIRED = "6", _("Đã nghỉ hưu")
    SECONDED = "7", _("Đã biệt phái")
    RESIGNED = "8", _("Thôi việc")
    MISTAKEN = "0", _("Ghi nhầm, đã rút lại")
    """Ours: entered by mistake and taken back. Kept, in no list and no count."""


AT_WORK: Final = frozenset({StaffStatus.WORKING, StaffStatus.ARRIVED, StaffStatus.RETIRING})
"""Counted among the school's staff, and assignable (unless on leave)."""

LEFT: Final = frozenset(
    {
        StaffStatus.MOVED,
        StaffStatus.REASSIGNED,
        StaffStatus.RETIRED,
        StaffStatus.RESIGNED,
        StaffStatus.MISTAKEN,
    }
)
"""No longer the school's. Who is seconded elsewhere (7) still belongs to it."""


class StaffGroup(TextChoices):
    """DM_NHOM_CAN_BO: the three groups of job positions."""

    MANAGER = "manager", _("Cán bộ quản lý")
    TEACHER = "teacher", _("Giáo viên")
    SUPPORT = "support", _("Nhân viên")


class Position(TextChoices):
    """DM_LOAI_CAN_BO, DM_VI_TRI_VIEC_LAM: the job positions of schools (TT 19/2023, TT 20/2023). Centres call their
    head and deputy giám đốc, phó giám đốc.
    """

    HEAD = "head", _("Hiệu trưởng")
    DEPUTY = "deputy", _("Phó hiệu trưởng")
    TEACHER = "teacher", _("Giáo viên")
    PIONEERS = "pioneers", _("Tổng phụ trách Đội chuyên trách")
    ACADEMIC = "academic", _("Giáo vụ")
    CLERK = "clerk", _("Văn thư")
    ACCOUNTANT = "accountant", _("Kế toán")
    TREASURER = "treasurer", _("Thủ quỹ")
    NURSE = "nurse", _("Y tế học đường")
    LIBRARIAN = "librarian", _("Thư viện")
    EQUIPMENT = "equipment", _("Thiết bị, thí nghiệm")
    IT = "it", _("Công nghệ thông tin")
    COUNSELLOR = "counsellor", _("Tư vấn học sinh")
    INCLUSION = "inclusion", _("Hỗ trợ giáo dục người khuyết tật")
    BOARDING = "boarding", _("Quản lý học sinh nội trú, bán trú")
    COOK = "cook", _("Nấu ăn, cấp dưỡng")
    GUARD = "guard", _("Bảo vệ")
    SERVICE = "service", _("Phục vụ, tạp vụ")
    OTHER = "other", _("Nhân viên khác")


MANAGERS: Final = frozenset({Position.HEAD, Position.DEPUTY})

GROUP_OF_POSITION: Final[dict[str, str]] = {
    position.value: (
        StaffGroup.MANAGER
        if position in MANAGERS
        else StaffGroup.TEACHER
        if position in {Position.TEACHER, Position.PIONEERS}
        else StaffGroup.SUPPORT
    ).value
    for position in Position
}

TEACHING_GROUPS: Final = frozenset({StaffGroup.MANAGER, StaffGroup.TEACHER})
"""Who can be given lessons: heads and deputies teach too (TT 05/2025 Điều 8)."""


class ContractForm(TextChoices):
    """DM_HINH_THUC_HOP_DONG. The first three are those of the national staff form; the rest are in use."""

    TENURE = "tenure", _("Viên chức, không xác định thời hạn")
    TERM = "term", _("Viên chức, xác định thời hạn")
    LABOUR = "labour", _("Hợp đồng lao động")
    SUPPORT = "support", _("Hợp đồng theo Nghị định 111/2022")
    VISITING = "visiting", _("Thỉnh giảng")
    OFFICIAL = "official", _("Công chức")


class PostingKind(TextChoices):
    """How a posting began."""

    HIRED = "hired", _("Tuyển dụng, tiếp nhận")
    ARRIVED = "arrived", _("Chuyển đến")
    SECONDED_IN = "seconded_in", _("Được biệt phái đến")
    APPOINTED = "appointed", _("Bổ nhiệm, bố trí lại")
    SECONDED_OUT = "seconded_out", _("Được cử biệt phái")
    LEAVE = "leave", _("Nghỉ dài ngày")
    RETURNED = "returned", _("Trở lại làm việc")
    RETIRING = "retiring", _("Chờ nghỉ hưu")
    MOVED = "moved", _("Chuyển đi")
    REASSIGNED = "reassigned", _("Điều động đi")
    RETIRED = "retired", _("Nghỉ hưu")
    RESIGNED = "resigned", _("Thôi việc")


class Leave(TextChoices):
    """Why somebody is away for long while still of the school."""

    NONE = "", _("Không nghỉ dài ngày")
    MATERNITY = "maternity", _("Thai sản")
    SICK = "sick", _("Ốm đau, điều trị dài ngày")
    STUDY = "study", _("Đi học tập trung")
    UNPAID = "unpaid", _("Không hưởng lương")
    SUSPENDED = "suspended", _("Tạm đình chỉ công tác")
    OTHER = "other", _("Lý do khác")
