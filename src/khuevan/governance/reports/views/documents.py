"""One report: its parts to write, figures, suggestions, remarks; signing and sending; what was sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from markupsafe import Markup

from khuevan.governance.indicators import queries as indicators
from khuevan.kernel import clock, ui
from khuevan.kernel.access import Actor, requires
from khuevan.register.signing import queries as signing

from .. import queries, services
from ..choices import Act, State
from ..models import Comment, Report, SectionVersion
from ..permissions import VIEW_REPORTS
from ..rules import SENT, Contents, next_state
from .reports import days_late
from .words import state_badge, trail

MOST_BELOW = 15


@dataclass(frozen=True)
class PartView:
    """number: for the address of its anchor; seen: the version that a writer begins from."""

    number: int
    label: str
    heading: str
    body: str
    seen: int
    edited: str
    notices: Sequence[queries.Notice]
    comments: Sequence[Comment]
    versions: Sequence[SectionVersion]
    error: str = ""


@dataclass(frozen=True)
class BlankView:
    number: int
    label: str
    heading: str
    body: str
    seen: int
    below: str
    error: str = ""


@dataclass(frozen=True)
class FigureView:
    label: str
    value: str
    before: str
    url: str


@dataclass(frozen=True)
class DocumentPage:
    """owing: how many below report to the unit, of whom `below` shows the first. contents: what was sent, None before;
    is_gone: the frozen state cannot be read any more; is_broken:
    what was kept is
    not as it was sent."""

    report: Report
    badge: Markup
    facts: Sequence[tuple[str, object]]
    parts: Sequence[PartView]
    blanks: Sequence[BlankView]
    figures: Sequence[FigureView]
    contents: Contents | None
    editions: Sequence[tuple[Report, Markup, str]]
    below: Sequence[tuple[Report, Markup, str]]
    owing: int
    closed_on: date | None
    board_url: str
    may: frozenset[str]
    is_gone: bool
    is_broken: bool
    sees_draft: bool
    seen: str
    form: signing.GestureForm | None
    error: Mapping[str, str] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)
    breadcrumbs: Sequence[tuple[str, str]] = ()


@requires(VIEW_REPORTS)
@require_safe
def document(request: HttpRequest, document_id: int) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return show(request, queries.report(actor, document_id))


def show(
    request: HttpRequest,
    found: Report,
    *,
    error: Mapping[str, str] | None = None,
    typed: Mapping[str, str] | None = None,
    form: signing.GestureForm | None = None,
) -> HttpResponse:
    """The page; with what was wrong and what was typed where an act was refused."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    error, typed = error or {}, typed or {}
    is_sent = found.state in (State.SUBMITTED, State.RETURNED, State.ACCEPTED)
    contents = queries.contents_of(found) if is_sent else None
    contents = queries.in_order(found, contents) if contents is not None else None
    sees_draft = not is_sent and queries.may_write(actor, found)
    told, is_gone = None, False
    if sees_draft:
        try:
            told = queries.told(actor, found)
        except queries.StateIsGone:
            is_gone = True
    may = _may(actor, found, is_gone)
    below = queries.parts_below(found) if sees_draft or contents else []
    if form is None and "submit" in may:
        form = signing.GestureForm(None, certificates=certificates_of(actor, found), may_seal=True)
    page = DocumentPage(
        report=found,
        badge=state_badge(State(found.state), days_late(found, clock.today())) if found.is_latest else
        state_badge(State(found.state)),
        facts=_facts(found),
        parts=_parts(found, told, error, typed) if told else [],
        blanks=_blanks(told, error, typed) if told else [],
        figures=_figures(told) if told else [],
        contents=contents,
        editions=[_linked(one) for one in queries.editions(found)],
        below=[_linked(one) for one in _sent_first(below)[:MOST_BELOW]],
        owing=len(below),
        closed_on=queries.closed_on(found.unit_id),
        board_url=_campaign_url(actor, found),
        may=may,
        is_gone=is_gone,
        is_broken=is_sent and contents is None,
        sees_draft=sees_draft,
        seen=services.seen_digest(told) if told and "submit" in may else "",
        form=form,
        error=error,
        typed=typed,
        breadcrumbs=trail((found.campaign.title, _campaign_url(actor, found)), (found.unit_name, "")),
    )  # fmt: skip
    bad = bool(error) or bool(form is not None and form.errors)
    return ui.render(request, "reports/document.html", page, status=422 if bad else 200)


def certificates_of(actor: Actor, found: Report) -> list[Any]:
    """The actor's certificates at the report's unit: those of the person, and seals."""
    if actor.person_id is None:
        return []
    return signing.usable_certificates(actor.person_id, queries.signs_at(found), clock.now())


def _campaign_url(actor: Actor, found: Report) -> str:
    if actor.home_unit_id is None and not actor.everything:
        return ""
    unit = found.unit_id if actor.everything or actor.home_unit_id is None else actor.home_unit_id
    return f"{reverse('reports:campaign', args=[found.campaign_id])}?unit={unit}"


def _sent_first(below: Sequence[Report]) -> list[Report]:
    """Whoever has something to read; then in the order of names."""
    return sorted(below, key=lambda one: (one.state not in SENT, one.state != State.RETURNED))


def _linked(one: Report) -> tuple[Report, Markup, str]:
    return one, state_badge(State(one.state)), reverse("reports:document", args=[one.pk])


def _may(actor: Actor, found: Report, is_gone: bool) -> frozenset[str]:
    public = _public(actor, found)
    if not found.is_latest:
        return public
    state, is_open = State(found.state), found.campaign.ended_at is None and not is_gone
    writes, signs = queries.may_write(actor, found), queries.may_submit(actor, found)
    decides = queries.may_decide(actor, found)
    held = {
        "write": writes and is_open and next_state(state, Act.WRITE) is not None,
        "comment": writes and state in (State.OWED, State.DRAFT, State.READY),
        "hand_over": writes and is_open and next_state(state, Act.HAND_OVER) is not None,
        "take_back": writes and next_state(state, Act.TAKE_BACK) is not None,
        "submit": signs and is_open and next_state(state, Act.SUBMIT) is not None,
        "accept": decides and next_state(state, Act.ACCEPT) is not None,
        "return": decides and next_state(state, Act.RETURN) is not None,
        "correct": is_open and next_state(state, Act.CORRECT) is not None
        and (signs if state is not State.RETURNED else writes),
    }  # fmt: skip
    return public | {name for name, allowed in held.items() if allowed}


def _public(actor: Actor, found: Report) -> frozenset[str]:
    """An edition before the latest one may be public too, until the next is."""
    if found.state not in SENT or not queries.may_publish(actor, found):
        return frozenset()
    return frozenset({"withdraw"} if found.published_at is not None else {"publish"})


def _parts(
    found: Report, told: queries.Told, error: Mapping[str, str], typed: Mapping[str, str]
) -> list[PartView]:
    sections, remarks = queries.sections(found), queries.comments(found)
    made = []
    for number, part in enumerate(told.sheet.parts, 1):
        section = sections.get(part.label)
        is_this = typed.get("key") == part.label
        edited = f"{ui.formatters.day_and_time(section.edited_at)}, {section.edited_by}" if section else ""
        made.append(
            PartView(
                number,
                part.label,
                part.heading,
                typed["body"] if is_this and "body" in typed else (section.body if section else ""),
                section.version if section else 0,
                edited,
                queries.notices(told, part),
                [one for one in remarks if one.key == part.label],
                queries.versions(section) if section and section.version > 1 else (),
                error.get("body", "") if is_this else "",
            )
        )
    return made


def _blanks(told: queries.Told, error: Mapping[str, str], typed: Mapping[str, str]) -> list[BlankView]:
    sections = queries.sections(told.report)
    made = []
    for number, part in enumerate(told.sheet.typed, 1):
        section = sections.get(part.label)
        total, units = queries.typed_below(told, part.label) if told.parts else ("", 0)
        below = _("%(units)s đơn vị cấp dưới đã điền") % {"units": units} if units else ""
        if total:
            below += _(", cộng lại: %(total)s") % {"total": total}
        is_this = typed.get("key") == part.label
        made.append(
            BlankView(
                number,
                part.label,
                part.heading,
                typed["body"] if is_this and "body" in typed else (section.body if section else ""),
                section.version if section else 0,
                below,
                error.get("body", "") if is_this else "",
            )
        )
    return made


def _figures(told: queries.Told) -> list[FigureView]:
    from ..rules import said_number

    made = []
    for code, indicator in told.known.items():
        now, before = told.figures.now.get(code), told.figures.before.get(code)
        unit = "%" if str(indicator.unit) == "%" else ""
        said = said_number(now.value, indicator.decimals, unit) if now is not None else "–"
        if now is not None and now.lower is not None:
            said += f" ({said_number(now.upper)}/{said_number(now.lower)})"
        earlier = said_number(before.value, indicator.decimals, unit) if before is not None else "–"
        made.append(FigureView(str(indicator.label), said, earlier, told.address(code).split("/", 3)[-1]))
    return [FigureView(one.label, one.value, one.before, f"/{one.url}") for one in made]


def _facts(found: Report) -> list[tuple[str, object]]:
    moments = ui.formatters.day_and_time
    sent = f"{moments(found.submitted_at)}, {found.submitted_by}" if found.submitted_at else ""
    decided = f"{moments(found.decided_at)}, {found.decided_by}" if found.decided_at else ""
    handed = f"{moments(found.handed_over_at)}, {found.handed_over_by}" if found.handed_over_at else ""
    snapshot = indicators.snapshot(found.campaign.snapshot_id)
    return [
        (_("Đợt báo cáo"), found.campaign.title),
        (_("Đề cương"), queries.outline_of(found.campaign)),
        (_("Kỳ số liệu"), str(snapshot) if snapshot else found.campaign.snapshot_name),
        (_("Hạn gửi"), ui.formatters.day(found.due_on)),
        (_("Nơi nhận"), found.receiver_name),
        (_("Trình ký"), handed),
        (_("Ký và gửi"), sent),
        (_("Nhận hoặc trả lại"), decided),
        (
            _("Công khai"),
            f"{moments(found.published_at)}, {found.published_by}" if found.published_at else "",
        ),
        (_("Lý do đính chính"), found.correction),
        (_("Mã băm SHA-256"), found.digest),
    ]
