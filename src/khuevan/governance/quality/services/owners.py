"""Who answers for which part of the data of a unit."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from khuevan.kernel import access, audit, clock
from khuevan.kernel.access import Actor
from khuevan.kernel.checks import components
from khuevan.kernel.records import Invalid
from khuevan.register.people import queries as people

from ..models import Responsibility
from ..permissions import ASSIGN_OWNERS


def assign_owner(
    *, actor: Actor, at: datetime, unit_id: int, component: str, person_id: int | None
) -> Responsibility | None:
    """From today on this person answers for the component in the unit; None: nobody by name.

    The person must work at the unit. Raises Invalid, access.Refused.
    """
    access.demand(actor, ASSIGN_OWNERS, on=unit_id)
    if component not in {known.code for known in components()}:
        raise Invalid({"component": _("Không có phần dữ liệu này.")})
    on = clock.on(at)
    staff = {row.person_id for kind in ("staff", "officer") for row in people.affiliated(unit_id, kind, on)}
    if person_id is not None and person_id not in staff:
        raise Invalid({"person": _("Người này không làm việc ở đơn vị.")})
    held = Responsibility.objects.filter(unit_id=unit_id, component=component, valid_until=None).first()
    if held is not None and held.person_id == person_id:
        return held
    with audit.act(actor, ASSIGN_OWNERS.code, at=at, unit_id=unit_id) as act:
        if held is not None:
            held.valid_until = max(on, held.valid_from)
            held.save_checked(held.version, fields=["valid_until"])
            act.on(held)
        if person_id is None:
            return None
        made = Responsibility.objects.create(
            unit_id=unit_id, component=component, person_id=person_id, valid_from=on
        )
        act.on(made)
    return made
