"""The first account of an installation: made once, and only while there is no other administrator."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from khuevan.kernel import access, clock, database
from khuevan.register.accounts.models import Account
from khuevan.register.accounts.queries.actors import actor_for
from khuevan.register.organisations.permissions import MANAGE_UNITS
from khuevan.register.organisations.tests.builders import make_country

pytestmark = pytest.mark.django_db


def test_it_is_made_once_with_a_password_that_must_be_changed() -> None:
    country = make_country()
    code = country.department.code
    said = StringIO()
    call_command("first_administrator", code, "--username", "QuanTri", stdout=said)
    with database.acting(access.system()):
        account = Account.objects.get(username="quantri")
        password = said.getvalue().strip().rsplit(" ", 1)[1]
        assert account.must_change_password
        assert account.check_password(password)
        administrator = actor_for(account.pk, clock.today())
        assert access.decide(administrator, MANAGE_UNITS, on=country.department.pk)
        assert access.decide(administrator, MANAGE_UNITS, on=country.commune.pk)
    with pytest.raises(CommandError, match="Đã có quản trị viên"):
        call_command("first_administrator", code, "--username", "another")
    with database.acting(access.system()):
        assert Account.objects.count() == 1


def test_an_unknown_unit_and_a_bad_name_are_said_so() -> None:
    code = make_country().department.code
    with pytest.raises(CommandError, match="Không có đơn vị mã 00x"):
        call_command("first_administrator", "00x")
    with pytest.raises(CommandError, match="Tên đăng nhập gồm"):
        call_command("first_administrator", code, "--username", "a b")
    with database.acting(access.system()):
        assert not Account.objects.exists()
