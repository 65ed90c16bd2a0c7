"""What several operations take and give; and whom they are about.

No postponed annotations in this package: ninja reads the types at run time.
"""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import Field

from khuevan.kernel import access
from khuevan.kernel.access import Actor, Permission
from khuevan.kernel.records import Invalid
from khuevan.kernel.records.keys import LARGEST
from khuevan.kernel.records.schemas import Given
from khuevan.school.curriculum import queries as curriculum
from khuevan.school.schoolyear import queries as schoolyear

from ..models import StaffMember
from ..queries import places
from ..records import STAFF
from ..services import Decree

LEVELS = "^(preschool|primary|lower_secondary|upper_secondary|continuing)?$"


class DecisionBody(Given):
    """The decision on which an act rests."""

    effective_on: date
    number: str = Field("", max_length=60)
    body: str = Field("", max_length=160)

    def decree(self) -> Decree:
        return Decree(effective_on=self.effective_on, number=self.number, body=self.body)


class VersionBody(Given):
    version: int = Field(ge=0, le=LARGEST)


class WhyBody(VersionBody):
    why: str = Field(min_length=1, max_length=200)


class MemberOut(Schema):
    """`version`: to be sent with the next act."""

    id: int
    version: int
    person: int
    school: int
    status: str
    position: str
    leave: str
    status_on: date


def member_out(row: StaffMember) -> MemberOut:
    return MemberOut(
        id=row.pk, version=row.version, person=row.person_id, school=row.school_id, status=row.status,
        position=row.position, leave=row.leave, status_on=row.status_on,
    )  # fmt: skip


def actor_of(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def member_of(actor: Actor, pk: int, permission: Permission) -> StaffMember:
    """Outside the scope 404, inside it without the permission refused."""
    found: StaffMember | None = STAFF.rows(actor).filter(pk=pk).first() if pk <= LARGEST else None
    if found is None:
        raise Http404
    access.demand(actor, permission, on=found.school_id)
    return found


def school_of(actor: Actor, pk: int, permission: Permission) -> Any:
    """A school of the scope. Raises Http404."""
    return places.school_for(actor, permission, str(pk))


def year_of(code: str) -> Any:
    """The school year with this code. Raises Invalid."""
    found = next((year for year in schoolyear.years() if year.code == code), None)
    if found is None:
        raise Invalid({"school_year": _("Không có năm học này.")})
    return found


def subject_of(pk: int | None, field: str = "subject") -> Any:
    """A subject of the catalogue, or None where none is named. Raises Invalid."""
    if pk is None:
        return None
    found = next((one for one in curriculum.subjects() if one.pk == pk), None)
    if found is None:
        raise Invalid({field: _("Không có môn học này.")})
    return found
