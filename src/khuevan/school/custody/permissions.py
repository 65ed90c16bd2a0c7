"""Who packs, who checks, who accepts; who sends a child's cards along and who takes them over."""

from django.utils.translation import gettext_lazy as _

from khuevan.kernel.access import Permission

_OFFICE = frozenset({"head", "clerk"})
_WATCHERS = frozenset({"department_officer", "commune_officer"})

VIEW_PACKAGES = Permission(
    "custody.package:view", _("Xem gói học bạ số và kho học bạ số"), holders=_OFFICE | _WATCHERS
)
MAKE_PACKAGES = Permission("custody.package:make", _("Đóng gói và ký gói học bạ số"), holders=_OFFICE)
SUBMIT_PACKAGES = Permission(
    "custody.package:submit", _("Nộp, rút gói học bạ số"), holders=frozenset({"head"})
)
CHECK_PACKAGES = Permission("custody.package:check", _("Kiểm tra gói học bạ số đã nộp"), holders=_WATCHERS)
DECIDE_PACKAGES = Permission(
    "custody.package:decide",
    _("Nhận vào kho hoặc trả lại gói học bạ số"),
    holders=frozenset({"department_officer"}),
)
DOWNLOAD_PACKAGES = Permission(
    "custody.package:download",
    _("Tải gói học bạ số"),
    holders=_OFFICE | frozenset({"department_officer"}),
)
HAND_OVER = Permission(
    "custody.handover:make",
    _("Niêm phong và tiếp nhận học bạ số của người học chuyển trường"),
    holders=_OFFICE,
)
