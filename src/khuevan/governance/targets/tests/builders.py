"""Ministry, department, commune and two schools, with people who plan there."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from khuevan.governance.indicators import services as indicators
from khuevan.governance.indicators.permissions import REBUILD, VIEW_RECORDS, VIEW_VALUES
from khuevan.governance.targets import services
from khuevan.governance.targets.choices import Measure
from khuevan.governance.targets.models import Plan, Target
from khuevan.governance.targets.permissions import (
    ADOPT_PLANS,
    EDIT_PLANS,
    PUBLISH_PLANS,
    REPORT_PROGRESS,
    VIEW_PLANS,
)
from khuevan.governance.targets.services import PlanOrder, TargetOrder, TaskOrder
from khuevan.kernel import access, database
from khuevan.kernel.access import Actor, Permission
from khuevan.kernel.testing import actor
from khuevan.register.organisations.tests.builders import make_country, make_school
from khuevan.school.schoolyear.tests import builders as schoolyear

ON, AT = date(2026, 11, 26), datetime(2026, 11, 26, 3, 0, tzinfo=UTC)
GIRLS = "schoolyear.student:girls_share"
PLANS = (VIEW_PLANS, EDIT_PLANS, ADOPT_PLANS, REPORT_PROGRESS, PUBLISH_PLANS, VIEW_VALUES, VIEW_RECORDS)


class World:
    """Kim Đồng: 1 girl, 1 boy; Lê Lợi: nobody. Both in Di Linh; Quang Trung in Bảo Thuận."""

    def __init__(self) -> None:
        country = make_country()
        self.ministry, self.department, self.commune = (
            country.ministry.pk, country.department.pk, country.commune.pk
        )  # fmt: skip
        self.school = make_school(country.commune).pk
        self.near = make_school(country.commune, "Trường Tiểu học Lê Lợi").pk
        self.far = make_school(country.other_commune, "Trường Tiểu học Quang Trung").pk
        schoolyear.enrolment(self.school, "Nguyễn Thị Ánh", sex="female")
        schoolyear.enrolment(self.school, "Trần Văn Bình", sex="male")
        above = [self.commune, self.department, self.ministry]
        every = [self.department, self.commune, country.other_commune.pk, self.school, self.near, self.far]
        self.minister = someone(
            *PLANS, REBUILD, units=[self.ministry, *every], home=self.ministry, outline=[]
        )
        self.officer = someone(*PLANS, units=every, home=self.department, outline=[self.ministry])
        self.commune_officer = someone(
            *PLANS, units=[self.commune, self.school, self.near], home=self.commune,
            outline=[self.department, self.ministry],
        )  # fmt: skip
        self.head = someone(*PLANS, units=[self.school], home=self.school, outline=above, name="Hiệu trưởng")
        self.other_head = someone(*PLANS, units=[self.near], home=self.near, outline=above)
        self.reader = someone(VIEW_PLANS, units=[self.school], home=self.school, outline=above)

    def begun(self, who: Actor, title: str = "Kế hoạch", *, parent: Plan | None = None) -> Plan:
        order = PlanOrder(
            title, date(2026, 1, 1), date(2027, 12, 31), parent_id=parent.pk if parent else None
        )
        with database.acting(who):
            return services.begin_plan(who, at=AT, unit_id=who.home_unit_id or 0, order=order)

    def adopted(self, who: Actor, plan: Plan) -> Plan:
        with database.acting(who):
            return services.adopt_plan(
                who, at=AT, plan_id=plan.pk, number="01/KH", issued_on=date(2026, 1, 15)
            )

    def with_target(self, who: Actor, plan: Plan, **asked: object) -> Target:
        with database.acting(who):
            return services.add_target(who, at=AT, plan_id=plan.pk, order=girls(**asked))

    def with_task(self, who: Actor, plan: Plan, name: str = "Nhiệm vụ A", **asked: object) -> int:
        with database.acting(who):
            order = TaskOrder(name=name, **asked)  # type: ignore[arg-type]
            return services.add_task(who, at=AT, plan_id=plan.pk, order=order).pk

    def computed(self) -> None:
        """The figures of the day are there."""
        indicators.rebuild(actor=access.system(), at=AT)


def girls(**asked: object) -> TargetOrder:
    """At least 40 % girls by the plan's end, for departments and schools below; what is asked differs."""
    given: dict[str, object] = {
        "name": "Tỉ lệ nữ", "measure": Measure.INDICATOR, "indicator": GIRLS, "threshold": Decimal(40),
        "tiers": ("department", "school"), **asked,
    }  # fmt: skip
    return TargetOrder(**given)  # type: ignore[arg-type]


def someone(
    *permissions: Permission, units: list[int], home: int, outline: list[int], name: str = "Người xem"
) -> Actor:
    return replace(actor(*permissions, units=units, outline=outline, name=name), home_unit_id=home)
