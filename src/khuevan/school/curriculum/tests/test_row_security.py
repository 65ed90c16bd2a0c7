"""What is taught is public; a department writes its own additions only."""

from __future__ import annotations

import pytest
from django.db import ProgrammingError, transaction

from khuevan.kernel import database
from khuevan.kernel.testing.actors import actor
from khuevan.register.organisations.tests.builders import make_country, make_province
from khuevan.school.curriculum.models import Subject

pytestmark = pytest.mark.django_db


def test_a_department_adds_for_itself_and_for_nobody_else() -> None:
    country = make_country()
    other = make_province("Khánh Hòa", ministry=country.ministry)
    officer = actor(units=[country.department.pk])
    with database.acting(officer):
        Subject.objects.create(code="DP-1", name="Tiếng Cơ-ho", unit=country.department)
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Subject.objects.create(code="DP-2", name="Tiếng Ra-glai", unit=other)
    with database.acting(actor(units=[other.pk])):
        assert Subject.objects.filter(code="DP-1").exists()
