"""What may be done with changes and packages."""

from django.utils.translation import gettext_lazy as _

from khuevan.kernel.access import Permission

VIEW_CHANGES = Permission(
    "exchange.change:view",
    _("Theo dõi thay đổi của dữ liệu"),
    holders=frozenset({"head", "clerk", "department_officer", "commune_officer"}),
)
VIEW_PACKAGES = Permission(
    "exchange.package:view",
    _("Xem các gói dữ liệu và kết quả kiểm tra gói"),
    holders=frozenset({"head", "clerk", "department_officer"}),
)
MAKE_PACKAGES = Permission(
    "exchange.package:make",
    _("Lập và tải gói dữ liệu của trường"),
    sensitive=True,
    holders=frozenset({"head", "department_officer"}),
)
CHECK_PACKAGES = Permission(
    "exchange.package:check",
    _("Kiểm tra một gói dữ liệu"),
    sensitive=True,
    holders=frozenset({"head", "department_officer"}),
)
