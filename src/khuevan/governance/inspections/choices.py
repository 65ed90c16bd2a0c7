"""The words of the room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PlanState(TextChoices):
    """Of a body's plan of a school year."""

    DRAFT = "draft", _("Đang lập")
    DRAWN = "drawn", _("Đã bốc thăm, chờ phê duyệt")
    APPROVED = "approved", _("Đã phê duyệt")


class Way(TextChoices):
    """How a unit came into a plan."""

    TURN = "turn", _("Đến lượt")
    RISK = "risk", _("Rủi ro cao")
    LOT = "lot", _("Bốc thăm")
    REPLACEMENT = "replacement", _("Bốc thăm thay")
    NAMED = "named", _("Chỉ định thêm")


class Leaving(TextChoices):
    """Why a unit is taken out of an approved plan."""

    CLOSED = "closed", _("Đơn vị không còn")
    MOVED = "moved", _("Đơn vị đã chuyển nơi quản lý")
    OTHER = "other", _("Lý do khác")


class Factor(TextChoices):
    """What makes an inspection of a unit more urgent."""

    FINDINGS = "findings", _("Lỗi dữ liệu chưa sửa")
    DIFFERENCE = "difference", _("Chênh lệch tự đánh giá và đánh giá ngoài")
    LATE_REPORTS = "late_reports", _("Biểu thống kê nộp chậm")
    LATE_TARGETS = "late_targets", _("Chỉ tiêu, nhiệm vụ quá hạn")
    REMEDIES = "remedies", _("Yêu cầu khắc phục chưa xong")


class VisitState(TextChoices):
    PLANNED = "planned", _("Chưa đến")
    OPEN = "open", _("Đang kiểm tra")
    CONCLUDED = "concluded", _("Đã kết luận, chờ ký")
    SIGNED = "signed", _("Biên bản đã ký")
    CANCELLED = "cancelled", _("Không thực hiện")


class Result(TextChoices):
    """Of one item of the sheet."""

    NONE = "", _("Chưa ghi")
    MET = "met", _("Đạt")
    PARTLY = "partly", _("Đạt một phần")
    NOT_MET = "not_met", _("Chưa đạt")
    SKIPPED = "skipped", _("Không kiểm tra")


class RemedyState(TextChoices):
    OPEN = "open", _("Chờ khắc phục")
    ANSWERED = "answered", _("Đã trả lời, chờ xem xét")
    RETURNED = "returned", _("Chưa đạt, làm lại")
    ACCEPTED = "accepted", _("Đã khắc phục")


class MinutesState(TextChoices):
    DRAFT = "draft", _("Chưa ký")
    HALF = "half", _("Trưởng đoàn đã ký")
    SIGNED = "signed", _("Hai bên đã ký")
