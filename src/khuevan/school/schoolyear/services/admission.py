"""Taking in somebody whom the platform knows from elsewhere, where that is no transfer: a new level begins, or the former
enrolment has ended. The person is linked, never typed again.

Row-level security shows no school another's children. So the one who asks names number, birth date and name, the look is
logged, and what comes back is the former school and grade, nothing else; the act alone works within the two schools.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from khuevan.kernel import access, audit, database
from khuevan.kernel.access import Actor, Holding, Reach
from khuevan.kernel.events import publish
from khuevan.kernel.records import Invalid
from khuevan.register.people import queries as people
from khuevan.register.people import services as person_services
from khuevan.register.people.permissions import AFFILIATE_PERSON
from khuevan.school.learners import queries as learners
from khuevan.school.learners import services as learner_services
from khuevan.school.learners.permissions import EDIT_LEARNERS

from ..choices import EnrolmentStatus, EntryKind
from ..events import LearnerAdmitted
from ..models import Enrolment
from ..permissions import EDIT_ENROLMENTS
from ..rules import Last, Way, way_in
from .enrolments import EnrolledElsewhere, EnrolOrder, checked_level, write_enrolment

LOOK = "schoolyear.enrolment:look"


@dataclass(frozen=True)
class Known:
    """As much of somebody known elsewhere as the school that would take them in may read. Empty where there was no
    enrolment yet. `says`: why they cannot come in this way; "" where they can."""

    school_name: str
    school_year: str
    grade: str
    outcome: str
    way: Way
    says: str = ""

    @property
    def by_transfer(self) -> bool:
        return self.way.refusal == "present"


@dataclass(frozen=True)
class Found:
    """Somebody known, before it is decided how much of them is told."""

    person: Any
    learner: Any
    last: Enrolment | None
    way: Way


def look_for_known(actor: Actor, order: EnrolOrder, *, at: datetime) -> Known | None:
    """What is known of who bears the number, the birth date and the name of the order; the look is logged.

    None where no one bears all three. Raises access.Refused.
    """
    access.demand(actor, EDIT_ENROLMENTS, on=order.school.pk)
    audit.look(
        actor, LOOK, at=at, unit_id=order.school.pk, why=_("Số định danh, ngày sinh, họ tên khi ghi danh")
    )
    with database.acting(access.system()):
        found = find_known(order)
        return None if found is None else known_of(found)


def admit_learner(actor: Actor, order: EnrolOrder, *, at: datetime) -> Enrolment:
    """Links the known person with the school and enrols them: one act, all or nothing. What the order says of the person
    beyond number, birth date and name is not written: whoever keeps the record corrects it.

    Raises access.Refused; EnrolledElsewhere where the way is a transfer; Invalid.
    """
    access.demand(actor, EDIT_ENROLMENTS, on=order.school.pk)
    access.demand(actor, EDIT_LEARNERS, on=order.school.pk)
    known = look_for_known(actor, order, at=at)
    if known is None:
        raise Invalid({"national_id": _("Không có ai mang số định danh, ngày sinh và họ tên này.")})
    if known.by_transfer:
        raise EnrolledElsewhere
    if known.says:
        raise Invalid(known.says)
    with database.acting(access.system()):
        found = find_known(order)
    if found is None or found.way != known.way:
        raise database.ChangedMeanwhile
    order = replace(
        order,
        learner=found.learner,
        entry_kind=_entry_kind(order, found),
        came_from=order.came_from or known.school_name,
        facts={"birth_date": found.person.birth_date},
    )
    level = checked_level(order, at)
    with audit.act(
        actor, "schoolyear.enrolment:admit", at=at, unit_id=order.school.pk, why=known.school_name
    ) as act:
        schools = [order.school.pk, *([found.learner.school_id] if found.learner else [])]
        reach = within(actor, schools, found.person.pk)
        with database.acting(reach):
            learner = _brought(reach, order, found, at)
            enrolment = write_enrolment(order, learner, level)
        act.on(enrolment, unit_id=order.school.pk)
        publish(
            LearnerAdmitted(
                enrolment.pk,
                learner.pk,
                found.last.school_id if found.last else 0,
                order.school.pk,
                order.enrolled_on,
            )
        )
    return enrolment


def find_known(order: EnrolOrder) -> Found | None:
    """Within everything: the caller has logged the look and shows no more than `Known`."""
    return find_all_known({0: order}).get(0)


def find_all_known(orders: Mapping[int, EnrolOrder]) -> dict[int, Found]:
    """The same for many, by the keys of the orders, in three statements however many they are."""
    asked = {
        key: (str(order.facts.get("national_id") or ""), born)
        for key, order in orders.items()
        if (born := order.facts.get("birth_date"))
    }
    bearers = people.people_by_numbers(list(asked.values()))
    persons = {}
    for key, number_and_day in asked.items():
        person = bearers.get(number_and_day)
        name = person_services.name_columns(orders[key].facts.get("full_name") or "").search
        if person is not None and person.search == name:
            persons[key] = person
    ids = {person.pk for person in persons.values()}
    if not ids:
        return {}
    whose, stations = learners.of_people(ids), _stations(ids)
    return {
        key: _found(orders[key], person, whose.get(person.pk), stations.get(person.pk, []))
        for key, person in persons.items()
    }


def _stations(person_ids: Collection[int]) -> dict[int, list[Enrolment]]:
    """Enrolments by person, the latest first."""
    rows = (
        Enrolment.objects.exclude(status=EnrolmentStatus.MISTAKEN)
        .filter(person_id__in=person_ids, set_aside_by=None)
        .select_related("school", "school_year")
        .order_by("-school_year__starts_on", "-enrolled_on", "-id")
    )
    found: dict[int, list[Enrolment]] = {}
    for row in rows:
        found.setdefault(row.person_id, []).append(row)
    return found


def _found(order: EnrolOrder, person: Any, learner: Any, stations: list[Enrolment]) -> Found:
    year = order.school_year.pk
    open_one = [row for row in stations if row.school_year_id == year and row.left_on is None]
    last = next(iter([*sorted(open_one, key=lambda row: row.pk), *stations]), None)
    way = _way(last, order)
    if way.refusal == "present" and last is not None and last.school_id == order.school.pk:
        way = Way(refusal="here")
    return Found(person, learner, last, way)


def _way(last: Enrolment | None, order: EnrolOrder) -> Way:
    before = last and Last(
        last.school_year.starts_on, last.grade, last.status, last.outcome, last.left_on is not None
    )
    return way_in(before or None, grade=order.grade, year_starts_on=order.school_year.starts_on)


def known_of(found: Found) -> Known:
    last = found.last
    if last is None:
        return Known("", "", "", "", found.way)
    facts = {"school": last.school.name, "year": last.school_year.code, "grade": last.get_grade_display()}
    return Known(
        last.school.name,
        last.school_year.code,
        facts["grade"],
        str(last.get_outcome_display() if last.outcome else last.get_status_display()),
        found.way,
        _says(found.way.refusal, facts),
    )


def _says(refusal: str, facts: dict[str, str]) -> str:
    sentences = {
        "": "",
        "present": _("Em đang học ở %(school)s trong năm học %(year)s; hãy làm thủ tục chuyển trường."),
        "here": _("Em đang học ở trường trong năm học %(year)s (%(grade)s)."),
        "later_year": _("Em đã có tên ở %(school)s trong năm học sau (%(year)s)."),
        "undecided": _(
            "%(school)s chưa ghi em hoàn thành cấp học năm %(year)s (%(grade)s). Nhờ trường đó ghi kết quả cuối năm,"
            " hoặc chuyển em sang năm học mới rồi làm thủ tục chuyển trường."
        ),
        "earlier_grade": _("Em đã hoàn thành %(grade)s; hãy chọn khối sau đó."),
    }
    return sentences[refusal] % facts if refusal else ""


def _entry_kind(order: EnrolOrder, found: Found) -> str:
    """What the clerk chose, unless the facts say otherwise: nobody who begins a level comes by transfer."""
    if found.way.kind == EntryKind.ENTRY:
        return EntryKind.ENTRY
    chosen = order.entry_kind
    return chosen if chosen in (EntryKind.TRANSFERRED, EntryKind.RETURNED) else found.way.kind


def within(actor: Actor, school_ids: Collection[int], person_id: int) -> Actor:
    """The actor within the school and the one that the learner is of, for what the act needs and nothing else."""
    schools = Reach.of(school_ids)
    codes = frozenset({AFFILIATE_PERSON.code, EDIT_LEARNERS.code})
    return replace(
        actor,
        holdings=(Holding(codes, schools),),
        persons=Reach.of([person_id]),
    )


def _brought(actor: Actor, order: EnrolOrder, found: Found, at: datetime) -> Any:
    """The learner of the person, now of the school."""
    school_id, on = order.school.pk, order.enrolled_on
    if found.learner is None:
        person_services.affiliate(
            actor=actor, at=at, person=found.person, unit_id=school_id, kind="learner", valid_from=on
        )
        return learner_services.make_learner(actor, at=at, person=found.person, school_id=school_id)
    if found.learner.school_id != school_id:
        learner_services.move_learner(actor, found.learner, to=school_id, on=on, at=at)
    return found.learner
