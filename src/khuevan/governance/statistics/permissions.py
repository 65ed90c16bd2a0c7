"""What may be done with forms."""

from django.utils.translation import gettext_lazy as _

from khuevan.kernel.access import Permission

VIEW_REPORTS = Permission(
    "statistics.report:view",
    _("Xem biểu báo cáo thống kê"),
    holders=frozenset({"head", "clerk", "department_officer", "commune_officer", "ministry_officer"}),
)
PREPARE_REPORTS = Permission(
    "statistics.report:prepare",
    _("Lập và giải trình biểu báo cáo của đơn vị mình"),
    holders=frozenset({"head", "clerk", "department_officer", "commune_officer", "ministry_officer"}),
)
SUBMIT_REPORTS = Permission(
    "statistics.report:submit",
    _("Duyệt và gửi biểu báo cáo của đơn vị mình lên cấp trên"),
    sensitive=True,
    holders=frozenset({"head", "department_officer", "commune_officer", "ministry_officer"}),
)
DECIDE_REPORTS = Permission(
    "statistics.report:decide",
    _("Nhận hoặc trả lại biểu báo cáo gửi đến đơn vị mình"),
    sensitive=True,
    holders=frozenset({"department_officer", "commune_officer", "ministry_officer"}),
)
