"""A family's request that a field be put right: sent from the child's page, decided by the school."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, BinaryIO, cast

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from khuevan.kernel import access, audit, clock, files, ui
from khuevan.kernel.access import Actor, requires, signed_in
from khuevan.kernel.database import ChangedMeanwhile
from khuevan.kernel.records import Invalid
from khuevan.kernel.records.errors import NotUnderstood
from khuevan.kernel.records.fields import Choice, Field, Yes
from khuevan.kernel.records.keys import by_key
from khuevan.kernel.text import nfc

from .. import queries, services
from ..choices import CorrectionState
from ..models import CorrectionRequest, Learner
from ..permissions import DECIDE_CORRECTIONS
from ..records import LEARNERS
from .own import WHY, own_learner


@dataclass(frozen=True)
class AskPage:
    """`fields`: to choose from; `item` the chosen one, with its present value masked where it is sensitive."""

    name: str
    fields: Sequence[tuple[str, str]]
    item: Field | None
    now: str
    options: Sequence[tuple[str, str]]
    typed: Mapping[str, str]
    errors: dict[str, str]
    breadcrumbs: list[tuple[str, str]]


@dataclass(frozen=True)
class QueuePage:
    listing: ui.Listing
    slice: ui.Slice
    filters: Sequence[ui.Choice]
    labels: Mapping[str, str]
    breadcrumbs: list[tuple[str, str]]


@dataclass(frozen=True)
class DecidePage:
    """`now`, `wanted`: both values, masked where the field is; `may_decide`: also for a masked field."""

    request: CorrectionRequest
    label: str
    now: str
    wanted: str
    reveal: str
    evidence: str
    may_decide: bool
    asks: bool
    answer: str = ""
    errors: dict[str, str] = field(default_factory=dict)
    breadcrumbs: list[tuple[str, str]] = field(default_factory=list)


@signed_in(WHY)
def ask(request: HttpRequest, learner_id: int) -> HttpResponse:
    """Choose a field, then say what is right and why."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    learner = own_learner(request, learner_id)
    given = request.POST if request.method == "POST" else request.GET
    typed = {name: nfc(given.get(name, ""))[:600] for name in ("field", "wanted", "reason")}
    offered = services.correctable(learner)
    item = next((one for one in offered if one.name == typed["field"]), None)
    errors: dict[str, str] = {}
    if request.method == "POST":
        sent = request.FILES.get("evidence")
        try:
            services.ask_correction(
                actor=actor, at=clock.now(), learner=learner, **typed,
                evidence=(sent.name or "", cast("BinaryIO", sent)) if sent is not None else None,
            )  # fmt: skip
        except Invalid as invalid:
            errors = {name: str(text) for name, text in invalid.errors.items()}
        except files.FileRefused as refused:
            errors = {"evidence": str(refused.reason)}
        else:
            messages.success(request, _("Đã gửi đề nghị tới trường."))
            return redirect("learners:child", learner.pk)
    page = AskPage(
        name=learner.person.full_name,
        fields=[(one.name, str(one.label)) for one in offered],
        item=item,
        now=_shown(item, item.read(learner)) if item else "",
        options=_options(item) if item else (),
        typed=typed,
        errors=errors,
        breadcrumbs=[
            (_("Con em của tôi"), reverse("learners:children")),
            (learner.person.full_name, reverse("learners:child", args=[learner.pk])),
            (_("Đề nghị sửa thông tin"), ""),
        ],
    )
    return ui.render(request, "learners/ask.html", page, status=422 if errors else 200)


@require_POST
@signed_in(WHY)
def withdraw_correction(request: HttpRequest, correction_id: int) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = found_correction(correction_id)
    if found.person_id not in actor.persons:
        raise Http404
    try:
        services.withdraw_correction(actor=actor, at=clock.now(), request=found, version=found.version)
    except (Invalid, ChangedMeanwhile):
        messages.error(request, _("Đề nghị này đã được trả lời."))
    else:
        messages.success(request, _("Đã rút đề nghị."))
    return redirect("learners:child", found.learner_id)


@requires(DECIDE_CORRECTIONS)
def corrections(request: HttpRequest) -> HttpResponse:
    """What waits for the school, the oldest first."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    listing = ui.Listing.of(request, filters=("state",))
    chosen = listing.chosen("state")
    state = chosen if chosen in CorrectionState.values else CorrectionState.OPEN
    options = [("", CorrectionState.OPEN.label), *CorrectionState.choices[1:]]
    page = QueuePage(
        listing=listing,
        slice=ui.take(queries.corrections(actor, state), listing),
        filters=[ui.choice("state", _("Trạng thái"), options)],
        labels=labels(),
        breadcrumbs=[(_("Đề nghị sửa của gia đình"), "")],
    )
    return ui.render(request, "learners/corrections.html", page)


@requires(DECIDE_CORRECTIONS)
def correction(request: HttpRequest, correction_id: int) -> HttpResponse:
    """One request: what stands there, what is asked, the evidence; change it or say why not."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = to_decide(actor, correction_id)
    errors: dict[str, str] = {}
    status = 200
    answer, version = nfc(request.POST.get("answer", ""))[:500], request.POST.get("version", "")
    if request.method == "POST":
        seen = int(version) if version.isdecimal() and len(version) < 10 else 0
        order: dict[str, Any] = {
            "actor": actor,
            "at": clock.now(),
            "request": found,
            "version": seen,
            "answer": answer,
        }
        try:
            if "accept" in request.POST:
                services.accept_correction(**order, confirmed="confirmed" in request.POST)
            else:
                services.refuse_correction(**order)
        except Invalid as invalid:
            errors, status = {name: str(text) for name, text in invalid.errors.items()}, 422
        except ChangedMeanwhile as changed:
            errors, status = {"": str(changed)}, 409
        else:
            messages.success(request, _("Đã lưu; gia đình thấy kết quả."))
            return redirect("learners:corrections")
        found = to_decide(actor, correction_id)
    return ui.render(
        request, "learners/correction.html", _decide_page(actor, found, answer, errors), status=status
    )


@require_POST
@requires(DECIDE_CORRECTIONS)
def correction_reveal(request: HttpRequest, correction_id: int) -> HttpResponse:
    """What a family wants in a masked field, for who may see that field; the look is logged before."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    answer = HttpResponse(escape(wanted_uncovered(actor, correction_id)))
    answer.headers["Cache-Control"] = "no-store"
    return answer


@require_safe
@signed_in(WHY)
def evidence(request: HttpRequest, correction_id: int) -> FileResponse:
    """The file that came with a request: for the family, and for who decides; the look is logged."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = found_correction(correction_id)
    if found.person_id not in actor.persons:
        found = to_decide(actor, correction_id)
    stored = files.StoredFile.objects.filter(pk=found.evidence or 0).first()
    if stored is None:
        raise Http404
    audit.look(actor, "learners.correction:evidence", at=clock.now(), on=found, unit_id=found.school_id)
    answer = FileResponse(
        files.content(stored), as_attachment=True, filename=stored.name, content_type=stored.media_type
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


def labels() -> dict[str, str]:
    """Fields of the record by name."""
    return {item.name: str(item.label) for item in LEARNERS.fields}


def found_correction(correction_id: int) -> CorrectionRequest:
    """Raises Http404."""
    found = by_key(CorrectionRequest.objects, correction_id)
    if found is None:
        raise Http404
    return found


def to_decide(actor: Actor, correction_id: int) -> CorrectionRequest:
    """Raises Http404 outside the schools where the actor decides."""
    found = found_correction(correction_id)
    if found.school_id not in access.scope(actor, DECIDE_CORRECTIONS):
        raise Http404
    return found


def _decide_page(actor: Actor, found: CorrectionRequest, answer: str, errors: dict[str, str]) -> DecidePage:
    item = LEARNERS.by_name.get(found.field)
    learner = Learner.objects.select_related("person").filter(person_id=found.person_id).first()
    sees = item is not None and (
        not item.sensitive or access.decide(actor, item.sensitive, on=found.school_id).allowed
    )
    masked = bool(item and item.sensitive)
    return DecidePage(
        request=found,
        label=str(item.label) if item else found.field,
        now=_shown(item, item.read(learner)) if item and learner else "",
        wanted="••••" if masked or item is None else wanted_text(item, found),
        reveal=reverse("learners:correction_reveal", args=[found.pk]) if masked and sees else "",
        evidence=reverse("learners:correction_evidence", args=[found.pk]) if found.evidence else "",
        may_decide=sees and found.state == CorrectionState.OPEN,
        asks="confirmed" in errors,
        answer=answer,
        errors=errors,
        breadcrumbs=[(_("Đề nghị sửa của gia đình"), reverse("learners:corrections")), (found.full_name, "")],
    )


def _shown(item: Field, value: Any) -> str:
    return item.masked(value) if item.sensitive else item.text(value)


def wanted_uncovered(actor: Actor, correction_id: int) -> str:
    """What a family wants in any field, for who may see that field: a look at a masked one is logged before."""
    found = to_decide(actor, correction_id)
    item = services.demand_deciding(actor, found)
    if item.sensitive:
        audit.look(
            actor, item.sensitive.code, at=clock.now(), on=found, unit_id=found.school_id,
            why=_("Xem giá trị gia đình đề nghị"),
        )  # fmt: skip
    return wanted_text(item, found)


def wanted_text(item: Field, found: CorrectionRequest) -> str:
    try:
        value = item.from_form([found.wanted])
    except NotUnderstood:
        return found.wanted
    if isinstance(item, Choice):
        return dict(_options(item)).get(found.wanted, found.wanted)
    return item.text(value) if isinstance(item, Yes) else found.wanted


def _options(item: Field) -> Sequence[tuple[str, str]]:
    if isinstance(item, Choice):
        pairs = item.choices() if callable(item.choices) else item.choices
        return [("", _("Không ghi")), *((str(code), str(label)) for code, label in pairs if code)]
    if isinstance(item, Yes):
        return [("", _("Không")), ("on", _("Có"))]
    return ()
