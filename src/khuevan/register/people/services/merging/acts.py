"""Merging two records of one person: writes exactly the rows that its plan names, and writes down what they held."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from khuevan.kernel import audit, clock, events
from khuevan.kernel.access import Actor
from khuevan.kernel.database import ChangedMeanwhile
from khuevan.kernel.text import nfc

from ...events import PeopleMerged, PersonCorrected
from ...models import Merge, MergedRow, Person
from ...permissions import MERGE_PEOPLE
from .planning import CannotMerge, Order, Plan, as_merger, demand_merging, plan_merge
from .rows import check_now, derived_columns, gather, set_columns, snapshot
from .ties import MERGE_ID

SHORTEST = 10
REPEATED = ("full_name", "born", "sex")
"""What other rooms repeat of a person: they are told to look again."""


def merge_people(*, actor: Actor, at: datetime, order: Order, digest: str) -> Merge:
    """Does what the plan with this digest showed; another plan by now raises ChangedMeanwhile.

    Raises CannotMerge, access.Refused.
    """
    why = reason(order.why)
    with as_merger():
        list(Person.objects.select_for_update().filter(pk__in=[order.kept_id, order.gone_id]).order_by("pk"))
        plan = plan_merge(actor=actor, order=order, on=clock.on(at))
        if plan.refusals:
            raise CannotMerge(" ".join(plan.refusals))
        if not plan.is_ready:
            raise CannotMerge(_("Hãy trả lời mọi câu hỏi trước khi gộp."))
        if plan.digest != digest:
            raise ChangedMeanwhile(plan.kept)
        unit_id = demand_merging(actor, plan.units)
        with audit.act(actor, MERGE_PEOPLE.code, at=at, on=plan.kept, unit_id=unit_id, why=why):
            merge = _write_down(plan, actor, at, order, why)
            _do(merge, plan)
            events.publish(PeopleMerged(merge_id=merge.pk, kept_id=plan.kept.pk, gone_id=plan.gone.pk))
            events.publish(PersonCorrected(person_id=plan.kept.pk, fields=REPEATED))
    return merge


def _write_down(plan: Plan, actor: Actor, at: datetime, order: Order, why: str) -> Merge:
    answers = {question.code: question.answer for question in plan.questions}
    return Merge.objects.create(
        kept=plan.kept, gone=plan.gone, kept_name=plan.kept.full_name, gone_name=plan.gone.full_name,
        units=plan.units, fields={one.name: one.taken for one in plan.fields if one.differs}, answers=answers,
        known=dict(plan.known), why=why, merged_at=at, merged_by=actor.name[:120],
    )  # fmt: skip


def _do(merge: Merge, plan: Plan) -> None:
    """The steps in order; then, row by row, what they and the triggers that follow them changed."""
    watched = _watched(plan)
    before = snapshot(watched)
    for step in plan.steps:
        values = {name: merge.pk if value == MERGE_ID else value for name, value in step.values.items()}
        set_columns(step.table, step.row_id, values)
    gather([merge.kept_id])
    check_now()
    after = snapshot(watched)
    said = {(step.table, step.row_id): step.said for step in reversed(plan.steps)}
    derived = derived_columns()
    made: list[MergedRow] = []
    for key in watched:
        changed = {
            name for name, value in after[key].items()
            if value != before[key][name] and name not in derived.get(key[0], ()) and name != "version"
        }  # fmt: skip
        if changed:
            old, new = ({name: row[key][name] for name in sorted(changed)} for row in (before, after))
            made.append(MergedRow(merge=merge, place=len(made), table=key[0], row_id=key[1],
                                  said=said.get(key, "")[:300], before=old, after=new))  # fmt: skip
    MergedRow.objects.bulk_create(made)


def _watched(plan: Plan) -> list[tuple[str, int]]:
    """Rows named by a step, in their order, and all rows of the survivor, which triggers may change."""
    keys = [(step.table, step.row_id) for step in plan.steps]
    keys += [("people_person", plan.kept.pk)]
    keys += [(name.split(".")[0], row_id) for name, ids in plan.known.items() for row_id in ids]
    return list(dict.fromkeys(keys))


def reason(why: str) -> str:
    """The reason in one line. Raises CannotMerge where it says too little."""
    why = nfc(why)
    if len(why) < SHORTEST:
        raise CannotMerge({"why": _("Hãy ghi lý do rõ ràng, ít nhất 10 ký tự.")})
    return why[:500]
