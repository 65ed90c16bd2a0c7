"""The programme of a level, grade by grade."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from markupsafe import Markup

from khuevan.kernel import access, clock, ui
from khuevan.kernel.access import Actor, requires

from .. import queries
from ..models import Programme
from ..permissions import EDIT_LOCAL, VIEW_PROGRAMME
from ..records import LINES

FIRST_YEAR = 2020


@dataclass(frozen=True)
class Table:
    """One block of a programme, as the table macro wants it."""

    title: str
    columns: Sequence[tuple[str, str]]
    rows: Sequence[Sequence[object]]

    @staticmethod
    def cells(row: Sequence[object]) -> Sequence[object]:
        return row


@dataclass(frozen=True)
class ProgrammePage:
    programme: Programme | None
    tabs: Sequence[tuple[str, str, bool]]
    years: Sequence[tuple[str, str]]
    year: str
    facts: Sequence[tuple[str, object]]
    tables: Sequence[Table]
    unverified: int
    lines_url: str
    may_add: bool


@requires(VIEW_PROGRAMME)
@require_GET
def programme(request: HttpRequest) -> HttpResponse:
    """One level in one school year; the additions of the departments above the reader or within their reach."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    offered = queries.programmes()
    this_year = school_year_of(clock.today())
    years = [f"{first}-{first + 1}" for first in range(int(this_year[:4]) + 1, FIRST_YEAR - 1, -1)]
    year = request.GET.get("year", "")
    year = year if year in years else this_year
    wanted = request.GET.get("programme", "")
    chosen = next((one for one in offered if one.code == wanted), offered[0] if offered else None)
    here = reverse("curriculum:programme")
    grid = queries.grid(chosen, year, queries.departments_seen(actor)) if chosen else None
    page = ProgrammePage(
        programme=chosen,
        tabs=[
            (_short(one), f"{here}?{urlencode({'programme': one.code, 'year': year})}", one == chosen)
            for one in offered
        ],
        years=[(one, one) for one in years],
        year=year,
        facts=_facts(chosen) if chosen else (),
        tables=[_table(grid, title, lines) for title, lines in grid.blocks] if grid else (),
        unverified=grid.unverified if grid else 0,
        lines_url=f"{LINES.url('list')}?{urlencode({'programme': chosen.pk})}"
        if chosen
        else LINES.url("list"),
        may_add=bool(access.decide(actor, EDIT_LOCAL)),
    )
    return ui.render(request, "curriculum/programme.html", page)


def school_year_of(on: date) -> str:
    """A school year begins on 1 August here."""
    first = on.year if on.month >= 8 else on.year - 1
    return f"{first}-{first + 1}"


def _short(one: Programme) -> str:
    if one.code.startswith("gdtx"):
        return _("GDTX cấp THCS") if one.code.endswith("thcs") else _("GDTX cấp THPT")
    return str(one.get_level_display())


def _facts(one: Programme) -> list[tuple[str, object]]:
    facts: list[tuple[str, object]] = [
        (_("Văn bản ban hành"), one.instrument),
        (_("Số tuần thực học"), one.weeks),
        (_("Thời lượng một tiết (phút)"), one.minutes),
        (_("Mức tin cậy"), one.get_trust_display()),
    ]
    if one.electives:
        facts.append((_("Số môn lựa chọn"), one.electives))
        facts.append((_("Số cụm chuyên đề"), one.topics))
    if one.note:
        facts.append((_("Ghi chú"), one.note))
    return facts


def _table(grid: queries.Grid, title: str, lines: Sequence[queries.Line]) -> Table:
    columns = [(_("Môn học, hoạt động"), ""), *((label, "number") for _code, label in grid.grades)]
    rows: list[list[object]] = [[_name(line), *(_cell(cell) for cell in line.cells)] for line in lines]
    if title == str(queries.required_label()) and any(grid.required):
        rows.append([_("Cộng (tiết một năm)"), *(total or "–" for total in grid.required)])
        rows.append(
            [
                _("Bình quân một tuần"),
                *("–" if one is None else ui.formatters.number(one, 1) for one in grid.weekly),
            ]
        )
    return Table(title, columns, rows)


def _name(line: queries.Line) -> Markup:
    name = ui.link(reverse("curriculum:subject_detail", args=[line.subject_id]), line.name)
    detail = ", ".join([*line.strands, *([line.unit_name] if line.unit_name else [])])
    return Markup('{}<br><small class="kv-muted">{}</small>').format(name, detail) if detail else name


def _cell(cell: queries.Cell | None) -> object:
    if cell is None:
        return "–"
    address = reverse("curriculum:programme_subject_detail", args=[cell.line_id])
    text = _("có") if cell.periods is None else str(cell.periods)
    return ui.link(address, f"{text} *" if cell.trust == "unverified" else text)
