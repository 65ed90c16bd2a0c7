"""Transfers of the actor's schools, of either side."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import BooleanField, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.http import Http404

from khuevan.kernel import access
from khuevan.kernel.access import Actor, Reach
from khuevan.kernel.text import search_words

from ..choices import OPEN
from ..models import Transfer
from ..permissions import VIEW_TRANSFERS
from ..rules import awaited, working_days_left

LISTED = 200


@dataclass(frozen=True)
class Row:
    """A transfer in a list. `mine`: the actor's side is awaited. `left`: working days until it is due, None without."""

    transfer: Transfer
    mine: bool
    left: int | None

    @property
    def is_late(self) -> bool:
        return self.left is not None and self.left < 0


def within(reach: Reach) -> QuerySet[Transfer]:
    """Transfers from or to a school of the reach."""
    rows = Transfer.objects.all()
    if reach.is_everything:
        return rows
    if len(reach) <= LISTED:
        ids = reach.ids()
        return rows.filter(Q(sending_id__in=ids) | Q(receiving_id__in=ids))
    inside = RawSQL(  # noqa: S611 - the reach is bound
        "transfers_transfer.sending_id <@ %s::int4multirange or transfers_transfer.receiving_id <@ %s::int4multirange",
        [reach.sql(), reach.sql()],
        output_field=BooleanField(),
    )
    return rows.alias(inside=inside).filter(inside=True)


def rows(actor: Actor, *, state: str = "", text: str = "", late_on: date | None = None) -> QuerySet[Transfer]:
    """The latest first. `state`: one state, `open`, or "" for all; `late_on`: only those due before this day."""
    found = within(access.scope(actor, VIEW_TRANSFERS))
    if state == "open":
        found = found.filter(state__in=OPEN)
    elif state:
        found = found.filter(state=state)
    for word in search_words(text):
        found = found.filter(search__contains=word)
    if late_on is not None:
        found = found.filter(state__in=OPEN, due_on__lt=late_on)
    return found.order_by("-requested_on", "-id")


def row_of(actor: Actor, transfer: Transfer, on: date) -> Row:
    side = awaited(transfer.state)
    school = transfer.sending_id if side == "sending" else transfer.receiving_id if side else None
    left = None if transfer.due_on is None or not transfer.is_open else working_days_left(on, transfer.due_on)
    return Row(transfer, bool(school) and school == actor.home_unit_id, left)


def awaiting(unit_id: int) -> int:
    """How many transfers wait for this school."""
    return Transfer.objects.filter(
        Q(state="accepted", sending_id=unit_id) | Q(state__in=("requested", "moved"), receiving_id=unit_id)
    ).count()


def transfer_for(actor: Actor, transfer_id: int) -> Transfer:
    """Outside the scope there is no such transfer. Raises Http404."""
    reach = access.scope(actor, VIEW_TRANSFERS)
    found = Transfer.objects.filter(pk=transfer_id).select_related("rule", "school_year").first()
    if found is None or not (found.sending_id in reach or found.receiving_id in reach):
        raise Http404
    return found


def transfers_of(actor: Actor, learner_id: int) -> list[Transfer]:
    """Of one learner, the latest first."""
    found = within(access.scope(actor, VIEW_TRANSFERS)).filter(learner_id=learner_id)
    return list(found.order_by("-requested_on", "-id"))


def names_of(ids: Collection[str]) -> Mapping[str, str]:
    """Ids as text -> what they are called: for the audit viewer."""
    wanted = [int(text) for text in ids if text.isdecimal() and len(text) < 10]
    return {str(one.pk): one.full_name for one in Transfer.objects.filter(pk__in=wanted)}
