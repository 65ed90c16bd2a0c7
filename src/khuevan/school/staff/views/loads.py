"""Loads against the norm: of a school, and of one teacher line by line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from khuevan.kernel import clock, ui
from khuevan.kernel.access import Actor, requires
from khuevan.kernel.records import Computed, Decimals, Text, export
from khuevan.school.curriculum.choices import Trust

from .. import queries
from ..permissions import VIEW_ASSIGNMENTS
from ..services.errors import say

CHARTED = 60


@dataclass(frozen=True)
class LoadRow:
    """One teacher in a table; `tone` colours the badge."""

    staff_id: int
    name: str
    url: str
    position: str
    subject: str
    norm: Decimal | None
    reduced: Decimal
    owed: Decimal | None
    taught: Decimal
    over: Decimal | None
    classes: str
    verdict: str
    tone: str


@dataclass(frozen=True)
class LoadsPage:
    place: Any
    rows: Sequence[LoadRow]
    chart: ui.Chart
    totals: Sequence[tuple[str, str]]
    warnings: Sequence[str]
    terms: Sequence[tuple[int, str]]
    years: Sequence[tuple[str, str]]
    schools: Sequence[tuple[int, str]]
    export_url: str
    tabs: Sequence[tuple[str, str, bool]]
    breadcrumbs: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class TeacherPage:
    place: Any
    one: queries.TeacherLoad
    row: LoadRow
    lines: Sequence[tuple[str, str, str, str, str]]
    warnings: Sequence[str]
    breadcrumbs: Sequence[tuple[str, str]]


def load_chart(loads: queries.SchoolLoads) -> ui.Chart:
    """Periods taught beside periods owed, for each teacher; a school beyond sixty shows those who teach most."""
    teachers = [one for one in loads.teachers if one.load.norm is not None or one.load.taught]
    shown = teachers
    if len(teachers) > CHARTED:
        shown = sorted(teachers, key=lambda one: one.load.over or Decimal(0), reverse=True)[:CHARTED]
    return ui.Chart(
        _("Số tiết được phân công và định mức sau khi giảm"),
        [one.name for one in shown],
        [
            ui.Series(_("Được phân công"), [float(one.load.taught) for one in shown]),
            ui.Series(
                _("Định mức"), [None if one.load.owed is None else float(one.load.owed) for one in shown]
            ),
        ],
        category_label=_("Giáo viên"),
    )


def load_rows(loads: queries.SchoolLoads, query: str) -> list[LoadRow]:
    return [_row(one, query) for one in loads.teachers]


def _row(one: queries.TeacherLoad, query: str) -> LoadRow:
    verdict, tone = _verdict(one)
    return LoadRow(
        staff_id=one.staff_id,
        name=one.name,
        url=f"{reverse('staff:teacher_load', args=[one.staff_id])}?{query}",
        position=one.position,
        subject=one.subject,
        norm=one.load.norm.periods if one.load.norm else None,
        reduced=one.load.reduced,
        owed=one.load.owed,
        taught=one.load.taught,
        over=one.load.over,
        classes=", ".join(dict.fromkeys(lesson.class_name for lesson in one.lessons)),
        verdict=verdict,
        tone=tone,
    )


def _verdict(one: queries.TeacherLoad) -> tuple[str, str]:
    if one.load.over is None:
        return _("Không tính theo tiết"), "neutral"
    if one.load.is_overloaded:
        return _("Quá giới hạn"), "danger"
    if one.load.over > 0:
        return _("Vượt %(number)s tiết") % {"number": ui.formatters.number(one.load.over)}, "warning"
    if one.load.over < 0:
        return _("Thiếu %(number)s tiết") % {"number": ui.formatters.number(-one.load.over)}, "info"
    return _("Đủ định mức"), "success"


@requires(VIEW_ASSIGNMENTS)
@require_GET
def loads(request: HttpRequest) -> HttpResponseBase:
    """Everybody who may teach at the school; `export=xlsx` gives the same as a workbook."""
    from .board import TERMS, choose, place_of, places, tabs

    actor: Actor = request.actor  # type: ignore[attr-defined]
    place = place_of(request)
    if place is None:
        return choose(request, _("Định mức và tải"), reverse("staff:loads"))
    found = queries.school_loads(place.school, place.year, place.term, place.on)
    rows = load_rows(found, place.query())
    if request.GET.get("export"):
        return export.answer(
            actor, _columns(), rows, "xlsx", title=_("Định mức và tải giảng dạy"), action="staff.assignment:export",
            at=clock.now(), asked=request.GET.urlencode(),
        )  # fmt: skip
    problems = [say(one) for one in found.warnings]
    problems += [f"{who.name}: {say(one)}" for who in found.teachers for one in who.load.warnings]
    page = LoadsPage(
        place=place,
        rows=rows,
        chart=load_chart(found),
        totals=_totals(rows),
        warnings=problems,
        terms=TERMS,
        years=places.years(),
        schools=places.schools_to_choose(actor, VIEW_ASSIGNMENTS),
        export_url=place.url("staff:loads", export="xlsx"),
        tabs=tabs(place, "loads"),
        breadcrumbs=[(_("Phân công giảng dạy"), place.url()), (_("Định mức và tải"), "")],
    )
    return ui.render(request, "staff/loads.html", page)


@requires(VIEW_ASSIGNMENTS)
@require_GET
def teacher(request: HttpRequest, staff_id: int) -> HttpResponse:
    """One teacher's term: the norm, each reduction with its article, each lesson."""
    from .board import place_of

    place = place_of(request)
    if place is None:
        raise Http404
    one = queries.school_loads(place.school, place.year, place.term, place.on).by_id.get(staff_id)
    if one is None:
        raise Http404
    number = ui.formatters.number
    lines = []
    if one.load.norm is not None:
        norm = one.load.norm
        lines.append((_("Định mức"), number(norm.periods), norm.instrument, norm.article, _trust(norm.trust)))
        for line in one.load.reductions:
            why = f" ({say(line.why_not)})" if line.why_not else ""
            lines.append(
                (
                    f"{_('Giảm')}: {line.label}{why}",
                    number(-line.periods),
                    line.instrument,
                    line.article,
                    _trust(line.trust),
                )
            )
    page = TeacherPage(
        place=place,
        one=one,
        row=_row(one, place.query()),
        lines=lines,
        warnings=[say(sentence) for sentence in one.load.warnings],
        breadcrumbs=[
            (_("Phân công giảng dạy"), place.url()),
            (_("Định mức và tải"), place.url("staff:loads")),
            (one.name, ""),
        ],
    )
    return ui.render(request, "staff/teacher.html", page)


def _trust(code: str) -> str:
    return str(Trust(code).label) if code in Trust.values else ""


def _totals(rows: Sequence[LoadRow]) -> list[tuple[str, str]]:
    counted = [row for row in rows if row.over is not None]
    number = ui.formatters.number
    return [
        (_("Giáo viên, quản lý"), number(len(rows))),
        (_("Số tiết được phân công"), number(sum((row.taught for row in rows), Decimal(0)))),
        (_("Tổng định mức sau giảm"), number(sum((row.owed or Decimal(0) for row in counted), Decimal(0)))),
        (_("Vượt định mức"), number(sum(1 for row in counted if row.over and row.over > 0))),
        (_("Thiếu tiết"), number(sum(1 for row in counted if row.over and row.over < 0))),
    ]


def _columns() -> tuple[Any, ...]:
    return (
        Text("name", _("Họ tên")),
        Text("position", _("Vị trí việc làm")),
        Text("subject", _("Môn dạy")),
        Decimals("norm", _("Định mức/tuần")),
        Decimals("reduced", _("Giảm/tuần")),
        Decimals("owed", _("Phải dạy/tuần")),
        Decimals("taught", _("Được phân công/tuần")),
        Decimals("over", _("Vượt (+), thiếu (-)")),
        Text("classes", _("Lớp dạy")),
        Computed("verdict", _("Nhận xét"), lambda row: row.verdict),
    )
