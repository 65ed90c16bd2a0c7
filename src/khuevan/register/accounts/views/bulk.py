"""Accounts for a school: plan, preview, commit; slips printed once."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from khuevan.kernel import clock, jobs, ui
from khuevan.kernel.access import Actor, requires
from khuevan.kernel.records.errors import Invalid
from khuevan.register.organisations import queries as organisations

from .. import permissions, services, tasks
from ..choices import AccountKind
from ..forms import BulkForm, take_errors
from ..models import SlipBatch
from ..queries import bulk as bulk_queries
from ..rules.bulk import AccountsPlan, Planned
from ..services.bulk import Slip

SHOWN = 200
AT_ONCE = 50
"""More accounts than this are made by a job: 20 ms of hashing each is too long for a page."""


@dataclass(frozen=True)
class BulkPage:
    """`shown`: the first rows of the plan; `hidden`: how many more there are."""

    form: BulkForm
    plan: AccountsPlan | None = None
    unit: str = ""
    code: str = ""
    shown: tuple[Planned, ...] = ()
    hidden: int = 0


@requires(permissions.CREATE_ACCOUNTS)
def plan(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = BulkForm(request.GET if "unit" in request.GET else None, initial=_own_unit(actor))
    page = BulkPage(form)
    if form.is_valid():
        unit = organisations.by_code(form.cleaned_data["unit"].strip())
        if unit is None:
            form.add_error("unit", _("Không có đơn vị mang mã này trong phạm vi của bạn."))
        else:
            made = bulk_queries.bulk_plan(actor, unit.pk, form.cleaned_data["kind"], clock.today())
            page = BulkPage(
                form,
                made,
                unit.name,
                unit.code,
                made.rows[:SHOWN],
                max(0, len(made.rows) - SHOWN),
            )
    return ui.render(request, "accounts/bulk.html", page, status=422 if form.errors else 200)


@require_POST
@requires(permissions.CREATE_ACCOUNTS)
def commit(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    at = clock.now()
    form = BulkForm(request.POST)
    unit = organisations.by_code(request.POST.get("unit", "").strip())
    if not form.is_valid() or unit is None:
        return ui.render(request, "accounts/bulk.html", BulkPage(form), status=422)
    kind, digest = form.cleaned_data["kind"], request.POST.get("digest", "")
    title = f"{AccountKind(kind).label} – {unit.name}"[:200]
    try:
        waiting = bulk_queries.bulk_plan(actor, unit.pk, kind, clock.on(at))
        if len(waiting.rows) > AT_ONCE and waiting.digest == digest:
            jobs.start(
                actor,
                tasks.create_accounts,
                at=at,
                unit_id=unit.pk,
                label=title,
                school_id=unit.pk,
                kind=kind,
                digest=digest,
                title=title,
            )
            messages.info(request, _("Đang tạo tài khoản. Phiếu sẽ có ở trang này khi xong."))
        else:
            batch = services.create_accounts(
                actor, unit_id=unit.pk, kind=kind, digest=digest, title=title, at=at
            )
            messages.success(request, _("Đã tạo %(count)s tài khoản.") % {"count": batch.total})
    except Invalid as error:
        take_errors(form, error)
        return ui.render(request, "accounts/bulk.html", BulkPage(form), status=409)
    return redirect("accounts:slip_batches")


def _own_unit(actor: Actor) -> dict[str, str]:
    """Most people make accounts for the school that they work at."""
    if actor.home_unit_id is None:
        return {}
    try:
        return {"unit": organisations.unit(actor, actor.home_unit_id).code}
    except ObjectDoesNotExist:
        return {}


@dataclass(frozen=True)
class SlipBatchesPage:
    batches: list[SlipBatch]


@requires(permissions.PRINT_SLIPS)
def slip_batches(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    page = SlipBatchesPage(list(bulk_queries.slip_batches(actor)[:100]))
    return ui.render(request, "accounts/slip_batches.html", page)


@dataclass(frozen=True)
class SlipsPage:
    title: str
    unit: str
    address: str
    slips: list[Slip]


@require_POST
@requires(permissions.PRINT_SLIPS)
def print_slips(request: HttpRequest, batch_id: int) -> HttpResponse:
    """The passwords are in this answer and nowhere else afterwards."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    batch = bulk_queries.slip_batch(actor, batch_id)
    try:
        slips = services.print_slips(actor, batch, at=clock.now())
    except Invalid as error:
        messages.error(request, str(error))
        return redirect("accounts:slip_batches")
    page = SlipsPage(batch.title, batch.unit.name, request.build_absolute_uri("/"), slips)
    response = ui.render(request, "accounts/slips.html", page)
    response["Cache-Control"] = "no-store"
    return response
