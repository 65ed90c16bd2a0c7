"""The numbers in force on a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from khuevan.kernel.checks import Check, Setting

from ..models import LimitChange


def settings_on(checks: Sequence[Check], on: date) -> dict[str, Setting]:
    """Each check's setting on the day: what was declared, and what was decided since."""
    decided: dict[str, dict[str, float]] = {}
    rows = LimitChange.objects.filter(valid_from__lte=on).order_by("valid_from")
    for code, name, value in rows.values_list("check_code", "name", "value"):
        decided.setdefault(code, {})[name] = value
    return {check.code: check.setting(on, decided.get(check.code)) for check in checks}
