"""A digest goes out to the user's program, the answer comes back: one PDF."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from khuevan.kernel import clock, files, ui
from khuevan.kernel.access import Actor, requires

from .. import queries, services
from ..forms import AnswerForm
from ..models import DeskOrder
from ..permissions import REGISTER_CERTIFICATE
from .signing import SIGNED
from .words import certificates_trail

LARGEST = 1024 * 1024


@dataclass(frozen=True)
class OrderPage:
    form: AnswerForm
    order: DeskOrder
    breadcrumbs: list[tuple[str, str]] = field(default_factory=list)


@requires(REGISTER_CERTIFICATE)
@require_http_methods(["GET", "POST"])
def desk_order(request: HttpRequest, order_id: int) -> HttpResponse:
    """The list to download, and the place for the answer."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    order = queries.own_desk_order(actor, order_id)
    form = AnswerForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        now = clock.now()
        answer = form.cleaned_data["file"].read(LARGEST)
        try:
            services.take_answer(
                actor, order, answer, at=now, stamp=queries.stamp_source(now), purpose=SIGNED
            )
        except (services.SignerFailed, services.NoStamp, services.CannotSign, files.FileRefused) as failed:
            form.add_error("file", failed.reason)
        else:
            messages.success(
                request, _("Đã ký. Tệp đã ký nằm đầu danh sách dưới đây và trong nhật ký ký số.")
            )
            return redirect("signing:sign")
    trail = certificates_trail((_("Ký một tệp PDF"), reverse("signing:sign")), (order.title, ""))
    return ui.render(
        request, "signing/desk_order.html", OrderPage(form, order, trail), status=422 if form.errors else 200
    )


@requires(REGISTER_CERTIFICATE)
@require_safe
def desk_list(request: HttpRequest, order_id: int) -> HttpResponse:
    """The list of digests, for the program on the user's computer."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    order = queries.own_desk_order(actor, order_id)
    stored = files.StoredFile.objects.filter(pk=order.file_id).first()
    if stored is None:
        raise Http404
    with files.content(stored) as opened:
        asked = services.order_of(order.certificate, opened.read(), order.reason)
    listed = services.hash_list(order.certificate, [asked], [order.title], at=order.asked_at)
    answer = HttpResponse(listed, content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="ky-so-{order.pk}.json"'
    return answer
