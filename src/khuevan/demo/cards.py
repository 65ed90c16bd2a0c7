"""Report cards of the year before at the two schools with log-ins, in every state: made, signed by some, by all, issued,
recalled, corrected, packed and submitted; and test certificates for those who sign, the log-ins among them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.urls import reverse

from khuevan.kernel import access, clock
from khuevan.kernel.access import Actor, Holding, Reach
from khuevan.register.signing import queries as signing
from khuevan.register.signing import services as signers
from khuevan.register.signing.permissions import KEEP_SEAL, REGISTER_CERTIFICATE
from khuevan.school.copies import services as copies
from khuevan.school.custody import permissions as custody_permissions
from khuevan.school.custody import services as custody
from khuevan.school.gradebook import permissions as marking
from khuevan.school.gradebook import queries as marks
from khuevan.school.gradebook import services as gradebook
from khuevan.school.learners import queries as learners
from khuevan.school.reportcards import permissions, services
from khuevan.school.reportcards import queries as stored
from khuevan.school.schoolyear import queries as schoolyear
from khuevan.school.schoolyear import services as classes
from khuevan.school.staff import queries as staffed
from khuevan.school.staff import services as staff

from . import teaching

TEACHERS = 4
HELD = (
    permissions.VIEW_CARDS, permissions.EVERY_CLASS, permissions.SIGN, permissions.APPROVE, permissions.SEAL,
    REGISTER_CERTIFICATE, KEEP_SEAL, custody_permissions.MAKE_PACKAGES, custody_permissions.SUBMIT_PACKAGES,
    marking.CLOSE_TERM,
)  # fmt: skip


@dataclass(frozen=True)
class Place:
    """A school. teachers: (person, name, number among the staff), the one with a log-in first; head, keeper: (person,
    name); keeper: who keeps the seal."""

    unit_id: int
    teachers: Sequence[tuple[int, str, int]]
    head: tuple[int, str]
    keeper: tuple[int, str]


@dataclass(frozen=True)
class Family:
    """The learner with a log-in, and the mother's name."""

    person_id: int
    mother: str


@dataclass
class Signing:
    """Who signs at a school, with which certificates."""

    place: Place
    at: datetime
    certificates: dict[tuple[int, bool], Any] = field(default_factory=dict)

    def actor(self, who: tuple[int, str]) -> Actor:
        person_id, name = who
        return Actor(
            account_id=0, person_id=person_id, name=name, home_unit_id=self.place.unit_id,
            holdings=(Holding(frozenset(one.code for one in HELD), Reach.of([self.place.unit_id])),),
            persons=Reach.of([person_id]), outline=Reach.of([self.place.unit_id]),
        )  # fmt: skip

    def certificate(self, who: tuple[int, str], *, seal: bool = False) -> Any:
        key = (who[0], seal)
        if key not in self.certificates:
            self.certificates[key] = signers.issue_test_certificate(self.actor(who), seal=seal, at=self.at)
        return self.certificates[key]

    def sign(self, who: tuple[int, str], group: Any, kind: str) -> None:
        certificate = self.certificate(who, seal=kind == "seal")
        services.sign_waiting(
            self.actor(who), [(group.pk, kind)], certificate=certificate,
            signer=signers.software_signer(certificate, at=self.at), at=self.at, stamp=signing.stamp_source(self.at),
        )  # fmt: skip

    def act(self, what: Any, card: Any, reason: str) -> None:
        certificate = self.certificate(self.place.head)
        what(
            self.actor(self.place.head), card, reason=reason, certificate=certificate,
            signer=signers.software_signer(certificate, at=self.at), at=self.at, stamp=signing.stamp_source(self.at),
        )  # fmt: skip

    def whole_chain(self, group: Any, homeroom: tuple[int, str], *kinds: str) -> None:
        """By everyone in order, as far as the kinds go."""
        for kind in kinds:
            if kind == "subject":
                for person, name, _number in self.place.teachers:
                    self.sign((person, name), group, kind)
            else:
                self.sign(
                    {"homeroom": homeroom, "head": self.place.head, "seal": self.place.keeper}[kind],
                    group,
                    kind,
                )


def furnish(actor: Actor, places: Mapping[str, Place], family: Family, *, at: datetime, on: date) -> None:
    """places: "primary", "secondary"."""
    year = schoolyear.year_at(date(on.year - 1, on.month, 1))
    if year is None or signing.authority(at) is None:
        return
    lessons = teaching.Lessons(year.code)
    for level, place in places.items():
        groups = list(schoolyear.open_classes(place.unit_id, year.pk))
        groups = [one for one in groups if one.level in teaching.NORMS]
        own = _class_of(family.person_id, year) if level == "primary" else None
        theirs = [one for one in groups if one.pk == own]
        groups = [*[one for one in groups if one.pk != own][: 4 - len(theirs)], *theirs]
        rooms = [_staffed(actor, group, place, number, at) for number, group in enumerate(groups)]
        rows = [
            row
            for number, group in enumerate(groups)
            for row in _assigned(group, place, lessons, number, year)
        ]
        staff.load_assignments(rows, actor=actor, at=at)
        for group in groups:
            services.generate_class(actor, group, at=at)
        signs = Signing(place, at)
        for who in (place.keeper, place.head):
            signs.certificate(who, seal=True)
        for who in (place.teachers[0][:2], place.head, place.keeper):
            signs.certificate(who)
        if level == "primary":
            _primary(signs, groups, rooms)
            if theirs:
                _issued_to(signs, family, theirs[0], rooms[-1])
        else:
            _secondary(signs, groups, rooms)


def _staffed(actor: Actor, group: Any, place: Place, number: int, at: datetime) -> tuple[int, str]:
    """Makes one of the teachers the class's homeroom teacher."""
    person, name, _row = place.teachers[number % len(place.teachers)]
    classes.change_class(actor, group, version=group.version, homeroom_teacher_id=person, at=at)
    return person, name


def _assigned(
    group: Any, place: Place, lessons: teaching.Lessons, number: int, year: Any
) -> list[staff.AssignmentRow]:
    """Both terms; the subjects go round among the few teachers. In primary classes the homeroom teacher has most."""
    found = []
    for turn, (code, subject, periods) in enumerate(lessons.of(group.level, group.grade, group.pk)):
        own = group.level == "primary" and code in teaching.OF_HOMEROOM
        teacher = place.teachers[(number if own else turn) % len(place.teachers)][2]
        found += [
            staff.AssignmentRow(
                teacher, place.unit_id, year.pk, group.pk, subject, term, Decimal(periods), year.starts_on
            )
            for term in (1, 2)
        ]
    return found


def _primary(signs: Signing, groups: Sequence[Any], rooms: Sequence[tuple[int, str]]) -> None:
    """The first waits for its homeroom teacher, who has a log-in, the second for the seal, the third for the head."""
    for group, room, kinds in zip(groups[1:], rooms[1:], (("homeroom", "head"), ("homeroom",)), strict=False):
        signs.whole_chain(group, room, *kinds)


def _class_of(person_id: int, year: Any) -> int | None:
    """The class of somebody in a year."""
    learner = learners.of_person(person_id)
    found = schoolyear.enrolments_of(access.system(), learner.pk) if learner else []
    return next((one.class_group_id for one in found if one.school_year_id == year.pk), None)


def _issued_to(signs: Signing, family: Family, group: Any, room: tuple[int, str]) -> None:
    """The class of the learner with a log-in has its cards; the mother was given a copy."""
    signs.whole_chain(group, room, "subject", "homeroom", "head", "seal")
    cards = stored.cards(access.system()).filter(class_group=group, enrolment__person_id=family.person_id)
    for card in cards:
        copies.issue_copy(
            access.system(signs.place.keeper[1]), card, recipient=family.mother, purpose="Nộp hồ sơ câu lạc bộ bơi",
            shows="whole", valid_until=None, address=f"{settings.PUBLIC_ADDRESS}{reverse('copies:verify')}", at=signs.at,
        )  # fmt: skip


def _secondary(signs: Signing, groups: Sequence[Any], rooms: Sequence[tuple[int, str]]) -> None:
    """The first waits for the teacher with a log-in, the second for the head (but one card, of which a mark was changed),
    the third is issued, the last only made."""
    for person, name, _number in signs.place.teachers[1:]:
        for group in groups[:1]:
            signs.sign((person, name), group, "subject")
    if len(groups) > 1:
        signs.whole_chain(groups[1], rooms[1], "subject", "homeroom")
        _changed(signs, groups[1])
    if len(groups) > 2:
        every = ("subject", "homeroom", "head", "seal")
        signs.whole_chain(groups[2], rooms[2], *every)
        cards = list(stored.cards(access.system()).filter(class_group=groups[2]).order_by("sort_key")[:2])
        for card in cards:
            signs.act(services.recall_card, card, "Cấp nhầm: in trùng với học bạ của học sinh khác")
        if len(cards) > 1:
            signs.act(services.correct_card, cards[1], "Lập lại sau khi thu hồi, đã đối chiếu hồ sơ")
            signs.whole_chain(groups[2], rooms[2], *every)
        _submitted(signs, groups[2])


def _changed(signs: Signing, group: Any) -> None:
    """A mark that the teacher with a log-in had missed is entered after the homeroom teacher has signed: of that card the
    signatures of this teacher over the subject and of the homeroom teacher fall, those over the other subjects hold."""
    person, name, _number = signs.place.teachers[0]
    # In the teacher's name, but as the platform: the lessons of last year give nobody a right today.
    teacher, head, on = access.system(name), signs.actor(signs.place.head), clock.on(signs.at)
    mine = {pk for pk, one in staffed.signers_of_class(group).subjects.items() if one.person_id == person}
    subjects = [one for one in marks.class_year(group).subjects if one.pk in mine]
    for book in marks.books_of(teacher, group, subjects, 2):
        row = marks.grid_of(teacher, book, on).rows[0]
        for cell in row.cells:
            if cell.column != "final-1" or cell.entry != "score":
                continue
            asked = gradebook.ask_reopening(
                teacher,
                group,
                2,
                subject=book.subject,
                reason="Chấm sót một câu của bài kiểm tra cuối kỳ",
                at=signs.at,
            )
            asked = gradebook.approve_reopening(
                head, asked, version=asked.version, open_until=on, at=signs.at
            )
            typed = "9,5" if cell.value != "9,5" else "8,5"
            cells = [gradebook.Cell(row.enrolment_id, cell.column, typed, cell.version)]
            gradebook.save_cells(teacher, book, cells, at=signs.at, is_theirs=True)
            gradebook.close_again(head, asked, version=asked.version, at=signs.at)
            services.refresh_class(access.system(), group, at=signs.at, why="Sửa điểm kiểm tra cuối kỳ")
            return


def _submitted(signs: Signing, group: Any) -> None:
    """Packed and submitted by the head, who keeps a seal too: the department is to check it."""
    head = signs.actor(signs.place.head)
    seal = signs.certificate(signs.place.head, seal=True)
    package = custody.make_package(head, group, at=signs.at)
    signer = signers.software_signer(seal, at=signs.at)
    package = custody.sign_package(
        head, package, certificate_id=seal.pk, signer=signer, version=package.version, at=signs.at
    )
    custody.submit_package(head, package, version=package.version, at=signs.at)
