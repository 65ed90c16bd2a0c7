"""What may be done with reports."""

from django.utils.translation import gettext_lazy as _

from khuevan.kernel.access import Permission

VIEW_REPORTS = Permission(
    "reports.report:view",
    _("Xem báo cáo bằng văn bản"),
    holders=frozenset({"head", "clerk", "department_officer", "commune_officer"}),
)
WRITE_REPORTS = Permission(
    "reports.report:write",
    _("Viết, góp ý báo cáo của đơn vị mình"),
    holders=frozenset({"head", "clerk", "department_officer", "commune_officer"}),
)
SUBMIT_REPORTS = Permission(
    "reports.report:submit",
    _("Duyệt, ký và gửi báo cáo của đơn vị mình"),
    sensitive=True,
    holders=frozenset({"head", "department_officer", "commune_officer"}),
)
DECIDE_REPORTS = Permission(
    "reports.report:decide",
    _("Nhận hoặc trả lại báo cáo gửi đến đơn vị mình, nhắc đơn vị chậm"),
    sensitive=True,
    holders=frozenset({"department_officer", "commune_officer"}),
)
PUBLISH_REPORTS = Permission(
    "reports.report:publish",
    _("Công khai báo cáo đã gửi của đơn vị mình, thôi công khai"),
    sensitive=True,
    holders=frozenset({"head", "department_officer", "commune_officer"}),
)
OPEN_CAMPAIGNS = Permission(
    "reports.campaign:open",
    _("Mở đợt báo cáo, đưa lên mẫu báo cáo"),
    holders=frozenset({"department_officer", "commune_officer"}),
)
