"""Second factors with real codes; the page of one's own security; what stays after a password change."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.test import Client

from khuevan.kernel import access, audit, clock, database
from khuevan.kernel.audit.models import AuditEntry
from khuevan.kernel.testing import actor, client_for
from khuevan.register.accounts.permissions import VIEW_ACCOUNTS
from khuevan.register.signin import services
from khuevan.register.signin.permissions import RESET_SECOND_FACTOR
from khuevan.register.signin.services import journal, sealing
from khuevan.register.signin.tests.builders import (
    PASSWORD,
    a_unit,
    an_account,
    code_now,
    give_role,
    reread,
    sign_in,
)

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
NEW = "Sông-Đồng-Nai-2026"


@pytest.fixture
def system() -> access.Actor:
    return access.system("thử")


def with_app(account: Any) -> Any:
    with database.acting(access.system()):
        services.add_app(access.system(), account, SECRET, at=clock.now())
    return account


def recovery_codes(account: Any) -> list[str]:
    with database.acting(access.system()):
        found = Authenticator.objects.get(user_id=account.pk, type="recovery_codes")
        return found.wrap().get_unused_codes()


def confirm(client: Client, **proof: str) -> Any:
    return client.post("/signin/confirm/", proof or {"password": PASSWORD})


def actions() -> list[str]:
    with database.acting(access.system()):
        return list(AuditEntry.objects.order_by("id").values_list("action", flat=True))


def test_the_code_of_the_app_is_asked_after_the_password(client: Client) -> None:
    with_app(an_account())
    assert sign_in(client, next="/account/security/")["Location"] == "/signin/second-factor/"
    assert client.get("/account/security/").status_code == 302, "not in yet"
    assert client.get("/signin/")["Location"] == "/signin/second-factor/", "the sign-in under way goes on"
    assert client.get("/signin/second-factor/").status_code == 200
    assert client.post("/signin/second-factor/", {"code": "000000"}).status_code == 422
    response = client.post("/signin/second-factor/", {"code": code_now(SECRET)})
    assert response["Location"] == "/account/security/"
    assert client.get("/account/security/").status_code == 200
    assert journal.WRONG_CODE in actions()


def test_a_code_opens_once(client: Client) -> None:
    with_app(an_account())
    code = code_now(SECRET)
    sign_in(client)
    assert client.post("/signin/second-factor/", {"code": code}).status_code == 302
    thief = Client()
    sign_in(thief)
    assert thief.post("/signin/second-factor/", {"code": code}).status_code == 422


def test_guessing_codes_is_stopped(client: Client) -> None:
    with_app(an_account())
    sign_in(client)
    for _try in range(5):
        client.post("/signin/second-factor/", {"code": "000000"})
    answer = client.post("/signin/second-factor/", {"code": code_now(SECRET)})
    assert answer.status_code == 422
    assert "Hãy đợi 5 phút" in answer.content.decode()


def test_a_recovery_code_opens_once(client: Client) -> None:
    account = with_app(an_account())
    code = recovery_codes(account)[3]
    sign_in(client)
    assert client.post("/signin/second-factor/", {"code": code}).status_code == 302
    again = Client()
    sign_in(again)
    assert again.post("/signin/second-factor/", {"code": code}).status_code == 422
    assert len(recovery_codes(account)) == 9


def test_starting_again_forgets_the_half_done_sign_in(client: Client) -> None:
    with_app(an_account())
    sign_in(client)
    client.post("/signin/again/")
    assert client.get("/signin/").status_code == 200
    assert client.get("/signin/second-factor/")["Location"] == "/signin/"


def test_the_seed_of_the_app_is_sealed_in_the_database() -> None:
    account = with_app(an_account())
    with database.acting(access.system()):
        stored = Authenticator.objects.get(user_id=account.pk, type="totp").data["secret"]
    assert SECRET not in stored
    assert sealing.unseal(stored) == SECRET


def test_a_sealed_seed_survives_a_change_of_the_secret_key(settings: Any) -> None:
    sealed = sealing.seal("bí mật")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "khóa mới hoàn toàn khác"
    assert sealing.unseal(sealed) == "bí mật"


def test_turning_the_app_on_asks_for_a_proof_and_a_right_code(client: Client) -> None:
    account = an_account()
    sign_in(client)
    asked = client.get("/account/security/app/add/")
    assert asked["Location"] == "/signin/confirm/?next=%2Faccount%2Fsecurity%2Fapp%2Fadd%2F"
    assert confirm(client, password="sai").status_code == 422
    assert confirm(client, password=PASSWORD, next="/account/security/app/add/").status_code == 302
    page = client.get("/account/security/app/add/").content.decode()
    assert "<svg" in page
    assert "style=" not in page.split("<svg")[1].split("</svg>")[0]
    secret = client.session["mfa.totp.secret"]
    assert secret in page
    assert client.post("/account/security/app/add/", {"code": "000000"}).status_code == 422
    done = client.post("/account/security/app/add/", {"code": code_now(client.session["mfa.totp.secret"])})
    assert done["Location"] == "/account/security/codes/"
    shown = client.get("/account/security/codes/").content.decode()
    assert all(code[:4] in shown for code in recovery_codes(account))
    assert client.get("/account/security/codes/download/")["Content-Disposition"].startswith("attachment")
    assert {journal.FACTOR_ADDED, journal.CODES_SEEN} <= set(actions())


def test_turning_the_app_off_takes_the_recovery_codes_with_it(client: Client) -> None:
    account = with_app(an_account())
    sign_in(client)
    client.post("/signin/second-factor/", {"code": code_now(SECRET)})
    confirm(client)
    assert client.get("/account/security/app/remove/").status_code == 200
    assert client.post("/account/security/app/remove/")["Location"] == "/account/security/"
    with database.acting(access.system()):
        assert not Authenticator.objects.filter(user_id=account.pk).exists()
    assert journal.FACTOR_REMOVED in actions()


def test_new_recovery_codes_end_the_old_ones(client: Client) -> None:
    account = with_app(an_account())
    old = recovery_codes(account)
    sign_in(client)
    client.post("/signin/second-factor/", {"code": code_now(SECRET)})
    confirm(client)
    assert client.post("/account/security/codes/new/").status_code == 302
    assert not set(old) & set(recovery_codes(account))


def test_an_administrator_sets_up_a_factor_before_coming_in(client: Client, settings: Any) -> None:
    settings.SIGNIN_SECOND_FACTOR_ROLES = ("administrator",)
    account = an_account()
    give_role(account, "administrator")
    assert sign_in(client)["Location"] == "/signin/protect/"
    assert client.get("/account/security/").status_code == 302, "not in yet"
    page = client.get("/signin/protect/")
    assert "<svg" in page.content.decode()
    code = code_now(client.session["mfa.totp.secret"])
    done = client.post("/signin/protect/", {"code": code})
    assert done["Location"] == "/account/security/codes/?next=%2F"
    assert client.get(done["Location"]).status_code == 200
    confirm(client, password=PASSWORD)
    refused = client.post("/account/security/app/remove/")
    assert refused.status_code == 403
    assert "bắt buộc xác thực hai bước" in refused.content.decode()


def test_other_roles_and_the_demonstration_come_in_with_a_password(client: Client, settings: Any) -> None:
    settings.SIGNIN_SECOND_FACTOR_ROLES = ("administrator",)
    give_role(an_account("co.giao"), "teacher")
    assert sign_in(client, "co.giao")["Location"] == "/"
    settings.SIGNIN_SECOND_FACTOR_ROLES = ()
    give_role(an_account("quan.tri"), "administrator")
    other = Client()
    assert "chưa bị buộc xác thực hai bước" in other.get("/signin/").content.decode()
    assert sign_in(other, "quan.tri")["Location"] == "/"


def test_a_stolen_session_dies_with_a_password_change(client: Client) -> None:
    an_account()
    sign_in(client)
    stolen = Client()
    sign_in(stolen)
    assert stolen.get("/account/security/").status_code == 200
    old_key = client.cookies[settings.SESSION_COOKIE_NAME].value
    new = {"current": PASSWORD, "password1": NEW, "password2": NEW}
    assert client.post("/account/security/password/", new)["Location"] == "/account/security/"
    assert client.get("/account/security/").status_code == 200, "the session that changed it stays"
    assert stolen.get("/account/security/").status_code == 302
    copy = Client()
    copy.cookies[settings.SESSION_COOKIE_NAME] = old_key
    assert copy.get("/account/security/").status_code == 302, "a copy of the cookie from before is void too"
    assert sign_in(Client()).status_code == 422
    assert sign_in(Client(), password=NEW).status_code == 302


def test_the_current_password_is_asked_and_guesses_are_counted(client: Client) -> None:
    account = an_account()
    sign_in(client)
    wrong = {"current": "sai", "password1": NEW, "password2": NEW}
    answers = [client.post("/account/security/password/", wrong) for _try in range(6)]
    assert [a.status_code for a in answers] == [422] * 6
    assert "Hãy đợi" in answers[-1].content.decode()
    assert reread(account).check_password(PASSWORD)


def test_an_officer_takes_off_the_factors_of_who_lost_the_phone(system: access.Actor) -> None:
    account = with_app(an_account(unit=a_unit()))
    with database.acting(system):
        with pytest.raises(access.Refused):
            services.reset_second_factors(access.Actor.anonymous(), account, at=clock.now(), why="thử")
        assert services.reset_second_factors(system, account, at=clock.now(), why="mất điện thoại") == 2
        assert not Authenticator.objects.filter(user_id=account.pk).exists()
    assert "signin.second_factor:reset" in actions()


def test_the_page_of_an_account_leads_whoever_may_to_taking_off_its_factors() -> None:
    unit = a_unit()
    account = an_account(unit_id=unit.pk)
    address = f"/signin/accounts/{account.pk}/second-factor/"
    officer = actor(VIEW_ACCOUNTS, RESET_SECOND_FACTOR, units=[unit.pk], account_id=9_001)
    assert address in client_for(officer).get(f"/accounts/{account.pk}").content.decode()
    assert client_for(officer).get(address).status_code == 200
    clerk = actor(VIEW_ACCOUNTS, units=[unit.pk], account_id=9_002)
    assert address not in client_for(clerk).get(f"/accounts/{account.pk}").content.decode()


def test_the_database_shows_an_account_its_own_factors_only() -> None:
    lan, minh = with_app(an_account()), with_app(an_account("minh.tv"))
    actor = access.Actor(account_id=lan.pk, person_id=None, name="Lan")
    with database.acting(actor):
        assert set(Authenticator.objects.values_list("user_id", flat=True)) == {lan.pk}
        assert Authenticator.objects.filter(user_id=minh.pk).delete()[0] == 0
    with database.acting(access.Actor.anonymous()):
        assert not Authenticator.objects.exists()


def test_acting_as_somebody_opens_no_security_page(client: Client) -> None:
    from khuevan.kernel.testing import client_for

    acting = access.Actor(account_id=1, person_id=None, name="Quản trị", acting_for="Lan")
    for path in ("", "password/", "app/add/", "passkeys/add/", "codes/"):
        assert client_for(acting).get(f"/account/security/{path}").status_code == 403, path


def test_every_action_at_the_door_has_words() -> None:
    from khuevan.kernel.audit.subjects import action_label

    assert audit.name_action is not None
    for code, label in journal.ACTIONS.items():
        assert action_label(code) == str(label) != code
