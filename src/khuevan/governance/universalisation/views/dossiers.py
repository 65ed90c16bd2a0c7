"""Dossiers of recognition: self-check, submission, decision, print."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from khuevan.kernel import access, audit, clock, ui
from khuevan.kernel.access import requires
from khuevan.kernel.database import ChangedMeanwhile
from khuevan.kernel.records import Invalid

from .. import queries, services
from ..choices import Clash, DossierState, Standard, Tier
from ..forms import RecogniseForm, ReturnForm
from ..models import Dossier, DossierStep
from ..permissions import DECIDE, VIEW_SURVEY
from ..services.dossiers import OPEN, permission_of
from ..services.printing import heads, shaped
from .places import TONES, actor_of, deadline_words, version_of, year_of

KINDS = {
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", services.dossier_workbook),
    "pdf": ("application/pdf", services.dossier_pdf),
}


@dataclass(frozen=True)
class DossierPage:
    dossier: Dossier
    name: str
    printed: dict[str, Any]
    heads: Sequence[str]
    badge: Any
    is_whole: bool
    due: Any
    clashes: Sequence[tuple[str, int]]
    unvisited: int
    recognised: Sequence[str]
    steps: Sequence[DossierStep]
    may_prepare: bool
    may_decide: bool
    recognise: RecogniseForm
    give_back: ReturnForm
    assessment_url: str
    breadcrumbs: list[tuple[str, str]] = field(default_factory=list)


def _found(request: HttpRequest, dossier_id: int) -> Dossier:
    found = queries.dossier(actor_of(request), dossier_id) if dossier_id < 2**31 else None
    if found is None:
        raise Http404
    return found


@requires(VIEW_SURVEY)
@require_POST
def check(request: HttpRequest) -> HttpResponse:
    """The unit checks itself and sees its dossier. The service asks for the permission of its tier."""
    actor, word = actor_of(request), request.POST.get("unit", "")
    unit_id = int(word) if word.isascii() and word.isdecimal() and len(word) < 10 else 0
    if unit_id not in access.scope(actor, VIEW_SURVEY):
        raise Http404
    year = year_of(request)
    try:
        made = services.check_dossier(actor, at=clock.now(), unit_id=unit_id, year=year)
    except Invalid as invalid:
        messages.error(request, str(invalid))
        return redirect("universalisation:board")
    messages.success(request, _("Đã tự kiểm tra."))
    return redirect("universalisation:dossier", made.pk)


@requires(VIEW_SURVEY)
@require_safe
def dossier(request: HttpRequest, dossier_id: int) -> HttpResponse:
    return _page(request, _found(request, dossier_id))


def _page(
    request: HttpRequest, one: Dossier, recognise: RecogniseForm | None = None, give_back: ReturnForm | None = None
) -> HttpResponse:  # fmt: skip
    actor = actor_of(request)
    held = queries.frozen(one)
    decides = one.state == DossierState.SUBMITTED and access.decide(actor, DECIDE, on=one).allowed
    clashes = held.values.get("clashes", {})
    is_commune = one.tier == Tier.COMMUNE
    home = f"{reverse('universalisation:commune', args=[one.unit_id])}?year={one.year}"
    page = DossierPage(
        dossier=one,
        name=str(held.values.get("name") or one.unit.name),
        printed=shaped(one),
        heads=heads(),
        badge=ui.badge(DossierState(one.state).label, TONES[one.state]),  # type: ignore[index]
        is_whole=held.is_whole,
        due=deadline_words(Tier(one.tier), one.year),
        clashes=[(str(kind.label), clashes[kind.value]) for kind in Clash if clashes.get(kind.value)],
        unvisited=held.values.get("households", 0) - held.values.get("visited", 0),
        recognised=[str(Standard(code).label) for code in one.recognised if code in Standard.values],
        steps=list(one.steps.order_by("-pk")),
        may_prepare=one.state in OPEN and access.decide(actor, permission_of(one.tier), on=one).allowed,
        may_decide=decides,
        recognise=recognise or RecogniseForm(asked=one.asked, initial={"standards": one.asked}),
        give_back=give_back or ReturnForm(),
        assessment_url=f"{reverse('universalisation:assessment', args=[one.unit_id])}?year={one.year}"
        if is_commune
        else "",
        breadcrumbs=[
            (_("Phổ cập, xóa mù chữ"), f"{reverse('universalisation:board')}?year={one.year}"),
            (one.unit.name, home if is_commune else ""),
            (_("Hồ sơ %(year)s") % {"year": one.year}, ""),
        ],
    )  # fmt: skip
    wrong = (recognise is not None and recognise.errors) or (give_back is not None and give_back.errors)
    return ui.render(request, "universalisation/dossier.html", page, status=422 if wrong else 200)


@requires(VIEW_SURVEY)
@require_POST
def submit(request: HttpRequest, dossier_id: int) -> HttpResponse:
    one, actor = _found(request, dossier_id), actor_of(request)
    return _act(
        request, one, _("Đã nộp hồ sơ; số liệu được giữ nguyên từ đây."),
        lambda: services.submit_dossier(actor, one, at=clock.now(), version=version_of(request)),
    )  # fmt: skip


@requires(DECIDE)
@require_POST
def give_back(request: HttpRequest, dossier_id: int) -> HttpResponse:
    one, actor = _found(request, dossier_id), actor_of(request)
    access.demand(actor, DECIDE, on=one)
    form = ReturnForm(request.POST)
    if form.is_valid():
        try:
            services.return_dossier(
                actor, one, at=clock.now(), version=version_of(request), reason=form.cleaned_data["reason"]
            )
        except Invalid as invalid:
            form.take(invalid)
        except ChangedMeanwhile as changed:
            form.add_error(None, str(changed))
        else:
            messages.success(request, _("Đã trả lại hồ sơ."))
            return redirect("universalisation:dossier", one.pk)
    return _page(request, _found(request, dossier_id), give_back=form)


@requires(DECIDE)
@require_POST
def recognise(request: HttpRequest, dossier_id: int) -> HttpResponse:
    one, actor = _found(request, dossier_id), actor_of(request)
    access.demand(actor, DECIDE, on=one)
    form = RecogniseForm(request.POST, asked=one.asked)
    if form.is_valid():
        try:
            services.recognise_dossier(
                actor, one, at=clock.now(), version=version_of(request), **form.cleaned_data
            )
        except Invalid as invalid:
            form.take(invalid)
        except ChangedMeanwhile as changed:
            form.add_error(None, str(changed))
        else:
            messages.success(request, _("Đã ghi quyết định công nhận."))
            return redirect("universalisation:dossier", one.pk)
    return _page(request, _found(request, dossier_id), recognise=form)


@requires(VIEW_SURVEY)
@require_safe
def printed(request: HttpRequest, dossier_id: int, kind: str) -> HttpResponse:
    """The dossier as a file; each time logged."""
    one, actor = _found(request, dossier_id), actor_of(request)
    return printed_file(actor, one, kind)


def printed_file(actor: access.Actor, one: Dossier, kind: str) -> HttpResponse:
    if kind not in KINDS or not one.figures:
        raise Http404
    content_type, make = KINDS[kind]
    audit.export(
        actor,
        "universalisation.dossier:print",
        at=clock.now(),
        rows=1,
        unit_id=one.unit_id,
        form=kind,
        digest=one.digest,
    )
    response = HttpResponse(make(one), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="pho-cap-{one.unit_id}-{one.year}.{kind}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _act(request: HttpRequest, one: Dossier, done: str, act: Callable[[], None]) -> HttpResponse:
    try:
        act()
    except (Invalid, ChangedMeanwhile) as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, done)
    return redirect("universalisation:dossier", one.pk)
