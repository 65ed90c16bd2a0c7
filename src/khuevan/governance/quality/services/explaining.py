"""A school says why a doubtful record is right, or takes that back."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from khuevan.kernel import access, audit, clock, database
from khuevan.kernel.access import Actor
from khuevan.kernel.checks import Severity, declared
from khuevan.kernel.records import Invalid

from ..choices import FindingState
from ..models import Finding, Tally
from ..permissions import EXPLAIN_FINDING
from .standings import restand

LONGEST, SHORTEST = 500, 10


def explain_finding(*, actor: Actor, at: datetime, finding: Finding, why: str) -> Finding:
    """The record is right as it is, and why. It counts as mended as long as its values stay.

    Raises Invalid (a check that cannot be so, no reason given), access.Refused.
    """
    access.demand(actor, EXPLAIN_FINDING, on=finding)
    why = " ".join(why.split())
    if declared()[finding.check_code].severity is Severity.WRONG:
        raise Invalid({"why": _("Lỗi này không thể là đúng: cần sửa dữ liệu, không giải trình được.")})
    if len(why) < SHORTEST:
        raise Invalid({"why": _("Hãy ghi lý do rõ ràng, ít nhất 10 ký tự.")})
    return _set(actor, at, finding, FindingState.EXPLAINED, why[:LONGEST])


def take_back_explanation(*, actor: Actor, at: datetime, finding: Finding) -> Finding:
    """The finding is to be mended again. Raises access.Refused."""
    access.demand(actor, EXPLAIN_FINDING, on=finding)
    return _set(actor, at, finding, FindingState.OPEN, "")


def _set(actor: Actor, at: datetime, finding: Finding, state: FindingState, why: str) -> Finding:
    explained = state is FindingState.EXPLAINED
    with audit.act(actor, EXPLAIN_FINDING.code, at=at, unit_id=finding.unit_id, why=why) as act:
        act.note(check=finding.check_code, record=finding.record_id, state=state.value)
        changed = Finding.objects.filter(pk=finding.pk, mended_at=None).exclude(state=state).update(
            state=state, explanation=why, explained_by=actor.name if explained else "",
            explained_at=at if explained else None,
        )  # fmt: skip
        if changed:
            with database.acting(access.system()):
                _tally(finding, 1 if explained else -1)
                restand([finding.unit_id], at=at, on=clock.on(at))
    finding.refresh_from_db()
    return finding


def _tally(finding: Finding, more: int) -> None:
    row = Tally.objects.filter(unit_id=finding.unit_id, check_code=finding.check_code).first()
    if row is not None:
        row.explained = max(0, row.explained + more)
        row.save(update_fields=["explained"])
