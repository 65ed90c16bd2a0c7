"""Accounts, locks, passwords, act-as, bulk creation, row-level security."""

from datetime import timedelta

import pytest
from django.contrib.auth import SESSION_KEY
from django.db import DatabaseError, transaction
from django.http import Http404

from khuevan.kernel import access, clock, database
from khuevan.kernel.access import Refused
from khuevan.kernel.records.errors import Invalid
from khuevan.kernel.testing import actor
from khuevan.register.accounts import permissions, queries, services
from khuevan.register.accounts.models import Account, ActAs, Grant, SlipBatch
from khuevan.register.accounts.queries.bulk import bulk_plan
from khuevan.register.accounts.services.bulk import seal, unseal
from khuevan.register.accounts.sessions import SessionStore

from .builders import AT, ON, PASSWORD, make_account, make_grant, make_role, province, somebody
from .test_sessions import opened_for

pytestmark = pytest.mark.django_db
VIEW = permissions.VIEW_ACCOUNTS


def test_the_hash_is_argon2id_with_the_parameters_of_owasp() -> None:
    account = make_account(province().school)
    assert account.password.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
    assert account.check_password(PASSWORD)


def test_a_hash_with_older_parameters_is_renewed_at_sign_in() -> None:
    from argon2 import PasswordHasher

    account = make_account(province().school)
    old = "argon2" + PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD)
    with database.acting(access.system()):
        Account.objects.filter(pk=account.pk).update(password=old)
    assert queries.account_by_id(account.pk).check_password(PASSWORD)
    assert "m=19456" in queries.account_by_id(account.pk).password


def test_one_account_is_found_before_sign_in_and_no_list() -> None:
    account = make_account(province().school, "le.an")
    assert Account.objects.count() == 0
    assert queries.account_for_signin(" Le.AN ").pk == account.pk
    assert queries.account_by_id(account.pk).username == "le.an"
    assert queries.account_for_signin("le.an' or true --") is None
    assert queries.account_for_signin("") is None
    assert queries.account_by_id(-1) is None


@pytest.mark.parametrize(
    ("units", "own", "seen"),
    [("school", False, {"a"}), ("other_school", False, {"b"}), ("none", False, set()), ("none", True, {"a"})],
)
def test_row_security_shows_accounts_of_the_reach_and_ones_own(units: str, own: bool, seen: set[str]) -> None:
    place = province()
    made = {"a": make_account(place.school), "b": make_account(place.other_school)}
    who = actor(
        VIEW,
        units=[] if units == "none" else [getattr(place, units)],
        account_id=made["a"].pk if own else 2_000_000_001,
    )
    with database.acting(who):
        found = set(Account.objects.values_list("pk", flat=True))
        Account.objects.update(locked_reason="?")
    assert found == {made[name].pk for name in seen}
    changed = {name for name, a in made.items() if queries.account_by_id(a.pk).locked_reason}
    assert changed == seen


def test_row_security_refuses_rows_for_units_out_of_reach() -> None:
    place = province()
    account = make_account(place.school)
    make_role("watch", VIEW)
    who = actor(VIEW, units=[place.school], account_id=account.pk)
    with database.acting(who):
        with pytest.raises(DatabaseError), transaction.atomic():
            Account.objects.create_account(
                "moi.toanh", "x", kind="staff", unit_id=place.other_school, created_at=AT
            )
        with pytest.raises(DatabaseError), transaction.atomic():
            Grant.objects.create(
                account=account,
                role_id=1,
                unit_id=place.other_school,
                valid_from=ON,
                reason="x",
                created_at=AT,
            )


def test_outside_of_the_scope_is_404() -> None:
    place = province()
    account = make_account(place.other_school)
    who = actor(VIEW, units=[place.school])
    with database.acting(who), pytest.raises(Http404):
        queries.account_in_scope(who, account.pk)


@pytest.mark.parametrize("username", ["an", "Lê An", "-anh", "a b", "x" * 60, ""])
def test_bad_usernames_are_refused_in_words(username: str) -> None:
    place = province()
    who = actor(permissions.CREATE_ACCOUNTS, units=[place.school])
    with database.acting(who), pytest.raises(Invalid, match="Tên đăng nhập"):
        services.create_account(
            who, username=username, kind="staff", unit_id=place.school, display_name="Lê An", at=AT
        )


def test_an_account_is_made_once_with_a_first_password() -> None:
    place = province()
    who = actor(permissions.CREATE_ACCOUNTS, units=[place.school])
    with database.acting(who):
        made, first = services.create_account(
            who, username="Le.An", kind="staff", unit_id=place.school, display_name="Lê An", at=AT
        )
        assert made.username == "le.an"
        assert made.must_change_password
        with pytest.raises(Invalid, match="đã có người dùng"):
            services.create_account(
                who, username="LE.AN", kind="staff", unit_id=place.school, display_name="Lê An", at=AT
            )
        with pytest.raises(Refused):
            services.create_account(
                who, username="khac", kind="staff", unit_id=place.other_school, display_name="x", at=AT
            )
    assert queries.account_for_signin("le.an").check_password(first)


def test_who_must_change_the_password_can_do_nothing_else() -> None:
    place = province()
    account = make_account(place.school)
    make_grant(account, "head", place.school)
    with database.acting(access.system()):
        Account.objects.filter(pk=account.pk).update(must_change_password=True)
    opened = SessionStore(opened_for(account).session_key).opened
    made = queries.actor_of_session(opened, ON)
    assert made.is_known
    assert not made.holdings
    assert not made.persons


def test_a_reset_shuts_out_and_is_not_a_way_up() -> None:
    place = province()
    clerk, head, teacher = (make_account(place.school) for _ in range(3))
    make_grant(clerk, "clerk", place.school)
    make_grant(head, "head", place.school)
    make_grant(teacher, "teacher", place.school)
    key = opened_for(teacher).session_key
    who = queries.actor_for(clerk.pk, ON)
    with database.acting(who):
        first = services.reset_password(who, teacher, reason="quên", at=AT)
        with pytest.raises(Refused, match="mà bạn không có"):
            services.reset_password(who, head, reason="quên", at=AT)
        with pytest.raises(Invalid):
            services.reset_password(who, clerk, reason="quên", at=AT)
    assert SessionStore(key).opened is None
    assert queries.account_by_id(teacher.pk).check_password(first)
    assert not queries.account_by_id(teacher.pk).check_password(PASSWORD)


def test_a_locked_account_is_still_above_a_clerk() -> None:
    place = province()
    clerk, head = make_account(place.school), make_account(place.school)
    make_grant(clerk, "clerk", place.school)
    make_grant(head, "head", place.school)
    with database.acting(access.system()):
        services.lock_account(access.system(), head, reason="nghỉ dài", at=AT)
    who = queries.actor_for(clerk.pk, ON)
    with database.acting(who), pytest.raises(Refused, match="mà bạn không có"):
        services.reset_password(who, head, reason="quên", at=AT)


def administrator(place: object) -> Account:
    account = make_account(place.department, name="Trần Quản Trị")
    make_grant(account, "administrator", place.department)
    return account


def acting_as(place: object, boss: Account, subject: Account) -> tuple[str, access.Actor]:
    key = opened_for(boss).session_key
    who = queries.actor_for(boss.pk, ON)
    with database.acting(who):
        services.start_act_as(who, subject, reason="Hỗ trợ nhập liệu", session_key=key, at=AT)
    return key, who


def test_acting_as_borrows_the_eyes_but_not_what_is_sensitive() -> None:
    place = province()
    boss, head = administrator(place), make_account(place.school, name="Phạm Hiệu Trưởng")
    make_grant(head, "head", place.school)
    with clock.frozen(AT):
        key, _who = acting_as(place, boss, head)
        seen = queries.actor_of_session(SessionStore(key).opened, ON)
    assert seen.acting_for == "Phạm Hiệu Trưởng"
    assert (seen.account_id, seen.name) == (boss.pk, "Trần Quản Trị")
    assert seen.scope(VIEW).ids() == [place.school]
    sensitive = {code for code, p in access.declared().items() if p.sensitive}
    assert not seen.permission_codes & sensitive


def test_acting_as_ends_after_half_an_hour_or_when_stopped() -> None:
    place = province()
    boss, head = administrator(place), make_account(place.school)
    make_grant(head, "head", place.school)
    with clock.frozen(AT):
        key, _who = acting_as(place, boss, head)
    with clock.frozen(AT + timedelta(minutes=29)):
        assert queries.actor_of_session(SessionStore(key).opened, ON).acting_for
    with clock.frozen(AT + timedelta(minutes=30)):
        assert not queries.actor_of_session(SessionStore(key).opened, ON).acting_for
    with clock.frozen(AT + timedelta(minutes=5)):
        seen = queries.actor_of_session(SessionStore(key).opened, ON)
        with database.acting(seen):
            services.stop_act_as(seen, session_key=key, at=clock.now())
        assert not queries.actor_of_session(SessionStore(key).opened, ON).acting_for
    with database.acting(access.system()):
        assert ActAs.objects.get(administrator=boss).stopped_at == AT + timedelta(minutes=5)


@pytest.mark.parametrize("why_not", ["climb", "locked", "oneself", "no reason", "no permission", "twice"])
def test_who_may_not_be_acted_for(why_not: str) -> None:
    place = province()
    boss, subject = administrator(place), make_account(place.school)
    who = queries.actor_for(boss.pk, ON)
    reason, error = "Hỗ trợ", Invalid
    if why_not == "climb":
        who, error = actor(permissions.ACT_AS, VIEW, units=None, account_id=boss.pk), Refused
        make_grant(subject, "head", place.school)
    elif why_not == "locked":
        subject.is_active = False
    elif why_not == "oneself":
        subject = boss
    elif why_not == "no reason":
        reason = " "
    elif why_not == "no permission":
        who, error = actor(VIEW, units=None, account_id=boss.pk), Refused
    else:
        who = queries.borrowed(who, who)
        error = Refused
    key = opened_for(boss).session_key
    with database.acting(who), pytest.raises(error):
        services.start_act_as(who, subject, reason=reason, session_key=key, at=AT)


def test_nothing_of_anybodys_account_changes_while_acting_as() -> None:
    place = province()
    boss, head = administrator(place), make_account(place.school)
    with clock.frozen(AT):
        key, _who = acting_as(place, boss, head)
        seen = queries.actor_of_session(SessionStore(key).opened, ON)
    with database.acting(seen):
        for change in (
            lambda: services.set_own_password(seen, "một câu khác", at=AT, keep_key=key),
            lambda: services.set_preferences(seen, language="en", theme="dark", email="", at=AT),
        ):
            with pytest.raises(Refused):
                change()


def test_act_as_is_in_the_log_with_both_names() -> None:
    place = province()
    boss, head = administrator(place), make_account(place.school, name="Phạm Hiệu Trưởng")
    with clock.frozen(AT):
        key, _who = acting_as(place, boss, head)
        seen = queries.actor_of_session(SessionStore(key).opened, ON)
        with database.acting(seen):
            services.stop_act_as(seen, session_key=key, at=AT)
    from django.db import connection

    with database.acting(access.system()), connection.cursor() as cursor:
        cursor.execute(
            "select action, acting_for, why from audit_entry where kind = 'act' and actor_id = %s"
            " and action like 'accounts.act_as%%' order by id",
            [boss.pk],
        )
        assert cursor.fetchall() == [
            ("accounts.act_as:start", "", "Hỗ trợ nhập liệu"),
            ("accounts.act_as:stop", "Phạm Hiệu Trưởng", ""),
        ]


def test_passwords_are_never_in_the_log() -> None:
    place = province()
    account = make_account(place.school)
    own = actor(units=[], account_id=account.pk)
    with database.acting(own):
        services.set_own_password(own, "câu này không được lộ", at=AT, keep_key=None)
    from django.db import connection

    with database.acting(access.system()), connection.cursor() as cursor:
        cursor.execute("select changes::text from audit_entry where table_name = 'accounts_account'")
        told = " ".join(row[0] for row in cursor.fetchall())
    assert "password" in told
    assert "argon2" not in told


def test_a_teacher_of_a_closed_session_is_anonymous() -> None:
    account = make_account(province().school)
    with database.acting(access.system()):
        Account.objects.filter(pk=account.pk).update(is_active=False)
    assert not queries.actor_for(account.pk, ON).is_known
    assert SessionStore(opened_for(account).session_key).opened is None


def staffed(unit: int, *names: str) -> None:
    from django.apps import apps

    from khuevan.kernel import text

    person, affiliation = apps.get_model("people", "Person"), apps.get_model("people", "Affiliation")
    with database.acting(access.system()):
        for name in names:
            made = person.objects.create(
                full_name=name, search=text.fold(name), sort_key=text.name_sort_key(name), created_at=AT
            )
            affiliation.objects.create(
                person=made, unit_id=unit, kind="learner", title="Lớp 3A", valid_from=ON - timedelta(days=9)
            )


def test_bulk_plan_is_committed_as_shown_and_slips_open_once() -> None:
    place = province()
    staffed(place.school, "Đặng Thị Ánh", "Lê Văn An", "Đặng Thị Ánh")
    who = somebody(permissions.CREATE_ACCOUNTS, permissions.PRINT_SLIPS, VIEW, units=[place.school])
    with database.acting(who):
        plan = bulk_plan(who, place.school, "learner", ON)
        assert [row.username for row in plan.rows] == ["anlv", "anhdt", "anhdt2"]
        told = {"unit_id": place.school, "kind": "learner", "title": "Lớp 3A", "at": AT}
        with pytest.raises(Invalid, match="đã thay đổi"):
            services.create_accounts(who, digest="khác", **told)
        batch = services.create_accounts(who, digest=plan.digest, **told)
        with pytest.raises(Invalid, match="đã thay đổi"):
            services.create_accounts(who, digest=plan.digest, **told)
        slips = services.print_slips(who, batch, at=AT)
        with pytest.raises(Invalid, match="đã in"):
            services.print_slips(who, batch, at=AT)
        assert SlipBatch.objects.get(pk=batch.pk).sealed is None
        assert not bulk_plan(who, place.school, "learner", ON).rows
    assert [slip.name for slip in slips] == ["Lê Văn An", "Đặng Thị Ánh", "Đặng Thị Ánh"]
    made = queries.account_for_signin(slips[0].username)
    assert made.check_password(slips[0].password)
    assert made.must_change_password


def test_bulk_is_refused_elsewhere() -> None:
    place = province()
    who = actor(permissions.CREATE_ACCOUNTS, units=[place.school])
    with database.acting(who), pytest.raises(Refused):
        bulk_plan(who, place.other_school, "learner", ON)


def test_sealed_slips_open_only_with_the_servers_key(settings: object) -> None:
    from khuevan.register.accounts.services.bulk import Slip

    slip = Slip("Lê An", "anl", "baku-remi-234", "Lớp 3A")
    sealed = seal([slip])
    assert b"baku" not in sealed
    assert unseal(sealed) == [slip]
    settings.SECRET_KEY = "một khóa khác"
    with pytest.raises(Invalid, match="Khóa của máy chủ"):
        unseal(sealed)


def test_a_session_never_names_another_account_by_its_data() -> None:
    """What counts is the session's row, written at sign-in; an id that is no account opens nothing."""
    account = make_account(province().school)
    store = SessionStore()
    store[SESSION_KEY] = str(account.pk)
    store.create()
    store.save()
    with database.acting(access.system()):
        Account.objects.filter(pk=account.pk).update(is_active=False)
    assert SessionStore(store.session_key).opened is None
