"""Report cards as values, and those who sign them, for tests of this and higher rooms."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from khuevan.kernel import access, database, testing
from khuevan.register.signing import services as signing
from khuevan.register.signing.models import Certificate
from khuevan.register.signing.permissions import KEEP_SEAL, REGISTER_CERTIFICATE
from khuevan.register.signing.tests import builders as signers
from khuevan.school.gradebook import queries as gradebook
from khuevan.school.gradebook import services as marks
from khuevan.school.gradebook.models import Mark
from khuevan.school.gradebook.tests.builders import subject_named
from khuevan.school.schoolyear.tests.builders import class_group, enrolment
from khuevan.school.staff.tests.builders import AT, assignment, member, school

from .. import permissions
from ..rules.content import (
    CardContent,
    Form,
    Holder,
    Levels,
    SchoolPlace,
    Signatory,
    StudyYear,
    SubjectLine,
    TraitGroup,
    TraitLine,
)
from ..rules.slots import HEAD, HOMEROOM, SEAL, SUBJECT, place_of
from ..rules.writing import write

SUBJECTS = (("TOAN", "Toán"), ("NV", "Ngữ văn"), ("GDTC", "Giáo dục thể chất"))
MST = "MST:5800000001"


def content(
    form: Form = Form.LOWER_SECONDARY, *, code: str = "HB2526-AAAAA-BBBBB", year: str = "8.3"
) -> CardContent:
    """A card with three subjects; `year`: the mean of mathematics."""
    lines = tuple(
        SubjectLine(
            subject,
            name,
            Signatory(f"gv-{subject}", f"Giáo viên {name}"),
            first="7.9" if subject != "GDTC" else "D",
            second="8.4" if subject != "GDTC" else "D",
            year={"TOAN": year, "GDTC": "D"}.get(subject, "8.0"),
            comment="Chăm chỉ & tiến bộ",
        )
        for subject, name in SUBJECTS
    )
    is_primary = form is Form.PRIMARY
    return CardContent(
        code=code, version=1, form=form, year="2025-2026", level=form.value, grade="05" if is_primary else "06",
        class_name="6A1", school=SchoolPlace("68001001", "Trường THCS Lê Lợi", "Xã A", "Lâm Đồng", "Sở GDĐT Lâm Đồng"),
        holder=Holder("6800100123", "Lê Thị Bé", date(2014, 2, 3), "female", "Kinh", "Việt Nam", "Đà Lạt", "Xã A"),
        homeroom=Signatory("gv-cn", "Chủ Nhiệm"), head=Signatory("ht", "Hiệu Trưởng", "Hiệu trưởng"), subjects=lines,
        traits=(TraitLine("diligence", "Chăm chỉ", TraitGroup.QUALITY, "T"),) if is_primary else (),
        terms={} if is_primary else {0: Levels(1, 1), 1: Levels(2, 1), 2: Levels(1, 1)},
        overall="excellent" if is_primary else "", next_step="promoted", title="excellent", remark="Ngoan.",
        absences_excused=2, absences_unexcused=0,
        history=(StudyYear("2025-2026", "06", "6A1", "Trường THCS Lê Lợi", date(2025, 8, 20)),),
    )  # fmt: skip


def signed(card: CardContent | None = None, kinds: Sequence[str] = (SUBJECT, HOMEROOM, HEAD, SEAL)) -> bytes:
    """The card signed by a test certificate for each slot of these kinds, in order."""
    card = card or content()
    xml = write(card)
    for kind in kinds:
        for line in card.subjects if kind == SUBJECT else (None,):
            place = place_of(kind, line.code if line else "")
            name = (
                line.teacher.name
                if line
                else {HOMEROOM: "Chủ Nhiệm", HEAD: "Hiệu Trưởng", SEAL: "Trường"}[kind]
            )
            signer = signers.signer(name, uid=MST if kind == SEAL else "")
            order = signing.XmlOrder(xml, (signing.Slot(place.address, place.covers, place.id),), role=kind)
            outcome = signing.sign_xml(signer, [order], at=signers.AT, stamp=signers.stamp)[0]
            assert outcome.content, outcome
            xml = outcome.content
    return xml


NAMES = ("Nguyễn Thị Ánh", "Trần Văn Bình", "Lê Đức Cường", "Phạm Thị Dung")
TEACHING = (permissions.VIEW_CARDS, permissions.SIGN, REGISTER_CERTIFICATE)
OFFICE = (
    *TEACHING, permissions.EVERY_CLASS, permissions.GENERATE, permissions.SEAL, permissions.VIEW_BOARD, KEEP_SEAL
)  # fmt: skip


def somebody(staff: Any, *granted: access.Permission, number: int = 0) -> access.Actor:
    """The account of a member of staff."""
    made = testing.actor(
        *granted, units=[staff.school_id], person_id=staff.person_id, name=staff.full_name,
        account_id=2_000_000_100 + number,
    )  # fmt: skip
    fields = {name: getattr(made, name) for name in made.__dataclass_fields__}
    return access.Actor(**{**fields, "home_unit_id": staff.school_id})


def closed_class(*, learners: int = 2, grade: str = "06") -> SimpleNamespace:
    """A class whose year is closed: mathematics by the homeroom teacher, sport by another; head and clerk."""
    here = school("Trường Lê Lợi", "primary" if grade <= "05" else "lower_secondary")
    hoa, binh = member(here, "Lê Thị Hoa", code="GV01"), member(here, "Ngô Văn Bình", code="GV02")
    head, clerk = member(here, "Võ Thị Trưởng", position="head"), member(here, "Đỗ Văn Thư", position="clerk")
    group = class_group(here, "6A1", grade, homeroom_teacher=hoa.person)
    maths, sport = (
        subject_named(name, level=group.level, grade=grade) for name in ("Toán", "Giáo dục thể chất")
    )
    people = [enrolment(here, name, group=group) for name in NAMES[:learners]]
    for term in (1, 2):
        assignment(hoa, group, maths, term=term)
        assignment(binh, group, sport, term=term)
    room = SimpleNamespace(
        here=here, group=group, maths=maths, sport=sport, people=people,
        hoa=somebody(hoa, *TEACHING, number=1), binh=somebody(binh, *TEACHING, number=2),
        head=somebody(head, *OFFICE, permissions.APPROVE, number=3), clerk=somebody(clerk, *OFFICE, number=4),
    )  # fmt: skip
    with database.acting(access.system()):
        for term in (1, 2):
            fill(room, term)
            marks.close_term(access.system(), group, term, at=AT)
    return room


def fill(room: SimpleNamespace, term: int) -> None:
    books = gradebook.books_of(access.system(), room.group, [room.maths, room.sport], term)
    said = []
    for one in room.people:
        for book in books:
            for column in book.columns:
                number = {"score": Decimal("8"), "test": Decimal(9)}.get(column.entry)
                word = {"pass": "D", "level": "T"}.get(column.entry, "")
                if number is None and not word:
                    continue
                Mark.objects.create(
                    school_id=room.here, enrolment=one, subject=book.subject, term=term, kind=column.kind,
                    ordinal=column.ordinal, changed_at=AT, number=number, word=word,
                )  # fmt: skip
        if room.group.level == "primary":
            said.append(marks.Said(one.pk, 0, levels=dict.fromkeys(gradebook.TRAITS, "T"), comment="Ngoan."))
        else:
            said.append(marks.Said(one.pk, 0, conduct=1, comment="Chăm ngoan."))
    marks.save_appraisals(access.system(), room.group, term, "final", said, at=AT)


def change_mark(room: SimpleNamespace, place: int, value: str, subject: Any = None) -> None:
    """The end-of-term mark of the second term, and what follows from it."""
    with database.acting(access.system()):
        row = Mark.objects.get(
            enrolment=room.people[place], subject=subject or room.maths, term=2, kind="final", ordinal=1
        )
        row.number = Decimal(value)
        row.save()
        from khuevan.school.gradebook.services.results import store_results

        store_results(access.system(), room.group, 2, at=AT)


def certificate(actor: access.Actor, *, seal: bool = False) -> Certificate:
    """One of the development authority, registered."""
    with database.acting(actor):
        return signing.issue_test_certificate(actor, seal=seal, at=AT)
