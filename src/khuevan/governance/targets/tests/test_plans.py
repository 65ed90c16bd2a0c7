"""Plans in the database: hanging together, amended, measured, reported, told; and whose they are."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from django.http import Http404

from khuevan.governance.targets import queries, services
from khuevan.governance.targets.choices import ChangeKind, Measure, Standing
from khuevan.governance.targets.models import Notice, Plan, Reading, Target
from khuevan.governance.targets.services import AmendmentOrder, ChangeOrder, ReportOrder, TaskOrder
from khuevan.kernel import access, database
from khuevan.kernel.access import Actor, Refused
from khuevan.kernel.records import Invalid
from khuevan.register.organisations.models import OrgUnit

from .builders import AT, ON, World, girls

pytestmark = pytest.mark.django_db
WHY = "Vốn đầu tư lùi một năm so với kế hoạch"


@pytest.fixture
def world() -> World:
    return World()


def chain(world: World) -> tuple[Plan, Plan]:
    """The ministry's adopted plan, and the department's draft that carries it out."""
    ministry = world.begun(world.minister, "Kế hoạch của Bộ")
    world.with_target(world.minister, ministry)
    world.adopted(world.minister, ministry)
    return ministry, world.begun(world.officer, "Kế hoạch của Sở", parent=ministry)


def own_target(plan: Plan) -> Target:
    with database.acting(access.system()):
        return Target.objects.get(plan=plan)


def changed(world: World, who: Actor, target: Target, **asked: object) -> None:
    with database.acting(who):
        order = girls(**asked, parent_id=target.parent_id)
        services.change_target(who, at=AT, target_id=target.pk, order=order)


def test_a_plan_takes_over_what_it_must(world: World) -> None:
    ministry, department = chain(world)
    target = own_target(department)
    assert (target.threshold, target.parent_id, target.plan_id) == (
        40,
        own_target(ministry).pk,
        department.pk,
    )
    commune = world.begun(world.commune_officer, parent=ministry)
    with database.acting(world.commune_officer):
        assert not queries.targets_on([commune.pk], ON)  # the target is for departments and schools


def test_a_target_is_tightened_and_never_loosened_silently(world: World) -> None:
    _ministry, department = chain(world)
    target = own_target(department)
    changed(world, world.officer, target, threshold=Decimal(39))
    with pytest.raises(Invalid, match="chỉ được nới bằng quyết định"):
        world.adopted(world.officer, department)
    changed(world, world.officer, target, due_on=date(2028, 1, 31))
    with pytest.raises(Invalid, match="chỉ được nới bằng quyết định"):
        world.adopted(world.officer, department)
    changed(world, world.officer, target, indicator="schoolyear.student:minority_share")
    with pytest.raises(Invalid, match="không cùng cách đo"):
        world.adopted(world.officer, department)
    changed(world, world.officer, target, threshold=Decimal(45))
    assert world.adopted(world.officer, department).state == "adopted"


def test_a_target_that_must_be_taken_over_is_not_left_out(world: World) -> None:
    _ministry, department = chain(world)
    world.with_task(world.officer, department)
    with database.acting(world.officer):
        services.take_out(world.officer, at=AT, kind=Target, line_id=own_target(department).pk)
    with pytest.raises(Invalid, match="Chưa đưa vào chỉ tiêu cấp trên"):
        world.adopted(world.officer, department)


def amended(world: World, who: Actor, plan: Plan, reason: str = WHY, day: date = ON, **asked: object) -> None:
    values = {
        name: asked.pop(name) for name in list(asked) if name in ("threshold", "due_on", "ends_on", "name")
    }
    change = ChangeOrder(ChangeKind.CHANGE, reason, "mục 1", values=values, **asked)  # type: ignore[arg-type]
    with database.acting(who):
        order = AmendmentOrder("02/QĐ", day)
        services.amend_plan(who, at=AT, plan_id=plan.pk, order=order, changes=[change])


def test_only_a_decision_with_its_reason_loosens_and_the_plan_below_is_told(world: World) -> None:
    ministry, department = chain(world)
    world.adopted(world.officer, department)
    target = own_target(department)
    with pytest.raises(Invalid, match="lý do"):
        amended(
            world, world.officer, department, reason="thiếu vốn", target_id=target.pk, threshold=Decimal(30)
        )
    amended(world, world.officer, department, target_id=target.pk, threshold=Decimal(30))
    with database.acting(world.officer):
        held = queries.standing_to_above(queries.targets_on([department.pk], ON), on=ON)
        assert (held[0].verdict.value, held[0].by_decision, held[0].is_silent) == ("loosened", "02/QĐ", False)
        assert not queries.loosened_in(department, on=ON)
    amended(world, world.minister, ministry, target_id=own_target(ministry).pk, threshold=Decimal(60))
    with database.acting(world.officer):
        told = queries.notices(world.officer).get(text__contains="02/QĐ")
        assert told.unit_id == world.department


def test_a_plan_above_that_was_tightened_shows_who_has_not_followed(world: World) -> None:
    ministry, department = chain(world)
    world.adopted(world.officer, department)
    amended(world, world.minister, ministry, target_id=own_target(ministry).pk, threshold=Decimal(60))
    with database.acting(world.officer):
        assert [one.own.plan_id for one in queries.loosened_in(department, on=ON)] == [department.pk]


def test_a_plan_as_of_any_day_with_the_reason_of_each_change(world: World) -> None:
    plan = world.begun(world.officer)
    task_id = world.with_task(world.officer, plan, ends_on=date(2026, 12, 31))
    world.adopted(world.officer, plan)
    amended(
        world, world.officer, plan, day=date(2026, 6, 1), task_id=task_id, ends_on=date(2027, 6, 30), name="B"
    )
    added = ChangeOrder(ChangeKind.ADD, "Bổ sung theo Quyết định 131", added=TaskOrder(name="Nhiệm vụ thêm"))
    dropped = ChangeOrder(ChangeKind.DROP, "Không còn phù hợp nữa", task_id=task_id)
    with database.acting(world.officer):
        for number, day, change in (("03/QĐ", date(2026, 7, 1), added), ("04/QĐ", date(2026, 8, 1), dropped)):
            services.amend_plan(
                world.officer, at=AT, plan_id=plan.pk, order=AmendmentOrder(number, day), changes=[change]
            )
        names = [
            [one.name for one in queries.tasks_on([plan.pk], day)]
            for day in (date(2026, 5, 31), date(2026, 6, 1), date(2026, 7, 1), date(2026, 8, 1))
        ]
        line = queries.tasks_on([plan.pk], date(2026, 6, 1))[0]
    assert names == [["Nhiệm vụ A"], ["B"], ["B", "Nhiệm vụ thêm"], ["Nhiệm vụ thêm"]]
    assert line.history[0].fields["ends_on"] == (date(2026, 12, 31), date(2027, 6, 30))
    assert (line.history[0].change.number, line.history[0].change.reason) == ("02/QĐ", WHY)


def test_an_adopted_plan_is_not_written_at(world: World) -> None:
    plan = world.begun(world.officer)
    target = world.with_target(world.officer, plan)
    world.adopted(world.officer, plan)
    with pytest.raises(Invalid, match="quyết định sửa đổi"):
        changed(world, world.officer, target, threshold=Decimal(1))
    with database.acting(world.officer), pytest.raises(Invalid, match="quyết định sửa đổi"):
        services.drop_draft(world.officer, at=AT, plan_id=plan.pk)


def test_nobody_plans_for_a_unit_below(world: World) -> None:
    plan = world.begun(world.head)
    with database.acting(world.officer):
        assert queries.plan(world.officer, plan.pk).pk == plan.pk
        with pytest.raises(Refused, match="chính đơn vị ấy"):
            services.add_task(world.officer, at=AT, plan_id=plan.pk, order=TaskOrder(name="x"))
    with database.acting(world.reader), pytest.raises(Refused):
        services.add_task(world.reader, at=AT, plan_id=plan.pk, order=TaskOrder(name="x"))


def test_drafts_are_the_units_own_and_adopted_plans_are_read_below(world: World) -> None:
    plan = world.begun(world.officer)
    target = world.with_target(world.officer, plan)
    with database.acting(world.head):
        assert not Plan.objects.filter(pk=plan.pk).exists()  # row-level security, not only the query
        assert not Target.objects.filter(pk=target.pk).exists()
        with pytest.raises(Http404):
            queries.plan(world.head, plan.pk)
    world.adopted(world.officer, plan)
    with database.acting(world.head):
        assert queries.plan(world.head, plan.pk).pk == plan.pk
    own = world.begun(world.head)
    world.with_target(world.head, own)
    world.adopted(world.head, own)
    with database.acting(world.other_head):
        assert not Plan.objects.filter(pk=own.pk).exists()


def test_the_value_comes_from_the_records_and_moves_with_them(world: World) -> None:
    plan = world.begun(world.head)
    world.with_target(world.head, plan, threshold=Decimal(50), base=Decimal(10))
    world.computed()
    world.adopted(world.head, plan)
    with database.acting(world.head):
        row = queries.targets_of(world.head, world.school, on=ON)[0]
        kept = Reading.objects.get(target_id=row.target.id)
    assert (row.value, row.upper, row.lower, row.standing) == (50, 1, 2, Standing.REACHED)
    assert (kept.value, kept.standing) == (50, "reached")
    assert row.value_url == f"/indicators/values/schoolyear.student:girls_share?unit={world.school}"


def test_a_school_sees_how_far_the_department_is_as_it_was_worked_out(world: World) -> None:
    plan = world.begun(world.officer)
    world.with_target(world.officer, plan)
    task_id = world.with_task(world.officer, plan)
    world.computed()
    world.adopted(world.officer, plan)
    with database.acting(world.officer):
        services.report_task(
            world.officer, at=AT, task_id=task_id, order=ReportOrder(ON, Decimal(100), "Đã ban hành văn bản")
        )
    with database.acting(world.head):
        seen = [queries.plan(world.head, plan.pk)]
        target = queries.target_rows(world.head, seen, on=ON)[0]
        task = queries.task_rows(world.head, seen, on=ON)[0]
        assert (target.value, target.value_url, target.standing) == (50, "", Standing.REACHED)
        assert (task.standing, task.evidence) == (Standing.REACHED, None)


def test_evidence_is_counted_over_the_schools_that_the_target_is_for(world: World) -> None:
    plan = world.begun(world.officer)
    asked = {"measure": Measure.EVIDENCE, "indicator": "", "tiers": ()}
    target = world.with_target(world.officer, plan, **asked)
    named = world.with_target(world.officer, plan, **asked, units=(world.school,))
    upper = world.with_target(world.officer, plan, **asked, levels=("upper_secondary",))
    world.adopted(world.officer, plan)
    with database.acting(world.head):
        services.report_target(
            world.head, at=AT, unit_id=world.school, target_id=target.pk,
            order=ReportOrder(ON, Decimal(1), "Quyết định thành lập tổ"),
        )  # fmt: skip
    with database.acting(world.other_head), pytest.raises(Refused, match="không dành cho"):
        services.report_target(
            world.other_head, at=AT, unit_id=world.near, target_id=named.pk,
            order=ReportOrder(ON, Decimal(1), "Quyết định thành lập tổ"),
        )  # fmt: skip
    with database.acting(world.officer):
        rows = {row.target.id: row for row in queries.targets_of(world.officer, world.department, on=ON)}
    assert (rows[target.pk].upper, rows[target.pk].lower) == (1, 3)
    assert rows[target.pk].value == pytest.approx(100 / 3)
    assert rows[named.pk].value is None
    assert rows[upper.pk].value is None


def test_reports_keep_the_hash_of_their_file_and_bad_ones_are_refused(world: World) -> None:
    plan = world.begun(world.head)
    task_id = world.with_task(world.head, plan)
    target = world.with_target(world.head, plan)
    world.adopted(world.head, plan)

    def report(order: ReportOrder, **file: object) -> object:
        with database.acting(world.head):
            return services.report_task(world.head, at=AT, task_id=task_id, order=order, **file)  # type: ignore[arg-type]

    made = report(
        ReportOrder(ON, Decimal(40), "Đã họp"), file=BytesIO(b"%PDF-1.4\n%%EOF\n"), file_name="bien ban.pdf"
    )
    assert len(made.sha256) == 64  # type: ignore[attr-defined]
    for order, said in (
        (ReportOrder(ON, Decimal(101), "x"), "0 đến 100"),
        (ReportOrder(ON, Decimal(50)), "Nêu minh chứng"),
        (ReportOrder(date(2026, 11, 27), Decimal(50), "x"), "phía trước"),
        (ReportOrder(ON, Decimal(50), link="javascript:alert(1)"), "http"),
    ):
        with pytest.raises(Invalid, match=said):
            report(order)
    with pytest.raises(Invalid):
        report(
            ReportOrder(ON, Decimal(50), "x"), file=BytesIO(b"MZ\x90\x00" + b"\x00" * 99), file_name="a.pdf"
        )
    with database.acting(world.head), pytest.raises(Invalid, match="tự tính từ hồ sơ"):
        services.report_target(
            world.head,
            at=AT,
            unit_id=world.school,
            target_id=target.pk,
            order=ReportOrder(ON, Decimal(1), "x"),
        )


def test_whoever_fell_behind_is_told_once(world: World) -> None:
    plan = world.begun(world.head)
    world.with_task(world.head, plan, ends_on=date(2026, 10, 1))
    world.with_task(world.head, plan, "Của xã", ends_on=date(2026, 10, 1), lead_unit_id=world.commune)
    world.adopted(world.head, plan)
    system = access.system()
    with database.acting(system):
        first = list(Notice.objects.order_by("pk").values_list("unit_id", "standing"))
        services.follow_plans(system, at=AT)
        assert Notice.objects.count() == len(first)
        readings = Reading.objects.count()
        assert services.follow_plans(system, at=AT)["plans"] == 1
        assert Reading.objects.count() == readings
    assert sorted(first) == sorted([(world.school, "late"), (world.school, "late"), (world.commune, "late")])
    with database.acting(world.head):
        assert queries.notices(world.head).count() == 2
        services.see_notice(world.head, at=AT, notice_id=queries.notices(world.head)[0].pk)
        assert queries.notices(world.head).count() == 1
    with database.acting(world.head):
        left = queries.notices(world.head).get().task_id
        assert left is not None
        services.report_task(world.head, at=AT, task_id=left, order=ReportOrder(ON, Decimal(100), "Đã xong"))
        assert not queries.notices(world.head).exists()  # what is no longer so is asked of nobody
    with database.acting(world.head), pytest.raises(Refused):
        services.follow_plans(world.head, at=datetime.now(tz=AT.tzinfo))


def test_a_plan_that_ended_is_not_followed(world: World) -> None:
    plan = world.begun(world.head)
    world.with_task(world.head, plan)
    world.adopted(world.head, plan)
    with database.acting(world.head):
        ended = services.end_plan(world.head, at=AT, plan_id=plan.pk)
        assert queries.task_rows(world.head, [ended], on=ON)[0].standing is None
        assert not queries.tasks_of(world.head, world.school, on=ON)


def test_a_unit_that_closed_is_followed_no_more(world: World) -> None:
    plan = world.begun(world.head)
    world.with_task(world.head, plan)
    world.adopted(world.head, plan)
    system = access.system()
    with database.acting(system):
        assert services.follow_plans(system, at=AT)["plans"] == 1
        OrgUnit.objects.filter(pk=world.school).update(closed_on=ON)
        assert services.follow_plans(system, at=AT)["plans"] == 0


def test_a_task_waits_for_one_of_another_plan(world: World) -> None:
    above = world.begun(world.officer)
    first = world.with_task(world.officer, above, "Văn bản của Sở")
    world.adopted(world.officer, above)
    plan = world.begun(world.head, parent=above)
    world.with_task(world.head, plan, depends_on_id=first)
    with database.acting(world.officer):
        rows = queries.task_rows(world.officer, [plan], on=ON)
        assert rows[0].waits_for == "Văn bản của Sở"
        services.report_task(
            world.officer, at=AT, task_id=first, order=ReportOrder(ON, Decimal(100), "Đã ban hành")
        )
        assert queries.task_rows(world.officer, [plan], on=ON)[0].waits_for == ""
    with database.acting(world.head):
        assert queries.task_rows(world.head, [plan], on=ON)[0].waits_for == ""
