"""Data that nobody changed within its period is told, to the school and to who answers for it, until somebody does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.urls import reverse

from khuevan.governance.quality import services
from khuevan.governance.quality.models import Finding, Reminder, Responsibility
from khuevan.kernel import access, database
from khuevan.kernel.testing import actor, client_for
from khuevan.register.people.tests import builders as people
from khuevan.school.schoolyear.tests import builders as schoolyear

from . import builders
from .builders import AT, EVERYTHING, ON

pytestmark = pytest.mark.django_db


def live() -> set[tuple[int, str]]:
    with database.acting(access.system()):
        found = Finding.objects.filter(mended_at=None, check_code__startswith="quality.liveness:")
        return {(row.unit_id, row.check_code.partition(":")[2]) for row in found}


def pulses(units: dict[str, int], stale: str) -> list[tuple[int, str, date]]:
    return [
        (
            units[code],
            table,
            ON - timedelta(days=180 if code == stale and table.startswith("schoolyear") else 3),
        )
        for code in ("T1", "T2")
        for table in services.LIVE_TABLES
    ]


def test_a_stale_part_is_found_reminded_and_mended_by_a_change() -> None:
    units = builders.tree()
    services.begin(at=AT, pulses=pulses(units, "T1"))
    services.run_checks(actor=access.system(), at=AT)
    assert live() == {(units["T1"], "register")}
    with database.acting(access.system()):
        owner = people.person(units["SO"], "Lê Văn Nam", kind="officer", born=None)
        Responsibility.objects.create(
            unit_id=units["SO"], component="schoolyear.register", person=owner, valid_from=date(2026, 1, 1)
        )
    assert services.remind(at=AT) == 2
    assert services.remind(at=AT + timedelta(days=2)) == 0
    with database.acting(access.system()):
        assert set(Reminder.objects.values_list("unit_id", "number", "person_id")) == {
            (units["T1"], 1, None), (units["SO"], 1, owner.pk),
        }  # fmt: skip
    clerk = client_for(replace(actor(*EVERYTHING, units=[units["T1"]]), home_unit_id=units["T1"]))
    assert "Nhắc cập nhật dữ liệu" in clerk.get("/").content.decode()
    assert "Học sinh trong năm học" in clerk.get(reverse("quality:reminders")).content.decode()
    with database.acting(access.system()):
        number = Reminder.objects.get(unit_id=units["T1"]).pk
    api = "/api/v1/quality/reminders"
    assert [(one["id"], one["number"], one["seen_at"]) for one in clerk.get(api).json()] == [
        (number, 1, None)
    ]
    assert client_for(actor(*EVERYTHING, units=[units["T2"]])).post(f"{api}/{number}/seen").status_code == 404
    seen = reverse("quality:reminder_seen", args=[number])
    assert client_for(actor(*EVERYTHING, units=[units["T2"]])).post(seen).status_code == 404
    assert clerk.post(seen).status_code == 302
    assert clerk.post(seen).status_code == 404
    assert clerk.get(api).json() == []
    assert clerk.get(api, {"seen": True}).json()[0]["seen_at"] is not None
    assert clerk.post(f"{api}/{number}/seen").status_code == 200, "again, and nothing changes"
    officer = client_for(replace(actor(*EVERYTHING, units=units.values()), home_unit_id=units["SO"]))
    assert "Đơn vị T1" in officer.get(f"{reverse('quality:board')}?live=stale").content.decode()
    assert "Đơn vị T2" not in officer.get(f"{reverse('quality:board')}?live=stale").content.decode()
    schoolyear.enrolment(units["T1"])
    services.follow(at=AT)
    assert live() == set()


def test_the_period_is_a_number_that_a_department_changes() -> None:
    units = builders.tree()
    services.begin(at=AT, pulses=pulses(units, "T1"))
    services.change_limit(
        actor=access.system(), at=AT, check_code="quality.liveness:register", name="days", value=200,
        valid_from=ON, source="Công văn 12/SGDĐT",
    )  # fmt: skip
    services.run_checks(actor=access.system(), at=AT)
    assert live() == set()


def test_a_class_that_nobody_led_into_the_new_year_is_frozen() -> None:
    units = builders.tree()
    services.begin(at=AT, pulses=pulses(units, ""))
    last = schoolyear.year("2025-2026")
    frozen = schoolyear.class_group(units["T1"], "3A", school_year=last)
    schoolyear.enrolment(units["T1"], group=frozen, enrolled_on=date(2025, 9, 5), status_on=date(2025, 9, 5))
    moved = schoolyear.class_group(units["T2"], "3A", school_year=last)
    child = schoolyear.enrolment(
        units["T2"], "Trần Văn Bình", group=moved, enrolled_on=date(2025, 9, 5), status_on=date(2025, 9, 5)
    )
    schoolyear.enrolment(
        units["T2"], learner=child.learner, group=schoolyear.class_group(units["T2"], "4A", "04")
    )
    services.run_checks(actor=access.system(), at=AT)
    with database.acting(access.system()):
        found = Finding.objects.filter(mended_at=None, check_code="schoolyear.past_class:frozen")
        assert [(row.unit_id, row.record_id) for row in found] == [(units["T1"], frozen.pk)]
