"""A teacher's load: what is owed a week after reductions, what is taught, what is beyond.

TT 05/2025/TT-BGDĐT Điều 3, 7 to 12; TT 04/2026/TT-BGDĐT Điều 4, 7 to 10. Worked out in
docs/rulebook/teaching-load.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from .norms import MOST_DUTIES, OVERTIME_SHARE, TEACHING_WEEKS, Duty, Norm, NormBook, is_large
from .sentences import Sentence, _

ZERO = Decimal(0)


@dataclass(frozen=True)
class TakenDuty:
    """A duty that a teacher holds. `periods`: entered with it, where the head decides; `paid`: with an allowance."""

    code: str
    periods: Decimal | None = None
    paid: bool = False


@dataclass(frozen=True)
class LoadFacts:
    """What the load of one teacher rests on. `taught`: periods a week; `classes`: of the school, for its size."""

    post: str
    school_type: str
    level: str
    taught: Decimal
    duties: Sequence[TakenDuty] = ()
    classes: int = 0
    region: int = 2


@dataclass(frozen=True)
class Reduction:
    """One line below the norm; `why_not` says why it does not lessen it."""

    label: str
    periods: Decimal
    instrument: str
    article: str
    trust: str
    why_not: Sentence | None = None


@dataclass(frozen=True)
class Load:
    """`owed`: norm less reductions, not below zero; `over` is negative while periods are missing.

    norm is None where no norm by periods applies; then only `taught` says something.
    """

    norm: Norm | None
    reductions: tuple[Reduction, ...]
    owed: Decimal | None
    taught: Decimal
    over: Decimal | None
    most: Decimal | None
    warnings: tuple[Sentence, ...]

    @property
    def reduced(self) -> Decimal:
        return sum((line.periods for line in self.reductions), ZERO)

    @property
    def owed_a_year(self) -> Decimal | None:
        return None if self.owed is None else self.owed * TEACHING_WEEKS

    @property
    def is_overloaded(self) -> bool:
        """Beyond what may be taught at all, not merely beyond the norm."""
        return self.most is not None and self.taught > self.most


def load_of(facts: LoadFacts, book: NormBook, on: date) -> Load:
    """The load on a day (the first of the term)."""
    norm = book.norm(facts.post, facts.school_type, facts.level, on)
    if norm is None:
        return Load(None, (), None, facts.taught, None, None, ())
    lines = tuple(_reduction(taken, facts, book, on) for taken in facts.duties)
    reduced = sum((line.periods for line in lines), ZERO)
    owed = max(norm.periods - reduced, ZERO)
    most = owed + norm.periods * OVERTIME_SHARE
    found = _warnings(facts, book, on, norm.periods, reduced)
    if facts.taught > most:
        found.append(
            Sentence(
                "overtime",
                _("Dạy %(taught)s tiết/tuần, vượt quá 50%% định mức (nhiều nhất %(most)s tiết)."),
                {"taught": said(facts.taught), "most": said(most)},
            )
        )
    return Load(norm, lines, owed, facts.taught, facts.taught - owed, most, tuple(found))


def fund_warnings(
    taken: Sequence[TakenDuty], book: NormBook, on: date, *, classes: int, region: int
) -> list[Sentence]:
    """Điều 11: for some duties the whole school shares a number of periods. `taken`: of all its teachers."""
    found = []
    for code in sorted({one.code for one in taken}):
        duty = book.duty(code, on)
        if duty is None or duty.fund is None:
            continue
        fund = duty.fund_large if duty.fund_large and is_large(classes, region) else duty.fund
        used = sum((one.periods or ZERO for one in taken if one.code == code), ZERO)
        if used > fund:
            found.append(
                Sentence(
                    "fund",
                    _("%(duty)s: cả trường dùng %(used)s tiết/tuần, quỹ là %(fund)s."),
                    {"duty": duty.label, "used": said(used), "fund": said(fund)},
                )
            )
    return found


def said(number: Decimal) -> str:
    """Periods as people write them: 17; 1,36."""
    text = f"{number.normalize():f}"
    return text.replace(".", ",")


def _reduction(taken: TakenDuty, facts: LoadFacts, book: NormBook, on: date) -> Reduction:
    duty = book.duty(taken.code, on, continuing=facts.school_type == "continuing")
    if duty is None:
        why = Sentence("unknown_duty", _("Không có chế độ giảm cho nhiệm vụ này vào ngày đó."))
        return Reduction(taken.code, ZERO, "", "", "unverified", why)
    if facts.post != "teacher":
        why = Sentence(
            "managers", _("Hiệu trưởng, phó hiệu trưởng không được giảm định mức (Điều 8 khoản 4).")
        )
        return Reduction(duty.label, ZERO, duty.instrument, duty.article, duty.trust, why)
    if taken.paid and not duty.kept_when_paid:
        why = Sentence("paid", _("Đã hưởng thù lao, phụ cấp nên không được giảm (Điều 3 khoản 3)."))
        return Reduction(duty.label, ZERO, duty.instrument, duty.article, duty.trust, why)
    return Reduction(duty.label, worth(duty, taken, facts), duty.instrument, duty.article, duty.trust)


def worth(duty: Duty, taken: TakenDuty, facts: LoadFacts) -> Decimal:
    """Periods a week that a duty lessens the norm by; a number entered with the duty goes before the table's."""
    if taken.periods is not None:
        return taken.periods
    if duty.periods_primary is not None and facts.level == "primary":
        return duty.periods_primary
    if duty.periods_large is not None and is_large(facts.classes, facts.region):
        return duty.periods_large
    return duty.periods or ZERO


def _warnings(facts: LoadFacts, book: NormBook, on: date, norm: Decimal, reduced: Decimal) -> list[Sentence]:
    continuing = facts.school_type == "continuing"
    held = [book.duty(taken.code, on, continuing=continuing) for taken in facts.duties]
    number = sum(1 for duty in held if duty is not None and duty.is_duty)
    found = []
    if number > MOST_DUTIES and not continuing:
        found.append(
            Sentence(
                "too_many_duties",
                _("Kiêm %(number)s nhiệm vụ; mỗi giáo viên nhiều nhất 2 (Điều 3 khoản 3)."),
                {"number": number},
            )
        )
    if reduced > norm:
        found.append(
            Sentence(
                "reduced_below_zero", _("Các khoản giảm cộng lại vượt cả định mức; hãy xem lại phân công.")
            )
        )
    missing = [
        duty.label
        for duty, taken in zip(held, facts.duties, strict=True)
        if duty is not None and duty.periods is None and taken.periods is None and facts.post == "teacher"
    ]
    if missing:
        found.append(
            Sentence(
                "periods_missing",
                _("%(duties)s: số tiết giảm do hiệu trưởng quyết định, chưa ghi."),
                {"duties": ", ".join(missing)},
            )
        )
    return found
