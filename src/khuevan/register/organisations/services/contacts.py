"""Plain facts that need no decision: how to reach a unit, and the points of a school."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from khuevan.kernel import access, audit, text
from khuevan.kernel.access import Actor

from ..choices import MapPrecision
from ..models import OrgUnit, SchoolPoint
from ..permissions import EDIT_CONTACTS
from ..rules.kinds import INSTITUTIONS
from ..rules.sentences import ActRefused, Sentence, _, day


def edit_contacts(
    actor: Actor, unit: OrgUnit, *, phone: str, email: str, website: str, expected_version: int, at: datetime
) -> None:
    """Change how a unit is reached. Raises Refused; ChangedMeanwhile, which names who was quicker."""
    access.demand(actor, EDIT_CONTACTS, on=unit.pk)
    with audit.act(actor, EDIT_CONTACTS.code, at=at, on=unit):
        unit.phone, unit.email, unit.website = text.nfc(phone), text.nfc(email), text.nfc(website)
        unit.changed_at, unit.changed_by = at, actor.name
        unit.save_checked(expected_version, fields=["phone", "email", "website", "changed_at", "changed_by"])


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
    latitude: float | None = None
    longitude: float | None = None
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
    """Add a point to a school, or change one. Raises Refused, ActRefused, ChangedMeanwhile."""
    access.demand(actor, EDIT_CONTACTS, on=school.pk)
    _check_point(school, facts, point)
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
        "latitude": facts.latitude,
        "longitude": facts.longitude,
        "map_precision": MapPrecision.UNKNOWN if facts.latitude is None else MapPrecision.APPROXIMATE,
        "opened_on": facts.opened_on,
        "closed_on": facts.closed_on,
        "changed_at": at,
        "changed_by": actor.name,
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


def _check_point(school: OrgUnit, facts: PointFacts, point: SchoolPoint | None) -> None:
    reasons: list[Sentence] = []
    if school.kind not in INSTITUTIONS:
        reasons.append(Sentence("not_a_school", _("Chỉ cơ sở giáo dục mới có điểm trường.")))
    others = SchoolPoint.objects.filter(school=school).exclude(pk=point.pk if point else None)
    if others.filter(code=text.nfc(facts.code)).exists():
        reasons.append(
            Sentence("point_code_taken", _("Mã điểm trường %(code)s đã có."), {"code": facts.code})
        )
    if facts.is_main and facts.closed_on is None and others.filter(is_main=True, closed_on=None).exists():
        reasons.append(Sentence("main_point_taken", _("Trường đã có điểm trường chính.")))
    if facts.opened_on < school.opened_on:
        reasons.append(
            Sentence(
                "point_before_school",
                _("Điểm trường không thể hoạt động trước ngày trường được thành lập (%(on)s)."),
                {"on": day(school.opened_on)},
            )
        )
    if facts.closed_on is not None and facts.closed_on <= facts.opened_on:
        reasons.append(Sentence("point_period", _("Ngày ngừng hoạt động phải sau ngày bắt đầu hoạt động.")))
    if reasons:
        raise ActRefused(tuple(reasons))
