"""The real country: numbers, names, mergers, and that a second load changes nothing."""

from datetime import date

import pytest

from khuevan.kernel import access, database, testing

from .. import queries, services
from ..choices import UnitKind as K
from ..models import OrgUnit, Province, Subordination, Succession, UnitAct, UnitState
from ..services.country import clean_name, short_province
from ..services.former_provinces import MERGERS
from .builders import AT

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("xã Bắc Sơn", "Xã Bắc Sơn"),
        ("Phường  Phú Thuỷ", "Phường Phú Thuỷ"),
        ("đặc khu Phú Quý", "Đặc khu Phú Quý"),
        ("Cao Bằng", "Cao Bằng"),
    ],
)
def test_prefixes_are_written_in_one_way(name: str, cleaned: str) -> None:
    assert clean_name(name) == cleaned


def test_only_ho_chi_minh_keeps_the_word_city_in_the_name_of_its_department() -> None:
    assert short_province("Thành phố Hà Nội") == "Hà Nội"
    assert short_province("Thành phố Hồ Chí Minh") == "Thành phố Hồ Chí Minh"


def test_the_table_of_mergers_is_whole() -> None:
    old = [code for parts in MERGERS.values() for code, _name in parts]
    assert len(MERGERS) == 23
    assert len(old) == len(set(old)) == 52
    assert 34 - len(MERGERS) + len(old) == 63


def test_the_country_is_loaded_once_and_wholly() -> None:
    system = access.system()
    with database.acting(system):
        loaded = services.load_country(system, at=AT)
        assert (loaded.provinces, loaded.departments, loaded.communes) == (34, 34 + 52, 3321)
        assert Province.objects.count() == 34 + 52
        counts = [model.objects.count() for model in (OrgUnit, UnitState, Subordination, UnitAct, Succession)]
        assert counts == [1 + 86 + 3321, 1 + 86 + 3321, 2 * (86 + 3321), 1 + 86 + 3321, 52]
        version = queries.tree_version()
        services.load_country(system, at=AT)
        assert queries.tree_version() == version
        assert counts == [
            model.objects.count() for model in (OrgUnit, UnitState, Subordination, UnitAct, Succession)
        ]
        lam_dong = OrgUnit.objects.get(code="68")
        assert lam_dong.name == "Sở Giáo dục và Đào tạo Lâm Đồng"
        assert len(queries.children(lam_dong.pk, on=date(2026, 1, 1))) == 124
        assert queries.children(lam_dong.pk, on=date(2025, 6, 30)) == []
        reach = queries.descendants(lam_dong.pk)
        assert len(reach) == 1 + 124 + 3, "with the three departments that were merged into it"
        assert [kin.code for kin in queries.predecessors(lam_dong.pk)] == ["68.CU", "67.CU", "60.CU"]
        [root] = queries.roots(on=date(2026, 1, 1))
        assert root.kind is K.MINISTRY
        assert len(queries.children(root.id, on=date(2025, 6, 30))) == 63
        assert len(queries.children(root.id, on=date(2025, 7, 1))) == 34
        phu_quy = queries.by_code("23288") or OrgUnit.objects.get(name="Đặc khu Phú Quý")
        assert phu_quy.managing_parent_id == lam_dong.pk


def test_loading_asks_for_everything_and_refuses_what_does_not_fit() -> None:
    officer = testing.actor(units=(1,))
    with database.acting(officer), pytest.raises(access.Refused):
        services.load_country(officer, at=AT)
    system = access.system()
    day = date(2025, 7, 1)
    lost = services.LoadedUnit(
        code="X",
        attributes=services.Attributes(name="Trường lạc", kind=K.PRIMARY),
        opened_on=day,
        decree=services.Decree(effective_on=day, decision_number="1", deciding_body="2"),
        placings=services.both_lines("không có", day),
    )
    with database.acting(system), pytest.raises(services.ActRefused) as refused:
        services.load_units(system, [lost], at=AT, on=day)
    assert refused.value.codes == ("levels_missing", "parent_unknown", "parent_unknown")
