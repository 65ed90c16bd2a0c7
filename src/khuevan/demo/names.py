"""Plausible names of people and schools. Shares of family names follow what is commonly reported for Vietnam."""

from __future__ import annotations

import random
from itertools import accumulate

_FAMILY = (
    ("Nguyễn", 384), ("Trần", 121), ("Lê", 95), ("Phạm", 70), ("Hoàng", 31), ("Huỳnh", 20), ("Phan", 45),
    ("Vũ", 22), ("Võ", 17), ("Đặng", 21), ("Bùi", 20), ("Đỗ", 14), ("Hồ", 13), ("Ngô", 13), ("Dương", 10),
    ("Lý", 5), ("Đinh", 10), ("Đoàn", 9), ("Trịnh", 8), ("Mai", 8), ("Trương", 12), ("Lâm", 6), ("Cao", 6),
    ("Tạ", 4), ("Thái", 4), ("Hà", 6), ("Lương", 7), ("Châu", 3), ("Nông", 6), ("Vi", 3), ("Hứa", 2), ("Tô", 3),
)  # fmt: skip
_MIDDLE_F = (
    "Thị Ngọc", "Thị Thu", "Thị", "Thị", "Thị Kim", "Thị Thanh", "Ngọc", "Thị Hồng", "Thùy", "Phương",
    "Thị Mỹ", "Khánh", "Bảo", "Thị Diệu",
)  # fmt: skip
_MIDDLE_M = (
    "Văn", "Văn", "Đức", "Minh", "Quốc", "Hữu", "Thanh", "Công", "Đình", "Xuân", "Ngọc", "Gia", "Hoàng",
    "Tuấn", "Anh",
)  # fmt: skip
_GIVEN_F = (
    "Anh", "Ánh", "Bích", "Châu", "Chi", "Diễm", "Dung", "Duyên", "Giang", "Hà", "Hạnh", "Hằng", "Hiền", "Hoa",
    "Hòa", "Hương", "Hường", "Huyền", "Khanh", "Lan", "Liên", "Linh", "Loan", "Ly", "Mai", "My", "Nga", "Ngân",
    "Ngọc", "Nguyệt", "Nhi", "Nhung", "Oanh", "Phượng", "Phương", "Quyên", "Quỳnh", "Tâm", "Thảo", "Thắm", "Thu",
    "Thủy", "Thúy", "Thương", "Trang", "Trâm", "Trinh", "Tuyết", "Uyên", "Vân", "Vy", "Xuân", "Yến", "Đào",
)  # fmt: skip
_GIVEN_M = (
    "An", "Anh", "Bảo", "Bình", "Chiến", "Chung", "Cường", "Danh", "Dũng", "Duy", "Đạt", "Đông", "Đức", "Giang",
    "Hà", "Hải", "Hậu", "Hiếu", "Hòa", "Hoàng", "Hùng", "Huy", "Hưng", "Khang", "Khánh", "Khoa", "Kiên", "Lâm",
    "Long", "Lộc", "Lực", "Mạnh", "Minh", "Nam", "Nghĩa", "Nhân", "Phong", "Phú", "Phúc", "Phước", "Quang", "Quân",
    "Quốc", "Sơn", "Tài", "Tân", "Thái", "Thành", "Thắng", "Thiện", "Thịnh", "Toàn", "Trí", "Trung", "Tuấn",
    "Tùng", "Việt", "Vinh", "Vũ", "Ý",
)  # fmt: skip
# Ethnic groups of the province with a way of naming of their own: (code of the list, women, men).
_HIGHLAND = (
    ("16", ("Ka Thuyên", "Ka Brẹ", "Ka Hoa", "Ka Mrơ", "Rơ Ông K'Hiền", "Cil K'Linh", "Kơ Să K'Duyên"),
     ("K'Brôih", "K'Tem", "Cil Ha Thương", "Rơ Ông Ha Bang", "K'Sẽ", "Kơ Să Ha Nim")),
    ("20", ("Thị Mai H'Lan", "H'Bích", "H'Mên", "Thị Đrôm"), ("Điểu Nơi", "Y Krông", "Điểu Krứ", "Y Thăng")),
    ("28", ("Ka Rỉn", "Ka Điểm", "Ka Nhuần"), ("K'Ngọc", "Điểu K'Thắng", "K'Lý")),
    ("36", ("Ma Wêl", "Tou Neh Ma Bio", "Ya Loan Ma Hương"), ("Ya Tiêm", "Touprong Ya Huy", "Ya Ngọc")),
    ("17", ("Thông Thị Bích", "Qua Thị Mận", "Đồng Thị Sa Li"), ("Thông Minh Diễm", "Lư Ngọc Hổ", "Đồng Văn Tiến")),
)  # fmt: skip
_LOWLAND = (("01", 900), ("02", 12), ("03", 8), ("04", 10), ("06", 6), ("07", 22), ("08", 18), ("09", 8))

_HEROES = (
    "Lê Hồng Phong", "Nguyễn Du", "Trần Phú", "Nguyễn Trãi", "Lê Quý Đôn", "Kim Đồng", "Võ Thị Sáu", "Lý Tự Trọng",
    "Chu Văn An", "Phan Chu Trinh", "Phan Bội Châu", "Nguyễn Bỉnh Khiêm", "Quang Trung", "Lê Lợi", "Hùng Vương",
    "Trần Quốc Toản", "Nguyễn Viết Xuân", "Hoàng Văn Thụ", "Nguyễn Văn Trỗi", "Lương Thế Vinh", "Trần Hưng Đạo",
    "Ngô Quyền", "Hoàng Diệu", "Nguyễn Công Trứ", "Lê Văn Tám", "Bế Văn Đàn", "Phan Đình Phùng", "Ngô Gia Tự",
    "Nguyễn Đình Chiểu", "Tô Hiến Thành", "Bùi Thị Xuân", "N'Trang Lơng", "Lê Thị Pha", "Mạc Đĩnh Chi", "Đinh Tiên Hoàng",
    "Huỳnh Thúc Kháng", "Hàm Nghi", "Trưng Vương", "Nguyễn Thái Bình", "Tôn Đức Thắng", "Y Jút", "Nơ Trang Gul",
)  # fmt: skip
_FLOWERS = (
    "Hoa Hồng", "Sơn Ca", "Họa Mi", "Hoa Sen", "Măng Non", "Hướng Dương", "Tuổi Thơ", "Vàng Anh", "Hoa Mai",
    "Bình Minh", "Hoa Phượng", "Ánh Dương", "Hoa Pơ Lang", "Hoa Dã Quỳ", "Mimosa", "Anh Đào", "Sao Mai", "Rạng Đông",
    "Hoa Cà Phê", "Thỏ Ngọc", "1-6", "19-5", "Hoa Đào", "Phong Lan",
)  # fmt: skip

FAMILIES = tuple(name for name, weight in _FAMILY for _ in range(max(1, round(weight / 2))))
"""Family names, each as often as it is common: to be drawn evenly."""
MIDDLE_F, MIDDLE_M, GIVEN_F, GIVEN_M = _MIDDLE_F, _MIDDLE_M, _GIVEN_F, _GIVEN_M

_FAMILY_NAMES = [name for name, _ in _FAMILY]
_FAMILY_WEIGHTS = list(accumulate(weight for _, weight in _FAMILY))
_LOWLAND_CODES = [code for code, _ in _LOWLAND]
_LOWLAND_WEIGHTS = list(accumulate(weight for _, weight in _LOWLAND))


def person(chance: random.Random, *, female: bool, highland_share: float) -> tuple[str, str]:
    """Full name and code of the ethnic group. `highland_share` in [0, 1]."""
    if chance.random() < highland_share:
        code, women, men = _HIGHLAND[int(chance.random() * len(_HIGHLAND))]
        return _any(chance, women if female else men), code
    family = chance.choices(_FAMILY_NAMES, cum_weights=_FAMILY_WEIGHTS)[0]
    middle = _any(chance, _MIDDLE_F if female else _MIDDLE_M)
    given = _any(chance, _GIVEN_F if female else _GIVEN_M)
    code = chance.choices(_LOWLAND_CODES, cum_weights=_LOWLAND_WEIGHTS)[0]
    return f"{family} {middle} {given}", code


def school(chance: random.Random, *, preschool: bool) -> str:
    """The name that follows the kind: a flower for the small ones, a hero for the others."""
    return _any(chance, _FLOWERS if preschool else _HEROES)


def _any(chance: random.Random, words: tuple[str, ...]) -> str:
    return words[int(chance.random() * len(words))]
