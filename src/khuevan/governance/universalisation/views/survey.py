"""A commune: its survey of the year, its population, forms to be filled."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import polars as pl
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from khuevan.kernel import access, audit, clock, ui
from khuevan.kernel.access import requires
from khuevan.kernel.database import ChangedMeanwhile
from khuevan.kernel.records import Invalid
from khuevan.kernel.records.export import file_name
from khuevan.kernel.sheets import Setting, writing

from .. import queries, services
from ..choices import Clash, Tier
from ..forms import RoundForm
from ..models import Dossier, Round
from ..permissions import EDIT_SURVEY, SUBMIT, VIEW_SURVEY
from ..sheets import SURVEY, TARGET
from .places import (
    TONES,
    Place,
    actor_of,
    address,
    deadline_words,
    place_of,
    trail,
    version_of,
    years_offered,
)


@dataclass(frozen=True)
class CommunePage:
    place: Place
    rounds: Sequence[Round]
    years: Sequence[tuple[str, str]]
    progress: queries.Progress
    clashes: Sequence[tuple[str, int, str]]
    hamlets: Sequence[str]
    dossier: Dossier | None
    tone: str
    due: object
    may_edit: bool
    may_submit: bool
    merged: Sequence[tuple[str, str, date]]
    links: dict[str, str]
    breadcrumbs: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class RoundPage:
    place: Place
    form: RoundForm
    breadcrumbs: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class PopulationPage:
    place: Place
    chart: ui.Chart
    rows: Sequence[tuple[int, int, int, int, int]]
    total: int
    breadcrumbs: list[tuple[str, str]] = field(default_factory=list)


@requires(VIEW_SURVEY)
@require_safe
def commune(request: HttpRequest, commune_id: int) -> HttpResponse:
    place, actor = place_of(request, commune_id), actor_of(request)
    dossier = queries.dossier_of(place.id, Tier.COMMUNE, place.year)
    counted = queries.clash_counts(queries.clashes(actor, place.id, on=place.on))
    page = CommunePage(
        place=place,
        rounds=queries.rounds(place.id),
        years=years_offered(),
        progress=queries.progress(place.id, place.year),
        clashes=[
            (str(kind.label), number, address("clashes", place, kind=kind.value))
            for kind, number in counted.items()
        ],
        hamlets=queries.hamlets(place.id),
        dossier=dossier,
        tone=TONES[dossier.state] if dossier else "neutral",  # type: ignore[index]
        due=deadline_words(Tier.COMMUNE, place.year),
        may_edit=access.decide(actor, EDIT_SURVEY, on=place.id).allowed,
        may_submit=access.decide(actor, SUBMIT, on=place.id).allowed,
        merged=[
            (name, reverse("universalisation:commune", args=[number]), since)
            for number, name, since in queries.merged_into(place.id)
        ],
        links={
            name: address(name, place)
            for name in (
                "households",
                "population",
                "assessment",
                "clashes",
                "forms",
                "paper_forms",
                "open_round",
            )
        },
        breadcrumbs=trail(place)[:1] + [(place.name, "")],
    )
    return ui.render(request, "universalisation/commune.html", page)


@requires(EDIT_SURVEY)
@require_http_methods(["GET", "POST"])
def open_round(request: HttpRequest, commune_id: int) -> HttpResponse:
    place = place_of(request, commune_id, EDIT_SURVEY)
    form = RoundForm(request.POST if request.method == "POST" else None, initial={"year": place.year})
    if request.method == "POST" and form.is_valid():
        try:
            made = services.open_round(
                actor_of(request), at=clock.now(), unit_id=place.id, **form.cleaned_data
            )
        except Invalid as invalid:
            form.take(invalid)
        else:
            messages.success(request, _("Đã mở đợt điều tra."))
            return redirect(address("commune", place).partition("?")[0] + f"?year={made.year}")
    page = RoundPage(place, form, trail(place, (_("Mở đợt điều tra"), "")))
    return ui.render(request, "universalisation/round.html", page, status=422 if form.errors else 200)


@requires(EDIT_SURVEY)
@require_POST
def close_round(request: HttpRequest, commune_id: int, year: int) -> HttpResponse:
    return _turn(request, commune_id, year, services.close_round, _("Đã chốt đợt điều tra."))


@requires(EDIT_SURVEY)
@require_POST
def reopen_round(request: HttpRequest, commune_id: int, year: int) -> HttpResponse:
    return _turn(request, commune_id, year, services.reopen_round, _("Đã mở lại đợt điều tra."))


def _turn(request: HttpRequest, commune_id: int, year: int, act: object, done: str) -> HttpResponse:
    place = place_of(request, commune_id, EDIT_SURVEY)
    found = queries.round_of(place.id, year) if year <= 2100 else None
    if found is None:
        raise Http404
    try:
        act(actor_of(request), found, at=clock.now(), version=version_of(request))  # type: ignore[operator]
    except (Invalid, ChangedMeanwhile) as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, done)
    return redirect(address("commune", place).partition("?")[0] + f"?year={year}")


@requires(VIEW_SURVEY)
@require_safe
def forms(request: HttpRequest, commune_id: int) -> HttpResponseBase:
    """The forms of a hamlet or of a household with what is known, as a workbook that comes in again."""
    place, actor, at = place_of(request, commune_id), actor_of(request), clock.now()
    setting = Setting(actor, at, place.id, {})
    rows = TARGET.current(setting)
    hamlet, form = (request.GET.get(name, "").replace("\x00", "")[:100] for name in ("hamlet", "form"))
    if hamlet:
        rows = rows.filter(pl.col("hamlet") == hamlet)
    if form:
        rows = rows.filter(pl.col("form") == form)
    with tempfile.TemporaryDirectory() as scratch:
        target = Path(scratch) / "forms.xlsx"
        count = writing.write(SURVEY, setting, rows, target, unit_name=place.name)
        content = target.open("rb")
    audit.export(actor, "sheets.list:export", at=at, rows=count, unit_id=place.id, layout=SURVEY.key)
    name = file_name(f"{SURVEY.title} {hamlet or form or place.name}", clock.on(at), "xlsx")
    return FileResponse(content, as_attachment=True, filename=name)


@requires(VIEW_SURVEY)
@require_safe
def paper_forms(request: HttpRequest, commune_id: int) -> HttpResponseBase:
    """The sheets of a hamlet or of a household, or an empty one, to carry. Logged: they hold names."""
    place, actor, at = place_of(request, commune_id), actor_of(request), clock.now()
    hamlet, form = (request.GET.get(name, "").replace("\x00", "")[:100] for name in ("hamlet", "form"))
    rows = queries.households(place.id, hamlet=hamlet)
    if form:
        rows = rows.filter(number=form)
    found = [] if request.GET.get("blank") else list(rows[: services.MOST + 1])
    if len(found) > services.MOST:
        messages.error(
            request, _("Nhiều hơn %(most)s phiếu: chọn một tổ, thôn, xóm để in.") % {"most": services.MOST}
        )
        return redirect(address("commune", place))
    if not found and not request.GET.get("blank"):
        raise Http404
    with translation.override("vi"):  # what a household signs is Vietnamese
        content = services.household_paper(
            actor, found, commune_id=place.id, commune=place.name, on=place.on, year=place.year
        )
    audit.export(
        actor,
        "universalisation.survey:print",
        at=at,
        rows=len(found),
        unit_id=place.id,
        filter=hamlet or form,
    )
    name = file_name(f"Phieu dieu tra {hamlet or form or place.name}", clock.on(at), "pdf")
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


@requires(VIEW_SURVEY)
@require_safe
def population(request: HttpRequest, commune_id: int) -> HttpResponse:
    """By age and sex, with those who are obliged and those who learn."""
    place = place_of(request, commune_id)
    frame = queries.residents(actor_of(request), place.id, on=place.on)
    counted = queries.pyramid(frame)
    chart = ui.Chart(
        _("Dân số theo tuổi"), [str(age) for age in counted.ages],
        [
            ui.Series(_("Nam"), counted.male), ui.Series(_("Nữ"), counted.female),
            ui.Series(_("Đang học"), counted.studying),
        ],
        unit=_("người"), category_label=_("Tuổi"),
    )  # fmt: skip
    rows = list(
        zip(counted.ages, counted.male, counted.female, counted.obliged, counted.studying, strict=True)
    )
    page = PopulationPage(place, chart, rows, frame.height, trail(place, (_("Dân số theo độ tuổi"), "")))
    return ui.render(request, "universalisation/population.html", page)


KINDS = tuple(Clash)
