"""What changes a plan or its units in mid-way: decisions that add and change leads, schools that merge, move or close."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from khuevan.governance.targets import queries, services
from khuevan.governance.targets.choices import Measure
from khuevan.governance.targets.models import Notice, Plan, Reading, Target, Task
from khuevan.governance.targets.services import ReportOrder
from khuevan.kernel import access, clock, database
from khuevan.kernel.testing import client_for
from khuevan.register.organisations import queries as tree
from khuevan.register.organisations import services as organisations
from khuevan.register.organisations.tests.builders import decree

from .builders import AT, GIRLS, ON, World

pytestmark = pytest.mark.django_db
LATER, THEN = datetime(2026, 12, 3, 3, 0, tzinfo=UTC), date(2026, 12, 3)
DECISION = {
    "decision": "09/QĐ-SGDĐT", "effective_on": "01/06/2026", "title": "Bổ sung kế hoạch", "place": "khoản 2 Điều 1",
    "reason": "Bổ sung theo Quyết định 131/QĐ-TTg", "cited": "",
}  # fmt: skip


@pytest.fixture
def world() -> Iterator[World]:
    made = World()
    with clock.frozen(AT):
        yield made


def adopted(world: World) -> Plan:
    plan = world.begun(world.officer)
    world.with_task(world.officer, plan)
    return world.adopted(world.officer, plan)


def post(world: World, path: str, **given: Any) -> Any:
    return client_for(world.officer).post(f"/targets/{path}", {**DECISION, **given})


def test_a_decision_adds_a_target_and_a_task_on_the_page(world: World) -> None:
    plan = adopted(world)
    url = f"plans/{plan.pk}"
    page = client_for(world.officer).get(f"/targets/{url}").content.decode()
    assert f"/targets/{url}/amend/target" in page
    target = {
        "name": "Tỉ lệ nữ", "measure": "indicator", "indicator": GIRLS, "direction": "at_least", "threshold": "45",
        "unit_word": "%",
    }  # fmt: skip
    wrong = post(world, f"{url}/amend/target", **target, units="khong-co")
    assert wrong.status_code == 422
    assert "Không có đơn vị mang mã khong-co" in wrong.content.decode()
    assert post(world, f"{url}/amend/target", **target).status_code == 302
    assert post(world, f"{url}/amend/task", name="Nhiệm vụ thêm", lead="", reason="ngắn").status_code == 422
    assert post(world, f"{url}/amend/task", name="Nhiệm vụ thêm").status_code == 302
    changes = client_for(world.officer).get(f"/targets/{url}?part=changes").content.decode()
    assert changes.count("09/QĐ-SGDĐT") == 1, "one decision, however many of its changes"
    assert "Nhiệm vụ thêm" in changes
    then = client_for(world.officer).get(f"/targets/{url}?part=tasks&day=31/05/2026").content.decode()
    assert "Nhiệm vụ thêm" not in then
    now = client_for(world.officer).get(f"/targets/{url}?part=tasks").content.decode()
    assert "từ 01/06/2026: Bổ sung theo Quyết định 131/QĐ-TTg" in now, (
        "with the reason, wherever the line stands"
    )
    assert client_for(world.head).post(f"/targets/{url}/amend/task", DECISION).status_code == 403


def test_whoever_leads_by_a_later_decision_is_told(world: World) -> None:
    plan = adopted(world)
    with database.acting(access.system()):
        task = Task.objects.get(plan=plan)
        name = tree.names([world.commune])[world.commune]
    sent = post(world, f"tasks/{task.pk}/amend", lead=name, starts_on="01/02/2026", due_on="01/11/2026")
    assert sent.status_code == 302
    with database.acting(access.system()):
        now = queries.tasks_on([plan.pk], ON)[0]
        assert (now.lead_unit_id, now.starts_on, now.ends_on) == (
            world.commune,
            date(2026, 2, 1),
            date(2026, 11, 1),
        )
        assert set(Notice.objects.values_list("unit_id", flat=True)) == {world.department, world.commune}
    changes = client_for(world.officer).get(f"/targets/plans/{plan.pk}?part=changes").content.decode()
    assert f"<ins>{name}</ins>" in changes
    assert "lead_unit_id" not in changes


def test_a_school_that_merged_counts_once_with_what_it_showed(world: World) -> None:
    plan = world.begun(world.officer)
    target = world.with_target(world.officer, plan, measure=Measure.EVIDENCE, indicator="", tiers=())
    world.adopted(world.officer, plan)
    own = world.begun(world.other_head)
    world.with_task(world.other_head, own)
    world.adopted(world.other_head, own)
    with database.acting(world.other_head):
        services.report_target(
            world.other_head,
            at=AT,
            unit_id=world.near,
            target_id=target.pk,
            order=ReportOrder(ON, Decimal(1), "Có tổ"),
        )
    with database.acting(access.system()):
        organisations.merge_units(
            access.system(),
            organisations.MergeUnits(
                decree=decree(date(2026, 12, 1)), source_ids=(world.near,), into_id=world.school
            ),
            at=LATER,
        )
    with clock.frozen(LATER):
        with database.acting(world.officer):
            row = queries.targets_of(world.officer, world.department, on=THEN)[0]
            board = {
                one.unit_id: one.plans for one in queries.board(world.officer, world.department, on=THEN)
            }
        assert (row.upper, row.lower) == (1, 2), "two schools are left, and the heir has the evidence"
        assert board[world.commune] == 0, "nobody carries the plan of a school that is no more out"
        page = client_for(world.officer).get(f"/targets/targets/{target.pk}").content.decode()
        assert "1/2 có minh chứng" in page
        closed = client_for(world.officer).get(f"/targets/plans/{own.pk}").content.decode()
        assert "Đơn vị đã ngừng hoạt động" in closed
        with database.acting(access.system()):
            assert services.follow_plans(access.system(), at=LATER)["plans"] == 1


def test_a_school_that_moved_is_counted_where_it_stands_and_says_so(world: World) -> None:
    above = world.begun(world.commune_officer)
    world.with_task(world.commune_officer, above)
    world.adopted(world.commune_officer, above)
    plan = world.begun(world.head, parent=above)
    world.with_task(world.head, plan)
    world.adopted(world.head, plan)
    with database.acting(access.system()):
        elsewhere = tree.ancestors(world.far, on=ON)[-1].id
        organisations.move_unit(
            access.system(),
            organisations.MoveUnit(
                decree=decree(date(2026, 12, 1)), unit_id=world.school, managing_parent_id=elsewhere
            ),
            at=LATER,
        )
    with clock.frozen(LATER):
        with database.acting(world.officer):
            board = {
                one.unit_id: one.plans for one in queries.board(world.officer, world.department, on=THEN)
            }
        assert (board[world.commune], board[elsewhere]) == (1, 1)
        page = client_for(world.officer).get(f"/targets/plans/{plan.pk}").content.decode()
        assert "Đơn vị không còn thuộc" in page


def test_a_target_may_be_for_named_units_by_their_codes(world: World) -> None:
    plan = world.begun(world.officer)
    with database.acting(access.system()):
        code = tree.codes([world.school])[0]
    given = {
        "name": "Có tổ",
        "measure": "evidence",
        "direction": "at_least",
        "threshold": "100",
        "unit_word": "%",
    }
    officer = client_for(world.officer)
    assert (
        officer.post(f"/targets/plans/{plan.pk}/targets/add", {**given, "units": f"{code}, "}).status_code
        == 302
    )
    with database.acting(access.system()):
        row = Target.objects.get(plan=plan)
    assert row.units == [world.school]
    assert f'value="{code}"' in officer.get(f"/targets/targets/{row.pk}/change").content.decode()


def test_readings_of_what_stands_still_do_not_pile_up(world: World) -> None:
    plan = world.begun(world.officer)
    world.with_task(world.officer, plan)
    world.adopted(world.officer, plan)
    system = access.system()
    with database.acting(system):
        for day in range(1, 64):
            services.follow_plans(system, at=AT + timedelta(days=day))
        rows = Reading.objects.order_by("read_on")
        days = [(row.read_on - ON).days for row in rows]
        assert [row.is_latest for row in rows] == [False] * (len(days) - 1) + [True]
    assert days == [0, 30, 60, 63], "one in thirty days, and the last"


def test_an_ended_plan_is_on_no_board_and_what_waited_for_it_goes_on(world: World) -> None:
    plan = world.begun(world.officer)
    task_id = world.with_task(world.officer, plan)
    world.adopted(world.officer, plan)
    own = world.begun(world.head, parent=plan)
    world.with_task(world.head, own, depends_on_id=task_id)
    world.adopted(world.head, own)
    with database.acting(world.officer):
        order = ReportOrder(ON, Decimal(100), "Đã ban hành")
        services.report_task(world.officer, at=AT, task_id=task_id, order=order)
        before = queries.board(world.officer, world.department, on=ON)[0]
        services.end_plan(world.officer, at=AT, plan_id=plan.pk)
        after = queries.board(world.officer, world.department, on=ON)[0]
    assert ((before.plans, before.total), (after.plans, after.total)) == ((1, 1), (0, 0))
    with database.acting(world.head):
        assert queries.tasks_of(world.head, world.school, on=ON)[0].waits_for == ""


def test_who_must_act_is_reminded_once_before_the_day(world: World) -> None:
    plan = world.begun(world.head)
    world.with_task(world.head, plan, ends_on=ON + timedelta(days=40))
    world.adopted(world.head, plan)
    with database.acting(access.system()):
        told = []
        for day in (5, 12, 13, 39):
            services.follow_plans(access.system(), at=AT + timedelta(days=day))
            told.append(Notice.objects.exclude(text="").count())
    assert told == [0, 1, 1, 1]
    page = client_for(world.head).get("/targets/notices").content.decode()
    assert f"Sắp đến hạn {ON + timedelta(days=40):%d/%m/%Y}" in page


def test_a_units_plans_along_the_time(world: World) -> None:
    head = client_for(world.head)
    assert "Đơn vị chưa có chỉ tiêu, nhiệm vụ nào" in head.get("/targets/timeline").content.decode()
    for name in ("Kế hoạch A", "Kế hoạch B"):
        plan = world.begun(world.head, name)
        world.with_task(world.head, plan, f"Nhiệm vụ của {name}")
        world.adopted(world.head, plan)
    page = head.get("/targets/timeline").content.decode()
    assert page.count("kv-gantt-bar") == 2
    assert "Nhiệm vụ của Kế hoạch A" in page
    assert client_for(world.other_head).get(f"/targets/timeline?unit={world.school}").status_code == 404
