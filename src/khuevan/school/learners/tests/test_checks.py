"""What the checks say of a profile: a table of cases, and the statement over a row that is really there."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from khuevan.kernel import access, database, facts
from khuevan.kernel.checks import Setting, declared, judge

from ..facts import PROFILES
from ..models import Learner
from .builders import learner

ON = date(2026, 11, 25)
WHOLE: dict[str, Any] = {
    "id": 1, "unit_id": 1, "title": "Lê Ánh", "person_id": 1, "grade": "03", "birth_date": date(2018, 5, 1),
    "has_disability": False, "has_degree": False, "is_not_assessed": False, "has_individual_plan": False,
    "bmi": 15.2, "measured_on": date(2026, 9, 1), "means_checked_on": date(2026, 9, 1), "id_issued_on": None,
    "has_code": True, "is_exempt_and_reduced": False, "has_computer_answer": True, "has_internet_answer": True,
    "shares_nothing": False, "is_in_both": False, "is_union_member": False, "namesakes": 1,
}  # fmt: skip
CASES: tuple[tuple[dict[str, Any], set[str]], ...] = (
    ({}, set()),
    ({"has_degree": True}, {"degree_without_kind"}),
    ({"has_disability": True}, {"no_degree", "no_plan"}),
    ({"has_disability": True, "has_degree": True, "has_individual_plan": True}, set()),
    ({"is_exempt_and_reduced": True, "shares_nothing": True}, {"exempt_and_reduced", "shared_without_computer"}),
    ({"measured_on": date(2027, 1, 1)}, {"measured_when"}),
    ({"measured_on": date(2017, 1, 1), "id_issued_on": date(2018, 5, 2)}, {"measured_when"}),
    ({"means_checked_on": date(2025, 9, 1)}, {"means_stale"}),
    ({"bmi": 52.0}, {"body_mass"}),
    ({"is_union_member": True, "is_in_both": True}, {"union_too_young", "team_and_union"}),
    ({"is_union_member": True, "grade": "11"}, set()),
    ({"has_internet_answer": False}, {"no_means"}),
    ({"has_internet_answer": False, "grade": "17"}, set()),
    ({"namesakes": 3}, {"code_twice"}),
)  # fmt: skip


def said(row: dict[str, Any]) -> set[str]:
    asked = [check for check in declared().values() if check.facts is PROFILES]
    return {one.check.code.rpartition(":")[2] for one in judge(asked, [row], Setting(ON))}


@pytest.mark.parametrize(("changed", "wanted"), CASES)
def test_what_is_said_of_a_profile(changed: dict[str, Any], wanted: set[str]) -> None:
    assert said({**WHOLE, **changed}) == wanted


def test_no_value_of_health_or_policy_is_kept_with_a_finding() -> None:
    kept = {name for check in declared().values() if check.facts is PROFILES for name in check.kept}
    assert kept <= {"grade", "measured_on", "means_checked_on", "id_issued_on", "namesakes"}


@pytest.mark.django_db
def test_the_statement_finds_what_is_there() -> None:
    from khuevan.school.staff.tests.builders import school

    here = school()
    child = learner(here)
    with database.acting(access.system()):
        Learner.objects.filter(pk=child.pk).update(
            status="01",
            grade="03",
            height_cm=120,
            weight_kg=90,
            supports=["fee_exemption", "fee_reduction"],
            code="7",
        )
        (row,) = facts.read(PROFILES, on=ON, ids=[child.pk]).to_dicts()
    assert row["bmi"] == pytest.approx(62.5)
    assert {"body_mass", "exempt_and_reduced", "no_means"} <= said(row)
