"""What a merge would do: fields compared, rows moved, questions to answer, reasons against. Writes nothing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.db import connection
from django.utils.translation import gettext as _

from khuevan.kernel import access, database
from khuevan.kernel.access import Actor, Reach

from ...models import Person
from ...permissions import MERGE_PEOPLE
from ...rules import PersonFacts, name_columns, number_is_doubtful, person_findings, wrong_ones
from ..errors import PeopleError, say
from ..registration import PLAIN, facts_of
from .ties import Merging, Part, Question, Row, Step, rows_of, ties

COMPARED: Final = (*PLAIN[:1], "birth_date", *PLAIN[1:], "died_on")
"""Fields of the person that are chosen one by one."""


class CannotMerge(PeopleError):  # noqa: N818
    """The merge was not done; the message says why."""


@dataclass(frozen=True)
class Order:
    """`fields`: field -> "gone" where the merged record's value is to survive. `answers`: question -> option."""

    kept_id: int
    gone_id: int
    fields: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    why: str = ""


@dataclass(frozen=True)
class Compared:
    """One field of both; `taken` says whose value survives. Values are those of the column."""

    name: str
    kept: Any
    gone: Any
    taken: str

    @property
    def differs(self) -> bool:
        return bool(self.kept != self.gone)

    @property
    def is_choice(self) -> bool:
        """Both say something, and not the same."""
        return self.differs and self.kept not in ("", None) and self.gone not in ("", None)


@dataclass(frozen=True)
class Plan:
    kept: Person
    gone: Person
    units: Reach
    fields: Sequence[Compared]
    steps: Sequence[Step]
    questions: Sequence[Question]
    refusals: Sequence[str]
    known: Mapping[str, list[int]]
    digest: str

    @property
    def is_ready(self) -> bool:
        return not self.refusals and all(question.answer for question in self.questions)


@contextmanager
def as_merger() -> Iterator[None]:
    """The platform's eyes, which also see who was merged. Only inside a service that has decided."""
    with database.acting(access.system()), connection.cursor() as cursor:
        cursor.execute("select coalesce(current_setting('khuevan.merging', true), '')")
        before = cursor.fetchone()
        cursor.execute("select set_config('khuevan.merging', 'on', true)")
        yield
        cursor.execute("select set_config('khuevan.merging', %s, true)", before)


def demand_merging(actor: Actor, units: Reach) -> int | None:
    """The unit on whose account it is logged. Whoever merges holds the permission at every unit of both.

    Raises access.Refused.
    """
    access.demand(actor, MERGE_PEOPLE)
    scope = access.scope(actor, MERGE_PEOPLE)
    if not scope.covers(units):
        missing = next((unit for unit in units.ids() if unit not in scope), None)
        access.demand(actor, MERGE_PEOPLE, on=missing)
    return units.ranges[0][0] if units.ranges and not units.is_everything else None


def plan_merge(*, actor: Actor, order: Order, on: date) -> Plan:
    """What would be done. Raises access.Refused, CannotMerge where the two are no pair at all."""
    access.demand(actor, MERGE_PEOPLE)
    with as_merger():
        found = Person.objects.in_bulk([order.kept_id, order.gone_id])
        kept, gone = found.get(order.kept_id), found.get(order.gone_id)
        if kept is None or gone is None or kept.pk == gone.pk:
            raise CannotMerge(_("Hãy chọn hai hồ sơ khác nhau."))
        if kept.merged_into_id or gone.merged_into_id:
            raise CannotMerge(_("Một trong hai hồ sơ đã được gộp vào hồ sơ khác."))
        units = kept.units | gone.units
        demand_merging(actor, units)
        return _planned(kept, gone, units, order, on)


def _planned(kept: Person, gone: Person, units: Reach, order: Order, on: date) -> Plan:
    fields = _compared(kept, gone, order.fields)
    steps, refusals = _own_steps(kept, gone, fields, on)
    after = {**_row(kept), **dict(steps[1].values)} if len(steps) > 1 else _row(kept)
    merging = Merging(after, _row(gone), on, order.answers)
    known: dict[str, list[int]] = {}
    questions: list[Question] = []
    for tie in ties():
        rows = rows_of(tie.table, tie.column, [kept.pk, gone.pk])
        ours = [row for row in rows if row[tie.column] == kept.pk]
        known[f"{tie.table}.{tie.column}"] = [row["id"] for row in ours]
        part: Part = tie.settle(merging, [row for row in rows if row[tie.column] == gone.pk], ours)
        steps += part.steps
        questions += part.questions
        refusals += part.refusals
    return Plan(
        kept, gone, units, fields, steps, questions, list(dict.fromkeys(refusals)), known,
        _digest(kept, gone, steps, questions),
    )  # fmt: skip


def _compared(kept: Person, gone: Person, chosen: Mapping[str, str]) -> list[Compared]:
    """The survivor's values stay unless it has none, or the other's were chosen."""
    compared = []
    for name in COMPARED:
        ours, theirs = getattr(kept, name), getattr(gone, name)
        empty = ours in ("", None)
        wanted = chosen.get(name, "gone" if empty else "kept")
        taken = "gone" if theirs not in ("", None) and ours != theirs and wanted == "gone" else "kept"
        compared.append(Compared(name, ours, theirs, taken))
    return compared


def _own_steps(
    kept: Person, gone: Person, fields: Sequence[Compared], on: date
) -> tuple[list[Step], list[str]]:
    said = _("Hồ sơ gộp vào được giữ với trạng thái «đã gộp», cùng số và lịch sử của nó")
    steps = [Step("people_person", gone.pk, {"merged_into_id": kept.pk, "units": "{}", "kinds": 0}, said)]
    taken = {one.name: one.gone for one in fields if one.taken == "gone"}
    if not taken:
        return steps, []
    facts = _merged_facts(kept, gone, taken)
    names = name_columns(facts.full_name)
    values: dict[str, Any] = {
        **taken, "search": names.search, "given": names.given, "sort_key": names.sort_key,
        "number_is_doubtful": number_is_doubtful(facts, on=on),
    }  # fmt: skip
    if "birth_date" in taken:
        values["birth_precision"] = gone.birth_precision
    values = {name: _plain(value) for name, value in values.items()}
    steps.append(Step("people_person", kept.pk, values, _("Hồ sơ giữ lại nhận các giá trị được chọn")))
    return steps, [say(finding) for finding in wrong_ones(person_findings(facts, kind="", on=on))]


def _merged_facts(kept: Person, gone: Person, taken: Mapping[str, Any]) -> PersonFacts:
    ours = facts_of(kept)
    born = gone.born if "birth_date" in taken else kept.born
    changed = {name: value for name, value in taken.items() if name not in ("birth_date", "died_on")}
    return PersonFacts(**{**ours.__dict__, "born": born, **changed})


def _row(person: Person) -> Row:
    return rows_of("people_person", "id", [person.pk])[0]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _digest(kept: Person, gone: Person, steps: Sequence[Step], questions: Sequence[Question]) -> str:
    said = [
        [kept.pk, kept.version, gone.pk, gone.version],
        [[step.table, step.row_id, step.values] for step in steps],
        [[question.code, question.answer] for question in questions],
    ]
    return hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()
