"""The register of a class in a month, to read and to print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from khuevan.kernel import clock, ui
from khuevan.kernel.access import requires

from .. import queries
from ..permissions import VIEW_ROLLS
from .places import class_or_404, day_in


@dataclass(frozen=True)
class SheetPage:
    month: queries.Month
    title: str
    before: str
    after: str
    limit: int | None
    instrument: str
    beyond: int
    breadcrumbs: Sequence[tuple[str, str]]


@requires(VIEW_ROLLS)
@require_GET
def sheet(request: HttpRequest, class_id: int) -> HttpResponse:
    """`month` in the address names any day of it."""
    group = class_or_404(request, class_id)
    year, today = group.school_year, clock.today()
    asked = day_in(request.GET.get("month", ""), today)
    first = min(max(asked, year.starts_on), year.ends_on).replace(day=1)
    month = queries.month_of(group, first)
    before, after = first - timedelta(1), (first + timedelta(32)).replace(day=1)
    limit = month.limit
    words = _("Sổ điểm danh lớp %(name)s, tháng %(month)s")
    page = SheetPage(
        month=month,
        title=words % {"name": group.name, "month": f"{first:%m/%Y}"},
        before=_link(class_id, before) if before >= year.starts_on else "",
        after=_link(class_id, after) if after <= min(year.ends_on, today) else "",
        limit=limit.sessions if limit else None,
        instrument=limit.instrument if limit else "",
        beyond=sum(row.year.is_beyond for row in month.rows),
        breadcrumbs=[(_("Điểm danh"), reverse("attendance:today")), (group.name, "")],
    )
    return ui.render(request, "attendance/sheet.html", page)


def _link(class_id: int, day: date) -> str:
    return f"{reverse('attendance:sheet', args=[class_id])}?month={day:%Y-%m-%d}"
