"""Decisions about somebody of the school: the same form is filled in, shown as a plan, and committed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_GET, require_http_methods

from khuevan.kernel import access, clock, ui
from khuevan.kernel.access import Actor, requires
from khuevan.kernel.database import ChangedMeanwhile
from khuevan.kernel.records.keys import by_key
from khuevan.register.people.services import PeopleError

from .. import services
from ..choices import Leave, Position, PostingKind, StaffStatus
from ..forms import ActForm, WhyForm, take_errors
from ..models import StaffMember
from ..permissions import RECORD_POSTINGS
from ..records import STAFF
from ..records.panels import acts_offered
from ..rules import ACTS, Change
from ..services.errors import StaffError, say
from .arriving import FormPage

_WORDS: dict[str, Any] = {
    "status": dict(StaffStatus.choices),
    "position": dict(Position.choices),
    "leave": dict(Leave.choices),
}


@dataclass(frozen=True)
class ActPage:
    """An act being prepared; `changes` when it was shown what it would do."""

    title: str
    form: ActForm
    member: StaffMember
    planned: bool
    changes: Sequence[tuple[str, str, str]]
    warnings: Sequence[str]
    may_accept: bool
    cancel_url: str
    breadcrumbs: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class ActsPage:
    """kind, its name, what it is for, icon."""

    member: StaffMember
    acts: Sequence[tuple[str, str, str, str]]
    breadcrumbs: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class _Word:
    """What an act is for."""

    text: Any
    icon: str


ACT_WORDS = {
    "appointed": _Word(
        _lazy("Bổ nhiệm, miễn nhiệm, chuyển vị trí việc làm trong trường."), icon="user-check"
    ),
    "leave": _Word(
        _lazy("Thai sản, ốm dài ngày, đi học, không lương: còn trong đội ngũ, tạm thôi các việc đang giữ."),
        icon="beach",
    ),
    "returned": _Word(_lazy("Hết nghỉ dài ngày hoặc hết biệt phái."), icon="arrow-back-up"),
    "seconded_out": _Word(
        _lazy("Sang trường khác có thời hạn, vẫn thuộc trường này."), icon="plane-departure"
    ),
    "retiring": _Word(_lazy("Đã có thông báo nghỉ hưu, vẫn làm việc."), icon="hourglass"),
    "moved": _Word(_lazy("Theo nguyện vọng, sang trường hoặc cơ quan khác."), icon="transfer-out"),
    "reassigned": _Word(_lazy("Theo quyết định của cơ quan quản lý, sang trường khác."), icon="transfer"),
    "retired": _Word(_lazy("Nghỉ hưu từ ngày ghi trong quyết định."), icon="door-exit"),
    "resigned": _Word(_lazy("Chấm dứt hợp đồng, buộc thôi việc, lý do khác."), icon="user-minus"),
}


@requires(RECORD_POSTINGS)
@require_GET
def acts(request: HttpRequest, member_id: int) -> HttpResponse:
    """Which decisions can be recorded about this person now."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    member = member_or_404(actor, member_id)
    offered = [
        (kind, str(PostingKind(kind).label), str(ACT_WORDS[kind].text), ACT_WORDS[kind].icon)
        for kind in acts_offered(member)
    ]
    page = ActsPage(member=member, acts=offered, breadcrumbs=_crumbs(member, _("Ghi quyết định")))
    return ui.render(request, "staff/acts.html", page)


@requires(RECORD_POSTINGS)
@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, member_id: int, kind: str) -> HttpResponse:
    """Any act of `rules.acts` on a member of the scope."""
    if kind not in ACTS:
        raise Http404
    actor: Actor = request.actor  # type: ignore[attr-defined]
    member = member_or_404(actor, member_id)
    plan = None
    initial = {"effective_on": clock.today(), "version": member.version}
    form = ActForm(request.POST or None, kind=kind, initial=initial)
    if request.method == "POST" and form.is_valid():
        order = form.order()
        try:
            if "commit" in request.POST:
                services.record_act(
                    actor, member, order, at=clock.now(), version=form.cleaned_data["version"]
                )
                messages.success(
                    request, _("Đã ghi quyết định: %(kind)s.") % {"kind": PostingKind(kind).label}
                )
                return redirect(STAFF.url("detail", pk=member.pk))
            plan = services.preview_act(actor, member, order)
        except (StaffError, PeopleError) as error:
            take_errors(form, error)
        except access.Refused as reason:
            form.add_error(None, reason.reason)
        except ChangedMeanwhile as changed:
            form.add_error(None, str(changed))
    label = str(PostingKind(kind).label)
    page = ActPage(
        title=f"{label}: {member.full_name}",
        form=form,
        member=member,
        planned=plan is not None,
        changes=[_line(change) for change in (plan.changes if plan else ())],
        warnings=[say(warning) for warning in (plan.warnings if plan else ())],
        may_accept=len(access.scope(actor, RECORD_POSTINGS)) > 1,
        cancel_url=STAFF.url("detail", pk=member.pk),
        breadcrumbs=_crumbs(member, label),
    )
    status = 422 if request.method == "POST" and plan is None else 200
    return ui.render(request, "staff/act.html", page, status=status)


@requires(RECORD_POSTINGS)
@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, member_id: int) -> HttpResponse:
    """The latest decision was recorded by mistake."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    member = member_or_404(actor, member_id)
    form = WhyForm(request.POST or None, initial={"version": member.version})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            services.cancel_act(actor, member, at=clock.now(), version=given["version"], why=given["why"])
        except (StaffError, PeopleError) as error:
            take_errors(form, error)
        except ChangedMeanwhile as changed:
            form.add_error(None, str(changed))
        else:
            messages.success(
                request,
                _(
                    "Đã hủy quyết định ghi nhầm. Phân công, chủ nhiệm, kiêm nhiệm đã kết thúc thì cần giao lại."
                ),
            )
            return redirect(STAFF.url("detail", pk=member.pk))
    title = _("Hủy quyết định gần nhất")
    page = FormPage(
        title=f"{title}: {member.full_name}",
        lead=_("Quyết định trước đó có hiệu lực trở lại. Dòng đã hủy vẫn còn trong lịch sử."),
        form=form,
        groups=(("", ("why", "version")),),
        breadcrumbs=_crumbs(member, title),
        cancel_url=STAFF.url("detail", pk=member.pk),
        submit=_("Hủy quyết định"),
    )
    return ui.render(request, "staff/form.html", page, status=422 if request.method == "POST" else 200)


def member_or_404(actor: Actor, member_id: int) -> StaffMember:
    """A member of the scope; inside it without the permission is refused with the reason."""
    rows = STAFF.rows(actor)
    found = by_key(rows, member_id)
    if found is None:
        raise Http404
    access.demand(actor, RECORD_POSTINGS, on=found.school_id)
    member: StaffMember = found
    return member


def _crumbs(member: StaffMember, last: str) -> list[tuple[str, str]]:
    return [
        (_("Đội ngũ"), STAFF.url("list")),
        (member.full_name, STAFF.url("detail", pk=member.pk)),
        (last, ""),
    ]


def _line(change: Change) -> tuple[str, str, str]:
    words = _WORDS.get(change.kind, {})
    after = _(change.after) if change.kind == "ends" else str(words.get(change.after, change.after))
    return _(change.what), str(words.get(change.before, change.before)), after
