"""What may be done with transfers. The head answers for the school; the office prepares."""

from django.utils.translation import gettext_lazy as _

from khuevan.kernel.access import Permission

_OFFICE = frozenset({"head", "clerk"})
_WATCHERS = frozenset({"department_officer", "commune_officer"})

VIEW_TRANSFERS = Permission(
    "transfers.transfer:view", _("Xem việc chuyển trường"), holders=_OFFICE | _WATCHERS
)
REQUEST_TRANSFER = Permission("transfers.transfer:request", _("Đề nghị chuyển trường"), holders=_OFFICE)
DECIDE_TRANSFER = Permission(
    "transfers.transfer:decide", _("Trả lời đề nghị chuyển trường, trả hồ sơ"), holders=frozenset({"head"})
)
VIEW_RULES = Permission("transfers.rule:view", _("Xem thời hạn chuyển trường"), holders=_OFFICE | _WATCHERS)
EDIT_RULES = Permission(
    "transfers.rule:edit", _("Sửa thời hạn chuyển trường"), holders=frozenset({"department_officer"})
)
