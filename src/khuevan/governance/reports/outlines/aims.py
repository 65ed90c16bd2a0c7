"""The aims of the national programme (QĐ 131/QĐ-TTg), as table IV of its outline lists them, with what
measures them here.

Where no record tells, the unit types the result, and the report says that it was typed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Gauge:
    """An indicator in per cent and the least that is asked."""

    code: str
    goal: float
    is_strict: bool = False


@dataclass(frozen=True)
class Aim:
    """number: as in the table. typed: label of what is typed where nothing measures it."""

    number: str
    subject: str
    goal: str
    gauges: tuple[Gauge, ...] = ()
    typed: str = ""


NATIONAL: Final = (
    Aim(
        "1",
        "Về tiếp cận giáo dục trực tuyến",
        "50% học sinh và 100% nhà giáo có đủ điều kiện (về phương tiện, đường truyền, phần mềm) tham gia "
        "có hiệu quả các hoạt động dạy và học trực tuyến",
        (
            Gauge("schoolyear.student:computer_share", 50),
            Gauge("schoolyear.student:internet_share", 50),
            Gauge("staff.employed:computer_share", 100),
            Gauge("staff.employed:internet_share", 100),
        ),
    ),
    Aim(
        "2",
        "Về môi trường giáo dục trực tuyến",
        "Triển khai một số nền tảng dạy học trực tuyến là sản phẩm trong nước, được trên 50% học sinh sử dụng",
        typed="Kết quả mục tiêu 2: nền tảng dạy học trực tuyến",
    ),
    Aim(
        "2",
        "",
        "Hình thành kho học liệu trực tuyến đáp ứng yêu cầu tài liệu học tập cho 50% nội dung chương "
        "trình giáo dục phổ thông",
        typed="Kết quả mục tiêu 2: kho học liệu trực tuyến",
    ),
    Aim(
        "3",
        "Về quy mô hoạt động giáo dục trực tuyến",
        "Tỉ trọng nội dung chương trình giáo dục phổ thông triển khai dưới hình thức trực tuyến đạt "
        "trung bình 10% ở cấp trung học",
        typed="Kết quả mục tiêu 3: nội dung trực tuyến",
    ),
    Aim(
        "4",
        "Về quản trị nhà trường",
        "100% cơ sở giáo dục áp dụng hệ thống quản trị nhà trường dựa trên dữ liệu và công nghệ số; 100% "
        "người học, nhà giáo được quản lý bằng hồ sơ số với định danh thống nhất",
        typed="Kết quả mục tiêu 4: hệ thống quản trị, hồ sơ số với định danh thống nhất",
    ),
    Aim(
        "4",
        "",
        "80% cơ sở vật chất, thiết bị và các nguồn lực khác được quản lý bằng hồ sơ số",
        typed="Kết quả mục tiêu 4: cơ sở vật chất quản lý bằng hồ sơ số",
    ),
    Aim(
        "5",
        "Về quản lý giáo dục",
        "Cơ sở dữ liệu toàn ngành hoàn thiện, kết nối thông suốt; 90% hồ sơ công việc tại cấp sở được "
        "giao dịch và giải quyết trên môi trường số",
        typed="Kết quả mục tiêu 5: hồ sơ công việc trên môi trường số",
    ),
)
