"""How far the signing of a class's and of a school's cards is, and who still has to sign."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.db.models import Count

from khuevan.school.gradebook import queries as gradebook
from khuevan.school.schoolyear import queries as schoolyear

from ..choices import CardState, SlotKind
from ..models import Card, CardSlot
from ..rules.slots import KINDS
from .waiting import turn

STATES: Final = tuple(one for one in CardState if one != CardState.CANCELLED)
"""Of cards that count."""


@dataclass(frozen=True)
class ClassBoard:
    """states: how many cards in each, in the order of `STATES`; is_closed: both terms, so that cards can be made."""

    group: Any
    learners: int
    states: tuple[int, ...]
    is_closed: bool

    @property
    def cards(self) -> int:
        return sum(self.states)

    @property
    def issued(self) -> int:
        return self.states[STATES.index(CardState.ISSUED)]

    @property
    def is_done(self) -> bool:
        """Nothing waits for a signature: all are issued, or recalled."""
        recalled = self.states[STATES.index(CardState.RECALLED)]
        return self.issued + recalled == self.cards


@dataclass(frozen=True)
class Late:
    """Somebody whose turn it is: how many cards of how many classes wait. name "": nobody is named yet."""

    kind: str
    name: str
    cards: int
    classes: tuple[str, ...] = field(default_factory=tuple)

    @property
    def label(self) -> str:
        return str(SlotKind(self.kind).label)


def school_board(school_id: int, year: Any) -> list[ClassBoard]:
    """Classes of a school in a year, in order; preschools have no cards. Four statements."""
    groups: list[Any] = [
        one for one in schoolyear.open_classes(school_id, year.pk) if one.level != "preschool"
    ]
    ids = [one.pk for one in groups]
    closed = gradebook.closed_terms(ids)
    counted: dict[tuple[int, str], int] = {}
    rows = Card.objects.filter(class_group_id__in=ids).order_by().values_list("class_group_id", "state")
    for class_id, state, many in rows.annotate(Count("id")):
        counted[class_id, state] = many
    return [
        ClassBoard(
            one,
            one.size,
            tuple(counted.get((one.pk, state.value), 0) for state in STATES),
            closed[one.pk] == {1, 2},
        )
        for one in groups
    ]


def late_signers(*, school_id: int, year_id: int, class_id: int | None = None) -> list[Late]:
    """Whose turn it is, in the order of the chain. One statement."""
    rows = CardSlot.objects.filter(
        turn(), school_id=school_id, card__school_year_id=year_id, is_standing=True, signed_at=None
    )
    if class_id is not None:
        rows = rows.filter(class_group_id=class_id)
    counted = rows.order_by().values_list("kind", "person_id", "person_name", "class_group__name")
    found: dict[tuple[str, int | None, str], tuple[int, dict[str, None]]] = {}
    for kind, person, name, group, many in counted.annotate(Count("card_id", distinct=True)):
        total, names = found.get((kind, person, name), (0, {}))
        found[kind, person, name] = (total + many, {**names, group: None})
    lines = [
        Late(kind, name, many, tuple(sorted(names))) for (kind, _person, name), (many, names) in found.items()
    ]
    return sorted(lines, key=lambda one: (KINDS.index(one.kind), -one.cards, one.name))


@dataclass(frozen=True)
class CardLine:
    """A card of a class: who has signed it, who is next. done, wanted: signatures."""

    card: Card
    done: int
    wanted: int
    next_names: tuple[str, ...]


def class_board(group: Any) -> list[CardLine]:
    """In the order of names, the cancelled ones last. Two statements."""
    cards = list(Card.objects.filter(class_group_id=group.pk).order_by("sort_key", "id"))
    cards.sort(key=lambda one: one.state == CardState.CANCELLED)
    slots: dict[int, list[CardSlot]] = {one.pk: [] for one in cards}
    for slot in CardSlot.objects.filter(card_id__in=slots, is_standing=True).select_related("subject"):
        slots[slot.card_id].append(slot)
    return [
        CardLine(
            one,
            sum(slot.signed_at is not None for slot in slots[one.pk]),
            len(slots[one.pk]),
            next_names(one, slots[one.pk]),
        )
        for one in cards
    ]


def next_names(card: Card, slots: Sequence[CardSlot]) -> tuple[str, ...]:
    """Who is to sign next: "Toán: Lê Thị Hoa"."""
    wanted = {
        CardState.GENERATED: SlotKind.SUBJECT,
        CardState.SUBJECTS_SIGNED: SlotKind.HOMEROOM,
        CardState.HOMEROOM_SIGNED: SlotKind.HEAD,
        CardState.HEAD_SIGNED: SlotKind.SEAL,
    }.get(CardState(card.state))
    found = []
    for slot in slots:
        if slot.kind == wanted and slot.signed_at is None:
            what = slot.subject.name if slot.subject else str(SlotKind(slot.kind).label)
            found.append(f"{what}: {slot.person_name}" if slot.person_name else what)
    return tuple(found)


def is_closed(group: Any) -> bool:
    """Whether both terms of the class are closed."""
    return gradebook.closed_terms([group.pk])[group.pk] == {1, 2}
