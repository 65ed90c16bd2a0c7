"""A small province for tests: a department, a commune under it, two schools, people and accounts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db import connection

from khuevan.kernel import access, database, text
from khuevan.kernel.testing import actor
from khuevan.register.accounts import services
from khuevan.register.accounts.models import Account, Grant, Role

AT = datetime(2026, 9, 7, 2, 0, tzinfo=UTC)
ON = date(2026, 9, 7)
PASSWORD = "mật khẩu thử 1"


@dataclass(frozen=True)
class Province:
    department: int
    commune: int
    school: int
    other_school: int


def province() -> Province:
    """Units written as the platform, with their paths, as organisations keeps them for today."""
    with database.acting(access.system()), connection.cursor() as cursor:
        cursor.execute("select coalesce(max(id), 0) + 1000 from organisations_orgunit")
        first = cursor.fetchone()[0]
        made = Province(first, first + 1, first + 2, first + 3)
        paths = {
            made.department: f"/{made.department}/",
            made.commune: f"/{made.department}/{made.commune}/",
            made.school: f"/{made.department}/{made.commune}/{made.school}/",
            made.other_school: f"/{made.department}/{made.commune}/{made.other_school}/",
        }
        kinds = {made.department: "department", made.commune: "commune"}
        for unit, path in paths.items():
            _unit(unit, kinds.get(unit, "primary"), path)
    return made


def _unit(unit: int, kind: str, path: str) -> None:
    from django.apps import apps

    model = apps.get_model("organisations", "OrgUnit")
    model.objects.create(
        id=unit,
        code=f"T{unit}",
        name=f"Đơn vị {unit}",
        kind=kind,
        opened_on=date(2025, 7, 1),
        managing_path=path,
        professional_path=path,
        search=f"don vi {unit}",
        sort_key=f"don vi {unit}",
    )


def make_account(unit: int, username: str = "", *, kind: str = "staff", name: str = "Lê Văn Thử") -> Account:
    with database.acting(access.system()):
        number = Account.objects.count()
        folded = username or f"thu{unit}x{number}"
        return Account.objects.create_account(
            folded,
            PASSWORD,
            kind=kind,
            unit_id=unit,
            display_name=name,
            search=text.fold(f"{name} {folded}"),
            sort_key=text.name_sort_key(name),
            created_at=AT,
        )


def make_grant(
    account: Account, role: str, unit: int, *, first: date = ON, until: date | None = None
) -> Grant:
    with database.acting(access.system()):
        grant = Grant.objects.create(
            account=account,
            role=Role.objects.get(code=role),
            unit_id=unit,
            valid_from=first,
            valid_until=until,
            reason="thử",
            created_at=AT,
        )
        services.accounts_changed([account.pk])
    return grant


def make_role(code: str, *permissions: access.Permission) -> Role:
    with database.acting(access.system()):
        return Role.objects.create(code=code, name=code, permissions=sorted(p.code for p in permissions))


def somebody(*permissions: access.Permission, units: list[int] | None) -> access.Actor:
    """An actor with an account that exists, so that what they write may name them."""
    with database.acting(access.system()):
        unit = Account._meta.get_field("unit").related_model.objects.values_list("pk", flat=True).first()
        account = make_account(unit)
    return actor(*permissions, units=units, account_id=account.pk)
