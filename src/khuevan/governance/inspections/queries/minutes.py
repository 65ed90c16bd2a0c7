"""Minutes: editions, what they say, who may sign them."""

from __future__ import annotations

from django.http import Http404

from khuevan.kernel import access, database, files
from khuevan.kernel.access import Actor
from khuevan.kernel.ui import formatters

from .. import rules
from ..choices import MinutesState, Result, VisitState
from ..models import Minutes, Visit
from ..rules import Contents, Demand, Line
from .remedies import of_visit
from .visits import answers, may_read_sheet, members, photos, visit


def editions(one: Visit) -> list[Minutes]:
    """The latest first."""
    return list(Minutes.objects.filter(visit=one).order_by("-edition"))


def latest(one: Visit) -> Minutes | None:
    return Minutes.objects.filter(visit=one, is_latest=True).first()


def minutes(actor: Actor, visit_id: int, edition: int) -> tuple[Visit, Minutes]:
    """Raises Http404."""
    one = visit(actor, visit_id)
    found = Minutes.objects.filter(visit=one, edition=edition).first() if edition < 2**15 else None
    is_signed = found is not None and found.state == MinutesState.SIGNED
    if found is None or not (is_signed or may_read_sheet(actor, one)):
        raise Http404
    return one, found


def file_of(found: Minutes, kind: str) -> bytes | None:
    """What was signed; None before."""
    stored = found.pdf_id if kind == "pdf" else found.docx_id
    if stored is None:
        return None
    with database.acting(
        access.system()
    ):  # who may see the visit may read its minutes, wherever the unit is now
        return files.content(files.StoredFile.objects.get(pk=stored)).read()


def contents_of(one: Visit, found: Minutes) -> Contents | None:
    """What was signed, or would be now; None where what was kept is not as it was signed."""
    if found.content:
        return rules.read(found.content) if rules.digest_of(found.content) == found.digest else None
    return told(one, found)


def told(one: Visit, found: Minutes) -> Contents:
    """From the sheet as it stands."""
    shown = photos(one)
    labels = dict(Result.choices)
    lines = [
        Line(row.place, row.question, str(labels[row.result]), row.remark, [pic.sha256 for pic in shown.get(row.pk, ())])
        for row in answers(one)
    ]  # fmt: skip
    demands = [Demand(row.answer.place, row.text, formatters.day(row.due_on)) for row in of_visit(one)]
    team = members(one)
    leader = next((row.name for row in team if row.is_leader), "")
    header = {
        "body": one.body_name, "unit": one.unit_name, "year": one.school_year, "number": found.number,
        "place": found.place, "visited_on": formatters.day(one.visited_on), "leader": leader,
        "edition": str(found.edition), "correction": found.correction, "sheet": one.sheet,
        "decision": one.decision,
    }  # fmt: skip
    return Contents(header, [row.name for row in team], lines, demands, one.remarks)


def to_sign(one: Visit, found: Minutes | None) -> MinutesState | None:
    """Whose turn it is: DRAFT of the leader, HALF of the unit; None where nothing is to be signed."""
    if found is None or VisitState(one.state) is not VisitState.CONCLUDED:
        return None
    state = MinutesState(found.state)
    return state if state is not MinutesState.SIGNED else None
