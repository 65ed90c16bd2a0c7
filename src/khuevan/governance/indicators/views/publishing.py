"""What everybody may see of the figures, and the page where it is decided."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from khuevan.kernel import clock, ui
from khuevan.kernel.access import Actor, public, requires
from khuevan.kernel.checks import Trust
from khuevan.kernel.measures import Indicator
from khuevan.kernel.measures.wording import sentence
from khuevan.kernel.records import Invalid

from .. import queries, services
from ..models import Publication, Snapshot, Threshold
from ..permissions import PUBLISH
from ..rules import Figure
from ..rules.publishing import LEAST, why_not_public
from ..rules.releases import DAYS
from ..rules.sdmx import TOTAL, Dimension, Flow, Observation, code_of, flow_id_of
from .words import bare, name_of, ordered, start, unit_of, word_of

WITHHELD = "×"


@dataclass(frozen=True)
class Line:
    """A published number; see PublicLineOut."""

    unit_id: int
    name: str
    split: str
    word: str
    said: str
    value: float | None
    withheld: bool


def lines_of(found: queries.Published) -> list[Line]:
    """Units from the highest down, each with its total and its splits."""
    made = []
    for unit in _units(found):
        made.append(_line(found, unit, None, None, found.totals[unit]))
        for split in found.splits:
            row = found.apart[split.column].get(unit, {})
            made += [_line(found, unit, split, value, row[value]) for value in ordered(split, list(row))]
    return made


def _line(found: queries.Published, unit: int, split: Any, value: Any, figure: Figure | None) -> Line:
    return Line(
        unit, found.names.get(unit, ""), split.column if split else "", word_of(value) if split else "",
        name_of(split, value) if split else "", figure.value if figure else None, figure is None,
    )  # fmt: skip


def _units(found: queries.Published) -> Iterator[int]:
    waiting = list(found.roots)
    while waiting:
        unit = waiting.pop(0)
        yield unit
        waiting.extend(found.below.get(unit, ()))


def flow_of(found: queries.Published) -> Flow:
    """What its SDMX messages are about."""
    one = found.indicator
    units = [(str(unit), found.names.get(unit) or str(unit)) for unit in _units(found)]
    dimensions = [Dimension("REF_AREA", _("Đơn vị"), units)]
    for split in found.splits:
        values = ordered(split, list({value for row in found.apart[split.column].values() for value in row}))
        codes = {code_of(value): name_of(split, value) for value in values}
        dimensions.append(
            Dimension(
                split.column.upper(),
                str(split.label),
                [(TOTAL, _("Tổng")), *((c, n) for c, n in codes.items())],
            )
        )
    return Flow(
        flow_id_of(one.code), str(one.label), str(one.unit), one.decimals, found.as_of, found.made_at,
        f"{one.version}.0.0", dimensions,
    )  # fmt: skip


def observations_of(found: queries.Published, flow: Flow) -> Iterator[Observation]:
    """Every published number, the withheld ones without their value."""
    for line in lines_of(found):
        where = [str(line.unit_id)]
        for split in found.splits:
            where.append(_code(line) if line.split == split.column else TOTAL)
        yield Observation(where, line.value, line.withheld)


def _code(line: Line) -> str:
    return {"-": "_U", "None": "_U", "1": "Y", "0": "N"}.get(line.word, code_of(line.word))


@dataclass(frozen=True)
class PublicRow:
    name: str
    url: str
    value: str


@dataclass(frozen=True)
class PublicListPage:
    rows: Sequence[tuple[Indicator, str, str, str]]


@dataclass(frozen=True)
class PublicPage:
    """below, split: names with published values."""

    found: queries.Published
    name: str
    value: str
    sentence: str
    below: Sequence[PublicRow]
    splits: Sequence[tuple[str, Sequence[PublicRow]]]
    has_withheld: bool
    downloads: Sequence[tuple[str, str]]
    breadcrumbs: Sequence[tuple[str, str]]


@public("Published figures: small numbers of persons are withheld.")
@require_safe
@ui.for_everybody
def public_list(request: HttpRequest) -> HttpResponse:
    today, rows = clock.today(), []
    for one in queries.public_indicators(on=today):
        found = queries.published(one.code, on=today)
        if found is not None and found.roots:
            root = found.roots[0]
            url = reverse("indicators:public", args=[one.code])
            rows.append((one, url, _said(one, found.totals[root]), found.names.get(root, "")))
    return ui.render(request, "indicators/public_list.html", PublicListPage(rows))


@public("Published figures: small numbers of persons are withheld.")
@require_safe
@ui.for_everybody
def public_figure(request: HttpRequest, code: str) -> HttpResponse:
    found = queries.published(code, on=clock.today())
    unit = unit_of(request)
    if found is None or not found.roots:
        raise Http404
    unit = found.roots[0] if unit is None else unit
    if unit not in found.totals:
        raise Http404
    indicator, path = found.indicator, reverse("indicators:public", args=[code])
    below = [
        PublicRow(found.names.get(one, ""), f"{path}?{urlencode({'unit': one})}", _said(indicator, found.totals[one]))
        for one in found.below.get(unit, ())
    ]  # fmt: skip
    splits = [
        (
            str(split.label),
            [PublicRow(name_of(split, value), "", _said(indicator, row[value])) for value in ordered(split, list(row))],
        )
        for split in found.splits
        if (row := found.apart[split.column].get(unit, {}))
    ]  # fmt: skip
    shown = [*below, *(row for _label, rows in splits for row in rows)]
    api = f"/api/v1/indicators/public/{code}"
    page = PublicPage(
        found=found,
        name=found.names.get(unit, ""),
        value=_said(indicator, found.totals[unit]),
        sentence=sentence(indicator.measure),
        below=below,
        splits=splits,
        has_withheld=found.totals[unit] is None or any(row.value == WITHHELD for row in shown),
        downloads=[("CSV", f"{api}/values.csv"), ("SDMX-JSON", f"{api}/sdmx"), (_("Cấu trúc SDMX"), f"{api}/structure")],
        breadcrumbs=[(_("Số liệu công bố"), reverse("indicators:public_list")), *_above(found, unit, path)],
    )  # fmt: skip
    return ui.render(request, "indicators/public.html", page)


def _above(found: queries.Published, unit: int, path: str) -> list[tuple[str, str]]:
    steps = [(found.names.get(unit, ""), "")]
    while unit in found.above:
        unit = found.above[unit]
        steps.insert(0, (found.names.get(unit, ""), f"{path}?{urlencode({'unit': unit})}"))
    return steps


def _said(indicator: Indicator, figure: Figure | None) -> str:
    return WITHHELD if figure is None else bare(indicator, figure)


class PublishForm(forms.Form):
    """One indicator onto the list."""

    code = forms.ChoiceField(label=gettext_lazy("Chỉ tiêu"))
    splits = forms.CharField(
        label=gettext_lazy("Phân tổ"), required=False, max_length=300,
        help_text=gettext_lazy("Tên các phân tổ của chỉ tiêu, cách nhau bằng dấu phẩy; để trống thì chỉ công bố tổng."),
    )  # fmt: skip
    reason = forms.CharField(label=gettext_lazy("Lý do"), max_length=500)


class ThresholdForm(forms.Form):
    """The least number of persons that is told, and how seldom, from a day on."""

    least = forms.IntegerField(label=gettext_lazy("Số nhỏ nhất được công bố"), min_value=3, max_value=1000)
    days = forms.IntegerField(
        label=gettext_lazy("Số ngày ít nhất giữa hai kỳ công bố"), min_value=1, max_value=400, initial=DAYS
    )
    valid_from = ui.DateField(label=gettext_lazy("Áp dụng từ"))
    source = forms.CharField(label=gettext_lazy("Căn cứ"), max_length=200)
    trust = forms.ChoiceField(label=gettext_lazy("Độ tin cậy của căn cứ"), choices=Trust.choices)


@dataclass(frozen=True)
class PublishingPage:
    """listed: publication, its name, the columns in words. least, days: in force today. release: what the public sees
    now; next_from: the first day of a later one; waiting: frozen since, not for the public before the next."""

    listed: Sequence[tuple[Publication, str, str]]
    past: Sequence[tuple[Publication, str]]
    least: int
    days: int
    release: queries.Release | None
    next_from: date | None
    waiting: Sequence[Snapshot]
    is_default: bool
    thresholds: Sequence[Threshold]
    publish: PublishForm
    threshold: ThresholdForm
    breadcrumbs: Sequence[tuple[str, str]]


@requires(PUBLISH)
def publishing(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    which = request.POST.get("which", "")
    publish = PublishForm(request.POST if which == "publish" else None)
    publish.fields["code"].choices = _offered()  # type: ignore[attr-defined]
    threshold = ThresholdForm(
        request.POST if which == "threshold" else None, initial={"valid_from": clock.today()}
    )
    form = {"publish": publish, "threshold": threshold}.get(which)
    if form is not None and form.is_valid():
        try:
            _decide(actor, which, dict(form.cleaned_data))
        except Invalid as invalid:
            for name, text in invalid.errors.items():
                form.add_error(name if name in form.fields else None, str(text))
        else:
            messages.success(request, _("Đã lưu."))
            return redirect("indicators:publishing")
    page = _publishing_page(publish, threshold)
    failed = form is not None and form.errors
    return ui.render(request, "indicators/publishing.html", page, status=422 if failed else 200)


@require_POST
@requires(PUBLISH)
def unpublish(request: HttpRequest, publication_id: int) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    try:
        services.stop_publishing(
            actor=actor, at=clock.now(), publication_id=publication_id, reason=request.POST.get("reason", "")
        )
    except Invalid as invalid:
        messages.error(request, " ".join(str(one) for one in invalid.errors.values()))
    else:
        messages.success(request, _("Đã thôi công bố."))
    return redirect("indicators:publishing")


def _decide(actor: Actor, which: str, given: dict[str, Any]) -> None:
    if which == "publish":
        given["splits"] = _columns(given["code"], given["splits"])
        services.publish(actor=actor, at=clock.now(), **given)
    else:
        services.set_threshold(actor=actor, at=clock.now(), **given)


def _columns(code: str, said: str) -> list[str]:
    """Names of splits, as pages say them or as columns."""
    indicator = queries.indicator_of(code, on=clock.today())
    known = {str(one.label).casefold(): one.column for one in indicator.splits} if indicator else {}
    words = [" ".join(one.split()) for one in said.split(",")]
    return [known.get(one.casefold(), one) for one in words if one]


def _offered() -> list[tuple[str, str]]:
    """Those that may join the list, and those already on it may not."""
    listed = queries.public_indicators(on=clock.today())
    return [
        (one.code, f"{one.label} ({one.code})")
        for one in queries.indicators(on=clock.today()).values()
        if one not in listed and not why_not_public(one, (), listed)
    ]


def _publishing_page(publish: PublishForm, threshold: ThresholdForm) -> PublishingPage:
    today = clock.today()
    every = queries.indicators(on=today)

    def label(row: Publication) -> str:
        return str(every[row.code].label) if row.code in every else row.code

    listed = []
    for row in queries.publications(on=today):
        indicator = every.get(row.code)
        splits = [indicator.split(one) for one in row.splits] if indicator else []
        listed.append((row, label(row), ", ".join(str(one.label) for one in splits if one)))
    least, kept, days = queries.least_on(today), queries.thresholds(), queries.days_on(today)
    release = next(reversed(queries.public_releases(on=today)), None)
    seen = release.state.snapshot if release else None
    return PublishingPage(
        listed=listed, past=[(row, label(row)) for row in queries.past_publications()], least=least,
        days=days, release=release, next_from=release.day + timedelta(days=days) if release else None,
        waiting=[one for one in queries.snapshots() if seen and one.frozen_at > seen.frozen_at],
        is_default=least == LEAST and not kept, thresholds=kept, publish=publish, threshold=threshold,
        breadcrumbs=[start(), (_("Công bố chỉ tiêu"), "")],
    )  # fmt: skip
