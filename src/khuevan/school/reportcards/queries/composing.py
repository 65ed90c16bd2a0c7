"""What the cards of a class say now, and who has to sign them. Read as the platform, in Vietnamese: the same content
whoever asks, else signatures would fall for nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from django.utils import translation

from khuevan.kernel import access, clock, database
from khuevan.register.people import queries as people
from khuevan.school.attendance import queries as attendance
from khuevan.school.curriculum.choices import GRADES_OF_LEVEL
from khuevan.school.gradebook import queries as gradebook
from khuevan.school.gradebook.choices import TRAIT_NAMES, YEAR
from khuevan.school.learners import queries as learners
from khuevan.school.schoolyear import queries as schoolyear
from khuevan.school.staff import queries as staff

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

QUALITIES, CORE = frozenset(gradebook.TRAITS[:5]), frozenset(gradebook.TRAITS[5:8])
_NOT_XML: Final = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Composed:
    """One learner's card as it would be now. `people`: (kind, subject id or None) -> (person, name) who is to sign."""

    enrolment: Any
    content: CardContent
    people: Mapping[tuple[str, int | None], tuple[int | None, str]]
    subjects: Mapping[str, int]


def compose_class(group: Any, codes: Mapping[int, tuple[str, int]], *, at: datetime) -> list[Composed]:
    """Cards of the learners of a class. codes: enrolment -> (code, number); who is not in it is left out.

    A constant number of statements.
    """
    with database.acting(access.system()), translation.override("vi"):
        return _compose(group, codes, at)


def members_of(group: Any) -> list[Any]:
    """Enrolments of the class that get a card: those who stayed to its end."""
    with database.acting(access.system()):
        return [one.enrolment for one in gradebook.class_year(group).learners]


def _compose(group: Any, codes: Mapping[int, tuple[str, int]], at: datetime) -> list[Composed]:
    group = type(group).objects.select_related(
        "school__commune", "school__province", "school__professional_parent", "school_year"
    ).get(pk=group.pk)  # fmt: skip
    signers = staff.signers_of_class(group)
    year = gradebook.class_year(group, signers.subjects)
    rows = [one for one in year.learners if one.enrolment.pk in codes]
    on = clock.on(at)
    facts = _Facts(group, signers, year.subjects, rows, min(on, group.school_year.ends_on))
    return [facts.card(row, *codes[row.enrolment.pk]) for row in rows]


class _Facts:
    """What is read once for the whole class."""

    def __init__(self, group: Any, signers: Any, subjects: Any, rows: Any, on: Any) -> None:
        self.group, self.signers, self.subjects = group, signers, subjects
        ids = [row.enrolment.pk for row in rows]
        of_learner = [row.enrolment.learner_id for row in rows]
        persons = [row.enrolment.person_id for row in rows]
        year = group.school_year
        self.parents = people.parents_of(persons, on)
        self.absences = attendance.standings(ids, group.level, rows[0].points) if rows else {}
        self.awards = learners.rewards_in(of_learner, year.starts_on, year.ends_on)
        self.history = schoolyear.years_at_level(of_learner, group.level, year)
        self.learners = learners.with_person(of_learner)
        self.form = Form(group.level)
        self.place = _place(group.school)
        self.homeroom, self.head = _signatory(signers.homeroom), _signatory(signers.head)

    def card(self, row: Any, code: str, number: int) -> Composed:
        one = row.enrolment
        lines, people_, ids = [], {}, {}
        for subject in self.subjects:
            if not self._is_taken(row, subject.pk):
                continue
            signer = self.signers.subjects.get(subject.pk)
            lines.append(self._line(row, subject, signer))
            ids[subject.code] = subject.pk
            people_["subject", subject.pk] = (signer.person_id, signer.name) if signer else (None, "")
        for kind, signer in (("homeroom", self.signers.homeroom), ("head", self.signers.head)):
            people_[kind, None] = (signer.person_id, signer.name) if signer else (None, "")
        people_["seal", None] = (None, "")
        year, absences = row.terms.get(YEAR), self.absences.get(one.pk)
        step = year.next_step if year else ""
        content = CardContent(
            code=code, version=number, form=self.form, year=self.group.school_year.code, level=self.group.level,
            grade=one.grade, class_name=self.group.name, school=self.place, holder=self._holder(one),
            homeroom=self.homeroom, head=self.head, subjects=tuple(lines), traits=self._traits(row),
            terms=self._terms(row), overall=year.overall if year else "", next_step=step,
            title=year.title if year else "", remark=clean(self._remark(row)),
            absences_excused=absences.with_leave if absences else None,
            absences_unexcused=absences.without_leave if absences else None,
            completes_level=step == "promoted" and one.grade == GRADES_OF_LEVEL[self.group.level][-1],
            is_by_plan=None in row.by_plan, awards=tuple(map(clean, self.awards.get(one.learner_id, ()))),
            history=tuple(map(_study_year, self.history.get(one.learner_id, ()))),
        )  # fmt: skip
        return Composed(one, content, people_, ids)

    def _is_taken(self, row: Any, subject_id: int) -> bool:
        """By what is stored of this learner; where nothing is stored at all, by the class's teachers."""
        known = {key[0] for key in row.results} | row.exempt
        return subject_id in known if known else subject_id in self.signers.subjects

    def _line(self, row: Any, subject: Any, signer: Any) -> SubjectLine:
        return SubjectLine(
            code=subject.code,
            name=clean(subject.name),
            teacher=_signatory(signer),
            first=row.value(subject.pk, 1),
            second=row.value(subject.pk, 2),
            year=row.value(subject.pk, YEAR),
            retaken=row.value_retaken(subject.pk),
            test=_mark(row.tests.get(subject.pk)) if self.form is Form.PRIMARY else None,
            comment=clean(row.remarks.get(subject.pk, "")),
            is_exempt=subject.pk in row.exempt,
            is_by_plan=subject.pk in row.by_plan or None in row.by_plan,
        )

    def _holder(self, one: Any) -> Holder:
        learner = self.learners.get(one.learner_id)
        person = learner.person if learner else None
        parents = self.parents.get(one.person_id, {})
        father = parents.get("father") or parents.get("adoptive_father", "")
        mother = parents.get("mother") or parents.get("adoptive_mother", "")
        others = [name for kind, name in parents.items() if "father" not in kind and "mother" not in kind]
        return Holder(
            number=(learner.code if learner else "") or (person.sector_id if person else ""),
            name=clean(one.full_name),
            birth_date=one.birth_date,
            sex=one.sex,
            ethnicity=str(person.get_ethnicity_display()) if person else "",
            nationality=str(person.get_nationality_display()) if person else "",
            birthplace=clean(person.birthplace) if person else "",
            residence=clean(person.current_address or person.permanent_address) if person else "",
            father=clean(father),
            mother=clean(mother),
            guardian=clean(others[0]) if others else "",
            policy=learner.policy_group.name if learner and learner.policy_group else "",
        )

    def _traits(self, row: Any) -> tuple[TraitLine, ...]:
        if self.form is not Form.PRIMARY:
            return ()
        said = row.appraisals.get(2)
        levels = said.levels if said else {}
        return tuple(
            TraitLine(code, str(TRAIT_NAMES[code]), _group(code), levels.get(code, ""))
            for code in gradebook.TRAITS
        )

    def _terms(self, row: Any) -> dict[int, Levels]:
        if self.form is Form.PRIMARY:
            return {}
        return {term: Levels(one.learning, one.conduct) for term, one in sorted(row.terms.items())}

    @staticmethod
    def _remark(row: Any) -> str:
        return next((row.appraisals[term].comment for term in (2, 1) if term in row.appraisals), "")


def _group(code: str) -> TraitGroup:
    if code in QUALITIES:
        return TraitGroup.QUALITY
    return TraitGroup.CORE if code in CORE else TraitGroup.SPECIFIC


def _mark(value: Decimal | None) -> Decimal | None:
    return None if value is None else Decimal(f"{value.normalize():f}")


def _place(school: Any) -> SchoolPlace:
    above = school.professional_parent
    return SchoolPlace(
        code=school.code,
        name=clean(school.name),
        commune=school.commune.name if school.commune else "",
        province=school.province.name if school.province else "",
        department=above.name if above else "",
    )


def _signatory(signer: Any) -> Signatory:
    return Signatory(signer.code, clean(signer.name), signer.title) if signer else Signatory("", "")


def _study_year(one: Any) -> StudyYear:
    return StudyYear(
        one.school_year.code,
        one.grade,
        one.class_group.name if one.class_group else "",
        clean(one.school.name),
        one.enrolled_on,
        one.left_on,
    )


def clean(text: str) -> str:
    """Without what XML cannot hold; line ends as one."""
    return _NOT_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def numbered(content: CardContent, number: int) -> CardContent:
    return replace(content, version=number)
