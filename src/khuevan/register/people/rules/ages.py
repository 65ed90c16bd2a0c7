"""Ages that fit what a person is recorded as.

Staff: the Labour Code (Luật 45/2019/QH14 Điều 3, 143) lets nobody work below 15 but in listed cases, and
calls those below 18 minors. Legal representatives have full capacity (Bộ luật Dân sự 2015 Điều 20, 49),
that is 18 years. Other limits are plain experience, and only ask.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from .birth_dates import BirthDate
from .findings import N_, Finding, doubtful, wrong

YOUNGEST_WORKER: Final = 15
GROWN_UP: Final = 18
OLDEST_WORKER: Final = 75
OLDEST_LEARNER: Final = 80
YOUNGEST_LEARNER_MONTHS: Final = 3
SMALLEST_GAP: Final = 13


def age_on(born: date, on: date) -> int:
    """Completed years of age on a day."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def oldest_age(born: BirthDate, on: date) -> int:
    """The most years the person can have on a day, given what is known of the birth date."""
    return age_on(born.on, on)


def age_findings(born: BirthDate | None, kind: str, *, on: date) -> tuple[Finding, ...]:
    """Whether the age fits an affiliation of `kind` that begins on `on`."""
    if born is None:
        return ()
    age = oldest_age(born, on)
    if kind in ("staff", "officer"):
        if age < YOUNGEST_WORKER:
            return (
                wrong(
                    "birth_date",
                    "worker_too_young",
                    N_("Người %(age)s tuổi chưa đủ tuổi lao động (%(least)s tuổi)."),
                    age=age,
                    least=YOUNGEST_WORKER,
                ),
            )
        if age < GROWN_UP or age > OLDEST_WORKER:
            return (
                doubtful(
                    "birth_date",
                    "worker_age",
                    N_("Nhà giáo, nhân viên hay cán bộ %(age)s tuổi: hãy kiểm tra ngày sinh."),
                    age=age,
                ),
            )
    if kind == "guardian" and age < GROWN_UP:
        return (
            doubtful(
                "birth_date",
                "guardian_age",
                N_("Cha mẹ hay người giám hộ mới %(age)s tuổi: hãy kiểm tra ngày sinh."),
                age=age,
            ),
        )
    if kind == "learner":
        months = (on.year - born.on.year) * 12 + on.month - born.on.month
        if age > OLDEST_LEARNER or months < YOUNGEST_LEARNER_MONTHS:
            return (
                doubtful(
                    "birth_date",
                    "learner_age",
                    N_("Người học %(age)s tuổi: hãy kiểm tra ngày sinh."),
                    age=age,
                ),
            )
    return ()


def guardian_findings(
    *,
    guardian_born: BirthDate | None,
    ward_born: BirthDate | None,
    guardian_sex: str,
    expected_sex: str,
    is_parent: bool,
    is_legal_representative: bool,
    on: date,
) -> tuple[Finding, ...]:
    """Whether one person can be the guardian of another; `expected_sex` is "" when the relationship has
    none.
    """
    found: list[Finding] = []
    if guardian_sex and expected_sex and guardian_sex != expected_sex:
        found.append(
            wrong("relationship", "sex", N_("Giới tính của người giám hộ không hợp với mối quan hệ đã chọn."))
        )
    if guardian_born is None:
        return tuple(found)
    if is_legal_representative and oldest_age(guardian_born, on) < GROWN_UP:
        found.append(
            doubtful(
                "is_legal_representative",
                "minor",
                N_("Người đại diện theo pháp luật chưa đủ 18 tuổi."),
            )
        )
    if ward_born is None or not is_parent:
        return tuple(found)
    gap = ward_born.on.year - guardian_born.on.year
    if gap <= 0:
        found.append(wrong("relationship", "order", N_("Cha mẹ không thể sinh cùng năm hoặc sau con.")))
    elif gap < SMALLEST_GAP:
        found.append(doubtful("relationship", "gap", N_("Cha mẹ chỉ hơn con %(gap)s tuổi."), gap=gap))
    return tuple(found)
