"""A new index or constraint is known at its table, and no other table is rendered anew for it."""

from __future__ import annotations

import pytest
from django.db import models
from django.db.migrations.operations import AddConstraint, AddIndex, CreateModel
from django.db.migrations.state import ProjectState

from khuevan.kernel.database.operations import rendering_once

INDEX = AddIndex("school", models.Index(fields=["name"], name="by_name"))
RULE = AddConstraint("school", models.UniqueConstraint(fields=["name"], name="one_name"))


@pytest.fixture
def state() -> ProjectState:
    made = ProjectState()
    key = ("id", models.AutoField(primary_key=True))
    CreateModel("School", [key, ("name", models.TextField())]).state_forwards("specimens", made)
    to_school = ("school", models.ForeignKey("specimens.School", models.CASCADE))
    CreateModel("Room", [key, to_school]).state_forwards("specimens", made)
    return made


def test_what_is_added_is_known_in_both_places(state: ProjectState) -> None:
    school, room = (state.apps.get_model("specimens", name) for name in ("School", "Room"))
    with rendering_once():
        for operation in (INDEX, RULE):
            operation.state_forwards("specimens", state)
    options = state.models["specimens", "school"].options
    assert [one.name for one in options["indexes"]] == ["by_name"]
    assert [one.name for one in options["constraints"]] == ["one_name"]
    assert state.apps.get_model("specimens", "School") is school
    assert state.apps.get_model("specimens", "Room") is room
    assert [one.name for one in school._meta.indexes] == ["by_name"]
    assert [one.name for one in school._meta.total_unique_constraints] == ["one_name"]


def test_afterwards_django_does_as_it_always_did(state: ProjectState) -> None:
    with rendering_once():
        pass
    school = state.apps.get_model("specimens", "School")
    INDEX.state_forwards("specimens", state)
    assert state.apps.get_model("specimens", "School") is not school
