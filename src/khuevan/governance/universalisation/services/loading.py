"""Many forms at once as the platform itself, inside `kernel.database.lifecycle.as_owner()`: for furnishing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from khuevan.kernel import access, audit
from khuevan.kernel.access import Actor

from ..models import Household, Member, Round
from ..permissions import EDIT_SURVEY
from ..rules import MemberFacts
from .households import HouseholdFacts, household_columns, member_columns


@dataclass(frozen=True)
class SurveyRow:
    """A household and who is in it, each with the number of their record where it is known."""

    household: HouseholdFacts
    members: tuple[tuple[MemberFacts, int | None], ...]
    visited_year: int | None = None


def load_survey(
    actor: Actor,
    rows: Iterable[SurveyRow],
    *,
    at: datetime,
    unit_id: int,
    year: int,
    is_special: bool = False,
) -> int:
    """Opens the round of the year with these forms; answers how many persons. Raises Refused."""
    access.demand(actor, EDIT_SURVEY, on=unit_id)
    given = list(rows)
    with audit.bulk(actor, "universalisation.survey:load", at=at, unit_id=unit_id):
        Round.objects.get_or_create(
            unit_id=unit_id, year=year, defaults={"is_special": is_special, "opened_at": at}
        )
        households = Household.objects.bulk_create(
            Household(
                unit_id=unit_id, visited_year=row.visited_year, **vars(row.household),
                **household_columns(row.household.head_name, row.household.hamlet, row.household.number),
            )
            for row in given
        )  # fmt: skip
        members = [
            Member(
                household=household, unit_id=unit_id, person_id=person_id, **vars(facts),
                **member_columns(facts.full_name),
            )
            for household, row in zip(households, given, strict=True)
            for facts, person_id in row.members
        ]  # fmt: skip
        Member.objects.bulk_create(members, batch_size=2_000)
    return len(members)
