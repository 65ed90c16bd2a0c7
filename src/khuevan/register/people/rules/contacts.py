"""Telephone numbers, mail addresses and sector identifiers in one written form each."""

from __future__ import annotations

import re
from typing import Final

from khuevan.kernel.text import nfc

from .findings import N_, Finding, doubtful, wrong

_PHONE_SIGNS: Final = re.compile(r"[ .\-()]")
_MOBILE: Final = re.compile(r"^0[35789]\d{8}$")
_LANDLINE: Final = re.compile(r"^02\d{8,9}$")
_FOREIGN: Final = re.compile(r"^\+[1-9]\d{6,14}$")
_EMAIL: Final = re.compile(r"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$")
_SECTOR_ID: Final = re.compile(r"^[A-Z0-9][A-Z0-9.\-]{2,19}$")


def clean_phone(text: str) -> str:
    """Digits only, +84 and 84 written as 0; foreign numbers keep their plus."""
    digits = _PHONE_SIGNS.sub("", nfc(text))
    if digits.startswith("+84"):
        return "0" + digits[3:].removeprefix("0")
    if digits.startswith("84") and len(digits) == 11:
        return "0" + digits[2:]
    return digits


def phone_findings(text: str) -> tuple[Finding, ...]:
    phone = clean_phone(text)
    if not phone or _MOBILE.match(phone) or _LANDLINE.match(phone) or _FOREIGN.match(phone):
        return ()
    if re.fullmatch(r"01\d{9}", phone):
        return (
            wrong(
                "phone",
                "old_prefix",
                N_("Số điện thoại %(phone)s có đầu số 11 chữ số đã đổi từ năm 2018."),
                phone=phone,
            ),
        )
    if re.fullmatch(r"[35789]\d{8}", phone):
        return (
            wrong(
                "phone",
                "zero_lost",
                N_("Số điện thoại %(phone)s thiếu số 0 ở đầu."),
                phone=phone,
            ),
        )
    return (
        wrong(
            "phone",
            "shape",
            N_("Số điện thoại «%(phone)s» không đúng: cần 10 chữ số bắt đầu bằng 0, hoặc +mã nước."),
            phone=phone,
        ),
    )


def clean_email(text: str) -> str:
    return nfc(text).lower()


def email_findings(text: str) -> tuple[Finding, ...]:
    email = clean_email(text)
    if not email:
        return ()
    if not _EMAIL.match(email) or len(email) > 254:
        return (
            wrong("email", "shape", N_("Thư điện tử «%(email)s» không đúng dạng ten@mien.vn."), email=email),
        )
    domain = email.rpartition("@")[2]
    if domain in _MISTYPED:
        return (
            doubtful(
                "email",
                "domain",
                N_("Thư điện tử có tên miền %(domain)s; có phải là %(proposal)s?"),
                domain=domain,
                proposal=_MISTYPED[domain],
            ),
        )
    return ()


_MISTYPED: Final = {
    "gmai.com": "gmail.com",
    "gmail.con": "gmail.com",
    "gmail.vn": "gmail.com",
    "gmail.com.vn": "gmail.com",
    "gamil.com": "gmail.com",
    "yahoo.con": "yahoo.com",
}


def clean_sector_id(text: str) -> str:
    return nfc(text).replace(" ", "").upper()


def sector_id_findings(text: str) -> tuple[Finding, ...]:
    """S15 to S20 in QĐ 4998 (HOC_SINH_ID, GIAO_VIEN_ID): capital letters, digits, points and hyphens."""
    code = clean_sector_id(text)
    if not code or _SECTOR_ID.match(code):
        return ()
    return (
        wrong(
            "sector_id",
            "shape",
            N_("Mã định danh ngành «%(code)s» chỉ gồm chữ cái không dấu, chữ số, từ 3 đến 20 ký tự."),
            code=code,
        ),
    )
