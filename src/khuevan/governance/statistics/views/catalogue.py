"""The forms that there are, empty, and the sector's indicator system with what here answers to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from khuevan.kernel import ui
from khuevan.kernel.access import Actor, requires
from khuevan.kernel.checks import Trust
from khuevan.kernel.measures import declared
from khuevan.register.organisations.choices import EducationLevel

from ..layouts import FORMS, LISTED, Form, Section
from ..permissions import VIEW_REPORTS
from .words import address, trail

TRUST_TONES = {
    Trust.READ: "success",
    Trust.REPORTED: "info",
    Trust.PRACTICE: "info",
    Trust.UNVERIFIED: "warning",
}


@dataclass(frozen=True)
class ListedRow:
    code: str
    name: str
    level: str
    indicators: Sequence[tuple[str, str]]
    trust: str
    tone: str
    note: str


@dataclass(frozen=True)
class CataloguePage:
    forms: Sequence[tuple[Form, str, str, str]]
    listed: Sequence[ListedRow]
    breadcrumbs: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class LayoutPage:
    """sections: with, for each row, its label, depth and by column the indicator's label and page, None where
    it has none."""

    form: Form
    facts: Sequence[tuple[str, object]]
    sections: Sequence[tuple[Section, Sequence[tuple[str, int, Sequence[tuple[str, str] | None]]]]]
    checks: Sequence[tuple[str, str, str, str]]
    breadcrumbs: Sequence[tuple[str, str]]


@requires(VIEW_REPORTS)
@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    levels = dict(EducationLevel.choices)
    page = CataloguePage(
        forms=[
            (form, str(levels[form.level]), str(Trust(form.source.trust).label), address("layout", form=form.code))
            for form in FORMS
        ],
        listed=[
            ListedRow(
                one.code, str(one.name), str(levels[one.level]),
                [(str(declared()[code].label), reverse("indicators:value", args=[code])) for code in one.indicators],
                str(Trust(one.trust).label), TRUST_TONES[one.trust], str(one.note),
            )
            for one in LISTED
        ],
        breadcrumbs=trail((_("Danh mục biểu"), "")),
    )  # fmt: skip
    return ui.render(request, "statistics/catalogue.html", page)


@requires(VIEW_REPORTS)
@require_safe
def layout(request: HttpRequest, form: str) -> HttpResponse:
    """The latest version of a form, with what each row counts."""
    found = max((one for one in FORMS if one.code == form), key=lambda one: one.version, default=None)
    if found is None:
        raise Http404
    actor: Actor = request.actor  # type: ignore[attr-defined]
    words = f"?unit={actor.home_unit_id}" if actor.home_unit_id is not None else ""
    page = LayoutPage(
        form=found,
        facts=_facts(found),
        sections=[(section, _rows(found, section, words)) for section in found.sections],
        checks=[
            (str(one), _told(found, one.left), one.sign, _told(found, one.right)) for one in found.checks
        ],
        breadcrumbs=trail((_("Danh mục biểu"), reverse("statistics:catalogue")), (found.symbol, "")),
    )
    return ui.render(request, "statistics/layout.html", page)


def _facts(form: Form) -> list[tuple[str, object]]:
    day = "{1:02}/{0:02}".format
    return [
        (_("Ký hiệu"), form.symbol),
        (_("Kỳ"), form.season.label),
        (_("Số liệu tính đến ngày"), day(*form.as_of)),
        (_("Hạn gửi"), "; ".join(f"{tier.label}: {day(*due)}" for tier, due in form.due.items())),
        (_("Phiên bản"), form.version),
        (_("Có hiệu lực"), _hold(form)),
        (_("Căn cứ của biểu"), f"{form.source} ({Trust(form.source.trust).label})"),
        (_("Căn cứ của dòng, cột"), f"{form.layout} ({Trust(form.layout.trust).label})"),
    ]


def _hold(form: Form) -> str:
    until = _(" đến trước %(day)s") % {"day": ui.formatters.day(form.valid_until)} if form.valid_until else ""
    return _("từ %(day)s") % {"day": ui.formatters.day(form.valid_from)} + until


def _rows(form: Form, section: Section, words: str) -> list[tuple[str, int, list[tuple[str, str] | None]]]:
    made = []
    for row in section.rows:
        views: list[tuple[str, str] | None] = []
        for column in section.columns:
            cell = form.cells.get(section.key(row.code, column.code))
            if cell is None:
                views.append(None)
            else:
                url = reverse("indicators:value", args=[cell.indicator]) + words
                views.append((str(declared()[cell.indicator].label), url))
        made.append((str(row.label), row.depth, views))
    return made


def _told(form: Form, keys: Sequence[str]) -> str:
    return " + ".join(form.label_of(key).partition(": ")[2] for key in keys)
