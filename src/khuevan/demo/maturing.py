"""How digital the schools are: this year's assessments in every state, last year's published levels, a few evidences. The
school with log-ins is on its way; the commune and the department have something to do."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from khuevan.governance.indicators import queries as indicators
from khuevan.governance.maturity import queries, services
from khuevan.governance.maturity.choices import Kind, Topic
from khuevan.governance.maturity.models import Assessment
from khuevan.governance.maturity.queries import Index
from khuevan.governance.maturity.rules import Found
from khuevan.governance.maturity.services import Given, LoadedSheet
from khuevan.kernel import database
from khuevan.kernel.access import Actor

from .plan import SEED

EDITION = "4725"
LATE_SHARE = 0.04
HALF = Decimal("0.5")
ASKS_MORE = "Chưa có quyết định phân công người phụ trách chuyển đổi số, đề nghị bổ sung minh chứng 2.1"
SEEN = "Đã xem phòng máy, sổ điểm trên hệ thống và phỏng vấn ba giáo viên"
AGREED = "Hai bên cùng xem lại nhật ký sử dụng, lấy mức thấp hơn"
PLAN = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj
trailer<</Root 1 0 R>>
%%EOF
"""


@dataclass(frozen=True)
class Places:
    """near: schools of the first one's commune; departmental: those that the department manages; others: elsewhere.
    All without those with log-ins."""

    first: int
    second: int
    secondary: int
    near: Sequence[int]
    departmental: Sequence[int]
    others: Sequence[int]
    commune: Actor
    department: Actor


def furnish(actor: Actor, places: Places, *, at: datetime, on: date) -> None:
    """Nothing while no school year runs."""
    year = queries.year_of("", on)
    edition = queries.edition(EDITION)
    index = queries.index(edition, on)
    if year is None:
        return
    _last_year(actor, places, index, on=on)
    begun = at - timedelta(days=20)
    _own(actor, places.first, index, year, at=begun)
    states = _States(actor, index, year, begun)
    local, elsewhere, departmental = (iter(one) for one in (places.near, places.others, places.departmental))
    states.external(next(local, None), [places.commune])
    states.assessed(next(local, None), [places.commune, places.department])
    states.recognised(next(local, None))
    states.returned(places.secondary)
    states.submitted(places.second)
    states.submitted(next(departmental, None))
    states.recognised(next(departmental, None))
    states.external(next(departmental, None), [places.department])
    states.checked(next(elsewhere, None))
    states.recognised(next(elsewhere, None), publish=True)
    states.begun(next(elsewhere, None))
    if indicators.current() is not None:
        services.propose_all(at=at, edition=edition, year=year)


def _own(actor: Actor, unit_id: int, index: Index, year: str, *, at: datetime) -> None:
    """Under way: half of the lines, three evidences, one link."""
    one = services.begin_assessment(actor, at=at, unit_id=unit_id, edition=EDITION, year=year)
    services.take_proposals(actor, at=at, assessment_id=one.pk)
    for code in ("1.1", "2.1", "2.2"):
        services.record_score(actor, at=at, assessment_id=one.pk, code=code, points=None, met=True, reason="")
    for topic, title in (
        (Topic.ONLINE_PLAN, "Kế hoạch dạy học trực tuyến kết hợp trực tiếp"),
        (Topic.STEERING, "Quyết định phân công người phụ trách chuyển đổi số"),
        (Topic.PLAN, "Kế hoạch chuyển đổi số năm học"),
    ):
        services.give_file(
            actor,
            at=at,
            unit_id=unit_id,
            topic=topic,
            title=title,
            stream=io.BytesIO(PLAN),
            name=f"{topic}.pdf",
        )
    services.give_record(
        actor, at=at, unit_id=unit_id, topic=Topic.DEVICES, title="Sổ phòng, máy tính trên nền tảng",
        address=f"/facilities/rooms/?school={unit_id}",
    )  # fmt: skip
    services.give_link(
        actor, at=at, unit_id=unit_id, topic=Topic.ONLINE_SYSTEM, title="Trang học trực tuyến của trường",
        address="https://hoc-truc-tuyen.example/",
    )  # fmt: skip


@dataclass(frozen=True)
class _States:
    """Takes a school as far as each state."""

    actor: Actor
    index: Index
    year: str
    at: datetime

    def begun(self, unit_id: int | None) -> Assessment | None:
        if unit_id is None or queries.assessed_unit(self.index.edition, unit_id, on=self.index.on) is None:
            return None
        return services.begin_assessment(
            self.actor, at=self.at, unit_id=unit_id, edition=EDITION, year=self.year
        )

    def submitted(self, unit_id: int | None) -> Assessment | None:
        one = self.begun(unit_id)
        if one is None:
            return None
        services.load_scores(self.actor, one, drawn(self.index, one.unit_id), at=self.at)
        return services.submit_assessment(self.actor, at=self.at + timedelta(days=2), assessment_id=one.pk)

    def returned(self, unit_id: int | None) -> None:
        one = self.submitted(unit_id)
        if one is not None:
            services.return_assessment(
                self.actor, at=self.at + timedelta(days=4), assessment_id=one.pk, reason=ASKS_MORE
            )

    def checked(self, unit_id: int | None) -> Assessment | None:
        one = self.submitted(unit_id)
        if one is None:
            return None
        return services.accept_assessment(self.actor, at=self.at + timedelta(days=5), assessment_id=one.pk)

    def external(self, unit_id: int | None, assessors: Sequence[Actor]) -> Assessment | None:
        """Sampled lines; each of the assessors has sealed."""
        one = self.checked(unit_id)
        if one is None:
            return None
        sampled = ["1.1", "1.4", "1.7.1", "2.3.2", "2.3.3", "2.4.1"]
        at = self.at + timedelta(days=7)
        one = services.open_external(self.actor, at=at, assessment_id=one.pk, codes=sampled)
        own = drawn(self.index, one.unit_id)
        for number, who in enumerate(assessors):
            with database.acting(who):
                self._reviewed(who, one, own, number, at)
        return one

    def _reviewed(
        self, who: Actor, one: Assessment, own: dict[str, Found], number: int, at: datetime
    ) -> None:
        review = services.take_seat(who, at=at, assessment_id=one.pk)
        given = {}
        for code in one.sampled:
            points = own[code].points
            lowered = number and code == "2.3.3"
            said = max(points - 2, Decimal(0)) if lowered and points is not None else points
            given[code] = Given(said, own[code].met, SEEN if lowered else "")
        services.write_review(
            who,
            at=at,
            review_id=review.pk,
            given=given,
            visited_on=at.date() if number else None,
            remarks=SEEN,
        )
        services.seal_review(who, at=at, review_id=review.pk)

    def assessed(self, unit_id: int | None, assessors: Sequence[Actor]) -> None:
        """Both have sealed, what they differ on is settled, the result stands."""
        one = self.external(unit_id, assessors)
        if one is None:
            return
        at = self.at + timedelta(days=9)
        for code in queries.unsettled(one):
            points = max((drawn(self.index, one.unit_id)[code].points or Decimal(0)) - 2, Decimal(0))
            services.settle_score(
                self.actor, at=at, assessment_id=one.pk, code=code, points=points, met=None, reason=AGREED
            )
        services.conclude_external(self.actor, at=at, assessment_id=one.pk)

    def recognised(self, unit_id: int | None, *, publish: bool = False) -> None:
        one = self.checked(unit_id)
        if one is None:
            return
        at = self.at + timedelta(days=12)
        services.recognise_level(
            self.actor, at=at, assessment_id=one.pk, decision="87/QĐ-UBND", decided_on=at.date(),
            reason="Hồ sơ đủ minh chứng, năm nay không chọn mẫu đánh giá ngoài",
        )  # fmt: skip
        if publish:
            services.publish_level(self.actor, at=at + timedelta(days=1), assessment_id=one.pk)


def _last_year(actor: Actor, places: Places, index: Index, *, on: date) -> None:
    """Published levels of the year before, of nearly all schools; a third of them were assessed from outside."""
    start = on.year - 1 if on.month >= 8 else on.year - 2
    year, at = f"{start}-{start + 1}", datetime(start + 1, 6, 18, 3, 0, tzinfo=UTC)
    if year not in queries.years(on):
        return
    units = [
        places.first,
        places.second,
        places.secondary,
        *places.near,
        *places.departmental,
        *places.others,
    ]
    services.load_published(
        actor,
        list(_past(index, units)),
        edition=index.edition,
        year=year,
        at=at,
        decided_on=date(start + 1, 6, 16),
    )


def _past(index: Index, units: Sequence[int]) -> Iterator[LoadedSheet]:
    for place, unit in enumerate(units):
        chance = random.Random(f"{SEED}/maturity/{unit}")
        if place > 2 and chance.random() < LATE_SHARE:
            continue
        own = drawn(index, unit, worse=Decimal("0.88"))
        final: dict[str, Found] = {}
        if chance.random() < 0.34:
            for code in ("1.4", "1.7.1", "2.3.2", "2.3.3", "2.4.1"):
                points = own[code].points or Decimal(0)
                lowered = chance.random() < 0.3
                final[code] = Found(
                    max(points - HALF * chance.randint(1, 4), Decimal(0)) if lowered else points
                )
        yield LoadedSheet(unit, own, final, f"{300 + unit % 90}/QĐ-UBND")


def drawn(index: Index, unit_id: int, *, worse: Decimal = Decimal(1)) -> dict[str, Found]:
    """The same school, the same points: between four and ten tenths of each maximum, to half a point."""
    chance = random.Random(f"{SEED}/maturity/points/{unit_id}")
    able = Decimal(chance.randint(45, 92)) / 100
    found = {}
    for row in index.leaves:
        if row.line.kind is Kind.MANDATORY:
            found[row.code] = Found(met=chance.random() < 0.97)
            continue
        share = min(max(able + Decimal(chance.randint(-20, 20)) / 100, Decimal(0)), Decimal(1)) * worse
        found[row.code] = Found(((row.line.maximum or Decimal(0)) * share / HALF).quantize(Decimal(1)) * HALF)
    return found
