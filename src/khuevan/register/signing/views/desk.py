"""Digests go out to the user's program, the answer comes back: a PDF, an act of a room above, a list of documents."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from khuevan.kernel import clock, files, ui
from khuevan.kernel.access import Actor, requires
from khuevan.kernel.database import ChangedMeanwhile
from khuevan.kernel.records.errors import Invalid

from .. import queries, services
from ..forms import AnswerForm
from ..models import DeskOrder
from ..permissions import REGISTER_CERTIFICATE
from .signing import SIGNED
from .words import certificates_trail

LARGEST = 2 * 1024 * 1024


@dataclass(frozen=True)
class OrderPage:
    """back: address of the page that it was begun from; hindrance: why the list cannot be had now."""

    form: AnswerForm
    order: DeskOrder
    back: str
    hindrance: str = ""
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
            taken = _taken(actor, order, answer, now)
        except (services.SignerFailed, services.NoStamp, services.CannotSign, files.FileRefused) as failed:
            form.add_error("file", failed.reason)
        except Invalid as refused:
            form.add_error("file", " ".join(refused.errors.values()))
        except ChangedMeanwhile:
            form.add_error("file", _("Hồ sơ đã đổi từ lúc gửi mã băm. Hãy làm lại từ đầu."))
        else:
            for tone, text in taken.said:
                getattr(messages, tone)(request, text)
            return redirect(taken.where)
    return _page(request, order, form, status=422 if form.errors else 200)


@requires(REGISTER_CERTIFICATE)
@require_safe
def desk_list(request: HttpRequest, order_id: int) -> HttpResponse:
    """The list of digests, for the program on the user's computer."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    order = queries.own_desk_order(actor, order_id)
    if order.work:
        try:
            return _listed(order, services.work_list(actor, order))
        except Invalid as refused:
            return _page(
                request, order, AnswerForm(), status=409, hindrance=" ".join(refused.errors.values())
            )
        except (services.SignerFailed, services.CannotSign) as failed:
            return _page(request, order, AnswerForm(), status=409, hindrance=failed.reason)
        except ChangedMeanwhile:
            hindrance = _("Hồ sơ đã đổi từ lúc gửi mã băm. Hãy làm lại từ đầu.")
            return _page(request, order, AnswerForm(), status=409, hindrance=hindrance)
    stored = files.StoredFile.objects.filter(pk=order.file_id).first()
    if stored is None:
        raise Http404
    with files.content(stored) as opened:
        asked = services.order_of(order.certificate, opened.read(), order.reason)
    return _listed(order, services.hash_list(order.certificate, [asked], [order.title], at=order.asked_at))


def _page(
    request: HttpRequest, order: DeskOrder, form: AnswerForm, *, status: int, hindrance: str = ""
) -> HttpResponse:
    trail = certificates_trail((order.title, ""))
    page = OrderPage(form, order, reverse(services.back_of(order)), hindrance, trail)
    return ui.render(request, "signing/desk_order.html", page, status=status)


def _taken(actor: Actor, order: DeskOrder, answer: bytes, now: datetime) -> services.Taken:
    if order.work:
        return services.take_work(actor, order, answer, at=now)
    services.take_answer(actor, order, answer, at=now, stamp=queries.stamp_source(now), purpose=SIGNED)
    done = _("Đã ký. Tệp đã ký nằm đầu danh sách dưới đây và trong nhật ký ký số.")
    return services.Taken(reverse("signing:sign"), [("success", done)])


def _listed(order: DeskOrder, listed: str) -> HttpResponse:
    answer = HttpResponse(listed, content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="ky-so-{order.pk}.json"'
    return answer
