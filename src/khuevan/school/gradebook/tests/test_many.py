"""Results of many classes at once are those of each class by itself, whatever stands in the gradebooks."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from khuevan.kernel import access, database
from khuevan.kernel.access import Refused
from khuevan.school.attendance.models import Absence
from khuevan.school.curriculum import queries as curriculum
from khuevan.school.curriculum.models import RulePoint
from khuevan.school.schoolyear.models import Enrolment
from khuevan.school.schoolyear.tests.builders import class_group, enrolment
from khuevan.school.staff.tests.builders import assignment

from .. import queries
from ..models import Appraisal, ClosedTerm, Exemption, Mark, SubjectResult, TakeOver, TermResult
from ..services.many import STEPS, store_results_of
from ..services.results import store_results
from .builders import AT, ON, classroom

pytestmark = pytest.mark.django_db
NAMES = ("An", "Bình", "Cường", "Dũng", "Đạt", "Hải", "Khoa", "Long", "Minh")
STYLES = ("good", "one_low", "poor", "mixed", "edge", "gaps", "failed_one")
SUBJECT = ("enrolment_id", "term", "subject_id", "average", "word", "instrument")
WHOLE = (
    "enrolment_id", "term", "learning", "conduct", "overall", "next_step", "title", "missing", "absences", "instrument",
)  # fmt: skip


@pytest.fixture
def rooms(db: None) -> SimpleNamespace:
    """A class of a lower secondary school, one of a primary school, one of a preschool, one where nobody was assigned."""
    chance = random.Random(2022)  # noqa: S311 - a drawing that is the same each time
    room = classroom(learners=0)
    groups = [room.group]
    groups += [
        class_group(room.here, name, grade) for name, grade in (("3A", "03"), ("5A", "05"), ("7A1", "07"))
    ]
    groups.append(class_group(room.here, "Lá", "18", level="preschool"))
    room.groups = groups
    with database.acting(access.system()):
        for group in groups:
            people = [enrolment(room.here, f"Nguyễn Văn {name}", group=group) for name in NAMES]
            taught = curriculum.subjects_in(group.level, group.grade, "2026-2027")
            taught = [one for one in taught if one.code not in ("NN2", "TDT")]
            if group.name in ("6A1", "3A"):
                for one in taught:
                    if one.pk != room.subject.pk or group != room.group:
                        assignment(room.hoa, group, one)
            Mark.objects.bulk_create(_marks(chance, room, group, people, taught))
            _odds(chance, room, group, people, taught)
    return room


def _marks(
    chance: random.Random, room: Any, group: Any, people: list[Any], taught: list[Any]
) -> Iterator[Mark]:
    for place, one in enumerate(people):
        style = STYLES[place % len(STYLES)]
        for term in (1, 2):
            for number, book in enumerate(queries.books_of(access.system(), group, taught, term)):
                for column in book.columns:
                    if column.entry == "text" or (style == "gaps" and chance.random() < 0.05):
                        continue
                    entry = column.entry
                    yield Mark(
                        school_id=room.here, enrolment=one, subject=book.subject, term=term, kind=column.kind,
                        ordinal=column.ordinal, changed_at=AT,
                        number=_number(chance, style, number) if entry in ("score", "test") else None,
                        word=_word(chance, style, number, entry) if entry in ("pass", "level") else "",
                    )  # fmt: skip


def _number(chance: random.Random, style: str, number: int) -> Decimal:
    low, high = {
        "good": (85, 100), "one_low": (20, 40) if number == 2 else (80, 98), "poor": (10, 60), "mixed": (30, 100),
        "edge": (62, 68), "gaps": (60, 95), "failed_one": (80, 95),
    }[style]  # fmt: skip
    return Decimal(chance.randint(low, high)) / 10


def _word(chance: random.Random, style: str, number: int, entry: str) -> str:
    if entry == "level":
        return {"good": "T", "poor": "C", "edge": "T"}.get(style) or chance.choice("TTHHC")
    return "CD" if style == "poor" and chance.random() < 0.3 or style == "failed_one" and number > 9 else "D"


def _odds(chance: random.Random, room: Any, group: Any, people: list[Any], taught: list[Any]) -> None:
    """Exemptions, plans, conduct, absences, a term done elsewhere, somebody who left, a cell that was emptied."""
    for term in (1, 2):
        for one in people:
            levels = (
                {trait: chance.choice("TTTTD") for trait in queries.TRAITS}
                if group.level == "primary"
                else {}
            )
            Appraisal.objects.create(
                school_id=room.here, enrolment=one, term=term, changed_at=AT, levels=levels,
                conduct=chance.choice((1, 1, 2, 3, 4)) if group.level == "lower_secondary" else None,
            )  # fmt: skip
    facts: dict[str, Any] = {"school_id": room.here, "reason": "Ốm", "granted_on": ON}
    Exemption.objects.create(enrolment=people[3], subject=taught[-1], term=0, **facts)
    Exemption.objects.create(enrolment=people[4], subject=taught[0], term=1, **facts)
    Exemption.objects.create(enrolment=people[5], by_plan=True, term=0, **facts)
    Absence.objects.create(
        school_id=room.here, enrolment=people[0], class_group=group, on=ON, slot="am", kind="P", changed_at=AT
    )
    Mark.objects.filter(enrolment=people[7], term=2, kind__startswith="final").update(number=None, word="")
    Enrolment.objects.filter(pk=people[8].pk).update(left_on=ON, status="04")
    if group.level == "lower_secondary":
        TakeOver.objects.create(
            school_id=room.here,
            enrolment=people[1],
            term=1,
            from_school="Trường Xa",
            paper_number="1",
            taken_at=AT,
        )
        TermResult.objects.create(
            school_id=room.here, enrolment=people[1], term=1, learning=1, instrument="tt22", computed_at=AT
        )


def stored() -> tuple[set[tuple[Any, ...]], set[tuple[Any, ...]]]:
    subjects = SubjectResult.objects.values_list(*SUBJECT)
    return set(subjects), set(TermResult.objects.values_list(*WHOLE))


def test_many_at_once_are_the_same_as_one_by_one(rooms: SimpleNamespace) -> None:
    system = access.system()
    with database.acting(system):
        for term in (1, 2):
            assert store_results_of(system, [one.pk for one in rooms.groups], term, at=AT) == 5
        many = stored()
        SubjectResult.objects.update(average=None, word="", instrument="")
        TermResult.objects.exclude(enrolment__in=TakeOver.objects.values("enrolment")).update(
            learning=None, missing=99
        )
        for term in (1, 2):
            for group in rooms.groups:
                group.refresh_from_db()
                store_results(system, group, term, at=AT)
        single = stored()
    assert many[0] == single[0]
    assert many[1] == single[1]
    assert len(many[0]) > 700
    reached = {(row[2], row[5]) for row in many[1] if row[1] == 0}
    assert {step for _level, step in reached} >= {"promoted", "reassessment", "summer_training", ""}
    assert {level for level, _step in reached} >= {1, 2, 3, 4, None}
    assert {row[4] for row in many[1]} >= {"", "completed", "not_completed"}


def test_a_department_that_decided_otherwise_gets_it_either_way(rooms: SimpleNamespace) -> None:
    """Halves to the even tenth, no year for who was exempt in the first term alone, no absence allowed above one."""
    system = access.system()
    with database.acting(system):
        by_default = _both_terms(rooms.group)
        decided = {"halves": "half_even", "exempt_first": "none", "most_absences": "1"}
        for point, value in decided.items():
            RulePoint.objects.filter(point=point).update(value=value)
        Absence.objects.bulk_create(
            Absence(
                school_id=rooms.here, enrolment=one, class_group=rooms.group, on=ON + timedelta(day), slot="am", kind="K",
                changed_at=AT,
            )
            for one in Enrolment.objects.filter(class_group=rooms.group)
            for day in (1, 2)
        )  # fmt: skip
        many = _both_terms(rooms.group)
        rooms.group.refresh_from_db()
        for term in (1, 2):
            store_results(system, rooms.group, term, at=AT)
        assert stored() == many
    assert (
        sum(
            one != other
            for one, other in zip(sorted(by_default[0], key=str), sorted(many[0], key=str), strict=True)
        )
        > 5
    )
    steps = {row[5] for row in many[1] if row[1] == 0}
    assert steps <= {"", "repeated"}


def _both_terms(group: Any) -> tuple[set[tuple[Any, ...]], set[tuple[Any, ...]]]:
    for term in (1, 2):
        store_results_of(access.system(), [group.pk], term, at=AT)
    return stored()


def test_a_class_with_a_summer_keeps_it(rooms: SimpleNamespace) -> None:
    system = access.system()
    with database.acting(system):
        one = Enrolment.objects.filter(class_group=rooms.group, left_on=None).first()
        assert one is not None
        store_results_of(system, [rooms.group.pk], 1, at=AT)
        store_results_of(system, [rooms.group.pk], 2, at=AT)
        Mark.objects.create(
            school_id=rooms.here, enrolment=one, subject=rooms.subject, term=0, kind="reassessment", number=5,
            changed_at=AT,
        )  # fmt: skip
        before = stored()
        store_results_of(system, [rooms.group.pk], 2, at=AT)
        assert stored() == before


def test_what_somebody_else_stored_meanwhile_is_replaced(
    rooms: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They stored it between our look, which found nothing, and our writing."""
    with database.acting(access.system()):
        found = _both_terms(rooms.group)
        elsewhere = TakeOver.objects.values("enrolment")
        SubjectResult.objects.exclude(enrolment__in=elsewhere).update(average=None, word="?")
        TermResult.objects.exclude(enrolment__in=elsewhere).update(learning=None, title="?")
        assert stored() != found
        monkeypatch.setitem(STEPS, "stored", "select false")
        assert _both_terms(rooms.group) == found


def test_an_operator_computes_what_is_closed_anew(rooms: SimpleNamespace, capsys: Any) -> None:
    with pytest.raises(CommandError, match="Không có lớp nào"):
        call_command("compute_results", "--year", "2026-2027", "--term", "1")
    with database.acting(access.system()):
        ClosedTerm.objects.create(school_id=rooms.here, class_group=rooms.group, term=1, closed_at=AT)
    call_command("compute_results", "--year", "2026-2027", "--term", "1")
    assert "1 lớp" in capsys.readouterr().out
    with database.acting(access.system()):
        assert set(TermResult.objects.values_list("enrolment__class_group", flat=True)) >= {rooms.group.pk}


def test_nobody_computes_for_a_school_whose_terms_they_do_not_close(rooms: SimpleNamespace) -> None:
    with pytest.raises(Refused), database.acting(rooms.teacher):
        store_results_of(rooms.teacher, [rooms.group.pk], 1, at=AT)
