"""Signing with a program on one's own computer: the list to download, the place for the answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from khuevan.kernel import clock, ui
from khuevan.kernel.access import Actor, Refused, requires
from khuevan.register.signing import queries as signing
from khuevan.register.signing import services as signers

from .. import services
from ..forms import AnswerForm
from ..models import DeskList
from ..permissions import SIGN
from ..queries.desk import own_list
from .signing import tell

LARGEST = 2 * 1024 * 1024


@dataclass(frozen=True)
class DeskPage:
    order: DeskList
    form: AnswerForm
    breadcrumbs: Sequence[tuple[str, str]]


@requires(SIGN)
@require_http_methods(["GET", "POST"])
def desk(request: HttpRequest, order_id: int) -> HttpResponse:
    """The list and its answer."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    order = own_list(actor, order_id)
    form = AnswerForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        now = clock.now()
        answer = form.cleaned_data["file"].read(LARGEST + 1)
        try:
            done = services.take_desk(actor, order, answer, at=now, stamp=signing.stamp_source(now))
        except (signers.SignerFailed, signers.NoStamp, signers.CannotSign) as failed:
            form.add_error("file", failed.reason)
        except (services.CardError, Refused) as refused:
            form.add_error("file", str(refused))
        else:
            tell(request, done)
            return redirect("reportcards:to_sign")
    trail = [(_("Học bạ chờ tôi ký"), reverse("reportcards:to_sign")), (order.title, "")]
    return ui.render(
        request, "reportcards/desk.html", DeskPage(order, form, trail), status=422 if form.errors else 200
    )


@requires(SIGN)
@require_safe
def desk_list(request: HttpRequest, order_id: int) -> HttpResponse:
    """The digests, for the program."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    order = own_list(actor, order_id)
    try:
        listed = services.desk_json(actor, order)
    except (services.CardError, signers.CannotSign) as refused:
        return HttpResponse(str(refused), status=409, content_type="text/plain; charset=utf-8")
    answer = HttpResponse(listed, content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="ky-hoc-ba-{order.pk}.json"'
    return answer
