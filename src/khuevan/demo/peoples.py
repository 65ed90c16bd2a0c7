"""How children of the ethnic groups are called, and which groups live where: words to draw by the million.

A style is a way of naming; several groups may share one. Weights follow what is commonly reported, roughly.
"""

from __future__ import annotations

from dataclasses import dataclass

from . import names

_GIVEN_F = names.GIVEN_F + (
    "Bảo Ngọc", "Bảo Trâm", "Gia Hân", "Khánh An", "Khánh Linh", "Minh Anh", "Minh Châu", "Ngọc Diệp", "Ngọc Hân",
    "Phương Linh", "Quỳnh Anh", "Thảo Vy", "Thanh Trúc", "Thiên Kim", "Tú Anh", "Tường Vy", "Uyên Nhi", "Yến Nhi",
    "Hà My", "An Nhiên", "Cát Tường", "Diệu Linh", "Hoài An", "Kim Ngân", "Lan Chi", "Mai Chi", "Như Ý", "Thùy Dương",
)  # fmt: skip
_GIVEN_M = names.GIVEN_M + (
    "Anh Khoa", "Bảo An", "Bảo Khang", "Đăng Khoa", "Đức Anh", "Gia Bảo", "Gia Huy", "Hoàng Long", "Khôi Nguyên",
    "Minh Đức", "Minh Khang", "Minh Khôi", "Minh Quân", "Nhật Minh", "Phúc Lâm", "Quang Minh", "Quốc Bảo", "Thiên Ân",
    "Tiến Đạt", "Tuấn Kiệt", "Hải Đăng", "Hữu Phước", "Nguyên Khang", "Trung Kiên", "Thành Danh", "Việt Anh",
)  # fmt: skip
_KOHO_F = (
    "Thuyên", "Brẹ", "Mrơ", "Linh", "Duyên", "Hiền", "Nhơr", "Rin", "Điệp", "Loan", "Lan", "Hương", "Nhung", "Thảo",
    "Mai", "Uyên", "Trang", "Ly", "Diệu", "Bích", "Hằng", "Phượng", "Thoa", "Diễm", "Quyên", "Sương", "Ngân", "Ơm",
)  # fmt: skip
_KOHO_M = (
    "K'Brôih", "K'Tem", "K'Sẽ", "K'Brèo", "K'Broh", "K'Tuấn", "K'Vinh", "K'Phong", "K'Duy", "K'Minh", "K'Bình",
    "K'Lộc", "K'Nghĩa", "K'Thành", "K'Tiến", "K'Hùng", "K'Nam", "K'Dũng", "Ha Thương", "Ha Bang", "Ha Nim",
    "Ha Kiên", "Ha Sang", "Ha Vương", "Ha Quốc", "Ha Sơn", "Ha Khang", "Ha Luân",
)  # fmt: skip
_MNONG_F = (
    "H'Bích", "H'Mên", "H'Lan", "H'Duyên", "H'Thảo", "H'Nhi", "H'Linh", "H'Mai", "H'Uyên", "H'Rê", "H'Ngọc",
    "H'Hương", "H'Yến", "H'Trang", "H'Loan", "H'Vân", "Thị Đrôm", "Thị Mai", "Thị Hoa", "Thị Nga", "Thị Lý",
)  # fmt: skip
_MNONG_M = (
    "Điểu Nơi", "Điểu Krứ", "Điểu Minh", "Điểu Tuấn", "Điểu Long", "Điểu Phúc", "Điểu Bình", "Điểu Sơn", "Y Krông",
    "Y Thăng", "Y Minh", "Y Tuấn", "Y Khang", "Y Phong", "Y Duy", "Y Bình", "Y Quân", "Y Nam", "Y Thịnh",
)  # fmt: skip
_CHURU_F = (
    "Ma Wêl", "Ma Bio", "Ma Hương", "Ma Linh", "Ma Thảo", "Ma Duyên", "Ma Nga", "Ma Lan", "Ma Thủy", "Nai Lanh",
    "Nai Thúy", "Nai Mai", "Nai Hiền", "Nai Trang", "Nai Ngọc",
)  # fmt: skip
_CHURU_M = (
    "Ya Tiêm", "Ya Huy", "Ya Ngọc", "Ya Loan", "Ya Minh", "Ya Tuấn", "Ya Phong", "Ya Duy", "Ya Khang", "Ya Bình",
    "Ya Hùng", "Ya Sơn", "Ha Tuấn", "Ha Minh", "Ha Phúc",
)  # fmt: skip


@dataclass(frozen=True)
class Style:
    """Words of a name in their order: family or clan, middle, given; each for boys (0) and girls (1)."""

    family: tuple[tuple[str, ...], tuple[str, ...]]
    middle: tuple[tuple[str, ...], tuple[str, ...]]
    given: tuple[tuple[str, ...], tuple[str, ...]]


def _both(words: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return words, words


_VIETNAMESE = (names.MIDDLE_M, names.MIDDLE_F)
_GIVEN = (_GIVEN_M, _GIVEN_F)
_NO_MIDDLE = _both(("",))
_KOHO_CLANS = (
    "", "", "", "Cil", "Kơ Să", "Rơ Ông", "Bon Niêng", "Liêng Jrang", "Pang Ting", "Lơ Mu", "Kră Jăn", "Cil Mup",
    "Đơng Gur", "Liêng Hót", "Da Gout", "Bon Đing",
)  # fmt: skip

STYLES: tuple[Style, ...] = (
    Style(_both(names.FAMILIES), _VIETNAMESE, _GIVEN),
    Style(
        _both(("Nông", "Hoàng", "Lương", "Triệu", "Vi", "Hứa", "Lý", "Bế", "Đàm", "Ma", "Lộc", "Chu", "Mông", "Lục")),
        _VIETNAMESE, _GIVEN,
    ),
    Style(
        _both(("Lò", "Quàng", "Cà", "Lường", "Tòng", "Vi", "Hà", "Lương", "Bùi", "Đinh", "Quách", "Hoàng")),
        _VIETNAMESE, _GIVEN,
    ),
    Style(
        _both(("Giàng", "Vàng", "Sùng", "Lý", "Thào", "Mùa", "Hạng", "Cứ", "Lầu", "Vừ")),
        (("A", "A", "Seo"), ("Thị",)), _GIVEN,
    ),
    Style(_both(_KOHO_CLANS), (("",), ("Ka",)), (_KOHO_M, _KOHO_F)),
    Style(_both(("", "", "", "Niê", "Kbuôr", "Ayun", "Bkrông", "Ndu", "Pang")), _NO_MIDDLE, (_MNONG_M, _MNONG_F)),
    Style(
        _both(("Touprong", "Tou Neh", "Ya Loan", "Ma Bio", "K'Lang", "Touneh", "Jơ Lơng", "Kơ Dơng")),
        _NO_MIDDLE, (_CHURU_M, _CHURU_F),
    ),
    Style(
        _both(("Thông", "Qua", "Đồng", "Lư", "Báo", "Đàng", "Bá", "Hán", "Não", "Quảng", "Kinh", "Ức", "Tiền", "Dụng")),
        (("Văn", "Minh", "Ngọc", "Thanh"), ("Thị", "Thị Mỹ", "Thị Kim", "Nữ")), _GIVEN,
    ),
    Style(
        _both(("Thạch", "Sơn", "Kim", "Danh", "Châu", "Lâm", "Trần")),
        (("", "Văn", "Minh"), ("Thị", "Thị", "Ngọc")), _GIVEN,
    ),
)  # fmt: skip
KINH, TAY, THAI, MONG, KOHO, MNONG, CHURU, CHAM, KHMER = range(len(STYLES))

STYLE_OF: dict[str, int] = {
    "01": KINH, "02": TAY, "03": THAI, "04": KINH, "05": KHMER, "06": THAI, "07": TAY, "08": MONG, "09": TAY, "12": MNONG,
    "16": KOHO, "17": CHAM, "20": MNONG, "21": CHAM, "28": KOHO, "36": CHURU,
}  # fmt: skip
"""Group of DM_DAN_TOC -> style; all that are drawn are here."""

MINORITIES: dict[str, tuple[tuple[str, int], ...]] = {
    "68": (
        ("16", 52),
        ("28", 12),
        ("36", 9),
        ("07", 8),
        ("02", 7),
        ("08", 4),
        ("09", 3),
        ("04", 3),
        ("03", 2),
    ),
    "60": (("17", 40), ("21", 20), ("16", 14), ("04", 14), ("07", 6), ("02", 6)),
    "67": (("20", 36), ("08", 20), ("07", 16), ("02", 12), ("09", 8), ("28", 4), ("12", 4)),
    "": (
        ("02", 16),
        ("03", 16),
        ("06", 14),
        ("08", 14),
        ("07", 10),
        ("05", 13),
        ("09", 8),
        ("12", 5),
        ("04", 4),
    ),
}
"""Former province -> groups with weights among those who are not Kinh; "" for a province without a table of its own."""

MINORITY_SHARE: dict[str, float] = {"01": 0.36, "02": 0.05, "03": 0.09, "04": 0.30, "": 0.13}
"""Area of DM_KHU_VUC -> share of children who are not Kinh."""
