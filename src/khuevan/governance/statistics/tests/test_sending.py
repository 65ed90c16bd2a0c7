"""From the school to the department and back, on the real database."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from khuevan.governance.statistics import queries, services
from khuevan.governance.statistics.choices import State
from khuevan.governance.statistics.models import Report
from khuevan.kernel import clock, database
from khuevan.kernel.access import Refused
from khuevan.kernel.records import Invalid

from .builders import ALL, AT, COHO, FORM, GIRLS, LATER, MINORITY_GIRLS, YEAR, World, changed

pytestmark = pytest.mark.django_db
WHY = "Số nữ chưa khớp với sổ đăng bộ, đề nghị kiểm tra lại"


@pytest.fixture
def world() -> Iterator[World]:
    made = World()
    with clock.frozen(AT):
        yield made


def test_a_school_is_counted_from_its_records_and_sends_what_it_saw(world: World) -> None:
    report = world.begun(world.head, world.school)
    cells = world.cells(world.head, report)
    assert (cells[ALL], cells[GIRLS], cells[MINORITY_GIRLS], cells["schools.schools.public"]) == (3, 2, 1, 1)
    assert cells["classes.classes.total"] == 1
    sent = world.sent(world.head, report)
    assert (sent.state, sent.receiver_id, str(sent.due_on)) == (State.SUBMITTED, world.commune, "2026-10-10")
    changed(world.anh, ethnicity=COHO)
    assert world.cells(world.head, sent)[MINORITY_GIRLS] == 1


def test_nobody_sends_for_another_and_nobody_decides_about_the_own(world: World) -> None:
    report = world.begun(world.head, world.school)
    with pytest.raises(Refused):
        world.sent(world.commune_officer, report)
    with pytest.raises(Refused):
        world.begun(world.officer, world.near)
    sent = world.sent(world.head, report)
    with database.acting(world.head), pytest.raises(Refused):
        services.accept_report(world.head, at=AT, report_id=sent.pk)
    with database.acting(world.officer), pytest.raises(Refused):
        services.renew_layout(world.officer, at=AT, report_id=sent.pk)


def test_what_was_returned_comes_back_as_a_revision_that_says_what_changed(world: World) -> None:
    sent = world.sent_anew(world.head, world.school)
    kept = (sent.content, sent.digest)
    with database.acting(world.commune_officer):
        with pytest.raises(Invalid) as without:
            services.return_report(world.commune_officer, at=AT, report_id=sent.pk, reason="sai")
        assert "10" in without.value.errors["reason"]
        services.return_report(world.commune_officer, at=AT, report_id=sent.pk, reason=WHY)
    changed(world.anh, ethnicity=COHO)
    again = world.sent_anew(world.head, world.school, at=LATER)
    assert (again.revision, world.cells(world.head, again)[MINORITY_GIRLS]) == (2, 2)
    before = Report.objects.filter(pk=sent.pk)
    with database.acting(world.head):
        first = before.get()
        assert (first.state, first.is_latest, first.reason) == (State.RETURNED, False, WHY)
        assert (first.content, first.digest) == kept


def test_the_sum_goes_up_and_says_who_is_missing(world: World) -> None:
    world.sent_anew(world.head, world.school)
    report = world.begun(world.commune_officer, world.commune)
    with database.acting(world.commune_officer):
        assert queries.filled(world.commune_officer, report).missing == ("Trường Tiểu học Lê Lợi",)
    with pytest.raises(Invalid) as incomplete:
        world.sent(world.commune_officer, report)
    assert "reason" in incomplete.value.errors
    world.sent_anew(world.other_head, world.near)
    sent = world.sent(world.commune_officer, report)
    cells = world.cells(world.officer, sent)
    assert (cells[ALL], cells[GIRLS], cells["schools.schools.total"], sent.receiver_id) == (
        4,
        2,
        2,
        world.department,
    )
    own = world.begun(world.officer, world.department)
    done = world.sent(world.officer, own, note="Xã Bảo Thuận chưa gửi, sẽ bổ sung sau")
    assert world.cells(world.officer, done)[ALL] == 4
    with database.acting(world.officer), pytest.raises(Invalid) as gone:
        services.return_report(world.officer, at=AT, report_id=sent.pk, reason=WHY)
    assert "cấp trên" in str(gone.value)


def test_figures_that_moved_are_not_sent_unseen(world: World) -> None:
    report = world.begun(world.head, world.school)
    with database.acting(world.head):
        seen = queries.filled(world.head, report).digest
    changed(world.anh, ethnicity=COHO)
    with database.acting(world.head), pytest.raises(Invalid) as moved:
        services.submit_report(world.head, at=AT, report_id=report.pk, seen=seen)
    assert "đã đổi" in str(moved.value)
    world.sent(world.head, report)
    with pytest.raises(Invalid) as twice:
        world.sent(world.head, report)
    assert "tình trạng khác" in str(twice.value)


def test_a_control_sum_that_fails_is_named_and_must_be_explained(world: World) -> None:
    with database.acting(world.officer):
        type(world.anh).objects.filter(pk=world.anh.pk).update(
            grade="09"
        )  # a grade that the level does not have
    report = world.begun(world.head, world.school)
    with pytest.raises(Invalid) as fails:
        world.sent(world.head, report)
    assert "đẳng thức" in str(fails.value)
    with database.acting(world.head):
        for key in ("learners.all.total", "learners.all.girls"):
            services.explain_cell(
                world.head, at=AT, report_id=report.pk, cell=key, text="Một em học vượt lớp theo quyết định"
            )
    assert world.sent(world.head, report).state == State.SUBMITTED


def test_another_version_of_the_form_between_draft_and_sending(world: World) -> None:
    report = world.begun(world.head, world.school)
    present = report.form_version
    with database.acting(world.head):
        Report.objects.filter(pk=report.pk).update(form_version=present - 1)
    with pytest.raises(Invalid) as old:
        world.sent(world.head, report)
    assert "phiên bản mới" in str(old.value)
    with database.acting(world.head):
        services.renew_layout(world.head, at=AT, report_id=report.pk)
    assert world.sent(world.head, report).form_version == present


def test_what_was_sent_cannot_be_changed_even_past_the_rules(world: World) -> None:
    from django.db import DatabaseError, transaction

    sent = world.sent_anew(world.head, world.school)
    with database.acting(world.head):
        for column, value in (("content", "{}"), ("digest", "0" * 64), ("state", "draft")):
            with pytest.raises(DatabaseError), transaction.atomic():
                Report.objects.filter(pk=sent.pk).update(**{column: value})


def test_begun_twice_at_once_and_absurd_questions(world: World) -> None:
    world.begun(world.head, world.school)
    with pytest.raises(Invalid):
        world.begun(world.head, world.school)
    for form in ("dn-mn", "dn-thpt", "x", ""):
        with pytest.raises(Invalid):
            world.begun(world.head, world.school, form=form)
    with pytest.raises(Invalid) as early:
        world.begun(world.head, world.school, form="cn-th")
    assert "Chưa đến ngày" in str(early.value)
    assert YEAR in queries.years()
    assert FORM in [form.code for form in queries.forms_of(YEAR)]
