"""What a summer brought: marks of re-assessment (TT 22/2021 Điều 14), conduct after training (Điều 13)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from khuevan.kernel import access, audit, clock
from khuevan.kernel.access import Actor

from ..choices import ABSENT, YEAR, MarkKind, Moment
from ..models import Appraisal, Mark
from ..permissions import REASSESS
from ..queries.summer import Retake, SummerRow, is_closed, summer_of
from ..rules import Level, NotAMark, Value, value_of
from .appraising import LONGEST_COMMENT
from .closing import checked_reason
from .errors import WRONG_VALUES, GradebookError
from .results import store_year
from .turns import CLASS

_STAYED_AWAY: Final = frozenset({"v", "vắng", "vang"})


@dataclass(frozen=True)
class Retaken:
    """A subject assessed again: the mark, Đ or CĐ, or "vắng" for who did not come. version: as it was seen."""

    enrolment_id: int
    subject_id: int
    typed: str
    version: int


@dataclass(frozen=True)
class Trained:
    """What the training of the summer came to."""

    enrolment_id: int
    conduct: int | None
    comment: str
    version: int


def save_summer(
    actor: Actor, group: Any, given: Sequence[Retaken | Trained], *, at: datetime, why: str
) -> dict[tuple[int, int], str]:
    """(enrolment, subject or 0 for the training) -> what is wrong, in words; the others are stored, and with them the
    year of their learners. why: the minutes or decision that this rests on.

    By the office for every class, by teachers for their subject, by the homeroom teacher for the training.
    Raises Refused, GradebookError.
    """
    access.demand(actor, REASSESS, on=group.school_id)
    why = checked_reason(why, "why")
    problems: dict[tuple[int, int], str] = {}
    with transaction.atomic(), audit.act(actor, REASSESS.code, at=at, on=group, why=why) as act:
        CLASS.of(group.pk).wait()
        if not is_closed(group):
            raise GradebookError(_("Hãy khóa sổ học kỳ II của lớp %(name)s trước.") % {"name": group.name})
        rows = {row.enrolment.pk: row for row in summer_of(actor, group, clock.on(at))}
        changed: set[int] = set()
        for one in given:
            key = (one.enrolment_id, one.subject_id if isinstance(one, Retaken) else 0)
            row = rows.get(one.enrolment_id)
            if row is None:
                problems[key] = _("Học sinh này không phải rèn luyện hay đánh giá lại trong hè.")
                continue
            write = _retake if isinstance(one, Retaken) else _train
            said = write(actor, group, row, one, at)  # type: ignore[arg-type]
            if said:
                problems[key] = said
            elif said is not None:
                changed.add(one.enrolment_id)
        act.note(learners=len(changed))
        if changed:
            store_year(actor, group, changed, at=at)
    return problems


def _retake(actor: Actor, group: Any, row: SummerRow, one: Retaken, at: datetime) -> str | None:
    """Words where it cannot be; "" when it was written, None where nothing is different."""
    found = next((retake for retake in row.retakes if retake.subject.pk == one.subject_id), None)
    if found is None:
        return _("Em không phải đánh giá lại môn này.")
    try:
        value = _value(found, one.typed)
    except NotAMark as error:
        return str(WRONG_VALUES[error.code])
    stored = Mark.objects.filter(
        enrolment_id=one.enrolment_id, subject_id=one.subject_id, term=YEAR, kind=MarkKind.REASSESSMENT, ordinal=1
    ).first()  # fmt: skip
    if (Value(stored.number, stored.word, stored.text) if stored else Value()) == value:
        return None
    if not found.is_mine:
        return _("Bạn không được phân công dạy môn này ở lớp.")
    if not row.may_retake:
        return _closed_words(row)
    if (stored.version if stored else 0) != one.version:
        return _meanwhile(stored.changed_by if stored else "")
    mark = stored or Mark(
        school_id=group.school_id, enrolment_id=one.enrolment_id, subject_id=one.subject_id, term=YEAR,
        kind=MarkKind.REASSESSMENT,
    )  # fmt: skip
    mark.version += 1 if stored else 0
    mark.number, mark.word, mark.text = value.number, value.word, value.text
    mark.changed_at, mark.changed_by, mark.changed_by_person = at, actor.name[:100], actor.person_id
    mark.save()
    return ""


def _value(found: Retake, typed: str) -> Value:
    if "\x00" in typed:
        raise NotAMark("text")
    if typed.strip().lower() in _STAYED_AWAY:
        return Value(text=ABSENT)
    return value_of(found.column, typed)


def _train(actor: Actor, group: Any, row: SummerRow, one: Trained, at: datetime) -> str | None:
    comment = one.comment.strip()
    if (row.conduct, row.comment) == (one.conduct, comment):
        return None
    if not row.trains:
        return _("Em không phải rèn luyện trong hè.")
    if not row.may_train:
        return _closed_words(row)
    if row.version != one.version:
        return _meanwhile("")
    if one.conduct is not None and one.conduct not in [int(level) for level in Level]:
        return _("Không có mức rèn luyện này.")
    if len(comment) > LONGEST_COMMENT or "\x00" in comment:
        return _("Nhận xét dài quá 1.000 ký tự.")
    facts = {"enrolment_id": one.enrolment_id, "term": 2, "moment": Moment.SUMMER}
    said = Appraisal.objects.filter(**facts).first() or Appraisal(school_id=group.school_id, **facts)
    said.version += 1 if said.pk else 0
    said.conduct, said.comment = one.conduct, comment
    said.changed_at, said.changed_by = at, actor.name[:100]
    said.save()
    return ""


def _closed_words(row: SummerRow) -> str:
    if row.enrolment.outcome:
        return _("Kết luận cuối năm của em đã ghi vào hồ sơ năm học; hãy gỡ ở đó trước khi sửa.")
    if row.trains and not row.may_retake:
        return _("Em phải đạt rèn luyện trong hè trước khi được đánh giá lại.")
    return _("Chỉ giáo viên chủ nhiệm, văn thư hoặc hiệu trưởng ghi kết quả rèn luyện.")


def _meanwhile(name: str) -> str:
    return _("%(name)s vừa sửa ô này; hãy xem lại rồi lưu.") % {"name": name or _("Người khác")}
