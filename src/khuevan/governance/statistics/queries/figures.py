"""What a report says: counted while it is a draft, kept once it was sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import Http404
from django.utils.translation import gettext as _

from khuevan.governance.indicators import queries as indicators
from khuevan.kernel.access import Actor

from ..choices import State, Tier
from ..layouts import Cell, Form, form_on, form_version
from ..models import Report
from ..rules import Contents, Part, added_up, digest_of, read_contents, written
from .owing import Owing, owing
from .reports import latest_below

RECORDS = "records"
SENT = (State.SUBMITTED, State.ACCEPTED)


@dataclass(frozen=True)
class Filled:
    """form: the version of the report. missing: units below whose report is not in. is_broken: what was kept is no longer
    what was sent, and nothing of it is shown."""

    form: Form
    contents: Contents
    digest: str
    missing: tuple[str, ...] = ()
    below: int = 0
    is_broken: bool = False


def filled(actor: Actor, report: Report) -> Filled:
    """Of a draft what would be sent now. Raises access.Refused, Http404 for a form that is no longer declared."""
    form = form_version(report.form, report.form_version) or form_on(report.form, report.as_of)
    if form is None:
        raise Http404
    if report.state != State.DRAFT:
        return _kept(form, report)
    if report.tier == Tier.SCHOOL:
        state, source = source_of(form, report.as_of)
        cells = counted(actor, form, report.unit_id, report.as_of, state)
        contents = Contents(_header(report, form, source), cells, dict(report.remarks))
        return Filled(form, contents, digest_of(written(contents)))
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
                return state, f"snapshot:{one.pk}"
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
    parts, cells, missing = [], [], []
    for one in owed:
        found = in_hand.get(one.unit_id)
        contents = contents_of(found) if found is not None and found.state in SENT else None
        if found is None or contents is None:
            missing.append(one.name)
            continue
        cells.append(contents.cells)
        parts.append(Part(found.pk, found.unit_id, found.unit_name, found.revision, found.digest))
    header = _header(report, form, "reports")
    contents = Contents(header, added_up(form.cells, cells), dict(report.remarks), tuple(parts))
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
        return _("hồ sơ, theo ngày của biểu")
    if source == "reports":
        return _("tổng hợp các biểu đã gửi lên")
    number = source.partition(":")[2]
    found = indicators.snapshot(int(number)) if number.isdecimal() else None
    return _("kỳ số liệu đã chốt: %(name)s") % {"name": found} if found else source
