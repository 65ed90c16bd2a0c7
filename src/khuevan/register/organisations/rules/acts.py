"""What may be done to the tree, and what it will change: orders and snapshots in, a plan out.

Every ``plan_*`` either returns a frozen ``Plan`` (changes to preview, warnings to accept) or raises
``ActRefused`` with every reason found. Legal frame: Decree 125/2024/NĐ-CP on founding, permitting, merging,
splitting and dissolving institutions, and Circular 15/2025/TT-BGDĐT on who decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from ..choices import ActKind, EducationLevel, Line, UnitKind
from .kinds import ADMINISTRATION, level_refusals, parent_kinds
from .sentences import ActRefused, Sentence, _, day
from .supervision import supervision


@dataclass(frozen=True, kw_only=True)
class Decree:
    """The decision on which an act rests."""

    effective_on: date
    decision_number: str
    deciding_body: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class UnitFacts:
    """A unit as the rules need it, on the day of the act.

    ``above`` holds the ids of all ancestors on either line; ``open_children`` the names (some) of units that
    would still stand under it on that day; ``latest_act_on`` the day of its latest act of any kind.
    """

    id: int
    code: str
    name: str
    kind: UnitKind
    levels: frozenset[EducationLevel]
    opened_on: date
    closed_on: date | None = None
    latest_act_on: date | None = None
    managing_parent: UnitFacts | None = None
    professional_parent: UnitFacts | None = None
    above: frozenset[int] = frozenset()
    open_children: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class NewUnit:
    """What is stated of a unit that an act will open."""

    code: str
    name: str
    kind: UnitKind
    levels: frozenset[EducationLevel]
    managing_parent: UnitFacts | None
    professional_parent: UnitFacts | None
    code_taken_by: str = ""


@dataclass(frozen=True)
class Change:
    """One line of the preview: for which unit, what, from, to. Empty texts mean "nothing"."""

    unit: str
    what: str
    before: str
    after: str


@dataclass(frozen=True)
class Plan:
    """What an act will do. Warnings do not stop it, but ask for a reason in the note."""

    kind: ActKind
    effective_on: date
    changes: tuple[Change, ...]
    warnings: tuple[Sentence, ...] = ()


WHAT_NAME = _("Tên")
WHAT_LEVELS = _("Cấp học")
WHAT_KIND = _("Loại đơn vị")
WHAT_MANAGING = _("Cơ quan quản lý trực tiếp")
WHAT_PROFESSIONAL = _("Cơ quan chỉ đạo chuyên môn")
WHAT_STATE = _("Tình trạng")
WHAT_SUCCESSOR = _("Đơn vị kế thừa")
STATE_OPEN = _("Hoạt động")
STATE_CLOSED = _("Ngừng hoạt động")


def decree_refusals(decree: Decree) -> list[Sentence]:
    """An act without its decision is not an act."""
    found = []
    if not decree.decision_number.strip():
        found.append(Sentence("decision_missing", _("Phải ghi số quyết định.")))
    if not decree.deciding_body.strip():
        found.append(Sentence("body_missing", _("Phải ghi cơ quan ban hành quyết định.")))
    return found


def timing_refusals(unit: UnitFacts, on: date) -> list[Sentence]:
    """An act falls in the life of the unit and not before an act already recorded."""
    params = {"name": unit.name, "on": day(on)}
    if on < unit.opened_on:
        return [
            Sentence(
                "before_opening",
                _("Ngày hiệu lực %(on)s trước ngày %(name)s được thành lập (%(opened)s)."),
                {**params, "opened": day(unit.opened_on)},
            )
        ]
    if unit.closed_on is not None and on >= unit.closed_on:
        return [
            Sentence(
                "after_closing",
                _("%(name)s đã ngừng hoạt động từ %(closed)s, không ghi được quyết định có hiệu lực %(on)s."),
                {**params, "closed": day(unit.closed_on)},
            )
        ]
    if unit.latest_act_on is not None and on < unit.latest_act_on:
        return [
            Sentence(
                "before_later_act",
                _("%(name)s đã có quyết định hiệu lực %(latest)s, sau %(on)s. Hãy xem lại quyết định đó."),
                {**params, "latest": day(unit.latest_act_on)},
            )
        ]
    return []


def parent_refusals(
    *, child_id: int | None, child_name: str, kind: UnitKind, parent: UnitFacts | None, on: date
) -> list[Sentence]:
    """Whether the unit may stand under the parent on the day: kinds, life of the parent, no loop."""
    if parent is None:
        if kind is UnitKind.MINISTRY:
            return []
        return [
            Sentence("parent_missing", _("%(name)s phải có cơ quan cấp trên."), {"name": child_name}),
        ]
    params = {"name": child_name, "parent": parent.name, "on": day(on)}
    if child_id is not None and parent.id == child_id:
        return [Sentence("parent_is_self", _("%(name)s không thể trực thuộc chính mình."), params)]
    if child_id is not None and child_id in parent.above:
        return [
            Sentence(
                "parent_below_child",
                _("%(parent)s đang trực thuộc %(name)s nên không thể là cấp trên của %(name)s."),
                params,
            )
        ]
    found = []
    if parent.kind not in parent_kinds(kind):
        found.append(
            Sentence(
                "parent_kind",
                _("%(child_kind)s không thể trực thuộc %(parent_kind)s (%(parent)s)."),
                {**params, "child_kind": str(kind.label), "parent_kind": str(parent.kind.label)},
            )
        )
    if on < parent.opened_on or (parent.closed_on is not None and on >= parent.closed_on):
        found.append(
            Sentence("parent_not_open", _("%(parent)s không hoạt động vào ngày %(on)s."), params),
        )
    return found


def supervision_warnings(
    *,
    name: str,
    kind: UnitKind,
    levels: frozenset[EducationLevel],
    managing: UnitFacts | None,
    professional: UnitFacts | None,
    on: date,
) -> list[Sentence]:
    """Where the stated parents differ from the table of bodies. A warning: real decisions have exceptions."""
    if kind in ADMINISTRATION:
        return []
    found = []
    for line, parent in ((Line.MANAGING, managing), (Line.PROFESSIONAL, professional)):
        row = supervision(kind, levels, line, on)
        if row is None or parent is None or parent.kind in row.bodies:
            continue
        found.append(
            Sentence(
                f"unusual_{line.value}",
                _("Theo %(instrument)s, %(line)s của %(name)s là %(expected)s, không phải %(actual)s."),
                {
                    "instrument": row.instrument,
                    "line": str(line.label).lower(),
                    "name": name,
                    "expected": str(row.bodies[0].label),
                    "actual": str(parent.kind.label),
                },
            )
        )
    return found


def new_unit_refusals(unit: NewUnit, on: date) -> list[Sentence]:
    """What is wrong with a unit about to be opened."""
    found: list[Sentence] = []
    if not unit.code.strip():
        found.append(Sentence("code_missing", _("Phải ghi mã đơn vị.")))
    if unit.code_taken_by:
        found.append(
            Sentence(
                "code_taken",
                _("Mã %(code)s đã được dùng cho %(name)s."),
                {"code": unit.code, "name": unit.code_taken_by},
            )
        )
    if not unit.name.strip():
        found.append(Sentence("name_missing", _("Phải ghi tên đơn vị.")))
    found.extend(level_refusals(unit.kind, unit.levels))
    parents = [unit.managing_parent, unit.professional_parent]
    if unit.managing_parent is not None and unit.managing_parent is unit.professional_parent:
        parents = parents[:1]
    refusals = [
        refusal
        for parent in parents
        for refusal in parent_refusals(
            child_id=None, child_name=unit.name, kind=unit.kind, parent=parent, on=on
        )
    ]
    found.extend(_unique(refusals))
    return found


def _unique(sentences: Sequence[Sentence]) -> list[Sentence]:
    """Each sentence once, in order."""
    kept: dict[str, Sentence] = {}
    for sentence in sentences:
        kept.setdefault(str(sentence), sentence)
    return list(kept.values())


def _decide(
    kind: ActKind,
    decree: Decree,
    refusals: Sequence[Sentence],
    changes: Sequence[Change],
    warnings: Sequence[Sentence] = (),
) -> Plan:
    reasons = _unique([*decree_refusals(decree), *refusals])
    if reasons:
        raise ActRefused(tuple(reasons))
    return Plan(kind, decree.effective_on, tuple(changes), tuple(_unique(warnings)))


def require_reason(plan: Plan, note: str) -> None:
    """A plan with warnings is committed only with a reason written in the note."""
    if plan.warnings and not note.strip():
        reason = Sentence(
            "reason_missing", _("Quyết định này khác quy định chung: hãy ghi lý do vào phần ghi chú.")
        )
        raise ActRefused((reason, *plan.warnings))


def _new_unit_changes(unit: NewUnit) -> list[Change]:
    changes = [Change(unit.name, WHAT_STATE, "", STATE_OPEN)]
    if unit.levels:
        changes.append(Change(unit.name, WHAT_LEVELS, "", level_text(unit.levels)))
    if unit.managing_parent is not None:
        changes.append(Change(unit.name, WHAT_MANAGING, "", unit.managing_parent.name))
    if unit.professional_parent is not None:
        changes.append(Change(unit.name, WHAT_PROFESSIONAL, "", unit.professional_parent.name))
    return changes


def _new_unit_warnings(unit: NewUnit, on: date) -> list[Sentence]:
    return supervision_warnings(
        name=unit.name,
        kind=unit.kind,
        levels=unit.levels,
        managing=unit.managing_parent,
        professional=unit.professional_parent,
        on=on,
    )


def level_text(levels: frozenset[EducationLevel]) -> str:
    """Levels in their order, as people read them."""
    return ", ".join(str(level.label) for level in EducationLevel if level in levels)


def plan_open(unit: NewUnit, decree: Decree) -> Plan:
    """Open a unit."""
    on = decree.effective_on
    return _decide(
        ActKind.OPEN,
        decree,
        new_unit_refusals(unit, on),
        _new_unit_changes(unit),
        _new_unit_warnings(unit, on),
    )


def plan_rename(unit: UnitFacts, name: str, decree: Decree) -> Plan:
    """Give a unit another name."""
    refusals = timing_refusals(unit, decree.effective_on)
    if not name.strip():
        refusals.append(Sentence("name_missing", _("Phải ghi tên đơn vị.")))
    elif name == unit.name:
        refusals.append(Sentence("name_same", _("Tên mới trùng với tên đang dùng.")))
    return _decide(ActKind.RENAME, decree, refusals, [Change(unit.name, WHAT_NAME, unit.name, name)])


def plan_move(
    unit: UnitFacts,
    managing: UnitFacts | None,
    professional: UnitFacts | None,
    decree: Decree,
    *,
    new_place: str = "",
) -> Plan:
    """Put a unit under other bodies, or at another place; None for a line that stays as it is."""
    on = decree.effective_on
    refusals = timing_refusals(unit, on)
    changes = []
    for what, old, new in (
        (WHAT_MANAGING, unit.managing_parent, managing),
        (WHAT_PROFESSIONAL, unit.professional_parent, professional),
    ):
        if new is None:
            continue
        refusals.extend(
            parent_refusals(child_id=unit.id, child_name=unit.name, kind=unit.kind, parent=new, on=on)
        )
        if old is None or old.id != new.id:
            changes.append(Change(unit.name, what, old.name if old else "", new.name))
    if new_place:
        changes.append(Change(unit.name, _("Địa điểm"), "", new_place))
    if not changes and not refusals:
        refusals.append(
            Sentence("nothing_moves", _("Không có thay đổi nào về cơ quan cấp trên hoặc địa điểm."))
        )
    warnings = supervision_warnings(
        name=unit.name,
        kind=unit.kind,
        levels=unit.levels,
        managing=managing or unit.managing_parent,
        professional=professional or unit.professional_parent,
        on=on,
    )
    return _decide(ActKind.MOVE, decree, refusals, changes, warnings)


def plan_change_level(
    unit: UnitFacts, kind: UnitKind, levels: frozenset[EducationLevel], decree: Decree
) -> Plan:
    """Turn an institution into one of another kind or other levels."""
    refusals = timing_refusals(unit, decree.effective_on)
    if unit.kind in ADMINISTRATION or kind in ADMINISTRATION:
        refusals.append(
            Sentence("not_an_institution", _("Chỉ cơ sở giáo dục mới chuyển cấp học, loại trường."))
        )
    else:
        refusals.extend(level_refusals(kind, levels))
    if kind == unit.kind and levels == unit.levels:
        refusals.append(Sentence("levels_same", _("Cấp học và loại trường không thay đổi.")))
    changes = []
    if kind != unit.kind:
        changes.append(Change(unit.name, WHAT_KIND, str(unit.kind.label), str(kind.label)))
    if levels != unit.levels:
        changes.append(Change(unit.name, WHAT_LEVELS, level_text(unit.levels), level_text(levels)))
    warnings = supervision_warnings(
        name=unit.name,
        kind=kind,
        levels=levels,
        managing=unit.managing_parent,
        professional=unit.professional_parent,
        on=decree.effective_on,
    )
    return _decide(ActKind.CHANGE_LEVEL, decree, refusals, changes, warnings)


def plan_close(unit: UnitFacts, decree: Decree) -> Plan:
    """Dissolve a unit; nothing may be left under it."""
    refusals = timing_refusals(unit, decree.effective_on)
    refusals.extend(_ending_refusals(unit, decree.effective_on))
    refusals.extend(_children_refusals(unit))
    changes = [Change(unit.name, WHAT_STATE, STATE_OPEN, STATE_CLOSED)]
    return _decide(ActKind.CLOSE, decree, refusals, changes)


def _ending_refusals(unit: UnitFacts, on: date) -> list[Sentence]:
    """A unit lives at least one day."""
    if on != unit.opened_on:
        return []
    text = _("%(name)s không thể ngừng hoạt động ngay trong ngày được thành lập (%(on)s).")
    return [Sentence("ends_on_opening", text, {"name": unit.name, "on": day(on)})]


def _children_refusals(unit: UnitFacts) -> list[Sentence]:
    if not unit.open_children:
        return []
    return [
        Sentence(
            "open_children",
            _("%(name)s còn đơn vị trực thuộc đang hoạt động: %(children)s. Hãy chuyển các đơn vị đó trước."),
            {"name": unit.name, "children": ", ".join(unit.open_children)},
        )
    ]


def plan_merge(
    sources: Sequence[UnitFacts],
    target: UnitFacts | NewUnit,
    decree: Decree,
    *,
    children_follow: bool = False,
) -> Plan:
    """Merge units into one that stays (sáp nhập) or into a new one (hợp nhất).

    With ``children_follow`` the units under the sources pass to the target (three departments become one);
    otherwise sources with open children are refused.
    """
    on = decree.effective_on
    refusals: list[Sentence] = []
    ids = [source.id for source in sources]
    if not sources or (isinstance(target, NewUnit) and len(sources) < 2):
        refusals.append(Sentence("merge_too_few", _("Phải chọn ít nhất hai đơn vị để hợp nhất.")))
    if len(set(ids)) != len(ids):
        refusals.append(Sentence("merge_twice", _("Một đơn vị được chọn hai lần.")))
    if isinstance(target, UnitFacts):
        if target.id in ids:
            refusals.append(
                Sentence(
                    "merge_into_itself", _("Không thể sáp nhập %(name)s vào chính nó."), {"name": target.name}
                )
            )
        if target.above & set(ids):
            refusals.append(
                Sentence(
                    "merge_into_child",
                    _("Không thể sáp nhập vào %(name)s vì đơn vị này trực thuộc đơn vị bị sáp nhập."),
                    {"name": target.name},
                )
            )
        refusals.extend(timing_refusals(target, on))
    else:
        refusals.extend(new_unit_refusals(target, on))
    for source in sources:
        refusals.extend(timing_refusals(source, on))
        refusals.extend(_ending_refusals(source, on))
        if not children_follow:
            refusals.extend(_children_refusals(source))
        if (source.kind in ADMINISTRATION) != (target.kind in ADMINISTRATION):
            refusals.append(
                Sentence(
                    "merge_kinds",
                    _("Không thể sáp nhập %(name)s với một đơn vị khác loại."),
                    {"name": source.name},
                )
            )
    changes = [] if isinstance(target, UnitFacts) else _new_unit_changes(target)
    for source in sources:
        changes.append(Change(source.name, WHAT_STATE, STATE_OPEN, STATE_CLOSED))
        changes.append(Change(source.name, WHAT_SUCCESSOR, "", target.name))
        changes.extend(
            Change(child, WHAT_MANAGING, source.name, target.name)
            for child in source.open_children
            if children_follow
        )
    warnings = [] if isinstance(target, UnitFacts) else _new_unit_warnings(target, on)
    return _decide(ActKind.MERGE, decree, refusals, changes, warnings)


def plan_split(unit: UnitFacts, parts: Sequence[NewUnit], decree: Decree, *, stays: bool) -> Plan:
    """Divide a unit: it ends and two or more follow (chia), or it stays and one or more leave it (tách)."""
    on = decree.effective_on
    refusals = timing_refusals(unit, on)
    if len(parts) < (1 if stays else 2):
        refusals.append(
            Sentence("split_too_few", _("Phải nêu đủ các đơn vị được lập ra từ việc chia, tách."))
        )
    codes = [part.code for part in parts]
    if len(set(codes)) != len(codes):
        refusals.append(Sentence("split_code_twice", _("Hai đơn vị mới có cùng một mã.")))
    for part in parts:
        refusals.extend(new_unit_refusals(part, on))
    if not stays:
        refusals.extend(_ending_refusals(unit, on))
        refusals.extend(_children_refusals(unit))
    changes: list[Change] = []
    warnings: list[Sentence] = []
    for part in parts:
        changes.extend(_new_unit_changes(part))
        changes.append(Change(unit.name, WHAT_SUCCESSOR, "", part.name))
        warnings.extend(_new_unit_warnings(part, on))
    if not stays:
        changes.append(Change(unit.name, WHAT_STATE, STATE_OPEN, STATE_CLOSED))
    return _decide(ActKind.SPLIT, decree, refusals, changes, warnings)


def plan_correct(
    unit: UnitFacts, *, kind: UnitKind, levels: frozenset[EducationLevel], name: str, why: str
) -> Plan:
    """Put right what was entered wrongly: no decision, no new period, but a reason, and the same rules."""
    corrected = replace(unit, kind=kind, levels=levels, name=name)
    refusals = list(level_refusals(kind, levels))
    if not name.strip():
        refusals.append(Sentence("name_missing", _("Phải ghi tên đơn vị.")))
    if not why.strip():
        refusals.append(Sentence("why_missing", _("Phải ghi lý do đính chính.")))
    if refusals:
        raise ActRefused(tuple(_unique(refusals)))
    changes = [
        Change(unit.name, what, before, after)
        for what, before, after in (
            (WHAT_NAME, unit.name, corrected.name),
            (WHAT_KIND, str(unit.kind.label), str(corrected.kind.label)),
            (WHAT_LEVELS, level_text(unit.levels), level_text(corrected.levels)),
        )
        if before != after
    ]
    return Plan(ActKind.CORRECT, unit.latest_act_on or unit.opened_on, tuple(changes))
