"""Reports in words: the programme's, asked for by the department and late with most; last year's that schools made
public. One is written, one waits for its signature, others were sent, accepted, returned; `narratives.toml` holds the
words."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

from khuevan.governance.indicators import queries as indicators
from khuevan.governance.reports import queries, services
from khuevan.governance.reports.choices import State, Tier
from khuevan.governance.reports.models import Report
from khuevan.kernel.access import Actor
from khuevan.register.signing import queries as signing
from khuevan.register.signing import services as signers
from khuevan.school.schoolyear.queries import year_at

NARRATIVES: Final = Path(__file__).parent / "narratives.toml"
LEAD: Final = "Công tác lãnh đạo, chỉ đạo, tổ chức thực hiện"
EMPTY: Final = "Các phần còn lại nhà trường báo cáo cùng kỳ tổng kết"
REMARK: Final = "Nêu thêm số, ngày của kế hoạch đã ban hành"
WRONG: Final = "Số máy tính ở phần II chưa khớp với biên bản kiểm kê, đề nghị rà lại"


Words = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Office:
    """A unit, who signs for it and who writes there. letters: of its name, as numbers of its documents end."""

    unit_id: int
    head: tuple[int, str]
    clerk: tuple[int, str]
    title: str = "Hiệu trưởng"
    place: str = ""
    letters: str = ""


@dataclass(frozen=True)
class Places:
    """first, second, secondary: with log-ins. near: schools that report to the commune of the first."""

    first: Office
    second: Office
    secondary: Office
    near: Sequence[Office]
    commune: Office
    department: Office


def furnish(actor: Actor, places: Places, *, at: datetime, on: date) -> None:
    """Nothing while no school year runs, and where nobody can sign."""
    year, states = year_at(on), {str(one): one.pk for one in indicators.snapshots()}
    month = on.replace(day=1) - timedelta(days=1)
    running = states.get(f"Số liệu tháng {month:%m/%Y}")
    ended = next((pk for name, pk in states.items() if name.startswith("Cuối năm học")), None)
    if year is None or running is None or signing.authority(at) is None:
        return
    words = tomllib.loads(NARRATIVES.read_text())
    desk = Desk(actor, at - timedelta(days=20))
    desk.open(
        services.Order(
            f"Báo cáo Đề án ứng dụng CNTT và chuyển đổi số, học kỳ I năm học {year.code}", "programme", year.code,
            running, before_id=ended,
            dues={Tier.SCHOOL: on - timedelta(days=3), Tier.COMMUNE: on + timedelta(days=4),
                  Tier.DEPARTMENT: on + timedelta(days=11), Tier.MINISTRY: on + timedelta(days=30)},
        ), places.department.unit_id,
    )  # fmt: skip
    _programme(desk, places, words)
    if ended is not None:
        start = year.starts_on.year
        last = f"{start - 1}-{start}"
        _disclosed(
            actor,
            places,
            words["disclosed"],
            last,
            ended,
            at=datetime.combine(date(start, 6, 22), time(3), at.tzinfo),
        )


def _programme(desk: Desk, places: Places, words: Words) -> None:
    school, typed = words["school"], words["typed"]
    begun = {LEAD: school[LEAD]}
    desk.write(places.first, {**school, **typed, **words["typed_school"]})
    desk.write(places.commune, {**words["commune"], **typed})
    desk.write(places.department, {**words["department"], **typed})
    second = desk.write(places.second, begun)
    if second is not None:
        clerk = desk.as_(places.second, places.second.clerk)
        services.comment(clerk, at=desk.at, report_id=second.pk, key=LEAD, body=REMARK)
    desk.hand_over(places.secondary, begun)
    decisions = (State.ACCEPTED, State.SUBMITTED, State.RETURNED)
    for office, decision, lead in zip(places.near, decisions, words["near"]["leads"], strict=False):
        is_whole = decision is State.ACCEPTED
        report = desk.send(office, {**school, LEAD: lead} if is_whole else {LEAD: lead})
        if report is None or decision is State.SUBMITTED:
            continue
        receiver = replace(desk.as_(places.commune, places.commune.head), home_unit_id=report.receiver_id)
        if is_whole:
            services.accept_report(receiver, at=desk.at + timedelta(days=15), report_id=report.pk)
        else:
            services.return_report(
                receiver, at=desk.at + timedelta(days=15), report_id=report.pk, reason=WRONG
            )


def _disclosed(
    actor: Actor, places: Places, words: Mapping[str, str], year: str, snapshot: int, *, at: datetime
) -> None:
    """Of last year, and over: what two schools made public stays to be read."""
    desk = Desk(actor, at)
    order = services.Order(f"Báo cáo thường niên công khai năm học {year}", "disclosure", year, snapshot)
    campaign = desk.open(order, places.department.unit_id)
    for office in (places.first, *places.near[:1]):
        report = desk.send(office, words)
        if report is not None:
            head = desk.as_(office, office.head)
            services.publish_report(head, at=at + timedelta(days=6), report_id=report.pk, is_confirmed=True)
    services.end_campaign(actor, at=at + timedelta(days=20), campaign_id=campaign)


class Desk:
    """The offices of one campaign at work, five days after it was opened and later."""

    def __init__(self, actor: Actor, at: datetime) -> None:
        self.actor, self.at, self.campaign = actor, at, 0

    def open(self, order: services.Order, unit_id: int) -> int:
        self.campaign = services.open_campaign(self.actor, at=self.at, unit_id=unit_id, order=order).pk
        return self.campaign

    def as_(self, office: Office, who: tuple[int, str]) -> Actor:
        return replace(self.actor, person_id=who[0], name=who[1], home_unit_id=office.unit_id)

    def write(self, office: Office, words: Mapping[str, str]) -> Report | None:
        """The parts that the template asks for, by the clerk; the head looked through the first one. None for a unit that
        owes none."""
        report = queries.latest(self.campaign, office.unit_id)
        if report is None:
            return None
        clerk, at = self.as_(office, office.clerk), self.at + timedelta(days=5)
        details = {
            "number": f"{20 + office.unit_id % 60}/BC-{office.letters}",
            "place": office.place,
            "signer_title": office.title,
            "signer_name": office.head[1],
        }
        services.set_details(clerk, at=at, report_id=report.pk, details=details)
        asked = queries.sheet_of(report)
        for key in _known((*asked.parts, *asked.typed), words):
            services.write_section(clerk, at=at, report_id=report.pk, key=key, body=words[key], seen=0)
        return report

    def hand_over(self, office: Office, words: Mapping[str, str]) -> Report | None:
        report = self.write(office, words)
        if report is not None:
            clerk = self.as_(office, office.clerk)
            services.hand_over(clerk, at=self.at + timedelta(days=6), report_id=report.pk, reason=EMPTY)
        return report

    def send(self, office: Office, words: Mapping[str, str]) -> Report | None:
        report = self.hand_over(office, words)
        if report is None:
            return None
        head, at = self.as_(office, office.head), self.at + timedelta(days=6)
        known = signing.usable_certificates(office.head[0], office.unit_id, at)
        certificate = next((one for one in known if not one.is_seal), None)
        certificate = certificate or signers.issue_test_certificate(head, seal=False, at=at)
        with ExitStack() as opened:
            signer = opened.enter_context(signers.opened_signer(certificate, at=at))
            sign = services.Signature(certificate.pk, signer)
            return services.submit_report(head, at=at, report_id=report.pk, seen="", signs=[sign], note=EMPTY)


def _known(asked: Iterable[queries.Part], words: Mapping[str, str]) -> list[str]:
    return [part.label for part in asked if part.label in words]
