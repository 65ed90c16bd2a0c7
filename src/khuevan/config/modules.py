"""The rooms of the house, lowest first. Adding a room: a folder and a word in this list.

clock, text, events, facts and testing are kernel packages without tables, pages or words, so they are no Django apps.
"""

KERNEL = (
    "database",
    "access",
    "checks",
    "measures",
    "ui",
    "audit",
    "jobs",
    "files",
    "documents",
    "records",
    "sheets",
)
REGISTER = (
    "organisations",
    "people",
    "accounts",
    "signing",
    "signin",
)

SCHOOL: tuple[str, ...] = (
    "curriculum",
    "learners",
    "schoolyear",
    "transfers",
    "staff",
    "facilities",
    "attendance",
    "gradebook",
    "reportcards",
    "custody",
    "copies",
)
GOVERNANCE: tuple[str, ...] = (
    "quality",
    "indicators",
    "universalisation",
    "exchange",
    "statistics",
    "targets",
    "maturity",
    "inspections",
    "reports",
    "portal",
)

WINGS = {"kernel": KERNEL, "register": REGISTER, "school": SCHOOL, "governance": GOVERNANCE}


def applications() -> list[str]:
    """Dotted paths of the rooms, in order, for INSTALLED_APPS."""
    rooms = [f"khuevan.{wing}.{room}" for wing, names in WINGS.items() for room in names]
    return [*rooms, "khuevan.demo"]
