"""A decision changes a line of an index: the row that held ends, the next one begins. Sheets handed in keep theirs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import Max
from django.utils.translation import gettext as _

from khuevan.kernel import access, audit, clock
from khuevan.kernel.access import Actor
from khuevan.kernel.records import Invalid
from khuevan.school.curriculum.choices import Trust

from .. import queries
from ..choices import Kind, Topic
from ..models import Criterion
from ..permissions import CONFIGURE
from .frame import DECISION, cleaned

MOST = Decimal("999.99")


@dataclass(frozen=True)
class CriterionOrder:
    """A line as the decision has it. ends: the line is taken out of the index."""

    edition: str
    code: str
    kind: str
    name: str
    maximum: Decimal | None
    cut_basic: Decimal | None
    cut_good: Decimal | None
    asks: str
    topic: str
    trust: str
    note: str
    decision: str
    valid_from: date | None
    ends: bool = False


def amend_criterion(actor: Actor, order: CriterionOrder, *, at: datetime) -> Criterion:
    """Changes a line, adds one, or ends one, from a day on that is not past. Raises Refused, Http404, Invalid."""
    access.demand(actor, CONFIGURE)
    edition, today = queries.edition(order.edition), clock.on(at)
    held = (
        Criterion.objects.filter(edition=edition, code=order.code, valid_until=None)
        .order_by("-valid_from")
        .first()
    )
    since = order.valid_from or today + timedelta(days=1)
    number = _checked(order, held, since, today)
    with audit.act(actor, CONFIGURE.code, at=at, why=number) as act:
        act.note(edition=edition.code, code=order.code, decision=number, ends=order.ends)
        if held is not None:
            held.valid_until = since
            held.save_checked(held.version, fields=["valid_until"])
            if order.ends:
                return held
        made = Criterion.objects.create(
            edition=edition, code=order.code, place=held.place if held is not None else _place(edition.pk, order.code),
            kind=order.kind, name=cleaned(order.name, "name", 300), maximum=order.maximum, cut_basic=order.cut_basic,
            cut_good=order.cut_good, asks=cleaned(order.asks, "asks", 300), topic=order.topic, trust=order.trust,
            decision=number, note=cleaned(order.note, "note", 500), valid_from=since,
        )  # fmt: skip
        act.on(made)
    return made


def _checked(order: CriterionOrder, held: Criterion | None, since: date, today: date) -> str:
    """The number of the decision. Raises Invalid with everything that is wrong."""
    wrong: dict[str, str] = {}
    number = cleaned(order.decision, "decision", DECISION)
    parts = order.code.split(".")
    if not number:
        wrong["decision"] = _("Ghi số quyết định, văn bản làm căn cứ.")
    if (
        len(order.code) > 12
        or not all(part.isdecimal() and part.isascii() for part in parts)
        or len(parts) > 3
    ):
        wrong["code"] = _("Mã gồm các số cách nhau bằng dấu chấm, ví dụ 2.3.1.")
    if since < today or (held is not None and since <= held.valid_from):
        wrong["valid_from"] = _("Ngày áp dụng từ hôm nay trở đi, và sau ngày áp dụng của dòng đang có.")
    if order.ends and held is None:
        wrong["code"] = _("Không có dòng này để bỏ.")
    if not order.ends:
        wrong |= _shape(order)
    if wrong:
        raise Invalid(wrong)
    return number


def _shape(order: CriterionOrder) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if not order.name.strip():
        wrong["name"] = _("Ghi tên của dòng.")
    if order.kind not in Kind.values:
        wrong["kind"] = _("Chọn loại của dòng.")
    if order.trust not in Trust.values:
        wrong["trust"] = _("Chọn độ tin cậy.")
    if order.topic and order.topic not in Topic.values:
        wrong["topic"] = _("Chọn nội dung của minh chứng.")
    mandatory = order.kind == Kind.MANDATORY
    if mandatory == (order.maximum is not None):
        wrong["maximum"] = _("Điều kiện bắt buộc không có điểm; dòng khác phải có điểm tối đa.")
    for field, value in (
        ("maximum", order.maximum),
        ("cut_basic", order.cut_basic),
        ("cut_good", order.cut_good),
    ):
        if value is not None and not 0 <= value <= MOST:
            wrong[field] = _("Ghi một số từ 0 đến 999,99.")
    if (order.cut_basic is None) != (order.cut_good is None) or (
        order.cut_basic is not None and order.cut_good is not None and order.cut_basic > order.cut_good
    ):
        wrong["cut_good"] = _("Ghi cả hai ngưỡng, ngưỡng mức 3 không nhỏ hơn ngưỡng mức 2.")
    return wrong


def _place(edition_id: int, code: str) -> int:
    """After the last line of the same parent, else at the end."""
    every = Criterion.objects.filter(edition_id=edition_id)
    parent = code.rpartition(".")[0]
    beside = every.filter(code__startswith=f"{parent}.") | every.filter(code=parent) if parent else every
    return int(beside.aggregate(last=Max("place"))["last"] or every.aggregate(last=Max("place"))["last"] or 0)
