"""What records with a first and a last day have in common."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from .errors import Invalid


def value_of(values: dict[str, Any], row: Any, name: str) -> Any:
    """As it will be: what was sent, else what the row has; None of a row that is not there yet."""
    return values[name] if name in values else getattr(row, name, None)


def period_is_forward(values: dict[str, Any], row: Any) -> None:
    """A rule of records that hold from `valid_from` until before `valid_until`. Raises Invalid."""
    since, until = value_of(values, row, "valid_from"), value_of(values, row, "valid_until")
    if since is not None and until is not None and until <= since:
        raise Invalid({"valid_until": _("Ngày thôi áp dụng phải sau ngày áp dụng.")})
