"""The list of learners searched by words, with conditions on the learner and on the person."""

from __future__ import annotations

import pytest
from django.db import connection
from django.http import QueryDict

from khuevan.kernel import access, database
from khuevan.kernel.records import listing
from khuevan.kernel.testing.actors import actor
from khuevan.kernel.testing.queries import assert_queries
from khuevan.register.people.tests import builders as people
from khuevan.school.learners.models import Learner
from khuevan.school.learners.permissions import VIEW_LEARNERS
from khuevan.school.learners.records import LEARNERS

from .builders import learner

pytestmark = pytest.mark.django_db
CHILDREN = (
    ("Trần Thị Ánh", "female", "01"), ("Trần Văn Anh", "male", "01"), ("Lê Ánh Trần", "female", "02"),
    ("Trần Ngọc Bích", "female", "01"), ("Nguyễn Văn Trà", "male", "01"),
)  # fmt: skip
ASKED = {
    "q=tran": ["Trần Văn Anh", "Trần Thị Ánh", "Trần Ngọc Bích", "Lê Ánh Trần"],
    "q=tran&sex=female": ["Trần Thị Ánh", "Trần Ngọc Bích", "Lê Ánh Trần"],
    "q=tran&sex=female&grade=01": ["Trần Thị Ánh", "Trần Ngọc Bích"],
    "q=anh&sex=male": ["Trần Văn Anh"],
    "q=tran+anh&grade=01&sort=-full_name": ["Trần Thị Ánh", "Trần Văn Anh"],
    "q=tra&grade=02&sex=male": [],
}


def test_words_with_conditions_find_who_fits_in_order() -> None:
    here, there = people.unit("L-1"), people.unit("L-2")
    for school in (here, there):
        for name, sex, grade in CHILDREN:
            child = learner(school, name, sex=sex)
            with database.acting(access.system()):
                Learner.objects.filter(pk=child.pk).update(grade=grade, status="01")
    reader = actor(VIEW_LEARNERS, units=[here])
    with database.acting(reader):
        for query, names in ASKED.items():
            asked = listing.read_asked(LEARNERS, QueryDict(query), reader)
            assert not asked.problems
            with assert_queries(2 if names else 1):
                page = listing.page(LEARNERS, reader, asked)
            assert [row.person.full_name for row in page.rows] == names, query
            assert page.count == len(names), query


def test_the_order_of_names_is_indexed_with_their_words(db: None) -> None:
    """Without it a search by words reads other rows on its way: kernel/database/migrations/walk_by_words.sql."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from pg_indexes where tablename = 'learners_learner' and indexdef like %s",
            ["%(sort_key, id) INCLUDE (search)"],
        )
        assert cursor.fetchone() == (1,)
