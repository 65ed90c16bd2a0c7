"""From the school's draft to the province's signed report, on the real database, with real signatures."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import timedelta

import docx
import pytest
from django.db import DatabaseError, transaction
from django.http import Http404

from khuevan.governance.reports import queries, services
from khuevan.governance.reports.choices import State
from khuevan.governance.reports.models import Report, SectionVersion
from khuevan.governance.reports.views.files import file_of
from khuevan.kernel import access, clock, database, jobs
from khuevan.kernel.access import Actor, Refused
from khuevan.kernel.database import ChangedMeanwhile
from khuevan.kernel.records import Invalid
from khuevan.register.signing import queries as signing

from .builders import AT, LATE, LEAD, WHY, World, changed

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> Iterator[World]:
    made = World()
    with clock.frozen(AT):
        yield made


def words_of(content: bytes) -> str:
    found = docx.Document(io.BytesIO(content))
    lines = [one.text for one in found.paragraphs]
    return "\n".join(
        [*lines, *(one.text for table in found.tables for row in table.rows for one in row.cells)]
    )


def test_everybody_under_the_department_owes_a_report_to_whom_it_stands_under(world: World) -> None:
    campaign = world.campaign()
    with database.acting(world.officer):
        found = {
            one.unit_id: (one.tier, one.receiver_id, str(one.due_on))
            for one in Report.objects.filter(campaign=campaign)
        }
    assert found == {
        world.school: ("school", world.commune, "2027-06-07"), world.near: ("school", world.commune, "2027-06-07"),
        world.empty: ("school", world.far, "2027-06-07"), world.commune: ("commune", world.department, "2027-06-12"),
        world.far: ("commune", world.department, "2027-06-12"),
        world.department: ("department", world.ministry, "2027-06-20"),
    }  # fmt: skip


def test_the_draft_is_filled_from_the_frozen_state_and_the_frozen_state_only(world: World) -> None:
    report = world.report(world.campaign(), world.school)
    changed(world.anh, sex="male")
    with database.acting(world.head):
        told = queries.told(world.head, report)
        said = told.contents().values
        assert said["chỉ tiêu: schoolyear.student:all"][0] == "3"
        assert (
            f"unit={world.school}&snapshot={world.snapshot.pk}" in said["chỉ tiêu: schoolyear.student:all"][1]
        )
        text = words_of(file_of(world.head, report, "docx"))
    assert "TRƯỜNG TIỂU HỌC KIM ĐỒNG" in text
    assert "hồ sơ số của 3 học sinh" in text


def test_a_signed_report_stays_as_it_is_and_its_correction_is_another_edition(world: World) -> None:
    sent = world.sent(
        world.head,
        world.campaign(),
        world.school,
        "Đã ban hành Kế hoạch số 12.\n- Thành lập tổ chuyển đổi số",
    )
    assert (sent.state, sent.edition, len(sent.digest)) == (State.SUBMITTED, 1, 64)
    with database.acting(world.head):
        pdf, word = file_of(world.head, sent, "pdf"), file_of(world.head, sent, "docx")
        verified = signing.verify(pdf, signing.trust(AT), at=AT)
        contents = queries.contents_of(sent)
    assert verified.outcome.value != "invalid"
    assert len(verified.signatures) == 1
    text = words_of(word)
    for said in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "UBND XÃ DI LINH",
        "Đã ban hành Kế hoạch số 12.",
        "Lê Thị Hiệu Trưởng",
        "ngày 26 tháng 11 năm 2026",
    ):
        assert said in text, said
    assert contents is not None
    assert contents.sections[LEAD] == "Đã ban hành Kế hoạch số 12.\n- Thành lập tổ chuyển đổi số"
    with database.acting(world.head), pytest.raises(DatabaseError), transaction.atomic():
        Report.objects.filter(pk=sent.pk).update(content="{}")
    with database.acting(world.head):
        with pytest.raises(Invalid):
            services.write_section(world.head, at=AT, report_id=sent.pk, key=LEAD, body="Khác", seen=1)
        with pytest.raises(Invalid) as without:
            services.correct(world.head, at=AT, report_id=sent.pk)
        assert "reason" in without.value.errors
        again = services.correct(world.head, at=AT, report_id=sent.pk, reason="Ghi nhầm số của kế hoạch")
    assert (again.edition, again.state) == (2, State.DRAFT)
    world.write(world.head, again, "Đã ban hành Kế hoạch số 21.", seen=1)
    world.hand_over(world.head, again)
    second = world.send(world.head, again)
    with database.acting(world.head):
        assert file_of(world.head, queries.report(world.head, sent.pk), "pdf") == pdf
        assert "Kế hoạch số 21" in words_of(file_of(world.head, second, "docx"))


def test_what_moved_since_it_was_seen_is_not_signed(world: World) -> None:
    report = world.report(world.campaign(), world.school)
    world.write(world.head, report, "Chữ")
    world.hand_over(world.head, report)
    with database.acting(world.head), pytest.raises(Invalid) as moved:
        services.submit_report(world.head, at=AT, report_id=report.pk, seen="0" * 64, signs=[])
    assert "đã đổi" in str(moved.value)
    with database.acting(world.head), pytest.raises(Invalid) as unsigned:
        services.submit_report(world.head, at=AT, report_id=report.pk, seen="", signs=[])
    assert "certificate" in unsigned.value.errors
    assert world.report(report.campaign, world.school).state == State.READY


def test_two_writers_do_not_overwrite_each_other_and_every_version_is_kept(world: World) -> None:
    report = world.report(world.campaign(), world.school)
    world.write(world.clerk, report, "Của văn thư")
    with database.acting(world.head), pytest.raises(ChangedMeanwhile):
        services.write_section(
            world.head, at=AT, report_id=report.pk, key=LEAD, body="Của hiệu trưởng", seen=0
        )
    world.write(world.head, report, "Của hiệu trưởng", seen=1)
    with database.acting(world.head):
        assert list(SectionVersion.objects.order_by("number").values_list("body", flat=True)) == [
            "Của văn thư", "Của hiệu trưởng"
        ]  # fmt: skip


def test_a_remark_must_be_settled_before_the_signature(world: World) -> None:
    report = world.report(world.campaign(), world.school)
    world.write(world.clerk, report, "Chữ")
    with database.acting(world.head):
        made = services.comment(world.head, at=AT, report_id=report.pk, key=LEAD, body="Thiếu số văn bản")
        with pytest.raises(Invalid) as open_:
            services.hand_over(world.head, at=AT, report_id=report.pk, reason=WHY)
        assert "góp ý" in str(open_.value)
        services.settle(world.head, at=AT, report_id=report.pk, comment_id=made.pk)
        assert services.hand_over(world.head, at=AT, report_id=report.pk, reason=WHY).state == State.READY


def test_the_report_above_quotes_what_was_sent_and_holds_it(world: World) -> None:
    campaign = world.campaign()
    sent = world.sent(world.head, campaign, world.school, "Trường đã cử giáo viên cốt cán.")
    above = world.report(campaign, world.commune)
    world.write(world.commune_officer, above, "Xã đã chỉ đạo.")
    world.hand_over(world.commune_officer, above)
    with pytest.raises(Invalid) as incomplete:
        world.send(world.commune_officer, above, note="")
    assert "reason" in incomplete.value.errors
    made = world.send(world.commune_officer, above)
    with database.acting(world.commune_officer):
        text = words_of(file_of(world.commune_officer, made, "docx"))
        assert "Trường đã cử giáo viên cốt cán." in text
        contents = queries.contents_of(made)
        assert contents is not None
        assert [(part.report_id, part.digest) for part in contents.parts] == [(sent.pk, sent.digest)]
        assert contents.values["chỉ tiêu: schoolyear.student:all"][0] == "4"
        with pytest.raises(Invalid):
            services.return_report(world.commune_officer, at=AT, report_id=sent.pk, reason=WHY)


def test_a_returned_report_is_written_again(world: World) -> None:
    campaign = world.campaign()
    sent = world.sent(world.head, campaign, world.school)
    with database.acting(world.commune_officer):
        with pytest.raises(Invalid):
            services.return_report(world.commune_officer, at=AT, report_id=sent.pk, reason="sai")
        services.return_report(world.commune_officer, at=AT, report_id=sent.pk, reason=WHY)
    with database.acting(world.clerk):
        again = services.correct(world.clerk, at=AT, report_id=sent.pk)
    assert (again.edition, again.correction) == (2, WHY)


def test_nobody_writes_signs_or_decides_for_another(world: World) -> None:
    campaign = world.campaign()
    report = world.report(campaign, world.school)
    for who in (world.commune_officer, world.officer):
        with pytest.raises(Refused):
            world.write(who, report, "Chữ")
    with database.acting(world.stranger), pytest.raises(Http404):
        queries.report(world.stranger, report.pk)
    sent = world.sent(world.head, campaign, world.school)
    with database.acting(world.head), pytest.raises(Refused):
        services.accept_report(world.head, at=AT, report_id=sent.pk)
    with database.acting(world.officer), pytest.raises(Refused):
        services.accept_report(world.officer, at=AT, report_id=sent.pk)
    with database.acting(world.clerk), pytest.raises((Refused, Invalid)):
        services.submit_report(world.clerk, at=AT, report_id=sent.pk, seen="", signs=[])


def reminded(who: Actor, report: Report) -> Report:
    with database.acting(who):
        return Report.objects.get(pk=report.pk)


def test_the_late_are_reminded_and_the_board_counts(world: World) -> None:
    campaign = world.campaign()
    world.sent(world.head, campaign, world.school)
    with database.acting(world.commune_officer):
        assert (
            services.remind_late(world.commune_officer, at=LATE, campaign_id=campaign.pk, on=clock.on(LATE))
            == 1
        )
    near = world.report(campaign, world.near)
    assert (near.reminded_at, near.reminded_by) == (LATE, "Phạm Chuyên Viên Xã")
    with database.acting(world.stranger):
        assert queries.waiting(world.stranger, clock.on(LATE)) == queries.Waiting(write=1, late=1, reminded=1)
    with database.acting(world.officer):
        board = queries.board(world.officer, campaign, world.department, clock.on(LATE))
    assert (board.schools, board.counts["submitted"], board.late) == (3, 1, 2)
    assert {row.name: row.schools for row in board.rows} == {"Xã Di Linh": (1, 2), "Xã Bảo Thuận": (0, 1)}


def test_the_clock_reminds_whoever_is_late_once_a_week(world: World) -> None:
    campaign = world.campaign()
    world.sent(world.head, campaign, world.school)
    system = access.system()

    def reminded_at(after: timedelta) -> int:
        at = LATE + after
        with database.acting(system):
            return services.remind_all_late(system, at=at, on=clock.on(at))

    assert reminded_at(timedelta()) == 2, "the two schools that did not send; the communes still have time"
    assert world.report(campaign, world.near).reminded_at == LATE
    assert world.report(campaign, world.school).reminded_at is None
    assert reminded_at(timedelta(days=3)) == 2, "the communes"
    assert reminded_at(timedelta(days=4)) == 0
    assert reminded_at(timedelta(days=7)) == 2, "the schools again"
    with pytest.raises(Refused):
        services.remind_all_late(world.officer, at=LATE, on=clock.on(LATE))
    with database.acting(world.officer):
        services.end_campaign(world.officer, at=LATE, campaign_id=campaign.pk)
    assert reminded_at(timedelta(days=30)) == 0
    (planned,) = [one for one in jobs.registry.periodic() if one.job.name == "reports.late:remind"]
    assert planned.at_start


def test_a_campaign_wants_a_whole_state_and_only_the_own_unit_opens_it(world: World) -> None:
    order = services.Order("Thử", "programme", "2026-2027", 999_999)
    with database.acting(world.officer), pytest.raises(Invalid) as none:
        services.open_campaign(world.officer, at=AT, unit_id=world.department, order=order)
    assert "snapshot" in none.value.errors
    with database.acting(world.officer), pytest.raises(Refused):
        services.open_campaign(world.officer, at=AT, unit_id=world.commune, order=order)
    with database.acting(world.head), pytest.raises(Http404):
        services.open_campaign(world.head, at=AT, unit_id=world.school, order=order)
    only = world.campaign("disclosure")
    with database.acting(access.system()):
        assert set(Report.objects.filter(campaign=only).values_list("tier", flat=True)) == {"school"}
