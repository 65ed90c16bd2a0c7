"""Signatures that were made: for heads and officers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from khuevan.kernel import access, ui
from khuevan.kernel.access import Actor, requires

from .. import queries
from ..models import Signature
from ..permissions import VIEW_SIGNATURES


@dataclass(frozen=True)
class SignaturesPage:
    listing: ui.Listing
    slice: ui.Slice
    cells: Callable[[Signature], Sequence[object]]
    one_unit: bool


@requires(VIEW_SIGNATURES)
@require_safe
def signatures(request: HttpRequest) -> HttpResponse:
    """The latest first."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    listing = ui.Listing.of(request, sort="-id")
    scope = access.scope(actor, VIEW_SIGNATURES)
    one_unit = not scope.is_everything and len(scope) == 1
    page = SignaturesPage(
        listing=listing,
        slice=ui.take_after(queries.signatures(actor), listing, by=("id",)),
        cells=lambda one: _cells(one, with_unit=not one_unit),
        one_unit=one_unit,
    )
    return ui.render(request, "signing/signatures.html", page)


def _cells(one: Signature, *, with_unit: bool) -> Sequence[object]:
    title = ui.link(reverse("signing:signed_file", args=[one.pk]), one.title) if one.file_id else one.title
    stamped = _("có") if one.stamped_at else _("không")
    return (
        ui.formatters.day_and_time(one.signed_at),
        *((one.unit.name,) if with_unit else ()),
        one.person.full_name,
        one.capacity,
        title,
        ui.badge(_("Thử nghiệm"), "warning") if one.certificate.is_test else one.certificate.issuer,
        f"{one.level} · {stamped}",
    )
