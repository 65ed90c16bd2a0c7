"""The standards of a commune, and the persons behind each share."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from khuevan.kernel import access, audit, clock, ui
from khuevan.kernel.access import requires
from khuevan.register.people.choices import Sex
from khuevan.school.curriculum.choices import Trust

from .. import queries, rules
from ..choices import Completed, DossierState, Measure, Provided, Standard, StudyLevel, Tier
from ..models import Dossier
from ..permissions import SUBMIT, VIEW_SURVEY
from ..rules import Requirement, Verdict
from ..services.printing import ages, met_words, provision_words
from .places import Place, actor_of, address, place_of, trail

SIZE = 50
TONE_OF = {True: "success", False: "danger", None: "neutral"}
RANK_WORDS = (Completed.NONE, Completed.PRESCHOOL, Completed.PRIMARY, Completed.LOWER_SECONDARY,
              Completed.UPPER_SECONDARY, Completed.COLLEGE)  # fmt: skip


@dataclass(frozen=True)
class RequirementRow:
    """A condition as the page shows it; urls to those who meet it, those who do not, all."""

    label: str
    ages: str
    upper: int
    lower: int
    share: str
    least: str
    badge: Any
    more: int
    source: str
    note: str
    of_url: str
    not_url: str
    all_url: str


@dataclass(frozen=True)
class StandardRow:
    label: str
    badge: Any
    lacking: Sequence[str]
    has_no_threshold: bool
    rows: Sequence[RequirementRow]


@dataclass(frozen=True)
class ProvisionLine:
    """A condition that is counted at schools. why: why it is not known, or what was left out."""

    label: str
    upper: str
    lower: int
    share: str
    least: str
    badge: Any
    why: str
    source: str
    note: str


@dataclass(frozen=True)
class AssessmentPage:
    place: Place
    standards: Sequence[StandardRow]
    residents: int
    obliged: int
    met: int
    dossier: Dossier | None
    may_check: bool
    links: dict[str, str]
    provisions: Sequence[ProvisionLine] = ()
    breadcrumbs: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class PeoplePage:
    place: Place
    words: str
    tabs: Sequence[tuple[str, str, bool]]
    listing: ui.Listing
    slice: ui.Slice
    cells: Callable[[Mapping[str, Any]], Sequence[object]]
    breadcrumbs: list[tuple[str, str]] = field(default_factory=list)


@requires(VIEW_SURVEY)
@require_safe
def assessment(request: HttpRequest, commune_id: int) -> HttpResponse:
    place, actor = place_of(request, commune_id), actor_of(request)
    found = queries.assessment(actor, place.id, on=place.on, is_special=place.is_special)
    dossier = queries.dossier_of(place.id, Tier.COMMUNE, place.year)
    is_open = dossier is None or dossier.state in (DossierState.DRAFT, DossierState.RETURNED)
    page = AssessmentPage(
        place=place,
        standards=[
            _standard(verdict, found.rows[standard], place) for standard, verdict in found.verdicts.items()
        ],
        residents=found.residents,
        obliged=found.obliged,
        met=len(found.met),
        dossier=dossier,
        may_check=is_open and place.round is not None and access.decide(actor, SUBMIT, on=place.id).allowed,
        links={name: address(name, place) for name in ("population", "clashes", "commune")},
        provisions=[_provision(one) for one in queries.provisions(actor, place.id, on=place.on)],
        breadcrumbs=trail(place, (_("Tự kiểm tra tiêu chuẩn"), "")),
    )
    return ui.render(request, "universalisation/assessment.html", page)


def _provision(one: queries.ProvisionRow) -> ProvisionLine:
    kind, row = one.counted.kind, one.row
    return ProvisionLine(
        label=f"{kind.label}: {row.get_level_display()}",
        upper=ui.formatters.number(float(one.counted.upper), 0 if one.counted.upper.denominator == 1 else 1),
        lower=one.counted.lower,
        share=provision_words(None if one.share is None else float(one.share)),
        least=f"≥ {float(row.least):g}".replace(".", ","),
        badge=ui.badge(met_words(one.is_met), TONE_OF[one.is_met]),
        why=_why(one),
        source=f"{row.instrument} · {Trust(row.trust).label}",
        note=row.note,
    )


def _why(one: queries.ProvisionRow) -> str:
    if not one.counted.is_recorded:
        return _("nền tảng chưa có hồ sơ này")
    if not one.left_out:
        return ""
    left = {"n": one.left_out}
    if one.counted.kind is Provided.ROOMS_PER_CLASS:
        return _("chưa kể %(n)s phòng của trường nhiều cấp chưa ghi dùng cho cấp nào") % left
    if one.counted.kind is Provided.AREA_PER_CHILD:
        return _("chưa kể %(n)s phòng chưa ghi diện tích") % left
    return _("chưa kể %(n)s giáo viên chưa ghi kết quả") % left


def _standard(verdict: Verdict, rows: Sequence[queries.MeasureRow], place: Place) -> StandardRow:
    sources = {row.condition.key: row for row in rows}
    return StandardRow(
        str(verdict.standard.label),
        ui.badge(met_words(verdict.is_met), TONE_OF[verdict.is_met]),
        [str(Standard(one).label) for one in verdict.lacking],
        verdict.has_no_threshold,
        [_requirement(one, sources[one.condition.key], place) for one in verdict.requirements],
    )


def _requirement(one: Requirement, row: queries.MeasureRow, place: Place) -> RequirementRow:
    condition, value = one.condition, one.value
    asked = {"measure": condition.measure.value, "from": condition.age_from, "to": condition.age_to}
    share = rules.share_of(value)
    return RequirementRow(
        label=str(condition.measure.label),
        ages=ages(condition.age_from, condition.age_to),
        upper=value.upper,
        lower=value.lower,
        share=f"{float(share):.2f}".replace(".", ",") + " %" if share is not None else "–",
        least=f"≥ {float(condition.least):g} %",
        badge=ui.badge(met_words(one.is_met), TONE_OF[one.is_met]),
        more=0 if one.is_met else rules.needed(value, condition.least),
        source=f"{row.instrument} · {Trust(row.trust).label}",
        note=row.note,
        of_url=address("people", place, **asked, which="of"),
        not_url=address("people", place, **asked, which="not"),
        all_url=address("people", place, **asked, which="all"),
    )


@requires(VIEW_SURVEY)
@require_safe
def people(request: HttpRequest, commune_id: int) -> HttpResponse:
    """Each look is logged."""
    place, actor = place_of(request, commune_id), actor_of(request)
    measure, which = request.GET.get("measure", ""), request.GET.get("which", "all")
    low, high = (_age(request.GET.get(name, "")) for name in ("from", "to"))
    where = queries.asked_condition(measure, low, high, which)
    if where is None:
        raise Http404
    listing = ui.Listing.of(request, keep=("year", "measure", "from", "to", "which"))
    first = (listing.number - 1) * SIZE
    found = queries.people_behind(actor, place.id, where, on=place.on, first=first, most=SIZE)
    audit.look(actor, "universalisation.person:view", at=clock.now(), unit_id=place.id)
    label = f"{Measure(measure).label}, {ages(low, high)}".rstrip(", ")
    names = {"of": _("Đạt"), "not": _("Chưa đạt"), "all": _("Tất cả")}
    page = PeoplePage(
        place=place,
        words=label,
        tabs=[
            (name, address("people", place, **{"measure": measure, "from": low, "to": high}, which=code), code == which)
            for code, name in names.items()
        ],
        listing=listing,
        slice=ui.counted(found.rows, listing.number, found.number, SIZE, max(found.number, 1)),
        cells=_cells,
        breadcrumbs=trail(
            place, (_("Tự kiểm tra tiêu chuẩn"), address("assessment", place)), (label, "")
        ),
    )  # fmt: skip
    return ui.render(request, "universalisation/people.html", page)


def _age(word: str) -> int | None:
    return int(word) if word.isascii() and word.isdecimal() and len(word) <= 3 else None


def _cells(row: Mapping[str, Any]) -> Sequence[object]:
    level = row["level"]
    learns = str(StudyLevel(level).label) if level in StudyLevel.values else _("Không học")
    grade = f", {_('lớp')} {row['grade']}" if row["grade"] else ""
    source = _("sổ trường") if row["in_register"] else _("phiếu")
    return (
        ui.link(reverse("universalisation:household", args=[row["household_id"]]), row["title"]),
        row["form"],
        row["hamlet"],
        f"{row['birth_date']:%d/%m/%Y}",
        row["age"],
        str(Sex(row["sex"]).label),
        f"{learns}{grade} ({source})" if row["studies"] else learns,
        row["place"],
        str(RANK_WORDS[min(row["rank"], 5)].label),
        (_("Chưa"), _("Mức 1"), _("Mức 2"))[row["literacy"]],
    )
