from django.utils.translation import gettext_lazy as _

from khuevan.kernel.access import Permission

VIEW_IMPORTS = Permission(
    "sheets.import:view", _("Xem các lần nhập tệp của đơn vị"), holders=frozenset({"head", "clerk"})
)
