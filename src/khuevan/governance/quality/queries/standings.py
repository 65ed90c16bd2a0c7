"""How units stand: the board, one unit, its checks, its past."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Case, Exists, F, FloatField, OuterRef, QuerySet, Sum, Value, When
from django.db.models.functions import Cast

from khuevan.kernel import access, text
from khuevan.kernel.access import Actor, Reach
from khuevan.kernel.checks import Check, declared
from khuevan.register.organisations.choices import EducationLevel

from ..models import DIMENSIONS, PastStanding, Run, Tally, UnitStanding
from ..permissions import VIEW_QUALITY

DAYS_SHOWN = 60
STALE_FACTS = ("quality.liveness", "schoolyear.past_class")


@dataclass(frozen=True)
class CheckRow:
    """One check of a unit, or of all units below it."""

    check: Check
    asked: int
    failed: int
    explained: int

    @property
    def open(self) -> int:
        return self.failed - self.explained

    @property
    def share(self) -> float:
        """Of what was asked, without a fault."""
        return 1 - self.open / self.asked if self.asked else 1.0


def schools(
    actor: Actor, *, words: str = "", commune_id: int | None = None, level: str = ""
) -> QuerySet[UnitStanding]:
    """Schools and centres of the scope with their standing; `<dimension>_share` is annotated, null where not asked."""
    found = (
        UnitStanding.objects.within(access.scope(actor, VIEW_QUALITY))
        .filter(unit__levels__len__gt=0)
        .select_related("unit__commune")
        .annotate(**{f"{name}_share": _share(name) for name in DIMENSIONS})
    )
    for word in text.search_words(words):
        found = found.filter(unit__search__contains=word)
    if commune_id is not None:
        found = found.filter(unit__commune_id=commune_id)
    if level in EducationLevel.values:
        found = found.filter(unit__levels__contains=[level])
    return found


def stale_codes() -> list[str]:
    """Checks that tell a part of the data which nobody kept up: what is late, not what is only out of date in a cell."""
    return [code for code, check in declared().items() if check.facts.code in STALE_FACTS]


def stale_schools(found: QuerySet[UnitStanding]) -> QuerySet[UnitStanding]:
    """Those of which at least one part is late, and not explained."""
    late = Tally.objects.filter(
        unit=OuterRef("unit"), check_code__in=stale_codes(), failed__gt=F("explained")
    )
    return found.filter(Exists(late))


def _share(dimension: str) -> Case:
    asked, failed = F(f"{dimension}_asked"), F(f"{dimension}_failed")
    share = Value(1.0) - Cast(failed, FloatField()) / Cast(asked, FloatField())
    return Case(When(**{f"{dimension}_asked__gt": 0}, then=share), output_field=FloatField())


def standing(unit_id: int) -> UnitStanding | None:
    """How one unit stands, as far as the transaction sees it."""
    return UnitStanding.objects.select_related("unit").filter(unit_id=unit_id).first()


def history(unit_id: int) -> list[PastStanding]:
    """The last days on which the unit was judged, the earliest first."""
    latest = PastStanding.objects.filter(unit_id=unit_id).order_by("-on")[:DAYS_SHOWN]
    return list(reversed(latest))


def tallies(units: Reach) -> list[CheckRow]:
    """Sums of each check over the units, the most open findings first."""
    checks = declared()
    sums = (
        Tally.objects.within(units)
        .values("check_code")
        .annotate(all_asked=Sum("asked"), all_failed=Sum("failed"), all_explained=Sum("explained"))
    )
    rows = [
        CheckRow(checks[row["check_code"]], row["all_asked"], row["all_failed"], row["all_explained"])
        for row in sums
        if row["check_code"] in checks
    ]
    return sorted(rows, key=lambda row: (-row.open, row.check.code))


def worst_units(actor: Actor, check: Check, most: int = 20) -> Sequence[Tally]:
    """The units of the scope in which most records fail the check."""
    return list(
        Tally.objects.within(access.scope(actor, VIEW_QUALITY))
        .filter(check_code=check.code, failed__gt=F("explained"))
        .select_related("unit")
        .order_by(F("explained") - F("failed"), "unit__sort_key")[:most]
    )


def last_run() -> Run | None:
    """The latest run over everything."""
    return Run.objects.filter(kind="full").order_by("-started_at").first()
