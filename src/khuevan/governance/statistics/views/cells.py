"""One cell of a report: what it counts, what the records say now, why it is so, and where a record is mended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from khuevan.governance.indicators import queries as indicators
from khuevan.kernel import access, clock, ui
from khuevan.kernel.access import Actor, requires
from khuevan.kernel.measures import Indicator, declared
from khuevan.kernel.measures.wording import sentence
from khuevan.kernel.records import Invalid

from .. import queries, services
from ..choices import State
from ..layouts import Cell
from ..models import Report
from ..permissions import VIEW_REPORTS
from .words import address, indicator_url, shown, trail


@dataclass(frozen=True)
class CellPage:
    """now: what the records say now of the day of the report; "" where the reader may not see them. parts: the
    same cell of the reports that were added in."""

    report: Report
    label: str
    indicator: Indicator
    held: Sequence[tuple[str, str]]
    formula: str
    value: str
    now: str
    differs: bool
    indicator_url: str
    records_url: str
    frozen: str
    changes_url: str
    remark: str
    may_explain: bool
    parts: Sequence[tuple[str, str, str]]
    error: str
    breadcrumbs: Sequence[tuple[str, str]]


@requires(VIEW_REPORTS)
@require_http_methods(["GET", "HEAD", "POST"])
def cell(request: HttpRequest, report_id: int, cell: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = queries.report(actor, report_id)
    error, typed = "", None
    if request.method == "POST":
        typed = request.POST.get("text", "")
        try:
            services.explain_cell(actor, at=clock.now(), report_id=report_id, cell=cell, text=typed)
        except Invalid as invalid:
            error = "; ".join(invalid.errors.values())
        else:
            messages.success(request, _("Đã ghi giải trình."))
            return redirect(address("report", report_id=report_id))
    full = queries.filled(actor, found)
    one = full.form.cells.get(cell)
    if one is None or cell not in full.contents.cells:
        raise Http404
    page = _page(actor, found, full, one, error, typed)
    return ui.render(request, "statistics/cell.html", page, status=422 if error else 200)


def _page(
    actor: Actor, found: Report, full: queries.Filled, one: Cell, error: str, typed: str | None
) -> CellPage:
    indicator = declared()[one.indicator]
    value, now = full.contents.cells[one.key], _now(actor, found, full, one)
    source = full.contents.header.get("source", "")
    url = indicator_url(one, found.unit_id, source) if now is not None else ""
    return CellPage(
        report=found,
        label=full.form.label_of(one.key),
        indicator=indicator,
        held=_held(indicator, one),
        formula=sentence(indicator.measure),
        value=shown(value),
        now=shown(now) if now is not None else "",
        differs=now is not None and now != value,
        indicator_url=url,
        records_url=url.replace(f"{one.indicator}?", f"{one.indicator}/records?part={one.which}&", 1),
        frozen=shown(full.contents.frozen[one.key]) if one.key in full.contents.frozen else "",
        changes_url=_changes_url(one, found.unit_id, source) if now is not None else "",
        remark=typed if typed is not None else full.contents.remarks.get(one.key, ""),
        may_explain=found.state == State.DRAFT
        and queries.may_prepare(actor, found.unit_id, found.receiver_id, queries.closed_on(found.unit_id)),
        parts=_parts(found, full, one),
        error=error,
        breadcrumbs=trail(
            (str(found.unit_name), address("report", report_id=found.pk)), (full.form.symbol, "")
        ),
    )


def _changes_url(one: Cell, unit_id: int, source: str) -> str:
    """Which records came to be counted since the day was frozen, and which ceased."""
    kind, _colon, number = source.partition(":")
    if kind not in ("snapshot", "corrected") or indicators.current() is None:
        return ""
    words = {"unit": str(unit_id), "snapshot": number, "part": one.which, **one.held}
    return f"{reverse('indicators:changes', args=[one.indicator])}?{urlencode(words)}"


def _now(actor: Actor, found: Report, full: queries.Filled, one: Cell) -> float | None:
    try:
        return queries.counted_cell(actor, one, found.unit_id, found.as_of)
    except access.Refused:
        return None


def _held(indicator: Indicator, one: Cell) -> list[tuple[str, str]]:
    """What is held fast, in words."""
    told = []
    for column, word in one.held.items():
        split = indicator.split(column)
        if split is None:
            continue
        words = {
            ("1" if key is True else "0" if key is False else str(key)): label
            for key, label in (split.words or {}).items()
        }
        told.append((str(split.label), str(words.get(word, word))))
    return told


def _parts(found: Report, full: queries.Filled, one: Cell) -> list[tuple[str, str, str]]:
    """(name, value, page of the cell) of those that were added in."""
    if found.package:  # its parts stand on another installation
        return []
    known = {row.pk: row for row in queries.latest_below(found.unit_id, found.form, found.school_year)}
    told = []
    for part in full.contents.parts:
        row = known.get(part.report_id)
        contents = queries.contents_of(row) if row is not None else None
        value = contents.cells.get(one.key) if contents is not None else None
        told.append((part.name, shown(value), address("cell", report_id=part.report_id, cell=one.key)))
    return told
