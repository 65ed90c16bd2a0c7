"""What waits for my signature, and signing it: whole classes in one gesture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from khuevan.kernel import clock, ui
from khuevan.kernel.access import Actor, Refused, requires
from khuevan.register.signing import queries as signing
from khuevan.register.signing import services as signers
from khuevan.register.signing.choices import Means

from .. import queries, services
from ..forms import CertificateForm
from ..models import Card
from ..permissions import SIGN

School: Any = Card._meta.get_field("school").related_model


@dataclass(frozen=True)
class ToSignPage:
    lines: Sequence[queries.Waiting]
    chosen: frozenset[str]
    form: CertificateForm
    has_certificate: bool
    error: str
    breadcrumbs: Sequence[tuple[str, str]]

    @property
    def cards(self) -> int:
        return sum(one.cards for one in self.lines)


@requires(SIGN)
@require_http_methods(["GET", "POST"])
def to_sign(request: HttpRequest) -> HttpResponse:
    """GET: the list. POST: signs the chosen lines, or hands out the list for a program on the user's computer."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now = clock.now()
    certificates = usable(actor, now)
    form = CertificateForm(request.POST or None, certificates=certificates)
    error = ""
    if request.method == "POST":
        pairs = _pairs(request)
        if not pairs:
            error = _("Hãy chọn ít nhất một lớp.")
        elif form.is_valid():
            answer, error = _signed(request, actor, pairs, form, now)
            if answer is not None:
                return answer
    lines = queries.waiting_for(actor, clock.on(now))
    page = ToSignPage(
        lines=lines,
        chosen=frozenset(request.POST.getlist("line")) or frozenset(one.key for one in lines),
        form=form,
        has_certificate=bool(certificates),
        error=error,
        breadcrumbs=[(_("Học bạ chờ tôi ký"), "")],
    )
    return ui.render(request, "reportcards/to_sign.html", page, status=422 if error or form.errors else 200)


def usable(actor: Actor, now: datetime) -> list[Any]:
    """Certificates that the person may sign with now at their unit; those of persons before the seal."""
    if actor.person_id is None or actor.home_unit_id is None:
        return []
    found = signing.usable_certificates(actor.person_id, actor.home_unit_id, now)
    return sorted(found, key=lambda one: one.is_seal)


def _pairs(request: HttpRequest) -> list[tuple[int, str]]:
    found = []
    for text in request.POST.getlist("line")[:500]:
        number, _between, kind = text.partition(":")
        if number.isascii() and number.isdecimal() and len(number) < 10:
            found.append((int(number), kind))
    return found


def _signed(
    request: HttpRequest, actor: Actor, pairs: Sequence[tuple[int, str]], form: CertificateForm, now: datetime
) -> tuple[HttpResponse | None, str]:
    """Where to go now, or what went wrong."""
    certificate = form.chosen
    try:
        if certificate.means == Means.DESK:
            order = services.ask_desk(actor, pairs, certificate=certificate, at=now)
            return redirect("signing:desk_order", order.pk), ""
        with signers.opened_signer(certificate, at=now, **form.secrets) as signer:
            done = services.sign_waiting(
                actor, pairs, certificate=certificate, signer=signer, at=now, stamp=signing.stamp_source(now)
            )
        services.demand_any(done)
    except (signers.SignerFailed, signers.NoStamp, signers.CannotSign) as failed:
        return None, failed.reason
    except (services.CardError, Refused) as refused:
        return None, str(refused)
    for tone, text in done.told():
        getattr(messages, tone)(request, text)
    return redirect("reportcards:to_sign"), ""
