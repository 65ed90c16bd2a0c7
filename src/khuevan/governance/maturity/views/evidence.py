"""Evidence of a unit: what it gave, for which topics, and how to give more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO, cast

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from markupsafe import Markup

from khuevan.kernel import access, clock, files, ui
from khuevan.kernel.access import requires
from khuevan.kernel.records import Invalid
from khuevan.register.organisations import queries as organisations

from .. import queries, services
from ..choices import EvidenceKind, LinkState, Topic
from ..models import Evidence
from ..permissions import PREPARE_ASSESSMENTS, VIEW_ASSESSMENTS
from .words import actor_of, address, trail

LINK_TONES = {LinkState.UNTRIED: "neutral", LinkState.ALIVE: "success", LinkState.DEAD: "danger"}


@dataclass(frozen=True)
class EvidenceView:
    """url: where it opens. serves: criteria of all indexes that ask for its topic."""

    row: Evidence
    kind: str
    url: str
    state: Markup
    serves: str


@dataclass(frozen=True)
class EvidencePage:
    name: str
    unit_id: int
    topics: Sequence[tuple[str, Sequence[EvidenceView]]]
    topic_choices: Sequence[tuple[str, str]]
    kind_choices: Sequence[tuple[str, str]]
    may_give: bool
    typed: Mapping[str, str]
    error: Mapping[str, str]
    back: str
    breadcrumbs: Sequence[tuple[str, str]]


@requires(VIEW_ASSESSMENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def evidence(request: HttpRequest, unit_id: int) -> HttpResponse:
    actor = actor_of(request)
    unit = organisations.unit_if_seen(actor, unit_id) if unit_id < 2**31 else None
    if unit is None or unit_id not in access.scope(actor, VIEW_ASSESSMENTS):
        raise Http404
    if request.method != "POST":
        return _shown(request, unit_id, unit.name, typed={"topic": request.GET.get("topic", "")[:20]})
    access.demand(actor, PREPARE_ASSESSMENTS, on=unit_id)
    try:
        made = _given(request, unit_id)
    except Invalid as invalid:
        typed = {name: request.POST.get(name, "") for name in ("topic", "title", "address", "kind")}
        return _shown(request, unit_id, unit.name, typed=typed, error=invalid.errors)
    messages.success(request, _("Đã nhận minh chứng «%(title)s».") % {"title": made.title})
    return redirect(address("evidence", unit_id=unit_id, asked={"from": request.GET.get("from", "")[:12]}))


def _given(request: HttpRequest, unit_id: int) -> Evidence:
    """Raises Invalid."""
    actor, at = actor_of(request), clock.now()
    topic, title, kind = (request.POST.get(name, "") for name in ("topic", "title", "kind"))
    if kind == EvidenceKind.FILE:
        sent = request.FILES.get("file")
        if sent is None or sent.file is None:
            raise Invalid({"file": _("Chọn tệp minh chứng.")})
        return services.give_file(
            actor,
            at=at,
            unit_id=unit_id,
            topic=topic,
            title=title,
            stream=cast(BinaryIO, sent.file),
            name=sent.name or "",
        )
    give = {EvidenceKind.LINK.value: services.give_link, EvidenceKind.RECORD.value: services.give_record}.get(
        kind
    )
    if give is None:
        raise Invalid({"kind": _("Chọn loại minh chứng.")})
    return give(
        actor, at=at, unit_id=unit_id, topic=topic, title=title, address=request.POST.get("address", "")
    )


def _shown(
    request: HttpRequest,
    unit_id: int,
    name: str,
    *,
    typed: Mapping[str, str],
    error: Mapping[str, str] | None = None,
) -> HttpResponse:
    given = queries.evidence_of(unit_id)
    serves = serving()
    topics = [
        (str(topic.label), [view_of(row, serves) for row in given if row.topic == topic])
        for topic in Topic
        if any(row.topic == topic for row in given)
    ]
    page = EvidencePage(
        name=name,
        unit_id=unit_id,
        topics=topics,
        topic_choices=[("", _("Chọn")), *((one.value, str(one.label)) for one in Topic)],
        kind_choices=[(one.value, str(one.label)) for one in EvidenceKind],
        may_give=queries.may_for_own(actor_of(request), PREPARE_ASSESSMENTS, unit_id),
        typed={"kind": EvidenceKind.FILE.value, "title": "", "address": "", **typed},
        error=error or {},
        back=address("unit", unit_id=unit_id),
        breadcrumbs=trail((name, address("unit", unit_id=unit_id)), (_("Minh chứng"), "")),
    )
    return ui.render(request, "maturity/evidence.html", page, status=422 if error else 200)


def serving() -> dict[str, str]:
    """Topic -> the criteria of every index in force that ask for it."""
    found: dict[str, list[str]] = {}
    for one in queries.usable_editions(clock.today()):
        for row in queries.index(one, clock.today()).leaves:
            if row.topic:
                found.setdefault(row.topic, []).append(f"{one.code} {row.code}")
    return {topic: ", ".join(codes) for topic, codes in found.items()}


def view_of(row: Evidence, serves: Mapping[str, str]) -> EvidenceView:
    url, state = row.address, Markup("")
    if row.kind == EvidenceKind.FILE:
        url = address("evidence_file", evidence_id=row.pk)
        state = ui.badge(f"SHA-256 {row.sha256[:12]}…", "neutral")
    elif row.kind == EvidenceKind.LINK:
        link = LinkState(row.link_state)
        said = f"{link.label}: {row.link_said}" if row.link_said else str(link.label)
        if row.tried_at:
            said += f" ({ui.formatters.day(clock.on(row.tried_at))})"
        state = ui.badge(said, LINK_TONES[link])
    return EvidenceView(row, str(EvidenceKind(row.kind).label), url, state, serves.get(row.topic, ""))


@require_POST
@requires(PREPARE_ASSESSMENTS)
def evidence_withdraw(request: HttpRequest, evidence_id: int) -> HttpResponse:
    done = services.withdraw_evidence(actor_of(request), at=clock.now(), evidence_id=evidence_id)
    messages.success(request, _("Đã rút minh chứng «%(title)s».") % {"title": done.title})
    return redirect("maturity:evidence", done.unit_id)


@require_POST
@requires(PREPARE_ASSESSMENTS)
def evidence_try(request: HttpRequest, evidence_id: int) -> HttpResponse:
    """A link that is dead is said, and nothing else happens."""
    try:
        done = services.try_link(actor_of(request), at=clock.now(), evidence_id=evidence_id)
    except Invalid as invalid:
        raise Http404 from invalid
    if done.link_state == LinkState.ALIVE:
        messages.success(request, _("Đường dẫn mở được."))
    else:
        messages.warning(request, _("Đường dẫn không mở được: %(said)s") % {"said": done.link_said})
    return redirect("maturity:evidence", done.unit_id)


@requires(VIEW_ASSESSMENTS)
@require_safe
def evidence_file(request: HttpRequest, evidence_id: int) -> FileResponse:
    """For the unit and whoever assesses it."""
    row, stored = queries.evidence_content(actor_of(request), evidence_id)
    response = FileResponse(
        files.content(stored), as_attachment=True, filename=stored.name, content_type=stored.media_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    response["X-Content-SHA256"] = row.sha256
    return response
