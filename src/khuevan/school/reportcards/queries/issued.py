"""Issued cards as rooms above want them: which ones, and the signed file as it is."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet

from khuevan.kernel.access import Actor, Reach
from khuevan.school.schoolyear import queries as schoolyear

from ..choices import CardState
from ..models import Card, CardVersion
from ..rules.reading import read
from .cards import expected_in


@dataclass(frozen=True)
class IssuedCard:
    """version: its number; digest: SHA-256 of the file; learner: the holder's sector number, as the card says."""

    code: str
    version: int
    digest: str
    learner: str
    name: str
    year: str


@dataclass(frozen=True)
class IssuedClass:
    """cards: (code, version)."""

    class_id: int
    class_name: str
    year: str
    cards: tuple[tuple[str, int], ...]


def issued_of_class(actor: Actor, group: Any) -> list[IssuedCard]:
    """Of the learners who ended the year in the class, in the order of names. One statement."""
    rows = schoolyear.narrowed(
        _issued(group.school_id).filter(card__class_group_id=group.pk), actor, "card__class_group_id"
    )
    return [_card(row) for row in rows.order_by("card__sort_key", "card_id")]


def issued_of_learner(actor: Actor, school_id: int, learner: str) -> list[IssuedCard]:
    """All that the school has issued to a learner (sector number), the oldest year first. One statement."""
    mine = Q(card__enrolment__learner__code=learner) | Q(card__enrolment__person__sector_id=learner)
    rows = schoolyear.narrowed(_issued(school_id).filter(mine), actor, "card__class_group_id")
    cards = [_card(row) for row in rows.order_by("card__school_year__code", "card_id")]
    return [one for one in cards if one.learner == learner]


def issued_by_class(reach: Reach) -> list[IssuedClass]:
    """Classes with issued cards, the newest year first. One statement."""
    found: dict[int, tuple[str, str, list[tuple[str, int]]]] = {}
    rows = Card.objects.within(reach).filter(state=CardState.ISSUED)
    for pk, name, year, code, number in rows.order_by(
        "-school_year__code", "class_group__sort_key", "id"
    ).values_list("class_group_id", "class_group__name", "school_year__code", "code", "number"):
        found.setdefault(pk, (name, year, []))[2].append((code, number))
    return [IssuedClass(pk, name, year, tuple(cards)) for pk, (name, year, cards) in found.items()]


def issued_xml(code: str, version: int, school_id: int) -> bytes | None:
    """The signed file of that version, issued once and perhaps replaced since; None where there is none."""
    rows = CardVersion.objects.filter(
        card__code=code, number=version, school_id=school_id, issued_at__isnull=False
    )
    content = rows.values_list("content", flat=True).first()
    return None if content is None else bytes(content)


def no_longer_issued(cards: Collection[tuple[str, int]], school_id: int) -> Sequence[tuple[str, int]]:
    """Of (code, version) those that were recalled or corrected, or never were the school's. One statement."""
    standing = set(
        Card.objects.filter(
            school_id=school_id, code__in=[code for code, _version in cards], state=CardState.ISSUED
        ).values_list("code", "number")
    )
    return [one for one in cards if one not in standing]


def expected_of(code: str, version: int, school_id: int) -> dict[str, set[str]]:
    """Whose certificates may stand in the slots of that version; nothing where it is not the school's."""
    found = (
        CardVersion.objects.filter(card__code=code, number=version, school_id=school_id)
        .defer("content")
        .first()
    )
    return {} if found is None else expected_in(found)


def cards_of_class(class_id: int) -> int:
    """How many learners of the class have a card in any state but cancelled. One statement."""
    return Card.objects.filter(class_group_id=class_id).exclude(state=CardState.CANCELLED).count()


def _issued(school_id: int) -> QuerySet[CardVersion]:
    rows: QuerySet[CardVersion] = CardVersion.objects.filter(
        school_id=school_id, card__state=CardState.ISSUED, number=F("card__number"), issued_at__isnull=False
    )
    return rows.select_related("card__school_year")


def _card(row: CardVersion) -> IssuedCard:
    return IssuedCard(
        code=row.card.code,
        version=row.number,
        digest=row.digest,
        learner=read(bytes(row.content)).holder.number,
        name=row.card.full_name,
        year=row.card.school_year.code,
    )
