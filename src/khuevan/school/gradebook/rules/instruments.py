"""Which circular assesses a grade in a school year. A new circular is a row here, never a change of an old rule.

TT 22/2021/TT-BGDĐT Điều 21: grade 6 from 2021-2022; 7 and 10 from 2022-2023; 8 and 11 from 2023-2024; 9 and
12 from 2024-2025.
TT 27/2020/TT-BGDĐT Điều 20: grade 1 from 2020-2021, and one grade more each year. Both are in force for
2026-2027 (CV 5208/BGDĐT-GDPT
of 7 August 2026). A draft amending both was circulated (CV 4582/BGDĐT-GDPT, 20 July 2026); it is no rule
until it is issued.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

SECONDARY, PRIMARY, OBSERVED = "secondary", "primary", "observed"


@dataclass(frozen=True)
class Instrument:
    """A circular as it reads from a school year on. kind: whose rules compute. until: the first year no more under it.

    trust: how sure it is that the circular governs these grades (`khuevan.school.curriculum.choices.Trust`)."""

    code: str
    name: str
    kind: str
    level: str
    first_years: tuple[tuple[str, str], ...]
    until: str = ""
    trust: str = "official"

    def first_year(self, grade: str) -> str | None:
        return dict(self.first_years).get(grade)


_TT22, _TT27 = "TT 22/2021/TT-BGDĐT", "TT 27/2020/TT-BGDĐT"
_LOWER = (("06", "2021-2022"), ("07", "2022-2023"), ("08", "2023-2024"), ("09", "2024-2025"))
_UPPER = (("10", "2022-2023"), ("11", "2023-2024"), ("12", "2024-2025"))
_FIVE = (
    ("01", "2020-2021"), ("02", "2021-2022"), ("03", "2022-2023"), ("04", "2023-2024"), ("05", "2024-2025"),
)  # fmt: skip
_AGES = tuple((str(code), "2009-2010") for code in range(13, 19))

INSTRUMENTS: Final = (
    Instrument("tt22", _TT22, SECONDARY, "lower_secondary", _LOWER),
    Instrument("tt22", _TT22, SECONDARY, "upper_secondary", _UPPER),
    Instrument("tt22", _TT22, SECONDARY, "continuing", _LOWER + _UPPER, trust="unverified"),
    Instrument("tt27", _TT27, PRIMARY, "primary", _FIVE),
    Instrument("tt17", "TT 17/2009/TT-BGDĐT", OBSERVED, "preschool", _AGES, trust="unverified"),
)


def instrument_for(level: str, grade: str, year: str, continuing_by: str = "tt22") -> Instrument | None:
    """The circular that assesses a grade of a level in a year such as "2026-2027"; None before the
    circulars that are known. continuing_by: the one by which continuing education is assessed, `none` where by none."""
    if level == "continuing" and continuing_by == "none":
        return None
    for one in INSTRUMENTS:
        first = one.first_year(grade)
        if one.level == level and first is not None and first <= year and (not one.until or year < one.until):
            return one
    return None
