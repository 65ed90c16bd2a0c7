"""Who may issue copies. Verifying one is for everybody."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from khuevan.kernel.access import Permission

_OFFICE: Final = frozenset({"head", "clerk"})

VIEW_COPIES = Permission("copies.copy:view", _("Xem bản sao học bạ đã cấp"), holders=_OFFICE)
ISSUE_COPIES = Permission("copies.copy:issue", _("Cấp, thu hồi bản sao học bạ"), holders=_OFFICE)
