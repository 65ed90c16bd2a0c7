"""Visits within the actor's scope; who may do what with them; what the platform says beside a line of the sheet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from khuevan.governance.maturity import queries as maturity
from khuevan.governance.quality import queries as quality
from khuevan.kernel import access, database, files
from khuevan.kernel.access import Actor, Reach
from khuevan.kernel.checks import declared
from khuevan.register.accounts import queries as accounts
from khuevan.register.organisations import queries as organisations
from khuevan.register.organisations.choices import Line

from ..choices import VisitState
from ..models import Answer, Member, Photo, Visit
from ..permissions import INSPECT, SIGN_MINUTES, VIEW_INSPECTIONS
from ..rules import TOLD, WRITTEN
from .plans import LARGEST, may_plan
from .units import with_merged

SHOWN = (VisitState.OPEN, VisitState.CONCLUDED, VisitState.SIGNED, VisitState.PLANNED, VisitState.CANCELLED)


def seen(actor: Actor) -> QuerySet[Visit]:
    """Of the actor's units, and of the actor's bodies: that they are and when, not what was found."""
    scope = access.scope(actor, VIEW_INSPECTIONS)
    if scope.is_everything:
        return Visit.objects.all()
    bodies = Visit.objects.order_by().values_list("body_id", flat=True).distinct()
    own = [pk for pk in bodies if pk in scope]
    return Visit.objects.within(scope) | Visit.objects.filter(body_id__in=own)


def visit(actor: Actor, visit_id: int) -> Visit:
    """Raises Http404 for one that there is not, or outside the scope."""
    found = Visit.objects.filter(pk=visit_id).first() if visit_id <= LARGEST else None
    scope = access.scope(actor, VIEW_INSPECTIONS)
    if found is None or not (found.unit_id in scope or found.body_id in scope):
        raise Http404
    return found


def members(one: Visit) -> list[Member]:
    """The leader first."""
    return list(Member.objects.filter(visit=one).order_by("-is_leader", "name", "pk"))


def is_member(actor: Actor, one: Visit, *, leads: bool = False) -> bool:
    if actor.account_id is None:
        return False
    rows = Member.objects.filter(visit=one, account_id=actor.account_id)
    return rows.filter(is_leader=True).exists() if leads else rows.exists()


def may_read_sheet(actor: Actor, one: Visit) -> bool:
    """The team while it works; everybody of both sides once it was concluded."""
    return actor.everything or VisitState(one.state) in TOLD or is_member(actor, one)


def may_inspect(actor: Actor, one: Visit) -> bool:
    return is_member(actor, one) and any(
        access.decide(actor, INSPECT, on=place).allowed for place in (one.unit_id, one.body_id)
    )


def may_write(actor: Actor, one: Visit) -> bool:
    return VisitState(one.state) in WRITTEN and may_inspect(actor, one)


def may_prepare(actor: Actor, one: Visit) -> bool:
    """Teams and days are the body's matter."""
    return VisitState(one.state) in WRITTEN and may_plan(actor, one.body_id)


def may_lead(actor: Actor, one: Visit) -> bool:
    return may_inspect(actor, one) and is_member(actor, one, leads=True)


def may_sign_for_unit(actor: Actor, one: Visit) -> bool:
    """Its own head; nobody who inspects."""
    if not access.decide(actor, SIGN_MINUTES, on=one.unit_id).allowed or is_member(actor, one):
        return False
    return actor.everything or actor.home_unit_id == one.unit_id


def answers(one: Visit) -> list[Answer]:
    return list(Answer.objects.filter(visit=one).order_by("place"))


def photos(one: Visit) -> dict[int, list[Photo]]:
    """By answer, in the order in which they were added."""
    found: dict[int, list[Photo]] = {}
    for row in Photo.objects.filter(visit=one).select_related("file").order_by("pk"):
        found.setdefault(row.answer_id, []).append(row)
    return found


def photo(actor: Actor, photo_id: int) -> tuple[Photo, files.StoredFile]:
    """Raises Http404."""
    row = Photo.objects.select_related("visit").filter(pk=photo_id).first() if photo_id <= LARGEST else None
    if row is None:
        raise Http404
    one = visit(actor, row.visit_id)
    if not may_read_sheet(actor, one):
        raise Http404
    with database.acting(access.system()):  # who may see the visit may see what was photographed
        return row, files.StoredFile.objects.get(pk=row.file_id)


@dataclass(frozen=True)
class Colleague:
    """Who may be sent: an account of the body, or of a body between it and the unit."""

    account_id: int
    name: str
    place: str


def inspectors(one: Visit, *, on: date) -> list[Colleague]:
    """By name. Officers of these bodies whose rights reach the unit."""
    above = {node.id for line in Line for node in organisations.ancestors(one.unit_id, on=on, line=line)}
    with database.acting(access.system()):
        below = {unit for _place, unit in organisations.under([one.body_id], on=on)}
        homes = Reach.of({one.body_id, *(above & below)})
        rows = accounts.accounts(access.system(), on=on, state="active", unit=homes).order_by("sort_key")
        return [
            Colleague(row.pk, str(row), row.unit.name if row.unit else "")
            for row in rows
            if any(
                INSPECT.code in accounts.permissions_of(grant) and grant.unit_id in above
                for grant in row.live  # type: ignore[attr-defined]
            )
        ]


@dataclass(frozen=True)
class Beside:
    """What the platform says about a line: words, and where it opens."""

    text: str
    url: str


def beside(actor: Actor, one: Visit, rows: Iterable[Answer], *, on: date) -> dict[int, list[Beside]]:
    """By answer."""
    from django.urls import reverse
    from django.utils.translation import gettext as _

    checks = _open_findings(one.unit_id)
    scores = _scores(actor, one, on)
    found: dict[int, list[Beside]] = {}
    for row in rows:
        if row.criterion and row.criterion in scores:
            said, url = scores[row.criterion]
            found.setdefault(row.pk, []).append(Beside(said, url))
        check = declared().get(row.check_code)
        if check is not None:
            words = _("%(check)s: %(number)s lỗi chưa sửa") % {
                "check": check.label, "number": checks.get(row.check_code, 0),
            }  # fmt: skip
            url = f"{reverse('quality:findings')}?unit={one.unit_id}&check={row.check_code}"
            found.setdefault(row.pk, []).append(Beside(words, url))
    return found


def _open_findings(unit_id: int) -> dict[str, int]:
    return {row.check.code: row.open for row in quality.tallies(Reach.of([unit_id]))}


def _scores(actor: Actor, one: Visit, on: date) -> dict[str, tuple[str, str]]:
    """Criterion -> own and agreed points of the latest assessment that the actor may see."""
    from django.urls import reverse
    from django.utils.translation import gettext as _

    from khuevan.kernel.ui import formatters

    past = maturity.history(one.unit_id)
    if not past:
        return {}
    last = past[0]
    found = {}
    for row in maturity.scores(actor, last.edition, last.school_year, units=[one.unit_id]):
        if row.met is not None and row.points is None:
            said = _("trường ghi đạt") if row.met else _("trường ghi chưa đạt")
        elif row.points is not None:
            said = _("trường tự chấm %(points)s") % {"points": formatters.number(float(row.points), 1)}
        else:
            continue
        if row.final_points is not None and row.final_points != row.points:
            said += _(", thống nhất %(points)s") % {"points": formatters.number(float(row.final_points), 1)}
        words = _("Tiêu chí %(code)s, %(year)s: %(said)s") % {
            "code": row.code, "year": last.school_year, "said": said,
        }  # fmt: skip
        found[row.code] = (words, reverse("maturity:assessment", args=[row.assessment_id]))
    return found


def visits_of(actor: Actor, unit_id: int, *, on: date) -> list[Visit]:
    """All of a unit and of those that it took over wholly by the day, the latest first."""
    units = with_merged(unit_id, on=on)
    return list(seen(actor).filter(unit_id__in=units).order_by("-school_year", "-pk"))


def visits_by(actor: Actor, body_id: int, year: str) -> list[Visit]:
    """Of a body in a year: those under way and held first, then by name."""
    rows = list(seen(actor).filter(body_id=body_id, school_year=year).order_by("unit_name", "pk"))
    return sorted(rows, key=lambda row: SHOWN.index(VisitState(row.state)))


def tallied(rows: Iterable[Visit]) -> dict[VisitState, int]:
    found = dict.fromkeys(VisitState, 0)
    for row in rows:
        found[VisitState(row.state)] += 1
    return found


def answered(visit_ids: Iterable[int]) -> dict[int, tuple[int, int]]:
    """Visit -> (lines with a result, lines), as far as the bound actor may see."""
    rows = Answer.objects.filter(visit_id__in=list(visit_ids)).order_by().values_list("visit_id")
    counted = rows.annotate(done=Count("pk", filter=~Q(result="")), every=Count("pk"))
    return {pk: (done, every) for pk, done, every in counted}
