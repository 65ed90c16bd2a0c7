"""Who manages and who directs, by level and date: the table is the specification."""

from datetime import date

import pytest

from ..choices import EducationLevel as L
from ..choices import Line
from ..choices import UnitKind as K
from ..rules.kinds import INSTITUTIONS, allowed_levels, level_refusals, required_levels
from ..rules.supervision import TABLE, TWO_TIER_FROM, Sector, sector, supervision

BEFORE, AFTER = date(2025, 6, 30), date(2025, 7, 1)
M, P = Line.MANAGING, Line.PROFESSIONAL


@pytest.mark.parametrize(
    ("kind", "levels", "line", "on", "body"),
    [
        (K.PRESCHOOL, {L.PRESCHOOL}, M, BEFORE, K.DISTRICT_OFFICE),
        (K.PRESCHOOL, {L.PRESCHOOL}, M, AFTER, K.COMMUNE),
        (K.PRESCHOOL, {L.PRESCHOOL}, P, BEFORE, K.DISTRICT_OFFICE),
        (K.PRESCHOOL, {L.PRESCHOOL}, P, AFTER, K.DEPARTMENT),
        (K.PRIMARY, {L.PRIMARY}, M, BEFORE, K.DISTRICT_OFFICE),
        (K.PRIMARY, {L.PRIMARY}, M, AFTER, K.COMMUNE),
        (K.LOWER_SECONDARY, {L.LOWER_SECONDARY}, M, AFTER, K.COMMUNE),
        (K.LOWER_SECONDARY, {L.LOWER_SECONDARY}, P, AFTER, K.DEPARTMENT),
        (K.PRIMARY_LOWER, {L.PRIMARY, L.LOWER_SECONDARY}, M, AFTER, K.COMMUNE),
        (K.ETHNIC_SEMI_BOARDING, {L.PRIMARY}, M, AFTER, K.COMMUNE),
        (K.LOWER_UPPER, {L.LOWER_SECONDARY, L.UPPER_SECONDARY}, M, BEFORE, K.DEPARTMENT),
        (K.LOWER_UPPER, {L.LOWER_SECONDARY, L.UPPER_SECONDARY}, M, AFTER, K.DEPARTMENT),
        (K.UPPER_SECONDARY, {L.UPPER_SECONDARY}, M, BEFORE, K.DEPARTMENT),
        (K.UPPER_SECONDARY, {L.UPPER_SECONDARY}, P, AFTER, K.DEPARTMENT),
        (K.GIFTED, {L.UPPER_SECONDARY}, M, AFTER, K.DEPARTMENT),
        (K.ETHNIC_BOARDING, {L.LOWER_SECONDARY}, M, AFTER, K.DEPARTMENT),
        (K.SPECIAL, {L.PRIMARY}, M, AFTER, K.DEPARTMENT),
        (K.VOCATIONAL_CONTINUING, {L.CONTINUING}, M, AFTER, K.DEPARTMENT),
        (K.COMMUNITY_LEARNING, {L.CONTINUING}, M, BEFORE, K.DISTRICT_OFFICE),
        (K.COMMUNITY_LEARNING, {L.CONTINUING}, M, AFTER, K.COMMUNE),
        (K.LANGUAGE_IT, {L.CONTINUING}, M, AFTER, K.DEPARTMENT),
    ],
)
def test_the_body_of_each_kind(kind: K, levels: set[L], line: Line, on: date, body: K) -> None:
    row = supervision(kind, levels, line, on)
    assert row is not None
    assert row.bodies[0] is body


@pytest.mark.parametrize("kind", sorted(INSTITUTIONS))
@pytest.mark.parametrize("line", list(Line))
@pytest.mark.parametrize("on", [date(2010, 1, 1), BEFORE, AFTER, date(2040, 1, 1)])
def test_every_institution_has_exactly_one_row_on_every_day(kind: K, line: Line, on: date) -> None:
    group = sector(kind, required_levels(kind) or allowed_levels(kind))
    rows = [
        row
        for row in TABLE
        if row.sector is group
        and row.line is line
        and (row.valid_from is None or row.valid_from <= on)
        and (row.valid_until is None or on < row.valid_until)
    ]
    assert len(rows) == 1


def test_every_row_cites_its_instrument_and_ends_where_the_next_begins() -> None:
    assert all(row.instrument for row in TABLE)
    assert {row.valid_until for row in TABLE if row.valid_until} == {TWO_TIER_FROM}


def test_administration_is_not_in_the_table() -> None:
    assert sector(K.COMMUNE, ()) is Sector.ADMINISTRATION
    assert supervision(K.COMMUNE, (), M, AFTER) is None


@pytest.mark.parametrize(
    ("kind", "levels", "codes"),
    [
        (K.PRIMARY, {L.PRIMARY}, ()),
        (K.PRIMARY, set(), ("levels_missing",)),
        (K.PRIMARY, {L.LOWER_SECONDARY}, ("level_not_allowed", "level_required")),
        (K.PRIMARY_LOWER, {L.PRIMARY}, ("level_required",)),
        (K.PRIMARY_LOWER_UPPER, {L.PRESCHOOL, L.PRIMARY, L.LOWER_SECONDARY, L.UPPER_SECONDARY}, ()),
        (K.ETHNIC_BOARDING, {L.LOWER_SECONDARY, L.UPPER_SECONDARY}, ()),
        (K.ETHNIC_BOARDING, {L.PRESCHOOL}, ("level_not_allowed",)),
        (K.COMMUNE, {L.PRIMARY}, ("levels_not_taught",)),
        (K.COMMUNE, set(), ()),
    ],
)
def test_levels_of_a_kind(kind: K, levels: set[L], codes: tuple[str, ...]) -> None:
    assert tuple(reason.code for reason in level_refusals(kind, levels)) == codes
