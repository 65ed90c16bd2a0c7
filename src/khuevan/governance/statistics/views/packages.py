"""The department's reports as a sealed file for the ministry, and taking such a file in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from khuevan.kernel import access, clock, ui
from khuevan.kernel.access import Actor, requires
from khuevan.kernel.records import Invalid, export
from khuevan.register.signing import queries as signing
from khuevan.register.signing import services as signatures
from khuevan.register.signing.choices import Means

from .. import queries, services
from ..forms import PackageForm, SealForm
from ..permissions import DECIDE_REPORTS, SUBMIT_REPORTS, VIEW_REPORTS
from .words import address, trail, unit_asked, year_asked


@dataclass(frozen=True)
class TakeInPage:
    form: PackageForm
    taken: Sequence[tuple[str, str, str]]
    breadcrumbs: Sequence[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class PackagePage:
    """file_url: of the package, "" before it bears a seal that holds. form: None for who may not seal it."""

    package: services.ToSend
    year: str
    seals: Sequence[queries.PackageSealSeen]
    form: SealForm | None
    has_seal: bool
    file_url: str
    breadcrumbs: Sequence[tuple[str, str]] = field(default_factory=list)


@requires(VIEW_REPORTS)
@require_http_methods(["GET", "HEAD", "POST"])
def package(request: HttpRequest) -> HttpResponse:
    """Of the unit and year asked for: what is in it, its seals, sealing it. 404 where nothing was sent."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    year, (unit_id, _name), at = year_asked(request), unit_asked(request), clock.now()
    found = services.package_to_send(actor, unit_id=unit_id, year=year)
    may = access.decide(actor, SUBMIT_REPORTS, on=unit_id).allowed
    certificates = signing.usable_seals(actor, unit_id, at) if may else []
    posted = request.POST if request.method == "POST" else None
    form = SealForm(posted, certificates=certificates) if may else None
    if posted is not None:
        access.demand(actor, SUBMIT_REPORTS, on=unit_id)
        if form is not None and form.is_valid() and (answer := _sealed(actor, unit_id, found, form)):
            return answer
    seals = queries.package_seals(unit_id, found.sealed, at=at)
    is_sealed = any(not one.wrong for one in seals)
    page = PackagePage(
        found,
        year,
        seals,
        form,
        has_seal=bool(certificates),
        file_url=address("package_file", year, unit_id) if is_sealed else "",
        breadcrumbs=trail((_("Gói gửi Bộ"), "")),
    )
    return ui.render(request, "statistics/package.html", page, status=422 if form and form.errors else 200)


@requires(VIEW_REPORTS)
@require_safe
def package_file(request: HttpRequest) -> HttpResponse:
    """The sealed package of the unit and year asked for. 404 where nothing was sent or it bears no seal that holds."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    year, (unit_id, name) = year_asked(request), unit_asked(request)
    try:
        content = services.pack_reports(actor, at=clock.now(), unit_id=unit_id, year=year)
    except Invalid as invalid:
        raise Http404 from invalid
    file = export.file_name(f"Goi bieu thong ke {year} {name}", clock.today(), "zip")
    headers = {"Content-Disposition": f'attachment; filename="{file}"'}
    return HttpResponse(content, content_type="application/zip", headers=headers)


def _sealed(actor: Actor, unit_id: int, found: services.ToSend, form: SealForm) -> HttpResponse | None:
    """Where to go on; None where it was refused, with the sentence in the form."""
    given, at, year = form.cleaned_data, clock.now(), found.sealed.school_year
    certificate = signing.own_certificate(actor, given["certificate"])
    try:
        if certificate.means == Means.DESK:
            title = _("Gói biểu thống kê %(year)s") % {"year": year}
            order = signatures.ask_work(
                actor, code=services.SEAL, certificate=certificate, title=title, at=at,
                given={"unit": unit_id, "year": year, "certificate": certificate.pk},
            )  # fmt: skip
            return redirect("signing:desk_order", order.pk)
        with signatures.opened_signer(
            certificate, at=at, pin=given.get("pin", ""), bearer=given.get("bearer", "")
        ) as signer:
            services.seal_package(
                actor=actor, unit_id=unit_id, year=year, certificate_id=certificate.pk, signer=signer, at=at
            )
    except Invalid as invalid:
        form.add_error("certificate", " ".join(str(one) for one in invalid.errors.values()))
        return None
    except (signatures.SignerFailed, signatures.NoStamp) as failed:
        form.add_error("certificate", failed.reason)
        return None
    return redirect(address("package", year, unit_id))


@requires(DECIDE_REPORTS)
@require_http_methods(["GET", "HEAD", "POST"])
def take_in(request: HttpRequest) -> HttpResponse:
    """For the ministry's own people."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not queries.receives_packages(actor, clock.today()):
        raise Http404
    form = PackageForm(request.POST, request.FILES) if request.method == "POST" else PackageForm()
    taken: list[services.TakenIn] = []
    if request.method == "POST" and form.is_valid():
        try:
            content = BytesIO(form.cleaned_data["file"].read())
            taken = services.take_in_package(actor, at=clock.now(), stream=content)
        except Invalid as invalid:
            for words in invalid.errors.values():
                form.add_error("file", words)
    page = TakeInPage(
        form,
        [
            (one.symbol, one.why or (_("Đã nhận vào, chờ kiểm tra") if one.is_new else _("Đã có từ trước")),
             address("report", report_id=one.report_id) if one.report_id else "")
            for one in taken
        ],
        trail((_("Nhận gói của Sở"), "")),
    )  # fmt: skip
    return ui.render(request, "statistics/take_in.html", page, status=422 if form.errors else 200)
