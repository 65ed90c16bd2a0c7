"""What may be done with figures."""

from django.utils.translation import gettext_lazy as _

from khuevan.kernel.access import Permission

VIEW_VALUES = Permission(
    "indicators.value:view",
    _("Xem giá trị chỉ tiêu"),
    holders=frozenset({"head", "clerk", "department_officer", "commune_officer", "ministry_officer"}),
)
VIEW_RECORDS = Permission(
    "indicators.record:view",
    _("Mở danh sách hồ sơ sau một con số"),
    sensitive=True,
    holders=frozenset({"head", "clerk", "department_officer", "commune_officer"}),
)
REBUILD = Permission(
    "indicators.fact:rebuild", _("Tính lại toàn bộ số liệu"), holders=frozenset({"department_officer"})
)
FREEZE = Permission(
    "indicators.snapshot:freeze",
    _("Chốt số liệu của một kỳ"),
    holders=frozenset({"department_officer"}),
)
PUBLISH = Permission(
    "indicators.publication:decide",
    _("Quyết định chỉ tiêu nào được công bố"),
    holders=frozenset({"department_officer"}),
)
PROPOSE_OWN = Permission(
    "indicators.own:propose",
    _("Đề nghị chỉ tiêu tự định nghĩa"),
    holders=frozenset({"head", "department_officer", "commune_officer"}),
)
DECIDE_OWN = Permission(
    "indicators.own:decide",
    _("Duyệt chỉ tiêu tự định nghĩa"),
    holders=frozenset({"department_officer"}),
)
