"""Cancelling a card, or those of a class, that was made by mistake and never issued."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from khuevan.kernel import access, clock, ui
from khuevan.kernel.access import Actor, Refused, requires

from .. import queries, services
from ..forms import CancelForm
from ..permissions import GENERATE
from .boards import trail


@dataclass(frozen=True)
class CancelPage:
    title: str
    form: CancelForm
    back: str
    breadcrumbs: Sequence[tuple[str, str]]


@requires(GENERATE)
@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, card_id: int) -> HttpResponse:
    """One card."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = queries.card_for(actor, card_id)
    own = reverse("reportcards:card", args=[found.pk])
    title = _("Hủy học bạ: %(name)s") % {"name": found.full_name}

    def cancelled(reason: str) -> str:
        services.cancel_card(actor, found, reason=reason, at=clock.now())
        return _("Đã hủy học bạ của %(name)s.") % {"name": found.full_name}

    steps = trail(actor, found.class_group, (found.full_name, own), (_("Hủy"), ""))
    return _cancel(request, actor, found.class_group, cancelled, title, own, steps)


@requires(GENERATE)
@require_http_methods(["GET", "POST"])
def cancel_class(request: HttpRequest, class_id: int) -> HttpResponse:
    """Every card of the class that was never issued."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    group = queries.class_for(actor, class_id)
    title = _("Hủy học bạ chưa phát hành của lớp %(name)s") % {"name": group.name}

    def cancelled(reason: str) -> str:
        many = services.cancel_class(actor, group, reason=reason, at=clock.now())
        return _("Đã hủy %(many)d học bạ.") % {"many": many}

    back = reverse("reportcards:class", args=[group.pk])
    return _cancel(request, actor, group, cancelled, title, back, trail(actor, group, (_("Hủy"), "")))


def _cancel(
    request: HttpRequest, actor: Actor, group: Any, act: Callable[[str], str], title: str, back: str,
    breadcrumbs: Sequence[tuple[str, str]],
) -> HttpResponse:  # fmt: skip
    access.demand(actor, GENERATE, on=group.school_id)
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            done = act(form.cleaned_data["reason"])
        except (services.CardError, Refused) as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, done)
            return redirect("reportcards:class", group.pk)
    page = CancelPage(title, form, back, breadcrumbs)
    return ui.render(request, "reportcards/cancel.html", page, status=422 if form.errors else 200)
