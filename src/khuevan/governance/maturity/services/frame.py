"""What the acts share: the assessment locked as somebody saw it, the step written down, refusals in words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from khuevan.kernel import audit
from khuevan.kernel.access import Actor, Refused
from khuevan.kernel.records import Invalid, typed_words

from .. import queries, rules
from ..choices import Act, State
from ..models import Assessment, Step
from ..rules import Refusal

LONGEST = 1000
DECISION = 60


def locked(actor: Actor, assessment_id: int) -> Assessment:
    """The assessment, which nobody else changes until the transaction ends. Raises Http404 outside the scope."""
    queries.assessment(actor, assessment_id)
    found = Assessment.objects.select_related("edition").select_for_update(of=("self",))
    return found.get(pk=assessment_id)


def received(actor: Actor, assessment_id: int) -> Assessment:
    """Locked, for who assesses it. Raises Http404, Refused."""
    found = locked(actor, assessment_id)
    if not queries.may_decide(actor, found):
        raise Refused(_("Chỉ cơ quan được giao đánh giá đơn vị này mới làm được việc này."))
    return found


def demand_open(state: State, act: Act, **known: Any) -> None:
    """Raises Invalid with what stands against the act."""
    refusal = rules.why_not(state, act, **known)
    if refusal is not None:
        raise Invalid({_FIELDS.get(refusal, ""): sentence(refusal)})


@contextmanager
def stepped(
    actor: Actor,
    one: Assessment,
    act: Act,
    *,
    at: datetime,
    fields: list[str],
    note: str = "",
    decision: str = "",
    content: str = "",
) -> Iterator[None]:
    """Inside, the caller sets the other fields; afterwards the state moves on, and the step is written."""
    after = rules.next_state(State(one.state), act)
    assert after is not None, "demand_open was asked first"
    with audit.act(actor, f"maturity.assessment:{act.value}", at=at, on=one, why=note[:500]) as act_:
        act_.note(year=one.school_year, edition=one.edition.code, decision=decision)
        yield
        one.state = after
        one.save_checked(one.version, fields=["state", *fields])
        digest = rules.digest_of(content) if content else ""
        Step.objects.create(
            assessment=one, act=act.value, at=at, by=actor.name[:150], note=note, decision=decision, content=content,
            digest=digest,
        )  # fmt: skip


def cleaned(text: str, field: str, most: int = LONGEST) -> str:
    """One line of words. Raises Invalid for what cannot be kept."""
    return typed_words(text, field, most=most)


def points_within(points: Decimal | None, maximum: Decimal | None, field: str = "points") -> None:
    """Raises Invalid for points below nothing or above the line's maximum."""
    if points is None:
        return
    if not points.is_finite() or points < 0:
        raise Invalid({field: _("Điểm không nhỏ hơn 0.")})
    if maximum is None or points > maximum:
        raise Invalid(
            {
                field: _("Điểm tối đa của dòng này là %(most)s.")
                % {"most": f"{maximum or 0:f}".rstrip("0").rstrip(".")}
            }
        )
    if points != points.quantize(Decimal("0.01")):
        raise Invalid({field: _("Điểm lấy nhiều nhất hai chữ số thập phân.")})


_FIELDS = {
    Refusal.NO_REASON: "reason",
    Refusal.LATE: "decision",
    Refusal.NO_DECISION: "decision",
}


def sentence(refusal: Refusal) -> str:
    said = {
        Refusal.NOT_NOW: _("Đánh giá đã chuyển sang tình trạng khác; hãy xem lại trang."),
        Refusal.NO_REASON: _("Ghi rõ lý do, ít nhất 10 ký tự."),
        Refusal.NO_DECISION: _("Ghi số quyết định công nhận."),
        Refusal.LATE: _(
            "Đã quá hạn tự đánh giá: chỉ gửi được khi có quyết định cho phép; ghi số quyết định và lý do (từ 10 ký tự)."
        ),
        Refusal.INCOMPLETE: _("Còn tiêu chí chưa chấm điểm hoặc chưa ghi đạt hay chưa đạt."),
        Refusal.NOT_AGREED: _("Còn tiêu chí hai người đánh giá chấm khác nhau: thống nhất từng tiêu chí rồi kết luận."),
        Refusal.STILL_OPEN: _("Chưa đủ hai phiếu đánh giá ngoài đã chốt, hoặc còn kiến nghị chưa trả lời."),
        Refusal.NOT_CLOSED: _("Đơn vị vẫn đang hoạt động nên không dừng đánh giá."),
    }  # fmt: skip
    return said[refusal]
