"""What may be done with inspections."""

from django.utils.translation import gettext_lazy as _

from khuevan.kernel.access import Permission

OFFICERS = frozenset({"department_officer", "commune_officer"})

VIEW_INSPECTIONS = Permission(
    "inspections.visit:view",
    _("Xem kế hoạch, cuộc kiểm tra, yêu cầu khắc phục"),
    holders=OFFICERS | {"head", "clerk"},
)
PLAN_INSPECTIONS = Permission(
    "inspections.plan:write",
    _("Lập, bốc thăm, phê duyệt kế hoạch kiểm tra; cử đoàn"),
    sensitive=True,
    holders=OFFICERS,
)
INSPECT = Permission(
    "inspections.visit:inspect",
    _("Kiểm tra tại đơn vị: ghi phiếu, chụp ảnh, kết luận, xem xét khắc phục"),
    holders=OFFICERS,
)
ANSWER_REMEDIES = Permission(
    "inspections.remedy:answer",
    _("Trả lời yêu cầu khắc phục của đơn vị mình"),
    holders=frozenset({"head", "clerk"}),
)
SIGN_MINUTES = Permission(
    "inspections.minutes:sign",
    _("Ký biên bản kiểm tra thay mặt đơn vị được kiểm tra"),
    sensitive=True,
    holders=frozenset({"head"}),
)
CONFIGURE = Permission(
    "inspections.rule:edit",
    _("Sửa tỉ lệ kiểm tra, trọng số rủi ro, mục kiểm tra"),
    sensitive=True,
    holders=frozenset({"department_officer"}),
)
