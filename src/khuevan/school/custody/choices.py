"""States in words, for tables and pages."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from .rules import FaultKind, HandoverState, PackageState

PACKAGE_STATES: Final = (
    (PackageState.MADE.value, _("Chưa ký gói")),
    (PackageState.SIGNED.value, _("Đã ký, chưa nộp")),
    (PackageState.SUBMITTED.value, _("Đã nộp, chờ kiểm tra")),
    (PackageState.CHECKED.value, _("Đã kiểm tra, chờ nhận")),
    (PackageState.ACCEPTED.value, _("Đã nhận vào kho")),
    (PackageState.SENT_BACK.value, _("Bị trả lại")),
    (PackageState.WITHDRAWN.value, _("Trường đã rút")),
)
HANDOVER_STATES: Final = (
    (HandoverState.SEALED.value, _("Đã niêm phong, chờ biên nhận")),
    (HandoverState.PROVEN.value, _("Nơi nhận đã ký biên nhận")),
    (HandoverState.CANCELLED.value, _("Đã hủy")),
    (HandoverState.HELD.value, _("Đã kiểm tra, chờ ký biên nhận")),
    (HandoverState.COUNTERSIGNED.value, _("Đã tiếp nhận")),
    (HandoverState.REFUSED.value, _("Không tiếp nhận")),
)


class Direction(models.TextChoices):
    OUT = "out", _("Chuyển đi")
    IN = "in", _("Chuyển đến")


class KeptState(models.TextChoices):
    """Of a card in a store. refused: came with a child whom the school did not take over after all; recalled: by the
    school that issued it."""

    CURRENT = "current", _("Đang dùng")
    REPLACED = "replaced", _("Có bản mới hơn")
    RECALLED = "recalled", _("Đã thu hồi")
    REFUSED = "refused", _("Không tiếp nhận")


FAULTS: Final = {
    FaultKind.MISSING: _("Có trong bản kê nhưng không có trong gói"),
    FaultKind.SURPLUS: _("Có trong gói nhưng không có trong bản kê"),
    FaultKind.DOUBLED: _("Có hai lần"),
    FaultKind.ALTERED: _("Nội dung khác với mã băm trong bản kê"),
    FaultKind.SAME_CARD: _("Một học bạ có hai phiên bản trong gói"),
    FaultKind.EMPTY: _("Gói không có học bạ nào"),
    FaultKind.OTHER_SENDER: _("Con dấu trên gói không phải của nơi gửi"),
    FaultKind.OTHER_RECEIVER: _("Niêm phong cho trường khác"),
    FaultKind.OTHER_SEAL: _("Con dấu trên học bạ không phải của trường phát hành"),
    FaultKind.MANIFEST: _("Chữ ký của bản kê không hợp lệ"),
    FaultKind.SIGNATURE: _("Chữ ký của học bạ không hợp lệ"),
    FaultKind.OTHER_CARD: _("Học bạ bên trong khác với bản kê"),
    FaultKind.OTHER_SCHOOL: _("Học bạ của trường khác"),
    FaultKind.OTHER_LEARNER: _("Học bạ của người học khác"),
    FaultKind.OTHER_SIGNER: _("Người ký không phải người được phân công"),
    FaultKind.RECALLED: _("Học bạ đã bị thu hồi"),
    FaultKind.OLDER: _("Trong kho đã có phiên bản này hoặc mới hơn"),
}
