"""Who may make, sign and see report cards. That a person may fill a slot follows from posting and assignment besides."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from khuevan.kernel.access import Permission
from khuevan.school.staff.permissions import ASSIGNED_TEACHER

_OFFICE: Final = frozenset({"head", "clerk"})

VIEW_CARDS = Permission("reportcards.card:view", _("Xem học bạ số"), holders=_OFFICE | {ASSIGNED_TEACHER})
EVERY_CLASS = Permission(
    "reportcards.card:every_class", _("Xem học bạ số của mọi lớp, không chỉ lớp mình phụ trách"), holders=_OFFICE
)  # fmt: skip
GENERATE = Permission("reportcards.card:generate", _("Lập học bạ số"), holders=_OFFICE)
SIGN = Permission(
    "reportcards.card:sign", _("Ký học bạ số phần mình phụ trách"), holders=_OFFICE | {ASSIGNED_TEACHER}
)
APPROVE = Permission(
    "reportcards.card:approve", _("Ký duyệt, đính chính, thu hồi học bạ số"), sensitive=True,
    holders=frozenset({"head"}),
)  # fmt: skip
SEAL = Permission(
    "reportcards.card:seal", _("Đóng dấu số, phát hành học bạ"), sensitive=True, holders=_OFFICE
)
VIEW_BOARD = Permission(
    "reportcards.board:view", _("Xem tiến độ ký học bạ số"), holders=_OFFICE | {"department_officer", "commune_officer"}
)  # fmt: skip
