"""What the school issued; issuing and withdrawing."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from khuevan.kernel import clock, ui
from khuevan.kernel.access import Actor, requires
from khuevan.kernel.records.errors import Invalid
from khuevan.register.signing import queries as certificates
from khuevan.register.signing import services as signing
from khuevan.register.signing.choices import Means
from khuevan.school.reportcards import queries as reportcards

from .. import queries, services
from ..forms import IssueForm, PartsForm, WithdrawForm
from ..models import Copy
from ..permissions import ISSUE_COPIES, VIEW_COPIES
from ..services import desk_works
from .words import parts_words

SIZE = 50
ORDERS = {"issued": ("-issued_at", "-id"), "looks": ("-looks", "-id")}


@dataclass(frozen=True)
class CopiesPage:
    slice: Any
    listing: ui.Listing
    may_issue: bool


@dataclass(frozen=True)
class IssuePage:
    form: IssueForm
    breadcrumbs: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class CopyPage:
    copy: Copy
    facts: Sequence[tuple[str, object]]
    form: WithdrawForm
    parts: PartsForm
    may_change: bool
    breadcrumbs: Sequence[tuple[str, str]]


@requires(VIEW_COPIES)
@require_safe
def copies(request: HttpRequest) -> HttpResponse:
    """The latest first."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    listing = ui.Listing.of(request, sorts=("issued", "looks"), sort="issued", filters=())
    rows = queries.copies(actor)
    if listing.text:
        rows = rows.filter(card__code__icontains=listing.text)
    page = CopiesPage(
        ui.take(rows.order_by(*ORDERS[listing.sort_key]), listing, size=SIZE),
        listing,
        actor.holds(ISSUE_COPIES),
    )
    return ui.render(request, "copies/copies.html", page)


@requires(ISSUE_COPIES)
@require_http_methods(["GET", "POST"])
def issue(request: HttpRequest) -> HttpResponse:
    """By the number of the card."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now = clock.now()
    asked_for = {"card": request.GET.get("card", "").replace("\x00", "")[:40]}
    form = IssueForm(request.POST or None, initial=asked_for, seals=_seals(actor, now))
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        seal = form.seals.get(said.pop("seal", None))
        secrets = {name: said.pop(name, "") for name in ("pin", "bearer")}
        card = reportcards.cards(actor).filter(code=said.pop("card").strip()).first()
        if card is None:
            form.add_error("card", _("Không có học bạ nào mang số này trong phạm vi của bạn."))
        else:
            said["address"] = request.build_absolute_uri(reverse("copies:verify"))
            try:
                if seal is not None and seal.means == Means.DESK:
                    order = desk_works.ask_issue(actor, card, seal=seal, at=now, **said)
                    return redirect("signing:desk_order", order.pk)
                with (
                    nullcontext()
                    if seal is None
                    else signing.opened_signer(seal, at=now, **secrets) as signer
                ):
                    copy = services.issue_copy(actor, card, at=now, seal=seal, signer=signer, **said)
            except signing.SignerFailed as failed:
                form.add_error("seal", failed.reason)
            except (services.CannotCopy, Invalid) as error:
                for name, words in error.errors.items():
                    form.add_error(name if name in form.fields else None, words)
            else:
                messages.success(request, _("Đã cấp bản sao %(name)s.") % {"name": copy.name})
                return redirect("copies:copy", copy.pk)
    page = IssuePage(form, [*_trail(), (_("Cấp bản sao"), "")])
    return ui.render(request, "copies/issue.html", page, status=422 if form.errors else 200)


def _seals(actor: Actor, now: datetime) -> list[Any]:
    """One's certificates for the school's seal."""
    return [] if actor.home_unit_id is None else certificates.usable_seals(actor, actor.home_unit_id, now)


@requires(VIEW_COPIES)
@require_safe
def copy(request: HttpRequest, copy_id: int) -> HttpResponse:
    """For whom, what it shows, who looked."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return _copy_page(request, actor, queries.copy_for(actor, copy_id), WithdrawForm())


@requires(VIEW_COPIES)
@require_safe
def copy_pdf(request: HttpRequest, copy_id: int) -> HttpResponse:
    """The file as it was issued, byte for byte."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = queries.copy_for(actor, copy_id)
    answer = HttpResponse(services.copy_file(actor, found, at=clock.now()), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{found.name.replace("/", "-")}.pdf"'
    return answer


@requires(ISSUE_COPIES)
@require_POST
def withdraw(request: HttpRequest, copy_id: int) -> HttpResponse:
    """With a reason."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = queries.copy_for(actor, copy_id)
    form = WithdrawForm(request.POST)
    if form.is_valid():
        try:
            services.withdraw_copy(actor, found, why=form.cleaned_data["why"], at=clock.now())
        except services.CannotCopy as error:
            for name, words in error.errors.items():
                form.add_error(name, words)
        else:
            messages.success(request, _("Đã thu hồi bản sao %(name)s.") % {"name": found.name})
            return redirect("copies:copy", found.pk)
    return _copy_page(request, actor, found, form)


@requires(ISSUE_COPIES)
@require_POST
def choose(request: HttpRequest, copy_id: int) -> HttpResponse:
    """What whoever has the code is told from now on."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = queries.copy_for(actor, copy_id)
    form = PartsForm(request.POST)
    if form.is_valid():
        try:
            services.choose_parts(actor, found, at=clock.now(), **form.cleaned_data)
        except services.CannotCopy as error:
            for name, words in error.errors.items():
                form.add_error(name, words)
        else:
            messages.success(request, _("Đã ghi lựa chọn; trang xác minh theo lựa chọn này từ bây giờ."))
            return redirect("copies:copy", found.pk)
    return _copy_page(request, actor, found, WithdrawForm(), form)


def _copy_page(
    request: HttpRequest, actor: Actor, found: Copy, form: WithdrawForm, parts: PartsForm | None = None
) -> HttpResponse:
    said: list[tuple[str, Any]] = [
        (_("Học bạ"), found.card),
        (_("Cấp cho"), found.recipient),
        (_("Để làm gì"), found.purpose),
        (_("Nội dung"), found.get_shows_display()),
        (_("Người có mã được thấy thêm"), parts_words(found)),
        (_("Mã xác minh"), found.typed),
        (_("Cấp lúc"), f"{ui.formatters.day_and_time(found.issued_at)}, {found.issued_by}"),
        (_("Xác minh được đến hết ngày"), found.valid_until and f"{found.valid_until:%d/%m/%Y}"),
        (_("Mã băm SHA-256 của tệp"), found.digest),
        (_("Lượt người ngoài xác minh"), found.looks),
        (_("Xác minh lần cuối"), found.last_look_at and ui.formatters.day_and_time(found.last_look_at)),
    ]
    page = CopyPage(
        copy=found,
        facts=[(label, value) for label, value in said if value is not None],
        form=form,
        parts=parts or PartsForm(initial={"parts": found.parts}),
        may_change=found.withdrawn_at is None and found.school_id in actor.scope(ISSUE_COPIES),
        breadcrumbs=[*_trail(), (found.name, "")],
    )
    return ui.render(
        request, "copies/copy.html", page, status=422 if form.errors or page.parts.errors else 200
    )


def _trail() -> list[tuple[str, str]]:
    return [(_("Bản sao học bạ"), reverse("copies:copies"))]
