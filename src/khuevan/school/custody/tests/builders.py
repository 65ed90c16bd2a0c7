"""A class whose cards may go to the department, for tests of this and higher rooms."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

from khuevan.kernel import access, database, testing
from khuevan.register.organisations.choices import Line
from khuevan.register.organisations.models import Subordination
from khuevan.register.organisations.tests import builders as units
from khuevan.school.custody import permissions
from khuevan.school.learners.models import Learner
from khuevan.school.reportcards.tests.builders import closed_class

ALL = (
    permissions.VIEW_PACKAGES, permissions.MAKE_PACKAGES, permissions.SUBMIT_PACKAGES, permissions.CHECK_PACKAGES,
    permissions.DECIDE_PACKAGES, permissions.DOWNLOAD_PACKAGES, permissions.HAND_OVER,
)  # fmt: skip
OFFICER = (permissions.VIEW_PACKAGES, permissions.CHECK_PACKAGES, permissions.DECIDE_PACKAGES)


def class_below_an_office(*, learners: int = 2, office: Any = None, first: int = 0) -> SimpleNamespace:
    """A class whose year is closed, with an officer above the school. first: of the learners' numbers."""
    made = closed_class(learners=learners)
    office = office or units.make_province()
    with database.acting(access.system()):
        Subordination.objects.create(
            unit_id=made.here, parent=office, line=Line.PROFESSIONAL, valid_from=date(2020, 1, 1)
        )
        for number, one in enumerate(made.people, first):
            Learner.objects.filter(pk=one.learner_id).update(code=f"68{number:08}")
    made.office = office
    made.clerk = with_permissions(made.clerk, *ALL, outline=(office.pk,))
    made.officer = testing.actor(*OFFICER, units=[made.here, office.pk], name="Cán bộ Sở")
    return made


def with_permissions(
    one: access.Actor, *granted: access.Permission, outline: tuple[int, ...] = ()
) -> access.Actor:
    more = testing.actor(*granted, units=[one.home_unit_id or 0], outline=outline)
    fields = {name: getattr(one, name) for name in one.__dataclass_fields__}
    return access.Actor(**{**fields, "holdings": (*one.holdings, *more.holdings), "outline": more.outline})
