"""Coming in with a name and a password: what happens, what it costs, what it does not tell."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from khuevan.kernel import access, clock, database
from khuevan.kernel.audit.models import AuditEntry
from khuevan.kernel.testing import assert_queries
from khuevan.register.accounts import services as accounts
from khuevan.register.signin.services import attempts, journal
from khuevan.register.signin.tests.builders import PASSWORD, an_account, give_role, reread, sign_in

pytestmark = pytest.mark.django_db
QUERIES_OF_A_SIGN_IN = 12


def entries(action: str) -> list[AuditEntry]:
    with database.acting(access.system()):
        return list(AuditEntry.objects.filter(kind="signin", action=action).order_by("id"))


def test_a_right_password_opens_a_session(client: Client) -> None:
    account = an_account()
    response = sign_in(client, "  LAN.NT ")
    assert (response.status_code, response["Location"]) == (302, "/")
    assert client.get("/account/security/").status_code == 200
    assert [e.actor_id for e in entries(journal.SIGNED_IN)] == [account.pk]


def test_it_goes_on_to_where_one_was_going_but_never_to_another_site(client: Client) -> None:
    an_account()
    assert sign_in(client, next="/account/security/")["Location"] == "/account/security/"
    client.logout()
    for evil in ("https://evil.example/", "//evil.example/", "javascript:alert(1)"):
        client = Client()
        assert sign_in(client, next=evil)["Location"] == "/"


def test_what_is_not_a_path_of_this_site_is_no_place_to_go_on_to(client: Client) -> None:
    an_account()
    sign_in(client)
    for strange in ("{{ 7*7 }}", "account_login", "đâu đó", "\x00", "[]"):
        assert client.get("/signin/", {"next": strange})["Location"] == "/"


def test_the_page_for_a_wrong_name_is_the_page_for_a_wrong_password(client: Client) -> None:
    an_account()
    wrong_password = sign_in(client, "lan.nt", "không phải")
    wrong_name = sign_in(Client(), "nobody.at.all", "không phải")
    assert wrong_password.status_code == wrong_name.status_code == 422
    expected = "Tên đăng nhập hoặc mật khẩu không đúng."
    assert expected in wrong_password.content.decode()
    assert expected in wrong_name.content.decode()


def test_a_wrong_name_costs_the_time_of_a_wrong_password() -> None:
    an_account()
    spent: dict[str, float] = {"lan.nt": 0.0, "nobody.at.all": 0.0}
    for name in ("lan.nt", "nobody.at.all"):
        sign_in(Client(), name, "khởi động")
    for _round in range(3):
        for name in spent:
            start = time.thread_time()
            sign_in(Client(), name, "không phải")
            spent[name] += time.thread_time() - start
    ratio = spent["nobody.at.all"] / spent["lan.nt"]
    assert 0.5 < ratio < 2.0, spent


def test_five_wrong_passwords_lock_the_account_for_a_minute_and_say_so(client: Client) -> None:
    an_account()
    for _try in range(4):
        assert sign_in(client, password="sai").status_code == 422
    fifth = sign_in(client, password="sai")
    assert fifth.status_code == 429
    assert "Hãy đợi 1 phút" in fifth.content.decode()
    right = sign_in(client)
    assert right.status_code == 429, "even the right password waits"
    assert "Hãy đợi" in right.content.decode()
    assert len(entries(journal.WRONG)) == 5
    assert len(entries(journal.MADE_TO_WAIT)) == 1
    with clock.frozen(clock.now() + timedelta(seconds=61)):
        assert sign_in(client).status_code == 302


def test_a_name_that_does_not_exist_locks_just_the_same(client: Client) -> None:
    answers = [sign_in(client, "nobody.at.all", "sai").status_code for _try in range(6)]
    assert answers == [422, 422, 422, 422, 429, 429]


def test_another_account_is_not_locked_with_it(client: Client) -> None:
    an_account()
    an_account("minh.tv")
    for _try in range(6):
        sign_in(client, password="sai")
    assert sign_in(client, "minh.tv").status_code == 302


def test_an_address_waits_after_many_failures_whatever_the_names() -> None:
    at = clock.now()
    waits = [attempts.failed(f"name{n}", "10.0.0.1", at=at) for n in range(200)]
    assert waits[:-1] == [timedelta(0)] * 199
    assert waits[-1] == timedelta(minutes=10)
    assert attempts.begin("somebody", "10.0.0.1", at=at) > timedelta(minutes=9)
    assert attempts.begin("somebody", "10.0.0.2", at=at) == timedelta(0)
    later = at + timedelta(minutes=11)
    assert attempts.begin("somebody", "10.0.0.1", at=later) == timedelta(0)


def test_a_right_password_forgets_earlier_failures(client: Client) -> None:
    an_account()
    for _round in range(3):
        for _try in range(4):
            sign_in(Client(), password="sai")
        assert sign_in(Client()).status_code == 302


def test_a_locked_account_is_told_so_only_with_its_password(client: Client) -> None:
    an_account(is_active=False)
    assert "đang bị khóa" not in sign_in(client, password="sai").content.decode()
    response = sign_in(client)
    assert response["Location"] == "/signin/inactive/"
    assert "đang bị khóa" in client.get("/signin/inactive/").content.decode()
    assert client.get("/account/security/").status_code == 302
    assert len(entries(journal.INACTIVE)) == 1


def test_a_sign_in_asks_the_database_little(client: Client) -> None:
    give_role(an_account(), "teacher")
    sign_in(Client())
    with assert_queries(QUERIES_OF_A_SIGN_IN, at_most=True):
        sign_in(client)


def test_the_session_key_changes_at_sign_in(client: Client) -> None:
    """A session fixed before sign-in is worth nothing after it."""
    an_account(must_change_password=True)
    sign_in(client)
    before = client.cookies[settings.SESSION_COOKIE_NAME].value
    new = {"password1": "Sông-Đồng-Nai-2026", "password2": "Sông-Đồng-Nai-2026"}
    assert client.post("/signin/new-password/", new)["Location"] == "/"
    after = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert before != after
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = before
    assert thief.get("/account/security/").status_code == 302


def test_a_given_password_is_changed_before_anything_else(client: Client) -> None:
    account = an_account(must_change_password=True)
    assert sign_in(client, next="/account/security/")["Location"] == "/signin/new-password/"
    assert client.get("/account/security/").status_code == 302, "not in yet"
    page = client.get("/signin/new-password/")
    assert page.status_code == 200
    for bad, words in (
        (PASSWORD, "phải khác mật khẩu đang dùng"),
        ("1234567890", "chỗ cần sửa"),
    ):
        answer = client.post("/signin/new-password/", {"password1": bad, "password2": bad})
        assert answer.status_code == 422
        assert words in answer.content.decode()
    answer = client.post("/signin/new-password/", {"password1": "Sông-Đồng-Nai-2026", "password2": "khác"})
    assert "Hai lần nhập không giống nhau" in answer.content.decode()
    new = {"password1": "Sông-Đồng-Nai-2026", "password2": "Sông-Đồng-Nai-2026"}
    assert client.post("/signin/new-password/", new)["Location"] == "/account/security/"
    assert client.get("/account/security/").status_code == 200
    assert reread(account).must_change_password is False


def test_signing_out_ends_the_session_and_needs_a_post(client: Client) -> None:
    an_account()
    sign_in(client)
    assert client.get("/signin/out/").status_code == 200
    assert client.get("/account/security/").status_code == 200
    old = client.cookies[settings.SESSION_COOKIE_NAME].value
    client.post("/signin/out/")
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = old
    assert thief.get("/account/security/").status_code == 302
    assert len(entries(journal.SIGNED_OUT)) == 1


def test_sign_in_is_protected_against_forgery() -> None:
    an_account()
    assert sign_in(Client(enforce_csrf_checks=True)).status_code == 403


def test_nobody_signs_up(client: Client) -> None:
    for path in ("/signin/signup/", "/accounts/signup/", "/signup/"):
        assert client.get(path).status_code == 404


def test_who_is_signed_in_is_not_asked_again(client: Client) -> None:
    an_account()
    give_role(an_account("minh.tv"), "department_officer")
    sign_in(client)
    assert client.get("/signin/")["Location"] == "/"


def test_the_pages_speak_english_too(client: Client) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    page = client.get("/signin/").content.decode()
    assert "Sign in with a passkey" in page
    assert "Đăng nhập" not in page
    answer = sign_in(client, "nobody", "wrong")
    assert "The user name or password is not right." in answer.content.decode()


def test_the_account_brings_its_language_along(client: Client) -> None:
    an_account(language="en")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "vi"
    assert sign_in(client).cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"


def test_the_language_chosen_in_the_head_of_a_page_stays_with_the_account(
    client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    account = an_account()
    sign_in(client)
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/ui/language", {"language": "en"})
    assert reread(account).language == "en"
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/ui/language", {"language": "xx"})
        Client().post("/ui/language", {"language": "vi"})
    assert reread(account).language == "en"


def test_a_new_password_from_an_officer_ends_the_wait(
    client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    account = an_account()
    for _attempt in range(5):
        sign_in(client, password="không phải")
    assert sign_in(client).status_code == 429
    system = access.system()
    with django_capture_on_commit_callbacks(execute=True), database.acting(system):
        first = accounts.reset_password(system, account, reason="quên", at=clock.now())
    assert sign_in(client, password=first).status_code == 302
