"""Giving, delegating, taking back; what the actor then holds."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from khuevan.kernel import access, database
from khuevan.kernel.access import Actor, Refused
from khuevan.kernel.records.errors import Invalid
from khuevan.kernel.testing import actor
from khuevan.register.accounts import permissions, queries, services
from khuevan.register.accounts.models import Account, Grant, Role
from khuevan.register.accounts.queries.grants import grants_of

from .builders import AT, ON, make_account, make_grant, make_role, province, somebody

pytestmark = pytest.mark.django_db
VIEW, GIVE = permissions.VIEW_ACCOUNTS, permissions.GIVE_GRANTS
WEEK = timedelta(days=7)


def give(giver: Actor, account: Account, role: Role, unit: int, **changes: Any) -> Grant:
    told = {"valid_from": ON, "valid_until": None, "reason": "Quyết định 12", "at": AT, "on": ON, **changes}
    with database.acting(giver):
        return services.give_grant(giver, account=account, role=role, unit_id=unit, **told)


def test_a_grant_opens_the_unit_and_all_below() -> None:
    place = province()
    account = make_account(place.department)
    role = make_role("watch", VIEW)
    give(somebody(VIEW, GIVE, units=None), account, role, place.commune)
    made = queries.actor_for(account.pk, ON)
    assert made.scope(VIEW).ids() == [place.commune, place.school, place.other_school]
    assert place.department in made.outline
    assert place.department not in made.reach


@pytest.mark.parametrize(
    ("who", "sentence"),
    [
        ("no permission", "không có quyền"),
        ("elsewhere", "không phải ở đơn vị này"),
        ("holds less", "chính bạn không có"),
        ("holds it only here", "chính bạn không có"),
        ("oneself", "cho chính mình"),
    ],
)
def test_who_may_not_give(who: str, sentence: str) -> None:
    place = province()
    account = make_account(place.school)
    role = make_role("watch", VIEW)
    unit = place.commune if who == "holds it only here" else place.school
    givers = {
        "no permission": actor(VIEW, units=[place.school]),
        "elsewhere": actor(VIEW, GIVE, units=[place.other_school]),
        "holds less": actor(GIVE, units=[place.school]),
        "holds it only here": actor(VIEW, GIVE, units=[place.commune, place.school]),
        "oneself": actor(VIEW, GIVE, units=[place.school], account_id=account.pk),
    }
    with pytest.raises(Refused, match=sentence):
        give(givers[who], account, role, unit)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"valid_from": ON - WEEK}, "valid_from"),
        ({"valid_until": ON}, "valid_until"),
        ({"valid_until": ON - WEEK}, "valid_until"),
        ({"reason": "  "}, "reason"),
    ],
)
def test_what_is_refused_in_words(changes: dict[str, Any], field: str) -> None:
    place = province()
    account = make_account(place.school)
    with pytest.raises(Invalid) as refused:
        give(
            actor(VIEW, GIVE, units=[place.school]),
            account,
            make_role("watch", VIEW),
            place.school,
            **changes,
        )
    assert list(refused.value.errors) == [field]


@pytest.mark.parametrize(
    ("first", "until", "overlaps"),
    [
        (ON, None, True),
        (ON + WEEK, ON + 2 * WEEK, True),
        (ON + timedelta(days=29), None, True),
        (ON + timedelta(days=30), None, False),
    ],
)
def test_overlapping_grants_are_refused_in_words(first: date, until: date | None, overlaps: bool) -> None:
    place = province()
    account, role = make_account(place.school), make_role("watch", VIEW)
    giver = somebody(VIEW, GIVE, units=[place.school])
    give(giver, account, role, place.school, valid_until=ON + timedelta(days=30))
    if overlaps:
        with pytest.raises(Invalid, match="đã có vai trò"):
            give(giver, account, role, place.school, valid_from=first, valid_until=until)
    else:
        assert give(giver, account, role, place.school, valid_from=first, valid_until=until).pk


def test_the_database_itself_refuses_an_overlap_and_allows_other_units_and_revoked_ones() -> None:
    place = province()
    account = make_account(place.school)
    grant = make_grant(account, "teacher", place.school)
    make_grant(account, "teacher", place.other_school)
    make_grant(account, "clerk", place.school)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_grant(account, "teacher", place.school, first=ON + WEEK)
    with database.acting(access.system()):
        Grant.objects.filter(pk=grant.pk).update(revoked_at=AT)
    assert make_grant(account, "teacher", place.school).pk


def test_an_expired_grant_opens_nothing() -> None:
    place = province()
    account = make_account(place.school)
    make_grant(account, "head", place.school, until=ON + WEEK)
    assert queries.actor_for(account.pk, ON + timedelta(days=6)).reach
    assert not queries.actor_for(account.pk, ON + WEEK).reach
    assert not queries.actor_for(account.pk, ON - timedelta(days=1)).reach


def test_a_revoked_grant_ends_with_its_delegations() -> None:
    place = province()
    head, deputy = make_account(place.school), make_account(place.school)
    grant = make_grant(head, "head", place.school)
    delegate(head, deputy, grant)
    boss = access.system()
    with database.acting(boss):
        services.revoke_grant(boss, grant, reason="thôi chức", at=AT, on=ON)
    assert not queries.actor_for(head.pk, ON).reach
    assert not queries.actor_for(deputy.pk, ON).reach


def test_nobody_revokes_what_they_could_not_have_given() -> None:
    place = province()
    head = make_account(place.school)
    grant = make_grant(head, "head", place.school)
    weak = actor(VIEW, GIVE, units=[place.school])
    with database.acting(weak), pytest.raises(Refused, match="chính bạn không có"):
        services.revoke_grant(weak, grant, reason="thử", at=AT, on=ON)


def delegate(giver: Account, stand_in: Account, grant: Grant, **changes: Any) -> Grant:
    own = queries.actor_for(giver.pk, ON)
    told = {
        "permissions": None,
        "valid_from": ON,
        "valid_until": ON + WEEK,
        "reason": "Nghỉ phép",
        "at": AT,
        "on": ON,
        **changes,
    }
    with database.acting(own):
        return services.delegate(own, grant=grant, account=stand_in, **told)


def test_a_stand_in_holds_the_part_for_the_days() -> None:
    place = province()
    head, deputy = make_account(place.school), make_account(place.school)
    grant = make_grant(head, "head", place.school)
    delegate(head, deputy, grant, permissions=[VIEW.code])
    now = queries.actor_for(deputy.pk, ON)
    assert now.permission_codes == {VIEW.code}
    assert place.school in now.scope(VIEW)
    assert not queries.actor_for(deputy.pk, ON + WEEK).holdings


def test_power_to_give_stays_with_the_giver() -> None:
    place = province()
    head, deputy = make_account(place.school), make_account(place.school)
    delegate(head, deputy, make_grant(head, "head", place.school))
    assert not queries.actor_for(deputy.pk, ON).holds(GIVE)
    with pytest.raises(Invalid, match="được phép ủy quyền"):
        delegate(
            head,
            make_account(place.school),
            queries_grant(head),
            permissions=[GIVE.code],
        )


def queries_grant(account: Account) -> Grant:
    with database.acting(access.system()):
        return Grant.objects.get(account=account, delegated_from=None)


@pytest.mark.parametrize("ending", ["revoked", "expired", "locked", "role shrinks"])
def test_a_delegation_ends_with_what_it_rests_on(ending: str) -> None:
    place = province()
    head, deputy = make_account(place.school), make_account(place.school)
    role = make_role("leads", VIEW, permissions.LOCK_ACCOUNT)
    grant = make_grant(head, "leads", place.school)
    delegate(head, deputy, grant)
    assert queries.actor_for(deputy.pk, ON).holds(VIEW)
    with database.acting(access.system()):
        if ending == "revoked":
            Grant.objects.filter(pk=grant.pk).update(revoked_at=AT)
        elif ending == "expired":
            Grant.objects.filter(pk=grant.pk).update(valid_from=ON - WEEK, valid_until=ON)
        elif ending == "locked":
            services.lock_account(access.system(), head, reason="điều tra", at=AT)
        else:
            Role.objects.filter(pk=role.pk).update(permissions=[permissions.LOCK_ACCOUNT.code])
        rows = grants_of(deputy.pk, ON)
    assert not queries.actor_for(deputy.pk, ON).holds(VIEW)
    assert (
        rows[0].state
        == {"revoked": "lapsed", "expired": "over", "locked": "lapsed", "role shrinks": "live"}[ending]
    )


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"valid_until": None}, Invalid),
        ({"valid_until": ON + timedelta(days=400)}, Invalid),
        ({"valid_until": ON + timedelta(days=61)}, Invalid),
        ({"permissions": []}, Invalid),
        ({"permissions": ["people.person:uncover", "organisations.unit:manage"]}, Invalid),
    ],
)
def test_a_delegation_stays_within_the_givers_grant(changes: dict[str, Any], error: type[Exception]) -> None:
    place = province()
    head, deputy = make_account(place.school), make_account(place.school)
    grant = make_grant(head, "head", place.school, until=ON + timedelta(days=60))
    with pytest.raises(error):
        delegate(head, deputy, grant, **changes)


def test_a_delegation_is_not_delegated_on_and_not_anothers() -> None:
    place = province()
    head, deputy, third = (make_account(place.school) for _ in range(3))
    grant = make_grant(head, "head", place.school)
    handed = delegate(head, deputy, grant)
    with pytest.raises(Refused, match="ủy quyền tiếp"):
        delegate(deputy, third, handed)
    with pytest.raises(Refused, match="của chính mình"):
        delegate(deputy, third, grant)
    with pytest.raises(Invalid):
        delegate(head, head, grant)


def test_the_giver_takes_a_delegation_back_without_any_permission() -> None:
    place = province()
    teacher, other = make_account(place.school), make_account(place.school)
    grant = make_grant(teacher, "teacher", place.school)
    handed = delegate(teacher, other, grant)
    own = queries.actor_for(teacher.pk, ON)
    assert not own.holds(GIVE)
    with database.acting(own):
        services.revoke_grant(own, handed, reason="đã về", at=AT, on=ON)
    assert not queries.actor_for(other.pk, ON).holdings


def test_further_holdings_come_from_rooms_above() -> None:
    from khuevan.kernel.access import Holding, Reach
    from khuevan.register.accounts.queries.actors import holding_sources

    place = province()
    account = make_account(place.school)

    @queries.holding_source
    def by_assignment(found: Account, on: date) -> list[Holding]:
        return [Holding(frozenset({VIEW.code}), Reach.of([place.school]))] if found.pk == account.pk else []

    try:
        assert queries.actor_for(account.pk, ON).scope(VIEW).ids() == [place.school]
    finally:
        holding_sources.remove(by_assignment)


def test_roles_shipped_name_only_permissions_that_exist() -> None:
    from khuevan.register.accounts.roles import BUILTIN_ROLES

    declared = access.declared()
    assert [(r.code, c) for r in BUILTIN_ROLES for c in r.codes if c not in declared] == []


def test_shipped_roles_are_in_the_database_and_do_not_change_by_hand() -> None:
    assert set(Role.objects.filter(is_builtin=True).values_list("code", flat=True)) == {
        "administrator", "ministry_officer", "department_officer", "commune_officer", "head", "clerk", "teacher",
        "learner", "parent",
    }  # fmt: skip
    boss = access.system()
    head = Role.objects.get(code="head")
    with pytest.raises(Invalid):
        services.edit_role(boss, head, name="x", description="", permissions=[], at=AT)
    with database.acting(boss):
        services.sync_roles(boss, at=AT)
        Role.objects.filter(pk=head.pk).update(permissions=[], version=1)
        assert services.sync_roles(boss, at=AT) == 1
        assert services.sync_roles(boss, at=AT) == 0
    head.refresh_from_db()
    assert head.version == 2
    assert VIEW.code in head.permissions


def test_a_role_holds_only_what_its_editor_holds() -> None:
    editor = actor(permissions.EDIT_ROLES, VIEW, units=None)
    with database.acting(editor):
        role = services.create_role(editor, name="Tổ trưởng", description="", permissions=[VIEW.code], at=AT)
        assert (role.code, role.permissions) == ("to_truong", [VIEW.code])
        with pytest.raises(Invalid, match="không có"):
            services.edit_role(editor, role, name="Tổ trưởng", description="", permissions=[GIVE.code], at=AT)
        with pytest.raises(Invalid):
            services.create_role(editor, name="Khác", description="", permissions=["no.such:thing"], at=AT)
        with pytest.raises(Invalid):
            services.create_role(editor, name="tổ trưởng", description="", permissions=[], at=AT)
