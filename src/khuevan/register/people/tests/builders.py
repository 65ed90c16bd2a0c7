"""A few units and people for tests, made by the services where a test is about them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from django.apps import apps

from khuevan.kernel import access, database
from khuevan.register.people import permissions, services
from khuevan.register.people.models import Person
from khuevan.register.people.rules import BirthDate, PersonFacts

AT = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
ON = date(2026, 11, 22)
EVERYTHING = (
    permissions.VIEW_PEOPLE,
    permissions.REGISTER_PERSON,
    permissions.CORRECT_PERSON,
    permissions.UNCOVER_FIELD,
    permissions.AFFILIATE_PERSON,
    permissions.EDIT_GUARDIANS,
    permissions.VIEW_HISTORY,
)


def unit(code: str, name: str = "", kind: str = "primary") -> int:
    """A school of today, by id."""
    with database.acting(access.system()):
        made = apps.get_model("organisations", "OrgUnit").objects.create(
            code=code, name=name or f"Trường {code}", kind=kind, opened_on=date(2000, 1, 1)
        )
    return int(made.pk)


def facts(full_name: str = "Nguyễn Thị Ánh", **other: Any) -> PersonFacts:
    defaults: dict[str, Any] = {"born": BirthDate(date(2015, 9, 5)), "sex": "female"}
    return PersonFacts(full_name=full_name, **{**defaults, **other})


def person(unit_id: int, full_name: str = "Nguyễn Thị Ánh", kind: str = "learner", **other: Any) -> Person:
    """Somebody registered at the unit by the platform itself."""
    with database.acting(access.system()):
        return services.register_person(
            actor=access.system(),
            at=AT,
            facts=facts(full_name, **other),
            unit_id=unit_id,
            kind=kind,
            confirmed=True,
        )
