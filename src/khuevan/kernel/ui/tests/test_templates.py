"""Macros and environment, without a database."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django import forms
from django.template import engines
from jinja2 import UndefinedError

from khuevan.kernel import ui
from khuevan.kernel.ui.gallery import SpecimenForm
from khuevan.kernel.ui.jinja import json_block, label_cells

IMPORT = '{% import "ui/components.html" as ui %}'


def written(source: str, **names: Any) -> str:
    return str(engines["jinja2"].env.from_string(IMPORT + source).render(**names))


def test_what_is_unknown_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        written("{{ nobody }}")


def test_values_are_escaped_everywhere() -> None:
    evil = '"><script>alert(1)</script>'
    for source in (
        "{{ ui.badge(evil) }}",
        "{{ ui.button(evil, label=evil) }}",
        "{{ ui.input('a', evil, value=evil, help=evil, errors=[evil]) }}",
        "{{ ui.input('a', evil, type='textarea', value=evil) }}",
        "{{ ui.input('a', evil, type='select', choices=[(evil, evil)]) }}",
        "{{ ui.definition_list([(evil, evil)]) }}",
        "{{ ui.tree([{'label': evil, 'url': evil, 'children': [{'label': evil}]}]) }}",
        "{{ ui.timeline([{'at': evil, 'title': evil, 'detail': evil}]) }}",
        "{% call(row) ui.table([evil], [column(evil)], caption=evil) %}<td>{{ row }}</td>{% endcall %}",
        "{{ ui.chart(chart) }}",
        "{{ ui.map(map) }}",
        "{{ ui.icon('x', evil) }}",
    ):
        page = written(
            source,
            evil=evil,
            chart=ui.Chart(evil, [evil], [ui.Series(evil, [1])]),
            map=ui.Map(evil, [ui.Point(1, 2, evil, detail=evil)]),
        )
        assert "<script>alert" not in page, source


def test_json_cannot_end_its_element() -> None:
    text = str(json_block({"a": "</script><!--&\u2028"}))
    assert "<" not in text
    assert json.loads(text) == {"a": "</script><!--&\u2028"}


def test_cells_carry_their_columns_names() -> None:
    columns = [ui.column("Họ & tên"), ui.column("Số", kind="number")]
    row = '<th scope="row">A</th><td class="x">1</td><td>thừa</td>'
    assert label_cells(row, columns) == (
        '<th data-label="Họ &amp; tên" scope="row">A</th>'
        '<td data-label="Số" data-kind="number" class="x">1</td><td>thừa</td>'
    )


def test_a_field_ties_label_help_and_error_together() -> None:
    form = SpecimenForm({"full_name": ""})
    page = written("{{ ui.field(form['full_name']) }}", form=form)
    assert '<label class="form-label" for="id_full_name">Họ và tên' in page
    assert 'aria-describedby="id_full_name_help id_full_name_error"' in page
    assert 'id="id_full_name_error"' in page
    assert 'aria-invalid="true"' in page
    assert 'maxlength="100"' in page


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("born_on", 'placeholder="ngày/tháng/năm"'),
        ("email", 'type="email"'),
        ("password", 'type="password"'),
        ("count", 'type="number"'),
        ("kind", '<optgroup label="Phổ thông"><option value="th">Tiểu học</option>'),
        ("line", '<legend class="form-label">Tuyến'),
        ("levels", 'type="checkbox" name="levels" value="2" checked'),
        ("agree", 'type="checkbox" name="agree"'),
        ("file", 'type="file"'),
        ("note", "<textarea"),
    ],
)
def test_the_kind_of_input_follows_the_widget(name: str, expected: str) -> None:
    form = SpecimenForm(initial={"levels": ["2"]})
    assert expected in written("{{ ui.field(form[name]) }}", form=form, name=name)


def test_a_password_never_comes_back() -> None:
    form = SpecimenForm({"password": "bí mật"})
    assert "bí mật" not in written("{{ ui.field(form['password']) }}", form=form)


def test_the_summary_of_errors_links_to_the_fields() -> None:
    form = SpecimenForm(
        {"email": "sai", "kind": "th", "line": "m", "password": "x", "full_name": "A", "born_on": "1/1/2020"}
    )
    page = written("{{ ui.form_errors(form) }}", form=form)
    assert 'href="#id_email"' in page
    assert "Có 1 chỗ cần sửa" in page
    assert written("{{ ui.form_errors(form) }}", form=SpecimenForm()) == ""


@pytest.mark.parametrize("typed", ["01/07/2025", "1/7/2025", "2025-07-01", "01-07-2025", "01.07.2025"])
def test_dates_as_people_write_them(typed: str) -> None:
    assert ui.DateField().clean(typed).isoformat() == "2025-07-01"


@pytest.mark.parametrize("typed", ["31/02/2020", "07/31/2020", "mùng một Tết", "1/7/25"])
def test_a_wrong_date_says_how_to_write_it(typed: str) -> None:
    with pytest.raises(forms.ValidationError, match="ngày/tháng/năm"):
        ui.DateField().clean(typed)


def test_an_empty_list_says_what_to_do() -> None:
    narrowed = ui.Listing("/people/", text="zzz")
    page = written(
        "{% call(row) ui.table([], [column('A')], caption='A', listing=l) %}{% endcall %}", l=narrowed
    )
    assert 'href="/people/"' in page


def test_sorted_columns_say_so() -> None:
    columns = "[column('A', sort='a'), column('B', sort='b')]"
    source = (
        "{% call(row) ui.table([1], "
        + columns
        + ", caption='C', listing=l) %}<td></td><td></td>{% endcall %}"
    )
    page = written(source, l=ui.Listing("/x/", sort="-a"))
    assert 'aria-sort="descending"' in page
    assert page.count("aria-sort") == 1
    assert 'href="/x/?sort=a"' in page


def test_a_chart_checks_its_lengths() -> None:
    with pytest.raises(ValueError, match="2 values for 1"):
        ui.Chart("A", ["x"], [ui.Series("s", [1, 2])])
    with pytest.raises(ValueError, match="a chart is one of"):
        ui.Chart("A", ["x"], [], kind="sunburst")
