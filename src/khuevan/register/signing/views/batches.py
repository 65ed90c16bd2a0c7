"""Signing several documents in one gesture: handing them in, signing what waits, taking the results."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from markupsafe import Markup

from khuevan.kernel import clock, files, ui
from khuevan.kernel.access import Actor, requires
from khuevan.kernel.files.kinds import PDF, XML

from .. import queries, services
from ..choices import ItemState, Means
from ..forms import AnswerForm, BatchForm, SecretsForm
from ..models import BatchItem, Certificate, SigningBatch
from ..permissions import REGISTER_CERTIFICATE
from ..services.batches import MOST, Told, Upload
from .words import certificates_trail

DOCUMENT = files.Purpose("signing.document", gettext_lazy("Văn bản trong lô ký số"), accept=(PDF, XML))
AT_ONCE = 10
"""Documents of one request, where the page asks on by itself: so one sees how far it is."""
LARGEST_ANSWER = 1024 * 1024
TONES = {"waiting": "warning", "signed": "success", "refused": "danger"}


@dataclass(frozen=True)
class BatchesPage:
    form: BatchForm
    has_any: bool
    recent: Sequence[Any]
    breadcrumbs: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Row:
    item: BatchItem
    badge: Markup
    place: str


@dataclass(frozen=True)
class BatchPage:
    """form: PIN and the like, where something waits; answer: where a program on the user's computer signs."""

    batch: SigningBatch
    rows: Sequence[Row]
    counts: dict[str, int]
    form: SecretsForm | None
    answer: AnswerForm | None
    asks_on: bool
    breadcrumbs: list[tuple[str, str]] = field(default_factory=list)


@requires(REGISTER_CERTIFICATE)
@require_http_methods(["GET", "POST"])
def batches(request: HttpRequest) -> HttpResponse:
    """Handing documents in, and the batches of before."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now = clock.now()
    usable = usable_here(actor, now)
    form = BatchForm(request.POST or None, request.FILES or None, certificates=usable)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        chosen = next(one for one in usable if one.pk == given["certificate"])
        uploads = [Upload(one.name or "", one.size or 0, one) for one in given["documents"]]
        made = services.collect_batch(
            actor, certificate=chosen, uploads=uploads, reason=given["reason"], at=now, purpose=DOCUMENT
        )
        return redirect("signing:batch", made.pk)
    trail = certificates_trail((_("Ký nhiều văn bản"), ""))
    page = BatchesPage(form, bool(usable), queries.own_batches(actor), trail)
    return ui.render(request, "signing/batches.html", page, status=422 if form.errors else 200)


@requires(REGISTER_CERTIFICATE)
@require_http_methods(["GET", "POST"])
def batch(request: HttpRequest, batch_id: int) -> HttpResponse:
    """The list; signing what waits. With scripts, some at a time, so that one sees how far it is."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = queries.own_batch(actor, batch_id)
    posted = request.POST if request.method == "POST" else None
    form = SecretsForm(posted, certificate=found.certificate)
    if request.method == "POST" and form.is_valid():
        part = request.headers.get("HX-Request") == "true" and _asks_on(found)
        told = _signed(request, actor, found, form, AT_ONCE if part else MOST)
        if told is not None and part and told.left and not told.waits:
            answer = _show(request, found, form)
            answer["HX-Trigger-After-Swap"] = "sign-on"
            return answer
        if told is None and part:
            messages.error(request, " ".join(str(one) for one in form.non_field_errors()))
        if told is not None or part:
            return _back(request, found, told)
    return _show(request, found, form)


@requires(REGISTER_CERTIFICATE)
@require_safe
def batch_list(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Digests of what waits, for the program on the user's computer."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = queries.own_batch(actor, batch_id)
    listed = services.ask_batch(actor, found, at=clock.now())
    answer = HttpResponse(listed, content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="ky-so-lo-{found.pk}.json"'
    return answer


@requires(REGISTER_CERTIFICATE)
@require_POST
def batch_answer(request: HttpRequest, batch_id: int) -> HttpResponse:
    """The signatures of the program on the user's computer."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = queries.own_batch(actor, batch_id)
    form = AnswerForm(request.POST, request.FILES)
    if form.is_valid():
        now = clock.now()
        try:
            told = services.take_batch(
                actor, found, form.cleaned_data["file"].read(LARGEST_ANSWER), at=now,
                stamp=queries.stamp_source(now), purpose=DOCUMENT,
            )  # fmt: skip
        except (services.SignerFailed, services.NoStamp, services.CannotSign, files.FileRefused) as failed:
            form.add_error("file", failed.reason)
        else:
            return _back(request, found, told)
    return _show(request, found, SecretsForm(certificate=found.certificate), form)


@requires(REGISTER_CERTIFICATE)
@require_safe
def batch_archive(request: HttpRequest, batch_id: int) -> HttpResponseBase:
    """All that was signed, as one ZIP."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = queries.own_batch(actor, batch_id)
    stream = services.batch_archive(actor, found, at=clock.now())
    return FileResponse(
        stream, as_attachment=True, filename=f"da-ky-{found.pk}.zip", content_type="application/zip"
    )


@requires(REGISTER_CERTIFICATE)
@require_safe
def batch_file(request: HttpRequest, batch_id: int, position: int) -> HttpResponseBase:
    """One signed document."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    items = queries.batch_items(queries.own_batch(actor, batch_id))
    item = next((one for one in items if one.position == position and one.signed_file_id), None)
    stored = files.StoredFile.objects.filter(pk=item.signed_file_id).first() if item else None
    if stored is None:
        raise Http404
    return FileResponse(
        files.content(stored), as_attachment=True, filename=stored.name, content_type=stored.media_type
    )


def usable_here(actor: Actor, now: datetime) -> list[Certificate]:
    """With what a page can sign: a token only where it is at the server; a person's before the seal."""
    if actor.person_id is None or actor.home_unit_id is None:
        return []
    found = queries.usable_certificates(actor.person_id, actor.home_unit_id, now)
    here = [one for one in found if one.means != Means.TOKEN or settings.SIGNING_LIBRARY]
    return sorted(here, key=lambda one: one.is_seal)


def _asks_on(found: SigningBatch) -> bool:
    """A remote service wants an authorisation for each request: it gets one with everything."""
    return found.certificate.means in (Means.SOFTWARE, Means.TOKEN)


def _signed(
    request: HttpRequest, actor: Actor, found: SigningBatch, form: SecretsForm, most: int
) -> Told | None:
    """None: nothing was signed, and the form (or a message, where it is not shown again) says why."""
    now = clock.now()
    stamp = queries.stamp_source(now)
    try:
        with services.opened_signer(found.certificate, at=now, **form.secrets) as signer:
            return services.sign_batch(
                actor, found, signer, at=now, stamp=stamp, purpose=DOCUMENT, most=most
            )  # fmt: skip
    except (services.SignerFailed, services.NoStamp, files.FileRefused) as failed:
        form.add_error(None, failed.reason)
    return None


def _back(request: HttpRequest, found: SigningBatch, told: Told | None) -> HttpResponse:
    """To the page with everything, whoever asked: a browser or a script in it."""
    if told is not None and told.signed:
        signed = sum(one.state == ItemState.SIGNED for one in queries.batch_items(found))
        messages.success(request, _("Đã ký %(count)d văn bản.") % {"count": signed})
    if told is not None and told.waits:
        words = _("Còn %(count)d văn bản chờ ký: %(why)s")
        messages.error(request, words % {"count": told.left, "why": told.waits})
    address = reverse("signing:batch", args=[found.pk])
    if request.headers.get("HX-Request") == "true":
        answer = HttpResponse()
        answer["HX-Redirect"] = address
        return answer
    return redirect(address)


def _show(
    request: HttpRequest, found: SigningBatch, form: SecretsForm, answer: AnswerForm | None = None
) -> HttpResponse:
    items = queries.batch_items(found)
    counts = {state.value: sum(one.state == state for one in items) for state in ItemState}
    is_desk = found.certificate.means == Means.DESK
    page = BatchPage(
        batch=found,
        rows=[_row(found, one) for one in items],
        counts=counts,
        form=None if is_desk or not counts["waiting"] else form,
        answer=(answer or AnswerForm()) if is_desk and counts["waiting"] else None,
        asks_on=_asks_on(found),
        breadcrumbs=certificates_trail(
            (_("Ký nhiều văn bản"), reverse("signing:batches")),
            (_("Lô %(number)d") % {"number": found.pk}, ""),
        ),
    )
    has_errors = form.errors or (answer is not None and answer.errors)
    return ui.render(request, "signing/batch.html", page, status=422 if has_errors else 200)


def _row(found: SigningBatch, item: BatchItem) -> Row:
    place = reverse("signing:batch_file", args=[found.pk, item.position]) if item.signed_file_id else ""
    return Row(item, ui.badge(ItemState(item.state).label, TONES[item.state]), place)
