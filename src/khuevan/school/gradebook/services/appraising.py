"""What a homeroom teacher says of the learners of a class: conduct, qualities, competences, words; phrases for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from khuevan.kernel import access, audit, clock
from khuevan.kernel.access import Actor, Refused
from khuevan.school.staff import queries as staff

from ..choices import Moment
from ..models import Appraisal, Phrase, TakeOver
from ..permissions import APPRAISE
from ..queries import books
from ..queries.results import learners_of
from ..rules import Level
from ..rules.observed import DOMAINS
from ..rules.primary import TRAITS
from .errors import GradebookError, closed_words
from .results import store_results
from .turns import APPRAISALS, CLASS

LONGEST_COMMENT, LONGEST_PHRASE, MOST_PHRASES = 1000, 300, 200
_LEVELS = ("", "T", "D", "C")
_KNOWN = frozenset((*TRAITS, *DOMAINS))


@dataclass(frozen=True)
class Said:
    """Of one learner. version: of the row that was seen, 0 where there was none."""

    enrolment_id: int
    version: int
    conduct: int | None = None
    levels: Mapping[str, str] = field(default_factory=dict)
    comment: str = ""


def save_appraisals(
    actor: Actor, group: Any, term: int, moment: str, said: Sequence[Said], *, at: datetime
) -> dict[int, str]:
    """Enrolment -> what is wrong with it, in words; the others are stored. Raises Refused, and GradebookError where the
    term is closed."""
    access.demand(actor, APPRAISE, on=group.school_id)
    if not (actor.everything or staff.is_homeroom_teacher(actor, group.pk)):
        raise Refused(
            _("Chỉ giáo viên chủ nhiệm của lớp %(name)s được đánh giá ở đây.") % {"name": group.name}
        )
    problems: dict[int, str] = {}
    with transaction.atomic(), audit.act(actor, APPRAISE.code, at=at, on=group):
        APPRAISALS.of(group.pk, term).wait(beside=CLASS.of(group.pk))
        lock = books.lock_of(group, None, term, clock.on(at))
        if lock.is_closed:
            raise GradebookError(closed_words(group.name, term))
        here = {one.pk for one in learners_of(group)}
        stored = {
            row.enrolment_id: row
            for row in Appraisal.objects.filter(enrolment_id__in=here, term=term, moment=moment)
        }
        elsewhere = set(
            TakeOver.objects.filter(enrolment_id__in=here, term=term).values_list("enrolment_id", flat=True)
        )
        made: list[Appraisal] = []
        changed: list[Appraisal] = []
        for one in said:
            row = stored.get(one.enrolment_id)
            problem = _problem(one, row, here, moment)
            if one.enrolment_id in elsewhere and not _is_as_said(row, one):
                problem = _("Em học học kỳ này ở trường khác; đánh giá đã được tiếp nhận.")
            if problem:
                problems[one.enrolment_id] = problem
                continue
            fresh = row or Appraisal(
                school_id=group.school_id, enrolment_id=one.enrolment_id, term=term, moment=moment
            )
            if _put(fresh, one, actor, at):
                (changed if row else made).append(fresh)
        Appraisal.objects.bulk_create(made)
        if changed:
            Appraisal.objects.bulk_update(
                changed, ["conduct", "levels", "comment", "version", "changed_at", "changed_by"]
            )
        if lock.closed is not None and (made or changed):
            store_results(actor, group, term, at=at)
    return problems


def _is_as_said(row: Appraisal | None, one: Said) -> bool:
    levels = {key: value for key, value in one.levels.items() if value}
    if row is None:
        return not (one.conduct or levels or one.comment.strip())
    return (row.conduct, row.levels, row.comment) == (one.conduct, levels, one.comment.strip())


def _problem(one: Said, row: Appraisal | None, here: set[int], moment: str) -> str:
    if one.enrolment_id not in here:
        return _("Học sinh này không ở trong lớp.")
    if row is not None and row.version != one.version:
        return _("%(name)s vừa sửa dòng này; hãy xem lại rồi lưu.") % {
            "name": row.changed_by or _("Người khác")
        }
    if one.conduct is not None and (
        one.conduct not in [int(level) for level in Level] or moment != Moment.FINAL
    ):
        return _("Không có mức rèn luyện này.")
    if any(key not in _KNOWN or value not in _LEVELS for key, value in one.levels.items()):
        return _("Không có mức này: hãy chọn T, Đ hoặc C.")
    if len(one.comment) > LONGEST_COMMENT or "\x00" in one.comment:
        return _("Nhận xét dài quá 1.000 ký tự.")
    return ""


def _put(row: Appraisal, one: Said, actor: Actor, at: datetime) -> bool:
    """Whether anything is different now."""
    levels = {key: value for key, value in one.levels.items() if value}
    comment = one.comment.strip()
    if _is_as_said(row if row.pk else None, one):
        return False
    row.version += 1 if row.pk else 0
    row.conduct, row.levels, row.comment = one.conduct, levels, comment
    row.changed_at, row.changed_by = at, actor.name[:100]
    return True


def add_phrase(actor: Actor, school_id: int, text: str, *, at: datetime) -> Phrase:
    """To the actor's own bank. Raises Refused, GradebookError."""
    access.demand(actor, APPRAISE, on=school_id)
    if actor.person_id is None:
        raise Refused(_("Tài khoản này không gắn với một giáo viên."))
    words = " ".join(text.split())
    if not words or "\x00" in words or len(words) > LONGEST_PHRASE:
        raise GradebookError({"text": _("Hãy ghi một câu nhận xét, nhiều nhất 300 ký tự.")})
    own = Phrase.objects.filter(person_id=actor.person_id, school_id=school_id, put_away_at__isnull=True)
    if own.filter(text=words).exists():
        raise GradebookError({"text": _("Câu này đã có trong ngân hàng của bạn.")})
    if own.count() >= MOST_PHRASES:
        raise GradebookError({"text": _("Ngân hàng đã có 200 câu; hãy cất bớt câu ít dùng.")})
    with transaction.atomic(), audit.act(actor, "gradebook.phrase:edit", at=at, unit_id=school_id) as act:
        made = Phrase.objects.create(school_id=school_id, person_id=actor.person_id, text=words, added_at=at)
        act.on(made, unit_id=school_id)
    return made


def put_away_phrase(actor: Actor, row: Phrase, *, at: datetime) -> None:
    """No longer offered; the row stays. Raises Refused for somebody else's."""
    access.demand(actor, APPRAISE, on=row.school_id)
    if row.person_id != actor.person_id:
        raise Refused(_("Đây là câu của người khác."))
    row.put_away_at = at
    with transaction.atomic(), audit.act(actor, "gradebook.phrase:edit", at=at, on=row):
        row.save_checked(row.version, fields=["put_away_at"])
