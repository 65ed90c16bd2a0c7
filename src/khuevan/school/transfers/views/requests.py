"""Asking for a transfer, from either side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from khuevan.kernel import access, clock, ui
from khuevan.kernel.access import Actor, requires
from khuevan.kernel.records import Invalid
from khuevan.register.people import queries as people
from khuevan.school.learners import queries as learners
from khuevan.school.learners.permissions import VIEW_LEARNERS

from .. import queries, services
from ..forms import IncomingForm, OutgoingForm
from ..permissions import REQUEST_TRANSFER


@dataclass(frozen=True)
class RequestPage:
    title: str
    lead: str
    form: django_forms.Form
    submit: str
    cancel: str
    breadcrumbs: list[tuple[str, str]]


@requires(REQUEST_TRANSFER)
@require_http_methods(["GET", "POST"])
def incoming(request: HttpRequest) -> HttpResponse:
    """The family has applied to this school: the child is named by number and birth date."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    schools = people.units_to_choose(actor, REQUEST_TRANSFER)
    prefilled = request.POST.get("step") == "prefill"
    form = IncomingForm(
        None if prefilled else request.POST or None,
        schools=schools,
        initial=_known(request, actor, prefilled),
    )
    if not prefilled and request.method == "POST" and form.is_valid():
        order = services.Order(opened_by="receiving", **form.cleaned_data)
        done = _request(request, actor, order, form)
        if done:
            return done
    return _show(
        request,
        _("Nhận người học chuyển đến"),
        _(
            "Gia đình nộp đơn tại trường nhận. Hiệu trưởng trả lời trong thời hạn của Thông tư 15/2026/TT-BGDĐT."
        ),
        form,
        _("Lập đề nghị"),
        reverse("transfers:transfers"),
    )


def _known(request: HttpRequest, actor: Actor, prefilled: bool) -> dict[str, Any]:
    """What the page of enrolling has been told already, as it was typed."""
    if not prefilled:
        return {"receiving_id": actor.home_unit_id}
    return {
        "receiving_id": request.POST.get("school", ""),
        "national_id": request.POST.get("national_id", "")[:30],
        "birth_date": request.POST.get("birth_date", "")[:10],
    }


@requires(REQUEST_TRANSFER)
@require_http_methods(["GET", "POST"])
def outgoing(request: HttpRequest, learner_id: int) -> HttpResponse:
    """The present school asks another one; the school is looked for by name, then chosen."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    learner = learners.by_id(learner_id)
    if learner is None or learner.school_id not in access.scope(actor, VIEW_LEARNERS):
        raise Http404
    access.demand(actor, REQUEST_TRANSFER, on=learner.school_id)
    form = OutgoingForm(request.POST or None)
    if request.method == "POST":
        form.offer(queries.schools_named(request.POST.get("school", ""), clock.today()))
        if form.is_valid():
            said = {name: value for name, value in form.cleaned_data.items() if name != "school"}
            if said["receiving_id"] is None and not said["receiving_name"]:
                form.add_error(*_choose(form))
            else:
                order = services.Order(opened_by="sending", learner_id=learner.pk, **said)
                done = _request(request, actor, order, form)
                if done:
                    return done
    return _show(
        request,
        _("Chuyển %(name)s sang trường khác") % {"name": learner.person.full_name},
        _("Trường nhận trả lời trước; khi được đồng ý, trường trả hồ sơ và em chuyển sang trường đó."),
        form,
        _("Tiếp tục"),
        reverse("learners:learner_detail", args=[learner.pk]),
    )


def _choose(form: OutgoingForm) -> tuple[str, str]:
    """The field at which it is said what is missing, and the sentence."""
    offered: Any = form.fields["receiving_id"]
    if offered.choices:
        return "receiving_id", _("Hãy chọn một trường trong danh sách.")
    return "school", _("Không tìm thấy trường nào như vậy.")


def _request(request: HttpRequest, actor: Actor, order: services.Order, form: Any) -> HttpResponse | None:
    try:
        transfer = services.request_transfer(actor, order, at=clock.now())
    except Invalid as invalid:
        form.take(invalid)
        return None
    messages.success(
        request, _("Đã lập đề nghị chuyển trường cho «%(name)s».") % {"name": transfer.full_name}
    )
    return redirect("transfers:transfer", transfer.pk)


def _show(
    request: HttpRequest, title: str, lead: str, form: django_forms.Form, submit: str, cancel: str
) -> HttpResponse:
    page = RequestPage(
        title=title,
        lead=lead,
        form=form,
        submit=submit,
        cancel=cancel,
        breadcrumbs=[(_("Chuyển trường"), reverse("transfers:transfers")), (title, "")],
    )
    return ui.render(request, "transfers/request.html", page, status=422 if form.errors else 200)
