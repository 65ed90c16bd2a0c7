"""Statutory forms of the beginning of the year, in every state: sent in time, sent late, returned, begun; and
last year's, accepted. The school with log-ins has its own still to do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Final

from khuevan.governance.statistics import queries, services
from khuevan.governance.statistics.rules import checked
from khuevan.kernel.access import Actor

EXPLAINED: Final = "Hồ sơ còn thiếu ở vài người, trường đang bổ sung"
REASON: Final = "Số giáo viên chưa khớp với quyết định giao biên chế, đề nghị kiểm tra lại hồ sơ đội ngũ"


def furnish(
    actor: Actor, *, first: int, neighbours: Sequence[int], other: int, secondary: int, on: date
) -> None:
    """first: the school with log-ins; neighbours: schools of the same level that report to the same body;
    other: the school
    of the second head; secondary: of the lower-secondary head. Nothing before the day that the forms count on."""
    start = on.year if on.month >= 8 else on.year - 1
    year, last = f"{start}-{start + 1}", f"{start - 1}-{start}"
    if date(start, 10, 31) > on:
        return
    in_time, late = datetime(start, 10, 8, 2, 30, tzinfo=UTC), datetime(start, 10, 19, 8, 0, tzinfo=UTC)
    _sent(actor, first, "dn-th", last, datetime(start - 1, 10, 7, 3, 0, tzinfo=UTC), accepted=True)
    for unit_id in neighbours[:2]:
        _sent(actor, unit_id, "dn-th", year, in_time)
        _sent(actor, unit_id, "eqms-dn", year, late)
    _sent(actor, other, "dn-th", year, in_time, accepted=True)
    report_id = _sent(actor, secondary, "dn-thcs", year, in_time)
    if report_id:
        services.return_report(actor, at=late, report_id=report_id, reason=REASON)


def _sent(actor: Actor, unit_id: int, form: str, year: str, at: datetime, *, accepted: bool = False) -> int:
    """The report, its failing control sums explained. 0 where the unit owes no such form."""
    if year not in queries.years() or not any(
        who.form.code == form for who, _ in queries.owed_by(actor, unit_id, year)
    ):
        return 0
    report = services.begin_report(actor, at=at, unit_id=unit_id, form=form, year=year)
    found = queries.filled(actor, report)
    for one in checked(found.form.checks, found.contents.cells):
        if not one.holds:
            services.explain_cell(actor, at=at, report_id=report.pk, cell=one.check.left[0], text=EXPLAINED)
    report.refresh_from_db()
    seen = queries.filled(actor, report).digest
    services.submit_report(actor, at=at, report_id=report.pk, seen=seen)
    if accepted:
        services.accept_report(actor, at=at, report_id=report.pk)
    return int(report.pk)
