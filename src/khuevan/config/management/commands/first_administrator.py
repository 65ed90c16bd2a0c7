"""`python -m khuevan first_administrator UNIT`: the one account that nobody is there to make.

Refuses as soon as somebody holds the administrator's role: from then on accounts are made on the pages,
by people, and the log says by whom.
"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from khuevan.kernel import access, clock, database
from khuevan.kernel.records.errors import Invalid
from khuevan.register.accounts import services as accounts
from khuevan.register.accounts.choices import AccountKind
from khuevan.register.accounts.queries.accounts import in_force
from khuevan.register.accounts.queries.roles import role_by_code
from khuevan.register.organisations import queries as organisations

ROLE = "administrator"


class Command(BaseCommand):
    help = "Tạo tài khoản quản trị đầu tiên và in mật khẩu dùng một lần (sau load_country)"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("unit", help="mã đơn vị được quản trị, ví dụ 68 là Sở GDĐT Lâm Đồng")
        parser.add_argument("--username", default="quantri")
        parser.add_argument("--name", default="Quản trị hệ thống")

    def handle(self, *args: Any, unit: str, username: str, name: str, **options: Any) -> None:
        actor, at, on = access.system(), clock.now(), clock.today()
        with database.acting(actor):
            if in_force(on).filter(role__code=ROLE, account__is_active=True).exists():
                raise CommandError("Đã có quản trị viên: hãy tạo tài khoản trên trang Tài khoản.")
            place = organisations.by_code(unit)
            if place is None:
                raise CommandError(f"Không có đơn vị mã {unit}. Chạy load_country trước.")
            try:
                account, first = accounts.create_account(
                    actor,
                    username=username,
                    kind=AccountKind.OFFICER,
                    unit_id=place.pk,
                    display_name=name,
                    at=at,
                )
            except Invalid as wrong:
                raise CommandError(str(wrong)) from wrong
            accounts.give_grant(
                actor,
                account=account,
                role=role_by_code(ROLE),
                unit_id=place.pk,
                valid_from=on,
                valid_until=None,
                reason="Quản trị viên đầu tiên",
                at=at,
                on=on,
            )
        self.stdout.write(f"{place.name}: {account.username}")
        self.stdout.write(f"Mật khẩu dùng một lần, phải đổi khi đăng nhập: {first}")
