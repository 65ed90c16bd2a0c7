"""What a report says: counted while it is a draft, kept once it was sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import Http404
from django.utils.translation import gettext as _

from khuevan.governance.indicators import queries as indicators
from khuevan.kernel import ui
from khuevan.kernel.access import Actor

from ..choices import State, Tier
from ..layouts import Cell, Form, form_on, form_version
from ..models import Report
from ..rules import Contents, Part, added_frozen, added_up, changed_cells, digest_of, read_contents, written
from .owing import Owing, owing
from .reports import latest_below

RECORDS, FROZEN, CORRECTED = "records", "snapshot:", "corrected:"
"""Where figures come from: the records themselves; a state frozen when the day ended; that state, with what was corrected
since. The number of the state follows."""
SENT = (State.SUBMITTED, State.ACCEPTED)


@dataclass(frozen=True)
class Filled:
    """form: the version of the report. missing: units below whose report is not in. is_broken: what was kept is no longer
    what was sent, and nothing of it is shown. corrected: of a draft of a day that was frozen, (cell, frozen, as the
    records tell it now) where they differ, whichever of the two the draft takes."""

    form: Form
    contents: Contents
    digest: str
    missing: tuple[str, ...] = ()
    below: int = 0
    is_broken: bool = False
    corrected: tuple[tuple[str, float, float], ...] = ()

    @property
    def is_frozen(self) -> bool:
        """Whether its day was frozen when it ended."""
        return self.contents.header.get("source", "").startswith((FROZEN, CORRECTED))


def filled(actor: Actor, report: Report) -> Filled:
    """Of a draft what would be sent now. Raises access.Refused, Http404 for a form that is no longer declared."""
    form = form_version(report.form, report.form_version) or form_on(report.form, report.as_of)
    if form is None:
        raise Http404
    if report.state != State.DRAFT:
        return _kept(form, report)
    if report.tier == Tier.SCHOOL:
        return _counted(actor, form, report)
    return _summed(actor, form, report)


def contents_of(report: Report) -> Contents | None:
    """What was sent; None of a draft, and of what is not as it was sent."""
    if not report.content or digest_of(report.content) != report.digest:
        return None
    return read_contents(report.content)


def compared(actor: Actor, report: Report, form: Form) -> dict[str, float]:
    """The figures as the records tell them now of the day of the report. Raises access.Refused outside the scope."""
    return counted(actor, form, report.unit_id, report.as_of, None)


def source_of(form: Form, day: date) -> tuple[indicators.State | None, str]:
    """The state that was frozen for the day, the latest of them, and its name; else the records themselves."""
    wanted = wanted_of(form)
    for one in indicators.snapshots():
        if one.as_of == day:
            state = indicators.frozen(one)
            if state is not None and indicators.holds(state, wanted):
                return state, f"{FROZEN}{one.pk}"
    return None, RECORDS


def counted(
    actor: Actor, form: Form, unit_id: int, day: date, state: indicators.State | None
) -> dict[str, float]:
    """Every cell of the form for the unit with all under it on the day."""
    values = indicators.counted(actor, unit_id, wanted_of(form), on=day, state=state)
    return added_up(form.cells, [dict(zip(form.cells, values, strict=True))])


def counted_cell(actor: Actor, cell: Cell, unit_id: int, day: date) -> float:
    """One cell as the records tell it now. Raises access.Refused outside the scope."""
    wanted = [indicators.Wanted(cell.indicator, cell.held, cell.which)]
    found = indicators.counted(actor, unit_id, wanted, on=day)
    return added_up([cell.key], [{cell.key: found[0]}])[cell.key]


def wanted_of(form: Form) -> list[indicators.Wanted]:
    return [indicators.Wanted(cell.indicator, cell.held, cell.which) for cell in form.cells.values()]


def _counted(actor: Actor, form: Form, report: Report) -> Filled:
    """Of a school: what was frozen when the day ended, unless the school takes over what was corrected since. Both are
    told, so that nothing moves silently."""
    day, unit_id = report.as_of, report.unit_id
    state, source = source_of(form, day)
    cells = counted(actor, form, unit_id, day, state)
    moved: list[tuple[str, float, float]] = []
    if state is not None:
        now = counted(actor, form, unit_id, day, None)
        moved = [(key, cells[key], now[key]) for key, _then, _now in changed_cells(cells, now)]
        if report.with_corrections:
            cells, source = now, f"{CORRECTED}{source.removeprefix(FROZEN)}"
    before = {key: then for key, then, _now in moved} if report.with_corrections else {}
    contents = Contents(_header(report, form, source), cells, dict(report.remarks), frozen=before)
    return Filled(form, contents, digest_of(written(contents)), corrected=tuple(moved))


def _kept(form: Form, report: Report) -> Filled:
    contents = contents_of(report)
    if contents is None:
        return Filled(form, Contents({}, {}), report.digest, is_broken=True)
    return Filled(form, contents, report.digest, below=len(contents.parts))


def _summed(actor: Actor, form: Form, report: Report) -> Filled:
    """Of what was sent by those below. What is broken below counts as missing, and is named."""
    who: Owing = owing(actor, form, report.school_year)
    owed = who.below.get(report.unit_id, [])
    in_hand = {one.unit_id: one for one in latest_below(report.unit_id, report.form, report.school_year)}
    parts, told, missing = [], [], []
    for one in owed:
        found = in_hand.get(one.unit_id)
        contents = contents_of(found) if found is not None and found.state in SENT else None
        if found is None or contents is None:
            missing.append(one.name)
            continue
        told.append(contents)
        parts.append(Part(found.pk, found.unit_id, found.unit_name, found.revision, found.digest))
    header = _header(report, form, "reports")
    cells = added_up(form.cells, (one.cells for one in told))
    contents = Contents(header, cells, dict(report.remarks), tuple(parts), frozen=added_frozen(told, cells))
    return Filled(form, contents, digest_of(written(contents)), tuple(missing), len(owed))


def _header(report: Report, form: Form, source: str) -> dict[str, str]:
    return {
        "form": report.form, "symbol": form.symbol, "version": str(report.form_version), "year": report.school_year,
        "unit": str(report.unit_id), "unit_name": report.unit_name, "receiver_name": report.receiver_name,
        "as_of": report.as_of.isoformat(), "revision": str(report.revision), "source": source,
    }  # fmt: skip


def said_source(source: str) -> str:
    """Where the figures came from, in words."""
    if source == RECORDS:
        return _("hồ sơ hiện nay, tính cho ngày của biểu; ngày ấy chưa được chốt")
    if source == "reports":
        return _("tổng hợp các biểu đã gửi lên")
    number = source.partition(":")[2]
    found = indicators.snapshot(int(number)) if number.isdecimal() else None
    if found is None:
        return source
    words = _("số liệu đã chốt: %(name)s, chốt lúc %(at)s")
    if source.startswith(CORRECTED):
        words = _("hồ sơ hiện nay, gồm phần sửa sau khi chốt: %(name)s, chốt lúc %(at)s")
    return words % {"name": found, "at": ui.formatters.day_and_time(found.frozen_at)}
