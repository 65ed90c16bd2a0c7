"""The session engine: one query, hashed keys, ends with the password and the lock."""

from datetime import timedelta

import pytest
from django.contrib.auth import SESSION_KEY
from django.db import connection

from khuevan.kernel import access, clock, database
from khuevan.kernel.testing import actor, assert_queries
from khuevan.register.accounts import permissions, queries, services
from khuevan.register.accounts.models import Account, AccountSession
from khuevan.register.accounts.sessions import SessionStore, key_hash

from .builders import AT, ON, make_account, make_grant, province

pytestmark = pytest.mark.django_db


def opened_for(account: Account) -> SessionStore:
    store = SessionStore()
    store.seen_from("192.0.2.7", "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0")
    store[SESSION_KEY] = str(account.pk)
    store.create()
    store.save()
    return store


def test_opening_is_one_query_and_the_key_is_not_stored() -> None:
    account = make_account(province().school)
    key = opened_for(account).session_key
    again = SessionStore(key)
    with assert_queries(1):
        opened = again.opened
    assert opened is not None
    assert opened.account_id == account.pk
    assert again[SESSION_KEY] == str(account.pk)
    with database.acting(access.system()):
        stored = AccountSession.objects.get(account=account)
    assert bytes(stored.key_hash) == key_hash(key)
    assert key not in stored.data
    assert stored.ip == "192.0.2.7"


def test_nobody_sees_sessions_without_being_bound() -> None:
    opened_for(make_account(province().school))
    assert AccountSession.objects.count() == 0


def test_sign_in_writes_last_login() -> None:
    account = make_account(province().school)
    with clock.frozen(AT):
        opened_for(account)
    assert queries.account_by_id(account.pk).last_login == AT


def test_unknown_and_expired_keys_open_nothing() -> None:
    account = make_account(province().school)
    with clock.frozen(AT):
        key = opened_for(account).session_key
        assert SessionStore(key).opened is not None
        assert SessionStore("x" * 32).opened is None
    with clock.frozen(AT + timedelta(days=15)):
        assert SessionStore(key).opened is None
        SessionStore.clear_expired()
    with database.acting(access.system()):
        assert not AccountSession.objects.filter(account=account).exists()


def test_last_seen_is_written_at_most_once_a_minute() -> None:
    account = make_account(province().school)
    with clock.frozen(AT):
        key = opened_for(account).session_key
    with clock.frozen(AT + timedelta(seconds=59)), assert_queries(1):
        assert SessionStore(key).opened
    with clock.frozen(AT + timedelta(seconds=61)), assert_queries(2):
        assert SessionStore(key).opened
    with clock.frozen(AT + timedelta(seconds=62)), assert_queries(1):
        assert SessionStore(key).opened


def test_a_changed_password_ends_all_other_sessions() -> None:
    place = province()
    account = make_account(place.school)
    kept, stolen = opened_for(account).session_key, opened_for(account).session_key
    self_ = actor(units=[], account_id=account.pk)
    with database.acting(self_):
        services.set_own_password(self_, "một câu rất mới", at=AT, keep_key=kept)
    assert SessionStore(stolen).opened is None
    assert SessionStore(kept).opened is not None
    assert queries.account_by_id(account.pk).check_password("một câu rất mới")


def test_a_lock_ends_every_session_and_keeps_new_ones_shut() -> None:
    place = province()
    account = make_account(place.school)
    key = opened_for(account).session_key
    boss = actor(permissions.LOCK_ACCOUNT, permissions.VIEW_ACCOUNTS, units=[place.school])
    with database.acting(boss):
        services.lock_account(boss, account, reason="nghỉ việc", at=AT)
    assert SessionStore(key).opened is None
    assert SessionStore(opened_for(account).session_key).opened is None


def test_the_key_cycles_and_the_old_one_is_dead() -> None:
    account = make_account(province().school)
    store = opened_for(account)
    before = store.session_key
    store.cycle_key()
    assert store.session_key != before
    assert SessionStore(before).opened is None
    assert SessionStore(store.session_key)[SESSION_KEY] == str(account.pk)


def test_flush_ends_the_session() -> None:
    account = make_account(province().school)
    store = opened_for(account)
    key = store.session_key
    store.flush()
    assert SessionStore(key).opened is None


def test_one_query_for_a_request_whose_actor_is_cached() -> None:
    place = province()
    account = make_account(place.school)
    make_grant(account, "head", place.school)
    key = opened_for(account).session_key
    first = queries.actor_of_session(SessionStore(key).opened, ON)
    assert place.school in first.reach
    with assert_queries(1):
        again = queries.actor_of_session(SessionStore(key).opened, ON)
    assert again is first


@pytest.mark.parametrize("what", ["grant", "role", "tree", "day"])
def test_the_cached_actor_is_left_when_what_it_rests_on_changes(what: str) -> None:
    place = province()
    account = make_account(place.school)
    grant = make_grant(account, "head", place.school, until=ON + timedelta(days=1))
    key = opened_for(account).session_key
    first = queries.actor_of_session(SessionStore(key).opened, ON)
    on = ON
    with database.acting(access.system()), connection.cursor() as cursor:
        if what == "grant":
            type(grant).objects.filter(pk=grant.pk).update(revoked_at=AT)
            services.accounts_changed([account.pk])
        elif what == "role":
            cursor.execute(
                "update accounts_role set permissions = '{}', version = version + 1 where code = 'head'"
            )
        elif what == "tree":
            cursor.execute(
                "update organisations_treeversion set version = nextval('organisations_tree_number')"
            )
        else:
            on = ON + timedelta(days=1)
    again = queries.actor_of_session(SessionStore(key).opened, on)
    assert again is not first
    if what != "tree":
        assert not again.holds(permissions.GIVE_GRANTS)


def test_sessions_are_listed_in_words_and_ended_one_by_one() -> None:
    place = province()
    account = make_account(place.school)
    key = opened_for(account).session_key
    opened_for(account)
    self_ = actor(units=[], account_id=account.pk)
    with database.acting(self_):
        rows = queries.sessions_of(account.pk, at=clock.now(), current_key=key)
        assert sorted(row.is_current for row in rows) == [False, True]
        assert {row.program for row in rows} == {"Firefox · Linux"}
        other = next(row for row in rows if not row.is_current)
        services.end_session(self_, queries.session_in_scope(self_, other.id), at=AT)
        assert [
            row.is_current for row in queries.sessions_of(account.pk, at=clock.now(), current_key=key)
        ] == [True]


def test_another_persons_session_is_not_there() -> None:
    place = province()
    mine, theirs = make_account(place.school), make_account(place.other_school)
    opened_for(theirs)
    with database.acting(access.system()):
        session = AccountSession.objects.get(account=theirs)
    me = actor(permissions.VIEW_ACCOUNTS, permissions.END_SESSIONS, units=[place.school], account_id=mine.pk)
    with database.acting(me):
        from django.http import Http404

        with pytest.raises(Http404):
            queries.session_in_scope(me, session.pk)
