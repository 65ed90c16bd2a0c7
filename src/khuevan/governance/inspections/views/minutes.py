"""Minutes: what the unit says, both signatures, another edition, the files."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from khuevan.kernel import audit, clock
from khuevan.kernel.access import Actor, requires
from khuevan.kernel.files.kinds import DOCX, PDF
from khuevan.kernel.records import Invalid, export
from khuevan.register.signing import queries as signing
from khuevan.register.signing import services as signatures

from .. import printing, queries, services
from ..permissions import INSPECT, SIGN_MINUTES, VIEW_INSPECTIONS
from .visits import certificates_of, done, show
from .words import actor_of

KINDS = {"docx": DOCX, "pdf": PDF}
Sign = Callable[[Actor, signatures.Opened], object]


@require_POST
@requires(SIGN_MINUTES)
def object_minutes(request: HttpRequest, visit_id: int) -> HttpResponse:
    return done(
        request, visit_id, _("Đã ghi ý kiến của đơn vị vào biên bản."),
        lambda actor: services.object_minutes(
            actor, at=clock.now(), visit_id=visit_id, objection=request.POST.get("objection", "")
        ),
    )  # fmt: skip


@require_POST
@requires(INSPECT)
def correct(request: HttpRequest, visit_id: int) -> HttpResponse:
    return done(
        request, visit_id, _("Đã mở lần lập mới; lần trước giữ nguyên."),
        lambda actor: services.correct_minutes(
            actor, at=clock.now(), visit_id=visit_id, reason=request.POST.get("reason", "")
        ),
    )  # fmt: skip


@require_POST
@requires(INSPECT)
def lead(request: HttpRequest, visit_id: int) -> HttpResponse:
    """The leader's signature."""
    seen, number, place = (request.POST.get(name, "") for name in ("seen", "number", "place"))

    def sign(actor: Actor, one: signatures.Opened) -> object:
        return services.lead_minutes(
            actor,
            at=clock.now(),
            visit_id=visit_id,
            seen=seen,
            sign=one,
            number=number,
            place=place,
        )

    return _signed(request, visit_id, services.LEAD, {"seen": seen, "number": number, "place": place}, sign)


@require_POST
@requires(SIGN_MINUTES)
def sign(request: HttpRequest, visit_id: int) -> HttpResponse:
    """The signature of the unit's head."""
    seen = request.POST.get("seen", "")

    def countersign(actor: Actor, one: signatures.Opened) -> object:
        return services.sign_minutes(actor, at=clock.now(), visit_id=visit_id, seen=seen, sign=one)

    return _signed(request, visit_id, services.SIGN, {"seen": seen}, countersign)


def _signed(
    request: HttpRequest, visit_id: int, code: str, given: dict[str, str], sign: Sign
) -> HttpResponse:
    """With the chosen certificate; a refusal is said at the form."""
    actor = actor_of(request)
    found = queries.visit(actor, visit_id)
    form = signing.GestureForm(request.POST, certificates=certificates_of(actor))
    if not form.is_valid():
        return show(request, found, form=form)
    try:
        order = signatures.sign_or_ask(
            actor, form.cleaned_data, code=code, title=_("Biên bản kiểm tra"), given={"visit": visit_id, **given},
            at=clock.now(), act=lambda signs: sign(actor, signs[0]),
        )  # fmt: skip
    except (Invalid, signatures.SignerFailed, signatures.NoStamp) as refused:
        left = form.take(refused)
        return show(request, queries.visit(actor, visit_id), error=left, form=form)
    if order is not None:
        return redirect("signing:desk_order", order.pk)
    messages.success(request, _("Đã ký biên bản."))
    return redirect("inspections:visit", visit_id)


@requires(VIEW_INSPECTIONS)
@require_safe
def minutes_file(request: HttpRequest, visit_id: int, edition: int, kind: str) -> HttpResponse:
    """What was signed; a draft says that it is one."""
    actor = actor_of(request)
    one, found = queries.minutes(actor, visit_id, edition)
    if kind not in KINDS:
        raise Http404
    content = queries.file_of(found, kind)
    if content is None:
        contents = queries.contents_of(one, found)
        if contents is None or not queries.may_read_sheet(actor, one):
            raise Http404
        made = printing.made(contents, on=clock.today(), objection=found.objection, is_draft=True)
        content = made.pdf if kind == "pdf" else made.docx
    audit.export(
        actor, "inspections.minutes:export", at=clock.now(), rows=1, unit_id=one.unit_id, filter=str(one.pk), file=kind
    )  # fmt: skip
    name = export.file_name(
        f"Biên bản kiểm tra {one.unit_name} {found.edition}", one.visited_on or clock.today(), kind
    )
    shown = "inline" if kind == "pdf" and request.GET.get("inline") == "1" else "attachment"
    return HttpResponse(
        content, content_type=KINDS[kind], headers={"Content-Disposition": f'{shown}; filename="{name}"'}
    )
