"""Opening a campaign: who reports what to whom by when, on which frozen figures. Ending it; reminding who is late."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from khuevan.governance.indicators import queries as indicators
from khuevan.kernel import access, audit, database, events
from khuevan.kernel.access import Actor, Refused
from khuevan.kernel.records import Invalid
from khuevan.register.organisations import queries as organisations
from khuevan.register.organisations.choices import EducationLevel, UnitKind

from .. import queries
from ..choices import Tier
from ..events import ReportsAreLate
from ..models import Campaign, Report
from ..outlines import OUTLINES
from ..permissions import DECIDE_REPORTS, OPEN_CAMPAIGNS
from ..rules import SENT
from .frame import one_line

AGAIN = timedelta(days=7)
"""How long nobody is reminded again by the clock."""
TIERS = {UnitKind.MINISTRY: Tier.MINISTRY, UnitKind.DEPARTMENT: Tier.DEPARTMENT}


@dataclass(frozen=True)
class Order:
    """template_id: an own template instead of the built-in one. dues: by tier; absent ones as the outline says."""

    title: str
    outline: str
    school_year: str
    snapshot_id: int
    template_id: int | None = None
    before_id: int | None = None
    dues: Mapping[Tier, date] | None = None


@dataclass(frozen=True)
class _Duty:
    unit_id: int
    name: str
    tier: Tier
    receiver_id: int | None
    receiver_name: str


def open_campaign(actor: Actor, *, at: datetime, unit_id: int, order: Order) -> Campaign:
    """Everybody under the unit on the day of the figures gets a report to write, the unit too. Raises Http404, Refused,
    Invalid."""
    if unit_id not in access.scope(actor, OPEN_CAMPAIGNS):
        raise Http404
    if not actor.everything and actor.home_unit_id != unit_id:
        raise Refused(_("Đợt báo cáo do chính đơn vị mình mở."))
    outline = OUTLINES.get(order.outline)
    snapshot = indicators.snapshot(order.snapshot_id)
    template = queries.template(actor, order.template_id) if order.template_id is not None else None
    title = one_line(order.title, "title")
    if outline is None:
        raise Invalid({"outline": _("Chọn đề cương.")})
    if snapshot is None:
        raise Invalid({"snapshot": _("Chọn kỳ số liệu đã chốt.")})
    if queries.state_of(snapshot.pk) is None:
        raise Invalid({"snapshot": _("Kỳ số liệu này không còn nguyên vẹn.")})
    if not title:
        raise Invalid({"title": _("Ghi tên đợt báo cáo.")})
    duties = _duties(unit_id, snapshot.as_of, only_schools=not outline.body)
    if not duties:
        raise Invalid({"outline": _("Không có đơn vị nào phải lập báo cáo này.")})
    due = {tier: (order.dues or {}).get(tier) or outline.due_on(tier, order.school_year) for tier in Tier}
    with audit.act(actor, OPEN_CAMPAIGNS.code, at=at, unit_id=unit_id) as act:
        made = Campaign.objects.create(
            unit_id=unit_id, title=title[:200], outline=order.outline, template=template, school_year=order.school_year,
            as_of=snapshot.as_of, snapshot_id=snapshot.pk, snapshot_name=str(snapshot)[:200],
            snapshot_digest=snapshot.digest, before_id=order.before_id, opened_at=at, opened_by=actor.name[:150],
            dues={tier.value: day.isoformat() for tier, day in due.items()},
        )  # fmt: skip
        Report.objects.bulk_create(
            [
                Report(
                    campaign=made, unit_id=one.unit_id, unit_name=one.name[:200], tier=one.tier,
                    receiver_id=one.receiver_id, receiver_name=one.receiver_name[:200], due_on=due[one.tier],
                )
                for one in duties
            ],
            batch_size=500,
        )  # fmt: skip
        act.on(made)
        act.note(reports=len(duties), snapshot=snapshot.pk)
    return made


def end_campaign(actor: Actor, *, at: datetime, campaign_id: int) -> Campaign:
    """Nothing is written in it any more. Raises Http404."""
    campaign = own_campaign(actor, campaign_id)
    with audit.act(actor, "reports.campaign:end", at=at, on=campaign):
        campaign.ended_at = at
        campaign.save_checked(campaign.version, fields=["ended_at"])
    return campaign


def remind_late(actor: Actor, *, at: datetime, campaign_id: int, on: date) -> int:
    """Whoever reports to the actor's body and is past the day: on their home page from now on. How many."""
    campaign = Campaign.objects.filter(pk=campaign_id, ended_at=None).first()
    home = actor.home_unit_id if not actor.everything else (campaign.unit_id if campaign else None)
    if campaign is None or home is None or not access.decide(actor, DECIDE_REPORTS, on=home).allowed:
        raise Http404
    late = _late(on).filter(campaign=campaign, receiver_id=home)
    with audit.act(actor, "reports.campaign:remind", at=at, on=campaign, unit_id=home) as act:
        units = list(late.values_list("unit_id", flat=True))
        late.update(reminded_at=at, reminded_by=actor.name[:150])
        act.note(units=len(units))
        if units:
            events.publish(ReportsAreLate(campaign.pk, home, tuple(units)))
    return len(units)


def remind_all_late(actor: Actor, *, at: datetime, on: date) -> int:
    """By the clock, of every running campaign: whoever is past the day and was not reminded for a week. How many. Raises
    Refused to everybody but the platform itself."""
    if not actor.everything:
        raise Refused(_("Việc này do hệ thống làm theo giờ."))
    with database.acting(actor):
        late = _late(on).filter(campaign__ended_at=None)
        late = late.filter(Q(reminded_at=None) | Q(reminded_at__lte=at - AGAIN))
        groups: dict[tuple[int, int], list[tuple[int, int]]] = {}
        columns = ("campaign_id", "receiver_id", "unit_id", "pk")
        for campaign, receiver, unit, pk in late.order_by("pk").values_list(*columns):
            groups.setdefault((campaign, receiver or 0), []).append((unit, pk))
        for (campaign, receiver), units in groups.items():
            with audit.act(actor, "reports.campaign:remind", at=at, unit_id=receiver or None) as act:
                rows = Report.objects.filter(pk__in=[pk for _unit, pk in units])
                rows.update(reminded_at=at, reminded_by=str(_("hệ thống")))
                act.note(campaign=campaign, units=len(units))
                events.publish(ReportsAreLate(campaign, receiver, tuple(unit for unit, _pk in units)))
    return sum(len(units) for units in groups.values())


def _late(on: date) -> QuerySet[Report]:
    return Report.objects.filter(is_latest=True, due_on__lt=on).exclude(state__in=SENT)


def own_campaign(actor: Actor, campaign_id: int) -> Campaign:
    """Raises Http404, Refused."""
    found = Campaign.objects.filter(pk=campaign_id).first()
    if found is None:
        raise Http404
    access.demand(actor, OPEN_CAMPAIGNS, on=found.unit_id)
    return found


def _duties(unit_id: int, on: date, *, only_schools: bool) -> list[_Duty]:
    """The unit and everybody under it that day, each with whom it reported to then."""
    every = organisations.taught(*EducationLevel, on=on, tree=organisations.tree_version())
    rows = {row.id: row for row in every}
    found = []
    for row in rows.values():
        if not _is_under(row.id, unit_id, rows):
            continue
        tier = Tier.SCHOOL if row.teaches else TIERS.get(row.kind, Tier.COMMUNE)
        if only_schools and tier is not Tier.SCHOOL:
            continue
        above = rows.get(row.parent_id) if row.parent_id is not None else None
        found.append(_Duty(row.id, row.name, tier, above.id if above else None, above.name if above else ""))
    return found


def _is_under(unit_id: int, root: int, rows: Mapping[int, organisations.Teaching]) -> bool:
    step: int | None = unit_id
    for _turn in range(16):
        if step is None or step == root:
            break
        step = rows[step].parent_id if step in rows else None
    return step == root
