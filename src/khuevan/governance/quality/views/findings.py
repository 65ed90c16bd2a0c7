"""The list behind a figure, with the way to the cell; and saying why a doubtful record is right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from markupsafe import Markup

from khuevan.kernel import access, clock, ui
from khuevan.kernel.access import Actor, requires
from khuevan.kernel.checks import Dimension, Severity, components, declared
from khuevan.kernel.records import Invalid, Moment, Text, export
from khuevan.register.organisations import queries as organisations

from .. import queries, services
from ..choices import FindingState
from ..models import Finding
from ..permissions import EXPLAIN_FINDING, VIEW_QUALITY
from .unit import scope_of_unit
from .words import breadcrumbs, severity_badge

FILTERS = ("check", "dimension", "component", "severity", "state")
ORDER = ("unit_id", "check_code", "id")


@dataclass(frozen=True)
class FindingsPage:
    """`unit`: the name of the unit that the address chose; "" for all of the scope."""

    listing: ui.Listing
    slice: ui.Slice
    filters: Sequence[ui.Choice]
    cells: Callable[[queries.FindingRow], Sequence[object]]
    unit: str
    one_unit: bool
    export_url: str
    breadcrumbs: list[tuple[str, str]]


@dataclass(frozen=True)
class ExplainPage:
    row: queries.FindingRow
    why: str
    errors: dict[str, str] = field(default_factory=dict)
    breadcrumbs: list[tuple[str, str]] = field(default_factory=list)
    cancel_url: str = ""


@requires(VIEW_QUALITY)
def findings(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    listing = ui.Listing.of(request, filters=FILTERS, keep=("unit",))
    wanted = asked(listing)
    found = queries.findings(actor, wanted)
    shown = ui.take_after(found, listing, by=ORDER).map(queries.row_of)
    names = organisations.names(wanted.units.ids()[:1]) if wanted.units and len(wanted.units) == 1 else {}
    unit = next(iter(names.values()), "")
    steps = [(unit, reverse("quality:unit", args=[listing.kept["unit"]]))] if unit else []
    page = FindingsPage(
        listing=listing,
        slice=ui.Slice(**{**shown.__dict__, "rows": tuple(row for row in shown.rows if row is not None)}),
        filters=_filters(),
        cells=lambda row: _cells(row, actor, with_unit=not unit),
        unit=unit,
        one_unit=bool(unit),
        export_url=listing.same(reverse("quality:findings_export")),
        breadcrumbs=breadcrumbs(*steps, (_("Việc cần sửa"), "")),
    )
    return ui.render(request, "quality/findings.html", page)


@requires(VIEW_QUALITY)
@require_GET
def findings_export(request: HttpRequest) -> HttpResponseBase:
    """The list as a workbook."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    listing = ui.Listing.of(request, filters=FILTERS, keep=("unit",))
    found = queries.findings(actor, asked(listing)).order_by(*ORDER)
    columns = (
        Text("unit", _("Đơn vị")), Text("title", _("Đối tượng")), Text("label", _("Kiểm tra")),
        Text("sentence", _("Nội dung")), Text("severity", _("Mức độ")), Text("source", _("Căn cứ")),
        Moment("found_at", _("Phát hiện lúc")),
    )  # fmt: skip
    try:
        return export.answer(
            actor, columns, (_Line.of(row) for one in found.iterator(chunk_size=2_000)
                             if (row := queries.row_of(one)) is not None),
            "xlsx", title=_("Việc cần sửa"), action="quality.finding:export", at=clock.now(),
            asked=request.GET.urlencode(),
        )  # fmt: skip
    except export.TooMany as many:
        messages.error(request, str(many))
        return redirect(listing.same(reverse("quality:findings")))


@requires(EXPLAIN_FINDING)
def explain(request: HttpRequest, finding_id: int) -> HttpResponse:
    """The reason why the record is right as it is; empty takes an earlier one back."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = queries.finding(actor, finding_id)
    access.demand(actor, EXPLAIN_FINDING, on=found)
    row = queries.row_of(found)
    assert row is not None
    back = _list_of(found)
    errors: dict[str, str] = {}
    why = request.POST.get("why", found.explanation)
    if request.method == "POST":
        try:
            if "take_back" in request.POST:
                services.take_back_explanation(actor=actor, at=clock.now(), finding=found)
            else:
                services.explain_finding(actor=actor, at=clock.now(), finding=found, why=why)
        except Invalid as invalid:
            errors = {name: str(text) for name, text in invalid.errors.items()}
        else:
            messages.success(request, _("Đã lưu."))
            return redirect(back)
    page = ExplainPage(
        row=row,
        why=why,
        errors=errors,
        breadcrumbs=breadcrumbs(
            (row.unit, reverse("quality:unit", args=[row.unit_id])), (str(row.check.label), back), (_("Giải trình"), "")
        ),
        cancel_url=back,
    )  # fmt: skip
    return ui.render(request, "quality/explain.html", page, status=422 if errors else 200)


def asked(listing: ui.Listing) -> queries.FindingFilter:
    """What the address asks of the list; unknown words ask nothing."""

    def known(name: str, values: Sequence[str]) -> str:
        chosen = listing.chosen(name)
        return chosen if chosen in values else ""

    return queries.FindingFilter(
        text=listing.text,
        check=known("check", list(declared())),
        dimension=known("dimension", Dimension.values),
        component=known("component", [part.code for part in components()]),
        severity=known("severity", Severity.values),
        state=known("state", FindingState.values) or FindingState.OPEN,
        units=scope_of_unit(listing.kept.get("unit", "")),
    )


def _filters() -> list[ui.Choice]:
    every = [("", _("Tất cả"))]
    checks = sorted((str(check.label), check.code) for check in declared().values())
    return [
        ui.choice("dimension", _("Chiều"), [*every, *Dimension.choices]),
        ui.choice("severity", _("Mức độ"), [*every, *Severity.choices]),
        ui.choice("component", _("Phần dữ liệu"), [*every, *((p.code, p.label) for p in components())]),
        ui.choice("check", _("Kiểm tra"), [*every, *((code, label) for label, code in checks)]),
        ui.choice("state", _("Trạng thái"), [("", FindingState.OPEN.label), *FindingState.choices[1:]]),
    ]


def _cells(row: queries.FindingRow, actor: Actor, *, with_unit: bool) -> Sequence[object]:
    """One line of the list: what, where, what is the matter, how grave, what to do."""
    return (
        *((ui.link(reverse("quality:unit", args=[row.unit_id]), row.unit),) if with_unit else ()),
        row.title,
        _said(row),
        severity_badge(row.check),
        ui.formatters.day(row.found_at),
        _todo(row, actor),
    )


def _said(row: queries.FindingRow) -> Markup:
    more = f" {_('Đã giải trình:')} {row.explanation}" if row.explanation else ""
    return Markup('<span title="{}">{}{}</span>').format(row.check.source, row.sentence, more)


def _todo(row: queries.FindingRow, actor: Actor) -> Markup:
    if row.state == FindingState.MENDED:
        return ui.badge(_("Đã sửa %(day)s") % {"day": ui.formatters.day(row.mended_at)}, "success")
    links = [ui.link(row.mend_url, _("Đến chỗ sửa"))] if row.mend_url else []
    if not row.is_wrong and access.decide(actor, EXPLAIN_FINDING, on=row.unit_id):
        links.append(ui.link(reverse("quality:explain", args=[row.id]), _("Giải trình")))
    return Markup(" · ").join(links)


def _list_of(found: Finding) -> str:
    return (
        f"{reverse('quality:findings')}?{urlencode({'unit': str(found.unit_id), 'check': found.check_code})}"
    )


@dataclass(frozen=True)
class _Line:
    """A row of the workbook."""

    unit: str
    title: str
    label: str
    sentence: str
    severity: str
    source: str
    found_at: object

    @classmethod
    def of(cls, row: queries.FindingRow) -> _Line:
        check = row.check
        return cls(
            row.unit, row.title, str(check.label), row.sentence, str(check.severity.label), str(check.source),
            row.found_at,
        )  # fmt: skip
