"""The demo province is the same every time, adds up to its scale, and keeps the rules of the field."""

from collections import Counter
from datetime import date

import pytest
from vietnam_provinces import Ward

from khuevan.demo import plan
from khuevan.demo.places import CLUSTERS, PROVINCE_CODE
from khuevan.kernel import text

TODAY = date(2026, 11, 22)


def communes() -> list[plan.Commune]:
    return [
        plan.Commune(f"{ward.code.value:05d}", text.nfc(ward.name).split(" ", 1)[1].removeprefix("khu "))
        for ward in Ward.iter_by_province(PROVINCE_CODE)
    ]


def test_every_commune_of_the_province_has_a_place_and_no_place_is_invented() -> None:
    real = {text.fold(commune.name) for commune in communes()}
    placed = [text.fold(name) for cluster in CLUSTERS for name in cluster.communes]
    assert len(placed) == len(set(placed)) == 124
    assert set(placed) == real


@pytest.mark.parametrize("scale", plan.SCALES.values(), ids=lambda scale: scale.name)
def test_schools_add_up_and_repeat(scale: plan.Scale) -> None:
    first = plan.schools(communes(), scale)
    assert first == plan.schools(communes(), scale)
    assert abs(len(first) - scale.schools) <= 0.1 * scale.schools
    assert abs(sum(school.staff for school in first) - scale.staff) <= 0.05 * scale.staff
    assert len({school.code for school in first}) == len(first)
    assert len({school.name for school in first}) == len(first)
    kinds = Counter(school.kind.kind for school in first)
    assert set(kinds) == {kind.kind for kind in plan.KINDS}
    assert kinds["primary"] >= 124


def test_staff_are_plausible() -> None:
    school = plan.schools(communes(), plan.SCALES["small"])[0]
    people = list(plan.staff_of(school, today=TODAY))
    assert people == list(plan.staff_of(school, today=TODAY))
    assert len(people) == school.staff
    assert people[0].title == "Hiệu trưởng"
    for person in people:
        assert 22 <= (TODAY - person.birth_date).days / 365.25 <= 59
        assert person.since >= date(person.birth_date.year + 22, 1, 1)
        assert person.since <= TODAY
        assert len(person.national_id) == 12
        assert int(person.national_id[3]) % 2 == (person.sex == "F")
        assert person.national_id[4:6] == f"{person.birth_date.year % 100:02d}"
