"""The rooms of the house, lowest first. Adding a room: a folder and a word in this list."""

KERNEL = (
    "database",
    "access",
    "ui",
    "audit",
    "jobs",
    "files",
    "records",
)
REGISTER = (
    "organisations",
    "people",
    "accounts",
    "signin",
)

WINGS = {"kernel": KERNEL, "register": REGISTER}


def applications() -> list[str]:
    """Dotted paths of the rooms, in order, for INSTALLED_APPS."""
    from pathlib import Path

    here = Path(__file__).resolve().parents[1]
    rooms_there = [
        f"khuevan.{wing}.{room}"
        for wing, rooms in WINGS.items()
        for room in rooms
        if (here / wing / room / "apps.py").exists()
    ]
    return [*rooms_there, "khuevan.demo"]
