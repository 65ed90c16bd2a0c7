"""Learners for tests of this and higher rooms."""

from __future__ import annotations

from typing import Any

from khuevan.kernel import access, database
from khuevan.register.people.tests import builders as people
from khuevan.school.learners.models import Learner


def learner(school_id: int, full_name: str = "Nguyễn Thị Ánh", **facts: Any) -> Learner:
    """Somebody registered at the school, and the learner made of them."""
    person = people.person(school_id, full_name, **facts)
    with database.acting(access.system()):
        return Learner.objects.create(
            person=person, school_id=school_id, search=person.search, sort_key=person.sort_key
        )
