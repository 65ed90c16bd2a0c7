"""Plain facts that need no decision: how to reach a unit."""

from __future__ import annotations

from datetime import datetime

from khuevan.kernel import access, audit, text
from khuevan.kernel.access import Actor
from khuevan.kernel.events import publish

from ..events import ContactsEdited
from ..models import OrgUnit
from ..permissions import EDIT_CONTACTS


def edit_contacts(
    actor: Actor, unit: OrgUnit, *, phone: str, email: str, website: str, expected_version: int, at: datetime
) -> None:
    """Change how a unit is reached. Raises Refused; ChangedMeanwhile, which names who was quicker."""
    access.demand(actor, EDIT_CONTACTS, on=unit.pk)
    with audit.act(actor, EDIT_CONTACTS.code, at=at, on=unit):
        unit.phone, unit.email, unit.website = text.nfc(phone), text.nfc(email), text.nfc(website)
        unit.changed_at, unit.changed_by = at, actor.name
        unit.save_checked(expected_version, fields=["phone", "email", "website", "changed_at", "changed_by"])
        publish(ContactsEdited(unit.pk))
