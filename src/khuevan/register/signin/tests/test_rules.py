"""The pure rules, as tables."""

from datetime import UTC, datetime, timedelta

import pytest

from khuevan.register.signin.rules import (
    KEY_KEPT,
    address_wait_after,
    family_and_given,
    is_return_address,
    key_terms,
    wait_after,
)


@pytest.mark.parametrize(
    ("failures", "minutes"),
    [(0, 0), (1, 0), (4, 0), (5, 1), (6, 2), (7, 4), (8, 8), (9, 15), (10, 15), (1000, 15)],
)
def test_waits_double_from_the_fifth_wrong_password(failures: int, minutes: int) -> None:
    assert wait_after(failures) == timedelta(minutes=minutes)


@pytest.mark.parametrize(("failures", "minutes"), [(0, 0), (199, 0), (200, 10), (5000, 10)])
def test_an_address_waits_after_two_hundred(failures: int, minutes: int) -> None:
    assert address_wait_after(failures) == timedelta(minutes=minutes)


def test_a_guesser_gets_few_guesses_a_day() -> None:
    day, guesses = timedelta(), 0
    while day < timedelta(days=1):
        guesses += 1
        day += wait_after(guesses)
    assert guesses < 120


def test_a_key_stays_published_a_day_after_the_next_one_signs() -> None:
    first, second = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 3, 1, tzinfo=UTC)
    terms = key_terms([second, first])
    assert [(t.signs_from, t.until) for t in terms] == [(first, second + KEY_KEPT), (second, None)]


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Nguyễn Thị Minh Khai", ("Nguyễn", "Thị Minh", "Khai")),
        ("Trần Phú", ("Trần", "", "Phú")),
        ("Y", ("", "", "Y")),
        ("", ("", "", "")),
    ],
)
def test_parts_of_a_vietnamese_name(name: str, parts: tuple[str, str, str]) -> None:
    assert family_and_given(name) == parts


@pytest.mark.parametrize(
    ("address", "good"),
    [
        ("https://hoctap.lamdong.edu.vn/oidc/back", True),
        ("https://hoctap.lamdong.edu.vn:8443/back?x=1", True),
        ("http://127.0.0.1:4000/back", True),
        ("http://localhost/back", True),
        ("http://hoctap.lamdong.edu.vn/back", False),
        ("https://*.lamdong.edu.vn/back", False),
        ("https://hoctap.vn/back#part", False),
        ("https://who@hoctap.vn/back", False),
        ("https:///back", False),
        ("javascript:alert(1)", False),
        ("/back", False),
        ("", False),
        ("https://hoctap.vn:99999/", False),
    ],
)
def test_addresses_that_people_may_be_sent_back_to(address: str, good: bool) -> None:
    assert is_return_address(address) is good
