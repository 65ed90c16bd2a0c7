"""Every refusal of every act, as a table of values; no database."""

from dataclasses import replace
from datetime import date

import pytest

from ..choices import EducationLevel as L
from ..choices import UnitKind as K
from ..rules import acts
from ..rules.acts import Decree, NewUnit, UnitFacts
from ..rules.sentences import ActRefused

START = date(2015, 8, 1)
DECREE = Decree(effective_on=date(2025, 9, 1), decision_number="123/QĐ-UBND", deciding_body="UBND xã Di Linh")
MINISTRY = UnitFacts(id=1, code="B", name="Bộ", kind=K.MINISTRY, levels=frozenset(), opened_on=START)
DEPARTMENT = UnitFacts(
    id=2, code="S", name="Sở", kind=K.DEPARTMENT, levels=frozenset(), opened_on=START, above=frozenset({1})
)
COMMUNE = UnitFacts(
    id=3,
    code="X",
    name="Xã Di Linh",
    kind=K.COMMUNE,
    levels=frozenset(),
    opened_on=date(2025, 7, 1),
    above=frozenset({1, 2}),
)
PRIMARY = frozenset({L.PRIMARY})
SCHOOL = UnitFacts(
    id=10,
    code="T1",
    name="Trường A",
    kind=K.PRIMARY,
    levels=PRIMARY,
    opened_on=START,
    latest_act_on=date(2025, 7, 1),
    managing_parent=COMMUNE,
    professional_parent=DEPARTMENT,
    above=frozenset({1, 2, 3}),
)
OTHER = replace(SCHOOL, id=11, code="T2", name="Trường B")
NEW = NewUnit(
    code="T9",
    name="Trường C",
    kind=K.PRIMARY,
    levels=PRIMARY,
    managing_parent=COMMUNE,
    professional_parent=DEPARTMENT,
)


def on(day: date) -> Decree:
    return replace(DECREE, effective_on=day)


CASES = [
    ("decision_missing", lambda: acts.plan_rename(SCHOOL, "Mới", replace(DECREE, decision_number=" "))),
    ("body_missing", lambda: acts.plan_rename(SCHOOL, "Mới", replace(DECREE, deciding_body=""))),
    ("before_opening", lambda: acts.plan_rename(SCHOOL, "Mới", on(date(2015, 7, 31)))),
    ("after_closing", lambda: acts.plan_rename(replace(SCHOOL, closed_on=date(2025, 9, 1)), "Mới", DECREE)),
    ("before_later_act", lambda: acts.plan_rename(SCHOOL, "Mới", on(date(2025, 6, 30)))),
    ("name_missing", lambda: acts.plan_rename(SCHOOL, "  ", DECREE)),
    ("name_same", lambda: acts.plan_rename(SCHOOL, "Trường A", DECREE)),
    ("code_taken", lambda: acts.plan_open(replace(NEW, code_taken_by="Trường X"), DECREE)),
    ("code_missing", lambda: acts.plan_open(replace(NEW, code=""), DECREE)),
    ("parent_missing", lambda: acts.plan_open(replace(NEW, managing_parent=None), DECREE)),
    ("parent_kind", lambda: acts.plan_open(replace(NEW, managing_parent=SCHOOL), DECREE)),
    ("parent_not_open", lambda: acts.plan_open(NEW, on(date(2025, 6, 1)))),
    ("level_required", lambda: acts.plan_open(replace(NEW, kind=K.PRIMARY_LOWER), DECREE)),
    ("parent_is_self", lambda: acts.plan_move(COMMUNE, COMMUNE, None, DECREE)),
    ("parent_below_child", lambda: acts.plan_move(DEPARTMENT, COMMUNE, None, DECREE)),
    ("nothing_moves", lambda: acts.plan_move(SCHOOL, COMMUNE, None, DECREE)),
    ("levels_same", lambda: acts.plan_change_level(SCHOOL, K.PRIMARY, PRIMARY, DECREE)),
    ("not_an_institution", lambda: acts.plan_change_level(COMMUNE, K.PRIMARY, PRIMARY, DECREE)),
    ("open_children", lambda: acts.plan_close(replace(COMMUNE, open_children=("Trường A",)), DECREE)),
    ("after_closing", lambda: acts.plan_close(replace(SCHOOL, closed_on=date(2020, 1, 1)), DECREE)),
    ("ends_on_opening", lambda: acts.plan_close(replace(SCHOOL, latest_act_on=None), on(START))),
    ("merge_into_itself", lambda: acts.plan_merge([SCHOOL, OTHER], SCHOOL, DECREE)),
    ("merge_twice", lambda: acts.plan_merge([OTHER, OTHER], SCHOOL, DECREE)),
    ("merge_too_few", lambda: acts.plan_merge([SCHOOL], NEW, DECREE)),
    ("merge_kinds", lambda: acts.plan_merge([COMMUNE], SCHOOL, DECREE)),
    ("merge_into_child", lambda: acts.plan_merge([DEPARTMENT], COMMUNE, DECREE)),
    ("open_children", lambda: acts.plan_merge([replace(OTHER, open_children=("x",))], SCHOOL, DECREE)),
    ("split_too_few", lambda: acts.plan_split(SCHOOL, [NEW], DECREE, stays=False)),
    ("split_code_twice", lambda: acts.plan_split(SCHOOL, [NEW, NEW], DECREE, stays=False)),
    ("why_missing", lambda: acts.plan_correct(SCHOOL, kind=K.PRIMARY, levels=PRIMARY, name="A", why="")),
]


@pytest.mark.parametrize(
    ("code", "act"), CASES, ids=[f"{index}-{case[0]}" for index, case in enumerate(CASES)]
)
def test_refusals(code: str, act: object) -> None:
    with pytest.raises(ActRefused) as refused:
        act()  # type: ignore[operator]
    assert code in refused.value.codes
    assert all("%(" not in str(reason) for reason in refused.value.reasons)


def test_all_reasons_come_at_once() -> None:
    with pytest.raises(ActRefused) as refused:
        acts.plan_open(replace(NEW, code="", name=""), replace(DECREE, decision_number=""))
    assert refused.value.codes == ("decision_missing", "code_missing", "name_missing")


def test_plans_say_what_changes() -> None:
    plan = acts.plan_merge([OTHER], SCHOOL, DECREE)
    assert [(change.unit, change.after) for change in plan.changes] == [
        ("Trường B", acts.STATE_CLOSED),
        ("Trường B", "Trường A"),
    ]
    opened = acts.plan_open(NEW, DECREE)
    assert [change.after for change in opened.changes] == [acts.STATE_OPEN, "Tiểu học", "Xã Di Linh", "Sở"]
    assert opened.warnings == ()


def test_a_body_other_than_the_usual_one_asks_for_a_reason() -> None:
    plan = acts.plan_open(replace(NEW, managing_parent=DEPARTMENT), DECREE)
    assert [warning.code for warning in plan.warnings] == ["unusual_managing"]
    with pytest.raises(ActRefused) as refused:
        acts.require_reason(plan, " ")
    assert refused.value.codes == ("reason_missing", "unusual_managing")
    acts.require_reason(plan, "Trường thực hành của trường sư phạm")


def test_acts_on_the_day_of_the_latest_act_are_allowed() -> None:
    assert acts.plan_rename(SCHOOL, "Mới", on(date(2025, 7, 1))).changes[0].after == "Mới"
