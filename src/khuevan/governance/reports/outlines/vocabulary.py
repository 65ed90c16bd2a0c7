"""What a template may say: the words between {{ and }}, as an office worker reads and types them."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.utils.translation import gettext_lazy as _

from khuevan.governance.indicators import queries as indicators
from khuevan.kernel.documents import Kind, Vocabulary, Word
from khuevan.kernel.measures import Ratio

PERIOD: Final = {"kỳ": ("này", "trước")}
LETTERS: Final = {"chữ": ("hoa",)}
"""Capitals, as the head of an official letter has it; a commune is called by its committee there."""
NARRATIVE, TYPED, QUOTES = "phan", "dien", "tong hop"
FIGURES: Final = ("chi tieu", "so luong", "tren tong so")
COMPARED, OVER_TIME, SHARED = "bieu do", "bieu do duong", "bieu do co cau"
CHARTS: Final = (COMPARED, OVER_TIME, SHARED)
BELOW, AIMS = "don vi cap duoi", "muc tieu"
PLAN_TARGETS, PLAN_TASKS, MATURITY = "chi tieu ke hoach", "nhiem vu ke hoach", "muc do chuyen doi so"
OF_A_PLAN: Final = ("tt", "kế hoạch", "nội dung", "mục tiêu", "thực hiện", "kết quả")

PLAIN: Final = (
    Word("mức độ chuyển đổi số", _("Mức độ chuyển đổi số của trường; ở xã, Sở là số trường theo mức")),
    Word("đơn vị", _("Tên đơn vị báo cáo"), options=LETTERS),
    Word("cơ quan chủ quản", _("Tên cơ quan cấp trên trực tiếp, nơi nhận báo cáo"), options=LETTERS),
    Word("năm học", _("Năm học của đợt báo cáo")),
    Word("kỳ số liệu", _("Tên kỳ số liệu đã chốt")),
    Word("số liệu ngày", _("Ngày của số liệu, dạng 31/05/2027")),
    Word("số", _("Số, ký hiệu văn bản")),
    Word("địa danh", _("Nơi ký")),
    Word("ngày ký", _("Ngày ký, dạng ngày 05 tháng 6 năm 2027")),
    Word("chức vụ người ký", _("Chức vụ người ký, in hoa")),
    Word("người ký", _("Họ và tên người ký")),
    Word("số báo cáo cấp dưới", _("Bao nhiêu đơn vị cấp dưới đã gửi, trên bao nhiêu đơn vị phải gửi")),
)
WRITTEN: Final = (
    Word(
        "phần",
        _("Phần viết: ghi tên phần sau dấu hai chấm, mọi người cùng viết trên trang"),
        Kind.BLOCK,
        arguments={},
    ),
    Word(
        "điền",
        _("Số hoặc chữ người viết điền tay, khi không hồ sơ nào có; ghi tên sau dấu hai chấm"),
        arguments={},
    ),
    Word("tổng hợp", _("Trích phần viết cùng tên trong báo cáo cấp dưới đã gửi"), Kind.BLOCK, arguments={}),
)
LISTS: Final = (
    Word("chỉ tiêu kế hoạch", _("Mỗi chỉ tiêu trong kế hoạch của đơn vị một hàng"), Kind.LIST, OF_A_PLAN),
    Word("nhiệm vụ kế hoạch", _("Mỗi nhiệm vụ trong kế hoạch của đơn vị một hàng"), Kind.LIST, OF_A_PLAN),
    Word(
        "mục tiêu",
        _("Mỗi mục tiêu của chương trình một hàng"),
        Kind.LIST,
        columns=("tt", "nội dung", "mục tiêu", "kết quả"),
    ),
    Word(
        "đơn vị cấp dưới",
        _("Mỗi đơn vị cấp dưới một hàng"),
        Kind.LIST,
        columns=("tt", "tên", "tình trạng", "ngày gửi"),
    ),
)
PERSONAL: Final = (
    Word(
        "danh sách học sinh",
        _("Danh sách học sinh"),
        Kind.LIST,
        ("họ tên", "ngày sinh", "số định danh", "lớp", "điểm"),
        is_personal=True,
    ),
    Word(
        "danh sách giáo viên",
        _("Danh sách giáo viên, nhân viên"),
        Kind.LIST,
        ("họ tên", "ngày sinh", "số định danh", "chức vụ", "điện thoại"),
        is_personal=True,
    ),
)
"""Known only to be refused in words: a report is read by everybody above, and no list of persons belongs into it."""


def vocabulary(on: date) -> Vocabulary:
    """With the indicators of the day as arguments."""
    every = indicators.indicators(on=on)
    labels = {code: str(one.label) for code, one in every.items()}
    ratios = {code: str(one.label) for code, one in every.items() if isinstance(one.measure, Ratio)}
    columns = sorted({split.column for one in every.values() for split in one.splits if not split.is_fine})
    figures = (
        Word("chỉ tiêu", _("Giá trị của một chỉ tiêu, theo mã"), arguments=labels, options=PERIOD),
        Word("số lượng", _("Tử số của một tỉ lệ, hoặc giá trị của một số đếm"), arguments=labels, options=PERIOD),
        Word("trên tổng số", _("Mẫu số của một tỉ lệ"), arguments=ratios, options=PERIOD),
        Word("biểu đồ", _("Biểu đồ cột của một chỉ tiêu theo đơn vị cấp dưới; ở trường: kỳ trước và kỳ này"), Kind.CHART,
             arguments=labels),
        Word("biểu đồ đường", _("Biểu đồ đường của một chỉ tiêu qua các kỳ đã chốt"), Kind.CHART, arguments=labels),
        Word("biểu đồ cơ cấu", _("Biểu đồ cơ cấu: tỉ lệ thì phần có và phần chưa; số đếm thì thêm «| theo=cột»"),
             Kind.CHART, arguments=labels, options={"theo": columns}),
    )  # fmt: skip
    return Vocabulary((*PLAIN, *figures, *WRITTEN, *LISTS, *PERSONAL))
