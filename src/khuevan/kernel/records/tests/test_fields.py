"""Each kind of field: what is read, what is refused, how it is shown, masked, exported and sent."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import models
from django.http import QueryDict
from pydantic import create_model

from khuevan.kernel import access
from khuevan.kernel.records import (
    Choice,
    Code,
    Computed,
    Date,
    Decimals,
    LongText,
    Moment,
    Record,
    Several,
    Text,
    Whole,
    Yes,
    export,
    registry,
    schemas,
    services,
)
from khuevan.kernel.records.errors import Invalid, NotUnderstood
from khuevan.kernel.records.fields import Context
from khuevan.kernel.records.forms import read_form, sections
from khuevan.kernel.records.tests.specimens.models import Plant
from khuevan.kernel.records.tests.specimens.permissions import EDIT_PLANTS, SEE_ORIGIN, VIEW_PLANTS

CONTEXT = Context(access.system(), VIEW_PLANTS, Plant)
KINDS = (("a", "Loại A"), ("b", "Loại B"))


def entered(field, *typed):
    return field.accept(field.from_form(typed), CONTEXT)


@pytest.mark.parametrize(
    ("field", "typed", "value", "text", "wire", "cell"),
    [
        (Text("x", "X"), ["  Ca\u0300  phê "], "Cà phê", "Cà phê", "Cà phê", "Cà phê"),
        (LongText("x", "X"), ["một\r\nhai  ba"], "một\nhai ba", "một\nhai ba", "một\nhai ba", "một\nhai ba"),
        (Code("x", "X", pattern=r"\d{3}"), ["007"], "007", "007", "007", "007"),
        (Whole("x", "X", unit="m"), ["1.250"], 1250, "1.250 m", 1250, 1250),
        (Decimals("x", "X", places=1), ["1.250,5"], Decimal("1250.5"), "1.250,5", 1250.5, 1250.5),
        (Date("x", "X"), ["5/9/2025"], date(2025, 9, 5), "05/09/2025", date(2025, 9, 5), date(2025, 9, 5)),
        (
            Moment("x", "X"),
            ["14:05 5/9/2025"],
            datetime(2025, 9, 5, 7, 5, tzinfo=UTC),
            "05/09/2025 14:05",
            datetime(2025, 9, 5, 7, 5, tzinfo=UTC),
            datetime(2025, 9, 5, 14, 5),
        ),
        (Yes("x", "X"), ["1"], True, "Có", True, "Có"),
        (Yes("x", "X"), [], False, "Không", False, "Không"),
        (Choice("x", "X", KINDS), ["a"], "a", "Loại A", "a", "Loại A"),
        (
            Several("x", "X", KINDS),
            ["b", "a", "b"],
            ["a", "b"],
            "Loại A, Loại B",
            ["a", "b"],
            "Loại A, Loại B",
        ),
        (Text("x", "X"), [], "", "", "", ""),
        (Date("x", "X"), [" "], None, "", None, None),
        (Several("x", "X", KINDS), [], [], "", [], ""),
    ],
)
def test_values_in_their_four_dresses(field, typed, value, text, wire, cell):
    got = entered(field, *typed)
    assert got == value
    assert (field.text(got), field.wire(got), field.cell(got)) == (text, wire, cell)


def test_a_decimal_travels_as_a_number_as_the_description_says():
    shape = create_model("Shape", size=(Decimals("x", "X").wire_type | None, None))
    assert shape(size=Decimal("1.70")).model_dump() == {"size": 1.7}
    assert shape.model_json_schema()["properties"]["size"]["anyOf"][0] == {"type": "number"}


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        (Text("x", "X", required=True), " \u200b "),
        (Text("x", "X", max_length=3), "bốnn"),
        (Text("x", "X", min_length=3), "ab"),
        (Code("x", "X", pattern=r"\d{3}", example="007"), "7"),
        (Whole("x", "X", least=1, most=10), "11"),
        (Whole("x", "X"), "-1"),
        (Whole("x", "X"), "1,5"),
        (Decimals("x", "X", places=1), "1,25"),
        (Decimals("x", "X", most=Decimal(10)), "10,1"),
        (Date("x", "X", earliest=date(2000, 1, 1)), "31/12/1999"),
        (Choice("x", "X", KINDS), "c"),
        (Several("x", "X", KINDS), "c"),
        (Yes("x", "X"), "có lẽ"),
        (Yes("x", "X", required=True), ""),
        (Moment("x", "X", required=True), ""),
    ],
)
def test_values_that_are_refused(field, typed):
    with pytest.raises(NotUnderstood) as refusal:
        entered(field, typed)
    assert str(refusal.value)


@pytest.mark.parametrize(
    ("field", "value", "shown"),
    [
        (Text("x", "X", sensitive=SEE_ORIGIN, keep=3), "079123456789", "••••789"),
        (Text("x", "X", sensitive=SEE_ORIGIN, keep=3), "789", "••••"),
        (Text("x", "X", sensitive=SEE_ORIGIN), "bí mật", "••••"),
        (Text("x", "X", sensitive=SEE_ORIGIN), "", ""),
        (Date("x", "X", sensitive=SEE_ORIGIN, keep=4), date(2010, 5, 6), "••/••/2010"),
        (Date("x", "X", sensitive=SEE_ORIGIN), date(2010, 5, 6), "••••"),
        (Whole("x", "X", sensitive=SEE_ORIGIN), 7, "••••"),
    ],
)
def test_masks_tell_that_there_is_a_value_and_little_else(field, value, shown):
    assert field.masked(value) == shown


def test_computed_values_are_shown_and_never_entered():
    field = Computed("twice", "Gấp đôi", lambda row: row.height * 2)
    assert field.read(Plant(height=21)) == 42
    assert field.editable is False
    assert field.sort_column == ""


def test_every_wrong_field_is_named_at_once():
    from khuevan.kernel.records.tests.specimens.records import TOOLS

    with pytest.raises(Invalid) as refusal:
        services.accept(TOOLS, access.system(), {"name": "", "parts": 0})
    assert set(refusal.value.errors) == {"name", "parts"}


def test_a_formula_in_csv_is_text():
    plants = [Plant(name=sign + "1+1") for sign in ("=", "+", "-", "@", "\t")]
    file, number = export.write((Text("name", "Tên"),), plants, "csv", sheet="Cây")
    assert number == 5
    lines = file.read().decode("utf-8-sig").splitlines()[1:]
    assert all(line.lstrip('"').startswith("'") for line in lines)


def test_headings_and_sheet_names_fit_a_workbook():
    from khuevan.kernel.records.tests.specimens.records import PLANTS

    assert export.headings((Text("a", "Tên"), Text("b", "Tên"), Text("c", "Tên"))) == [
        "Tên",
        "Tên (2)",
        "Tên (3)",
    ]
    assert export.sheet_name(str(PLANTS.plural)) == "Các cây"
    assert export.file_name(str(PLANTS.plural), date(2025, 9, 5), "csv") == "cac-cay-20250905.csv"


@pytest.fixture
def profile(monkeypatch):
    """A hundred fields of every kind on one model: as large as a learner's profile gets."""
    monkeypatch.setattr(registry, "_declared", dict(registry._declared))
    columns = {"__module__": __name__, "Meta": type("Meta", (), {"app_label": "specimens", "managed": False})}
    declared = []
    for number in range(100):
        name, label, group = f"f{number}", f"Trường {number}", f"Phần {number // 20 + 1}"
        kinds = (
            (models.CharField(max_length=50, blank=True), Text(name, label, max_length=50, group=group)),
            (models.DateField(null=True), Date(name, label, group=group)),
            (models.IntegerField(null=True), Whole(name, label, group=group)),
            (models.BooleanField(default=False), Yes(name, label, group=group)),
            (models.CharField(max_length=1, blank=True), Choice(name, label, KINDS, group=group)),
        )
        columns[name], field = kinds[number % 5]
        declared.append(replace(field, sensitive=SEE_ORIGIN) if number % 50 == 49 else field)
    model = type("Profile", (models.Model,), columns)
    return Record(
        model,
        "profile",
        "Hồ sơ",
        "Các hồ sơ",
        view=VIEW_PLANTS,
        edit=EDIT_PLANTS,
        fields=tuple(declared),
        list=("f0", "f1", "f4"),
        shared="Chỉ để thử.",
    )


def test_a_hundred_fields_are_a_hundred_lines(profile):
    drawn = sections(profile, access.system())
    assert [section.title for section in drawn] == [f"Phần {number}" for number in range(1, 6)]
    assert sum(len(section.inputs) for section in drawn) == 100
    posted = QueryDict(mutable=True)
    posted.update({"f0": "Một", "f1": "5/9/2025", "f2": "1.000", "f3": "1", "f4": "b"})
    values = read_form(profile, access.system(), posted)
    assert len(values) == 100
    assert [values[f"f{number}"] for number in range(5)] == ["Một", date(2025, 9, 5), 1000, True, "b"]
    assert len(schemas.created(profile).model_fields) == 100
    assert len(export.columns(profile)) == 100


def test_lists_that_nobody_counts_stop_at_the_most_an_export_holds():
    assert list(export.capped(range(3), most=3)) == [0, 1, 2]
    with pytest.raises(export.TooMany, match=r"hơn 100\.000 dòng"):
        list(export.capped(range(4), most=3))
