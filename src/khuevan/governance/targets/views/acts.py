"""Adopting, ending, publishing a plan; writing down a decision that amends it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from khuevan.kernel import clock
from khuevan.kernel.access import Actor, requires
from khuevan.kernel.records import Invalid

from .. import services
from ..choices import ChangeKind
from ..forms import AdoptForm, AmendForm
from ..models import Amendment, Target, Task
from ..permissions import ADOPT_PLANS, PUBLISH_PLANS
from ..services import ChangeOrder
from .plans import show
from .words import own_plan, plan_step, trail
from .writing import FormPage, answer, tried


@require_POST
@requires(ADOPT_PLANS)
def adopt(request: HttpRequest, plan_id: int) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found, form = own_plan(actor, ADOPT_PLANS, plan_id), AdoptForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        done = tried(
            form,
            lambda: services.adopt_plan(
                actor, at=clock.now(), plan_id=plan_id, number=given["number"], issued_on=given["issued_on"]
            ),
        )
        if done is not None:
            messages.success(request, _("Đã ban hành kế hoạch."))
            return redirect("targets:plan", plan_id)
    return show(request, found, adopt=form)


@require_POST
@requires(ADOPT_PLANS)
def end(request: HttpRequest, plan_id: int) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    try:
        services.end_plan(actor, at=clock.now(), plan_id=plan_id)
    except Invalid as invalid:
        messages.error(request, str(invalid))
    else:
        messages.success(request, _("Kế hoạch đã kết thúc, không theo dõi nữa."))
    return redirect("targets:plan", plan_id)


@require_POST
@requires(PUBLISH_PLANS)
def publish(request: HttpRequest, plan_id: int) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    on = request.POST.get("publish") == "1"
    try:
        services.publish_plan(actor, at=clock.now(), plan_id=plan_id, is_published=on)
    except Invalid as invalid:
        messages.error(request, str(invalid))
    else:
        messages.success(request, _("Đã công khai kế hoạch.") if on else _("Đã thôi công khai kế hoạch."))
    return redirect("targets:plan", plan_id)


@requires(ADOPT_PLANS)
def target_amend(request: HttpRequest, target_id: int) -> HttpResponse:
    return _amend(request, Target, target_id)


@requires(ADOPT_PLANS)
def task_amend(request: HttpRequest, task_id: int) -> HttpResponse:
    return _amend(request, Task, task_id)


def _amend(request: HttpRequest, kind: type[Target] | type[Task], line_id: int) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row: Any = kind.objects.filter(pk=line_id).first()
    if row is None:
        raise Http404
    found, is_target = own_plan(actor, ADOPT_PLANS, row.plan_id), kind is Target
    last = Amendment.objects.filter(plan=found).order_by("-made_at").first()
    initial = (
        {"number": last.number, "effective_on": last.effective_on, "issuer": last.issuer}
        if last
        else {"issuer": found.issuer}
    )
    form = AmendForm(request.POST or None, is_target=is_target, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        change = ChangeOrder(
            ChangeKind.DROP if given["drop"] else ChangeKind.CHANGE, given["reason"], given["cited"],
            target_id=line_id if is_target else None, task_id=None if is_target else line_id,
            values=form.values(given),
        )  # fmt: skip
        made = tried(
            form,
            lambda: services.amend_plan(
                actor, at=clock.now(), plan_id=found.pk, order=form.order(), changes=[change]
            ),
        )
        if made is not None:
            messages.success(request, _("Đã ghi quyết định sửa đổi."))
            return redirect(f"{reverse('targets:plan', args=[found.pk])}?part=changes")
    back = reverse("targets:target" if is_target else "targets:task", args=[line_id])
    decision = ("number", "effective_on", "issuer", "cited", "reason")
    page = FormPage(
        _("Sửa đổi theo quyết định"), row.name[:200], form,
        [(_("Quyết định"), decision), (_("Nội dung mới"), [one for one in form.fields if one not in decision])],
        _("Ghi quyết định"), back, "", trail(plan_step(found), (row.name[:60], back), (_("Sửa đổi"), "")),
    )  # fmt: skip
    return answer(request, page)
