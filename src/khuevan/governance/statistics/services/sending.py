"""Approving a report and handing it in: from then on it says what it says."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from khuevan.kernel import audit
from khuevan.kernel.access import Actor

from .. import queries
from ..choices import Act, State
from ..layouts import form_on
from ..models import Report
from ..permissions import SUBMIT_REPORTS
from ..rules import checked, digest_of, written
from .frame import cleaned, demand_of_unit, demand_open, locked


def submit_report(actor: Actor, *, at: datetime, report_id: int, seen: str, note: str = "") -> Report:
    """seen: the digest of the figures that the sender had before the eyes; what moved since is not sent unseen.

    Raises Http404, Refused, Invalid.
    """
    report = locked(actor, report_id)
    demand_of_unit(actor, report, submit=True)
    note = cleaned(note, "reason")
    demand_open(State(report.state), Act.SUBMIT)  # before anything is counted
    _hold_parts(report)
    found = queries.filled(actor, report)
    remarked = [key for key, said in found.contents.remarks.items() if said]
    sums = checked(found.form.checks, found.contents.cells, remarked)
    newest = form_on(report.form, report.as_of)
    demand_open(
        State(report.state), Act.SUBMIT, reason=note,
        is_old_layout=newest is None or newest.version != report.form_version, has_moved=found.digest != seen,
        unexplained=sum(not one.holds and not one.is_explained for one in sums), missing=len(found.missing),
    )  # fmt: skip
    text = written(replace(found.contents, note=note))
    report.content, report.digest = text, digest_of(text)
    report.state, report.submitted_at, report.submitted_by = State.SUBMITTED, at, actor.name[:150]
    with audit.act(actor, SUBMIT_REPORTS.code, at=at, on=report) as act:
        act.note(form=report.form, year=report.school_year, revision=report.revision, digest=report.digest)
        report.save_checked(
            report.version, fields=["content", "digest", "state", "submitted_at", "submitted_by"]
        )
    return report


def _hold_parts(report: Report) -> None:
    """Nothing that is added in is returned meanwhile."""
    below = Report.objects.filter(
        receiver_id=report.unit_id, form=report.form, school_year=report.school_year, is_latest=True
    )
    list(below.select_for_update(of=("self",)).order_by("pk").values_list("pk"))
