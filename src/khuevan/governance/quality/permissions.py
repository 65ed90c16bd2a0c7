"""What may be done with findings about data."""

from django.utils.translation import gettext_lazy as _

from khuevan.kernel.access import Permission

VIEW_QUALITY = Permission(
    "quality.finding:view",
    _("Xem chất lượng dữ liệu"),
    holders=frozenset({"head", "clerk", "department_officer", "commune_officer"}),
)
EXPLAIN_FINDING = Permission(
    "quality.finding:explain",
    _("Giải trình dữ liệu bị nghi ngờ"),
    holders=frozenset({"head", "clerk"}),
)
START_RUN = Permission(
    "quality.run:start", _("Chạy kiểm tra dữ liệu"), holders=frozenset({"head", "department_officer"})
)
ASSIGN_OWNERS = Permission(
    "quality.owner:assign",
    _("Phân công người phụ trách dữ liệu"),
    holders=frozenset({"head", "department_officer"}),
)
EDIT_LIMITS = Permission(
    "quality.limit:edit", _("Sửa ngưỡng kiểm tra dữ liệu"), holders=frozenset({"department_officer"})
)
DECIDE_DUPLICATES = Permission(
    "quality.duplicate:decide",
    _("Quyết định về hồ sơ nghi trùng"),
    sensitive=True,
    holders=frozenset({"department_officer", "commune_officer", "head"}),
)
