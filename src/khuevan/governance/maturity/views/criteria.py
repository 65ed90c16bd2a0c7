"""One line of an assessment: what is proposed and how, what the school says, evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from markupsafe import Markup

from khuevan.kernel import access, clock, ui
from khuevan.kernel.access import requires
from khuevan.kernel.records import Invalid

from .. import probes, queries, rules, services
from ..choices import Kind, State
from ..models import Assessment
from ..permissions import PREPARE_ASSESSMENTS, VIEW_ASSESSMENTS
from ..probes import Divided, OfIndicator, Probe
from ..queries import Seen, SheetRow
from .assessments import said
from .evidence import EvidenceView, view_of
from .words import actor_of, address, points, read_met, read_points, share, trail, trust_badge


@dataclass(frozen=True)
class ProbeView:
    """How a probe came to its figure. records: (label, address) of pages where the records are."""

    label: str
    figure: str
    counted: str
    says: str
    part: str
    points: str
    note: str
    records: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class CriterionPage:
    assessment: Assessment
    row: SheetRow
    is_mandatory: bool
    probes: Sequence[ProbeView]
    proposed: str
    own: str
    final: str
    trust: Markup
    evidence: Sequence[EvidenceView]
    evidence_url: str
    may_score: bool
    may_settle: bool
    typed: Mapping[str, str]
    error: Mapping[str, str]
    neighbours: Sequence[tuple[str, str]]
    breadcrumbs: Sequence[tuple[str, str]]


@requires(VIEW_ASSESSMENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def criterion(request: HttpRequest, assessment_id: int, code: str) -> HttpResponse:
    actor = actor_of(request)
    one = queries.assessment(actor, assessment_id)
    if request.method != "POST":
        return show_criterion(request, one, code)
    access.demand(actor, PREPARE_ASSESSMENTS, on=one)
    try:
        services.record_score(
            actor, at=clock.now(), assessment_id=one.pk, code=code, points=read_points(request.POST.get("points", "")),
            met=read_met(request.POST.get("met", "")), reason=request.POST.get("reason", ""),
        )  # fmt: skip
    except Invalid as invalid:
        typed = {name: request.POST.get(name, "") for name in ("points", "met", "reason")}
        return show_criterion(request, one, code, error=invalid.errors, typed=typed)
    messages.success(request, _("Đã ghi điểm dòng %(code)s.") % {"code": code})
    following = _next(one, code) if request.POST.get("then") == "next" else None
    return redirect("maturity:criterion", one.pk, following or code)


def show_criterion(
    request: HttpRequest,
    one: Assessment,
    code: str,
    *,
    error: Mapping[str, str] | None = None,
    typed: Mapping[str, str] | None = None,
) -> HttpResponse:
    found = queries.sheet(one)
    row = next((leaf for leaf in found.leaves if leaf.row.code == code), None)
    if row is None:
        raise Http404
    seen = found.proposed.seen if found.proposed else {}
    own = row.own
    page = CriterionPage(
        assessment=one,
        row=row,
        is_mandatory=row.row.line.kind is Kind.MANDATORY,
        probes=[_probe(probe, seen.get(probe.code), one, row) for probe in probes.of(one.edition.code, code)],
        proposed=points(row.proposed),
        own=said(own),
        final=said(row.final) if row.final.is_given else "",
        trust=trust_badge(row.row.trust),
        evidence=[
            view_of(given, {}) for given in found.evidence if row.row.topic and given.topic == row.row.topic
        ],
        evidence_url=address("evidence", unit_id=one.unit_id, asked={"topic": row.row.topic})
        if one.unit_id in access.scope(actor_of(request), VIEW_ASSESSMENTS)
        else "",
        may_settle=State(one.state) is State.ASSESSED and queries.may_decide(actor_of(request), one),
        may_score=State(one.state) in rules.EDITED and queries.may_prepare(actor_of(request), one),
        typed=typed or _typed(row),
        error=error or {},
        neighbours=_neighbours(one, [leaf.row.code for leaf in found.leaves], code),
        breadcrumbs=trail(
            (f"{one.unit_name} · {one.school_year}", address("assessment", assessment_id=one.pk)), (code, "")
        ),
    )
    return ui.render(request, "maturity/criterion.html", page, status=422 if error else 200)


def _typed(row: SheetRow) -> dict[str, str]:
    """What the form begins with: what was scored, else what is proposed."""
    begun = row.own.points if row.own.points is not None else row.proposed
    return {
        "points": rules.plain(begun).replace(".", ",") if begun is not None else "",
        "met": "" if row.own.met is None else ("yes" if row.own.met else "no"),
        "reason": row.reason,
    }


def _next(one: Assessment, code: str) -> str | None:
    codes = [leaf.row.code for leaf in queries.sheet(one).leaves]
    place = codes.index(code) + 1 if code in codes else len(codes)
    return codes[place] if place < len(codes) else None


def _neighbours(one: Assessment, codes: Sequence[str], code: str) -> list[tuple[str, str]]:
    place = codes.index(code)
    found = []
    if place:
        before = codes[place - 1]
        found.append(
            (
                _("Dòng trước: %(code)s") % {"code": before},
                address("criterion", assessment_id=one.pk, code=before),
            )
        )
    if place + 1 < len(codes):
        after = codes[place + 1]
        found.append(
            (
                _("Dòng sau: %(code)s") % {"code": after},
                address("criterion", assessment_id=one.pk, code=after),
            )
        )
    return found


def _probe(probe: Probe, seen: Seen | None, one: Assessment, row: SheetRow) -> ProbeView:
    maximum = row.row.line.maximum
    whole = float(maximum or 0) * float(probe.weight)
    counted = ""
    if seen is not None and seen.upper is not None and seen.lower is not None:
        counted = f"{ui.formatters.number(seen.upper, 1)} / {ui.formatters.number(seen.lower, 1)}"
    return ProbeView(
        label=str(probe.label),
        figure=share(seen.value if seen else None, str(probe.unit)),
        counted=counted,
        says=str(probe.says),
        part=ui.formatters.number(whole, 1),
        points=ui.formatters.number(whole * float(seen.share), 2)
        if seen is not None and seen.value is not None
        else ui.formatters.NOTHING,
        note=str(probe.note),
        records=_records(probe, one.unit_id),
    )


def _records(probe: Probe, unit_id: int) -> list[tuple[str, str]]:
    source = probe.source
    codes: tuple[str, ...] = ()
    if isinstance(source, OfIndicator):
        codes = (source.code,)
    elif isinstance(source, Divided):
        codes = (source.upper, source.lower)
    asked = urlencode({"unit": unit_id})
    found = []
    for code in codes:
        url = reverse("indicators:value", args=[code])
        found += [(_("Mở chỉ tiêu"), f"{url}?{asked}"), (_("Danh sách hồ sơ"), f"{url}/records?{asked}")]
    if probe.page.endswith("/"):
        found.append((_("Mở hồ sơ"), reverse(probe.page[:-1], args=[unit_id])))
    elif probe.page:
        name, _mark, parameter = probe.page.partition("?")
        found.append((_("Mở hồ sơ"), f"{reverse(name)}?{urlencode({parameter: unit_id})}"))
    return found
