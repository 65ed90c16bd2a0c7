"""The rules of handing on, periods, usernames, first passwords: tables."""

from datetime import date, timedelta

import pytest

from khuevan.kernel.access import Reach
from khuevan.register.accounts.rules import bulk, first_passwords, handing_on, usernames
from khuevan.register.accounts.rules.periods import Period, common, is_too_long

D = date(2026, 9, 1)


def day(number: int | None) -> date | None:
    return None if number is None else D + timedelta(days=number)


def period(first: int, until: int | None) -> Period:
    return Period(day(first), day(until))


@pytest.mark.parametrize(
    ("one", "other", "overlap"),
    [
        ((0, 10), (10, 20), False),
        ((0, 10), (9, 20), True),
        ((0, None), (5, 6), True),
        ((5, 6), (0, None), True),
        ((0, 5), (5, None), False),
        ((0, None), (3, None), True),
    ],
)
def test_half_open_periods_overlap(one: tuple, other: tuple, overlap: bool) -> None:
    assert (common(period(*one), period(*other)) is not None) is overlap
    assert common(period(*other), period(*one)) == common(period(*one), period(*other))


@pytest.mark.parametrize(
    ("inner", "outer", "within"),
    [
        ((0, 10), (0, 10), True),
        ((0, 11), (0, 10), False),
        ((-1, 5), (0, 10), False),
        ((0, None), (0, 10), False),
        ((0, None), (0, None), True),
        ((3, 4), (0, None), True),
    ],
)
def test_a_delegation_lies_within_its_source(inner: tuple, outer: tuple, within: bool) -> None:
    assert period(*inner).lies_within(period(*outer)) is within


@pytest.mark.parametrize(("until", "too_long"), [(1, False), (366, False), (367, True), (None, True)])
def test_leave_ends_within_a_year(until: int | None, too_long: bool) -> None:
    assert is_too_long(period(0, until)) is too_long


@pytest.mark.parametrize(
    ("first", "until", "has_days"), [(0, 1, True), (0, 0, False), (1, 0, False), (0, None, True)]
)
def test_a_period_has_days(first: int, until: int | None, has_days: bool) -> None:
    assert period(first, until).has_days is has_days


SCOPES = {"a:view": Reach.of([1, 2, 3]), "b:edit": Reach.of([2])}


@pytest.mark.parametrize(
    ("wanted", "area", "missing"),
    [
        (["a:view"], [1, 2], []),
        (["a:view"], [1, 4], ["a:view"]),
        (["a:view", "b:edit"], [2], []),
        (["a:view", "b:edit"], [2, 3], ["b:edit"]),
        (["c:rule"], [1], ["c:rule"]),
        ([], [9], []),
    ],
)
def test_nobody_gives_what_they_do_not_hold(wanted: list, area: list, missing: list) -> None:
    scope_of = lambda code: SCOPES.get(code, Reach.nothing())  # noqa: E731
    assert handing_on.lacking(wanted, Reach.of(area), scope_of) == missing


def test_acting_as_somebody_with_more_is_a_climb() -> None:
    scope_of = lambda code: SCOPES.get(code, Reach.nothing())  # noqa: E731
    held = [(frozenset({"a:view"}), Reach.of([1])), (frozenset({"b:edit"}), Reach.of([3]))]
    assert handing_on.borrowable(held, scope_of) == ["b:edit"]
    assert handing_on.borrowable(held[:1], scope_of) == []


def test_power_to_give_is_never_delegated() -> None:
    role = ["accounts.grant:give", "people.person:view"]
    assert handing_on.delegable(role) == ["people.person:view"]
    assert handing_on.delegated_part(role, None) == {"people.person:view"}
    assert handing_on.delegated_part(role, ["people.person:view", "gone:now"]) == {"people.person:view"}
    assert handing_on.delegated_part(role, ["accounts.grant:give"]) == set()


@pytest.mark.parametrize(
    ("folded", "name"),
    [
        ("dang thi minh anh", "anhdtm"),
        ("nguyen an", "ann"),
        ("k'brem", "kbrem"),
        ("an", "ankv"),
        ("", "nguoidung"),
        ("y thang nie", "nieyt"),
    ],
)
def test_username_is_given_name_and_initials(folded: str, name: str) -> None:
    assert usernames.stem(folded) == name
    assert usernames.is_username(name)


def test_numbers_follow_where_a_username_is_taken() -> None:
    assert usernames.free_names(["ann", "ann", "binh", "ann"], {"ann2"}) == ["ann", "ann3", "binh", "ann4"]
    many = usernames.free_names(["ann"] * 500, set())
    assert len(set(many)) == 500


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        ("an", False),
        ("anh", True),
        ("a.b-c_9", True),
        ("Anh", False),
        ("ánh", False),
        (".anh", False),
        ("a" * 41, False),
    ],
)
def test_shape_of_usernames(text: str, valid: bool) -> None:
    assert usernames.is_username(text) is valid


def test_first_password_is_speakable_and_long_enough() -> None:
    import random

    chance = random.Random(7)
    made = {first_passwords.first_password(chance.choice) for _ in range(1000)}
    assert len(made) == 1000
    assert all(len(password) == 13 for password in made)
    assert not any(letter in password for password in made for letter in "l1o0qg" if letter != "o")


def test_a_plan_has_one_digest() -> None:
    candidates = [bulk.Candidate(1, "Lê An", "le an", "an le"), bulk.Candidate(2, "Lê An", "le an", "an le")]
    plan = bulk.planned(5, "staff", candidates, {"anl"})
    assert [row.username for row in plan.rows] == ["anl2", "anl3"]
    assert plan.digest == bulk.planned(5, "staff", candidates, {"anl"}).digest
    assert plan.digest != bulk.planned(6, "staff", candidates, {"anl"}).digest
    assert plan.digest != bulk.planned(5, "staff", candidates[:1], {"anl"}).digest
