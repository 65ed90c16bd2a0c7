"""A small tree for tests of this and higher rooms: every unit is opened by the real service.

country = make_country()                       # ministry, one department, two communes
school = make_school(country.commune)          # a primary school under it
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import count

from khuevan.kernel import access, database

from .. import services
from ..choices import EducationLevel, UnitKind
from ..models import OrgUnit
from ..rules.kinds import required_levels
from ..rules.supervision import Sector, sector

AT = datetime(2026, 9, 5, 1, 0, tzinfo=UTC)
"""A moment to act at, when a test has no reason for another."""
LONG_AGO = date(2008, 8, 1)
TWO_TIERS = date(2025, 7, 1)
_numbers = count(1)


def decree(effective_on: date = TWO_TIERS, number: str = "01/QĐ-UBND", note: str = "") -> services.Decree:
    """A decision."""
    return services.Decree(
        effective_on=effective_on, decision_number=number, deciding_body="UBND tỉnh Lâm Đồng", note=note
    )


def make_unit(
    name: str,
    kind: UnitKind,
    *,
    managing: OrgUnit | None = None,
    professional: OrgUnit | None = None,
    on: date = TWO_TIERS,
    code: str = "",
    levels: frozenset[EducationLevel] | None = None,
    at: datetime = AT,
    **attributes: object,
) -> OrgUnit:
    """Any unit, opened as the platform itself. The professional body is the managing one unless given."""
    parent = professional or managing
    with database.acting(access.system()):
        return services.open_unit(
            access.system(),
            services.OpenUnit(
                decree=decree(on, note="Dữ liệu thử"),
                opening=services.Opening(
                    code=code or f"T{next(_numbers):06}",
                    attributes=services.Attributes(
                        name=name,
                        kind=kind,
                        levels=required_levels(kind) if levels is None else levels,
                        **attributes,  # type: ignore[arg-type]
                    ),
                    managing_parent_id=managing.pk if managing else None,
                    professional_parent_id=parent.pk if parent else None,
                ),
            ),
            at=at,
        )


@dataclass(frozen=True)
class Country:
    """The bodies that most tests need."""

    ministry: OrgUnit
    department: OrgUnit
    commune: OrgUnit
    other_commune: OrgUnit


def make_ministry() -> OrgUnit:
    """The root of a tree."""
    return make_unit("Bộ Giáo dục và Đào tạo", UnitKind.MINISTRY, on=LONG_AGO)


def make_province(
    name: str = "Lâm Đồng", *, ministry: OrgUnit | None = None, on: date = LONG_AGO, code: str = ""
) -> OrgUnit:
    """The department of a province."""
    return make_unit(
        f"Sở Giáo dục và Đào tạo {name}",
        UnitKind.DEPARTMENT,
        managing=ministry or make_ministry(),
        on=on,
        code=code,
        short_name=f"Sở GDĐT {name}",
    )


def make_commune(name: str, department: OrgUnit, *, on: date = TWO_TIERS, code: str = "") -> OrgUnit:
    """A commune of a department."""
    return make_unit(name, UnitKind.COMMUNE, managing=department, on=on, code=code)


def make_country() -> Country:
    """Ministry > department > two communes."""
    ministry = make_ministry()
    department = make_province(ministry=ministry)
    return Country(
        ministry=ministry,
        department=department,
        commune=make_commune("Xã Di Linh", department),
        other_commune=make_commune("Xã Bảo Thuận", department),
    )


def make_school(
    parent: OrgUnit,
    name: str = "Trường Tiểu học Kim Đồng",
    kind: UnitKind = UnitKind.PRIMARY,
    *,
    department: OrgUnit | None = None,
    on: date = TWO_TIERS,
    code: str = "",
    levels: frozenset[EducationLevel] | None = None,
    **attributes: object,
) -> OrgUnit:
    """An institution: managed by ``parent``, directed by its department where the law says so."""
    if department is None and parent.kind == UnitKind.COMMUNE:
        with database.acting(access.system()):
            department = OrgUnit.objects.get(pk=parent.managing_parent_id)
    wanted = required_levels(kind) if levels is None else levels
    directs = None if sector(kind, wanted) is Sector.ADMINISTRATION else department
    if parent.kind == UnitKind.COMMUNE:
        attributes.setdefault("commune_id", parent.pk)
    return make_unit(
        name, kind, managing=parent, professional=directs, on=on, code=code, levels=wanted, **attributes
    )
