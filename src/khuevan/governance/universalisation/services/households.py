"""Forms of the survey: a household, and each person in it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from khuevan.kernel import access, audit, clock
from khuevan.kernel.access import Actor
from khuevan.kernel.records import Invalid
from khuevan.kernel.text import name_sort_key, search_text, sort_key
from khuevan.register.people import services as people

from .. import rules
from ..choices import GONE
from ..models import Household, Member
from ..permissions import EDIT_SURVEY
from ..rules import MemberFacts
from .tying import tie_of


@dataclass(frozen=True, kw_only=True)
class HouseholdFacts:
    """The head of a form."""

    number: str
    head_name: str
    hamlet: str = ""
    address: str = ""
    residence: str = "permanent"


def household_columns(head_name: str, hamlet: str, number: str, address: str = "") -> dict[str, str]:
    """What lists of households are searched and sorted by: hamlet, then number."""
    return {
        "search": search_text(f"{number} {head_name} {hamlet} {address}"),
        "sort_key": f"{sort_key(hamlet)} {number.rjust(12)}",
    }


def member_columns(full_name: str) -> dict[str, str]:
    return {"search": search_text(full_name), "sort_key": name_sort_key(full_name)}


def save_household(
    actor: Actor, facts: HouseholdFacts, *, at: datetime, unit_id: int, row: Household | None = None, version: int = 0
) -> Household:  # fmt: skip
    """A new form, or one that is corrected. Raises Refused, Invalid, ChangedMeanwhile."""
    access.demand(actor, EDIT_SURVEY, on=unit_id)
    taken = Household.objects.filter(unit_id=unit_id, number=facts.number)
    if taken.exclude(pk=row.pk if row else 0).exists():
        raise Invalid({"number": _("Số phiếu này đã có hộ khác dùng.")})
    values = {
        **asdict(facts),
        **household_columns(facts.head_name, facts.hamlet, facts.number, facts.address),
    }
    with audit.act(actor, EDIT_SURVEY.code, at=at, unit_id=unit_id) as act:
        if row is None:
            row = Household.objects.create(unit_id=unit_id, **values)
        else:
            for name, value in values.items():
                setattr(row, name, value)
            row.closed_on = None
            row.save_checked(version, fields=[*values, "closed_on"])
        act.on(row)
    return row


def visit_household(actor: Actor, row: Household, *, at: datetime, year: int, version: int) -> None:
    """The investigators called on the household in the round of this year and found the form right. Raises Refused,
    Invalid, ChangedMeanwhile."""
    access.demand(actor, EDIT_SURVEY, on=row)
    if not row.members.exclude(presence="mistaken").exists():
        raise Invalid(_("Hộ chưa có người nào; hãy ghi người trong hộ, hoặc ghi hộ không còn."))
    with audit.act(actor, EDIT_SURVEY.code, at=at, on=row, unit_id=row.unit_id):
        row.visited_year = year
        row.save_checked(version, fields=["visited_year"])


def close_household(actor: Actor, row: Household, *, at: datetime, version: int) -> None:
    """The household is no more. Whoever is still in it must have gone somewhere first. Raises Refused, Invalid,
    ChangedMeanwhile."""
    access.demand(actor, EDIT_SURVEY, on=row)
    if row.members.exclude(presence__in=[one.value for one in GONE]).exists():
        raise Invalid(
            _("Còn người đang ở trong hộ: ghi họ chuyển đi, đã mất, hoặc chuyển sang phiếu khác trước.")
        )
    with audit.act(actor, EDIT_SURVEY.code, at=at, on=row, unit_id=row.unit_id):
        row.closed_on = clock.on(at)
        row.save_checked(version, fields=["closed_on"])


def save_member(
    actor: Actor, household: Household, facts: MemberFacts, *, at: datetime, row: Member | None = None, version: int = 0
) -> Member:  # fmt: skip
    """Somebody new in the form, or corrected. The tie to the register follows the number. Raises Refused, Invalid with
    a sentence a field, ChangedMeanwhile."""
    access.demand(actor, EDIT_SURVEY, on=household)
    if household.closed_on is not None:
        raise Invalid(_("Hộ này không còn; sửa phiếu để mở lại rồi mới ghi người."))
    problems = rules.problems(facts, clock.on(at)) | _claimed(household, facts, row)
    if problems:
        raise Invalid(problems)
    name = people.clean_name(facts.full_name)
    values: dict[str, Any] = {**asdict(facts), **member_columns(name), "full_name": name}
    if row is None or (row.national_id, row.birth_date) != (facts.national_id, facts.birth_date):
        found = tie_of(facts.national_id, facts.birth_date)
        if found is not None or facts.national_id or row is None:
            values["person_id"] = found
    with audit.act(actor, EDIT_SURVEY.code, at=at, unit_id=household.unit_id) as act:
        if row is None:
            row = Member.objects.create(household=household, unit_id=household.unit_id, **values)
        else:
            for field, value in values.items():
                setattr(row, field, value)
            row.save_checked(version, fields=list(values))
        act.on(row)
    return row


def _claimed(household: Household, facts: MemberFacts, row: Member | None) -> dict[str, str]:
    """One person stands in one form of a commune."""
    if not facts.national_id or facts.presence in {one.value for one in GONE}:
        return {}
    others = Member.objects.filter(unit_id=household.unit_id, national_id=facts.national_id)
    other = (
        others.exclude(presence__in=[one.value for one in GONE])
        .exclude(pk=row.pk if row else 0)
        .select_related("household")
        .first()
    )
    if other is None:
        return {}
    said = _("Số này đang là của %(name)s, phiếu %(form)s: ghi chuyển đi ở phiếu ấy trước.")
    return {"national_id": said % {"name": other.full_name, "form": other.household.number}}
