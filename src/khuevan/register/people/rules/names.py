"""Names of people: what is accepted, and what is repaired on the way in.

A name has at least one part (K'Brôih is a whole name), letters of the Latin script with any accents, and
between them spaces, apostrophes, hyphens and full stops. QĐ 4998/QĐ-BGDĐT exchanges at most 50 characters
(HO_TEN, S50).
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from khuevan.kernel.text import bare_apostrophes, fold, name_sort_key, nfc, search_text

from .findings import N_, Finding, doubtful, noted, wrong

LONGEST: Final = 100
EXCHANGED: Final = 50
_SIGNS: Final = " '-."


def clean_name(text: str) -> str:
    """The name as it is stored: composed letters, plain apostrophes, single spaces. Case is left alone."""
    return bare_apostrophes(nfc(text))


def name_findings(text: str, *, subject: str = "full_name") -> tuple[Finding, ...]:
    """What is wrong, doubtful or was repaired in a name as it was typed or imported."""
    name = clean_name(text)
    found: list[Finding] = []
    if not any(character.isalpha() for character in name):
        return (wrong(subject, "empty", N_("Họ và tên còn trống.")),)
    digits = sorted({character for character in name if character.isnumeric()})
    if digits:
        found.append(
            wrong(subject, "digits", N_("Họ và tên không được có chữ số: %(signs)s."), signs=" ".join(digits))
        )
    strange = sorted({c for c in name if not c.isnumeric() and not _belongs(c)})
    if strange:
        found.append(
            wrong(
                subject,
                "signs",
                N_("Họ và tên có ký tự không dùng trong tên: %(signs)s."),
                signs=" ".join(strange),
            )
        )
    if len(name) > LONGEST:
        found.append(
            wrong(
                subject,
                "long",
                N_("Họ và tên dài %(length)s ký tự, nhiều nhất là %(longest)s."),
                length=len(name),
                longest=LONGEST,
            )
        )
    elif len(name) > EXCHANGED:
        found.append(
            doubtful(
                subject,
                "long",
                N_("Họ và tên dài %(length)s ký tự; cơ sở dữ liệu ngành chỉ nhận %(longest)s."),
                length=len(name),
                longest=EXCHANGED,
            )
        )
    if found:
        return tuple(found)
    if len(name) > 3 and (name.isupper() or name.islower()):
        found.append(
            doubtful(
                subject,
                "case",
                N_("Họ và tên viết toàn chữ hoa hoặc toàn chữ thường; có phải là «%(proposal)s»?"),
                proposal=" ".join(part[:1].upper() + part[1:].lower() for part in name.split()),
            )
        )
    if not unicodedata.is_normalized("NFC", text):
        found.append(
            noted(
                subject,
                "decomposed",
                N_("Họ và tên gõ bằng Unicode tổ hợp đã được chuyển thành dựng sẵn: «%(name)s»."),
                name=name,
            )
        )
    elif name != text.strip():
        found.append(
            noted(
                subject,
                "cleaned",
                N_("Khoảng trắng, dấu nháy hoặc ký tự ẩn trong họ và tên đã được sửa: «%(name)s»."),
                name=name,
            )
        )
    return tuple(found)


def _belongs(character: str) -> bool:
    if character in _SIGNS:
        return True
    if unicodedata.combining(character):
        return True
    return character.isalpha() and unicodedata.name(character, "").startswith("LATIN ")


@dataclass(frozen=True)
class NameColumns:
    """What is stored beside a name; see kernel.text."""

    search: str
    given: str
    sort_key: str


@lru_cache(maxsize=65_536)
def name_columns(full_name: str) -> NameColumns:
    """The columns that follow from a cleaned name. `given` is its last part, folded and without gaps. Cached: of very
    many people loaded at once, each is named in several tables."""
    last = full_name.rpartition(" ")[2]
    return NameColumns(search_text(full_name), fold(last).replace(" ", ""), name_sort_key(full_name))
