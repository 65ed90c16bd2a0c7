"""The figures of a campaign's frozen state for one unit, or for many at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from khuevan.governance.indicators import queries as indicators
from khuevan.kernel.access import Actor
from khuevan.kernel.measures import Indicator

from ..models import Campaign, Report


@dataclass(frozen=True)
class Gathered:
    """Figures by the code of their indicator. below: code -> unit directly below -> figure."""

    now: Mapping[str, indicators.Figure] = field(default_factory=dict)
    before: Mapping[str, indicators.Figure] = field(default_factory=dict)
    below: Mapping[str, Mapping[int, indicators.Figure]] = field(default_factory=dict)


class StateIsGone(Exception):  # noqa: N818 - the name is what happened
    """The frozen state of the campaign is not there, or not as it was frozen."""


def state_of(number: int, digest: str = "") -> indicators.State | None:
    """None where it is gone or not whole."""
    found = indicators.snapshot(number)
    state = indicators.frozen(found) if found is not None else None
    if state is None or state.broken or (digest and found is not None and found.digest != digest):
        return None
    return state


def indicators_of(codes: Iterable[str], campaign: Campaign) -> dict[str, Indicator]:
    """Those of the codes that there are."""
    found = {code: indicators.indicator_of(code, on=campaign.as_of) for code in dict.fromkeys(codes)}
    return {code: one for code, one in found.items() if one is not None}


def gathered(
    actor: Actor, campaign: Campaign, unit_id: int, codes: Iterable[str], below: Sequence[int]
) -> Gathered:
    """below: whom the unit is compared over. Raises StateIsGone."""
    return gathered_all(actor, campaign, {unit_id: below}, codes)[unit_id]


def gathered_all(
    actor: Actor, campaign: Campaign, units: Mapping[int, Sequence[int]], codes: Iterable[str]
) -> dict[int, Gathered]:
    """The same of many units in one pass over each indicator. units: unit -> those directly below it."""
    state = state_of(campaign.snapshot_id, campaign.snapshot_digest)
    if state is None:
        raise StateIsGone
    wanted = list(indicators_of(codes, campaign).values())
    every = list(dict.fromkeys([*units, *(one for below in units.values() for one in below)]))
    now = indicators.values_of(actor, wanted, every, state, on=campaign.as_of)
    earlier = state_of(campaign.before_id) if campaign.before_id is not None else None
    before = indicators.values_of(actor, wanted, list(units), earlier, on=campaign.as_of) if earlier else {}
    return {
        unit: Gathered(
            {code: of[unit] for code, of in now.items()},
            {code: of[unit] for code, of in before.items()},
            {code: {one: of[one] for one in below} for code, of in now.items()} if below else {},
        )
        for unit, below in units.items()
    }


def units_below(report: Report) -> list[tuple[int, str]]:
    """(id, name) of those who report to the unit in the campaign, in the order of names."""
    rows = Report.objects.filter(campaign_id=report.campaign_id, receiver_id=report.unit_id, is_latest=True)
    return [
        (pk, name) for pk, name in rows.order_by("unit_name", "unit_id").values_list("unit_id", "unit_name")
    ]
