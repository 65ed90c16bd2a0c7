"""The index of QĐ 4725/QĐ-BGDĐT as far as it was read, as a beginning: a department puts it right in the pages, each
change with the number of a decision. Trust marks say line by line what the sources are; nothing unverified is law here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from khuevan.school.curriculum.choices import Trust

from ..choices import Assessor, Kind, Subject, Topic

INSTRUMENT: Final = "QĐ 4725/QĐ-BGDĐT ngày 30/12/2022"
SINCE: Final = date(2022, 12, 30)
CODE: Final = "4725"
READ, PRACTICE, UNSURE = Trust.OFFICIAL, Trust.PRACTICE, Trust.UNVERIFIED


@dataclass(frozen=True)
class ShippedLine:
    """cuts: (level 2 from, level 3 above) of the criterion itself."""

    code: str
    kind: Kind
    name: str
    maximum: int | None
    trust: Trust
    topic: Topic | None = None
    asks: str = ""
    cuts: tuple[int, int] | None = None
    note: str = ""


@dataclass(frozen=True)
class ShippedEdition:
    code: str
    name: str
    subject: Subject
    levels: tuple[str, ...]
    instrument: str
    valid_from: date
    basic_from: int
    good_above: int
    trust: Trust
    note: str
    lines: tuple[ShippedLine, ...] = ()


_CUTS = "Ngưỡng của riêng tiêu chí này chưa kiểm chứng."
_PARTS = "Điểm thành phần theo phần mềm của một trường, chưa đối chiếu với phụ lục ký."
_MUST = "Được suy từ nội dung điều kiện."
G, C, P, M = Kind.GROUP, Kind.CRITERION, Kind.COMPONENT, Kind.MANDATORY

GENERAL: Final = ShippedEdition(
    CODE,
    "Bộ chỉ số đánh giá mức độ chuyển đổi số của cơ sở giáo dục phổ thông và giáo dục thường xuyên",
    Subject.GENERAL,
    ("primary", "lower_secondary", "upper_secondary", "continuing"),
    INSTRUMENT,
    SINCE,
    50,
    75,
    READ,
    "Ngưỡng 50 và 75 đã đọc. Văn bản đã đọc không nói gì về trường hợp hai nhóm ở hai mức khác nhau, hay thiếu điều "
    "kiện bắt buộc: ở đây lấy mức thấp nhất của các nhóm, và thiếu điều kiện bắt buộc thì ở mức 1; cả hai đều đổi được.",
    (
        ShippedLine("1", G, "Chuyển đổi số trong dạy, học", 100, READ),
        ShippedLine(
            "1.1",
            M,
            "Ban hành kế hoạch tổ chức dạy học trực tuyến kết hợp với dạy học trực tiếp",
            None,
            READ,
            Topic.ONLINE_PLAN,
            "Kế hoạch đã ban hành (riêng, hoặc trong kế hoạch dạy học của năm)",
            note=_MUST,
        ),
        ShippedLine(
            "1.2",
            M,
            "Ban hành quy chế tổ chức dạy học trực tuyến",
            None,
            READ,
            Topic.ONLINE_RULES,
            "Quy chế đã ban hành",
            note=_MUST,
        ),
        ShippedLine(
            "1.3",
            C,
            "Phần mềm dạy học trực tuyến",
            30,
            READ,
            Topic.ONLINE_SYSTEM,
            "Đường dẫn tới hệ thống; tên; tự xây dựng, thuê hay mua",
            (10, 20),
        ),
        ShippedLine(
            "1.3.1", P, "Phần mềm dạy học trực tuyến trực tiếp (ghi tên)", 6, READ, Topic.ONLINE_SYSTEM
        ),
        ShippedLine(
            "1.3.2",
            P,
            "Hệ thống quản lý học tập: giáo viên giao bài để học sinh tự học",
            6,
            READ,
            Topic.ONLINE_SYSTEM,
        ),
        ShippedLine(
            "1.3.3",
            P,
            "Hệ thống quản lý học tập: giáo viên trả lời câu hỏi của học sinh",
            6,
            READ,
            Topic.ONLINE_SYSTEM,
        ),
        ShippedLine(
            "1.3.4",
            P,
            "Hệ thống quản lý học tập: tổ chức kiểm tra, đánh giá thường xuyên",
            6,
            READ,
            Topic.ONLINE_SYSTEM,
        ),
        ShippedLine(
            "1.3.5",
            P,
            "Hệ thống quản lý học tập: phụ huynh tham gia các hoạt động học tập",
            6,
            READ,
            Topic.ONLINE_SYSTEM,
        ),
        ShippedLine(
            "1.4",
            C,
            "Số lượng học liệu được số hóa",
            10,
            PRACTICE,
            Topic.MATERIALS,
            "Danh mục hoặc đường dẫn tới kho học liệu (chưa kiểm chứng)",
            (3, 6),
            "Khoảng điểm theo số học liệu chưa kiểm chứng. " + _CUTS,
        ),
        ShippedLine(
            "1.5",
            C,
            "Kiểm tra, đánh giá trên phòng máy tính",
            20,
            PRACTICE,
            Topic.COMPUTER_TESTS,
            "Tên, đường dẫn phần mềm, biên bản kiểm tra (chưa kiểm chứng)",
            (5, 12),
            _CUTS,
        ),
        ShippedLine(
            "1.5.1", P, "Phần mềm tổ chức kiểm tra trên phòng máy tính", 15, PRACTICE, Topic.COMPUTER_TESTS
        ),
        ShippedLine(
            "1.5.2", P, "Kết quả được trao đổi với hệ thống quản trị nhà trường", 5, PRACTICE, Topic.EXCHANGE
        ),
        ShippedLine(
            "1.6",
            C,
            "Phát triển nguồn nhân lực chuyển đổi số",
            20,
            PRACTICE,
            Topic.PEOPLE,
            "Danh sách đội ngũ, báo cáo tài khoản (chưa kiểm chứng)",
            (10, 16),
            _CUTS,
        ),
        ShippedLine(
            "1.6.1",
            P,
            "Tỉ lệ giáo viên có tài khoản trên hệ thống bồi dưỡng trực tuyến",
            7,
            PRACTICE,
            Topic.PEOPLE,
        ),
        ShippedLine(
            "1.6.2",
            P,
            "Tỉ lệ giáo viên khai thác được phần mềm, công cụ để đổi mới phương pháp dạy học",
            7,
            PRACTICE,
            Topic.PEOPLE,
        ),
        ShippedLine(
            "1.6.3",
            P,
            "Tỉ lệ giáo viên xây dựng được học liệu số, bài giảng điện tử",
            6,
            PRACTICE,
            Topic.MATERIALS,
        ),
        ShippedLine(
            "1.7",
            C,
            "Hạ tầng, thiết bị chuyển đổi số",
            20,
            PRACTICE,
            Topic.DEVICES,
            "Bảng kiểm kê, ảnh (chưa kiểm chứng)",
            None,
            "Ngưỡng của riêng tiêu chí này chưa tìm thấy.",
        ),
        ShippedLine(
            "1.7.1",
            P,
            "Tỉ lệ phòng học có thiết bị trình chiếu và kết nối Internet",
            8,
            PRACTICE,
            Topic.DEVICES,
        ),
        ShippedLine(
            "1.7.2",
            P,
            "Mức độ đáp ứng yêu cầu dạy môn Tin học",
            7,
            PRACTICE,
            Topic.DEVICES,
            note="Một kế hoạch cấp phòng dẫn: tối đa 2 đến 3 học sinh một máy ở tiểu học, 2 học sinh một máy ở THCS.",
        ),
        ShippedLine(
            "1.7.3", P, "Phòng studio (máy tính, thiết bị làm học liệu số)", 5, PRACTICE, Topic.DEVICES
        ),
        ShippedLine("2", G, "Chuyển đổi số trong quản trị cơ sở giáo dục", 100, READ),
        ShippedLine(
            "2.1",
            M,
            "Có bộ phận hoặc người chỉ đạo, phụ trách ứng dụng CNTT, chuyển đổi số",
            None,
            PRACTICE,
            Topic.STEERING,
            "Quyết định thành lập hoặc phân công nhiệm vụ",
            note=_MUST,
        ),
        ShippedLine(
            "2.2",
            M,
            "Có kế hoạch ứng dụng CNTT, chuyển đổi số",
            None,
            PRACTICE,
            Topic.PLAN,
            "Kế hoạch (có thể nằm trong kế hoạch năm học)",
            note=_MUST,
        ),
        ShippedLine(
            "2.3",
            C,
            "Phần mềm quản trị cơ sở giáo dục",
            70,
            UNSURE,
            Topic.SYSTEM,
            "Đường dẫn hệ thống, ảnh màn hình, nhật ký đồng bộ (chưa kiểm chứng)",
            (30, 50),
            "Điểm tối đa 70 được suy ra (100 - 30). "
            + _PARTS
            + " Các điểm thành phần cộng lại chỉ được 60: phải đối "
            "chiếu với phụ lục ký. " + _CUTS,
        ),
        ShippedLine(
            "2.3.1",
            P,
            "Quy chế sử dụng hệ thống quản trị nhà trường",
            6,
            PRACTICE,
            Topic.SYSTEM_RULES,
            note=_PARTS,
        ),
        ShippedLine("2.3.2", P, "Quản lý học sinh", 6, PRACTICE, Topic.SYSTEM, note=_PARTS),
        ShippedLine("2.3.3", P, "Sổ điểm điện tử, học bạ điện tử", 10, PRACTICE, Topic.SYSTEM, note=_PARTS),
        ShippedLine(
            "2.3.4", P, "Quản lý đội ngũ cán bộ, giáo viên, nhân viên", 6, PRACTICE, Topic.SYSTEM, note=_PARTS
        ),
        ShippedLine("2.3.5", P, "Quản lý cơ sở vật chất", 10, PRACTICE, Topic.SYSTEM, note=_PARTS),
        ShippedLine("2.3.6", P, "Quản lý thông tin y tế trường học", 10, PRACTICE, Topic.SYSTEM, note=_PARTS),
        ShippedLine("2.3.7", P, "Quản lý kế toán", 6, PRACTICE, Topic.SYSTEM, note=_PARTS),
        ShippedLine(
            "2.3.8",
            P,
            "Định kỳ trao đổi dữ liệu với cơ sở dữ liệu ngành",
            6,
            PRACTICE,
            Topic.EXCHANGE,
            note=_PARTS,
        ),
        ShippedLine(
            "2.4",
            C,
            "Dịch vụ trực tuyến",
            30,
            PRACTICE,
            Topic.SERVICES,
            "Đường dẫn dịch vụ, số liệu (chưa kiểm chứng)",
            (10, 20),
            _CUTS,
        ),
        ShippedLine("2.4.1", P, "Ứng dụng kết nối gia đình và nhà trường", 8, PRACTICE, Topic.SERVICES),
        ShippedLine("2.4.2", P, "Tuyển sinh đầu cấp trực tuyến", 12, PRACTICE, Topic.SERVICES),
        ShippedLine("2.4.3", P, "Thu phí dịch vụ không dùng tiền mặt", 10, PRACTICE, Topic.SERVICES),
    ),
)

PRESCHOOL: Final = ShippedEdition(
    "3276", "Bộ chỉ số đánh giá mức độ chuyển đổi số của cơ sở giáo dục mầm non", Subject.PRESCHOOL, ("preschool",),
    "QĐ 3276/QĐ-BGDĐT (2024)", date(2024, 9, 1), 50, 75, UNSURE,
    "Chỉ biết số của quyết định. Tiêu chí, điểm, ngưỡng và ngày hiệu lực chưa tìm thấy: thêm từng dòng kèm số quyết định "
    "khi có bản ký; khi chưa có dòng nào thì không ai phải tự đánh giá.",
)  # fmt: skip
AGENCY: Final = ShippedEdition(
    "3806", "Bộ chỉ số đánh giá mức độ chuyển đổi số của cơ quan quản lý giáo dục", Subject.AGENCY, (),
    "QĐ 3806/QĐ-BGDĐT (2024)", date(2024, 12, 1), 50, 75, Trust.SECONDARY,
    "Theo báo chí: hai nhóm, công tác lãnh đạo, chỉ đạo, điều hành và kết quả ở cơ sở giáo dục, thang 100, ba mức. "
    "Tiêu chí và điểm chưa tìm thấy.",
    (
        ShippedLine("1", G, "Công tác lãnh đạo, chỉ đạo, điều hành", None, Trust.SECONDARY),
        ShippedLine("2", G, "Kết quả chuyển đổi số ở cơ sở giáo dục", None, Trust.SECONDARY),
    ),
)  # fmt: skip
EDITIONS: Final = (GENERAL, PRESCHOOL, AGENCY)

TIMETABLE: Final = {
    "name": "Tự đánh giá trước 31/5, công bố trước 20/6", "submit_month": 5, "submit_day": 31, "publish_month": 6,
    "publish_day": 20, "appeal_days": 10, "assessor": Assessor.MANAGING.value,
    "instrument": f"{INSTRUMENT}, khoản 6", "valid_from": SINCE, "trust": READ.value,
    "note": "Hai ngày đã đọc. Nơi đánh giá sau 01/7/2025 và thời hạn kiến nghị chưa thấy văn bản nào nói: đổi được.",
}  # fmt: skip
