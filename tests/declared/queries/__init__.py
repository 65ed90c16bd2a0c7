"""Every declared figure as SQL on the tables, written without looking at the facts: room -> (from, {code: figure})."""

from . import facilities, organisations, schoolyear, staff

BY_HAND: dict[str, tuple[tuple[str, dict[str, str]], ...]] = {
    "facilities": facilities.BY_HAND,
    "organisations": organisations.BY_HAND,
    "schoolyear": schoolyear.BY_HAND,
    "staff": staff.BY_HAND,
}
