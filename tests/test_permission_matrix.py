"""`permission_matrix.csv` says who gets what at every address; this runs it."""

from __future__ import annotations

import csv
from typing import Any

import pytest

from khuevan.config.api import api
from khuevan.kernel.database.address import Addresses
from khuevan.kernel.records.root import operations
from tests import attackers, matrix

pytestmark = pytest.mark.furnished


@pytest.fixture(scope="module")
def current(furnished: Addresses, django_db_blocker: Any) -> str:
    with django_db_blocker.unblock():
        matrix.prepare(furnished)
        return matrix.table(attackers.survey(furnished), matrix.cases(furnished))


def test_the_policy_is_the_reviewed_one(current: str, request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--write-matrix"):
        matrix.FILE.write_text(current)
    reviewed = matrix.FILE.read_text().splitlines()
    changed = [line for line in current.splitlines() if line not in reviewed]
    gone = [line for line in reviewed if line not in current.splitlines()]
    assert (changed, gone) == ([], []), (
        "the policy changed: review it, then write the matrix with --write-matrix"
    )


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(text.splitlines()))


def test_nobody_unknown_gets_anything_but_public_pages(current: str) -> None:
    """An anonymous 200 stands only at addresses that say @public."""
    public = {
        "/" + where
        for where, entry in attackers.pages()
        if getattr(entry.callback, "gate", ("",))[0] == "public"
    } | {
        f"/api/v1{where}".translate({ord("{"): "<", ord("}"): ">"})
        for _method, where, operation in operations(api)
        if operation.view_func.gate[0] == "public"  # type: ignore[attr-defined]
    }
    assert [
        row["address"] for row in rows(current) if row["anonymous"] == "200" and row["address"] not in public
    ] == []


def test_other_schools_are_not_there_for_a_school(current: str) -> None:
    """Whatever belongs to another school is 404 (or 403 where the role may not do such a thing at all). Programs hear
    first that what they sent is not understood (422): nothing has been looked up then.
    """
    wrong = [
        (row["address"], role, row[role])
        for row in rows(current)
        if row["object"] == "other"
        for role in ("head", "clerk", "teacher", "commune_officer")
        if row[role] not in ("403", "404", "405")
        and not (row[role] == "422" and row["address"].startswith("/api/"))
    ]
    assert wrong == []


def test_nothing_breaks(current: str) -> None:
    assert [row for row in rows(current) if any(row[role].startswith("5") for role in attackers.ROLES)] == []


def test_a_teacher_has_less_than_a_head_and_a_head_less_than_the_administrator(current: str) -> None:
    may = {role: sum(row[role] == "200" for row in rows(current)) for role in attackers.ROLES}
    assert may["teacher"] < may["head"] < may["administrator"]
    assert may["anonymous"] < may["teacher"]
