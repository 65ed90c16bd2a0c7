"""The personal identification number (số định danh cá nhân): what can be wrong and what is only doubtful.

NĐ 137/2015/NĐ-CP Điều 13; TT 07/2016/TT-BCA Điều 7 and its annex. Twelve digits:

    1-3   province (or country) in which the birth was registered
    4     century and sex: 20th century male 0, female 1; 21st 2, 3; 22nd 4, 5; 23rd 6, 7; 24th 8, 9
    5-6   last two digits of the birth year
    7-12  random

What contradicts the person's own facts is wrong. An unknown prefix is only doubtful: the list below has the
63 codes from before the mergers of 2025, and countries have codes too.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from khuevan.kernel.text import nfc

from .findings import N_, Finding, doubtful, wrong

SUBJECT: Final = "national_id"
LENGTH: Final = 12

PROVINCES: Final[dict[str, str]] = {
    "001": "Hà Nội",
    "002": "Hà Giang",
    "004": "Cao Bằng",
    "006": "Bắc Kạn",
    "008": "Tuyên Quang",
    "010": "Lào Cai",
    "011": "Điện Biên",
    "012": "Lai Châu",
    "014": "Sơn La",
    "015": "Yên Bái",
    "017": "Hòa Bình",
    "019": "Thái Nguyên",
    "020": "Lạng Sơn",
    "022": "Quảng Ninh",
    "024": "Bắc Giang",
    "025": "Phú Thọ",
    "026": "Vĩnh Phúc",
    "027": "Bắc Ninh",
    "030": "Hải Dương",
    "031": "Hải Phòng",
    "033": "Hưng Yên",
    "034": "Thái Bình",
    "035": "Hà Nam",
    "036": "Nam Định",
    "037": "Ninh Bình",
    "038": "Thanh Hóa",
    "040": "Nghệ An",
    "042": "Hà Tĩnh",
    "044": "Quảng Bình",
    "045": "Quảng Trị",
    "046": "Thừa Thiên Huế",
    "048": "Đà Nẵng",
    "049": "Quảng Nam",
    "051": "Quảng Ngãi",
    "052": "Bình Định",
    "054": "Phú Yên",
    "056": "Khánh Hòa",
    "058": "Ninh Thuận",
    "060": "Bình Thuận",
    "062": "Kon Tum",
    "064": "Gia Lai",
    "066": "Đắk Lắk",
    "067": "Đắk Nông",
    "068": "Lâm Đồng",
    "070": "Bình Phước",
    "072": "Tây Ninh",
    "074": "Bình Dương",
    "075": "Đồng Nai",
    "077": "Bà Rịa - Vũng Tàu",
    "079": "Thành phố Hồ Chí Minh",
    "080": "Long An",
    "082": "Tiền Giang",
    "083": "Bến Tre",
    "084": "Trà Vinh",
    "086": "Vĩnh Long",
    "087": "Đồng Tháp",
    "089": "An Giang",
    "091": "Kiên Giang",
    "092": "Cần Thơ",
    "093": "Hậu Giang",
    "094": "Sóc Trăng",
    "095": "Bạc Liêu",
    "096": "Cà Mau",
}
"""Prefix to the province that registered the birth. Not the two-digit province codes of today: 024 is the
former Bắc Giang, 24 is today's Bắc Ninh.
"""

_SEPARATORS: Final = re.compile(r"[ .\-]")
_RUNS: Final = ("0123456789", "9876543210")


def clean_number(text: str) -> str:
    """The number without the spaces, dots and hyphens that people write between its groups."""
    return _SEPARATORS.sub("", nfc(text))


def province_of_number(number: str) -> str:
    """Where the birth was registered, under the name of then; "" when the prefix is not known."""
    return PROVINCES.get(number[:3], "")


def number_findings(text: str, *, born: date | None, sex: str, on: date) -> tuple[Finding, ...]:
    """Compares a number with the birth date and sex of its holder; `on` is today. Empty text has no finding.

    `born` needs only its year; `sex` is "male", "female" or "" when unknown.
    """
    number = clean_number(text)
    if not number:
        return ()
    shape = _shape(number)
    if shape is not None:
        return (shape,)
    mark = int(number[3])
    says_sex = "female" if mark % 2 else "male"
    says_year = 1900 + 100 * (mark // 2) + int(number[4:6])
    refused = _contradictions(number, says_sex, says_year, born, sex, on)
    return refused or _doubts(number, born, sex)


def _shape(number: str) -> Finding | None:
    if not (number.isascii() and number.isdecimal()):
        strange = "".join(sorted({c for c in number if not (c.isascii() and c.isdecimal())}))
        return wrong(
            SUBJECT, "not_digits", N_("Số định danh chỉ gồm chữ số; có ký tự lạ: %(signs)s."), signs=strange
        )
    if len(number) == LENGTH:
        return None
    if len(number) == 9:
        text = N_("Số có 9 chữ số là số chứng minh nhân dân cũ; cần số định danh cá nhân 12 chữ số.")
    elif len(number) in (10, 11) and number.rjust(LENGTH, "0")[:3] in PROVINCES:
        text = N_(
            "Số định danh phải có 12 chữ số, số này có %(length)s; có thể bảng tính đã bỏ mất số 0 ở đầu."
        )
    else:
        text = N_("Số định danh phải có 12 chữ số, số này có %(length)s.")
    return wrong(SUBJECT, "length", text, length=len(number))


def _contradictions(
    number: str, says_sex: str, says_year: int, born: date | None, sex: str, on: date
) -> tuple[Finding, ...]:
    found: list[Finding] = []
    century = says_year // 100 + 1
    if says_year > on.year:
        found.append(
            wrong(
                SUBJECT,
                "future_year",
                N_("Chữ số thứ 4 (%(digit)s) và 2 chữ số tiếp theo chỉ năm sinh %(year)s, còn ở tương lai."),
                digit=number[3],
                year=says_year,
            )
        )
    elif born is not None and born.year // 100 + 1 != century:
        found.append(
            wrong(
                SUBJECT,
                "century",
                N_(
                    "Chữ số thứ 4 (%(digit)s) chỉ người sinh ở thế kỷ %(century)s, "
                    "nhưng năm sinh đã ghi là %(year)s."
                ),
                digit=number[3],
                century=century,
                year=born.year,
            )
        )
    if born is not None and born.year % 100 != int(number[4:6]):
        found.append(
            wrong(
                SUBJECT,
                "year",
                N_("Chữ số thứ 5 và 6 (%(digits)s) phải là hai số cuối của năm sinh %(year)s."),
                digits=number[4:6],
                year=born.year,
            )
        )
    if sex and sex != says_sex:
        text = (
            N_("Chữ số thứ 4 (%(digit)s) chỉ giới tính nữ, nhưng giới tính đã ghi là nam.")
            if says_sex == "female"
            else N_("Chữ số thứ 4 (%(digit)s) chỉ giới tính nam, nhưng giới tính đã ghi là nữ.")
        )
        found.append(wrong(SUBJECT, "sex", text, digit=number[3]))
    return tuple(found)


def _doubts(number: str, born: date | None, sex: str) -> tuple[Finding, ...]:
    found: list[Finding] = []
    if number[:3] not in PROVINCES:
        found.append(
            doubtful(
                SUBJECT,
                "province",
                N_("Ba chữ số đầu (%(digits)s) không có trong bảng mã tỉnh, thành phố."),
                digits=number[:3],
            )
        )
    if born is None:
        found.append(
            doubtful(SUBJECT, "no_birth_date", N_("Chưa có ngày sinh để đối chiếu với số định danh."))
        )
    if not sex:
        found.append(doubtful(SUBJECT, "no_sex", N_("Chưa có giới tính để đối chiếu với số định danh.")))
    tail = number[6:]
    if len(set(tail)) == 1 or any(tail in run for run in _RUNS):
        found.append(
            doubtful(
                SUBJECT,
                "pattern",
                N_("Sáu chữ số cuối (%(digits)s) giống một dãy số gõ thử."),
                digits=tail,
            )
        )
    return tuple(found)
