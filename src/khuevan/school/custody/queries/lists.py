"""Packages, handovers, the store."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import Http404

from khuevan.kernel import access
from khuevan.kernel.access import Actor
from khuevan.kernel.text import nfc
from khuevan.school.reportcards import queries as reportcards

from ..choices import KeptState
from ..models import Handover, KeptCard, Package, PackedCard
from ..permissions import HAND_OVER, MAKE_PACKAGES, VIEW_PACKAGES
from ..rules import PackageState

LARGEST = 2**31 - 1


@dataclass(frozen=True)
class Filters:
    """state: "" for every; text: a name, a number or a code."""

    state: str = ""
    text: str = ""


def packages(actor: Actor, wanted: Filters) -> QuerySet[Package]:
    """Of the actor's scope."""
    rows: QuerySet[Package] = Package.objects.within(access.scope(actor, VIEW_PACKAGES)).select_related(
        "school", "class_group", "school_year"
    )
    return rows.filter(state=wanted.state) if wanted.state else rows


def package(actor: Actor, package_id: int) -> Package:
    """Raises Http404 outside the scope."""
    found = packages(actor, Filters()).select_related("receiver").filter(pk=min(package_id, LARGEST)).first()
    if found is None or package_id > LARGEST:
        raise Http404
    return found


def waiting_packages(actor: Actor) -> int:
    """How many submitted or checked packages wait in the scope of someone who decides."""
    rows = Package.objects.within(access.scope(actor, VIEW_PACKAGES))
    return rows.filter(state__in=(PackageState.SUBMITTED, PackageState.CHECKED)).count()


def handovers(actor: Actor, wanted: Filters) -> QuerySet[Handover]:
    """Of the actor's scope."""
    rows: QuerySet[Handover] = Handover.objects.within(access.scope(actor, HAND_OVER)).defer("receipt")
    rows = rows.filter(state=wanted.state) if wanted.state else rows
    return rows.filter(name__icontains=nfc(wanted.text)) if wanted.text else rows


def handover(actor: Actor, handover_id: int) -> Handover:
    """Raises Http404 outside the scope."""
    found = handovers(actor, Filters()).select_related("school").filter(pk=min(handover_id, LARGEST)).first()
    if found is None or handover_id > LARGEST:
        raise Http404
    return found


def kept_cards(actor: Actor, wanted: Filters) -> QuerySet[KeptCard]:
    """Of the actor's scope; text: the beginning of a number or code, or a part of a name."""
    rows: QuerySet[KeptCard] = KeptCard.objects.within(access.scope(actor, VIEW_PACKAGES)).select_related(
        "school"
    )
    rows = rows.filter(state=wanted.state if wanted.state in KeptState.values else KeptState.CURRENT)
    text = nfc(wanted.text).strip()
    if not text:
        return rows
    if any(sign.isdigit() for sign in text):
        return rows.filter(learner=text) | rows.filter(code=text)
    return rows.filter(name__icontains=text)


@dataclass(frozen=True)
class ClassToPack:
    """issued: issued cards that no package holds."""

    id: int
    name: str
    year: str
    issued: int


def classes_to_pack(actor: Actor) -> list[ClassToPack]:
    """Classes of the actor's schools with issued cards outside of every package."""
    found = []
    reach = access.scope(actor, MAKE_PACKAGES)
    held = {
        (code, version)
        for code, version in PackedCard.objects.within(reach)
        .filter(is_held=True)
        .values_list("code", "card_version")
    }
    for one in reportcards.issued_by_class(reach):
        left = sum(card not in held for card in one.cards)
        if left:
            found.append(ClassToPack(one.class_id, one.class_name, one.year, left))
    return found
