"""A declaration that would leak or break is refused when the program starts."""

from dataclasses import replace

import pytest

from khuevan.kernel.records import DeclarationError, Record, Text, declared
from khuevan.kernel.records.tests.specimens.models import Plant, Tool
from khuevan.kernel.records.tests.specimens.permissions import VIEW_PLANTS
from khuevan.kernel.records.tests.specimens.records import PLANTS


def again(**changes):
    """The declaration of plants under another name, changed."""
    return replace(PLANTS, name="other", **changes)


def test_declared_records_are_enumerated():
    keys = [record.key for record in declared()]
    assert keys == sorted(keys)
    assert {"specimens.plant", "specimens.tool"} <= set(keys)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"list": ("name", "colour")}, "unknown field 'colour'"),
        ({"filters": ("colour",)}, "unknown field 'colour'"),
        ({"search": ("colour",)}, "unknown field 'colour'"),
        ({"order": ("-colour",)}, "unknown field 'colour'"),
        ({"filters": ("origin",)}, "sensitive field 'origin'"),
        ({"search": ("origin",)}, "sensitive field 'origin'"),
        ({"order": ("-origin",)}, "sensitive field 'origin'"),
        ({"list": ("origin", "name")}, "cannot be sensitive"),
        ({"list": ()}, "cannot be sensitive"),
        ({"search_column": "folded"}, "no column 'folded'"),
        ({"closed_column": "ended_on"}, "no column 'ended_on'"),
        ({"fields": (*PLANTS.fields, Text("colour", "Màu"))}, "no field 'colour'"),
        ({"fields": (*PLANTS.fields, Text("name", "Tên khác"))}, "two fields of one name"),
        ({"model": Tool}, "no field"),
    ],
)
def test_wrong_declarations(changes, told):
    before = [record.key for record in declared()]
    with pytest.raises(DeclarationError, match=told):
        again(**changes)
    assert [record.key for record in declared()] == before


def test_the_same_record_twice():
    with pytest.raises(DeclarationError, match="declared twice"):
        replace(PLANTS)


def test_a_model_without_scope_needs_a_reason():
    with pytest.raises(DeclarationError, match="no column 'unit_id'"):
        Record(
            Tool,
            "unscoped",
            "x",
            "xx",
            view=VIEW_PLANTS,
            edit=VIEW_PLANTS,
            fields=(Text("name", "Tên"),),
            list=("name",),
        )


def test_sorts_never_name_a_sensitive_field():
    assert "origin" in PLANTS.list
    assert "origin" not in PLANTS.sorts()
    assert PLANTS.sorts()["name"] == "sort_key"


def test_derived_columns():
    plant = Plant(name="Đinh lăng", tag="AB0001")
    derived = PLANTS.derive(plant)
    assert derived["search"] == "dinh lang ab0001"
    assert derived["sort_key"] > PLANTS.derive(Plant(name="Dong riềng", tag=""))["sort_key"]
