"""Signing one PDF on the page with one of my certificates, and getting it back."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from khuevan.kernel import clock, files, ui
from khuevan.kernel.access import Actor, requires
from khuevan.kernel.files.kinds import PDF

from .. import queries, services
from ..choices import Means
from ..forms import SignForm
from ..models import Certificate, Signature
from ..permissions import REGISTER_CERTIFICATE
from .batches import usable_here
from .words import certificates_trail

LARGEST = 20 * 1024 * 1024
SIGNED = files.Purpose("signing.signed", gettext_lazy("Tệp đã ký số"), accept=(PDF,))


@dataclass(frozen=True)
class SignPage:
    form: SignForm
    has_any: bool
    recent: list[Signature]
    breadcrumbs: list[tuple[str, str]] = field(default_factory=list)


@requires(REGISTER_CERTIFICATE)
@require_http_methods(["GET", "POST"])
def sign(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now = clock.now()
    usable = usable_here(actor, now)
    form = SignForm(request.POST or None, request.FILES or None, certificates=usable)
    if request.method == "POST" and form.is_valid():
        chosen = next(one for one in usable if one.pk == form.cleaned_data["certificate"])
        try:
            if chosen.means == Means.DESK:
                return redirect("signing:desk_order", _ask(actor, form, chosen, now))
            signed = _sign(actor, form, chosen, now)
        except (services.SignerFailed, services.NoStamp) as failed:
            form.add_error("certificate", failed.reason)
        except (files.FileRefused, services.CannotSign) as refused:
            form.add_error("file", refused.reason)
        else:
            if signed:
                messages.success(
                    request, _("Đã ký. Tệp đã ký nằm đầu danh sách dưới đây và trong nhật ký ký số.")
                )
                return redirect("signing:sign")
    page = SignPage(
        form, bool(usable), queries.own_signatures(actor), certificates_trail((_("Ký một tệp PDF"), ""))
    )
    return ui.render(request, "signing/sign.html", page, status=422 if form.errors else 200)


@requires(REGISTER_CERTIFICATE)
@require_safe
def signed_file(request: HttpRequest, signature_id: int) -> HttpResponseBase:
    """The document, for who signed it and for those who may see the log."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    made = _visible(actor, signature_id)
    stored = files.StoredFile.objects.filter(pk=made.file_id).first() if made.file_id else None
    if stored is None:
        raise Http404
    return FileResponse(
        files.content(stored), as_attachment=True, filename=stored.name, content_type=stored.media_type
    )


def _visible(actor: Actor, signature_id: int) -> Signature:
    if signature_id > 2**31 - 1:
        raise Http404
    made = queries.signatures(actor).filter(pk=signature_id).first()
    if made is None:
        made = Signature.objects.filter(pk=signature_id, person_id=actor.person_id or 0).first()
    if made is None:
        raise Http404
    return made


def _ask(actor: Actor, form: SignForm, chosen: Certificate, now: datetime) -> int:
    """The number of the order whose digest goes out to the user's program."""
    sent = form.cleaned_data["file"]
    if sent.size > LARGEST:
        raise services.CannotSign(_("Tệp quá lớn: tối đa 20 MB."))
    made = services.ask_desk(
        actor,
        certificate=chosen,
        content=sent.read(),
        name=sent.name or "tep.pdf",
        reason=form.cleaned_data["reason"],
        at=now,
        purpose=SIGNED,
    )
    return made.pk


def _sign(actor: Actor, form: SignForm, chosen: Certificate, now: datetime) -> bool:
    """No: the form says why not."""
    sent = form.cleaned_data["file"]
    if sent.size > LARGEST:
        form.add_error("file", _("Tệp quá lớn: tối đa 20 MB."))
        return False
    services.demand_standing(actor, unit_id=chosen.unit_id, at=now)
    content = sent.read()
    given = form.cleaned_data
    asked = services.order_of(chosen, content, form.cleaned_data["reason"])
    stamp = queries.stamp_source(now)
    with services.opened_signer(
        chosen, at=now, bearer=given.get("bearer", ""), pin=given.get("pin", "")
    ) as signer:
        outcome = services.sign_pdf(signer, [asked], at=now, stamp=stamp)[0]
    if outcome.content is None:
        form.add_error("file", outcome.refused or outcome.waits)
        return False
    stored = files.store(
        actor, io.BytesIO(outcome.content), name=sent.name or "tep.pdf", at=now, unit_id=chosen.unit_id, purpose=SIGNED
    )  # fmt: skip
    written = services.Signed(
        kind="pdf",
        title=stored.name,
        digest=hashlib.sha256(outcome.content).hexdigest(),
        level="PAdES-B-T" if stamp else "PAdES-B-B",
        stamped_at=now if stamp else None,
        file_id=stored.pk,
    )
    services.record_signatures(actor, certificate=chosen, signed=[written], at=now)
    return True
