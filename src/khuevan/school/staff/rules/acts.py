"""Decisions about people: what each changes, shown before it is done.

Law on Public Employees 58/2010/QH12 (amended 2019), Decree 115/2020/NĐ-CP (recruitment, secondment, end of
contract): every one rests on a decision with a number, a day and a body. `plan_act` gives a frozen plan, or
raises ActRefused with every reason at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from .retiring import retirement_day
from .sentences import Sentence, _, day


@dataclass(frozen=True, kw_only=True)
class Decree:
    """The decision on which an act rests."""

    effective_on: date
    number: str = ""
    body: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class ActFacts:
    """Somebody at a school as the rules need it. `lessons`, `homerooms`, `duties`: what they hold, in words."""

    name: str
    status: str
    position: str
    leave: str = ""
    posted_from: date | None = None
    born: date | None = None
    sex: str = ""
    lessons: Sequence[str] = ()
    homerooms: Sequence[str] = ()
    duties: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What the act asks for besides the decision: a position, a reason, where to, until when."""

    position: str = ""
    leave: str = ""
    to_school: str = ""
    to_itself: bool = False
    until: date | None = None
    why: str = ""


@dataclass(frozen=True)
class Change:
    """One line of the preview. `kind` says which words belong to the two values (status, position, plain)."""

    what: str
    before: str
    after: str
    kind: str = "plain"


@dataclass(frozen=True)
class ActPlan:
    """frees: lessons, homeroom classes and duties end; leaves: no longer of the school (the affiliation ends)."""

    kind: str
    on: date
    status: str
    position: str
    leave: str
    changes: tuple[Change, ...]
    warnings: tuple[Sentence, ...] = ()
    frees: bool = False
    leaves: bool = False


class ActRefused(Exception):
    """An act that may not be done; carries every reason at once."""

    def __init__(self, reasons: Sequence[Sentence]) -> None:
        self.reasons = tuple(reasons)
        super().__init__(" ".join(str(reason) for reason in self.reasons))

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(reason.code for reason in self.reasons)


@dataclass(frozen=True)
class _Act:
    """from_: statuses it may start in; to: status afterwards ("" keeps it)."""

    from_: frozenset[str]
    to: str
    frees: bool = False
    leaves: bool = False


_HERE = frozenset({"1", "2", "5"})
ACTS: dict[str, _Act] = {
    "appointed": _Act(_HERE, ""),
    "leave": _Act(_HERE, "", frees=True),
    "returned": _Act(_HERE | {"7"}, "1"),
    "seconded_out": _Act(frozenset({"1", "2"}), "7", frees=True),
    "retiring": _Act(frozenset({"1", "2"}), "5"),
    "moved": _Act(_HERE | {"7"}, "3", frees=True, leaves=True),
    "reassigned": _Act(_HERE | {"7"}, "4", frees=True, leaves=True),
    "retired": _Act(_HERE | {"7"}, "6", frees=True, leaves=True),
    "resigned": _Act(_HERE | {"7"}, "8", frees=True, leaves=True),
}

WHAT_STATUS = _("Trạng thái")
WHAT_POSITION = _("Vị trí việc làm")
WHAT_LEAVE = _("Nghỉ dài ngày")
WHAT_SCHOOL = _("Nơi đến")
WHAT_LESSONS = _("Phân công giảng dạy")
WHAT_HOMEROOMS = _("Chủ nhiệm lớp")
WHAT_DUTIES = _("Nhiệm vụ kiêm nhiệm")
ENDS = _("kết thúc, cần người thay")
ENDS_DUTY = _("kết thúc")


def plan_act(kind: str, facts: ActFacts, decree: Decree, wanted: Wanted) -> ActPlan:
    """What the act will change. Raises ActRefused."""
    act = ACTS[kind]
    reasons = decree_refusals(decree) + _timing(facts, decree) + _state(kind, act, facts)
    reasons += _wanted(kind, facts, decree, wanted)
    if reasons:
        raise ActRefused(reasons)
    status = act.to or facts.status
    position = wanted.position if kind == "appointed" else facts.position
    leave = wanted.leave if kind == "leave" else "" if kind == "returned" or act.leaves else facts.leave
    changes = [
        Change(what, before, after, words)
        for what, before, after, words in (
            (WHAT_STATUS, facts.status, status, "status"),
            (WHAT_POSITION, facts.position, position, "position"),
            (WHAT_LEAVE, facts.leave, leave, "leave"),
            (WHAT_SCHOOL, "", wanted.to_school, "plain"),
        )
        if before != after
    ]
    if act.frees:
        changes += _freed(facts)
    return ActPlan(
        kind=kind,
        on=decree.effective_on,
        status=status,
        position=position,
        leave=leave,
        changes=tuple(changes),
        warnings=tuple(_warnings(kind, facts, decree)),
        frees=act.frees,
        leaves=act.leaves,
    )


def decree_refusals(decree: Decree) -> list[Sentence]:
    """An act without its decision is not an act."""
    found = []
    if not decree.number.strip():
        found.append(Sentence("number_missing", _("Phải ghi số quyết định.")))
    if not decree.body.strip():
        found.append(Sentence("body_missing", _("Phải ghi cơ quan ban hành quyết định.")))
    return found


def arrival_refusals(decree: Decree, *, born: date | None, position: str) -> list[Sentence]:
    """Recruiting somebody, or taking them in: the decision, and a grown-up with a position."""
    found = decree_refusals(decree)
    if not position:
        found.append(Sentence("position_missing", _("Hãy chọn vị trí việc làm.")))
    if born is not None and (decree.effective_on - born).days < 15 * 365:
        found.append(
            Sentence("too_young", _("Vào ngày hiệu lực người này chưa đủ 15 tuổi; hãy xem lại ngày sinh."))
        )
    return found


def _timing(facts: ActFacts, decree: Decree) -> list[Sentence]:
    if facts.posted_from is None or decree.effective_on > facts.posted_from:
        return []
    return [
        Sentence(
            "before_posting",
            _("Ngày hiệu lực %(on)s không sau quyết định gần nhất (từ %(since)s)."),
            {"on": day(decree.effective_on), "since": day(facts.posted_from)},
        )
    ]


def _state(kind: str, act: _Act, facts: ActFacts) -> list[Sentence]:
    if facts.status not in act.from_:
        return [Sentence("wrong_status", _("Với trạng thái hiện nay của %(name)s thì không ghi được quyết định này."),
                         {"name": facts.name})]  # fmt: skip
    if kind == "returned" and facts.status != "7" and not facts.leave:
        return [
            Sentence("not_away", _("%(name)s đang làm việc, không có gì để trở lại."), {"name": facts.name})
        ]
    if kind == "leave" and facts.leave:
        return [Sentence("on_leave", _("%(name)s đang nghỉ dài ngày rồi."), {"name": facts.name})]
    return []


def _wanted(kind: str, facts: ActFacts, decree: Decree, wanted: Wanted) -> list[Sentence]:
    found = []
    if kind == "appointed" and not wanted.position:
        found.append(Sentence("position_missing", _("Hãy chọn vị trí việc làm.")))
    if kind == "appointed" and wanted.position == facts.position:
        found.append(Sentence("position_same", _("Vị trí mới trùng với vị trí đang giữ.")))
    if kind == "leave" and not wanted.leave:
        found.append(Sentence("leave_missing", _("Hãy chọn lý do nghỉ.")))
    if kind == "seconded_out" and not wanted.to_school:
        found.append(Sentence("school_missing", _("Hãy chọn nơi được biệt phái đến.")))
    if wanted.to_itself:
        found.append(Sentence("same_school", _("Nơi đến trùng với nơi đi.")))
    if kind == "resigned" and not wanted.why.strip():
        found.append(Sentence("why_missing", _("Thôi việc phải ghi lý do.")))
    if wanted.until is not None and wanted.until <= decree.effective_on:
        found.append(Sentence("until_before", _("Ngày hết hạn phải sau ngày hiệu lực.")))
    return found


def _freed(facts: ActFacts) -> list[Change]:
    held = (
        (WHAT_LESSONS, facts.lessons, ENDS),
        (WHAT_HOMEROOMS, facts.homerooms, ENDS),
        (WHAT_DUTIES, facts.duties, ENDS_DUTY),
    )
    return [Change(what, ", ".join(things), after, "ends") for what, things, after in held if things]


def _warnings(kind: str, facts: ActFacts, decree: Decree) -> list[Sentence]:
    if kind not in ("retired", "retiring"):
        return []
    due = retirement_day(facts.born, facts.sex)
    if (
        due is None
        or decree.effective_on >= due
        or (kind == "retiring" and (due - decree.effective_on).days <= 366)
    ):
        return []
    return [
        Sentence(
            "before_age",
            _("Theo tuổi nghỉ hưu trong điều kiện bình thường, ngày nghỉ là %(due)s."),
            {"due": day(due)},
        )
    ]
