"""Two schools with a year, classes and learners; and what was told of them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.apps import apps
from django.db import connection

from khuevan.governance.exchange import services
from khuevan.governance.exchange.models import Change, Mark
from khuevan.governance.exchange.permissions import CHECK_PACKAGES, MAKE_PACKAGES, VIEW_CHANGES, VIEW_PACKAGES
from khuevan.governance.exchange.queries.kinds import kinds
from khuevan.kernel import access, audit, database
from khuevan.kernel.testing import actor
from khuevan.register.people.permissions import VIEW_PEOPLE
from khuevan.school.schoolyear.tests import builders as schoolyear
from khuevan.school.staff.tests.builders import school

AT = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
EVERYTHING = (VIEW_CHANGES, VIEW_PACKAGES, MAKE_PACKAGES, CHECK_PACKAGES, VIEW_PEOPLE)
YEAR = "2026-2027"


class World:
    """A primary school with a class of three, and another with one child."""

    def __init__(self) -> None:
        begin()
        self.school, self.other = (
            school("Tiểu học Đắk Nông", "primary"),
            school("Tiểu học Gia Nghĩa", "primary"),
        )
        with database.acting(access.system()):
            units = apps.get_model("organisations", "OrgUnit").objects.in_bulk([self.school, self.other])
        self.code = {number: unit.code for number, unit in units.items()}
        self.year = schoolyear.year(YEAR)
        self.group = schoolyear.class_group(self.school)
        self.enrolments = [
            schoolyear.enrolment(self.school, name, group=self.group)
            for name in ("Lê Ánh", "Trần Bình", "Phạm Chi")
        ]
        self.far = schoolyear.enrolment(self.other, "Đỗ Dung", group=schoolyear.class_group(self.other))
        self.head = actor(*EVERYTHING, units=[self.school])
        self.officer = actor(*EVERYTHING, units=[self.school, self.other])
        services.follow()


def begin() -> None:
    """Follows from now on: what was committed before belongs to other tests."""
    with database.acting(access.system()):
        for lane, seq in audit.heads().items():
            Mark.objects.update_or_create(lane=lane, defaults={"seq": seq})


def told(**wanted: Any) -> list[Change]:
    with database.acting(access.system()):
        return list(Change.objects.filter(**wanted).order_by("seq"))


def standing() -> set[tuple[str, int, int]]:
    """(kind, record, unit) of everything that stands."""
    found: set[tuple[str, int, int]] = set()
    with database.acting(access.system()), connection.cursor() as cursor:
        for kind in kinds().values():
            cursor.execute(f"select distinct record_id, unit_id from ({kind.placed}) p")  # noqa: S608
            found |= {(kind.code, record_id, unit_id) for record_id, unit_id in cursor.fetchall()}
    return found
