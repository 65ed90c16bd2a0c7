"""The life of a report, control sums, what is kept, who is late; and that every form fits its indicators."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from khuevan.governance.statistics.choices import Act, State, Tier
from khuevan.governance.statistics.layouts import (
    FORMS,
    LISTED,
    Check,
    Form,
    Misdeclared,
    as_of,
    due_on,
    form_on,
    form_version,
)
from khuevan.governance.statistics.rules import (
    ACTS,
    Contents,
    Part,
    Refusal,
    added_up,
    changed_cells,
    checked,
    digest_of,
    next_state,
    read_contents,
    standing_of,
    why_not,
    written,
)
from khuevan.kernel.measures import declared

REASON = "Số nữ lớp 3 chưa khớp"
POSSIBLE = {
    (None, "begin"): "draft", ("draft", "submit"): "submitted", ("submitted", "accept"): "accepted",
    ("submitted", "return"): "returned", ("accepted", "return"): "returned", ("returned", "begin"): "draft",
}  # fmt: skip


@pytest.mark.parametrize(("state", "act"), list(product([None, *State], Act)), ids=str)
def test_every_act_in_every_state(state: State | None, act: Act) -> None:
    wanted = POSSIBLE.get((state, act.value))
    assert next_state(state, act) == wanted
    refusal = why_not(state, act, reason=REASON)
    assert refusal == (None if wanted else Refusal.NOT_NOW)
    assert len(ACTS) == len(POSSIBLE)


@pytest.mark.parametrize(
    ("state", "act", "known", "refusal"),
    [
        (None, Act.BEGIN, {"is_early": True}, Refusal.TOO_EARLY),
        (State.DRAFT, Act.SUBMIT, {"is_old_layout": True, "has_moved": True}, Refusal.OLD_LAYOUT),
        (State.DRAFT, Act.SUBMIT, {"has_moved": True, "unexplained": 1}, Refusal.FIGURES_MOVED),
        (State.DRAFT, Act.SUBMIT, {"unexplained": 2, "reason": REASON}, Refusal.SUM_FAILS),
        (State.DRAFT, Act.SUBMIT, {"missing": 3}, Refusal.INCOMPLETE),
        (State.DRAFT, Act.SUBMIT, {"missing": 3, "reason": "thiếu"}, Refusal.INCOMPLETE),
        (State.DRAFT, Act.SUBMIT, {"missing": 3, "reason": REASON}, None),
        (State.SUBMITTED, Act.RETURN, {"reason": ""}, Refusal.NO_REASON),
        (State.SUBMITTED, Act.RETURN, {"reason": "sai           "}, Refusal.NO_REASON),
        (State.SUBMITTED, Act.RETURN, {"reason": REASON, "is_sent_on": True}, Refusal.SENT_ON),
        (State.ACCEPTED, Act.RETURN, {"reason": REASON}, None),
        (State.SUBMITTED, Act.ACCEPT, {"is_sent_on": True}, None),
    ],
)  # fmt: skip
def test_what_stands_against_an_act(
    state: State | None, act: Act, known: dict[str, object], refusal: Refusal | None
) -> None:
    assert why_not(state, act, **known) is refusal  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("sign", "left", "right", "holds"),
    [("=", 5, 5, True), ("=", 5, 4, False), ("=", 0.1 + 0.2, 0.3, True), ("<=", 4, 5, True), ("<=", 5, 5, True),
     ("<=", 6, 5, False)],
)  # fmt: skip
def test_a_control_sum(sign: str, left: float, right: float, holds: bool) -> None:
    check = Check("Tổng bằng các phần", ("a",), ("b", "c"), sign)
    [found] = checked([check], {"a": left, "b": right - 1, "c": 1}, ["c"])
    assert (found.holds, found.left, found.is_explained) == (holds, left, True)
    assert not checked([check], {}, ["d"])[0].is_explained


@pytest.mark.parametrize(
    ("state", "sent", "today", "late", "days"),
    [
        (None, None, date(2026, 10, 10), False, 0),
        (None, None, date(2026, 10, 11), True, 1),
        (State.DRAFT, None, date(2026, 10, 20), True, 10),
        (State.SUBMITTED, date(2026, 10, 10), date(2026, 11, 26), False, 0),
        (State.ACCEPTED, date(2026, 10, 13), date(2026, 11, 26), True, 3),
        (State.RETURNED, date(2026, 10, 9), date(2026, 10, 12), True, 2),
    ],
)  # fmt: skip
def test_who_is_late(state: State | None, sent: date | None, today: date, late: bool, days: int) -> None:
    found = standing_of(state, date(2026, 10, 10), today, first_sent_on=sent)
    assert (found.is_late, found.days) == (late, days)
    assert found.is_in == (state in (State.SUBMITTED, State.ACCEPTED))


def test_the_same_contents_are_the_same_bytes() -> None:
    part = Part(7, 3, "Trường Tiểu học Kim Đồng", 1, "ab")
    one = Contents({"b": "2", "a": "1"}, {"y": 2.0, "x": 1.255}, {"x": "vì sao"}, (part,), "ghi chú")
    other = Contents({"a": "1", "b": "2"}, {"x": 1.255, "y": 2}, {"x": "vì sao"}, (part,), "ghi chú")
    assert written(one) == written(other)
    assert digest_of(written(one)) != digest_of(written(replace(one, note="")))
    assert read_contents(written(one)).parts == (part,)
    for broken in ("{}", "[]", "", "null", '{"header":1}'):
        with pytest.raises(ValueError, match=r"."):
            read_contents(broken)


def test_sums_and_changes() -> None:
    assert added_up(["a", "b"], [{"a": 1, "b": 0.5}, {"a": 2}]) == {"a": 3, "b": 0.5}
    assert added_up(["a"], []) == {"a": 0}
    assert changed_cells({"a": 1, "b": 2}, {"a": 1, "b": 3, "c": 0}) == [("b", 2, 3), ("c", None, 0)]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: f"{form.code}-{form.version}")
def test_every_cell_is_an_indicator_split_by_what_it_can_be(form: Form) -> None:
    assert len(form.cells) > 20
    for cell in form.cells.values():
        indicator = declared()[cell.indicator]
        for column, word in cell.held.items():
            split = indicator.split(column)
            assert split is not None, cell.key
            known = {str(int(key)) if isinstance(key, bool) else str(key) for key in (split.words or {})}
            assert not known or word in known, cell.key
    assert form.checks
    assert form.label_of("x") == "x"


def test_codes_of_forms_and_versions_are_told_apart() -> None:
    assert len({(form.code, form.version) for form in FORMS}) == len(FORMS)
    assert [form.symbol for form in FORMS[:4]] == ["01.ĐN-MN", "02.ĐN-TH", "03.ĐN-THCS", "04.ĐN-THPT"]
    first = replace(FORMS[1], version=1, valid_from=date(2025, 2, 9))
    second = replace(first, version=2, valid_from=date(2026, 9, 30))
    forms = (replace(first, valid_until=date(2026, 9, 30)), second)
    for day, version in ((date(2025, 9, 30), 1), (date(2026, 9, 30), 2)):
        found = form_on("dn-th", day, forms)
        assert found is not None
        assert found.version == version
    assert form_on("dn-th", date(2020, 1, 1), forms) is None
    assert form_version("dn-th", 2, forms) == second
    assert form_version("dn-th", 9, forms) is None


def test_days_of_a_form_lie_in_the_school_year() -> None:
    beginning, ending = FORMS[1], next(form for form in FORMS if form.code == "cn-th")
    assert as_of(beginning, "2026-2027") == date(2026, 9, 30)
    assert as_of(ending, "2026-2027") == date(2027, 5, 31)
    assert due_on(beginning, Tier.DEPARTMENT, "2026-2027") == date(2026, 10, 31)
    assert due_on(beginning, Tier.MINISTRY, "2026-2027") == date(2026, 10, 31)


def test_a_control_sum_over_a_cell_that_there_is_not() -> None:
    broken = replace(FORMS[0], checks=(Check("sai", ("x.y.z",), ()),))
    with pytest.raises(Misdeclared):
        _ = broken.cells


def test_the_listed_indicators_are_ours_or_say_why_not() -> None:
    codes = [one.code for one in LISTED if one.code]
    assert len(codes) == len(set(codes))
    for one in LISTED:
        assert one.note or one.indicators, one.code
        for code in one.indicators:
            assert declared()[code].official in ("", one.code)


@pytest.mark.parametrize("code", ["dn-mn", "dn-th", "dn-thcs", "dn-thpt", "eqms-dn"])
def test_a_year_keeps_the_layout_that_counted_on_its_day(code: str) -> None:
    """Areas and playgrounds came in with 2026-2027; last year's forms stay as they were."""
    before, now = form_on(code, date(2025, 9, 30)), form_on(code, date(2026, 9, 30))
    assert before is not None
    assert now is not None
    assert (before.version, now.version) == (1, 3 if code == "eqms-dn" else 2)
    assert set(before.cells) < set(now.cells)
    assert {key.partition(".")[0] for key in set(now.cells) - set(before.cells)} >= {"land"}
