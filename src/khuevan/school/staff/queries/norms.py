"""The norms as the rules take them. A few dozen rows, read in two statements."""

from __future__ import annotations

from datetime import date
from typing import Any

from ..models import DutyRule, LoadNorm
from ..rules import SHIPPED, Duty, Norm, NormBook


def norm_book() -> NormBook:
    """All norms and duties that are recorded."""
    return NormBook(
        norms=tuple(_norm(row) for row in LoadNorm.objects.all()),
        duties=tuple(_duty(row) for row in DutyRule.objects.all()),
    )


def duty_labels() -> list[tuple[str, str]]:
    """(code, label) of everything that lessens the norm: those that are shipped, since labels seldom change."""
    found: dict[str, str] = {}
    for duty in SHIPPED.duties:
        if not duty.continuing:
            found.setdefault(duty.code, duty.label)
    return list(found.items())


def duties_to_choose(on: date, *, continuing: bool = False) -> list[tuple[str, str]]:
    """(code, label) of the duties in force on the day."""
    return [(duty.code, duty.label) for duty in norm_book().duties_on(on, continuing=continuing)]


def _norm(row: LoadNorm) -> Norm:
    return Norm(row.instrument, row.article, row.school_type, row.level, row.post, row.periods, row.trust,
                row.valid_from, row.valid_until)  # fmt: skip


_COPIED = ("code", "label", "instrument", "article", "periods", "trust", "valid_from", "valid_until", "periods_large",
           "periods_primary", "is_duty", "kept_when_paid", "fund", "fund_large", "continuing")  # fmt: skip


def _duty(row: DutyRule) -> Duty:
    values: dict[str, Any] = {name: getattr(row, name) for name in _COPIED}
    return Duty(**values)
