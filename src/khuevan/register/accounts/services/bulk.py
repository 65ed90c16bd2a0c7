"""Accounts for a whole school: the plan that was shown is the plan that is committed, with slips to print once."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import secrets
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext as _

from khuevan.kernel import access, audit, clock, database, text
from khuevan.kernel.access import Actor
from khuevan.kernel.records.errors import Invalid

from ..choices import AccountKind
from ..models import Account, Grant, Role, SlipBatch
from ..permissions import CREATE_ACCOUNTS, PRINT_SLIPS
from ..queries.bulk import bulk_plan
from ..rules.bulk import AccountsPlan, Planned
from ..rules.first_passwords import first_password

ROLE_OF_KIND = {AccountKind.LEARNER: "learner", AccountKind.GUARDIAN: "parent"}
"""Roles that come with the account. Staff get theirs by a grant: what a teacher may do is somebody's decision."""
MAKING = database.Turn("accounts.making")
PORTION = 100


@dataclass(frozen=True)
class Slip:
    name: str
    username: str
    password: str
    detail: str


class PlanHasChanged(Invalid):
    """Somebody else made accounts, or people came and went, since the plan was shown. Nothing was made."""

    def __init__(self) -> None:
        super().__init__(_("Danh sách đã thay đổi từ lúc bạn xem trước. Hãy xem lại rồi tạo."))


def create_accounts(
    actor: Actor,
    *,
    unit_id: int,
    kind: str,
    digest: str,
    title: str,
    at: datetime,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> SlipBatch:
    """Makes every account of the plan with that digest, all or none. Raises Refused, PlanHasChanged.

    `progress` is told how many of how many are done.
    """
    access.demand(actor, CREATE_ACCOUNTS, on=unit_id)
    with audit.act(actor, CREATE_ACCOUNTS.code, at=at, unit_id=unit_id) as act:
        MAKING.wait()
        plan = bulk_plan(actor, unit_id, kind, clock.on(at))
        if not plan.rows or plan.digest != digest:
            raise PlanHasChanged
        slips: list[Slip] = []
        for start in range(0, len(plan.rows), PORTION):
            portion = plan.rows[start : start + PORTION]
            slips.extend(_make(actor, plan, portion, at))
            progress(start + len(portion), len(plan.rows))
        batch = SlipBatch.objects.create(
            unit_id=unit_id,
            made_by_id=actor.account_id,
            made_at=at,
            title=title,
            total=len(slips),
            sealed=seal(slips),
        )
        act.on(batch, unit_id=unit_id)
        act.note(accounts=len(slips), kind=kind)
    return batch


def print_slips(actor: Actor, batch: SlipBatch, *, at: datetime) -> list[Slip]:
    """The first passwords, once: they are erased in the same act. Raises Refused, Invalid."""
    access.demand(actor, PRINT_SLIPS, on=batch.unit_id)
    with audit.act(actor, PRINT_SLIPS.code, at=at, on=batch, unit_id=batch.unit_id) as act:
        held = SlipBatch.objects.select_for_update().get(pk=batch.pk)
        if held.sealed is None:
            raise Invalid(_("Đợt phiếu này đã in. Ai mất phiếu thì đặt lại mật khẩu cho người đó."))
        slips = unseal(bytes(held.sealed))
        SlipBatch.objects.filter(pk=batch.pk).update(
            sealed=None, printed_at=at, printed_by_id=actor.account_id
        )
        act.note(slips=len(slips))
    return slips


def seal(slips: Iterable[Slip]) -> bytes:
    content = [[slip.name, slip.username, slip.password, slip.detail] for slip in slips]
    return _box().encrypt(json.dumps(content, ensure_ascii=False).encode())


def unseal(sealed: bytes) -> list[Slip]:
    """Raises Invalid where the server's key has changed since the slips were made."""
    try:
        return [Slip(*entry) for entry in json.loads(_box().decrypt(sealed))]
    except InvalidToken as error:
        raise Invalid(_("Khóa của máy chủ đã đổi nên không mở được phiếu. Hãy đặt lại mật khẩu.")) from error


def _box() -> Fernet:
    key = hashlib.blake2b(settings.SECRET_KEY.encode(), digest_size=32, person=b"account-slips").digest()
    return Fernet(base64.urlsafe_b64encode(key))


def _make(actor: Actor, plan: AccountsPlan, portion: tuple[Planned, ...], at: datetime) -> list[Slip]:
    """Hashes in threads (argon2 works outside the interpreter's lock), then three statements."""
    firsts = [first_password(secrets.choice) for _row in portion]
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 2) as pool:
        hashes = list(pool.map(make_password, firsts))
    made = Account.objects.bulk_create(
        Account(
            username=row.username,
            password=hashed,
            person_id=row.person_id,
            unit_id=plan.unit_id,
            kind=plan.kind,
            display_name=row.name,
            search=text.fold(f"{row.name} {row.username}"),
            sort_key=row.sort_key,
            must_change_password=True,
            created_at=at,
        )
        for row, hashed in zip(portion, hashes, strict=True)
    )
    role = Role.objects.filter(code=ROLE_OF_KIND.get(AccountKind(plan.kind), "")).first()
    if role is not None:
        Grant.objects.bulk_create(
            Grant(
                account=account,
                role=role,
                unit_id=plan.unit_id,
                valid_from=clock.on(at),
                granted_by_id=actor.account_id,
                reason=_("Tạo cùng tài khoản"),
                created_at=at,
            )
            for account in made
        )
    return [
        Slip(row.name, row.username, first, row.detail) for row, first in zip(portion, firsts, strict=True)
    ]
