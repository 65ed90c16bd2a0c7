"""What may be done with maturity assessments."""

from django.utils.translation import gettext_lazy as _

from khuevan.kernel.access import Permission

VIEW_ASSESSMENTS = Permission(
    "maturity.assessment:view",
    _("Xem đánh giá mức độ chuyển đổi số"),
    holders=frozenset({"head", "clerk", "department_officer", "commune_officer"}),
)
PREPARE_ASSESSMENTS = Permission(
    "maturity.assessment:prepare",
    _("Tự chấm điểm, đưa minh chứng của đơn vị mình"),
    holders=frozenset({"head", "clerk", "department_officer", "commune_officer"}),
)
SUBMIT_ASSESSMENTS = Permission(
    "maturity.assessment:submit",
    _("Duyệt và gửi tự đánh giá chuyển đổi số, gửi kiến nghị"),
    sensitive=True,
    holders=frozenset({"head", "department_officer", "commune_officer"}),
)
REVIEW_ASSESSMENTS = Permission(
    "maturity.review:write",
    _("Đánh giá ngoài: chấm độc lập, ghi buổi làm việc"),
    holders=frozenset({"department_officer", "commune_officer"}),
)
DECIDE_ASSESSMENTS = Permission(
    "maturity.assessment:decide",
    _("Kiểm tra, trả lại, công nhận, công bố mức độ chuyển đổi số"),
    sensitive=True,
    holders=frozenset({"department_officer", "commune_officer"}),
)
CONFIGURE = Permission(
    "maturity.edition:edit",
    _("Sửa bộ chỉ số, thời hạn đánh giá chuyển đổi số"),
    sensitive=True,
    holders=frozenset({"department_officer"}),
)
