"""Surveyed persons and the register: who is who, and what the survey takes over from it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db import connection
from django.utils.translation import gettext as _

from khuevan.kernel import access, audit, clock
from khuevan.kernel.access import Actor
from khuevan.kernel.records import Invalid

from .. import queries
from ..choices import Clash, Completed, Study
from ..models import Household, Member
from ..permissions import EDIT_SURVEY
from ..rules import MemberFacts

_TIE = """
update universalisation_member m set person_id = n.person_id, version = m.version + 1
from universalisation_numbers(array(
    select o.national_id from universalisation_member o where o.unit_id = %(unit)s and o.national_id <> ''
)) n
where m.unit_id = %(unit)s and m.national_id = n.number and m.birth_date = n.born
  and m.person_id is distinct from n.person_id and (%(ids)s::integer[] is null or m.id = any(%(ids)s))
"""


def tie_of(national_id: str, born: date) -> int | None:
    """The person with this number who was born on this day, whoever knows them."""
    if not national_id:
        return None
    with connection.cursor() as cursor:
        cursor.execute(
            "select person_id from universalisation_numbers(%s) where born = %s", [[national_id], born]
        )
        found = cursor.fetchone()
    return int(found[0]) if found else None


def tie_members(actor: Actor, *, at: datetime, unit_id: int, ids: Collection[int] | None = None) -> int:
    """Ties the commune's persons to records by number and birth date together; answers how many. Raises Refused."""
    access.demand(actor, EDIT_SURVEY, on=unit_id)
    with (
        audit.act(actor, "universalisation.survey:tie", at=at, unit_id=unit_id),
        connection.cursor() as cursor,
    ):
        cursor.execute(_TIE, {"unit": unit_id, "ids": None if ids is None else list(ids)})
        return int(cursor.rowcount)


def follow_register(actor: Actor, *, at: datetime, unit_id: int) -> int:
    """Where a form says that somebody does not learn and a school has them enrolled, the form says so too from now on.
    Answers how many. Raises Refused."""
    access.demand(actor, EDIT_SURVEY, on=unit_id)
    found = [
        one
        for one in queries.clashes(actor, unit_id, on=clock.on(at))
        if one.kind is Clash.SAYS_OUT and one.member_id is not None
    ]
    with audit.act(actor, EDIT_SURVEY.code, at=at, unit_id=unit_id, why=_("Theo sổ đăng bộ của trường")):
        rows = Member.objects.in_bulk([one.member_id for one in found if one.member_id is not None])
        for one in found:
            row = rows[one.member_id or 0]
            row.study, row.study_level = Study.STUDYING, one.level
            row.study_grade, row.study_place = one.grade or None, one.place[:200]
            row.save_checked(row.version, fields=["study", "study_level", "study_grade", "study_place"])
    return len(found)


def place_unsurveyed(
    actor: Actor, household: Household, *, at: datetime, person_id: int, relation: str
) -> Member:
    """A child whom a school has enrolled and no form names comes into a household: what the school knows is not typed
    again. Whoever stands in that form already under the same name and birth date is tied instead. Raises Refused,
    Invalid."""
    access.demand(actor, EDIT_SURVEY, on=household)
    child = next(
        (one for one in queries.unsurveyed(actor, household.unit_id, on=clock.on(at)) if one.person_id == person_id),
        None,
    )  # fmt: skip
    if child is None or child.born is None:
        raise Invalid(_("Không còn em này trong danh sách chưa có phiếu."))
    same = household.members.filter(birth_date=child.born, full_name=child.name, person__isnull=True).first()
    with audit.act(actor, "universalisation.survey:tie", at=at, unit_id=household.unit_id):
        if same is not None:
            same.person_id = person_id
            same.save_checked(same.version, fields=["person_id"])
            return same
        from .households import member_columns

        facts = MemberFacts(
            full_name=child.name, birth_date=child.born, sex=child.sex or "female", relation=relation,
            completed=Completed.NONE,
        )  # fmt: skip
        return Member.objects.create(
            household=household, unit_id=household.unit_id, person_id=person_id, **vars(facts),
            **member_columns(child.name),
        )  # fmt: skip
