"""The 63 provinces of 1 August 2008 to 30 June 2025, and into which of the 34 each went.

Codes are those of the General Statistics Office (Decision 124/2004/QĐ-TTg); seven of them name another
province since 2025 (Decision 19/2025/QĐ-TTg). The mergers are those of Resolution 202/2025/QH15. Rows of
``LESS_SURE`` were compiled without the text of the resolution at hand and say so in ``Province.source``.
"""

from __future__ import annotations

from datetime import date

SINCE = date(2008, 8, 1)
"""Resolution 15/2008/QH12: from this day on these 63 are the whole list. Most are older."""

MERGED_ON = date(2025, 7, 1)
SOURCE = "NQ 202/2025/QH15; QĐ 19/2025/QĐ-TTg"
LESS_SURE_NOTE = " (cần đối chiếu với nghị quyết)"

# name now: former provinces, by their old codes and names
MERGERS: dict[str, tuple[tuple[str, str], ...]] = {
    "08": (("08", "Tuyên Quang"), ("02", "Hà Giang")),
    "15": (("10", "Lào Cai"), ("15", "Yên Bái")),
    "19": (("19", "Thái Nguyên"), ("06", "Bắc Kạn")),
    "24": (("27", "Bắc Ninh"), ("24", "Bắc Giang")),
    "25": (("25", "Phú Thọ"), ("26", "Vĩnh Phúc"), ("17", "Hòa Bình")),
    "31": (("31", "Thành phố Hải Phòng"), ("30", "Hải Dương")),
    "33": (("33", "Hưng Yên"), ("34", "Thái Bình")),
    "37": (("37", "Ninh Bình"), ("35", "Hà Nam"), ("36", "Nam Định")),
    "44": (("45", "Quảng Trị"), ("44", "Quảng Bình")),
    "48": (("48", "Thành phố Đà Nẵng"), ("49", "Quảng Nam")),
    "51": (("51", "Quảng Ngãi"), ("62", "Kon Tum")),
    "52": (("64", "Gia Lai"), ("52", "Bình Định")),
    "56": (("56", "Khánh Hòa"), ("58", "Ninh Thuận")),
    "66": (("66", "Đắk Lắk"), ("54", "Phú Yên")),
    "68": (("68", "Lâm Đồng"), ("67", "Đắk Nông"), ("60", "Bình Thuận")),
    "75": (("75", "Đồng Nai"), ("70", "Bình Phước")),
    "79": (("79", "Thành phố Hồ Chí Minh"), ("74", "Bình Dương"), ("77", "Bà Rịa - Vũng Tàu")),
    "80": (("72", "Tây Ninh"), ("80", "Long An")),
    "82": (("87", "Đồng Tháp"), ("82", "Tiền Giang")),
    "86": (("86", "Vĩnh Long"), ("83", "Bến Tre"), ("84", "Trà Vinh")),
    "91": (("89", "An Giang"), ("91", "Kiên Giang")),
    "92": (("92", "Thành phố Cần Thơ"), ("94", "Sóc Trăng"), ("93", "Hậu Giang")),
    "96": (("96", "Cà Mau"), ("95", "Bạc Liêu")),
}
LESS_SURE = frozenset({"51", "52", "56", "66", "68", "75", "79", "80", "82", "86", "91", "92", "96"})

# Provinces whose name in the package of divisions is older than the latest resolution.
RENAMED = {"75": ("Thành phố Đồng Nai", "NQ 30/2026/QH16, hiệu lực 30/04/2026")}
