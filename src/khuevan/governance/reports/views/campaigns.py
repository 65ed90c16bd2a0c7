"""Opening a campaign, and the board of how everybody in it stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from khuevan.governance.indicators import queries as indicators
from khuevan.kernel import access, clock, text, ui
from khuevan.kernel.access import Actor, requires
from khuevan.kernel.records import Invalid
from khuevan.school.schoolyear import queries as schoolyear

from .. import queries, services
from ..choices import State, Tier
from ..models import Campaign
from ..outlines import OUTLINES
from ..permissions import DECIDE_REPORTS, OPEN_CAMPAIGNS, VIEW_REPORTS
from .words import state_badge, trail, unit_asked

LATE = "late"
TIERS = (Tier.SCHOOL, Tier.COMMUNE, Tier.DEPARTMENT)


class CampaignForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("Tên đợt báo cáo"), max_length=200)
    outline = forms.ChoiceField(label=gettext_lazy("Đề cương"))
    template = forms.TypedChoiceField(
        label=gettext_lazy("Mẫu riêng"), required=False, coerce=int, empty_value=None,
        help_text=gettext_lazy("Để trống thì dùng mẫu có sẵn của đề cương."),
    )  # fmt: skip
    school_year = forms.ChoiceField(label=gettext_lazy("Năm học"))
    snapshot = forms.TypedChoiceField(
        label=gettext_lazy("Kỳ số liệu đã chốt"), coerce=int,
        help_text=gettext_lazy("Mọi con số trong báo cáo lấy từ kỳ này và không đổi nữa."),
    )  # fmt: skip
    before = forms.TypedChoiceField(
        label=gettext_lazy("So với kỳ"), required=False, coerce=int, empty_value=None,
        help_text=gettext_lazy("Để gợi ý điều gì tăng, điều gì giảm."),
    )  # fmt: skip
    school_due = ui.DateField(label=gettext_lazy("Hạn của trường"), required=False)
    commune_due = ui.DateField(label=gettext_lazy("Hạn của xã, phường"), required=False)
    department_due = ui.DateField(
        label=gettext_lazy("Hạn của Sở"), required=False,
        help_text=gettext_lazy("Hạn để trống thì theo đề cương."),
    )  # fmt: skip

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        snapshots = [(one.pk, f"{one} ({ui.formatters.day(one.as_of)})") for one in indicators.snapshots()]
        own = [(one.pk, str(one)) for one in queries.templates(actor)]
        self._offer("outline", [(code, one.label) for code, one in OUTLINES.items()])
        self._offer("template", [("", _("(không)")), *own])
        self._offer("school_year", [(one.code, one.code) for one in schoolyear.years()])
        self._offer("snapshot", snapshots)
        self._offer("before", [("", _("(không)")), *snapshots])

    def _offer(self, name: str, choices: Sequence[tuple[Any, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]


@dataclass(frozen=True)
class OpenPage:
    form: CampaignForm
    has_states: bool
    breadcrumbs: Sequence[tuple[str, str]]


@requires(OPEN_CAMPAIGNS)
def campaign_open(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    year = schoolyear.year_at(clock.today())
    code = year.code if year else ""
    title = _("Báo cáo Đề án ứng dụng CNTT và chuyển đổi số, năm học %(year)s") % {"year": code}
    first = {"outline": "programme", "school_year": code, "title": title}
    form = CampaignForm(actor, request.POST if request.method == "POST" else None, initial=first)
    if request.method == "POST" and form.is_valid():
        made = _opened(actor, form)
        if made is not None:
            messages.success(request, _("Đã mở đợt báo cáo; các đơn vị thấy việc phải làm ở trang chủ."))
            return redirect("reports:campaign", made.pk)
    page = OpenPage(form, bool(indicators.snapshots()), trail((_("Mở đợt báo cáo"), "")))
    return ui.render(request, "reports/campaign_open.html", page, status=422 if form.errors else 200)


def _opened(actor: Actor, form: CampaignForm) -> Campaign | None:
    given = form.cleaned_data
    dues = {tier: day for tier in TIERS if (day := given.get(f"{tier.value}_due"))}
    order = services.Order(
        given["title"],
        given["outline"],
        given["school_year"],
        given["snapshot"],
        given["template"],
        given["before"],
        dues,
    )
    home = actor.home_unit_id
    if home is None:
        form.add_error(None, _("Tài khoản này không gắn với đơn vị nào."))
        return None
    try:
        return services.open_campaign(actor, at=clock.now(), unit_id=home, order=order)
    except Invalid as invalid:
        for name, said in invalid.errors.items():
            form.add_error(name if name in form.fields else None, said)
        return None


@dataclass(frozen=True)
class CampaignPage:
    campaign: Campaign
    outline: str
    name: str
    facts: Sequence[tuple[str, object]]
    stats: Sequence[tuple[str, int, str]]
    listing: ui.Listing
    slice: ui.Slice
    filters: Sequence[ui.Choice]
    cells: Callable[[queries.Row], Sequence[object]]
    chart: ui.Chart | None
    own_url: str
    may: frozenset[str]
    breadcrumbs: Sequence[tuple[str, str]]


@requires(VIEW_REPORTS)
@require_safe
def campaign(request: HttpRequest, campaign_id: int) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    unit_id, name = unit_asked(request)
    found = found_campaign(actor, campaign_id, unit_id)
    board = queries.board(actor, found, unit_id, clock.today())
    own = queries.latest(found.pk, unit_id)
    listing = ui.Listing.of(request, filters=("state",), keep=("unit",))
    is_home = actor.everything or actor.home_unit_id == unit_id
    decides = is_home and access.decide(actor, DECIDE_REPORTS, on=unit_id).allowed
    held = {
        "remind": decides and found.ended_at is None and any(one.days_late and one.state not in IN for one in board.rows),
        "end": found.ended_at is None and access.decide(actor, OPEN_CAMPAIGNS, on=found.unit_id).allowed,
    }  # fmt: skip
    page = CampaignPage(
        campaign=found,
        outline=queries.outline_of(found),
        name=name,
        facts=_facts(found),
        stats=_stats(board),
        listing=listing,
        slice=ui.take_of([row for row in board.rows if _fits(row, listing)], listing),
        filters=_filters(),
        cells=lambda row: _cells(found, row),
        chart=_chart(board),
        own_url=reverse("reports:document", args=[own.pk]) if own is not None else "",
        may=frozenset(word for word, is_so in held.items() if is_so),
        breadcrumbs=trail((name, f"{reverse('reports:reports')}?unit={unit_id}"), (found.title, "")),
    )
    return ui.render(request, "reports/campaign.html", page)


IN = (State.SUBMITTED, State.ACCEPTED)


def found_campaign(actor: Actor, campaign_id: int, unit_id: int) -> Campaign:
    """Raises Http404 for one that the unit neither opened nor takes part in."""
    found = next((one for one in queries.campaigns(actor, [unit_id]) if one.pk == campaign_id), None)
    if found is None:
        raise Http404
    return found


@require_POST
@requires(DECIDE_REPORTS)
def remind(request: HttpRequest, campaign_id: int) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    number = services.remind_late(actor, at=clock.now(), campaign_id=campaign_id, on=clock.today())
    messages.success(
        request,
        ngettext("Đã nhắc %(number)s đơn vị.", "Đã nhắc %(number)s đơn vị.", number) % {"number": number},
    )
    return redirect("reports:campaign", campaign_id)


@require_POST
@requires(OPEN_CAMPAIGNS)
def campaign_end(request: HttpRequest, campaign_id: int) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    services.end_campaign(actor, at=clock.now(), campaign_id=campaign_id)
    messages.success(request, _("Đã kết thúc đợt báo cáo."))
    return redirect("reports:campaign", campaign_id)


def _fits(row: queries.Row, listing: ui.Listing) -> bool:
    state = listing.chosen("state")
    if state == LATE and not row.days_late:
        return False
    if state in State.values and row.state != state:
        return False
    known = text.search_text(row.name)
    return all(word in known for word in text.search_words(listing.text))


def _filters() -> list[ui.Choice]:
    states = [(state.value, str(state.label)) for state in State]
    return [ui.choice("state", _("Tình trạng"), [("", _("Tất cả")), *states, (LATE, _("Muộn"))])]


def _stats(board: queries.Board) -> list[tuple[str, int, str]]:
    tones = {State.OWED: "neutral", State.DRAFT: "info", State.READY: "warning", State.SUBMITTED: "primary",
             State.RETURNED: "danger", State.ACCEPTED: "success"}  # fmt: skip
    told = [(str(state.label), board.counts[state.value], tones[state]) for state in State]
    return [(_("Trường phải gửi"), board.schools, "neutral"), *told, (_("Muộn"), board.late, "warning")]


def _chart(board: queries.Board) -> ui.Chart | None:
    """How many of the bodies below are how far: readable with 5 and with 124 of them."""
    bodies = [row.schools for row in board.rows if row.schools is not None and row.schools[1]]
    if len(bodies) < 2:
        return None
    shares = [100 * sent // of for sent, of in bodies]
    steps = (
        (_("Chưa trường nào gửi"), sum(sent == 0 for sent, _of in bodies)),
        (_("Dưới một nửa"), sum(sent > 0 and share < 50 for (sent, _of), share in zip(bodies, shares, strict=True))),
        (_("Từ một nửa"), sum(50 <= share < 100 for share in shares)),
        (_("Đủ mọi trường"), sum(share == 100 for share in shares)),
    )  # fmt: skip
    return ui.Chart(
        _("Số xã, phường theo phần trường đã gửi"),
        [label for label, _number in steps],
        [ui.Series(_("Xã, phường"), [number for _label, number in steps])],
        category_label=_("Phần trường đã gửi"),
        decimals=0,
    )


def _cells(found: Campaign, row: queries.Row) -> Sequence[object]:
    below: object = ui.formatters.NOTHING
    if row.schools is not None:
        url = f"{reverse('reports:campaign', args=[found.pk])}?unit={row.unit_id}"
        below = ui.link(url, _("%(sent)s/%(owed)s trường") % {"sent": row.schools[0], "owed": row.schools[1]})
    return (
        ui.link(reverse("reports:document", args=[row.report_id]), row.name),
        row.tier.label,
        state_badge(row.state, row.days_late),
        ui.formatters.day(row.due_on),
        ui.formatters.day_and_time(row.submitted_at),
        ui.formatters.number(row.edition),
        below,
        ui.formatters.day(row.reminded_at),
    )


def _facts(found: Campaign) -> list[tuple[str, object]]:
    dues = [
        f"{tier.label}: {ui.formatters.day(date.fromisoformat(found.dues[tier.value]))}"
        for tier in TIERS
        if tier.value in found.dues
    ]
    return [
        (_("Đề cương"), queries.outline_of(found)),
        (_("Năm học"), found.school_year),
        (_("Kỳ số liệu"), f"{found.snapshot_name} ({ui.formatters.day(found.as_of)})"),
        (_("Hạn gửi"), "; ".join(dues)),
        (_("Mở"), f"{ui.formatters.day_and_time(found.opened_at)}, {found.opened_by}"),
        (_("Kết thúc"), ui.formatters.day_and_time(found.ended_at) if found.ended_at else ""),
    ]
