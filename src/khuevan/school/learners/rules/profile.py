"""What cannot be true of a profile, whichever way it comes in: by form, by API or from a workbook."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any


def profile_findings(
    values: Mapping[str, Any], *, born: date | None, on: date
) -> tuple[tuple[str, str], ...]:
    """(field, code of the sentence) for everything that is wrong together; `values` by field name."""
    found: list[tuple[str, str]] = []
    if values.get("disability_degree") and not values.get("disability"):
        found.append(("disability", "degree_without_kind"))
    if values.get("is_not_assessed") and not values.get("disability"):
        found.append(("disability", "unassessed_without_kind"))
    supports = values.get("supports") or ()
    if "fee_exemption" in supports and "fee_reduction" in supports:
        found.append(("supports", "exempt_and_reduced"))
    if values.get("computer_is_shared") and values.get("computer") in ("", "none", None):
        found.append(("computer", "shared_without_computer"))
    for name in ("measured_on", "means_checked_on", "id_issued_on"):
        day = values.get(name)
        if day is not None and day > on:
            found.append((name, "future"))
        elif day is not None and born is not None and day < born:
            found.append((name, "before_birth"))
    return tuple(found)
