"""A decision changes a line of an index, adds one, ends one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from khuevan.kernel import clock, ui
from khuevan.kernel.access import requires
from khuevan.kernel.records import Invalid, typed_day
from khuevan.school.curriculum.choices import Trust

from .. import queries, rules, services
from ..choices import Kind, Topic
from ..models import Edition
from ..permissions import CONFIGURE
from ..services import CriterionOrder
from .words import actor_of, address, read_points, trail

TEXTS = (
    "code",
    "name",
    "kind",
    "maximum",
    "cut_basic",
    "cut_good",
    "asks",
    "topic",
    "trust",
    "note",
    "decision",
    "valid_from",
)


@dataclass(frozen=True)
class AmendPage:
    """is_known: a line that there is; its code is not changed."""

    edition: Edition
    is_known: bool
    typed: Mapping[str, str]
    error: Mapping[str, str]
    kinds: Sequence[tuple[str, str]]
    topics: Sequence[tuple[str, str]]
    trusts: Sequence[tuple[str, str]]
    breadcrumbs: Sequence[tuple[str, str]]


@requires(CONFIGURE)
@require_http_methods(["GET", "HEAD", "POST"])
def amend(request: HttpRequest, code: str) -> HttpResponse:
    """?line= names the line; without it a new one is added."""
    edition = queries.edition(code)
    if request.method != "POST":
        return _shown(request, edition, typed=_begun(edition, request.GET.get("line", "")))
    try:
        order = _read(request, edition)
        services.amend_criterion(actor_of(request), order, at=clock.now())
    except Invalid as invalid:
        typed = {name: request.POST.get(name, "") for name in TEXTS}
        return _shown(request, edition, typed=typed, error=invalid.errors)
    messages.success(request, _("Đã ghi thay đổi của dòng %(code)s.") % {"code": order.code})
    return redirect("maturity:edition", edition.code)


def _read(request: HttpRequest, edition: Edition) -> CriterionOrder:
    """Raises Invalid."""
    said = {name: request.POST.get(name, "").strip() for name in TEXTS}
    return CriterionOrder(
        edition=edition.code, code=said["code"], kind=said["kind"], name=said["name"],
        maximum=read_points(said["maximum"], "maximum"), cut_basic=read_points(said["cut_basic"], "cut_basic"),
        cut_good=read_points(said["cut_good"], "cut_good"), asks=said["asks"], topic=said["topic"], trust=said["trust"],
        note=said["note"], decision=said["decision"], valid_from=typed_day(request, "valid_from"),
        ends=request.POST.get("then") == "end",
    )  # fmt: skip


def _begun(edition: Edition, code: str) -> dict[str, str]:
    row = queries.index(edition, clock.today()).row(code)
    if row is None:
        return {**dict.fromkeys(TEXTS, ""), "kind": Kind.COMPONENT.value, "trust": Trust.OFFICIAL.value}
    numbers = {
        name: rules.plain(value).replace(".", ",") if value is not None else ""
        for name, value in (
            ("maximum", row.line.maximum),
            ("cut_basic", row.line.cut_basic),
            ("cut_good", row.line.cut_good),
        )
    }
    return {
        "code": row.code,
        "name": row.line.name,
        "kind": row.line.kind.value,
        "asks": row.asks,
        "topic": row.topic,
        "trust": row.trust.value,
        "note": row.note,
        "decision": "",
        "valid_from": "",
        **numbers,
    }


def _shown(
    request: HttpRequest,
    edition: Edition,
    *,
    typed: Mapping[str, str],
    error: Mapping[str, str] | None = None,
) -> HttpResponse:
    known = queries.index(edition, clock.today()).row(typed["code"]) is not None and bool(typed["code"])
    page = AmendPage(
        edition=edition,
        is_known=known,
        typed=typed,
        error=error or {},
        kinds=[(one.value, str(one.label)) for one in Kind],
        topics=[("", "–"), *((one.value, str(one.label)) for one in Topic)],
        trusts=[(one.value, str(one.label)) for one in Trust],
        breadcrumbs=trail(
            (_("Bộ chỉ số"), address("editions")), (edition.code, address("edition", code=edition.code)),
            (_("Sửa theo quyết định"), ""),
        ),
    )  # fmt: skip
    return ui.render(request, "maturity/amend.html", page, status=422 if error else 200)
