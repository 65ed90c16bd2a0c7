"""Every declared figure as SQL on the tables, written without looking at the facts: room -> (from, {code: figure})."""

from . import organisations, schoolyear, staff

BY_HAND: dict[str, tuple[tuple[str, dict[str, str]], ...]] = {
    "organisations": organisations.BY_HAND,
    "schoolyear": schoolyear.BY_HAND,
    "staff": staff.BY_HAND,
}
