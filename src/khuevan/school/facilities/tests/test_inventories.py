"""Inventories: opened, counted, confirmed, frozen; and everything that is refused on the way."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import InternalError, connection, transaction
from django.db.utils import DatabaseError, IntegrityError

from khuevan.kernel import access, clock, database, testing
from khuevan.kernel.access import Refused
from khuevan.kernel.audit.models import AuditEntry
from khuevan.kernel.database import ChangedMeanwhile
from khuevan.kernel.records import Invalid
from khuevan.kernel.testing.record_setting import words
from khuevan.register.organisations.models import OrgUnit
from khuevan.register.organisations.permissions import VIEW_UNITS

from .. import queries, services
from ..choices import InventoryKind, InventoryStatus
from ..models import Equipment, Inventory, InventoryLine, Room
from ..permissions import CONFIRM_INVENTORY, EDIT_FACILITIES, VIEW_FACILITIES
from . import builders

ORDER = services.OpenOrder(
    kind=InventoryKind.YEARLY, as_of=date(2026, 11, 20), committee="Hiệu trưởng; kế toán; giáo viên thiết bị"
)
FROZEN = (InternalError, IntegrityError, DatabaseError)


@pytest.fixture(autouse=True)
def _at_a_day() -> Any:
    with clock.frozen(builders.AT):
        yield


@pytest.fixture
def school(db: None) -> OrgUnit:
    """Ten rooms in one row, a set of computers, equipment."""
    with database.acting(access.system()):
        made = builders.school()
        builders.room(made.pk, "Dãy A", quantity=10)
        builders.computers(made.pk)
        builders.equipment(made.pk)
        builders.equipment(made.pk, "Đã bỏ", closed_on=date(2026, 1, 1))
    return made


@pytest.fixture
def head(school: OrgUnit) -> Any:
    return testing.actor(
        VIEW_UNITS,
        VIEW_FACILITIES,
        EDIT_FACILITIES,
        CONFIRM_INVENTORY,
        units=[school.pk],
        name="Lê Thị Hiệu Trưởng",
    )


@pytest.fixture
def clerk(school: OrgUnit) -> Any:
    return testing.actor(VIEW_UNITS, VIEW_FACILITIES, EDIT_FACILITIES, units=[school.pk], name="Trần Văn Thư")


@pytest.fixture
def inventory(school: OrgUnit, head: Any) -> Inventory:
    with database.acting(head):
        return services.open_inventory(head, school.pk, ORDER, at=builders.AT, on=builders.ON)


def lines(inventory: Inventory) -> dict[str, InventoryLine]:
    with database.acting(access.system()):
        return {line.name: line for line in InventoryLine.objects.filter(inventory=inventory)}


def count(actor: Any, inventory: Inventory, **counts: tuple[int, int | None, str, str]) -> int:
    """By a short name: rooms=(10, None, "good", "")."""
    names = {"rooms": "Dãy A", "computers": "Bộ máy phòng Tin học", "sets": "Bộ đồ dùng dạy số"}
    held = lines(inventory)
    orders = {}
    for name, (quantity, usable, condition, remark) in counts.items():
        line = held[names[name]]
        orders[line.pk] = services.CountOrder(
            version=line.version, quantity=quantity, usable=usable, condition=condition, remark=remark
        )
    with database.acting(actor):
        return services.count_lines(actor, inventory, orders, at=builders.AT)


ALL = {
    "rooms": (10, None, "good", ""),
    "computers": (19, 15, "worn", "Hỏng một máy, chờ thanh lý"),
    "sets": (12, 12, "", "Nhận thêm của dự án"),
}


def confirm(actor: Any, inventory: Inventory, note: str = "") -> Inventory:
    with database.acting(actor):
        stored = Inventory.objects.get(pk=inventory.pk)
        return services.confirm_inventory(actor, stored, at=builders.AT, version=stored.version, note=note)


def test_opening_takes_every_open_row_of_the_books(inventory: Inventory) -> None:
    held = lines(inventory)
    assert set(held) == {"Dãy A", "Bộ máy phòng Tin học", "Bộ đồ dùng dạy số"}
    assert (held["Dãy A"].booked_quantity, held["Dãy A"].booked_usable) == (10, None)
    computers = held["Bộ máy phòng Tin học"]
    assert (computers.booked_quantity, computers.booked_usable, computers.unit) == (20, 18, "máy")


def test_the_books_follow_the_count_and_nothing_is_deleted(
    inventory: Inventory, school: OrgUnit, head: Any, clerk: Any
) -> None:
    assert count(clerk, inventory, **ALL) == 3
    done = confirm(head, inventory, "Đề nghị thanh lý một máy")
    assert (done.status, done.ended_by, done.note) == ("confirmed", head.name, "Đề nghị thanh lý một máy")
    with database.acting(access.system()):
        sets = Equipment.objects.get(name="Bộ đồ dùng dạy số")
        assert (sets.quantity, sets.usable) == (12, 12)
        assert Room.objects.get().condition == "good"
        whole = queries.whole(Inventory.objects.get())
        assert whole.is_intact
        assert (whole.tally.differing, whole.tally.missing, whole.tally.surplus) == (3, 1, 2)
        assert done.figures["computers.informatics.usable"] == "15"
        log = AuditEntry.objects.filter(action="facilities.inventory:confirm", kind="act").get()
        assert log.actor_name == head.name


def test_what_was_not_found_at_all_is_closed_as_of_the_day(inventory: Inventory, head: Any) -> None:
    count(head, inventory, **{**ALL, "sets": (0, 0, "", "Mất, đã lập biên bản")})
    confirm(head, inventory)
    with database.acting(access.system()):
        sets = Equipment.objects.get(name="Bộ đồ dùng dạy số")
        assert (sets.closed_on, sets.note, sets.quantity) == (ORDER.as_of, "Mất, đã lập biên bản", 10)


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        ({"rooms": ALL["rooms"]}, "Còn 2 trong 3 dòng"),
        ({**ALL, "computers": (19, 15, "worn", "")}, "chưa ghi nguyên nhân"),
    ],
)
def test_confirming_asks_for_every_line_and_every_cause(
    inventory: Inventory, head: Any, counts: dict[str, Any], sentence: str
) -> None:
    count(head, inventory, **counts)
    with pytest.raises(Invalid, match=sentence):
        confirm(head, inventory)
    with database.acting(access.system()):
        assert Inventory.objects.get().status == InventoryStatus.OPEN
        assert Equipment.objects.get(name="Bộ đồ dùng dạy số").quantity == 10


def test_confirming_needs_a_committee_and_something_to_count(school: OrgUnit, head: Any) -> None:
    with database.acting(head):
        made = services.open_inventory(
            head, school.pk, replace(ORDER, committee=" "), at=builders.AT, on=builders.ON
        )
    count(head, made, **ALL)
    with pytest.raises(Invalid, match="ban kiểm kê"):
        confirm(head, made)


def test_only_who_may_confirm_opens_confirms_cancels(
    inventory: Inventory, school: OrgUnit, clerk: Any
) -> None:
    with database.acting(clerk):
        for act in (
            lambda: services.confirm_inventory(clerk, inventory, at=builders.AT, version=1),
            lambda: services.cancel_inventory(clerk, inventory, at=builders.AT, version=1, why="x"),
            lambda: services.open_inventory(clerk, school.pk, ORDER, at=builders.AT, on=builders.ON),
        ):
            with pytest.raises(Refused):
                act()


def test_a_confirmed_inventory_is_frozen_by_the_database(inventory: Inventory, head: Any) -> None:
    count(head, inventory, **ALL)
    confirm(head, inventory)
    with pytest.raises(services.InventoryHasEnded):
        count(head, inventory, rooms=(9, None, "", "x"))
    statements = (
        "update facilities_inventory set note = 'x'",
        "delete from facilities_inventory",
        "update facilities_inventoryline set counted_quantity = 1",
        "delete from facilities_inventoryline",
        "insert into facilities_inventoryline (version, school_id, inventory_id, asset, row_id, name, place, unit,"
        " booked_quantity, booked_condition, counted_condition, remark)"
        f" values (1, {inventory.school_id}, {inventory.pk}, 'room', 99, 'x', '', 'x', 1, '', '', '')",
    )
    for statement in statements:
        with database.acting(access.system()), pytest.raises(FROZEN):
            _run(statement)
    with database.acting(access.system()):
        assert queries.whole(Inventory.objects.get()).is_intact


def _run(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_one_open_inventory_and_one_yearly_a_year(inventory: Inventory, school: OrgUnit, head: Any) -> None:
    def opening(**other: Any) -> None:
        with database.acting(head):
            services.open_inventory(head, school.pk, replace(ORDER, **other), at=builders.AT, on=builders.ON)

    with pytest.raises(Invalid, match="chưa xong"):
        opening()
    count(head, inventory, **ALL)
    confirm(head, inventory)
    with pytest.raises(Invalid, match="đã kiểm kê định kỳ"):
        opening()
    with pytest.raises(Invalid, match="cần kiểm kê lại"):
        opening(kind=InventoryKind.CORRECTION)
    with pytest.raises(Invalid, match="tương lai"):
        opening(as_of=date(2026, 12, 31))
    opening(kind=InventoryKind.CORRECTION, corrects_id=inventory.pk)
    with database.acting(access.system()):
        assert Inventory.objects.filter(corrects=inventory).count() == 1


def test_a_cancelled_inventory_stays_and_leaves_the_books_alone(inventory: Inventory, head: Any) -> None:
    count(head, inventory, **ALL)
    with database.acting(head):
        with pytest.raises(Invalid):
            services.cancel_inventory(head, inventory, at=builders.AT, version=1, why=" ")
        services.cancel_inventory(head, inventory, at=builders.AT, version=1, why="Mở nhầm ngày")
    with database.acting(access.system()):
        stored = Inventory.objects.get()
        assert (stored.status, stored.note) == ("cancelled", "Mở nhầm ngày")
        assert Equipment.objects.get(name="Bộ đồ dùng dạy số").quantity == 10


def test_rows_entered_meanwhile_are_taken_in_as_surplus(inventory: Inventory, head: Any, clerk: Any) -> None:
    with database.acting(access.system()):
        builders.room(inventory.school_id, "Phòng mới")
    with database.acting(clerk):
        assert services.refresh_inventory(clerk, inventory, at=builders.AT) == 1
        assert services.refresh_inventory(clerk, inventory, at=builders.AT) == 0
    assert lines(inventory)["Phòng mới"].booked_quantity == 0


def test_whoever_counts_second_is_told(inventory: Inventory, head: Any, clerk: Any) -> None:
    held = lines(inventory)["Dãy A"]
    count(head, inventory, rooms=(9, None, "", "Sập một phòng"))
    late = {held.pk: services.CountOrder(version=held.version, quantity=10)}
    with database.acting(clerk), pytest.raises(Invalid, match="người khác vừa ghi"):
        services.count_lines(clerk, inventory, late, at=builders.AT)
    count(head, inventory, **{**ALL, "rooms": (9, None, "", "Sập một phòng")})
    with database.acting(head), pytest.raises(ChangedMeanwhile):
        services.confirm_inventory(head, inventory, at=builders.AT, version=7)


@pytest.mark.parametrize(
    ("order", "sentence"),
    [
        ({"quantity": None, "usable": 3}, "chưa ghi số kiểm đếm"),
        ({"quantity": 5, "usable": 6}, "số dùng được phải từ 0"),
        ({"quantity": 5, "usable": None}, "chưa ghi số dùng được"),
        ({"quantity": 10_000_000, "usable": 1}, "phải từ 0 đến"),
        ({"quantity": 5, "usable": 5, "condition": "lạ"}, "không có trong danh mục"),
        ({"quantity": 5, "usable": 5, "remark": "x" * 501}, "quá 500"),
    ],
)
def test_wrong_counts_name_the_line_and_nothing_is_written(
    inventory: Inventory, head: Any, order: dict[str, Any], sentence: str
) -> None:
    computers, rooms = lines(inventory)["Bộ máy phòng Tin học"], lines(inventory)["Dãy A"]
    orders = {
        computers.pk: services.CountOrder(version=1, **order),
        rooms.pk: services.CountOrder(version=1, quantity=10),
    }
    with database.acting(head), pytest.raises(Invalid, match=sentence) as refused:
        services.count_lines(head, inventory, orders, at=builders.AT)
    assert list(refused.value.errors) == [str(computers.pk)]
    assert "Bộ máy phòng Tin học" in refused.value.errors[str(computers.pk)]
    assert lines(inventory)["Dãy A"].counted_quantity is None


# --- pages ---------------------------------------------------------------------------------------------------


def typed(inventory: Inventory, **other: str) -> dict[str, str]:
    """The form of the page with the counts of ALL, some changed: computers_quantity="x"."""
    names = {"rooms": "Dãy A", "computers": "Bộ máy phòng Tin học", "sets": "Bộ đồ dùng dạy số"}
    sent = {}
    for short, name in names.items():
        line, (quantity, usable, condition, remark) = lines(inventory)[name], ALL[short]
        sent[f"version_{line.pk}"] = str(line.version)
        sent[f"counted_quantity_{line.pk}"] = other.get(f"{short}_quantity", str(quantity))
        sent[f"counted_usable_{line.pk}"] = "" if usable is None else str(usable)
        sent[f"counted_condition_{line.pk}"] = condition
        sent[f"remark_{line.pk}"] = remark
    return sent


def test_the_whole_way_over_pages(school: OrgUnit, head: Any, clerk: Any) -> None:
    boss, hand = testing.client_for(head), testing.client_for(clerk)
    opened = boss.post(
        f"/facilities/inventories/open/?school={school.pk}",
        {"kind": "yearly", "as_of": "20/11/2026", "committee": "Hiệu trưởng, kế toán"},
    )
    assert opened.status_code == 302
    address = opened["Location"]
    found = Inventory(pk=int(address.rstrip("/").rsplit("/", 1)[1]), school_id=school.pk)
    page = words(hand.get(address))
    assert "Dãy A" in page
    assert "Xác nhận kiểm kê" not in page, "the clerk counts, the head confirms"
    wrong = hand.post(f"{address}count/", typed(found, computers_quantity="mười"))
    assert wrong.status_code == 422
    assert "không phải số nguyên" in words(wrong)
    assert 'value="mười"' in wrong.content.decode(), "what was typed stays"
    assert hand.post(f"{address}count/", typed(found)).status_code == 302
    assert hand.post(f"{address}confirm/", {"version": "1"}).status_code == 403
    assert boss.post(f"{address}confirm/", {"version": "99"}).status_code == 422
    done = boss.post(f"{address}confirm/", {"version": "1", "note": "Xong"})
    assert done.status_code == 302, words(done)
    shown = words(boss.get(address))
    assert "Nguyên vẹn" in shown
    assert "Lưu tất cả" not in shown
    assert boss.get(f"{address}lines/").status_code == 200
    again = boss.post(f"{address}confirm/", {"version": "2"})
    assert again.status_code == 422
    assert "đã kết thúc" in words(again)


def test_one_line_is_saved_as_one_goes(inventory: Inventory, clerk: Any) -> None:
    client = testing.client_for(clerk, headers={"HX-Request": "true"})
    line = lines(inventory)["Dãy A"]
    sent = {
        f"version_{line.pk}": "1",
        f"counted_quantity_{line.pk}": "9",
        f"remark_{line.pk}": "Sập một phòng",
    }
    answer = client.post(f"/facilities/inventories/{inventory.pk}/count/", sent)
    assert answer.status_code == 200
    assert "thiếu 1" in words(answer)
    assert "Đã lưu" in words(answer)
    assert "<html" not in answer.content.decode()
    wrong = client.post(
        f"/facilities/inventories/{inventory.pk}/count/", {**sent, f"counted_quantity_{line.pk}": "x"}
    )
    assert "không phải số nguyên" in words(wrong)
    assert lines(inventory)["Dãy A"].counted_quantity == 9


def test_opening_answers_in_words(school: OrgUnit, head: Any) -> None:
    client = testing.client_for(head)
    address = f"/facilities/inventories/open/?school={school.pk}"
    assert client.get(address).status_code == 200
    for sent in ({"kind": "x", "as_of": "20/11/2026"}, {"kind": "yearly", "as_of": "31/02/2026"}):
        answer = client.post(address, sent)
        assert answer.status_code == 422, sent
    assert client.get("/facilities/inventories/open/?school=999999").status_code == 404
    assert client.get("/facilities/inventories/open/").status_code == 200, "the only school of the scope"


def test_inventories_of_other_schools_are_not_there(inventory: Inventory) -> None:
    with database.acting(access.system()):
        other = builders.school("Trường Tiểu học Lê Lợi")
    stranger = testing.client_for(
        testing.actor(VIEW_UNITS, VIEW_FACILITIES, EDIT_FACILITIES, CONFIRM_INVENTORY, units=[other.pk])
    )
    address = f"/facilities/inventories/{inventory.pk}/"
    assert stranger.get(address).status_code == 404
    for act in ("count", "refresh", "confirm", "cancel"):
        assert stranger.post(f"{address}{act}/", {}).status_code == 404, act
    assert stranger.get(f"{address}lines/").status_code == 404
