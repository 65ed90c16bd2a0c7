"""The indexes: what they ask, how surely it is known, where they do not add up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from markupsafe import Markup

from khuevan.kernel import access, clock, ui
from khuevan.kernel.access import requires
from khuevan.school.curriculum.choices import Trust

from .. import probes, queries
from ..choices import Kind, Subject, Topic
from ..models import Criterion, Edition
from ..permissions import CONFIGURE, VIEW_ASSESSMENTS
from ..queries import CriterionRow, Index
from .words import address, points, trail, trust_badge


@dataclass(frozen=True)
class EditionsPage:
    rows: Sequence[tuple[Edition, str, str, Markup, str]]
    breadcrumbs: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class LineView:
    row: CriterionRow
    maximum: str
    cuts: str
    trust: Markup
    probes: Sequence[str]
    topic: str


@dataclass(frozen=True)
class EditionPage:
    """gaps: sentences about lines that do not add up."""

    edition: Edition
    index: Index
    lines: Sequence[LineView]
    facts: Sequence[tuple[str, object]]
    gaps: Sequence[str]
    past: Sequence[tuple[Criterion, str]]
    may_amend: bool
    breadcrumbs: Sequence[tuple[str, str]]


@requires(VIEW_ASSESSMENTS)
@require_safe
def editions(request: HttpRequest) -> HttpResponse:
    today = clock.today()
    rows = [
        (
            one, str(Subject(one.subject).label),
            _("%(number)s dòng") % {"number": len(queries.index(one, today).rows)}, trust_badge(Trust(one.trust)),
            address("edition", code=one.code),
        )
        for one in queries.editions()
    ]  # fmt: skip
    return ui.render(request, "maturity/editions.html", EditionsPage(rows, trail((_("Bộ chỉ số"), ""))))


@requires(VIEW_ASSESSMENTS)
@require_safe
def edition(request: HttpRequest, code: str) -> HttpResponse:
    one = queries.edition(code)
    found = queries.index(one, clock.today())
    page = EditionPage(
        edition=one,
        index=found,
        lines=[_line(one, row) for row in found.rows],
        facts=_facts(one),
        gaps=[
            _("%(code)s: điểm tối đa %(most)s, các dòng bên dưới cộng lại %(below)s.")
            % {"code": gap.code, "most": points(gap.maximum), "below": points(gap.below)}
            for gap in found.gaps
        ],
        past=[(row, points(row.maximum)) for row in queries.past_criteria(one)],
        may_amend=access.decide(request.actor, CONFIGURE).allowed,  # type: ignore[attr-defined]
        breadcrumbs=trail((_("Bộ chỉ số"), address("editions")), (one.code, "")),
    )
    return ui.render(request, "maturity/edition.html", page)


def _line(one: Edition, row: CriterionRow) -> LineView:
    line = row.line
    cuts = ""
    if line.cut_basic is not None and line.cut_good is not None:
        cuts = _("mức 2 từ %(basic)s, mức 3 trên %(good)s") % {
            "basic": points(line.cut_basic), "good": points(line.cut_good),
        }  # fmt: skip
    return LineView(
        row=row,
        maximum=_("bắt buộc") if line.kind is Kind.MANDATORY else points(line.maximum),
        cuts=cuts,
        trust=trust_badge(row.trust),
        probes=[str(probe.label) for probe in probes.of(one.code, line.code)],
        topic=str(Topic(row.topic).label) if row.topic else "",
    )


def _facts(one: Edition) -> list[tuple[str, object]]:
    until = ui.formatters.day(one.valid_until) if one.valid_until else _("chưa có ngày thôi")
    whole = (
        _("lấy mức thấp nhất của các nhóm") if one.lowest_group else _("theo điểm trung bình của các nhóm")
    )
    return [
        (_("Văn bản"), one.instrument),
        (_("Độ tin cậy"), str(Trust(one.trust).label)),
        (_("Áp dụng"), f"{ui.formatters.day(one.valid_from)} – {until}"),
        (_("Đối tượng"), str(Subject(one.subject).label)),
        (_("Mức của một nhóm"), _("mức 1 dưới %(basic)s, mức 2 từ %(basic)s đến %(good)s, mức 3 trên %(good)s điểm")
         % {"basic": points(one.basic_from), "good": points(one.good_above)}),
        (_("Mức chung"), whole),
        (_("Thiếu điều kiện bắt buộc"), _("ở mức 1") if one.mandatory_holds else _("không ảnh hưởng đến mức")),
        (_("Ghi chú"), one.note),
    ]  # fmt: skip
