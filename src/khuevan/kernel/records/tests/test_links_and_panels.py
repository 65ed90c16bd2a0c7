"""Fields of a linked row, fields that are kept for some rows only, and what hangs below a row's facts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from khuevan.kernel import testing
from khuevan.kernel.records import DeclarationError, Invalid, Panel, PanelColumn, Text, Whole, panel, panels
from khuevan.kernel.records import registry as known
from khuevan.kernel.records.services import accept
from khuevan.kernel.records.tests.specimens.models import Bed, Plant
from khuevan.kernel.records.tests.specimens.permissions import VIEW_PLANTS
from khuevan.kernel.records.tests.specimens.records import PLANTS

BED_NAME = Text("name", "Tên luống", via="bed")


@pytest.fixture
def tall():
    """Plants whose height is kept for trees only and not asked at first; written by a service."""

    def write(actor, *, at, **values):
        raise AssertionError("nothing is written here")

    fields = tuple(
        replace(item, later=True, applies=lambda plant: plant.kind == "tree")
        if item.name == "height"
        else item
        for item in PLANTS.fields
    )
    made = replace(PLANTS, name="tall", fields=fields, create=write, change=write)
    yield made
    known._declared.pop(made.key)


def test_a_linked_field_reads_and_finds_through_its_link():
    plant = Plant(bed=Bed(name="Luống 1"), name="Đinh lăng")
    BED_NAME.check_declared(Plant)
    assert BED_NAME.read(plant) == "Luống 1"
    assert BED_NAME.path == "bed__name"
    (slot,) = BED_NAME.slots()
    assert BED_NAME.condition(slot, ["1"]).children == [("bed__name__icontains", "1")]
    assert BED_NAME.sort_column == ""
    assert replace(BED_NAME, sorted_by="sort_key").sort_column == "sort_key"


@pytest.mark.parametrize(("name", "via"), [("colour", "bed"), ("name", "garden"), ("name", "tag")])
def test_a_link_that_leads_nowhere_is_refused(name, via):
    with pytest.raises(DeclarationError):
        Text(name, "x", via=via).check_declared(Plant)


def test_plain_writes_do_not_reach_another_table():
    with pytest.raises(DeclarationError, match="another table"):
        replace(PLANTS, name="other", fields=(*PLANTS.fields, replace(BED_NAME, name="search")))
    known._declared.pop("specimens.other", None)


def test_what_is_not_kept_for_a_row_is_not_asked(tall):
    names = lambda row: {item.name for item in tall.enterable(row)}  # noqa: E731
    assert "height" not in names(None)
    assert "height" in names(Plant(kind="tree"))
    assert "height" not in names(Plant(kind="herb"))


@pytest.mark.django_db
def test_what_is_sent_for_a_row_that_does_not_keep_it_is_refused_in_words(tall):
    gardener = testing.actor(VIEW_PLANTS, tall.edit, units=None)
    assert accept(tall, gardener, {"height": 7}, row=Plant(kind="tree")) == {"height": 7}
    with pytest.raises(Invalid) as refused:
        accept(tall, gardener, {"height": 7}, row=Plant(kind="herb", name="Đinh lăng"))
    assert "Đinh lăng" in refused.value.errors["height"]


def test_panels_hang_in_their_order_and_may_have_nothing_to_say(tall):
    def shown(title):
        return Panel(title, [PanelColumn("Tên")], [["a"]])

    panel(tall.key, order=20)(lambda actor, row, on: shown("hai"))
    panel(tall.key, order=10)(lambda actor, row, on: shown("một"))
    panel(tall.key)(lambda actor, row, on: None)
    found = panels.panels_of(tall, testing.actor(VIEW_PLANTS), Plant(), date(2026, 11, 25))
    assert [one.title for one in found] == ["một", "hai"]
    panels._sources.pop(tall.key)


def test_a_field_of_another_kind_through_a_link_keeps_its_own_slots():
    assert Whole("id", "Số luống", via="bed").condition(
        Whole("id", "Số luống", via="bed").slots()[0], [3]
    ).children == [("bed__id__gte", 3)]
