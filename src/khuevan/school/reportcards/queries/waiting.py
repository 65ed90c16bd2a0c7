"""Which slots wait for somebody's signature now: by own posting and assignment, by stand-in act, by office."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from khuevan.kernel import access
from khuevan.kernel.access import Actor
from khuevan.register.signing import queries as signing

from ..choices import SlotKind
from ..models import CardSlot
from ..permissions import APPROVE, SEAL, SIGN
from ..rules.content import Form
from ..rules.slots import KINDS
from ..rules.states import ready_states


@dataclass(frozen=True)
class Waiting:
    """Slots of one kind in one class that wait for somebody. stead_for: names of those for whom they would sign."""

    class_group_id: int
    class_name: str
    school_id: int
    year: str
    kind: str
    subjects: tuple[str, ...]
    cards: int
    slots: int
    stead_for: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """As a form names it."""
        return f"{self.class_group_id}:{self.kind}"

    @property
    def label(self) -> str:
        return str(SlotKind(self.kind).label)


def slots_for(actor: Actor, on: date, *, class_ids: Collection[int] | None = None) -> QuerySet[CardSlot]:
    """Unsigned slots that the actor may sign on the day, because their turn has come. One statement besides."""
    if actor.person_id is None:
        return CardSlot.objects.none()
    own = Q(person_id=actor.person_id)
    for unit_id, absent in signing.steads_of(actor.person_id, on).items():
        own |= Q(school_id=unit_id, person_id__in=list(absent))
    wanted = Q(own, kind__in=(SlotKind.SUBJECT, SlotKind.HOMEROOM))
    for permission, kind in ((APPROVE, SlotKind.HEAD), (SEAL, SlotKind.SEAL)):
        reach = access.scope(actor, permission)
        if reach.is_everything:
            continue  # the platform's administrators sign nothing by that alone
        wanted |= Q(kind=kind, school_id__in=reach.ids())
    rows: QuerySet[CardSlot] = CardSlot.objects.within(access.scope(actor, SIGN)).filter(
        wanted, turn(), is_standing=True, signed_at=None
    )
    return rows if class_ids is None else rows.filter(class_group_id__in=list(class_ids))


def turn() -> Q:
    """The card's state is one in which the slot's kind signs."""
    found = Q(pk__in=[])
    for kind in KINDS:
        for form in Form:
            states = sorted(ready_states(kind, form.value))
            found |= Q(kind=kind, card__level=form.value, card__state__in=states)
    return found


def waiting_for(actor: Actor, on: date) -> list[Waiting]:
    """By class and kind, in the order of the chain. Three statements."""
    rows = slots_for(actor, on).order_by().values_list(
        "class_group_id", "class_group__name", "school_id", "class_group__school_year__code", "kind",
        "subject__name", "person_id", "person_name",
    )  # fmt: skip
    counted = rows.annotate(Count("id"), Count("card_id", distinct=True))
    found: dict[tuple[int, str], dict[str, Any]] = {}
    for class_id, name, school_id, year, kind, subject, person, person_name, slots, cards in counted:
        one = found.setdefault(
            (class_id, kind),
            {
                "name": name,
                "school": school_id,
                "year": year,
                "subjects": {},
                "cards": 0,
                "slots": 0,
                "steads": {},
            },
        )
        if subject:
            one["subjects"][subject] = None
        one["cards"], one["slots"] = max(one["cards"], cards), one["slots"] + slots
        if kind in (SlotKind.SUBJECT, SlotKind.HOMEROOM) and person != actor.person_id:
            one["steads"][person_name] = None
    lines = [
        Waiting(
            class_id,
            one["name"],
            one["school"],
            one["year"],
            kind,
            tuple(sorted(one["subjects"])),
            one["cards"],
            one["slots"],
            tuple(one["steads"]),
        )  # fmt: skip
        for (class_id, kind), one in found.items()
    ]
    return sorted(lines, key=lambda one: (KINDS.index(one.kind), one.year, one.class_name))


def waiting_count(actor: Actor, on: date) -> int:
    """Cards on which the actor's signature is wanted now. Two statements."""
    return slots_for(actor, on).order_by().values("card_id").distinct().count()
