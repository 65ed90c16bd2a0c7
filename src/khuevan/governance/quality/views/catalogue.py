"""Which checks there are, on what law, with which numbers; changing a number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuevan.kernel import access, clock, ui
from khuevan.kernel.access import Actor, requires
from khuevan.kernel.checks import Check, Dimension, declared
from khuevan.kernel.records import Invalid

from .. import queries, services
from ..models import LimitChange, Tally
from ..permissions import EDIT_LIMITS, VIEW_QUALITY
from .words import breadcrumbs


class LimitForm(forms.Form):
    """A number from a day on."""

    name = forms.ChoiceField(label=gettext_lazy("Ngưỡng"))
    value = forms.FloatField(label=gettext_lazy("Giá trị"), localize=True)
    valid_from = ui.DateField(label=gettext_lazy("Từ ngày"))
    source = forms.CharField(label=gettext_lazy("Căn cứ"), max_length=300)


@dataclass(frozen=True)
class CataloguePage:
    """`groups`: dimension and its checks."""

    groups: Sequence[tuple[str, Sequence[Check]]]
    total: int
    breadcrumbs: list[tuple[str, str]]


@dataclass(frozen=True)
class CheckPage:
    """`limits`: (label, declared, in force today); `worst`: units in which most fail."""

    check: Check
    facts: Sequence[tuple[str, object]]
    limits: Sequence[tuple[str, float, float]]
    changes: Sequence[LimitChange]
    worst: Sequence[Tally]
    form: forms.Form | None
    breadcrumbs: list[tuple[str, str]] = field(default_factory=list)


@requires(VIEW_QUALITY)
def catalogue(request: HttpRequest) -> HttpResponse:
    every = list(declared().values())
    page = CataloguePage(
        groups=[
            (
                str(dimension.label),
                sorted((c for c in every if c.dimension is dimension), key=lambda c: (c.component.order, c.code)),
            )
            for dimension in Dimension
        ],
        total=len(every),
        breadcrumbs=breadcrumbs((_("Danh mục kiểm tra"), "")),
    )  # fmt: skip
    return ui.render(request, "quality/catalogue.html", page)


@requires(VIEW_QUALITY)
def check(request: HttpRequest, code: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = declared().get(code)
    if found is None:
        raise Http404
    form = _limit_form(request, actor, found)
    if form is not None and request.method == "POST":
        access.demand(actor, EDIT_LIMITS)
        if form.is_valid():
            try:
                services.change_limit(actor=actor, at=clock.now(), check_code=code, **form.cleaned_data)
            except Invalid as invalid:
                for name, text in invalid.errors.items():
                    form.add_error(name if name in form.fields else None, str(text))
            else:
                messages.success(request, _("Đã lưu; lần kiểm tra tới sẽ theo ngưỡng mới."))
                return redirect("quality:check", code)
    today = clock.today()
    page = CheckPage(
        check=found,
        facts=_facts(found),
        limits=_limits(found, today),
        changes=list(LimitChange.objects.filter(check_code=code).order_by("-valid_from", "name")),
        worst=queries.worst_units(actor, found),
        form=form,
        breadcrumbs=breadcrumbs(
            (_("Danh mục kiểm tra"), reverse("quality:catalogue")), (str(found.label), "")
        ),
    )
    return ui.render(request, "quality/check.html", page, status=422 if form and form.errors else 200)


def _limit_form(request: HttpRequest, actor: Actor, found: Check) -> LimitForm | None:
    if not found.limits or not access.decide(actor, EDIT_LIMITS):
        return None
    form = LimitForm(request.POST if request.method == "POST" else None)
    form.fields["name"].choices = [(limit.name, _limit_label(found, limit.name)) for limit in found.limits]  # type: ignore[attr-defined]
    return form


def _limits(found: Check, today: date) -> list[tuple[str, float, float]]:
    now = services.settings_on([found], today)[found.code]
    return [(_limit_label(found, limit.name), limit.value, now.limit(limit.name)) for limit in found.limits]


def _limit_label(found: Check, name: str) -> str:
    words = {"least": _("ít nhất"), "most": _("nhiều nhất"), "youngest": _("nhỏ nhất"), "oldest": _("lớn nhất"),
             "grown_up": _("tuổi thành niên"), "days": _("số ngày")}  # fmt: skip
    unit = next(str(limit.unit) for limit in found.limits if limit.name == name)
    label = words.get(name, name)
    return f"{label} ({unit})" if unit else label


def _facts(found: Check) -> list[tuple[str, object]]:
    columns = found.facts.by_name
    return [
        (_("Chiều"), found.dimension.label),
        (_("Mức độ"), found.severity.label),
        (_("Phần dữ liệu"), found.component.label),
        (_("Kiểm tra trên"), found.facts.label),
        (_("Trường dữ liệu"), ", ".join(str(columns[name].label) or name for name in found.fields)),
        (_("Căn cứ"), str(found.source)),
        (_("Độ tin cậy của căn cứ"), found.source.trust.label),
        (_("Mã"), found.code),
    ]
