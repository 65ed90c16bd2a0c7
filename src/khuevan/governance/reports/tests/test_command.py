"""`report programme`: who signs for the school, its commune and the province, and what is written down."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from io import StringIO
from pathlib import Path

import docx
import pytest
from django.core.management import CommandError, call_command

from khuevan.governance.reports.choices import State
from khuevan.governance.reports.models import Campaign, Report
from khuevan.kernel import access, clock, database
from khuevan.register.accounts.models import Account
from khuevan.register.accounts.tests.builders import make_account, make_grant
from khuevan.register.organisations.models import OrgUnit
from khuevan.register.people.models import Affiliation
from khuevan.register.people.rules import BirthDate
from khuevan.register.people.tests.builders import person
from khuevan.register.signing import queries as signing

from .builders import AT, YEAR, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> Iterator[World]:
    """Heads come last by name, so that nobody is found by chance."""
    made = World()
    for unit, role, name, title in (
        (made.department, "administrator", "Trần Văn An", "Chuyên viên"),
        (made.department, "department_officer", "Trần Thị Bình", "Chuyên viên"),
        (made.department, "department_officer", "Trần Thị Chi", "Phó Giám đốc"),
        (made.department, "department_officer", "Trần Văn Dũng", "Giám đốc"),
        (made.commune, "commune_officer", "Lê Thị An", "Chuyên viên"),
        (made.commune, "commune_officer", "Lê Văn Vinh", "Chủ tịch"),
        (made.school, "clerk", "Phạm Thị An", "Văn thư"),
        (made.school, "head", "Phạm Thị Bình", "Phó Hiệu trưởng"),
        (made.school, "head", "Phạm Văn Yên", "Hiệu trưởng"),
    ):
        kind, born = "officer" if unit != made.school else "staff", BirthDate(date(1980, 4, len(name)))
        who = person(unit, name, kind, born=born)
        account = make_account(unit, name=name, kind=kind)
        make_grant(account, role, unit)
        with database.acting(access.system()):
            Affiliation.objects.filter(person=who, unit_id=unit).update(title=title)
            Account.objects.filter(pk=account.pk).update(person_id=who.pk)
    with clock.frozen(AT):
        yield made


def code_of(unit_id: int) -> str:
    with database.acting(access.system()):
        return str(OrgUnit.objects.get(pk=unit_id).code)


def ran(world: World, folder: Path, **more: object) -> str:
    out = StringIO()
    told = {"unit": code_of(world.school), "year": YEAR, "into": folder, "stdout": out, **more}
    call_command("report", "programme", **told)
    return out.getvalue()


def locked(name: str) -> None:
    with database.acting(access.system()):
        Account.objects.filter(display_name=name).update(is_active=False)


def signers(world: World) -> dict[int, tuple[str, str]]:
    """Unit -> who signed, and the title above the name."""
    with database.acting(access.system()):
        rows = Report.objects.filter(state=State.SUBMITTED)
        return {one.unit_id: (one.submitted_by, one.details["signer_title"]) for one in rows}


def test_the_head_signs_the_schools_the_chairman_the_communes_the_director_the_provinces(
    world: World, tmp_path: Path
) -> None:
    said = ran(world, tmp_path / "out")
    assert signers(world) == {
        world.school: ("Phạm Văn Yên", "Hiệu trưởng"),
        world.commune: ("Lê Văn Vinh", "TM. Ủy ban nhân dân / Chủ tịch"),
        world.department: ("Trần Văn Dũng", "Giám đốc"),
    }
    files = sorted((tmp_path / "out").iterdir())
    assert [file.suffix for file in files] == [".docx", ".pdf"] * 3
    assert all(str(file) in said for file in files)
    names = set()
    for file in files:
        if file.suffix == ".docx":
            assert docx.Document(str(file)).tables
            continue
        with database.acting(access.system()):
            found = signing.verify(file.read_bytes(), signing.trust(AT), at=AT)
        assert found.outcome.value != "invalid"
        (one,) = found.signatures
        names.add(one.signer)
    assert len(names) == 3
    for name in ("Phạm Văn Yên", "Lê Văn Vinh", "Trần Văn Dũng"):
        assert any(name in one for one in names), names
    again = ran(world, tmp_path / "again")
    assert len(list((tmp_path / "again").iterdir())) == 6
    assert "Trần Văn Dũng" in again
    with database.acting(access.system()):
        assert Campaign.objects.count() == 1
        assert Report.objects.filter(state=State.SUBMITTED).count() == 3


def test_a_deputy_signs_for_a_head_who_has_no_account_and_an_officer_after_both(
    world: World, tmp_path: Path
) -> None:
    for name in ("Phạm Văn Yên", "Trần Văn Dũng", "Lê Văn Vinh", "Trần Thị Chi"):
        locked(name)
    ran(world, tmp_path)
    assert signers(world) == {
        world.school: ("Phạm Thị Bình", "KT. Hiệu trưởng / Phó Hiệu trưởng"),
        world.commune: ("Lê Thị An", ""),
        world.department: ("Trần Thị Bình", ""),
    }


def test_whom_the_report_names_signs_before_all_others(world: World, tmp_path: Path) -> None:
    campaign = world.campaign()
    with database.acting(access.system()):
        rows = Report.objects.filter(campaign=campaign, unit_id=world.department)
        rows.update(details={"signer_name": "Trần Thị Chi", "signer_title": "KT. Giám đốc / Phó Giám đốc"})
    ran(world, tmp_path)
    assert signers(world)[world.department] == ("Trần Thị Chi", "KT. Giám đốc / Phó Giám đốc")
    assert signers(world)[world.school][0] == "Phạm Văn Yên"


def test_what_cannot_be_is_said(world: World, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Không có đơn vị 404404"):
        ran(world, tmp_path, unit="404404")
    with pytest.raises(CommandError, match="không đứng dưới Sở nào"):
        ran(world, tmp_path, unit=code_of(world.ministry))
    with pytest.raises(CommandError, match="Chưa có kỳ số liệu"):
        ran(world, tmp_path, snapshot=999_999)
    for name in ("Phạm Văn Yên", "Phạm Thị Bình"):
        locked(name)
    with pytest.raises(CommandError, match="không có tài khoản nào được ký"):
        ran(world, tmp_path)
    assert signers(world) == {}
