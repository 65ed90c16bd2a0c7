"""Every declared figure as SQL on the tables, written without looking at the facts: room -> (from, {code: figure})."""

from . import (
    attendance,
    facilities,
    gradebook,
    organisations,
    reportcards,
    schoolyear,
    staff,
    universalisation,
)

BY_HAND: dict[str, tuple[tuple[str, dict[str, str]], ...]] = {
    "attendance": attendance.BY_HAND,
    "facilities": facilities.BY_HAND,
    "gradebook": gradebook.BY_HAND,
    "organisations": organisations.BY_HAND,
    "reportcards": reportcards.BY_HAND,
    "schoolyear": schoolyear.BY_HAND,
    "staff": staff.BY_HAND,
    "universalisation": universalisation.BY_HAND,
}
