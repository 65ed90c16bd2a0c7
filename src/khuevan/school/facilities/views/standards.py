"""Lists as a whole: taking in what is shipped, and a new version when a circular follows another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from khuevan.kernel import clock, ui
from khuevan.kernel.access import requires
from khuevan.kernel.records import Invalid
from khuevan.kernel.records.errors import NotUnderstood
from khuevan.kernel.records.formats import parse_date
from khuevan.kernel.records.keys import by_key

from .. import services
from ..models import EquipmentList
from ..permissions import EDIT_STANDARDS
from ..records import LISTS
from .place import actor_of


@dataclass(frozen=True)
class RenewPage:
    former: EquipmentList
    typed: Mapping[str, str]
    errors: Mapping[str, str]
    breadcrumbs: Sequence[tuple[str, str]]


@requires(EDIT_STANDARDS)
@require_POST
def load_standards(request: HttpRequest) -> HttpResponse:
    """Adds what comes with the platform and is not there yet."""
    added = services.load_shipped(actor_of(request), at=clock.now())
    messages.success(
        request,
        _("Đã nạp %(lists)s danh mục, %(items)s dòng thiết bị, %(norms)s định mức.") % added,
    )
    return redirect(LISTS.url("list"))


@requires(EDIT_STANDARDS)
@require_http_methods(["GET", "POST"])
def renew(request: HttpRequest, pk: int) -> HttpResponse:
    """A new version of a list from a day on."""
    former = by_key(EquipmentList.objects, pk)
    if former is None:
        raise Http404
    typed = {name: request.POST.get(name, "").strip() for name in ("name", "instrument", "valid_from")}
    if request.method == "GET":
        return _ask(request, former, typed | {"name": former.name}, {})
    try:
        made = services.make_new_version(actor_of(request), former, _order(typed), at=clock.now())
    except Invalid as invalid:
        return _ask(request, former, typed, invalid.errors)
    messages.success(request, _("Đã lập danh mục mới, các dòng được chép sang."))
    return redirect(LISTS.url("detail", pk=made.pk))


def _order(typed: Mapping[str, str]) -> services.NewVersion:
    try:
        day = parse_date(typed["valid_from"])
    except NotUnderstood as problem:
        raise Invalid({"valid_from": str(problem)}) from problem
    return services.NewVersion(name=typed["name"][:200], instrument=typed["instrument"][:120], valid_from=day)


def _ask(
    request: HttpRequest, former: EquipmentList, typed: Mapping[str, str], errors: Mapping[str, Any]
) -> HttpResponse:
    page = RenewPage(
        former=former,
        typed=typed,
        errors={name: str(sentence) for name, sentence in errors.items()},
        breadcrumbs=[
            (str(LISTS.plural), LISTS.url("list")),
            (former.name, LISTS.url("detail", pk=former.pk)),
            (_("Lập bản mới"), ""),
        ],
    )
    return ui.render(request, "facilities/renew.html", page, status=422 if errors else 200)
