"""Which body manages an institution and which directs its professional work, by date.

A versioned table: a change of law is a new row with the day it takes effect and the instrument, never an
edit of an old one. The list of ``bodies`` starts with the usual one; later ones are accepted too.

Sources. Before 1 July 2025: Decree 127/2018/NĐ-CP (state management of education) and Decree 24/2014, 37/2014
(departments and district offices). Since 1 July 2025: Decree 142/2025/NĐ-CP (tasks of the district level to
communes and provinces), Circular 15/2025/TT-BGDĐT (department and commune), Official letter
1581/BGDĐT-GDPT (centres of vocational and continuing education to the department).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ..choices import EducationLevel as L
from ..choices import Line
from ..choices import UnitKind as K
from .kinds import ADMINISTRATION, highest_level
from .periods import covers

TWO_TIER_FROM = date(2025, 7, 1)
"""Districts end, communes begin: Resolution 202/2025/QH15, Law 72/2025/QH15."""


class Sector(StrEnum):
    """Groups of institutions that the law treats alike."""

    BASIC = "basic"  # preschool to lower secondary
    UPPER = "upper"  # highest level is upper secondary; gifted, special, inclusion support
    BOARDING = "boarding"  # ethnic boarding
    VOCATIONAL = "vocational"  # vocational and continuing education centres
    COMMUNITY = "community"  # community learning centres
    LICENSED = "licensed"  # foreign-language and informatics centres
    ADMINISTRATION = "administration"


@dataclass(frozen=True)
class Supervision:
    """One row of the table: for this sector and line, within the half-open period, these bodies."""

    sector: Sector
    line: Line
    bodies: tuple[K, ...]
    valid_from: date | None
    valid_until: date | None
    instrument: str


_OLD = "NĐ 127/2018/NĐ-CP"
_NEW = "NĐ 142/2025/NĐ-CP; TT 15/2025/TT-BGDĐT"
_CENTRES = "CV 1581/BGDĐT-GDPT; TT 15/2025/TT-BGDĐT"
_M, _P = Line.MANAGING, Line.PROFESSIONAL

TABLE: tuple[Supervision, ...] = (
    Supervision(Sector.BASIC, _M, (K.DISTRICT_OFFICE,), None, TWO_TIER_FROM, _OLD),
    Supervision(Sector.BASIC, _M, (K.COMMUNE,), TWO_TIER_FROM, None, _NEW),
    Supervision(Sector.BASIC, _P, (K.DISTRICT_OFFICE,), None, TWO_TIER_FROM, _OLD),
    Supervision(Sector.BASIC, _P, (K.DEPARTMENT,), TWO_TIER_FROM, None, _NEW),
    Supervision(Sector.UPPER, _M, (K.DEPARTMENT,), None, TWO_TIER_FROM, _OLD),
    Supervision(Sector.UPPER, _M, (K.DEPARTMENT,), TWO_TIER_FROM, None, _NEW),
    Supervision(Sector.UPPER, _P, (K.DEPARTMENT,), None, TWO_TIER_FROM, _OLD),
    Supervision(Sector.UPPER, _P, (K.DEPARTMENT,), TWO_TIER_FROM, None, _NEW),
    # Boarding schools up to lower secondary were often the district's before the change.
    Supervision(Sector.BOARDING, _M, (K.DEPARTMENT, K.DISTRICT_OFFICE), None, TWO_TIER_FROM, _OLD),
    Supervision(Sector.BOARDING, _M, (K.DEPARTMENT,), TWO_TIER_FROM, None, _NEW),
    Supervision(Sector.BOARDING, _P, (K.DEPARTMENT, K.DISTRICT_OFFICE), None, TWO_TIER_FROM, _OLD),
    Supervision(Sector.BOARDING, _P, (K.DEPARTMENT,), TWO_TIER_FROM, None, _NEW),
    # Most of these centres belonged to the district, the provincial ones to the department.
    Supervision(Sector.VOCATIONAL, _M, (K.DEPARTMENT, K.DISTRICT_OFFICE), None, TWO_TIER_FROM, _OLD),
    Supervision(Sector.VOCATIONAL, _M, (K.DEPARTMENT,), TWO_TIER_FROM, None, _CENTRES),
    Supervision(Sector.VOCATIONAL, _P, (K.DEPARTMENT,), None, TWO_TIER_FROM, _OLD),
    Supervision(Sector.VOCATIONAL, _P, (K.DEPARTMENT,), TWO_TIER_FROM, None, _CENTRES),
    Supervision(Sector.COMMUNITY, _M, (K.DISTRICT_OFFICE,), None, TWO_TIER_FROM, _OLD),
    Supervision(Sector.COMMUNITY, _M, (K.COMMUNE,), TWO_TIER_FROM, None, _NEW),
    Supervision(Sector.COMMUNITY, _P, (K.DISTRICT_OFFICE, K.DEPARTMENT), None, TWO_TIER_FROM, _OLD),
    Supervision(Sector.COMMUNITY, _P, (K.DEPARTMENT,), TWO_TIER_FROM, None, _NEW),
    Supervision(Sector.LICENSED, _M, (K.DEPARTMENT,), None, None, "NĐ 125/2024/NĐ-CP"),
    Supervision(Sector.LICENSED, _P, (K.DEPARTMENT,), None, None, "NĐ 125/2024/NĐ-CP"),
)


def sector(kind: K, levels: Iterable[L]) -> Sector:
    """The group of the table to which an institution belongs.

    A school of several levels goes by its highest one (Circular 15/2025/TT-BGDĐT: the commune has those
    whose highest level is lower secondary).
    """
    match kind:
        case _ if kind in ADMINISTRATION:
            return Sector.ADMINISTRATION
        case K.ETHNIC_BOARDING:
            return Sector.BOARDING
        case K.VOCATIONAL_CONTINUING | K.CONTINUING:
            return Sector.VOCATIONAL
        case K.COMMUNITY_LEARNING:
            return Sector.COMMUNITY
        case K.LANGUAGE_IT:
            return Sector.LICENSED
        case K.GIFTED | K.SPECIAL | K.INCLUSION_SUPPORT:
            return Sector.UPPER
    return Sector.UPPER if highest_level(levels) is L.UPPER_SECONDARY else Sector.BASIC


def supervision(kind: K, levels: Iterable[L], line: Line, on: date) -> Supervision | None:
    """The row that applies on the day; None for administration, which the table does not speak of."""
    group = sector(kind, levels)
    for row in TABLE:
        if row.sector is group and row.line is line and covers(row.valid_from, row.valid_until, on):
            return row
    return None
