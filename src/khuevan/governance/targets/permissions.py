"""What may be done with plans."""

from django.utils.translation import gettext_lazy as _

from khuevan.kernel.access import Permission

VIEW_PLANS = Permission(
    "targets.plan:view",
    _("Xem kế hoạch, chỉ tiêu, nhiệm vụ"),
    holders=frozenset({"head", "clerk", "department_officer", "commune_officer"}),
)
EDIT_PLANS = Permission(
    "targets.plan:edit",
    _("Soạn kế hoạch của đơn vị mình"),
    holders=frozenset({"head", "department_officer", "commune_officer"}),
)
ADOPT_PLANS = Permission(
    "targets.plan:adopt",
    _("Ban hành, sửa đổi, kết thúc kế hoạch của đơn vị mình"),
    sensitive=True,
    holders=frozenset({"head", "department_officer", "commune_officer"}),
)
REPORT_PROGRESS = Permission(
    "targets.progress:report",
    _("Báo cáo tiến độ chỉ tiêu, nhiệm vụ kèm minh chứng"),
    holders=frozenset({"head", "clerk", "department_officer", "commune_officer"}),
)
PUBLISH_PLANS = Permission(
    "targets.plan:publish",
    _("Công khai kế hoạch và tiến độ"),
    sensitive=True,
    holders=frozenset({"head", "department_officer", "commune_officer"}),
)
