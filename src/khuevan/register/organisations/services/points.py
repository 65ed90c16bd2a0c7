"""The points of a school: one write, for pages, API and loads."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from khuevan.kernel import access, audit, text
from khuevan.kernel.access import Actor
from khuevan.kernel.records import Invalid

from ..choices import MapPrecision
from ..models import OrgUnit, SchoolPoint
from ..permissions import EDIT_CONTACTS
from ..rules.kinds import INSTITUTIONS
from ..rules.sentences import day


@dataclass(frozen=True, kw_only=True)
class PointFacts:
    """What is stated of a point of a school."""

    code: str
    name: str
    opened_on: date
    is_main: bool = False
    address: str = ""
    phone: str = ""
    distance_km: Decimal | None = None
    travel: str = ""
    area_m2: Decimal | None = None
    latitude: Decimal | float | None = None
    longitude: Decimal | float | None = None
    closed_on: date | None = None


def save_point(
    actor: Actor,
    school: OrgUnit,
    facts: PointFacts,
    *,
    at: datetime,
    point: SchoolPoint | None = None,
    expected_version: int = 0,
) -> SchoolPoint:
    """Add a point to a school, or change one. Raises Refused, Invalid, ChangedMeanwhile."""
    access.demand(actor, EDIT_CONTACTS, on=school.pk)
    _check(school, facts, point)
    kept = point or SchoolPoint(school=school)
    values = {
        "code": text.nfc(facts.code),
        "name": text.nfc(facts.name),
        "address": text.nfc(facts.address),
        "travel": text.nfc(facts.travel),
        "phone": facts.phone,
        "is_main": facts.is_main,
        "distance_km": facts.distance_km,
        "area_m2": facts.area_m2,
        "latitude": None if facts.latitude is None else float(facts.latitude),
        "longitude": None if facts.longitude is None else float(facts.longitude),
        "map_precision": MapPrecision.UNKNOWN if facts.latitude is None else MapPrecision.APPROXIMATE,
        "opened_on": facts.opened_on,
        "closed_on": facts.closed_on,
        "changed_at": at,
        "changed_by": actor.name,
        "sort_key": text.sort_key(facts.name),
        "search": text.search_text(" ".join(filter(None, (facts.name, facts.code, facts.address)))),
    }
    for name, value in values.items():
        setattr(kept, name, value)
    with audit.act(actor, "organisations.point:save", at=at, unit_id=school.pk) as running:
        if point is None:
            kept.save()
        else:
            kept.save_checked(expected_version, fields=list(values))
        running.on(kept)
    return kept


def add_point(actor: Actor, *, at: datetime, school: OrgUnit, **values: Any) -> SchoolPoint:
    """A new point, as the record's form and API give its values."""
    return save_point(actor, school, PointFacts(**values), at=at)


def change_point(
    actor: Actor, point: SchoolPoint, *, at: datetime, version: int, **values: Any
) -> SchoolPoint:
    """Changes what was sent; the rest stays."""
    stated = {item.name: getattr(point, item.name) for item in fields(PointFacts)}
    facts = PointFacts(**(stated | values))
    return save_point(actor, point.school, facts, at=at, point=point, expected_version=version)


def _check(school: OrgUnit, facts: PointFacts, point: SchoolPoint | None) -> None:
    """Raises Invalid with a sentence at each field that is wrong."""
    errors: dict[str, str] = {}
    if school.kind not in INSTITUTIONS:
        errors["school"] = _("Chỉ cơ sở giáo dục mới có điểm trường.")
    others = SchoolPoint.objects.filter(school=school)
    if point is not None:
        others = others.exclude(pk=point.pk)
    if others.filter(code=text.nfc(facts.code)).exists():
        errors["code"] = _("Mã điểm trường %(code)s đã có.") % {"code": facts.code}
    if facts.is_main and facts.closed_on is None and others.filter(is_main=True, closed_on=None).exists():
        errors["is_main"] = _("Trường đã có điểm trường chính.")
    if facts.opened_on < school.opened_on:
        errors["opened_on"] = _(
            "Điểm trường không thể hoạt động trước ngày trường được thành lập (%(on)s)."
        ) % {"on": day(school.opened_on)}
    if facts.closed_on is not None and facts.closed_on <= facts.opened_on:
        errors["closed_on"] = _("Ngày ngừng hoạt động phải sau ngày bắt đầu hoạt động.")
    if (facts.latitude is None) != (facts.longitude is None):
        errors["latitude" if facts.latitude is None else "longitude"] = _("Cần cả vĩ độ và kinh độ.")
    if errors:
        raise Invalid(errors)
