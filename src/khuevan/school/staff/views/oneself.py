"""A teacher's own pages (classes they teach, their file, what they have for teaching online), and the index of lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from khuevan.kernel import access, clock, ui
from khuevan.kernel.access import Actor, requires, signed_in
from khuevan.kernel.database import ChangedMeanwhile
from khuevan.kernel.records.keys import by_key

from .. import queries, services
from ..forms import MeansForm, take_errors
from ..models import StaffMember
from ..permissions import VIEW_ASSIGNMENTS
from ..records import DUTY_RULES, NORMS, PAPERS, STAFF
from ..services.errors import StaffError


@dataclass(frozen=True)
class MyClassesPage:
    classes: Sequence[queries.TaughtClass]
    total: Any
    breadcrumbs: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class OwnRow:
    """One school where the person is or was employed: facts by group, papers by kind."""

    member: StaffMember
    facts: Sequence[tuple[str, Sequence[tuple[str, str]]]]
    papers: Sequence[tuple[str, Sequence[str], Sequence[Sequence[str]]]]


@dataclass(frozen=True)
class MyFilePage:
    rows: Sequence[OwnRow]
    breadcrumbs: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class MeansPage:
    form: MeansForm
    member: StaffMember
    breadcrumbs: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class PapersPage:
    """(name, address, icon, what it is) of every list that the reader may open."""

    lists: Sequence[tuple[str, str, str, str]]
    breadcrumbs: Sequence[tuple[str, str]]


@requires(VIEW_ASSIGNMENTS)
@require_GET
def papers(request: HttpRequest) -> HttpResponse:
    """All lists of the personnel file and of the norm in one place."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    lists = [
        (str(record.plural), record.url("list"), record.icon, str(record.help))
        for record in (*PAPERS, NORMS, DUTY_RULES)
        if access.decide(actor, record.view)
    ]
    return ui.render(
        request, "staff/papers.html", PapersPage(lists=lists, breadcrumbs=[(_("Hồ sơ cán bộ"), "")])
    )


@signed_in("one's own classes, by the assignments of the running year")
@require_GET
def my_classes(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = queries.my_classes(actor, clock.today())
    page = MyClassesPage(classes=found, total=len(found), breadcrumbs=[(_("Lớp tôi dạy"), "")])
    return ui.render(request, "staff/my_classes.html", page)


@signed_in(
    "one's own personnel file: the Law on Personal Data Protection gives everybody the right to see it"
)
@require_GET
def my_file(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    rows = [_own(member) for member in queries.own_rows(actor).order_by("left_on", "id")]
    page = MyFilePage(rows=rows, breadcrumbs=[(_("Hồ sơ của tôi"), "")])
    return ui.render(request, "staff/my_file.html", page)


@signed_in("what one has oneself for teaching online")
@require_http_methods(["GET", "POST"])
def my_means(request: HttpRequest, member_id: int) -> HttpResponse:
    """Everybody tells for themselves."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    member = by_key(queries.own_rows(actor), member_id)
    if member is None:
        raise Http404
    form = MeansForm(
        request.POST or None,
        initial={"computers": member.computers, "internet": member.internet, "version": member.version},
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            services.declare_means(
                actor, member, at=clock.now(), version=given["version"], computers=given["computers"],
                internet=given["internet"],
            )  # fmt: skip
        except StaffError as error:
            take_errors(form, error)
        except ChangedMeanwhile as changed:
            form.add_error(None, str(changed))
        else:
            messages.success(request, _("Đã lưu. Cảm ơn bạn."))
            return redirect("staff:my_file")
    crumbs = [(_("Hồ sơ của tôi"), ui.url("staff:my_file")), (_("Thiết bị và đường truyền"), "")]
    page = MeansPage(form=form, member=member, breadcrumbs=crumbs)
    return ui.render(request, "staff/my_means.html", page, status=422 if request.method == "POST" else 200)


def _own(member: StaffMember) -> OwnRow:
    grouped: dict[str, list[tuple[str, str]]] = {}
    for item in STAFF.fields:
        if item.name in ("school", "gone"):
            continue
        text = item.text(item.read(member))
        if text:
            grouped.setdefault(str(item.group), []).append((str(item.label), text))
    papers = []
    for record in PAPERS:
        rows = record.model._default_manager.filter(staff_id=member.pk, cancelled_on__isnull=True)
        shown = [item for item in record.listed if item.name not in ("staff", "school")]
        lines = [[item.text(item.read(row)) for item in shown] for row in rows.order_by("-id")]
        if lines:
            papers.append((str(record.plural), [str(item.label) for item in shown], lines))
    return OwnRow(member, tuple(grouped.items()), papers)
