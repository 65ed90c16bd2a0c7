"""Survey and registers side by side: what does not fit, and the acts that mend it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from khuevan.kernel import access, audit, clock, ui
from khuevan.kernel.access import requires
from khuevan.kernel.records import Invalid

from .. import queries, services
from ..choices import Clash, Relation, StudyLevel
from ..models import Household
from ..permissions import EDIT_SURVEY, VIEW_SURVEY
from .places import Place, actor_of, address, place_of, trail


@dataclass(frozen=True)
class ClashesPage:
    place: Place
    kinds: Sequence[tuple[str, str, int, bool]]
    kind: str
    listing: ui.Listing
    slice: ui.Slice
    says: Any
    may_edit: bool
    links: dict[str, str]
    breadcrumbs: list[tuple[str, str]] = field(default_factory=list)


@requires(VIEW_SURVEY)
@require_safe
def clashes(request: HttpRequest, commune_id: int) -> HttpResponse:
    place, actor = place_of(request, commune_id), actor_of(request)
    every = queries.clashes(actor, place.id, on=place.on)
    counts = queries.clash_counts(every)
    asked = request.GET.get("kind", "")
    kind = asked if asked in Clash.values else next(iter(counts), "")
    audit.look(actor, "universalisation.clash:view", at=clock.now(), unit_id=place.id)
    listing = ui.Listing.of(request, keep=("year", "kind"))
    page = ClashesPage(
        place=place,
        kinds=[
            (str(one.label), address("clashes", place, kind=one.value), number, one == kind)
            for one, number in counts.items()
        ],
        kind=kind,
        listing=listing,
        slice=ui.take_of([one for one in every if one.kind == kind], listing),
        says=_says,
        may_edit=access.decide(actor, EDIT_SURVEY, on=place.id).allowed,
        links={name: address(name, place) for name in ("tie", "follow", "place")},
        breadcrumbs=trail(place, (_("Cần đối chiếu"), "")),
    )
    return ui.render(request, "universalisation/clashes.html", page)


def _says(row: queries.ClashRow) -> str:
    """What stands against the form, as a sentence."""
    level = str(StudyLevel(row.level).label) if row.level in StudyLevel.values else ""
    grade = _("lớp %(grade)s") % {"grade": row.grade} if row.grade else level
    match row.kind:
        case Clash.SAYS_OUT:
            return _("Sổ trường: %(grade)s, %(place)s") % {"grade": grade, "place": row.place}
        case Clash.SAYS_IN:
            return _("Phiếu: đang học %(level)s") % {"level": level}
        case Clash.UNSURVEYED:
            return ", ".join(one for one in (grade, row.place) if one)
        case Clash.TWICE:
            return _("Cũng ở: %(other)s") % {"other": row.other}
        case Clash.DIFFERS:
            return _("Hồ sơ: sinh %(other)s") % {"other": row.other}
    return ""


@requires(EDIT_SURVEY)
@require_POST
def tie(request: HttpRequest, commune_id: int) -> HttpResponse:
    place = place_of(request, commune_id, EDIT_SURVEY)
    number = services.tie_members(actor_of(request), at=clock.now(), unit_id=place.id)
    messages.success(
        request, ngettext("Đã gắn %(num)s người.", "Đã gắn %(num)s người.", number) % {"num": number}
    )
    return redirect(address("clashes", place))


@requires(EDIT_SURVEY)
@require_POST
def follow(request: HttpRequest, commune_id: int) -> HttpResponse:
    place = place_of(request, commune_id, EDIT_SURVEY)
    number = services.follow_register(actor_of(request), at=clock.now(), unit_id=place.id)
    said = ngettext("Đã sửa %(num)s phiếu theo sổ đăng bộ.", "Đã sửa %(num)s phiếu theo sổ đăng bộ.", number)
    messages.success(request, said % {"num": number})
    return redirect(address("clashes", place))


@requires(EDIT_SURVEY)
@require_POST
def place(request: HttpRequest, commune_id: int) -> HttpResponse:
    """A child without a form into the household of this number."""
    where, actor = place_of(request, commune_id, EDIT_SURVEY), actor_of(request)
    back = address("clashes", where, kind=Clash.UNSURVEYED.value)
    number = request.POST.get("form", "").replace("\x00", "").strip()[:20]
    person = request.POST.get("person", "")
    household = Household.objects.filter(unit_id=where.id, number=number, closed_on__isnull=True).first()
    relation = request.POST.get("relation", "")
    if household is None:
        messages.error(request, _("Không có phiếu số «%(number)s» trong xã.") % {"number": number})
        return redirect(back)
    try:
        made = services.place_unsurveyed(
            actor, household, at=clock.now(),
            person_id=int(person) if person.isascii() and person.isdecimal() and len(person) < 10 else 0,
            relation=relation if relation in Relation.values else "",
        )  # fmt: skip
    except Invalid as invalid:
        messages.error(request, str(invalid))
        return redirect(back)
    messages.success(
        request, _("Đã đưa %(name)s vào phiếu %(form)s.") % {"name": made.full_name, "form": number}
    )
    return redirect(
        back if request.POST.get("stay") else reverse("universalisation:household", args=[household.pk])
    )
