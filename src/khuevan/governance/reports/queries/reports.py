"""Reports within the actor's scope, and who may do what with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.http import Http404

from khuevan.kernel import access
from khuevan.kernel.access import Actor, Permission
from khuevan.register.organisations import queries as organisations

from ..choices import State
from ..models import Campaign, Comment, Report, Section, SectionVersion
from ..permissions import DECIDE_REPORTS, PUBLISH_REPORTS, SUBMIT_REPORTS, VIEW_REPORTS, WRITE_REPORTS
from ..rules import SENT

LARGEST = 2**63 - 1


def seen(actor: Actor) -> QuerySet[Report]:
    """What the actor's units write and what was sent to them."""
    scope = access.scope(actor, VIEW_REPORTS)
    if scope.is_everything:
        return Report.objects.all()
    bodies = [pk for pk in (actor.home_unit_id,) if pk is not None and pk in scope]
    return Report.objects.within(scope) | Report.objects.filter(receiver_id__in=bodies)


def report(actor: Actor, report_id: int) -> Report:
    """Raises Http404 for one that there is not, or outside the scope."""
    found = (
        Report.objects.select_related("campaign", "campaign__template").filter(pk=report_id).first()
        if report_id <= LARGEST
        else None
    )
    scope = access.scope(actor, VIEW_REPORTS)
    if found is None or not (found.unit_id in scope or found.receiver_id in scope):
        raise Http404
    return found


def latest(campaign_id: int, unit_id: int) -> Report | None:
    return Report.objects.filter(campaign_id=campaign_id, unit_id=unit_id, is_latest=True).first()


def editions(one: Report) -> list[Report]:
    """The first one first."""
    every = Report.objects.filter(campaign_id=one.campaign_id, unit_id=one.unit_id).defer("content")
    return list(every.order_by("edition"))


def parts_below(one: Report) -> list[Report]:
    """The reports that go to the unit in the campaign: of each the latest edition that was sent, else the latest."""
    every = Report.objects.filter(campaign_id=one.campaign_id, receiver_id=one.unit_id).filter(
        Q(is_latest=True) | Q(state__in=SENT)
    )
    found: dict[int, Report] = {}
    for row in every.order_by("unit_name", "unit_id", "edition"):
        if row.state in SENT or row.unit_id not in found:
            found[row.unit_id] = row
    return list(found.values())


def chain(actor: Actor, one: Report) -> list[Report]:
    """The report and, of each body above it in the campaign, what it sent last, as far as the actor may see them; the
    lowest first. What was not sent is left out."""
    rows = seen(actor).filter(campaign_id=one.campaign_id, state__in=SENT).select_related("campaign")
    found, unit = [], one.unit_id
    for _turn in range(8):
        sent = rows.filter(unit_id=unit).order_by("-edition").first()
        if sent is not None:
            found.append(sent)
        above = Report.objects.filter(campaign_id=one.campaign_id, unit_id=unit).values_list(
            "receiver_id", flat=True
        )
        receiver = above.first()
        if receiver is None:
            break
        unit = receiver
    return found


def sections(one: Report) -> dict[str, Section]:
    return {row.key: row for row in Section.objects.filter(report=one)}


def versions(section: Section) -> list[SectionVersion]:
    """The latest first."""
    return list(SectionVersion.objects.filter(section=section).order_by("-number")[:50])


def comments(one: Report) -> list[Comment]:
    """Those that nobody saw to first."""
    return sorted(
        Comment.objects.filter(report=one).order_by("pk"), key=lambda row: row.settled_at is not None
    )


def may_write(actor: Actor, one: Report) -> bool:
    return _may_for(actor, WRITE_REPORTS, one)


def may_submit(actor: Actor, one: Report) -> bool:
    return _may_for(actor, SUBMIT_REPORTS, one)


def may_publish(actor: Actor, one: Report) -> bool:
    return _may_for(actor, PUBLISH_REPORTS, one)


def may_decide(actor: Actor, one: Report) -> bool:
    """Whether the actor is of the body that received it; of a body that is no more its heir's people decide."""
    if one.receiver_id is None or not access.decide(actor, DECIDE_REPORTS, on=one.receiver_id).allowed:
        return False
    return actor.everything or actor.home_unit_id == one.receiver_id or closed_on(one.receiver_id) is not None


def closed_on(unit_id: int) -> date | None:
    found = organisations.unit_if_seen(access.system(), unit_id)
    return found.closed_on if found is not None else None


def signs_at(one: Report) -> int:
    """The unit at which whoever signs has to stand: of a unit that is closed the body that received its reports, which
    then sends what is still owed."""
    if one.receiver_id is not None and closed_on(one.unit_id) is not None:
        return one.receiver_id
    return one.unit_id


def _may_for(actor: Actor, permission: Permission, one: Report) -> bool:
    """Nobody sends to himself: who decides at the receiver writes for the unit only once that is closed."""
    if not access.decide(actor, permission, on=one.unit_id).allowed:
        return False
    if actor.everything or one.receiver_id is None or closed_on(one.unit_id) is not None:
        return True
    return not access.decide(actor, DECIDE_REPORTS, on=one.receiver_id).allowed


@dataclass(frozen=True)
class Waiting:
    """What waits for the actor: own reports to write, those of them late, those to sign, and reports sent to the own
    body."""

    write: int = 0
    late: int = 0
    sign: int = 0
    decide: int = 0
    reminded: int = 0


def waiting(actor: Actor, on: date) -> Waiting:
    home = actor.home_unit_id
    if home is None:
        return Waiting()
    rows = Report.objects.filter(
        Q(unit_id=home) | Q(receiver_id=home), is_latest=True, campaign__ended_at=None
    )
    own, sent = [], 0
    for unit_id, state, due_on, reminded in rows.values_list("unit_id", "state", "due_on", "reminded_at"):
        if unit_id == home:
            own.append((state, due_on, reminded))
        elif state == State.SUBMITTED:
            sent += 1
    open_ = [one for one in own if one[0] in (State.OWED, State.DRAFT, State.RETURNED)]
    return Waiting(
        len(open_), sum(due < on for _state, due, _at in open_), sum(one[0] == State.READY for one in own), sent,
        sum(at is not None for _state, _due, at in open_),
    )  # fmt: skip


def own_reports(actor: Actor, unit_id: int) -> list[Report]:
    """The unit's reports, those of running campaigns first, the nearest day first."""
    rows = seen(actor).filter(unit_id=unit_id, is_latest=True).select_related("campaign").defer("content")
    return sorted(rows, key=lambda one: (one.campaign.ended_at is not None, one.due_on, -one.pk))[:200]


def campaigns(actor: Actor, unit_ids: Sequence[int]) -> list[Campaign]:
    """Those that these units opened or take part in, the latest first."""
    taking = Report.objects.filter(unit_id__in=list(unit_ids)).values("campaign_id")
    rows = Campaign.objects.filter(Q(unit_id__in=list(unit_ids)) | Q(pk__in=taking))
    return list(rows.order_by("-opened_at", "-pk")[:100])
