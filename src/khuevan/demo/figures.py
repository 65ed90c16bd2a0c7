"""Figures: two states that were frozen, one of them last year's; what the public sees; indicators that people defined."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, Final

from khuevan.governance.indicators import services
from khuevan.kernel.access import Actor
from khuevan.register.accounts import queries as accounts

PUBLIC: Final = (
    ("schoolyear.student:all", ("level", "sex")),
    ("schoolyear.class_group:all", ("level",)),
    ("organisations.school:all", ("ownership", "area")),
    ("staff.employed:teachers", ()),
    ("facilities.room:classrooms", ()),
    ("facilities.computers:usable", ()),
)
REASON: Final = "Công khai số liệu đầu năm học theo kế hoạch của Sở"
ACCEPTED: Final[dict[str, Any]] = {
    "word": "far_from_grade", "label": "Tỉ lệ học sinh chậm từ 2 tuổi so với khối", "unit": "%", "decimals": 1,
    "facts": "schoolyear.student", "splits": ["sex", "level", "is_minority"],
    "definition": {
        "measure": "share",
        "where": [{"column": "age_is_known", "is": "yes"}],
        "of": [{"column": "years_late", "is": "between", "values": ["2", ""]}],
    },
    "purpose": "Theo dõi học sinh đi học muộn, lưu ban nhiều lần ở các xã vùng khó",
}  # fmt: skip
WAITING: Final[dict[str, Any]] = {
    "word": "minority_day_boarders", "label": "Số học sinh dân tộc thiểu số bán trú", "unit": "học sinh",
    "decimals": 0, "facts": "schoolyear.student", "splits": ["level", "sex"],
    "definition": {"measure": "count", "where": [
        {"column": "is_minority", "is": "yes"}, {"column": "is_day_boarder", "is": "yes"}]},
    "purpose": "Xã cần số này để lập dự toán hỗ trợ tiền ăn bán trú",
}  # fmt: skip


def furnish(actor: Actor, *, at: datetime, on: date) -> None:
    """The state of the month that ended, which the public sees, and that of the end of the last school year."""
    officer, proposer = _account("chuyenvien.so", on), _account("chuyenvien.xa", on)
    own = services.propose_indicator(actor=proposer, at=at, **ACCEPTED)
    services.decide_indicator(actor=officer, at=at, own_id=own.pk, approves=True, remark="Đúng công thức")
    services.propose_indicator(actor=proposer, at=at, **WAITING)
    month = on.replace(day=1) - timedelta(days=1)
    services.freeze_day(actor=actor, at=at, day=month, period=f"Số liệu tháng {month:%m/%Y}")
    year = on.year if on >= date(on.year, 8, 1) else on.year - 1
    services.freeze_day(actor=actor, at=at, day=date(year, 5, 31), period=f"Cuối năm học {year - 1}-{year}")
    for code, splits in PUBLIC:
        services.publish(actor=officer, at=at, code=code, splits=splits, reason=REASON)


def _account(username: str, on: date) -> Actor:
    found = accounts.account_for_signin(username)
    assert found is not None, "the log-ins are made before"
    return accounts.actor_for(found.pk, on)
