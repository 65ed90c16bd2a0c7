"""The page of one unit: facts, units below, points, history, kin, map; each tab is a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from khuevan.kernel import access, clock, ui
from khuevan.kernel.access import Actor, requires

from .. import queries
from ..choices import ActKind, EducationLevel, Line, MapPrecision, UnitKind
from ..models import OrgUnit, SchoolPoint, UnitAct
from ..permissions import CORRECT_UNITS, EDIT_CONTACTS, MANAGE_UNITS, VIEW_UNITS
from ..records import POINTS
from ..rules.kinds import ADMINISTRATION, INSTITUTIONS, highest_level
from ..rules.supervision import supervision
from .tree import Branch, branches

TABS = {
    "facts": _("Thông tin"),
    "children": _("Đơn vị trực thuộc"),
    "points": _("Điểm trường"),
    "history": _("Lịch sử"),
    "kin": _("Kế thừa"),
    "map": _("Bản đồ"),
}
ACT_ICONS = {
    ActKind.OPEN: "circle-plus",
    ActKind.RENAME: "writing",
    ActKind.MERGE: "arrows-join",
    ActKind.SPLIT: "arrows-split",
    ActKind.MOVE: "arrows-transfer-up",
    ActKind.CHANGE_LEVEL: "stairs",
    ActKind.CLOSE: "circle-x",
    ActKind.CORRECT: "eraser",
}
_TONES = {ActKind.OPEN: "success", ActKind.CLOSE: "danger", ActKind.CORRECT: "neutral"}


@dataclass(frozen=True)
class Moment:
    """One act on the timeline."""

    at: date
    title: str
    detail: str
    by: str
    icon: str
    tone: str
    url: str = ""


@dataclass(frozen=True)
class Kin:
    """A forebear or heir, with its page if the actor may open it."""

    name: str
    code: str
    effective_on: date
    decision_number: str
    share: str
    url: str


@dataclass(frozen=True)
class UnitPage:
    """One unit, one tab of it."""

    unit: OrgUnit
    tab: str
    tabs: Sequence[tuple[str, str, bool]]
    state: tuple[str, str]
    breadcrumbs: Sequence[tuple[str, str]]
    acts: Sequence[tuple[str, str, str]]
    edit_url: str
    facts: Sequence[tuple[str, str]] = ()
    bodies: Sequence[tuple[str, str]] = ()
    contacts: Sequence[tuple[str, str]] = ()
    children: Sequence[tuple[str, Sequence[Branch]]] = ()
    points: Sequence[SchoolPoint] = ()
    points_url: str = ""
    add_url: str = ""
    timeline: Sequence[Moment] = ()
    states: Sequence[tuple[date, date | None, str, str]] = ()
    parents: Sequence[tuple[date, date | None, str, str]] = ()
    predecessors: Sequence[Kin] = ()
    successors: Sequence[Kin] = ()
    map: ui.Map | None = None
    may_edit: bool = False


def found_unit(actor: Actor, unit_id: int) -> OrgUnit:
    """The unit, if it is within the scope of viewing; 404 otherwise."""
    found = queries.unit_if_seen(actor, unit_id) if queries.may_view(actor, unit_id) else None
    if found is None:
        raise Http404
    return found


def unit_address(unit_id: int, tab: str = "facts") -> str:
    """The address of a tab; the first one is the unit's own."""
    if tab == "facts":
        return reverse("organisations:unit", args=[unit_id])
    return reverse("organisations:unit_tab", args=[unit_id, tab])


@requires(VIEW_UNITS)
def unit(request: HttpRequest, unit_id: int, tab: str = "facts") -> HttpResponse:
    """A unit as it is today, and how it came to be so."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if tab not in TABS:
        raise Http404
    found = found_unit(actor, unit_id)
    today = clock.today()
    page = UnitPage(
        unit=found,
        tab=tab,
        tabs=_tabs(found, tab),
        state=_state(found, today),
        breadcrumbs=_crumbs(actor, found, today),
        acts=_acts(actor, found, today),
        edit_url=_edit_url(actor, found),
        may_edit=access.decide(actor, EDIT_CONTACTS, on=found.pk).allowed,
        **_content(actor, found, tab, today),
    )
    return ui.render(request, "organisations/unit.html", page)


def _content(actor: Actor, found: OrgUnit, tab: str, today: date) -> dict[str, Any]:
    match tab:
        case "children":
            return {"children": _children(actor, found, today)}
        case "points":
            return {
                "points": queries.points(found.pk),
                "add_url": f"{POINTS.url('add')}?school={found.pk}",
                "points_url": f"{POINTS.url('list')}?school={found.pk}",
            }
        case "history":
            return _history(found)
        case "kin":
            reach = access.scope(actor, VIEW_UNITS)
            return {
                "predecessors": [_kin(kin, kin.id in reach) for kin in queries.predecessors(found.pk)],
                "successors": [_kin(kin, kin.id in reach) for kin in queries.successors(found.pk)],
            }
        case "map":
            return {"map": _map(actor, found, today)}
    return {"facts": _facts(found), "bodies": _bodies(actor, found, today), "contacts": _contacts(found)}


def _tabs(found: OrgUnit, tab: str) -> list[tuple[str, str, bool]]:
    is_body = found.kind in ADMINISTRATION
    shown = [name for name in TABS if name != ("points" if is_body else "children")]
    return [(str(TABS[name]), unit_address(found.pk, name), name == tab) for name in shown]


def _state(found: OrgUnit, today: date) -> tuple[str, str]:
    """(words, tone) of whether the unit works today."""
    if found.opened_on > today:
        return gettext("Hoạt động từ %(day)s") % {"day": found.opened_on.strftime("%d/%m/%Y")}, "info"
    if found.closed_on is None:
        return gettext("Đang hoạt động"), "success"
    last = (found.closed_on - timedelta(days=1)).strftime("%d/%m/%Y")
    if found.closed_on > today:
        return gettext("Hoạt động đến hết %(day)s") % {"day": last}, "warning"
    return gettext("Ngừng hoạt động, ngày cuối %(day)s") % {"day": last}, "neutral"


def _crumbs(actor: Actor, found: OrgUnit, today: date) -> list[tuple[str, str]]:
    on = min(today, found.closed_on - timedelta(days=1)) if found.closed_on else max(today, found.opened_on)
    reach = access.scope(actor, VIEW_UNITS)
    above = queries.ancestors(found.pk, on=on)
    crumbs = [(_short(node.name), unit_address(node.id) if node.id in reach else "") for node in above]
    return [(gettext("Cây đơn vị"), reverse("organisations:tree")), *crumbs, (found.name, "")]


def _short(name: str) -> str:
    return name.replace("Sở Giáo dục và Đào tạo", "Sở GDĐT").replace("Bộ Giáo dục và Đào tạo", "Bộ GDĐT")


def _acts(actor: Actor, found: OrgUnit, today: date) -> list[tuple[str, str, str]]:
    """(label, address, icon) of the acts that the actor may record here."""
    if found.closed_on is not None and found.closed_on <= today:
        kinds: list[ActKind] = []
    else:
        kinds = [
            ActKind.RENAME,
            ActKind.MOVE,
            ActKind.CHANGE_LEVEL,
            ActKind.MERGE,
            ActKind.SPLIT,
            ActKind.CLOSE,
        ]
    if found.kind in ADMINISTRATION and ActKind.CHANGE_LEVEL in kinds:
        kinds.remove(ActKind.CHANGE_LEVEL)
    offered = kinds if access.decide(actor, MANAGE_UNITS, on=found.pk) else []
    if access.decide(actor, CORRECT_UNITS, on=found.pk):
        offered = [*offered, ActKind.CORRECT]
    items = [
        (str(kind.label), reverse("organisations:act", args=[found.pk, kind.value]), ACT_ICONS[kind])
        for kind in offered
    ]
    if found.kind in ADMINISTRATION and kinds and access.decide(actor, MANAGE_UNITS, on=found.pk):
        address = f"{reverse('organisations:open')}?under={found.pk}"
        items.insert(0, (gettext("Thành lập đơn vị trực thuộc"), address, ACT_ICONS[ActKind.OPEN]))
    return items


def _edit_url(actor: Actor, found: OrgUnit) -> str:
    if not access.decide(actor, EDIT_CONTACTS, on=found.pk):
        return ""
    return reverse("organisations:contacts", args=[found.pk])


def _facts(found: OrgUnit) -> list[tuple[str, str]]:
    levels = ", ".join(str(EducationLevel(level).label) for level in found.levels)
    facts = [
        (gettext("Mã đơn vị"), found.code),
        (gettext("Tên ngắn"), found.short_name),
        (gettext("Loại đơn vị"), found.get_kind_display()),
        (gettext("Ngày thành lập"), found.opened_on.strftime("%d/%m/%Y")),
    ]
    if found.kind in INSTITUTIONS:
        facts += [
            (gettext("Cấp học"), levels),
            (gettext("Loại hình"), found.get_ownership_display()),
            (gettext("Khu vực"), found.get_area_display()),
            (gettext("Vùng khó khăn"), found.get_difficulty_display()),
            (gettext("Xã, phường, đặc khu"), found.commune.name if found.commune else ""),
            (gettext("Địa chỉ"), found.address),
        ]
    if found.province is not None:
        facts.append((gettext("Tỉnh, thành phố"), found.province.full_name))
    return facts


def _levels(found: OrgUnit) -> list[EducationLevel]:
    return [EducationLevel(level) for level in found.levels]


def _bodies(actor: Actor, found: OrgUnit, today: date) -> list[tuple[str, str]]:
    """Who manages and who directs, and by which instrument such units stand under such bodies."""
    rows = []
    for line, parent in queries.lines_of(found):
        rule = supervision(UnitKind(found.kind), _levels(found), line, today)
        usual = rule is not None and parent is not None and parent.kind in rule.bodies
        basis = f" ({rule.instrument})" if rule and usual else ""
        rows.append((str(line.label), f"{parent.name}{basis}" if parent else ""))
    return rows


def _contacts(found: OrgUnit) -> list[tuple[str, str]]:
    return [
        (gettext("Điện thoại"), found.phone),
        (gettext("Thư điện tử"), found.email),
        (gettext("Trang thông tin"), found.website),
    ]


def _children(actor: Actor, found: OrgUnit, today: date) -> list[tuple[str, list[Branch]]]:
    reach = access.scope(actor, VIEW_UNITS)
    on = min(today, found.closed_on - timedelta(days=1)) if found.closed_on else max(today, found.opened_on)
    return [
        (
            str(line.label),
            branches(queries.children(found.pk, on=on, line=line), on=on, line=line, reach=reach),
        )
        for line in Line
    ]


def _history(found: OrgUnit) -> dict[str, Any]:
    return {
        "timeline": [_moment(act, found.pk) for act in queries.acts(found.pk)],
        "states": [
            (state.valid_from, state.valid_until, state.name, state.get_kind_display())
            for state in queries.states(found.pk)
        ],
        "parents": [
            (row.valid_from, row.valid_until, str(Line(row.line).label), row.parent.name)
            for row in queries.subordinations(found.pk)
        ],
    }


def _moment(act: UnitAct, unit_id: int) -> Moment:
    kind = ActKind(act.kind)
    basis = " · ".join(part for part in (act.decision_number, act.deciding_body, act.note) if part)
    changes = "; ".join(
        f"{change['unit']}: {gettext(change['what'])} {gettext(change['before']) if change['before'] else ''}"
        f" → {gettext(change['after']) if change['after'] else '–'}"
        for change in act.details
    )
    about = "" if act.unit_id == unit_id else f": {act.unit.name}"
    return Moment(
        at=act.effective_on,
        title=f"{kind.label}{about}",
        detail=" | ".join(part for part in (basis, changes) if part),
        by=act.recorded_by,
        icon=ACT_ICONS[kind],
        tone=_TONES.get(kind, "primary"),
    )


def _kin(kin: queries.Kin, in_reach: bool) -> Kin:
    url = unit_address(kin.id) if in_reach else ""
    return Kin(kin.name, kin.code, kin.effective_on, kin.decision_number, kin.share, url)


def _map(actor: Actor, found: OrgUnit, today: date) -> ui.Map:
    if found.kind in ADMINISTRATION:
        return map_of(
            queries.map_points(actor, queries.SchoolFilter(under_id=found.pk), on=today), found.name
        )
    points = []
    if found.latitude is not None and found.longitude is not None:
        exact = found.map_precision == MapPrecision.EXACT
        points.append(
            queries.MapPoint(
                found.pk,
                found.name,
                UnitKind(found.kind),
                highest_level(_levels(found)),
                found.latitude,
                found.longitude,
                exact,
            )
        )
    shown = map_of(points, found.name)
    places = [
        ui.Point(point.latitude, point.longitude, point.name, "", point.address, gettext("Điểm trường"))
        for point in queries.points(found.pk)
        if point.latitude is not None and point.longitude is not None
    ]
    return ui.Map(shown.title, [*shown.points, *places])


def map_of(points: Sequence[queries.MapPoint], title: str) -> ui.Map:
    """Points coloured by highest level; a place that is only about right says so."""
    about = gettext("vị trí gần đúng")
    return ui.Map(
        title,
        [
            ui.Point(
                point.latitude,
                point.longitude,
                point.name,
                unit_address(point.id),
                str(point.kind.label) if point.exact else f"{point.kind.label}, {about}",
                str(point.level.label) if point.level else "",
            )
            for point in points
        ],
    )
