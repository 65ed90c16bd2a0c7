"""One report: its cells, control sums, remarks, what changed since the revision before, what may be done with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from markupsafe import Markup

from khuevan.kernel import access, clock, ui
from khuevan.kernel.access import Actor, requires
from khuevan.kernel.checks import Trust

from .. import queries
from ..choices import Act, State, Tier
from ..layouts import Form, Section, form_on
from ..models import Report
from ..permissions import VIEW_REPORTS
from ..rules import Checked, changed_cells, checked, next_state, standing_of
from .words import address, grid, shown, standing_badge, state_badge, trail


@dataclass(frozen=True)
class CellView:
    """mark: "remark" where somebody explained it, "differs" where the records now say otherwise, "fails" where
    a control sum does; of the most urgent."""

    text: str
    url: str
    mark: str


@dataclass(frozen=True)
class RowView:
    label: str
    depth: int
    cells: Sequence[CellView | None]


@dataclass(frozen=True)
class SectionView:
    section: Section
    columns: Sequence[ui.Column]
    rows: Sequence[RowView]


@dataclass(frozen=True)
class SumView:
    words: str
    left: str
    sign: str
    right: str
    is_explained: bool
    cells: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Change:
    label: str
    before: str
    now: str
    url: str = ""


@dataclass(frozen=True)
class ReportPage:
    """failing: control sums that do not hold. changes: since the revision before. differences: to what the records say
    now, None where nobody asked. corrected: after the day of the form was frozen. may: what the reader may do now."""

    report: Report
    form: Form
    badge: Markup
    filled: queries.Filled
    facts: Sequence[tuple[str, object]]
    sections: Sequence[SectionView]
    failing: Sequence[SumView]
    sums: int
    remarks: Sequence[tuple[str, str, str]]
    changes: Sequence[Change]
    differences: Sequence[Change] | None
    corrected: Sequence[Change]
    source: str
    is_same_day: bool
    revisions: Sequence[tuple[Report, Markup, str]]
    parts: Sequence[tuple[str, int, str]]
    may: frozenset[str]
    is_old_layout: bool
    compare_url: str
    error: Mapping[str, str]
    reason: str
    breadcrumbs: Sequence[tuple[str, str]]


@requires(VIEW_REPORTS)
@require_safe
def report(request: HttpRequest, report_id: int) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return show(request, queries.report(actor, report_id))


def show(
    request: HttpRequest, found: Report, *, error: Mapping[str, str] | None = None, reason: str = ""
) -> HttpResponse:
    """The page; with what was wrong and what was typed where an act was refused."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    full = queries.filled(actor, found)
    form = full.form
    remarked = full.contents.remarks
    sums = checked(form.checks, full.contents.cells, [key for key, said in remarked.items() if said])
    failing = [one for one in sums if not one.holds] if not full.is_broken else []
    now = _now(request, found, form)
    every = queries.revisions(found)
    page = ReportPage(
        report=found,
        form=form,
        badge=_badge(found, every),
        filled=full,
        facts=_facts(found, full),
        sections=_sections(found, full, failing, now),
        failing=[_sum(found, form, one) for one in failing],
        sums=len(sums),
        remarks=[(form.label_of(key), said, _cell_url(found, key)) for key, said in remarked.items() if said],
        changes=_changes(found, full, every),
        differences=_differences(found, full, now),
        corrected=_corrected(found, full),
        source=full.contents.header.get("source", ""),
        is_same_day=clock.today() <= found.as_of,
        revisions=[
            (one, state_badge(State(one.state)), address("report", report_id=one.pk)) for one in every
        ],
        parts=[
            (one.name, one.revision, "" if found.package else address("report", report_id=one.report_id))
            for one in full.contents.parts
        ],
        may=_may(actor, found, full),
        is_old_layout=found.state == State.DRAFT and _newest(found) != found.form_version,
        compare_url=""
        if found.state == State.DRAFT
        else f"{address('report', report_id=found.pk)}?compare=1",
        error=error or {},
        reason=reason,
        breadcrumbs=trail(
            (found.unit_name, address("forms", found.school_year, _seen_unit(actor, found))),
            (form.symbol, ""),
        ),
    )
    return ui.render(request, "statistics/report.html", page, status=422 if error else 200)


def _seen_unit(actor: Actor, found: Report) -> int | None:
    """The unit where the reader may look at it, else the own one."""
    scope = access.scope(actor, VIEW_REPORTS)
    return found.unit_id if found.unit_id in scope else None


def _badge(found: Report, every: Sequence[Report]) -> Markup:
    if not found.is_latest:
        return state_badge(State(found.state))
    first = min((one.submitted_at for one in every if one.submitted_at), default=None)
    return standing_badge(
        standing_of(
            State(found.state), found.due_on, clock.today(), first_sent_on=clock.on(first) if first else None
        )
    )


def _newest(found: Report) -> int:
    form = form_on(found.form, found.as_of)
    return form.version if form is not None else 0


def _may(actor: Actor, found: Report, full: queries.Filled) -> frozenset[str]:
    if not found.is_latest or full.is_broken:
        return frozenset()
    state, closed_on = State(found.state), queries.closed_on(found.unit_id)
    sender = (found.unit_id, found.receiver_id, closed_on)
    prepares, sends = queries.may_prepare(actor, *sender), queries.may_submit(actor, *sender)
    decides = queries.may_decide(actor, found)
    held = {
        "explain": prepares and state is State.DRAFT,
        "renew": prepares and state is State.DRAFT,
        "correct": prepares and state is State.DRAFT and found.tier == Tier.SCHOOL and full.is_frozen,
        "begin": prepares and next_state(state, Act.BEGIN) is not None,
        "submit": sends and next_state(state, Act.SUBMIT) is not None,
        "accept": decides and next_state(state, Act.ACCEPT) is not None,
        "return": decides and next_state(state, Act.RETURN) is not None,
    }
    return frozenset(name for name, allowed in held.items() if allowed)


def _facts(found: Report, full: queries.Filled) -> list[tuple[str, object]]:
    moments = ui.formatters.day_and_time
    sent = f"{moments(found.submitted_at)}, {found.submitted_by}" if found.submitted_at else ""
    decided = f"{moments(found.decided_at)}, {found.decided_by}" if found.decided_at else ""
    below = ""
    if found.tier != Tier.SCHOOL and not full.is_broken:
        below = _("%(sent)s/%(owed)s đơn vị đã gửi") % {"sent": len(full.contents.parts), "owed": full.below}
    source = full.contents.header.get("source", "")
    return [
        (_("Năm học"), found.school_year),
        (_("Số liệu tính đến ngày"), ui.formatters.day(found.as_of)),
        (_("Hạn gửi"), ui.formatters.day(found.due_on)),
        (_("Nơi nhận"), found.receiver_name),
        (_("Lấy số liệu từ"), queries.said_source(source) if source else ""),
        (_("Lý do lấy phần sửa sau ngày chốt"), found.corrections_why),
        (_("Đã tổng hợp"), below),
        (_("Bắt đầu lập"), f"{moments(found.begun_at)}, {found.begun_by}"),
        (_("Duyệt và gửi"), sent),
        (_("Nhận hoặc trả lại"), decided),
        (_("Mã băm của gói đã mang biểu đến"), found.package),
        (_("Ghi chú của đơn vị gửi"), full.contents.note),
        (_("Căn cứ của biểu"), f"{full.form.source} ({Trust(full.form.source.trust).label})"),
        (_("Căn cứ của dòng, cột"), f"{full.form.layout} ({Trust(full.form.layout.trust).label})"),
        (_("Mã băm SHA-256"), found.digest),
    ]


def _now(request: HttpRequest, found: Report, form: Form) -> Mapping[str, float] | None:
    """What the records say now; None where nobody asked, or the reader may not see the records' unit."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if request.GET.get("compare") != "1":
        return None
    try:
        return queries.compared(actor, found, form)
    except access.Refused:
        return None


def _sections(
    found: Report, full: queries.Filled, failing: Sequence[Checked], now: Mapping[str, float] | None
) -> list[SectionView]:
    cells, remarked = full.contents.cells, full.contents.remarks
    wrong = {key for one in failing if not one.is_explained for key in one.check.left}
    made = []
    for section in full.form.sections:
        rows = []
        for _code, label, depth, keys in grid(section, cells):
            views = [
                CellView(shown(cells[key]), _cell_url(found, key), _mark(key, cells, remarked, wrong, now))
                if key
                else None
                for key in keys
            ]
            rows.append(RowView(label, depth, views))
        heads = [
            ui.column(_("Chỉ tiêu")),
            *(ui.column(str(one.label), kind="number") for one in section.columns),
        ]
        made.append(SectionView(section, heads, rows))
    return made if cells else []


def _mark(
    key: str,
    cells: Mapping[str, float],
    remarked: Mapping[str, str],
    wrong: set[str],
    now: Mapping[str, float] | None,
) -> str:
    if key in wrong:
        return "fails"
    if now is not None and now.get(key) != cells[key]:
        return "differs"
    return "remark" if remarked.get(key) else ""


def _sum(found: Report, form: Form, one: Checked) -> SumView:
    keys = (*one.check.left, *one.check.right)
    return SumView(
        str(one.check), shown(one.left), one.check.sign, shown(one.right), one.is_explained,
        [(form.label_of(key), _cell_url(found, key)) for key in keys],
    )  # fmt: skip


def _changes(found: Report, full: queries.Filled, every: Sequence[Report]) -> list[Change]:
    """Since the revision before this one, as far as that was sent."""
    before = next((one for one in every if one.revision == found.revision - 1), None)
    contents = queries.contents_of(before) if before is not None else None
    if contents is None or full.is_broken:
        return []
    return [
        Change(full.form.label_of(key), shown(then), shown(now), _cell_url(found, key))
        for key, then, now in changed_cells(contents.cells, full.contents.cells)
    ]


def _differences(found: Report, full: queries.Filled, now: Mapping[str, float] | None) -> list[Change] | None:
    if now is None or full.is_broken:
        return None
    return [
        Change(full.form.label_of(key), shown(kept), shown(live), _cell_url(found, key))
        for key, kept, live in changed_cells(full.contents.cells, now)
    ]


def _corrected(found: Report, full: queries.Filled) -> list[Change]:
    """What the records of the day said when it ended, and what they say of it since: of a draft whichever it takes, of
    what was sent the part that was taken over."""
    kept, cells = full.contents.frozen, full.contents.cells
    moved = full.corrected or tuple((key, then, cells[key]) for key, then in kept.items())
    return [
        Change(full.form.label_of(key), shown(then), shown(now), _cell_url(found, key))
        for key, then, now in moved
    ]


def _cell_url(found: Report, key: str) -> str:
    return address("cell", report_id=found.pk, cell=key)
