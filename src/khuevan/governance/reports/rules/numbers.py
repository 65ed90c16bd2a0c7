"""Numbers and days in the Vietnamese manner: 1.234,5; 92,4%; ngày 05 tháng 01 năm 2027 (NĐ 30/2020: two digits below 10
for days, and for January and February)."""

from __future__ import annotations

from datetime import date


def said_number(value: float | None, decimals: int = 0, unit: str = "") -> str:
    """Without decimals that say nothing; a dash where there is no number."""
    if value is None:
        return "–"
    if unit == "%" and value in (0, 100):
        return f"{value:.0f}%"
    digits = f"{value:,.{decimals}f}"
    whole, _point, fraction = digits.partition(".")
    said = whole.replace(",", ".") + (
        "," + fraction if fraction.strip("0") or (fraction and unit == "%") else ""
    )
    return f"{said}{unit}" if unit == "%" else said


def said_day(day: date) -> str:
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def short_day(day: date) -> str:
    return f"{day.day:02d}/{day.month:02d}/{day.year}"
