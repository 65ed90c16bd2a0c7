"""News that this room follows."""

from __future__ import annotations

from khuevan.kernel import access, database
from khuevan.kernel.events import subscribe
from khuevan.register.people.events import PersonCorrected

from .models import StaffMember
from .services.members import PICTURE, take_person

_REPEATED = {*PICTURE, "born"}


@subscribe(PersonCorrected)
def follow_the_person(event: PersonCorrected) -> None:
    """Rows that repeat the name, birth date or sex take the corrected ones."""
    if not _REPEATED & set(event.fields):
        return
    with database.acting(access.system()):
        row = StaffMember.objects.filter(person_id=event.person_id).select_related("person").first()
        if row is not None:
            take_person(row.person)
