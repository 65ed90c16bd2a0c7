"""Inspections: last year's plan of the department with visits that were held, remedies in every state and minutes that
both sides signed; this year's plan drawn and approved, the first visit under way."""

from __future__ import annotations

import io
import random
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from khuevan.governance.inspections import queries, services
from khuevan.governance.inspections.choices import Result
from khuevan.governance.inspections.models import Answer, Candidate, Plan, Remedy, Visit
from khuevan.governance.inspections.rules import shipped
from khuevan.kernel import clock, database
from khuevan.kernel.access import Actor
from khuevan.register.accounts import queries as accounts
from khuevan.register.signing import queries as signing
from khuevan.register.signing import services as signatures

from .plan import SEED

HELD = 4
REMARKS = {
    Result.MET: "Hồ sơ đủ, khớp với thực tế",
    Result.PARTLY: "Có làm nhưng chưa đều giữa các tổ",
    Result.NOT_MET: "Chưa có hồ sơ, chưa phân công ai theo dõi",
}
DEMAND = "Bổ sung hồ sơ, phân công người theo dõi và cập nhật lên hệ thống"
NAMED = "Trường có tài khoản dùng thử: thêm để xem đủ các bước"
REPLY = "Đã phân công người phụ trách và cập nhật xong dữ liệu trên hệ thống"
WIDE, HIGH = 320, 240


@dataclass(frozen=True)
class Places:
    """heads: schools with log-ins and their heads, who sign; leader, second: officers who inspect."""

    department: int
    heads: Sequence[tuple[int, Actor]]
    leader: Actor
    second: Actor


def places(department: int, schools: Sequence[int], *, on: date) -> Places:
    """schools: of the three heads with log-ins, in their order."""

    def who(username: str) -> Actor:
        found = accounts.account_for_signin(username)
        assert found is not None
        return accounts.actor_for(found.pk, on)

    heads = [who(name) for name in ("hieutruong", "hieutruong2", "hieutruong.thcs")]
    leader, second = who("chuyenvien.so"), who("chuyenvien.xa")
    return Places(department, list(zip(schools, heads, strict=True)), leader, second)


def furnish(places: Places, *, at: datetime, on: date) -> None:
    """Nothing while no school year runs."""
    begun = queries.years(on)
    if not begun:
        return
    if len(begun) > 1 and date(int(begun[1][:4]), 10, 15) >= shipped.SINCE:
        _last_year(places, begun[1], at)
    _this_year(places, begun[0], at)


def _last_year(places: Places, year: str, now: datetime) -> None:
    start = int(year[:4])
    drawn, held = datetime(start, 10, 15, 2, 0, tzinfo=UTC), datetime(start, 11, 18, 1, 30, tzinfo=UTC)
    named = [unit for unit, _head in places.heads]
    plan = _approved(places, year, drawn, number=f"215/QĐ-SGDĐT-{start}", named=named)
    visits = {one.unit_id: one for one in Visit.objects.filter(plan=plan).order_by("pk")}
    heads = dict(places.heads)
    others = [pk for pk in visits if pk not in heads][: HELD - len(heads)]
    for number, unit in enumerate([*[pk for pk in heads if pk in visits], *others]):
        moment = held + timedelta(days=7 * number)
        _held(places, visits[unit], moment, now, number)
        if unit in heads:
            _signed(places, visits[unit], heads[unit], now)
        _followed(places, visits[unit], heads.get(unit), moment + timedelta(days=20), number)


def _this_year(places: Places, year: str, now: datetime) -> None:
    """The school with log-ins is next, the team of its visit is named."""
    drawn = now - timedelta(days=12)
    first = places.heads[0][0]
    plan = _approved(places, year, drawn, number="198/QĐ-SGDĐT", named=[first])
    visit = Visit.objects.get(plan=plan, unit_id=first)
    _team(places, visit, now, (now + timedelta(days=5)).date())


def _approved(places: Places, year: str, at: datetime, *, number: str, named: Sequence[int]) -> Plan:
    who = places.leader
    with database.acting(who):
        plan = services.begin_plan(who, at=at, body_id=places.department, year=year, sheet=shipped.SHEET)
        services.draw_plan(who, at=at, plan_id=plan.pk, seed=f"{SEED}-{year}")
        for row in Candidate.objects.filter(plan=plan, unit_id__in=list(named), way=""):
            services.name_unit(who, at=at, plan_id=plan.pk, candidate_id=row.pk, reason=NAMED)
        return services.approve_plan(who, at=at, plan_id=plan.pk, decision=number, decided_on=clock.on(at))


def _team(places: Places, visit: Visit, at: datetime, day: date) -> None:
    known = {row.account_id for row in queries.inspectors(visit, on=clock.on(at))}
    team = [one.account_id for one in (places.leader, places.second) if one.account_id in known]
    with database.acting(places.leader):
        services.prepare_visit(
            places.leader, at=at, visit_id=visit.pk, planned_on=day, team=[pk for pk in team if pk is not None],
            leader=places.leader.account_id,
        )  # fmt: skip


def _held(places: Places, visit: Visit, at: datetime, now: datetime, number: int) -> None:
    """Answered line by line, a photo of one, a remedy for each fault, concluded."""
    who, chance = places.leader, random.Random(f"{SEED}/inspection/{visit.unit_id}")
    _team(places, visit, now, at.date())
    with database.acting(who):
        services.open_visit(who, at=at, visit_id=visit.pk)
        rows = list(Answer.objects.filter(visit=visit).order_by("place"))
        faults = {2 + number % 3, 6}
        for row in rows:
            result = Result.MET
            if row.place in faults:
                result = Result.NOT_MET if row.place == 6 else Result.PARTLY
            elif chance.random() < 0.1:
                result = Result.SKIPPED
            cells = [services.Cell(row.pk, "result", result.value, 0)]
            if result in REMARKS:
                cells.append(services.Cell(row.pk, "remark", REMARKS[result], 0))
            services.save_cells(who, at=at, visit_id=visit.pk, cells=cells)
        services.add_photo(
            who, at=at, visit_id=visit.pk, answer_id=rows[5].pk, key=f"mau-{visit.pk:08}", stream=io.BytesIO(_drawn()),
            name="phong-may.png",
        )  # fmt: skip
        for row in rows:
            if row.place in faults:
                services.demand_remedy(
                    who, at=at, visit_id=visit.pk, answer_id=row.pk, text=DEMAND, due_on=(at + timedelta(days=30)).date()
                )  # fmt: skip
        services.conclude_visit(
            who, at=at + timedelta(hours=3), visit_id=visit.pk,
            remarks="Đơn vị chuẩn bị hồ sơ nghiêm túc; cần khắc phục những mục đã nêu.",
        )  # fmt: skip


def _drawn() -> bytes:
    """A picture of bands, as PNG: the demonstration shows nobody's room."""
    rows = b"".join(
        b"\0" + bytes((60 + line // 2, 110 + line // 3, 170 - line // 2)) * WIDE for line in range(HIGH)
    )
    head = struct.pack(">IIBBBBB", WIDE, HIGH, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    chunks = (
        struct.pack(">I", len(one)) + name + one + struct.pack(">I", zlib.crc32(name + one))
        for name, one in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def _signed(places: Places, visit: Visit, head: Actor, at: datetime) -> None:
    """By both sides, with test certificates, today: the development authority is a year old at most, and nobody signs
    with a certificate that was not valid yet. Unsigned where the authority is off."""
    if signing.authority(at) is None:
        return
    for who in (places.leader, head):
        with database.acting(who):
            certificate = signatures.issue_test_certificate(who, seal=False, at=at)
            found = queries.latest(visit)
            visit.refresh_from_db()
            assert found is not None
            seen = services.seen_digest(visit, found)
            with signatures.opened_signer(certificate, at=at) as signer:
                sign = services.Signature(certificate.pk, signer)
                if who is places.leader:
                    services.lead_minutes(
                        who, at=at, visit_id=visit.pk, seen=seen, sign=sign, number=f"{10 + visit.pk % 80}",
                        place="Lâm Đồng",
                    )  # fmt: skip
                else:
                    services.sign_minutes(who, at=at, visit_id=visit.pk, seen=seen, sign=sign)


def _followed(places: Places, visit: Visit, head: Actor | None, at: datetime, number: int) -> None:
    """The first school has one accepted and one still open; the second answered; the third's came back."""
    rows = list(Remedy.objects.filter(visit=visit).order_by("pk"))
    if head is None:
        return
    with database.acting(head):
        services.answer_remedy(head, at=at, remedy_id=rows[0].pk, reply=REPLY)
    with database.acting(places.leader):
        if number == 0:
            services.accept_remedy(places.leader, at=at + timedelta(days=2), remedy_id=rows[0].pk)
        elif number == 2:
            services.return_remedy(
                places.leader, at=at + timedelta(days=2), remedy_id=rows[0].pk,
                reason="Chưa có quyết định phân công kèm theo",
            )  # fmt: skip
