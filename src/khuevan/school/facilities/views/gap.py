"""What is lacking against the minimum lists: line by line of one school, added up over many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from khuevan.kernel import access, clock, ui
from khuevan.kernel.access import requires
from khuevan.kernel.records import Computed, export
from khuevan.kernel.records.formats import format_number

from .. import queries
from ..choices import Stock
from ..permissions import EDIT_FACILITIES, EDIT_STANDARDS, VIEW_FACILITIES
from ..queries import SORTS, ItemGap, SchoolGap
from ..queries.gaps import PROJECTION, TEACHING
from ..records import COMPUTERS, EQUIPMENT, ITEMS, LISTS
from ..rules.needs import Gap, Total
from .board import FILTERS, Number, filters, rows_asked
from .place import actor_of, crumbs, found_school, tabs
from .words import percent, share_text

SHOWN = 40
"""Rows of each table over many schools: the worst ones; the workbook has all."""


@dataclass(frozen=True)
class GapTable:
    """The lines of one level."""

    level: str
    total: Total
    share: str
    rows: Sequence[Sequence[object]]


@dataclass(frozen=True)
class SchoolGapPage:
    school: Any
    tabs: Sequence[tuple[str, str, bool]]
    breadcrumbs: Sequence[tuple[str, str]]
    tables: Sequence[GapTable]
    only_lacking: bool
    other_url: str
    chart: ui.Chart | None
    has_lists: bool
    has_learners: bool
    lists_url: str
    add_url: str
    may_load: bool


@requires(VIEW_FACILITIES)
@require_GET
def school_gap(request: HttpRequest, school_id: int) -> HttpResponse:
    """Each line of the lists in force against what the school can use."""
    actor, today = actor_of(request), clock.today()
    found = found_school(actor, school_id)
    seen = queries.school_gap(actor, school_id, found.levels, on=today)
    only = request.GET.get("all") != "1"
    may_edit = bool(access.decide(actor, EDIT_FACILITIES, on=school_id))
    here = reverse("facilities:school_gap", args=[school_id])
    page = SchoolGapPage(
        school=found,
        tabs=tabs(school_id, "school_gap"),
        breadcrumbs=crumbs(found),
        tables=[
            GapTable(
                str(level.level.label),
                level.total,
                share_text(level.total.share),
                [
                    _cells(gap, seen, school_id, may_edit)
                    for gap in sorted(
                        level.gaps, key=lambda one: (-one.lacking, seen.items[one.item_id].code)
                    )
                    if gap.lacking or not only
                ],
            )
            for level in seen.levels
            if level.gaps
        ],
        only_lacking=only,
        other_url=f"{here}?all=1" if only else here,
        chart=_chart(seen),
        has_lists=bool(seen.items),
        has_learners=bool(seen.size.levels),
        lists_url=LISTS.url("list"),
        add_url=f"{EQUIPMENT.url('add')}?school={school_id}" if may_edit else "",
        may_load=bool(access.decide(actor, EDIT_STANDARDS)),
    )
    return ui.render(request, "facilities/school_gap.html", page)


def _cells(gap: Gap, seen: SchoolGap, school_id: int, may_edit: bool) -> Sequence[object]:
    item = seen.items[gap.item_id]
    lacking = ui.badge(format_number(gap.lacking), "danger") if gap.lacking else ui.badge(_("Đủ"), "success")
    have = format_number(gap.have)
    return (
        ui.link(ITEMS.url("detail", pk=item.pk), item.name),
        item.subject.name if item.subject else _("Dùng chung"),
        basis_words(item),
        format_number(gap.need),
        ui.link(_behind(item, school_id), have) if gap.have else have,
        lacking,
        share_text(gap.share),
        ui.link(_adding(item, school_id), _("Ghi")) if may_edit and gap.lacking else "",
    )


def _behind(item: Any, school_id: int | None) -> str:
    """The list of what counts for the line."""
    asked: list[tuple[str, Any]] = [("closed", 0)]
    if school_id is not None:
        asked.append(("school", school_id))
    match Stock(item.stock):
        case Stock.INFORMATICS:
            record, asked = COMPUTERS, [*asked, ("purpose", "informatics")]
        case Stock.TEACHING:
            record, asked = COMPUTERS, [*asked, *(("purpose", word) for word in sorted(TEACHING))]
        case Stock.PROJECTION:
            record, asked = EQUIPMENT, [*asked, *(("kind", word) for word in sorted(PROJECTION))]
        case _:
            record, asked = EQUIPMENT, [*asked, ("item", item.pk)]
    return f"{record.url('list')}?{urlencode(asked)}"


def _adding(item: Any, school_id: int) -> str:
    """The form with what the line says already in it."""
    known: dict[str, Any] = {"school": school_id, "name": item.name}
    match Stock(item.stock):
        case Stock.INFORMATICS:
            return (
                f"{COMPUTERS.url('add')}?{urlencode({**known, 'purpose': 'informatics', 'kind': 'desktop'})}"
            )
        case Stock.TEACHING:
            return f"{COMPUTERS.url('add')}?{urlencode({**known, 'purpose': 'teachers', 'kind': 'laptop'})}"
        case Stock.PROJECTION:
            return f"{EQUIPMENT.url('add')}?{urlencode({**known, 'unit': item.unit, 'kind': 'projector'})}"
    return f"{EQUIPMENT.url('add')}?{urlencode({**known, 'item': item.pk, 'unit': item.unit, 'kind': 'subject'})}"


def basis_words(item: Any) -> str:
    """«1 bộ / 6 học sinh (lớp 1, 2)»."""
    quantity = format_number(item.quantity.normalize() + 0)
    per = f"{item.per_size} " if item.per_size > 1 else ""
    words = f"{quantity} {item.unit} / {per}{item.get_basis_display()}"
    if item.grades and all(grade <= "12" for grade in item.grades):
        words += f" ({_('lớp')} {', '.join(str(int(grade)) for grade in item.grades)})"
    return words


def _chart(seen: SchoolGap) -> ui.Chart | None:
    subjects = seen.by_subject()[:12]
    if not subjects:
        return None
    return ui.Chart(
        _("Mức đáp ứng theo môn học"),
        [name or _("Dùng chung") for name, _total in subjects],
        [ui.Series(_("Đáp ứng"), [float((total.share or 0) * 100) for _name, total in subjects])],
        unit="%",
        category_label=_("Môn học"),
        decimals=1,
    )


@dataclass(frozen=True)
class GapPage:
    """Many schools: which lines lack most, which communes and schools."""

    listing: ui.Listing
    filters: Sequence[ui.Choice]
    items: Sequence[Sequence[object]]
    communes: Sequence[Sequence[object]]
    schools: Sequence[Sequence[object]]
    chart: ui.Chart | None
    total: Total
    share: str
    enough: int
    judged: int
    export_url: str
    board_url: str
    lists_url: str


@requires(VIEW_FACILITIES)
@require_GET
def gap(request: HttpRequest) -> HttpResponse:
    """Minimum lists against stock over the scope: by line, commune, school."""
    actor = actor_of(request)
    listing = ui.Listing.of(request, sorts=SORTS, sort="gap", filters=FILTERS)
    rows = [row for row in rows_asked(actor, listing) if row.gap.lines]
    items = queries.standard(clock.today()).items
    by_item = queries.gaps_by_item({row.id: row.gaps for row in rows}, items)
    communes = [(pk, name, totals) for pk, name, totals in queries.by_commune(rows)]
    total = sum((row.gap for row in rows), Total())
    page = GapPage(
        listing=listing,
        filters=filters(actor),
        items=[_item_cells(one) for one in by_item[:SHOWN]],
        communes=[
            (
                name or _("Chưa rõ xã"), format_number(totals.schools), format_number(totals.gap.need),
                format_number(totals.gap.lacking), share_text(totals.gap.share),
            )
            for _pk, name, totals in sorted(communes, key=lambda one: one[2].gap.share or 0)[:SHOWN]
        ],
        schools=[
            (
                ui.link(reverse("facilities:school_gap", args=[row.id]), row.name), row.commune,
                format_number(row.gap.lines - row.gap.lines_met), format_number(row.gap.lacking),
                share_text(row.gap.share),
            )
            for row in rows[:SHOWN]
        ],
        chart=_commune_chart(communes),
        total=total,
        share=percent(total.met, total.need),
        enough=sum(row.gap.is_enough is True for row in rows),
        judged=len(rows),
        export_url=listing.same(reverse("facilities:gap_export")),
        board_url=listing.same(reverse("facilities:board")),
        lists_url=LISTS.url("list"),
    )  # fmt: skip
    return ui.render(request, "facilities/gap.html", page)


def _item_cells(one: ItemGap) -> Sequence[object]:
    return (
        ui.link(ITEMS.url("detail", pk=one.item.pk), one.item.name),
        one.item.subject.name if one.item.subject else _("Dùng chung"),
        str(one.level.label),
        format_number(one.total.need),
        ui.link(_behind(one.item, None), format_number(one.total.met)),
        format_number(one.total.lacking),
        f"{format_number(one.schools_lacking)} / {format_number(one.schools)}",
        share_text(one.total.share),
    )


def _commune_chart(communes: Sequence[tuple[Any, str, Any]]) -> ui.Chart | None:
    least = sorted((one for one in communes if one[2].gap.need), key=lambda one: one[2].gap.share or 0)[:12]
    if len(least) < 2:
        return None
    return ui.Chart(
        _("Mức đáp ứng thiết bị tối thiểu, 12 xã thấp nhất"),
        [name or _("Chưa rõ xã") for _pk, name, _totals in least],
        [ui.Series(_("Đáp ứng"), [float((totals.gap.share or 0) * 100) for _pk, _name, totals in least])],
        unit="%",
        category_label=_("Xã, phường"),
        decimals=1,
    )


@requires(VIEW_FACILITIES)
@require_GET
def school_gap_export(request: HttpRequest, school_id: int) -> HttpResponseBase:
    """Every line that asks something of the school."""
    actor = actor_of(request)
    found = found_school(actor, school_id)
    seen = queries.school_gap(actor, school_id, found.levels, on=clock.today())
    rows = [(level.level, gap, seen.items[gap.item_id]) for level in seen.levels for gap in level.gaps]
    columns = [
        Computed("level", _("Cấp học"), of=lambda row: str(row[0].label)),
        Computed("subject", _("Môn học"), of=lambda row: row[2].subject.name if row[2].subject else ""),
        Computed("code", _("Mã thiết bị"), of=lambda row: row[2].code),
        Computed("name", _("Tên thiết bị"), of=lambda row: row[2].name),
        Computed("basis", _("Định mức"), of=lambda row: basis_words(row[2])),
        Number("need", _("Cần"), of=lambda row: row[1].need),
        Number("have", _("Có"), of=lambda row: row[1].have),
        Number("lacking", _("Thiếu"), of=lambda row: row[1].lacking),
        Number("share", _("Đáp ứng"), of=lambda row: row[1].share),
        Computed("trust", _("Độ tin cậy"), of=lambda row: row[2].get_trust_display()),
    ]
    return export.answer(
        actor, columns, rows, "xlsx", title=_("Thiết bị còn thiếu %(code)s") % {"code": found.code},
        action="facilities.gap:export", at=clock.now(), asked=f"school={school_id}",
    )  # fmt: skip


@requires(VIEW_FACILITIES)
@require_GET
def gap_export(request: HttpRequest) -> HttpResponseBase:
    """Every line of every school that the filters keep and that lacks something: what a purchase plan begins with."""
    actor = actor_of(request)
    listing = ui.Listing.of(request, sorts=SORTS, sort="gap", filters=FILTERS)
    items = queries.standard(clock.today()).items
    rows = (
        (row, level.level, gap, items[gap.item_id])
        for row in rows_asked(actor, listing)
        for level in row.gaps
        for gap in level.gaps
        if gap.lacking
    )
    columns = [
        Computed("school", _("Trường"), of=lambda row: row[0].name),
        Computed("school_code", _("Mã trường"), of=lambda row: row[0].code),
        Computed("commune", _("Xã, phường"), of=lambda row: row[0].commune),
        Computed("level", _("Cấp học"), of=lambda row: str(row[1].label)),
        Computed("subject", _("Môn học"), of=lambda row: row[3].subject.name if row[3].subject else ""),
        Computed("code", _("Mã thiết bị"), of=lambda row: row[3].code),
        Computed("name", _("Tên thiết bị"), of=lambda row: row[3].name),
        Number("need", _("Cần"), of=lambda row: row[2].need),
        Number("have", _("Có"), of=lambda row: row[2].have),
        Number("lacking", _("Thiếu"), of=lambda row: row[2].lacking),
    ]
    return export.answer(
        actor, columns, rows, "xlsx", title=_("Thiết bị còn thiếu"), action="facilities.gap:export",
        at=clock.now(), asked=request.GET.urlencode(),
    )  # fmt: skip
