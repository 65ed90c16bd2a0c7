"""Who answers for whom. The guardian becomes known to the units at which the ward learns."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from khuevan.kernel import access, audit, clock, events
from khuevan.kernel.access import Actor

from ..choices import PARENTS, SEX_OF_RELATIONSHIP
from ..events import GuardianshipEnded, GuardianshipRecorded
from ..models import Affiliation, Guardianship, Person
from ..permissions import EDIT_GUARDIANS
from ..rules import doubtful_ones, guardian_findings, wrong_ones
from .errors import FactsAreDoubtful, FactsAreWrong, PeriodIsWrong, PeriodOverlaps
from .registration import deciding_unit


def record_guardianship(
    *,
    actor: Actor,
    at: datetime,
    guardian: Person,
    ward: Person,
    relationship: str,
    is_legal_representative: bool = False,
    lives_with: bool = True,
    valid_from: date | None = None,
    confirmed: bool = False,
) -> Guardianship:
    """Both people must be visible to the actor, who must hold the permission at a unit of the ward.

    Raises FactsAreWrong, FactsAreDoubtful unless `confirmed`, PeriodOverlaps, access.Refused.
    """
    unit_id = deciding_unit(actor, EDIT_GUARDIANS, ward)
    access.demand(actor, EDIT_GUARDIANS, on=unit_id)
    on = clock.on(at)
    if guardian.pk == ward.pk:
        raise PeriodIsWrong(_("Không ai là người giám hộ của chính mình."))
    findings = guardian_findings(
        guardian_born=guardian.born,
        ward_born=ward.born,
        guardian_sex=guardian.sex,
        expected_sex=SEX_OF_RELATIONSHIP.get(relationship, ""),
        is_parent=relationship in PARENTS,
        is_legal_representative=is_legal_representative,
        on=on,
    )
    if wrong_ones(findings):
        raise FactsAreWrong(wrong_ones(findings))
    if doubtful_ones(findings) and not confirmed:
        raise FactsAreDoubtful(doubtful_ones(findings))
    guardianship = Guardianship(
        guardian=guardian,
        ward=ward,
        relationship=relationship,
        is_legal_representative=is_legal_representative,
        lives_with=lives_with,
        valid_from=valid_from or on,
    )
    with audit.act(actor, EDIT_GUARDIANS.code, at=at, on=ward, unit_id=unit_id):
        try:
            with transaction.atomic():
                guardianship.save(force_insert=True)
        except IntegrityError as error:
            if "people_guardianship_open_once" in str(error):
                raise PeriodOverlaps(_("Quan hệ giữa hai người này đã được ghi nhận.")) from error
            raise
        _make_known(guardian, ward, on)
        events.publish(
            GuardianshipRecorded(guardianship_id=guardianship.pk, guardian_id=guardian.pk, ward_id=ward.pk)
        )
    return guardianship


def end_guardianship(
    *, actor: Actor, at: datetime, guardianship: Guardianship, valid_until: date, why: str = ""
) -> Guardianship:
    """The first day on which the guardian is it no more. Raises PeriodIsWrong, access.Refused."""
    unit_id = deciding_unit(actor, EDIT_GUARDIANS, guardianship.ward)
    access.demand(actor, EDIT_GUARDIANS, on=unit_id)
    if valid_until <= guardianship.valid_from or guardianship.valid_until is not None:
        raise PeriodIsWrong(_("Ngày kết thúc phải sau ngày bắt đầu, và quan hệ chưa kết thúc."))
    with audit.act(actor, EDIT_GUARDIANS.code, at=at, on=guardianship.ward, unit_id=unit_id, why=why):
        guardianship.valid_until = valid_until
        guardianship.save(update_fields=["valid_until"])
        events.publish(
            GuardianshipEnded(
                guardianship_id=guardianship.pk,
                guardian_id=guardianship.guardian_id,
                ward_id=guardianship.ward_id,
            )
        )
    return guardianship


def _make_known(guardian: Person, ward: Person, on: date) -> None:
    """The guardian is affiliated to the units where the ward is an open learner (those the actor can see)."""
    learning = ward.affiliations.filter(kind="learner", valid_until__isnull=True)
    known = set(
        guardian.affiliations.filter(kind="guardian", valid_until__isnull=True).values_list(
            "unit_id", flat=True
        )
    )
    Affiliation.objects.bulk_create(
        [
            Affiliation(person=guardian, unit_id=unit_id, kind="guardian", valid_from=on)
            for unit_id in sorted(set(learning.values_list("unit_id", flat=True)) - known)
        ]
    )
