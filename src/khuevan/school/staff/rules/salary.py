"""Ranks of public employees in schools, and the coefficient of each step.

Codes of teachers: TT 01-04/2021/TT-BGDĐT, kept by TT 31/2026 (seen in public code, not in the text). Tables:
Decree 204/2004/NĐ-CP, table 3: first and last coefficient and number of steps, evenly spaced. Support ranks are
from general knowledge: unverified. A coefficient that differs is asked about, never refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

TABLES: Final[dict[str, tuple[Decimal, Decimal, int]]] = {
    "A0": (Decimal("2.10"), Decimal("4.89"), 10),
    "A1": (Decimal("2.34"), Decimal("4.98"), 9),
    "A2.1": (Decimal("4.40"), Decimal("6.78"), 8),
    "A2.2": (Decimal("4.00"), Decimal("6.38"), 8),
    "B": (Decimal("1.86"), Decimal("4.06"), 12),
}
"""Group -> first, last, steps."""


@dataclass(frozen=True)
class Rank:
    """`group` names the table of coefficients."""

    code: str
    label: str
    group: str
    level: str = ""


RANKS: Final[dict[str, Rank]] = {
    rank.code: rank
    for rank in (
        Rank("V.07.02.24", "Giáo viên mầm non hạng I", "A2.2", "preschool"),
        Rank("V.07.02.25", "Giáo viên mầm non hạng II", "A1", "preschool"),
        Rank("V.07.02.26", "Giáo viên mầm non hạng III", "A0", "preschool"),
        Rank("V.07.03.27", "Giáo viên tiểu học hạng I", "A2.1", "primary"),
        Rank("V.07.03.28", "Giáo viên tiểu học hạng II", "A2.2", "primary"),
        Rank("V.07.03.29", "Giáo viên tiểu học hạng III", "A1", "primary"),
        Rank("V.07.04.30", "Giáo viên trung học cơ sở hạng I", "A2.1", "lower_secondary"),
        Rank("V.07.04.31", "Giáo viên trung học cơ sở hạng II", "A2.2", "lower_secondary"),
        Rank("V.07.04.32", "Giáo viên trung học cơ sở hạng III", "A1", "lower_secondary"),
        Rank("V.07.05.13", "Giáo viên trung học phổ thông hạng I", "A2.1", "upper_secondary"),
        Rank("V.07.05.14", "Giáo viên trung học phổ thông hạng II", "A2.2", "upper_secondary"),
        Rank("V.07.05.15", "Giáo viên trung học phổ thông hạng III", "A1", "upper_secondary"),
        Rank("V.07.07.20", "Nhân viên thiết bị, thí nghiệm", "B"),
        Rank("V.10.02.06", "Thư viện viên hạng III", "A1"),
        Rank("V.10.02.07", "Thư viện viên hạng IV", "B"),
        Rank("V.08.03.07", "Y sĩ hạng IV", "B"),
        Rank("06.031", "Kế toán viên", "A1"),
        Rank("06.032", "Kế toán viên trung cấp", "A0"),
        Rank("02.007", "Văn thư viên", "A1"),
        Rank("02.008", "Văn thư viên trung cấp", "B"),
    )
}


def rank_names() -> list[tuple[str, str]]:
    """(code, «name (code)») in the order of the table."""
    return [(rank.code, f"{rank.label} ({rank.code})") for rank in RANKS.values()]


def steps_of(group: str) -> int:
    """How many steps the table has; 0 for an unknown one."""
    return TABLES[group][2] if group in TABLES else 0


def coefficient_of(rank_code: str, step: int) -> Decimal | None:
    """What the table says of a step; None where it has none such.

    >>> coefficient_of("V.07.05.15", 1), coefficient_of("V.07.05.15", 9)
    (Decimal('2.34'), Decimal('4.98'))
    """
    rank = RANKS.get(rank_code)
    if rank is None or not 1 <= step <= steps_of(rank.group):
        return None
    first, last, steps = TABLES[rank.group]
    return first + (last - first) / (steps - 1) * (step - 1)
