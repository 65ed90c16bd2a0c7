"""Lists and norms that come with the platform, as a beginning for a department: every row says how surely it is known.

What is known of the lists is their instruments, levels, days and the shape of a line; the texts of the lines could not be
read, so those here are examples (`unverified`) in the circulars' manner, to be put right against the official text.
Norms of TT 13/2020/TT-BGDĐT (as amended by TT 23/2024/TT-BGDĐT) come from second-hand texts; that of taps from
TTLT 13/2016/TTLT-BYT-BGDĐT itself; limits for sharing a computer from a city's plan that cites QĐ 4725/QĐ-BGDĐT.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from khuevan.register.organisations.choices import EducationLevel as L
from khuevan.school.curriculum.choices import Trust

from ..choices import Basis, ItemUser, NormKind, Stock


@dataclass(frozen=True)
class ShippedList:
    """A list by its instrument."""

    name: str
    instrument: str
    level: L
    valid_from: date
    trust: Trust
    note: str = ""


@dataclass(frozen=True)
class ShippedItem:
    """A line; `subject` is a code of the curriculum's catalogue, "" for shared equipment."""

    subject: str
    code: str
    name: str
    quantity: Decimal
    unit: str
    basis: Basis
    per_size: int = 1
    grades: tuple[str, ...] = ()
    users: ItemUser = ItemUser.BOTH
    stock: Stock = Stock.EQUIPMENT


@dataclass(frozen=True)
class ShippedNorm:
    """A norm."""

    name: str
    kind: NormKind
    level: L
    value: Decimal
    instrument: str
    valid_from: date
    trust: Trust
    hard_area: bool = False
    note: str = ""


_EXAMPLES = (
    "Tên văn bản, ngày áp dụng đã đối chiếu; nội dung từng dòng là ví dụ, cần sửa theo phụ lục của văn bản."
)
_FROM = date(2022, 2, 14)

LISTS_SHIPPED: tuple[ShippedList, ...] = (
    ShippedList(
        "Đồ dùng, đồ chơi, thiết bị tối thiểu giáo dục mầm non", "TT 02/2010/TT-BGDĐT (sửa đổi TT 34/2013)",
        L.PRESCHOOL, date(2010, 3, 27), Trust.UNVERIFIED, _EXAMPLES,
    ),
    ShippedList(
        "Thiết bị dạy học tối thiểu cấp Tiểu học", "TT 37/2021/TT-BGDĐT (sửa đổi TT 26/2023)",
        L.PRIMARY, _FROM, Trust.SECONDARY, _EXAMPLES,
    ),
    ShippedList(
        "Thiết bị dạy học tối thiểu cấp Trung học cơ sở", "TT 38/2021/TT-BGDĐT (sửa đổi TT 26/2023)",
        L.LOWER_SECONDARY, _FROM, Trust.SECONDARY, _EXAMPLES,
    ),
    ShippedList(
        "Thiết bị dạy học tối thiểu cấp Trung học phổ thông", "TT 39/2021/TT-BGDĐT (sửa đổi TT 26/2023)",
        L.UPPER_SECONDARY, _FROM, Trust.SECONDARY, _EXAMPLES,
    ),
)  # fmt: skip

_G, _P, _K, _R, _T, _H = (
    Basis.SCHOOL, Basis.POINT, Basis.CLASS, Basis.SUBJECT_ROOM, Basis.TEACHER, Basis.LEARNERS,
)  # fmt: skip
_12 = ("01", "02")


def _line(
    subject: str, code: str, name: str, quantity: int, unit: str, basis: Basis, per: int = 1,
    grades: tuple[str, ...] = (), stock: Stock = Stock.EQUIPMENT,
) -> ShippedItem:  # fmt: skip
    users = {Basis.TEACHER: ItemUser.TEACHER, Basis.LEARNERS: ItemUser.LEARNER}.get(basis, ItemUser.BOTH)
    return ShippedItem(subject, code, name, Decimal(quantity), unit, basis, per, grades, users, stock)


_PRESCHOOL = (
    _line("", "MN.CHUNG.01", "Giá phơi khăn, giá cốc", 1, "bộ", _K),
    _line("", "MN.CHUNG.02", "Tủ đựng đồ dùng cá nhân của trẻ", 1, "bộ", _K),
    _line("", "MN.CHUNG.03", "Giường nằm của trẻ", 1, "chiếc", _H, 2),
    _line("", "MN.CHUNG.04", "Bàn cho trẻ", 1, "chiếc", _H, 2),
    _line("", "MN.CHUNG.05", "Ghế cho trẻ", 1, "chiếc", _H),
    _line("", "MN.CHUNG.06", "Thùng đựng nước có vòi", 1, "chiếc", _K),
    _line("MN-TC", "MN.TC.01", "Bóng các loại", 10, "quả", _K),
    _line("MN-TC", "MN.TC.02", "Vòng thể dục", 1, "chiếc", _H),
    _line("MN-TC", "MN.TC.03", "Bộ leo trèo, thang leo", 1, "bộ", _P),
    _line("MN-NT", "MN.NT.01", "Bộ xếp hình xây dựng", 2, "bộ", _K),
    _line("MN-NT", "MN.NT.02", "Bộ luồn hạt, xâu dây", 5, "bộ", _K),
    _line("MN-NT", "MN.NT.03", "Bộ nhận biết hình phẳng", 1, "túi", _H, 1, ("16", "17", "18")),
    _line("MN-NN", "MN.NN.01", "Bộ thẻ chữ cái, chữ số", 1, "bộ", _H, 1, ("18",)),
    _line("MN-NN", "MN.NN.02", "Tranh, truyện cho trẻ", 2, "bộ", _K),
    _line("MN-TM", "MN.TM.01", "Bộ nhạc cụ gõ", 1, "bộ", _K),
    _line("MN-TM", "MN.TM.02", "Bút màu, đất nặn", 1, "hộp", _H),
    _line("", "MN.NGOAI.01", "Cầu trượt, xích đu, bập bênh", 3, "bộ", _P),
)
_PRIMARY = (
    _line("TV", "TH.TV.01", "Bộ mẫu chữ viết", 1, "bộ", _K, 1, _12),
    _line("TV", "TH.TV.02", "Bộ chữ dạy tập viết", 1, "bộ", _K, 1, _12),
    _line("TV", "TH.TV.03", "Bộ thẻ chữ học vần thực hành", 1, "bộ", _H, 1, ("01",)),
    _line("TOAN", "TH.TOAN.01", "Bộ thiết bị dạy chữ số và so sánh số", 1, "bộ", _H, 1, ("01",)),
    _line("TOAN", "TH.TOAN.02", "Bộ thiết bị dạy phép tính", 1, "bộ", _H, 1, _12),
    _line("TOAN", "TH.TOAN.03", "Bộ thiết bị dạy hình phẳng và hình khối", 1, "bộ", _H, 4),
    _line("TOAN", "TH.TOAN.04", "Bộ thiết bị vẽ bảng trong dạy học Toán", 1, "bộ", _K),
    _line("TOAN", "TH.TOAN.05", "Mô hình đồng hồ", 1, "chiếc", _K, 1, ("01", "02", "03")),
    _line(
        "TNXH", "TH.TNXH.01", "Bộ tranh về cơ thể người và các giác quan", 1, "bộ", _H, 6, ("01", "02", "03")
    ),
    _line("KH", "TH.KH.01", "Bộ thí nghiệm về nước và không khí", 1, "bộ", _H, 6, ("04", "05")),
    _line("LSDL", "TH.LSDL.01", "Bản đồ hành chính Việt Nam", 1, "tờ", _G, 1, ("04", "05")),
    _line("LSDL", "TH.LSDL.02", "Quả địa cầu", 1, "quả", _K, 2, ("04", "05")),
    _line("DD", "TH.DD.01", "Bộ tranh về phẩm chất, hành vi", 1, "bộ", _H, 6),
    _line(
        "THCN",
        "TH.TIN.01",
        "Máy tính dạy Tin học",
        1,
        "bộ",
        _H,
        3,
        ("03", "04", "05"),
        stock=Stock.INFORMATICS,
    ),
    _line("THCN", "TH.CN.01", "Bộ lắp ghép mô hình kĩ thuật", 1, "bộ", _H, 4, ("03", "04", "05")),
    _line("NN1", "TH.NN.01", "Thiết bị phát âm thanh cho dạy ngoại ngữ", 1, "bộ", _G),
    _line("GDTC", "TH.GDTC.01", "Đồng hồ bấm giây", 1, "chiếc", _G),
    _line("GDTC", "TH.GDTC.02", "Thảm, đệm tập", 1, "bộ", _G),
    _line("NT-AN", "TH.AN.01", "Bộ nhạc cụ gõ", 1, "bộ", _H, 6),
    _line("NT-AN", "TH.AN.02", "Đàn phím điện tử", 1, "cây", _G),
    _line("NT-MT", "TH.MT.01", "Giá vẽ", 1, "chiếc", _H, 6),
    _line("HDTN", "TH.HDTN.01", "Bộ dụng cụ lao động, vệ sinh", 1, "bộ", _K),
    _line("", "TH.CHUNG.01", "Máy chiếu hoặc màn hình hiển thị", 1, "bộ", _K, 2, stock=Stock.PROJECTION),
    _line("", "TH.CHUNG.02", "Máy tính dùng chung của giáo viên", 1, "bộ", _K, 5, stock=Stock.TEACHING),
    _line("", "TH.CHUNG.03", "Bảng nhóm", 6, "chiếc", _K),
    _line("", "TH.CHUNG.04", "Loa cầm tay", 1, "chiếc", _P),
)
_LOWER = (
    _line("NV", "CS.NV.01", "Bộ tranh minh họa thể loại văn bản", 1, "bộ", _G),
    _line("TOAN", "CS.TOAN.01", "Bộ thiết bị vẽ trên bảng", 1, "bộ", _T, 5),
    _line("TOAN", "CS.TOAN.02", "Bộ thiết bị dạy hình học trực quan", 1, "bộ", _H, 30),
    _line("TOAN", "CS.TOAN.03", "Bộ thiết bị dạy thống kê và xác suất", 1, "bộ", _H, 20),
    _line("NN1", "CS.NN.01", "Đài đĩa, loa cho dạy ngoại ngữ", 1, "bộ", _G),
    _line("LSDL", "CS.LSDL.01", "Lược đồ, bản đồ treo tường", 1, "bộ", _G),
    _line("LSDL", "CS.LSDL.02", "Quả địa cầu hành chính", 1, "quả", _K, 4),
    _line("GDCD", "CS.GDCD.01", "Bộ tranh giáo dục công dân", 1, "bộ", _G),
    _line("KHTN", "CS.KHTN.01", "Kính hiển vi", 6, "chiếc", _R),
    _line("KHTN", "CS.KHTN.02", "Bộ giá thí nghiệm", 7, "bộ", _R),
    _line("KHTN", "CS.KHTN.03", "Bộ dụng cụ thủy tinh thí nghiệm hóa học", 7, "bộ", _R),
    _line("KHTN", "CS.KHTN.04", "Đồng hồ đo điện đa năng", 7, "chiếc", _R),
    _line("KHTN", "CS.KHTN.05", "Tủ hút khí độc", 1, "chiếc", _R),
    _line("CN", "CS.CN.01", "Bộ dụng cụ cơ khí, điện", 4, "bộ", _R),
    _line("TH", "CS.TIN.01", "Máy tính dạy Tin học", 1, "bộ", _H, 8, stock=Stock.INFORMATICS),
    _line("TH", "CS.TIN.02", "Thiết bị mạng, máy in phòng Tin học", 1, "bộ", _R),
    _line("GDTC", "CS.GDTC.01", "Bộ dụng cụ môn bóng", 1, "bộ", _G),
    _line("GDTC", "CS.GDTC.02", "Đệm nhảy, xà, cột nhảy cao", 1, "bộ", _G),
    _line("NT-AN", "CS.AN.01", "Đàn phím điện tử", 1, "cây", _R),
    _line("NT-MT", "CS.MT.01", "Giá vẽ, bảng vẽ", 1, "bộ", _H, 20),
    _line("HDTNHN", "CS.HDTN.01", "Bộ tranh hướng nghiệp", 1, "bộ", _G),
    _line("", "CS.CHUNG.01", "Máy chiếu hoặc màn hình hiển thị", 1, "bộ", _K, 2, stock=Stock.PROJECTION),
    _line("", "CS.CHUNG.02", "Máy tính dùng chung của giáo viên", 1, "bộ", _K, 5, stock=Stock.TEACHING),
    _line("", "CS.CHUNG.03", "Bảng nhóm", 6, "chiếc", _K),
)
_UPPER = (
    _line("NV", "PT.NV.01", "Bộ học liệu điện tử Ngữ văn", 1, "bộ", _G),
    _line("TOAN", "PT.TOAN.01", "Bộ thiết bị vẽ trên bảng", 1, "bộ", _T, 5),
    _line("TOAN", "PT.TOAN.02", "Bộ mô hình khối hình học", 1, "bộ", _G),
    _line("NN1", "PT.NN.01", "Hệ thống thiết bị dạy ngoại ngữ", 1, "bộ", _R),
    _line("LS", "PT.LS.01", "Lược đồ, bản đồ lịch sử", 1, "bộ", _G),
    _line("DL", "PT.DL.01", "Bản đồ địa lí, la bàn, quả địa cầu", 1, "bộ", _G),
    _line("KTPL", "PT.KTPL.01", "Bộ học liệu kinh tế và pháp luật", 1, "bộ", _G),
    _line("VL", "PT.VL.01", "Bộ thí nghiệm cơ học", 7, "bộ", _R),
    _line("VL", "PT.VL.02", "Bộ thí nghiệm điện học", 7, "bộ", _R),
    _line("VL", "PT.VL.03", "Dao động ký, máy phát âm tần", 1, "bộ", _R),
    _line("HH", "PT.HH.01", "Bộ dụng cụ thủy tinh", 7, "bộ", _R),
    _line("HH", "PT.HH.02", "Tủ đựng hóa chất, tủ hút", 1, "bộ", _R),
    _line("SH", "PT.SH.01", "Kính hiển vi", 7, "chiếc", _R),
    _line("SH", "PT.SH.02", "Bộ mẫu vật, tiêu bản", 7, "bộ", _R),
    _line("CN", "PT.CN.01", "Bộ vật liệu, dụng cụ cơ khí, điện", 4, "bộ", _R),
    _line("TH", "PT.TIN.01", "Máy tính dạy Tin học", 1, "bộ", _H, 10, stock=Stock.INFORMATICS),
    _line("TH", "PT.TIN.02", "Thiết bị mạng, máy in phòng Tin học", 1, "bộ", _R),
    _line("AN", "PT.AN.01", "Đàn phím điện tử, nhạc cụ", 1, "bộ", _G),
    _line("MT", "PT.MT.01", "Giá vẽ, mẫu vẽ", 1, "bộ", _H, 40),
    _line("GDTC", "PT.GDTC.01", "Bộ dụng cụ môn bóng", 1, "bộ", _G),
    _line("HDTNHN", "PT.HDTN.01", "Bộ học liệu hướng nghiệp", 1, "bộ", _G),
    _line("", "PT.CHUNG.01", "Máy chiếu hoặc màn hình hiển thị", 1, "bộ", _K, 2, stock=Stock.PROJECTION),
    _line("", "PT.CHUNG.02", "Máy tính dùng chung của giáo viên", 1, "bộ", _K, 5, stock=Stock.TEACHING),
)

ITEMS_OF: dict[L, tuple[ShippedItem, ...]] = {
    L.PRESCHOOL: _PRESCHOOL,
    L.PRIMARY: _PRIMARY,
    L.LOWER_SECONDARY: _LOWER,
    L.UPPER_SECONDARY: _UPPER,
}

_STANDARD = "TT 13/2020/TT-BGDĐT (sửa đổi TT 23/2024)"
_UNIVERSAL = "TT 07/2016/TT-BGDĐT (PCGD; sửa đổi TT 29/2021)"
_HEALTH = "TTLT 13/2016/TTLT-BYT-BGDĐT"
_CITY = "Kế hoạch TP Vinh 2025, dẫn QĐ 4725/QĐ-BGDĐT"
_DAY = {
    _STANDARD: date(2020, 7, 11),
    _UNIVERSAL: date(2016, 5, 6),
    _HEALTH: date(2016, 6, 30),
    _CITY: date(2022, 12, 30),
}
_GENERAL = (L.PRIMARY, L.LOWER_SECONDARY, L.UPPER_SECONDARY)


def _norm(
    kind: NormKind, level: L, value: str, instrument: str, trust: Trust, hard: bool = False, note: str = ""
) -> ShippedNorm:
    place = ", vùng đặc biệt khó khăn" if hard else ""
    name = f"{_WORDS[kind]}, {_LEVELS[level]}{place}"
    return ShippedNorm(name, kind, level, Decimal(value), instrument, _DAY[instrument], trust, hard, note)


_LEVELS = {
    L.PRESCHOOL: "mầm non", L.PRIMARY: "tiểu học", L.LOWER_SECONDARY: "THCS", L.UPPER_SECONDARY: "THPT",
}  # fmt: skip
_WORDS = {
    NormKind.LAND_PER_LEARNER: "Đất trên một người học",
    NormKind.CLASSROOMS_PER_CLASS: "Phòng học trên một lớp",
    NormKind.CLASSROOM_AREA: "Diện tích phòng học trên một người học",
    NormKind.SUBJECT_ROOMS: "Số phòng học bộ môn",
    NormKind.LEARNERS_PER_COMPUTER: "Học sinh học chung một máy tính",
    NormKind.LEARNERS_PER_TAP: "Học sinh trên một vòi nước",
    NormKind.BOYS_PER_FIXTURE: "Học sinh nam trên một bệ xí",
    NormKind.GIRLS_PER_FIXTURE: "Học sinh nữ trên một bệ xí",
}
_SEEN = Trust.SECONDARY
_TOLD = Trust.UNVERIFIED
_MISSING_LEVELS = "Nguồn thứ cấp; cần đối chiếu với văn bản gốc."

NORMS_SHIPPED: tuple[ShippedNorm, ...] = (
    _norm(NormKind.LAND_PER_LEARNER, L.PRESCHOOL, "12", _STANDARD, _SEEN),
    _norm(NormKind.LAND_PER_LEARNER, L.PRESCHOOL, "10", _STANDARD, _SEEN, hard=True),
    _norm(NormKind.LAND_PER_LEARNER, L.PRIMARY, "10", _STANDARD, _SEEN),
    _norm(NormKind.LAND_PER_LEARNER, L.PRIMARY, "8", _STANDARD, _SEEN, hard=True),
    _norm(NormKind.LAND_PER_LEARNER, L.LOWER_SECONDARY, "10", _STANDARD, _SEEN),
    _norm(NormKind.LAND_PER_LEARNER, L.LOWER_SECONDARY, "8", _STANDARD, _SEEN, hard=True),
    _norm(NormKind.LAND_PER_LEARNER, L.UPPER_SECONDARY, "10", _STANDARD, _SEEN),
    _norm(NormKind.CLASSROOMS_PER_CLASS, L.PRIMARY, "1", _STANDARD, _TOLD, note=_MISSING_LEVELS),
    _norm(NormKind.CLASSROOMS_PER_CLASS, L.LOWER_SECONDARY, "0.6", _STANDARD, _SEEN),
    _norm(NormKind.CLASSROOMS_PER_CLASS, L.UPPER_SECONDARY, "0.6", _STANDARD, _SEEN),
    _norm(NormKind.CLASSROOMS_PER_CLASS, L.PRESCHOOL, "1", _UNIVERSAL, Trust.OFFICIAL),
    _norm(NormKind.CLASSROOMS_PER_CLASS, L.PRIMARY, "0.7", _UNIVERSAL, Trust.OFFICIAL),
    _norm(NormKind.CLASSROOMS_PER_CLASS, L.LOWER_SECONDARY, "0.5", _UNIVERSAL, Trust.OFFICIAL),
    _norm(NormKind.CLASSROOM_AREA, L.PRESCHOOL, "1.5", _UNIVERSAL, Trust.OFFICIAL),
    _norm(NormKind.SUBJECT_ROOMS, L.LOWER_SECONDARY, "5", _STANDARD, _SEEN),
    _norm(NormKind.SUBJECT_ROOMS, L.UPPER_SECONDARY, "5", _STANDARD, _SEEN),
    _norm(
        NormKind.LEARNERS_PER_COMPUTER,
        L.PRIMARY,
        "3",
        _CITY,
        _SEEN,
        note="Tối đa 2-3 học sinh học chung một máy.",
    ),
    _norm(NormKind.LEARNERS_PER_COMPUTER, L.LOWER_SECONDARY, "2", _CITY, _SEEN),
    *(_norm(NormKind.LEARNERS_PER_TAP, level, "200", _HEALTH, Trust.OFFICIAL) for level in _GENERAL),
    *(
        _norm(NormKind.BOYS_PER_FIXTURE, level, "30", _STANDARD, _TOLD, note=_MISSING_LEVELS)
        for level in _GENERAL
    ),
    *(
        _norm(NormKind.GIRLS_PER_FIXTURE, level, "20", _STANDARD, _TOLD, note=_MISSING_LEVELS)
        for level in _GENERAL
    ),
)
