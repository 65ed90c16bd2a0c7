"""Whom this installation believes: authorities and seals of elsewhere. Who verifies may look, administrators write."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from markupsafe import Markup

from khuevan.kernel import clock, ui
from khuevan.kernel.access import Actor, requires
from khuevan.kernel.records.errors import Invalid

from .. import queries, services
from ..forms import AuthorityForm, ReasonForm, SealForm
from ..models import KnownSeal, TrustedAuthority
from ..permissions import MANAGE_TRUST, VERIFY_FILES
from ..signers.protocol import fingerprint
from ..verification import paths
from .words import take_errors

LARGEST = 64 * 1024


@dataclass(frozen=True)
class Root:
    """An authority as the page shows it. place: where its certificate can be had; end: where one stops believing it."""

    name: str
    fingerprint: str
    source: str
    days: str
    state: Markup
    place: str = ""
    end: str = ""


@dataclass(frozen=True)
class Seal:
    one: KnownSeal
    days: str
    state: Markup
    end: str


@dataclass(frozen=True)
class TrustedPage:
    roots: Sequence[Root]
    seals: Sequence[Seal]
    may_manage: bool


@dataclass(frozen=True)
class TrustFormPage:
    title: str
    lead: str
    form: forms.Form
    submit: str
    danger: bool = False
    breadcrumbs: list[tuple[str, str]] = field(default_factory=list)


@requires(VERIFY_FILES)
@require_safe
def trusted(request: HttpRequest) -> HttpResponse:
    """Authorities of the server's folder, of the page, and the development authority; seals of other installations."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    today, may = clock.today(), queries.may_manage_trust(actor, clock.today())
    roots = [_of_page(one, today, may) for one in queries.trusted_authorities()]
    roots += [_of_server(one, _("Thư mục signing/trust của máy chủ")) for one in queries.roots_on_disk()]
    own = queries.authority(clock.now())
    if own is not None:
        mine = _("Cơ quan chứng thực thử nghiệm của chính hệ thống này")
        roots.append(_of_server(own.root, mine, reverse("signing:own_authority")))
    seals = [_seal(one, today, may) for one in queries.known_seals()]
    return ui.render(request, "signing/trusted.html", TrustedPage(roots, seals, may))


@requires(MANAGE_TRUST)
@require_http_methods(["GET", "POST"])
def add_authority(request: HttpRequest) -> HttpResponse:
    actor = _manager(request)
    form = AuthorityForm(request.POST or None, request.FILES or None)

    def act() -> None:
        given = form.cleaned_data
        services.trust_authority(
            actor, content=given.pop("file").read(LARGEST), at=clock.now(), **given
        )  # fmt: skip

    if request.method == "POST" and _done(form, act):
        messages.success(request, _("Từ nay chữ ký bằng chứng thư của nơi cấp này được tin ở đây."))
        return redirect("signing:trusted")
    lead = _("Ai được tin ở đây thì chứng thư do họ cấp được tin: hãy đối chiếu vân tay bằng một đường khác.")
    return _show(request, form, _("Thêm nơi cấp được tin cậy"), lead, _("Tin nơi cấp này"))


@requires(MANAGE_TRUST)
@require_http_methods(["GET", "POST"])
def add_seal(request: HttpRequest) -> HttpResponse:
    actor = _manager(request)
    form = SealForm(request.POST or None)

    def act() -> None:
        services.know_seal(actor, at=clock.now(), **form.cleaned_data)

    if request.method == "POST" and _done(form, act):
        messages.success(request, _("Từ nay con dấu mang mã này được nhận là của trường đó."))
        return redirect("signing:trusted")
    lead = _(
        "Học bạ của trường ngoài hệ thống chỉ được nhận khi biết chắc con dấu là của trường đó: theo mã, không theo tên."
    )
    return _show(request, form, _("Thêm con dấu của trường ngoài hệ thống"), lead, _("Ghi con dấu"))


@requires(MANAGE_TRUST)
@require_http_methods(["GET", "POST"])
def end_authority(request: HttpRequest, authority_id: int) -> HttpResponse:
    return _end(request, queries.trusted_authority(authority_id))


@requires(MANAGE_TRUST)
@require_http_methods(["GET", "POST"])
def end_seal(request: HttpRequest, seal_id: int) -> HttpResponse:
    return _end(request, queries.known_seal(seal_id))


@requires(VERIFY_FILES)
@require_safe
def authority_file(request: HttpRequest, authority_id: int) -> HttpResponse:
    """For verifying elsewhere: `khuevan verify --trust`."""
    found = queries.certificates_in(bytes(queries.trusted_authority(authority_id).content))
    if not found:
        raise Http404
    return _pem(found[0], f"noi-cap-{authority_id}.pem")


@requires(VERIFY_FILES)
@require_safe
def own_authority(request: HttpRequest) -> HttpResponse:
    """The development authority's root, for another installation on trial."""
    own = queries.authority(clock.now())
    if own is None:
        raise Http404
    return _pem(own.root, "noi-cap-thu-nghiem.pem")


def _manager(request: HttpRequest) -> Actor:
    """Who may decide for the whole installation. Raises Refused."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    services.demand_trust(actor, clock.now())
    return actor


def _pem(certificate: x509.Certificate, name: str) -> HttpResponse:
    answer = HttpResponse(certificate.public_bytes(Encoding.PEM), content_type="application/x-pem-file")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _end(request: HttpRequest, row: TrustedAuthority | KnownSeal) -> HttpResponse:
    actor = _manager(request)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and _done(
        form, lambda: services.stop_believing(actor, row, reason=form.cleaned_data["reason"], at=clock.now())
    ):
        messages.success(request, _("Đã ngừng tin."))
        return redirect("signing:trusted")
    lead = _("%(name)s. Từ lúc này không chữ ký nào của họ được tin nữa, kể cả chữ ký đã có.") % {"name": row}
    return _show(request, form, _("Ngừng tin"), lead, _("Ngừng tin"), danger=True)


def _done(form: Any, act: Any) -> bool:
    """Whether the form held and the act was done; else the form says why not."""
    if not form.is_valid():
        return False
    try:
        act()
    except Invalid as error:
        take_errors(form, error)
        return False
    return True


def _show(
    request: HttpRequest, form: forms.Form, title: str, lead: str, submit: str, *, danger: bool = False
) -> HttpResponse:
    trail = [(_("Nơi được tin cậy"), reverse("signing:trusted")), (title, "")]
    page = TrustFormPage(title, lead, form, submit, danger, trail)
    return ui.render(request, "signing/trust_form.html", page, status=422 if form.errors else 200)


def _of_server(one: x509.Certificate, source: str, place: str = "") -> Root:
    return Root(paths.name_of(one), fingerprint(one), source, "", ui.badge(_("Đang tin"), "success"), place)


def _of_page(one: TrustedAuthority, today: date, may: bool) -> Root:
    end = reverse("signing:end_authority", args=[one.pk]) if may and one.ended_at is None else ""
    place = reverse("signing:authority_file", args=[one.pk])
    return Root(one.name, one.fingerprint, one.source, _days(one), _state(one, today), place, end)


def _seal(one: KnownSeal, today: date, may: bool) -> Seal:
    end = reverse("signing:end_seal", args=[one.pk]) if may and one.ended_at is None else ""
    return Seal(one, _days(one), _state(one, today), end)


def _days(one: TrustedAuthority | KnownSeal) -> str:
    first = ui.formatters.day(one.valid_from)
    return (
        f"{first} – {ui.formatters.day(one.valid_until)}"
        if one.valid_until
        else _("từ %(day)s") % {"day": first}
    )


def _state(one: TrustedAuthority | KnownSeal, today: date) -> Markup:
    if one.ended_at is not None:
        return ui.badge(_("Đã ngừng tin"), "neutral")
    if one.valid_until is not None and one.valid_until <= today:
        return ui.badge(_("Chỉ tin chữ ký cũ"), "warning")
    return ui.badge(_("Đang tin") if one.valid_from <= today else _("Sắp tới"), "success")
