"""Who may see and call rolls. Teachers hold theirs by assignment, for their own classes only; families ask for leave for
their own children, which no permission gives."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from khuevan.kernel.access import Permission
from khuevan.school.staff.permissions import ASSIGNED_TEACHER

_OFFICE: Final = frozenset({"head", "clerk"})

VIEW_ROLLS = Permission("attendance.roll:view", _("Xem sổ điểm danh"), holders=_OFFICE | {ASSIGNED_TEACHER})
EVERY_CLASS = Permission(
    "attendance.roll:every_class",
    _("Xem điểm danh của mọi lớp, không chỉ lớp mình phụ trách"),
    holders=_OFFICE,
)
TAKE_ROLL = Permission("attendance.roll:take", _("Điểm danh"), holders=_OFFICE | {ASSIGNED_TEACHER})
DECIDE_LEAVE = Permission(
    "attendance.leave:decide", _("Trả lời đơn xin nghỉ học"), holders=frozenset({"head", ASSIGNED_TEACHER})
)
ACTS_OF_FAMILIES: Final = {
    "attendance.leave:ask": _("Xin nghỉ học"),
    "attendance.leave:withdraw": _("Rút đơn xin nghỉ học"),
}
