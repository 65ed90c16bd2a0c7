"""Every question that a record answers, and the rules of these."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from khuevan.kernel import access, database, testing
from khuevan.kernel.testing.records import RecordCases
from khuevan.register.organisations.choices import UnitKind
from khuevan.register.organisations.tests.builders import AT, make_country, make_school
from khuevan.school.curriculum import services
from khuevan.school.curriculum.models import ElectiveSet, Programme, ProgrammeSubject, RulePoint, Subject
from khuevan.school.curriculum.permissions import EDIT_LOCAL, EDIT_PROGRAMME, EDIT_SETS, VIEW_PROGRAMME
from khuevan.school.curriculum.records import LINES, POINTS, SETS, SUBJECTS

SYSTEM = access.system()


class TestSubjects(RecordCases):
    """The national catalogue is out of the way, so that the questions meet the rows that they made."""

    record = SUBJECTS
    queries = 4
    permissions = (EDIT_PROGRAMME,)
    changed = {"name": "Tiếng Ê-đê nâng cao"}
    invalid = {"name": "", "code": "", "kind": "gì", "position": "-1"}

    def furnish(self) -> None:
        super().furnish()
        ProgrammeSubject.objects.all().delete()
        Subject.objects.exclude(parent=None).delete()
        Subject.objects.all().delete()

    def build(self, unit_id: int | None, number: int) -> Subject:
        return services.add_subject(
            SYSTEM, at=AT, name=f"Tiếng Ê-đê {number:03}", code=f"ED{number}", kind="subject",
            assessed_by="score", position=number, trust="local", source="QĐ 12/QĐ-SGDĐT",
        )  # fmt: skip

    def valid(self) -> dict[str, str | list[str]]:
        return {
            "name": "Lịch sử Đà Lạt", "code": "LSDALAT", "kind": "activity", "assessed_by": "comment",
            "position": "55", "trust": "local",
        }  # fmt: skip


class TestLines(RecordCases):
    record = LINES
    queries = 5
    permissions = (EDIT_PROGRAMME,)
    changed = {"periods": "36"}
    invalid = {"subject": "", "grade": "99", "periods": "0", "trust": ""}

    def furnish(self) -> None:
        super().furnish()
        ProgrammeSubject.objects.all().delete()
        self.programme = Programme.objects.get(code="gdpt2018-thcs")

    def build(self, unit_id: int | None, number: int) -> ProgrammeSubject:
        subject, _ = Subject.objects.get_or_create(
            code=f"L{number}", defaults={"name": f"Môn {number:03}", "sort_key": f"mon{number:03}"}
        )
        return services.add_line(
            SYSTEM, at=AT, programme=self.programme, subject=subject, grade="06", block="required", periods=35,
            from_year="2026-2027", trust="local",
        )  # fmt: skip

    def valid(self) -> dict[str, str | list[str]]:
        subject = Subject.objects.get(code="GDDP")
        return {
            "subject": str(subject.pk), "programme": str(self.programme.pk), "grade": "07", "block": "required",
            "periods": "35", "from_year": "2026-2027", "trust": "local",
        }  # fmt: skip


class TestSets(RecordCases):
    record = SETS
    queries = 5
    changed = {"name": "Khoa học tự nhiên 2"}
    invalid = {
        "name": "",
        "code": "",
    }

    def furnish(self) -> None:
        country = make_country()
        self.here = make_school(country.department, "Trường THPT Bảo Lộc", UnitKind.UPPER_SECONDARY).pk
        self.elsewhere = make_school(country.department, "Trường THPT Di Linh", UnitKind.UPPER_SECONDARY).pk

    def build(self, unit_id: int | None, number: int) -> ElectiveSet:
        from khuevan.register.organisations.models import OrgUnit

        return services.add_set(
            SYSTEM, at=AT, school=OrgUnit.objects.get(pk=unit_id), name=f"Tổ hợp {number:03}", code=f"TH{number}",
            subjects=["VL", "HH", "SH", "TH"], topics=["TOAN", "VL", "HH"],
        )  # fmt: skip

    def valid(self) -> dict[str, str | list[str]]:
        return {
            "name": "Khoa học xã hội", "code": "XH1", "school": str(self.here),
            "subjects": ["DL", "KTPL", "CN", "TH"], "topics": ["NV", "LS", "DL"],
        }  # fmt: skip

    def test_five_subjects_are_one_too_many(self) -> None:
        typed = {**self.valid(), "subjects": ["DL", "KTPL", "CN", "TH", "AN"]}
        answer = testing.client_for(self.writer).post(SETS.url("add"), typed)
        assert answer.status_code == 422
        assert "Cần chọn đúng 4 môn lựa chọn, đang chọn 5." in answer.content.decode()


@pytest.mark.django_db
class TestWhoWrites:
    """National rows need another permission than a department's own."""

    def test_a_department_adds_local_content_and_cannot_touch_the_nation(self) -> None:
        country = make_country()
        officer = testing.actor(VIEW_PROGRAMME, EDIT_LOCAL, units=[country.department.pk])
        with database.acting(SYSTEM):
            national = ProgrammeSubject.objects.get(
                grade="08", subject__code="GDDP", programme__code="gdpt2018-thcs"
            )
        with database.acting(officer):
            programme, subject = Programme.objects.get(code="gdpt2018-th"), Subject.objects.get(code="GDDP")
            values: dict[str, Any] = {
                "programme": programme, "subject": subject, "grade": "04", "block": "required", "periods": 35,
                "from_year": "2026-2027", "trust": "local",
            }  # fmt: skip
            with pytest.raises(access.Refused):
                services.add_line(officer, at=AT, **values)
            line = services.add_line(officer, at=AT, unit=country.department, **values)
            with pytest.raises(access.Refused):
                services.revise_line(officer, national, at=AT, version=national.version, periods=70)
        assert line.unit_id == country.department.pk

    def test_a_change_for_a_later_year_leaves_the_earlier_one_readable(self) -> None:
        with database.acting(SYSTEM):
            line = ProgrammeSubject.objects.get(
                grade="06", subject__code="TH", programme__code="gdpt2018-thcs"
            )
            heir = services.revise_line(
                SYSTEM, line, at=AT, version=line.version, periods=70, from_year="2027-2028"
            )
            line.refresh_from_db()
        assert (line.periods, line.until_year) == (35, "2027-2028")
        assert (heir.periods, heir.from_year, heir.until_year) == (70, "2027-2028", "")

    def test_two_lines_of_one_subject_are_refused_in_words(self) -> None:
        with database.acting(SYSTEM):
            line = ProgrammeSubject.objects.get(
                grade="06", subject__code="TH", programme__code="gdpt2018-thcs"
            )
            with pytest.raises(Exception, match="Môn này đã có trong khối"):
                services.add_line(
                    SYSTEM, at=AT, programme=line.programme, subject=line.subject, grade="06", block=line.block,
                    from_year=line.from_year, trust="local",
                )  # fmt: skip


@pytest.mark.django_db
def test_the_page_shows_every_programme_with_its_sums_and_marks() -> None:
    country = make_country()
    school = make_school(country.commune)
    teacher = testing.actor(VIEW_PROGRAMME, units=[school.pk], outline=[country.department.pk])
    client = testing.client_for(teacher)
    for programme in Programme.objects.all():
        shown = client.get(reverse("curriculum:programme"), {"programme": programme.code})
        assert shown.status_code == 200
        assert programme.instrument in shown.content.decode()
    lower = client.get(
        reverse("curriculum:programme"), {"programme": "gdpt2018-thcs", "year": "2026-2027"}
    ).content.decode()
    assert "1015" in lower
    assert "29,5" in lower
    upper = client.get(reverse("curriculum:programme"), {"programme": "gdpt2018-thpt"}).content.decode()
    assert "70 *" in upper


@pytest.mark.django_db
def test_a_department_s_additions_are_shown_below_it_only() -> None:
    country = make_country()
    with database.acting(SYSTEM):
        services.add_line(
            SYSTEM, at=AT, programme=Programme.objects.get(code="gdpt2018-th"),
            subject=Subject.objects.get(code="GDDP"), grade="04", block="required", periods=35,
            from_year="2025-2026", trust="local", unit=country.department,
        )  # fmt: skip
    inside = testing.actor(VIEW_PROGRAMME, units=[country.commune.pk], outline=[country.department.pk])
    outside = testing.actor(VIEW_PROGRAMME, units=[999_999])
    address, query = reverse("curriculum:programme"), {"programme": "gdpt2018-th", "year": "2026-2027"}
    assert "Địa phương bổ sung" in testing.client_for(inside).get(address, query).content.decode()
    assert "Địa phương bổ sung" not in testing.client_for(outside).get(address, query).content.decode()


def test_permissions_are_declared() -> None:
    assert EDIT_SETS.holders == {"head", "clerk"}


class TestPoints(RecordCases):
    record = POINTS
    queries = 4
    permissions = (EDIT_PROGRAMME,)
    changed = {"value": "44"}
    invalid = {"value": "", "point": "?", "from_year": "", "trust": ""}

    def furnish(self) -> None:
        super().furnish()
        RulePoint.objects.all().delete()

    def build(self, unit_id: int | None, number: int) -> RulePoint:
        return services.add_point(
            SYSTEM, at=AT, point="most_absences", value=str(number + 40), from_year=f"{2021 + number}-{2022 + number}",
            trust="local",
        )  # fmt: skip

    def valid(self) -> dict[str, str | list[str]]:
        return {"point": "morning_periods", "value": "4", "from_year": "2026-2027", "trust": "local"}
