"""Opening a school year: the frame of a decision, seen before it is written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from khuevan.kernel import access, clock, database
from khuevan.kernel.testing.actors import actor, client_for
from khuevan.register.organisations.permissions import VIEW_UNITS
from khuevan.register.organisations.tests.builders import make_country
from khuevan.school.schoolyear.models import SchoolYear, Term
from khuevan.school.schoolyear.permissions import EDIT_YEARS, VIEW_YEARS
from khuevan.school.schoolyear.rules import TermDays, frame_problems

AT = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
SYSTEM = access.system()
LEVELS = ("preschool", "primary", "lower_secondary", "upper_secondary", "continuing")


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.frozen(AT):
        yield


@pytest.mark.parametrize(
    ("first", "second", "problems"),
    [
        ((date(2026, 9, 5), date(2027, 1, 17)), (date(2027, 1, 18), date(2027, 5, 30)), []),
        ((date(2026, 9, 5), date(2027, 1, 18)), (date(2027, 1, 18), date(2027, 5, 30)), [(2, "starts", "overlap")]),
        ((date(2026, 7, 31), date(2027, 1, 17)), (date(2027, 1, 18), date(2027, 5, 30)), [(1, "starts", "outside")]),
        ((date(2026, 9, 5), date(2026, 9, 5)), (date(2027, 1, 18), date(2027, 5, 30)), [(1, "ends", "backwards")]),
        ((date(2026, 9, 5), date(2027, 1, 17)), (date(2027, 1, 18), date(2027, 8, 1)), [(2, "ends", "outside")]),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_frame(
    first: tuple[date, date], second: tuple[date, date], problems: list[tuple[int, str, str]]
) -> None:
    assert frame_problems("2026-2027", (TermDays(1, *first), TermDays(2, *second))) == problems


def _typed(unit_id: int, **other: str) -> dict[str, str]:
    sent = {"first": "2029", "unit": str(unit_id), "decision_number": "2310/QĐ-UBND", "step": "preview"}
    for level in LEVELS:
        sent |= {
            f"{level}_1_starts": "", f"{level}_1_ends": "", f"{level}_2_starts": "", f"{level}_2_ends": "",
            f"{level}_1_weeks": "18", f"{level}_2_weeks": "17",
        }  # fmt: skip
    primary = {
        "1_starts": "06/09/2029",
        "1_ends": "12/01/2030",
        "2_starts": "14/01/2030",
        "2_ends": "29/05/2030",
    }
    return sent | {f"primary_{name}": value for name, value in primary.items()} | other


@pytest.mark.django_db
def test_a_department_opens_a_year_after_a_preview() -> None:
    department = make_country().department
    client = client_for(actor(VIEW_UNITS, VIEW_YEARS, EDIT_YEARS, units=[department.pk]))
    address = reverse("schoolyear:open_year")
    offered = client.get(address).content.decode()
    assert 'value="2029"' in offered
    assert "Khung của Bộ" not in offered
    preview = client.post(address, _typed(department.pk)).content.decode()
    assert "Sẽ mở năm học 2029-2030" in preview
    with database.acting(SYSTEM):
        assert not SchoolYear.objects.filter(code="2029-2030").exists()
    digest = preview.split('name="digest" value="')[1].split('"')[0]
    changed = client.post(address, _typed(department.pk, step="commit", digest=digest, primary_1_weeks="16"))
    assert changed.status_code == 409
    done = client.post(address, _typed(department.pk, step="commit", digest=digest))
    assert done.status_code == 302
    with database.acting(SYSTEM):
        terms = Term.objects.filter(school_year__code="2029-2030").order_by("number")
        kept = [
            (term.level, term.number, term.starts_on, term.weeks, term.unit_id, term.trust) for term in terms
        ]
    assert kept == [
        ("primary", 1, date(2029, 9, 6), 18, department.pk, "local"),
        ("primary", 2, date(2030, 1, 14), 17, department.pk, "local"),
    ]
    assert (
        "Năm học này đã có đúng khung như vậy" in client.post(address, _typed(department.pk)).content.decode()
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"primary_1_starts": "31/07/2029"}, "Học kỳ phải nằm trong năm học 2029-2030."),
        ({"primary_2_ends": ""}, "Hãy ghi đủ bốn ngày của cấp học"),
        ({"primary_2_starts": "12/01/2030"}, "Hai học kỳ không được chồng nhau"),
        ({"first": "2099"}, "Năm bắt đầu phải từ 2000 đến 2029."),
        ({"first": "9999999999999"}, "Mở năm học"),
        ({"unit": "1"}, "Mở năm học"),
        ({"decision_number": "\x00"}, "Mở năm học"),
    ],
)
def test_a_wrong_frame_is_told_at_its_field(typed: dict[str, str], sentence: str) -> None:
    department = make_country().department
    client = client_for(actor(VIEW_UNITS, VIEW_YEARS, EDIT_YEARS, units=[department.pk]))
    answer = client.post(reverse("schoolyear:open_year"), _typed(department.pk, **typed))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
