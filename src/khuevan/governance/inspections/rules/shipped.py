"""What the platform begins with. Only the 30 % was read, in one department's guidance; everything else is ours to be
changed by whoever decides, and is marked so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from ..choices import Factor

SINCE: Final = date(2025, 7, 1)
READ, UNSURE = "secondary", "unverified"
OURS: Final = "Đề xuất của nền tảng, chưa có văn bản"
INDEX: Final = "QĐ 4725/QĐ-BGDĐT"
GUIDANCE: Final = "Hướng dẫn nhiệm vụ CNTT, chuyển đổi số và thống kê của một Sở GDĐT"
WEIGHTS_NOTE: Final = "Trọng số khởi đầu; cơ quan quản lý quyết định và ghi số văn bản"
SHEET: Final = "Phiếu kiểm tra CNTT, chuyển đổi số và thống kê"

POLICY: Final[dict[str, Any]] = {
    "name": "Kiểm tra CNTT, chuyển đổi số và thống kê hằng năm", "percent": 30, "risk_percent": 50, "remedy_days": 30,
    "instrument": GUIDANCE, "valid_from": SINCE, "trust": READ,
    "note": "30% đơn vị mỗi năm: theo hướng dẫn của một Sở. Phần theo rủi ro và hạn khắc phục do nền tảng đề xuất.",
}  # fmt: skip

WEIGHTS: Final = (
    (Factor.FINDINGS.value, 30, 50),
    (Factor.DIFFERENCE.value, 25, 20),
    (Factor.LATE_REPORTS.value, 15, 3),
    (Factor.LATE_TARGETS.value, 10, 3),
    (Factor.REMEDIES.value, 20, 3),
)
"""(factor, weight, value from which it counts wholly)."""


@dataclass(frozen=True)
class ShippedItem:
    question: str
    asks: str
    criterion: str = ""
    check_code: str = ""
    instrument: str = INDEX
    trust: str = UNSURE


ITEMS: Final = (
    ShippedItem("Có kế hoạch ứng dụng CNTT, chuyển đổi số của năm học", "Kế hoạch đã ký, phân công thực hiện", "2.2"),
    ShippedItem(
        "Có bộ phận hoặc người phụ trách CNTT, chuyển đổi số", "Quyết định thành lập hoặc phân công", "2.1"
    ),
    ShippedItem(
        "Hồ sơ người học đúng với thực tế, đủ số định danh", "Đối chiếu ngẫu nhiên 10 học sinh với hồ sơ giấy", "2.3.2",
        "schoolyear.enrolment:class_missing",
    ),
    ShippedItem(
        "Sổ điểm, học bạ điện tử được cập nhật đúng hạn", "Mở sổ điểm của hai lớp, so với bài kiểm tra đã chấm", "2.3.3"
    ),
    ShippedItem(
        "Hồ sơ đội ngũ đúng với quyết định nhân sự", "Đối chiếu ngẫu nhiên năm hồ sơ", "2.3.4"
    ),
    ShippedItem(
        "Phòng học, thiết bị ghi trên hệ thống khớp với thực tế", "Đi xem phòng máy, phòng học có trình chiếu",
        "1.7.1", "facilities.school:inventory",
    ),
    ShippedItem(
        "Biểu thống kê nộp đúng hạn, số liệu khớp với hồ sơ", "So biểu đã gửi với danh sách trên hệ thống",
        instrument=GUIDANCE, trust=READ,
    ),
    ShippedItem("Học liệu số được tổ chuyên môn, thủ trưởng duyệt", "Danh mục, biên bản duyệt", "1.4"),
    ShippedItem("Thu không dùng tiền mặt", "Sao kê, cách thông báo cho cha mẹ học sinh", "2.4.3"),
    ShippedItem(
        "Tài khoản, mật khẩu, sao lưu, an toàn thông tin", "Danh sách tài khoản, cách cấp và thu hồi",
        instrument=GUIDANCE, trust=READ,
    ),
)  # fmt: skip
