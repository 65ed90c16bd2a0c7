"""Cards that travel with a child: sealing, receiving, countersigning, taking in the receipt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from khuevan.kernel import access, audit, clock, files, ui
from khuevan.kernel.access import Actor, requires
from khuevan.kernel.records import Invalid
from khuevan.register.signing import queries as signing

from .. import queries, services
from ..choices import HANDOVER_STATES, Direction
from ..forms import FileForm, HandOverForm, ReasonForm, SealForm
from ..models import Handover, KeptCard
from ..permissions import HAND_OVER
from ..rules import HandoverState, Place, handover_step
from ..rules.manifest import CODE
from ..services.desk_works import COUNTERSIGN, SEAL
from .packages import archive_response
from .steps import AtTheDesk, StepPage, at_the_desk, opened_signer, tried
from .words import fault_rows, handover_trail, state_badge

LARGEST = 64 * 1024**2
ICONS = {"countersign": "signature", "prove": "file-certificate", "cancel": "x", "refuse": "x"}


@dataclass(frozen=True)
class HandoversPage:
    listing: ui.Listing
    slice: ui.Slice
    cells: Callable[[Handover], Sequence[object]]
    states: Sequence[tuple[str, object]]


@dataclass(frozen=True)
class HandoverPage:
    handover: Handover
    badge: object
    facts: Sequence[tuple[str, object]]
    cards: Sequence[KeptCard]
    steps: Sequence[tuple[str, str, str, str]]
    history: Sequence[object]
    breadcrumbs: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class ReceivePage:
    form: FileForm
    faults: Sequence[tuple[str, str, str]]
    breadcrumbs: list[tuple[str, str]] = field(default_factory=list)


@requires(HAND_OVER)
@require_safe
def handovers(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    listing = ui.Listing.of(request, sort="-id", filters=("state",))
    state = listing.chosen("state")
    wanted = queries.Filters(
        state=state if state in [one for one, _label in HANDOVER_STATES] else "", text=listing.text
    )
    page = HandoversPage(
        listing=listing,
        slice=ui.take_after(queries.handovers(actor, wanted), listing, by=("id",)),
        cells=_cells,
        states=[("", _("Tất cả")), *HANDOVER_STATES],
    )
    return ui.render(request, "custody/handovers.html", page)


@requires(HAND_OVER)
@require_http_methods(["GET", "POST"])
def seal(request: HttpRequest) -> HttpResponse:
    """Whose cards go to which school."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    school_id = own_school(actor)
    posted = request.POST if request.method == "POST" else None
    form = HandOverForm(
        posted,
        seals=signing.usable_seals(actor, school_id, clock.now()),
        initial={"learner": request.GET.get("learner", "")[:20]},
    )
    if posted is not None and form.is_valid():
        made, asked = None, None
        try:
            made = tried(request, form, lambda: _seal(actor, school_id, form))
        except AtTheDesk as desk:
            names = ("learner", "other_name", "other_code")
            given = {name: form.cleaned_data[name].strip() for name in names} | {"school": school_id}
            asked = at_the_desk(
                request, form, SEAL, desk, given, f"{_('Niêm phong học bạ chuyển đi')}: {given['learner']}"
            )
        if asked is not None:
            return asked
        if made is not None:
            words = _("Đã niêm phong %(count)s học bạ. Tải tệp và gửi cho trường nhận.")
            messages.success(request, words % {"count": made.cards})
            return redirect("custody:handover", made.pk)
    title = _("Niêm phong học bạ chuyển đi")
    page = StepPage(
        title=title,
        lead=_(
            "Mọi học bạ đã phát hành của người học vào một tệp có con dấu; trường nhận kiểm tra và ký biên nhận, "
            "dù dùng hệ thống khác."
        ),
        form=form,
        submit=_("Niêm phong"),
        cancel=reverse("custody:handovers"),
        needs_seal=not form.fields["certificate"].choices,  # type: ignore[attr-defined]
        breadcrumbs=handover_trail((title, "")),
    )
    return ui.render(request, "custody/step.html", page, status=422 if form.errors else 200)


@requires(HAND_OVER)
@require_http_methods(["GET", "POST"])
def receive(request: HttpRequest) -> HttpResponse:
    """A sealed file from another school: verified on the spot, and kept only if everything holds."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    school_id = own_school(actor)
    form = FileForm(request.POST or None, request.FILES or None)
    faults: list[tuple[str, str, str]] = []
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            if sent.size > LARGEST:
                raise Invalid({"file": _("Tệp quá lớn: tối đa 64 MB.")})
            held = services.hold_cards(
                actor, school_id=school_id, content=sent.read(), name=sent.name or "", at=clock.now()
            )
        except services.NotTaken as refused:
            faults = fault_rows(refused.found.faults)
            form.add_error(
                "file", _("Không tiếp nhận được: %(count)s điểm không đạt.") % {"count": len(faults)}
            )
        except (Invalid, files.FileRefused) as refused:
            form.take(refused if isinstance(refused, Invalid) else Invalid({"file": refused.reason}))
        else:
            messages.success(request, _("Mọi học bạ và con dấu đều hợp lệ. Bước tiếp theo: ký biên nhận."))
            return redirect("custody:handover", held.pk)
    page = ReceivePage(form, faults, handover_trail((_("Nhận học bạ chuyển đến"), "")))
    return ui.render(request, "custody/receive.html", page, status=422 if form.errors else 200)


@requires(HAND_OVER)
@require_safe
def handover(request: HttpRequest, handover_id: int) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = queries.handover(actor, handover_id)
    page = HandoverPage(
        handover=found,
        badge=state_badge(found),
        facts=_facts(found),
        cards=list(KeptCard.objects.filter(handover=found).order_by("year", "code")[:50]),
        steps=_steps(found),
        history=audit.history(actor, found),
        breadcrumbs=handover_trail((found.name, "")),
    )
    return ui.render(request, "custody/handover.html", page)


@requires(HAND_OVER)
@require_safe
def download_sealed(request: HttpRequest, handover_id: int) -> FileResponse:
    """The sealed archive; each time logged."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = queries.handover(actor, handover_id)
    return archive_response(services.download_handover(actor, found, at=clock.now()), f"{found.uid}.zip")


@requires(HAND_OVER)
@require_safe
def receipt(request: HttpRequest, handover_id: int) -> HttpResponse:
    """The signed receipt, ours or theirs."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = queries.handover(actor, handover_id)
    if not found.receipt:
        raise Http404
    response = HttpResponse(bytes(found.receipt), content_type="application/xml")
    response["Content-Disposition"] = f'attachment; filename="bien-nhan-{found.uid}.xml"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@requires(HAND_OVER)
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, handover_id: int, step: str) -> HttpResponse:
    """countersign, prove, cancel or refuse."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = queries.handover(actor, handover_id)
    form = _form(request, actor, step, found)
    if request.method == "POST" and form.is_valid():
        done, asked = None, None
        try:
            done = tried(request, form, lambda: _do(actor, found, step, form))
        except AtTheDesk as desk:
            given = {"handover": found.pk, "version": form.cleaned_data["version"]}
            asked = at_the_desk(request, form, COUNTERSIGN, desk, given, f"{step_words(step)}: {found.name}")
        if asked is not None:
            return asked
        if done is not None:
            messages.success(request, _("Đã ghi nhận."))
            return redirect("custody:handover", found.pk)
    own, title = reverse("custody:handover", args=[found.pk]), step_words(step)
    page = StepPage(
        title=title,
        lead=f"{found.name}: {found.other_name}",
        form=form,
        submit=title,
        cancel=own,
        danger=step in ("cancel", "refuse"),
        needs_seal=step == "countersign" and not form.fields["certificate"].choices,
        is_upload=step == "prove",
        breadcrumbs=handover_trail((found.name, own), (title, "")),
    )
    return ui.render(request, "custody/step.html", page, status=422 if form.errors else 200)


def own_school(actor: Actor) -> int:
    """The reader's own unit, where they may hand over. Raises Refused."""
    unit_id = actor.home_unit_id
    if unit_id is None or unit_id not in access.scope(actor, HAND_OVER):
        raise access.Refused(_("Việc này làm ở trường: hãy đăng nhập bằng tài khoản của trường."))
    return unit_id


def step_words(step: str) -> str:
    return {
        "countersign": _("Ký biên nhận"),
        "prove": _("Nộp biên nhận"),
        "cancel": _("Hủy niêm phong"),
        "refuse": _("Không tiếp nhận"),
    }[step]


def _seal(actor: Actor, school_id: int, form: Any) -> Handover:
    given = form.cleaned_data
    code = given["other_code"].strip()
    if code and not CODE.match(code):
        raise Invalid({"other_code": _("Mã trường chỉ gồm chữ không dấu, số, dấu chấm và gạch nối.")})
    with opened_signer(actor, form) as signer:
        return services.seal_cards(
            actor,
            school_id=school_id,
            learner=given["learner"].strip(),
            other=Place(code, given["other_name"].strip()),
            certificate_id=given["certificate"],
            signer=signer,
            at=clock.now(),
        )


def _form(request: HttpRequest, actor: Actor, step: str, found: Handover) -> Any:
    posted = request.POST if request.method == "POST" else None
    initial = {"version": found.version}
    if step == "countersign":
        return SealForm(
            posted, seals=signing.usable_seals(actor, found.school_id, clock.now()), initial=initial
        )
    if step == "prove":
        return FileForm(posted, request.FILES or None, initial=initial)
    return ReasonForm(posted, initial=initial)


def _do(actor: Actor, found: Handover, step: str, form: Any) -> Handover:
    given, at = form.cleaned_data, clock.now()
    version = given["version"] if given["version"] is not None else -1
    if step == "countersign":
        with opened_signer(actor, form) as signer:
            return services.countersign(
                actor, found, certificate_id=given["certificate"], signer=signer, version=version, at=at
            )
    if step == "prove":
        return services.prove_handover(actor, found, given["file"].read(), version=version, at=at)
    act = services.cancel_handover if step == "cancel" else services.refuse_handover
    return act(actor, found, reason=given["reason"], version=version, at=at)


def _steps(found: Handover) -> list[tuple[str, str, str, str]]:
    steps = []
    for step, icon in ICONS.items():
        if handover_step(HandoverState(found.state), step) is not None:
            kind = "danger" if step in ("cancel", "refuse") else "primary"
            steps.append((reverse(f"custody:{step}", args=[found.pk]), step_words(step), icon, kind))
    own = [found.pk]
    steps.append(
        (reverse("custody:download_sealed", args=own), _("Tải tệp niêm phong"), "download", "secondary")
    )
    if found.receipt:
        steps.append((reverse("custody:receipt", args=own), _("Tải biên nhận"), "download", "secondary"))
    return steps


def _facts(found: Handover) -> list[tuple[str, object]]:
    when = ui.formatters.day_and_time
    other = _("Trường nhận") if found.direction == Direction.OUT else _("Trường gửi")
    rows = [
        (_("Người học"), found.name),
        (_("Số định danh"), found.learner),
        (other, found.other_name),
        (_("Số học bạ"), ui.formatters.number(found.cards)),
        (_("Bắt đầu"), f"{found.begun_by}, {when(found.begun_at)}"),
        (_("Kết thúc"), f"{found.ended_by}, {when(found.ended_at)}" if found.ended_at else ""),
        (_("Ghi chú"), found.note),
        (_("Số niêm phong"), found.uid),
        (_("Mã băm bản kê"), found.digest),
    ]
    return [(label, value) for label, value in rows if value]


def _cells(row: Handover) -> Sequence[object]:
    return (
        ui.link(reverse("custody:handover", args=[row.pk]), row.name),
        row.get_direction_display(),
        row.other_name,
        ui.formatters.number(row.cards),
        state_badge(row),
        ui.formatters.day_and_time(row.begun_at),
    )
