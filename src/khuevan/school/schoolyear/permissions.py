"""What may be done with years, classes and enrolments."""

from django.utils.translation import gettext_lazy as _

from khuevan.kernel.access import Permission

_OFFICE = frozenset({"head", "clerk"})
_WATCHERS = frozenset({"department_officer", "commune_officer"})

VIEW_YEARS = Permission(
    "schoolyear.year:view", _("Xem khung năm học"), holders=_OFFICE | _WATCHERS | {"teacher"}
)
EDIT_YEARS = Permission(
    "schoolyear.year:edit", _("Lập khung năm học"), holders=frozenset({"department_officer"})
)
EDIT_FRAME = Permission("schoolyear.frame:edit", _("Sửa khung năm học của Bộ"))
VIEW_CLASSES = Permission(
    "schoolyear.class_group:view", _("Xem lớp"), holders=_OFFICE | _WATCHERS | {"teacher"}
)
EDIT_CLASSES = Permission("schoolyear.class_group:edit", _("Mở và sửa lớp"), holders=_OFFICE)
VIEW_ENROLMENTS = Permission(
    "schoolyear.enrolment:view", _("Xem danh sách học sinh"), holders=_OFFICE | _WATCHERS | {"teacher"}
)
SEE_EVERY_CLASS = Permission(
    "schoolyear.enrolment:every_class",
    _("Xem học sinh của mọi lớp, không chỉ lớp mình phụ trách"),
    holders=_OFFICE | _WATCHERS,
)
EDIT_ENROLMENTS = Permission(
    "schoolyear.enrolment:edit", _("Ghi danh, xếp lớp, cho thôi học, nhận học lại"), holders=_OFFICE
)
ROLL_OVER = Permission("schoolyear.roll_over:commit", _("Xét cuối năm và chuyển năm học"), holders=_OFFICE)
