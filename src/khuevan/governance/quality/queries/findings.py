"""Findings as rows for a page: the sentence, and where the cell is put right."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet, Sum
from django.http import Http404
from django.urls import NoReverseMatch

from khuevan.kernel import access
from khuevan.kernel.access import Actor, Reach
from khuevan.kernel.checks import Check, declared
from khuevan.kernel.checks.judging import sentence

from ..choices import FindingState
from ..models import Finding, UnitStanding
from ..permissions import VIEW_QUALITY


@dataclass(frozen=True)
class FindingFilter:
    """What the list is narrowed to; `units`: those below the chosen unit, None for all."""

    text: str = ""
    check: str = ""
    dimension: str = ""
    component: str = ""
    severity: str = ""
    state: str = FindingState.OPEN
    units: Reach | None = None


@dataclass(frozen=True)
class FindingRow:
    """One line: `mend_url` is where it is put right, "" where that place is not known any more."""

    id: int
    unit_id: int
    unit: str
    title: str
    check: Check
    sentence: str
    state: str
    found_at: datetime
    mended_at: datetime | None
    explanation: str
    explained_by: str
    mend_url: str

    @property
    def is_wrong(self) -> bool:
        return self.check.severity.value == "wrong"


def findings(actor: Actor, wanted: FindingFilter) -> QuerySet[Finding]:
    """Findings of the scope, with their units, to be ordered by unit_id, check_code, id."""
    found = Finding.objects.within(access.scope(actor, VIEW_QUALITY)).select_related("unit")
    if wanted.units is not None:
        found = found.within(wanted.units)
    codes = [check.code for check in declared().values() if _fits(check, wanted)]
    if len(codes) < len(declared()):
        found = found.filter(check_code__in=codes)
    found = found.filter(state=wanted.state)
    if wanted.state != FindingState.MENDED:
        found = found.filter(mended_at=None)
    return found.filter(title__icontains=wanted.text) if wanted.text else found


def _fits(check: Check, wanted: FindingFilter) -> bool:
    return (
        wanted.check in ("", check.code)
        and wanted.dimension in ("", check.dimension.value)
        and wanted.component in ("", check.component.code)
        and wanted.severity in ("", check.severity.value)
    )


def finding(actor: Actor, finding_id: int) -> Finding:
    """One open finding of the scope. Raises Http404."""
    found = (
        Finding.objects.within(access.scope(actor, VIEW_QUALITY))
        .select_related("unit")
        .filter(pk=finding_id, mended_at=None)
        .first()
    )
    if found is None or found.check_code not in declared():
        raise Http404
    return found


def row_of(found: Finding) -> FindingRow | None:
    """The finding as it is shown; None where its check exists no more."""
    check = declared().get(found.check_code)
    if check is None:
        return None
    values = {**check.defaults, **found.values}
    return FindingRow(
        id=found.pk,
        unit_id=found.unit_id,
        unit=found.unit.name,
        title=found.title,
        check=check,
        sentence=sentence(check, values),
        state=found.state,
        found_at=found.found_at,
        mended_at=found.mended_at,
        explanation=found.explanation,
        explained_by=found.explained_by,
        mend_url=_mend_url(check, found),
    )


def _mend_url(check: Check, found: Finding) -> str:
    try:
        return check.mend({**found.values, "id": found.record_id, "unit_id": found.unit_id})
    except (KeyError, NoReverseMatch):
        return ""


def waiting(actor: Actor) -> int:
    """How many findings are to be mended in the scope of the actor."""
    scope = access.scope(actor, VIEW_QUALITY)
    home = actor.home_unit_id
    if home is not None and home in scope:
        found = UnitStanding.objects.filter(unit_id=home).values_list("findings", flat=True).first()
        if found is not None:
            return found
    total = UnitStanding.objects.within(scope).filter(unit__levels__len__gt=0)
    return total.aggregate(all=Sum("findings"))["all"] or 0


def owners_to_remind(unit_id: int) -> dict[str, int]:
    """Component -> how many findings of the unit are open in it."""
    checks = declared()
    counted = (
        Finding.objects.filter(unit_id=unit_id, state=FindingState.OPEN, mended_at=None)
        .values_list("check_code")
        .annotate(number=Count("pk"))
    )
    found: dict[str, int] = {}
    for code, number in counted:
        if code in checks:
            component = checks[code].component.code
            found[component] = found.get(component, 0) + number
    return found
