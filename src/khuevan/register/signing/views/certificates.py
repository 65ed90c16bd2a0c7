"""My certificates: with what I sign."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from markupsafe import Markup

from khuevan.kernel import access, clock, ui
from khuevan.kernel.access import Actor, requires
from khuevan.kernel.records.errors import Invalid

from .. import queries, services
from ..choices import Means, Status
from ..forms import CertificateForm, ReasonForm
from ..models import Certificate, DeskOrder
from ..permissions import KEEP_SEAL, REGISTER_CERTIFICATE
from .words import certificate_badges, certificates_trail, take_errors

LARGEST = 64 * 1024


@dataclass(frozen=True)
class Row:
    """One certificate as the page shows it. state: words and tone."""

    one: Certificate
    means: str
    status: str
    badges: Markup
    state: Markup
    is_used: bool


@dataclass(frozen=True)
class CertificatesPage:
    rows: list[Row]
    waiting: list[DeskOrder]
    has_test: bool
    may_sign: bool
    may_seal: bool


@dataclass(frozen=True)
class FormPage:
    form: CertificateForm
    breadcrumbs: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class RetirePage:
    form: ReasonForm
    certificate: Certificate
    breadcrumbs: list[tuple[str, str]] = field(default_factory=list)


@requires(REGISTER_CERTIFICATE)
@require_safe
def certificates(request: HttpRequest) -> HttpResponse:
    """In use first."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now = clock.now()
    rows = [_row(one, now) for one in queries.own_certificates(actor)]
    has_test = queries.authority(now) is not None
    may_seal = actor.home_unit_id is not None and bool(access.decide(actor, KEEP_SEAL, on=actor.home_unit_id))
    waiting = queries.open_desk_orders(actor, now)
    page = CertificatesPage(rows, waiting, has_test, any(row.is_used for row in rows), may_seal)
    return ui.render(request, "signing/certificates.html", page)


@requires(REGISTER_CERTIFICATE)
@require_http_methods(["GET", "POST"])
def register_certificate(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = CertificateForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            services.register_certificate(
                actor,
                content=data["file"].read(LARGEST),
                means=data["means"],
                place=data["place"],
                name_is_confirmed=data["name_is_confirmed"],
                at=clock.now(),
            )
        except Invalid as error:
            take_errors(form, error)
        else:
            messages.success(request, _("Đã đăng ký chứng thư số."))
            return redirect("signing:certificates")
    page = FormPage(form, certificates_trail((_("Đăng ký chứng thư"), "")))
    return ui.render(request, "signing/register_certificate.html", page, status=422 if form.errors else 200)


@requires(REGISTER_CERTIFICATE)
@require_POST
def test_certificate(request: HttpRequest) -> HttpResponse:
    """A certificate of the development authority, to try things with."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    services.issue_test_certificate(actor, seal=request.POST.get("seal") == "1", at=clock.now())
    messages.success(
        request, _("Đã cấp chứng thư thử nghiệm. Chữ ký bằng chứng thư này không có giá trị pháp lý.")
    )
    return redirect("signing:certificates")


@requires(REGISTER_CERTIFICATE)
@require_http_methods(["GET", "POST"])
def retire(request: HttpRequest, certificate_id: int) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    certificate = queries.own_certificate(actor, certificate_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.retire_certificate(
                actor, certificate, reason=form.cleaned_data["reason"], at=clock.now()
            )
        except Invalid as error:
            take_errors(form, error)
        else:
            messages.success(request, _("Chứng thư đã ngừng dùng. Những gì đã ký vẫn còn nguyên."))
            return redirect("signing:certificates")
    page = RetirePage(form, certificate, certificates_trail((_("Ngừng dùng"), "")))
    return ui.render(request, "signing/retire_certificate.html", page, status=422 if form.errors else 200)


def _row(one: Certificate, now: datetime) -> Row:
    if one.retired_at is not None:
        state, is_used = ui.badge(_("Đã ngừng dùng"), "neutral"), False
    elif one.valid_until <= now:
        state, is_used = ui.badge(_("Hết hạn"), "danger"), False
    elif (one.valid_until - now).days < 30:
        state, is_used = ui.badge(_("Sắp hết hạn"), "warning"), True
    else:
        state, is_used = ui.badge(_("Đang dùng"), "success"), True
    return Row(
        one,
        str(Means(one.means).label),
        str(Status(one.status).label),
        certificate_badges(one),
        state,
        is_used,
    )
