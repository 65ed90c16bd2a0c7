"""Taking a merge back: what still holds what the merge wrote is put back; what was changed since is told and left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from khuevan.kernel import access, audit, events
from khuevan.kernel.access import Actor

from ...events import MergeUndone, PersonCorrected
from ...models import Merge, MergedRow
from ...permissions import MERGE_PEOPLE
from .acts import REPEATED, reason
from .planning import CannotMerge, as_merger, demand_merging
from .rows import check_now, gather, set_columns, snapshot
from .ties import rows_of, ties

UNDO = "people.person:unmerge"


@dataclass(frozen=True)
class Loss:
    """A value that undoing leaves as it is, because somebody changed it after the merge."""

    said: str
    column: str


@dataclass(frozen=True)
class Undoing:
    """rows: how many are put back. `later`: (label, number) of rows that came to the survivor after the merge."""

    rows: int
    losses: Sequence[Loss]
    later: Sequence[tuple[str, int]]
    refusal: str = ""


def preview_undo(*, actor: Actor, merge: Merge) -> Undoing:
    """What would be put back and what cannot be. Raises access.Refused."""
    with as_merger():
        demand_merging(actor, merge.units)
        return _undoing(merge, list(merge.rows.order_by("place")))


def undo_merge(*, actor: Actor, at: datetime, merge: Merge, why: str) -> Undoing:
    """Both records as they were, but for what was changed since. Raises CannotMerge, access.Refused."""
    why = reason(why)
    with as_merger():
        unit_id = demand_merging(actor, merge.units)
        merge = Merge.objects.select_for_update().get(pk=merge.pk)
        rows = list(merge.rows.order_by("place"))
        undoing = _undoing(merge, rows)
        if undoing.refusal:
            raise CannotMerge(undoing.refusal)
        with audit.act(actor, UNDO, at=at, on=merge.kept, unit_id=unit_id, why=why):
            _put_back(rows)
            gather([merge.kept_id, merge.gone_id])
            merge.undone_at, merge.undone_by, merge.undone_why = at, actor.name[:120], why
            merge.save(update_fields=["undone_at", "undone_by", "undone_why"])
            for person_id in (merge.kept_id, merge.gone_id):
                events.publish(PersonCorrected(person_id=person_id, fields=REPEATED))
            events.publish(MergeUndone(merge_id=merge.pk, kept_id=merge.kept_id, gone_id=merge.gone_id))
    return undoing


def _undoing(merge: Merge, rows: Sequence[MergedRow]) -> Undoing:
    refusal = ""
    if merge.undone_at is not None:
        refusal = _("Lần gộp này đã được tách.")
    elif merge.kept.merged_into_id:
        refusal = _("Hồ sơ giữ lại sau đó đã được gộp vào hồ sơ khác; hãy tách lần gộp sau trước.")
    now = snapshot((row.table, row.row_id) for row in rows)
    losses = [
        Loss(row.said, name)
        for row in rows
        for name, value in row.after.items()
        if now[row.table, row.row_id][name] not in (value, row.before[name])
    ]
    return Undoing(len(rows), losses, _came_later(merge, rows), refusal)


def _came_later(merge: Merge, rows: Sequence[MergedRow]) -> list[tuple[str, int]]:
    """Rows of the survivor that neither had been its own nor were moved: nobody can tell whose they are."""
    moved = {(row.table, row.row_id) for row in rows}
    later = []
    for tie in ties():
        known = set(merge.known.get(f"{tie.table}.{tie.column}", ()))
        new = [row for row in rows_of(tie.table, tie.column, [merge.kept_id])
               if row["id"] not in known and (tie.table, row["id"]) not in moved]  # fmt: skip
        if new:
            later.append((str(tie.label), len(new)))
    return later


def _put_back(rows: Sequence[MergedRow]) -> None:
    """Each column that still holds what the merge wrote gets what it held before; twice, because a trigger of one row may
    change another that was put back already."""
    lost = _lost(rows)
    try:
        with transaction.atomic():
            for _turn in range(2):
                now = snapshot((row.table, row.row_id) for row in rows)
                for row in reversed(rows):
                    here = now[row.table, row.row_id]
                    values = {
                        name: value for name, value in row.before.items()
                        if here[name] != value and (row.pk, name) not in lost
                    }  # fmt: skip
                    if values:
                        set_columns(row.table, row.row_id, values)
            check_now()
    except IntegrityError as error:
        raise CannotMerge(
            _(
                "Không tách được: một dòng được lập sau khi gộp đã chiếm chỗ của dòng phải khôi phục (%(what)s)."
            )
            % {"what": str(error).split('"')[1] if '"' in str(error) else ""}
        ) from error


def _lost(rows: Sequence[MergedRow]) -> set[tuple[int, str]]:
    now = snapshot((row.table, row.row_id) for row in rows)
    return {
        (row.pk, name)
        for row in rows
        for name, value in row.after.items()
        if now[row.table, row.row_id][name] not in (value, row.before[name])
    }


def rows_said(*, actor: Actor, merge: Merge) -> list[tuple[str, int]]:
    """What the merge changed, in its own sentences, with how often: no values. Raises access.Refused."""
    access.demand(actor, MERGE_PEOPLE)
    with as_merger():
        said = merge.rows.order_by("place").values_list("said", flat=True)
        return list(Counter(text or _("Dòng đi theo thay đổi khác") for text in said).items())
