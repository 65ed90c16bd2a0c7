"""One card: what it says, who signed it, its versions; its file; correction and recall."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from khuevan.kernel import access, clock, ui
from khuevan.kernel.access import Actor, Refused, requires
from khuevan.kernel.records.errors import Invalid
from khuevan.register.signing import queries as signing
from khuevan.register.signing import services as signers
from khuevan.register.signing.choices import Means

from .. import queries, services
from ..choices import OPEN, ActKind, CardState
from ..forms import ActForm
from ..models import Card, CardAct, CardVersion
from ..permissions import APPROVE, GENERATE, VIEW_CARDS
from ..queries.words import field_words, value_words
from ..rules import states
from ..services import desk_acts
from .boards import TONES, trail
from .signing import usable

OUTCOME_TONES = {"valid": "success", "remarks": "warning", "invalid": "danger"}


@dataclass(frozen=True)
class VersionPage:
    card: Card
    version: CardVersion
    content: Any
    facts: Sequence[tuple[str, Any]]
    slots: Sequence[queries.SlotReport]
    report: Any
    tones: Mapping[Any, str]
    outcome_tones: Mapping[str, str]
    versions: Sequence[CardVersion]
    acts: Sequence[CardAct]
    changes: Sequence[tuple[str, str, str, str]]
    is_standing: bool
    may_correct: bool
    may_recall: bool
    may_cancel: bool
    further: Sequence[tuple[str, str, str]]
    """Words, address, icon: what rooms above do with an issued card."""
    breadcrumbs: Sequence[tuple[str, str]]

    def mark(self, value: str) -> str:
        return value_words("year", value) or "–"


@requires(VIEW_CARDS)
@require_safe
def card(request: HttpRequest, card_id: int) -> HttpResponse:
    """The version that stands."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = queries.card_for(actor, card_id)
    return _page(request, actor, found, found.number)


@requires(VIEW_CARDS)
@require_safe
def version(request: HttpRequest, card_id: int, number: int) -> HttpResponse:
    """An earlier version, kept as it was."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return _page(request, actor, queries.card_for(actor, card_id), number)


def _version(found: Card, number: int) -> CardVersion:
    one = CardVersion.objects.filter(card=found, number=number).first() if number < 2**15 else None
    if one is None:
        raise Http404
    return one


def _page(request: HttpRequest, actor: Actor, found: Card, number: int) -> HttpResponse:
    one = _version(found, number)
    content = queries.content_of(one)
    report = queries.verified(found, one, clock.now())
    is_standing = number == found.number
    may_approve = is_standing and bool(access.decide(actor, APPROVE, on=found.school_id))
    before = CardVersion.objects.filter(card=found, number=number - 1).first()
    page = VersionPage(
        card=found,
        version=one,
        content=content,
        facts=_facts(content),
        slots=queries.slot_reports(one, report),
        report=report,
        tones=TONES,
        outcome_tones=OUTCOME_TONES,
        versions=queries.versions_of(found),
        acts=list(
            CardAct.objects.filter(card=found).defer("content").select_related("version").order_by("-id")
        ),
        changes=_changes(before, content) if before is not None else (),
        is_standing=is_standing,
        may_correct=may_approve and found.state in (CardState.ISSUED, CardState.RECALLED),
        may_recall=may_approve and found.state == CardState.ISSUED,
        may_cancel=is_standing
        and found.state in OPEN
        and bool(access.decide(actor, GENERATE, on=found.school_id)),
        further=queries.further_steps(actor, found, content.holder.number)
        if is_standing and found.state == CardState.ISSUED
        else (),
        breadcrumbs=trail(actor, found.class_group, (found.full_name, "")),
    )
    return ui.render(request, "reportcards/card.html", page)


def _facts(content: Any) -> list[tuple[str, Any]]:
    return [
        (_("Số học bạ"), content.code),
        (_("Mã học sinh"), content.holder.number),
        (_("Ngày sinh"), _said("birth_date", content.holder.birth_date)),
        (_("Lớp"), f"{content.class_name} · {content.year}"),
        (field_words("next_step"), value_words("next_step", content.next_step)),
        (field_words("title"), value_words("title", content.title)),
        (field_words("overall"), value_words("overall", content.overall)),
        (field_words("remark"), content.remark),
    ]


def _changes(before: CardVersion, content: Any) -> list[tuple[str, str, str, str]]:
    """(part, field, before, after) in words."""
    return [
        (
            one.part if one.part not in ("school", "holder", "homeroom", "head") else field_words(one.part),
            field_words(one.field),
            _said(one.field, one.before),
            _said(one.field, one.after),
        )
        for one in states.changes(queries.content_of(before), content)
    ]


def _said(field: str, value: Any) -> str:
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return _("có") if value else _("không")
    if isinstance(value, date | datetime):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, Decimal):
        return f"{value:f}".replace(".", ",")
    if hasattr(value, "name"):
        return str(value.name)
    if isinstance(value, tuple):
        return "; ".join(map(str, value)) or "–"
    if isinstance(value, dict):
        return "; ".join(
            f"{value_words('term', str(term))}: {value_words('level', str(one.learning or ''))}"
            f"/{value_words('level', str(one.conduct or ''))}"
            for term, one in sorted(value.items())
        )
    return value_words(field, str(value))


@requires(VIEW_CARDS)
@require_safe
def card_xml(request: HttpRequest, card_id: int, number: int) -> HttpResponse:
    """The file of a version, byte for byte."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = queries.card_for(actor, card_id)
    one = _version(found, number)
    content = services.card_file(actor, found, one, at=clock.now())
    answer = HttpResponse(content, content_type="application/xml")
    answer["Content-Disposition"] = f'attachment; filename="{found.code}-{number}.xml"'
    return answer


@dataclass(frozen=True)
class ActPage:
    card: Card
    kind: ActKind
    form: ActForm
    has_certificate: bool
    breadcrumbs: Sequence[tuple[str, str]]


ACTS = {"correct": services.correct_card, "recall": services.recall_card}


def _asked(actor: Actor, card: Card, kind: str, form: ActForm, now: datetime) -> int:
    """The number of the order whose digest goes out to the program on the head's computer."""
    chosen, reason = form.chosen, form.cleaned_data["reason"]
    order = signers.ask_work(
        actor, code=desk_acts.CODES[kind], certificate=chosen, title=f"{ActKind(kind).label}: {card.full_name}", at=now,
        given={"card": card.pk, "reason": reason, "certificate": chosen.pk},
    )  # fmt: skip
    return order.pk


@requires(APPROVE)
@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, card_id: int, kind: str) -> HttpResponse:
    """The reason, and with which certificate the act is signed."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = queries.card_for(actor, card_id)
    if kind not in ACTS:
        raise Http404
    now = clock.now()
    certificates = [one for one in usable(actor, now) if not one.is_seal]
    form = ActForm(request.POST or None, certificates=certificates)
    if request.method == "POST" and form.is_valid():
        try:
            if form.chosen.means == Means.DESK:
                return redirect("signing:desk_order", _asked(actor, found, kind, form, now))
            with signers.opened_signer(form.chosen, at=now, **form.secrets) as signer:
                ACTS[kind](
                    actor, found, reason=form.cleaned_data["reason"], certificate=form.chosen, signer=signer,
                    at=now, stamp=signing.stamp_source(now),
                )  # fmt: skip
        except (signers.SignerFailed, signers.NoStamp, signers.CannotSign) as failed:
            form.add_error("certificate", failed.reason)
        except (services.CardError, Refused) as refused:
            form.add_error(None, str(refused))
        except Invalid as refused:
            form.add_error(None, " ".join(refused.errors.values()))
        else:
            done = (
                _("Đã thu hồi học bạ.")
                if kind == "recall"
                else _("Đã mở bản đính chính; mọi người ký lại từ đầu.")
            )
            messages.success(request, done)
            return redirect("reportcards:card", found.pk)
    label = ActKind(kind)
    own = (found.full_name, reverse("reportcards:card", args=[found.pk]))
    page = ActPage(
        found, label, form, bool(certificates), trail(actor, found.class_group, own, (str(label.label), ""))
    )
    return ui.render(request, "reportcards/act.html", page, status=422 if form.errors else 200)
