"""Lists and norms: what is shipped, new versions, who may write them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from khuevan.kernel import access, clock, database, testing
from khuevan.kernel.access import Refused
from khuevan.kernel.records import Invalid
from khuevan.kernel.testing.record_setting import words
from khuevan.register.organisations.permissions import VIEW_UNITS
from khuevan.school.schoolyear.tests import builders as years

from .. import queries, services
from ..models import EquipmentItem, EquipmentList, Norm
from ..permissions import EDIT_FACILITIES, EDIT_STANDARDS, VIEW_FACILITIES
from ..rules.shipped import ITEMS_OF, LISTS_SHIPPED, NORMS_SHIPPED
from . import builders

OFFICER = testing.actor(VIEW_UNITS, VIEW_FACILITIES, EDIT_STANDARDS, units=None, name="Chuyên viên Sở")


@pytest.fixture(autouse=True)
def _at_a_day() -> Any:
    with clock.frozen(builders.AT):
        yield


def load() -> dict[str, int]:
    with database.acting(OFFICER):
        return services.load_shipped(OFFICER, at=builders.AT)


@pytest.mark.django_db
def test_what_is_shipped_is_loaded_once_and_changes_stay() -> None:
    number = sum(len(items) for items in ITEMS_OF.values())
    assert load() == {"lists": len(LISTS_SHIPPED), "items": number, "norms": len(NORMS_SHIPPED)}
    with database.acting(access.system()):
        assert EquipmentItem.objects.filter(subject__code="TOAN").exists(), (
            "bound to the curriculum's subjects"
        )
        assert not EquipmentItem.objects.exclude(trust="unverified").exists()
        changed = EquipmentItem.objects.first()
        changed.name = "Tên theo văn bản"
        changed.save()
        gone = EquipmentItem.objects.last()
        gone.closed_on = builders.ON
        gone.save()
    assert load() == {"lists": 0, "items": 0, "norms": 0}
    with database.acting(access.system()):
        assert EquipmentItem.objects.filter(name="Tên theo văn bản").count() == 1
        assert EquipmentItem.objects.get(pk=gone.pk).closed_on == builders.ON


@pytest.mark.django_db
def test_only_the_department_writes_lists() -> None:
    head = testing.actor(VIEW_FACILITIES, EDIT_FACILITIES, units=[1])
    with database.acting(head), pytest.raises(Refused):
        services.load_shipped(head, at=builders.AT)
    assert testing.client_for(head).post("/facilities/standards/load/").status_code == 403
    answer = testing.client_for(OFFICER).post("/facilities/standards/load/")
    assert answer.status_code == 302
    with database.acting(access.system()):
        assert Norm.objects.count() == len(NORMS_SHIPPED)


@pytest.mark.django_db
def test_a_new_version_takes_over_and_stock_counts_for_it() -> None:
    with database.acting(access.system()):
        school = builders.school()
        former = builders.equipment_list()
        old = builders.item(former, "Loa", basis="school", quantity=2, code="A1")
        builders.item(former, "Đã bỏ", code="A2", closed_on=builders.ON)
        builders.equipment(school.pk, "Loa cầm tay", item=old, quantity=1, usable=1)
    years.enrolment(school.pk, group=years.class_group(school.pk))
    order = services.NewVersion(name="Danh mục 2026", instrument="TT 99/2026", valid_from=date(2026, 9, 1))
    with database.acting(OFFICER):
        made = services.make_new_version(OFFICER, former, order, at=builders.AT)
    with database.acting(access.system()):
        assert [(line.code, line.replaces_id) for line in made.items.all()] == [("A1", old.pk)]
        assert EquipmentList.objects.get(pk=former.pk).valid_until == order.valid_from
        gap = queries.school_gap(access.system(), school.pk, ["primary"], on=builders.ON)
        (line,) = gap.levels[0].gaps
        assert (line.item_id, line.need, line.have) == (made.items.get().pk, 2, 1)
        before = queries.school_gap(access.system(), school.pk, ["primary"], on=date(2026, 8, 31))
        assert [(found.item_id, found.have) for found in before.levels[0].gaps][:1] == [(old.pk, 1)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"name": ""}, "name"),
        ({"instrument": ""}, "instrument"),
        ({"valid_from": "31/02/2026"}, "valid_from"),
        ({"valid_from": "01/01/2020"}, "valid_from"),
    ],
)
def test_a_new_version_is_refused_in_words(sent: dict[str, str], field: str) -> None:
    with database.acting(access.system()):
        former = builders.equipment_list()
    client = testing.client_for(OFFICER)
    address = f"/facilities/equipment-lists/{former.pk}/renew/"
    assert client.get(address).status_code == 200
    answer = client.post(address, {"name": "B", "instrument": "TT 1", "valid_from": "01/09/2026", **sent})
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in answer.content.decode()
    with database.acting(access.system()):
        assert EquipmentList.objects.count() == 1


@pytest.mark.django_db
def test_a_list_that_has_ended_gets_no_second_heir() -> None:
    with database.acting(access.system()):
        former = builders.equipment_list(valid_until=date(2026, 1, 1))
    order = services.NewVersion(name="B", instrument="TT 1", valid_from=date(2026, 9, 1))
    with database.acting(OFFICER), pytest.raises(Invalid, match="đã có ngày thôi áp dụng"):
        services.make_new_version(OFFICER, former, order, at=builders.AT)


@pytest.mark.django_db
def test_the_page_of_a_list_shows_its_lines() -> None:
    load()
    with database.acting(access.system()):
        primary = EquipmentList.objects.get(level="primary")
    told = words(testing.client_for(OFFICER).get(f"/facilities/equipment-lists/{primary.pk}/"))
    assert "Bộ thiết bị dạy phép tính" in told
    assert "Lập bản mới" in told
