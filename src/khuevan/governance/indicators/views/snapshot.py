"""One frozen state: what it is, whether it is whole, who signed it and whether the signatures hold; signing it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from khuevan.kernel import access, clock, ui
from khuevan.kernel.access import Actor, requires
from khuevan.kernel.records import Invalid
from khuevan.register.signing import queries as signing
from khuevan.register.signing import services as signatures
from khuevan.register.signing.choices import Means

from .. import queries, services
from ..models import Snapshot
from ..permissions import FREEZE, VIEW_VALUES
from ..queries.sealing import SealSeen
from .snapshots import trail


class SealForm(forms.Form):
    """With which certificate, and what opens it."""

    def __init__(self, *args: Any, certificates: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.update(signing.certificate_fields(certificates, _("Chứng thư")))


@dataclass(frozen=True)
class SnapshotPage:
    """files: how many there are; broken: those that are not as they were frozen."""

    snapshot: Snapshot
    files: int
    broken: Sequence[str]
    seals: Sequence[SealSeen]
    form: SealForm | None
    has_certificate: bool
    breadcrumbs: Sequence[tuple[str, str]] = field(default_factory=list)


@requires(VIEW_VALUES)
def snapshot(request: HttpRequest, snapshot_id: int) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = queries.snapshot(snapshot_id)
    if found is None:
        raise Http404
    state = queries.frozen(found)
    may = access.decide(actor, FREEZE).allowed
    certificates = _certificates(actor) if may else []
    form = (
        SealForm(request.POST if request.method == "POST" else None, certificates=certificates)
        if may
        else None
    )
    if request.method == "POST":
        access.demand(actor, FREEZE)
        if form is not None and form.is_valid() and (answer := _sealed(request, actor, found, form)):
            return answer
    page = SnapshotPage(
        snapshot=found,
        files=len(state.manifest.names()) if state else 0,
        broken=state.broken if state else ["manifest.json"],
        seals=queries.seals_of(found, at=clock.now()),
        form=form,
        has_certificate=bool(certificates),
        breadcrumbs=trail(str(found)),
    )
    return ui.render(request, "indicators/snapshot.html", page, status=422 if form and form.errors else 200)


@requires(VIEW_VALUES)
@require_GET
def snapshot_seal(request: HttpRequest, snapshot_id: int, seal_id: int) -> HttpResponse:
    """The signed XML, for whoever verifies it elsewhere."""
    found = queries.snapshot(snapshot_id)
    seal = found.seals.filter(pk=seal_id).first() if found else None
    if seal is None:
        raise Http404
    answer = HttpResponse(bytes(seal.content), content_type="application/xml")
    answer.headers["Content-Disposition"] = f'attachment; filename="ky-so-lieu-{snapshot_id}-{seal_id}.xml"'
    return answer


def _certificates(actor: Actor) -> list[Any]:
    if actor.person_id is None or actor.home_unit_id is None:
        return []
    return signing.usable_certificates(actor.person_id, actor.home_unit_id, clock.now())


def _sealed(request: HttpRequest, actor: Actor, found: Snapshot, form: SealForm) -> HttpResponse | None:
    """Where to go on; None where it was refused, with the sentence in the form."""
    given, at = form.cleaned_data, clock.now()
    certificate = signing.own_certificate(actor, given["certificate"])
    try:
        if certificate.means == Means.DESK:
            order = signatures.ask_work(
                actor, code=services.SEAL, certificate=certificate, title=str(found), at=at,
                given={"snapshot": found.pk, "certificate": certificate.pk},
            )  # fmt: skip
            return redirect("signing:desk_order", order.pk)
        with signatures.opened_signer(
            certificate, at=at, pin=given.get("pin", ""), bearer=given.get("bearer", "")
        ) as signer:
            services.seal_snapshot(
                actor=actor, snapshot_id=found.pk, certificate_id=certificate.pk, signer=signer, at=at
            )
    except Invalid as invalid:
        form.add_error("certificate", " ".join(str(one) for one in invalid.errors.values()))
        return None
    except (signatures.SignerFailed, signatures.NoStamp) as failed:
        form.add_error("certificate", failed.reason)
        return None
    messages.success(request, _("Đã ký kỳ số liệu."))
    return redirect("indicators:snapshot", found.pk)
