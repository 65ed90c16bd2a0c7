"""The provider, step by step with a client written out by hand: codes, PKCE, claims, consent, keys, logout."""

from __future__ import annotations

import base64
import hashlib
import stat
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
import pytest
from allauth.idp.oidc.models import Client as Application
from allauth.idp.oidc.models import Token
from django.test import Client

from khuevan.kernel import access, clock, database
from khuevan.kernel.audit.models import AuditEntry
from khuevan.kernel.testing import actor, client_for
from khuevan.register.people.models import Person
from khuevan.register.signin import services
from khuevan.register.signin.permissions import MANAGE_APPLICATIONS
from khuevan.register.signin.services import applications, journal, keys
from khuevan.register.signin.tests.builders import PASSWORD, a_unit, an_account, give_role, sign_in

pytestmark = pytest.mark.django_db
BACK = "https://hoctap.example.vn/back"
VERIFIER = "một-chuỗi-dài".encode().hex() * 2
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
ALL_SCOPES = ("openid", "profile", "email", "units", "roles", "national_id")


@pytest.fixture(autouse=True)
def own_keys(tmp_path: Path, settings: Any) -> Iterator[None]:
    settings.KEYS_ROOT = tmp_path / "keys"
    return


def an_application(**changes: Any) -> tuple[Application, str]:
    described = {
        "name": "Học tập",
        "redirect_uris": [BACK],
        "post_logout_redirect_uris": ["https://hoctap.example.vn/out"],
        "scopes": ALL_SCOPES,
        "type": "confidential",
        "skip_consent": False,
        **changes,
    }
    with database.acting(access.system()):
        return applications.register_application(
            access.system(), applications.Described(**described), at=clock.now()
        )


def ask(application: Application, scope: str = "openid profile", **changes: str) -> str:
    query = {
        "response_type": "code",
        "client_id": application.pk,
        "redirect_uri": BACK,
        "scope": scope,
        "state": "xyz",
        "nonce": "n-0S6",
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
        **changes,
    }
    return "/identity/o/authorize?" + urlencode({k: v for k, v in query.items() if v})


def consent(client: Client, address: str, answer: str = "grant") -> Any:
    page = client.get(address)
    assert page.status_code == 200, page.content.decode()[-2000:]
    text = page.content.decode()
    request = text.split('name="request" value="')[1].split('"')[0]
    scopes = [part.split('"')[0] for part in text.split('name="scopes" value="')[1:]]
    return client.post("/identity/o/authorize", {"request": request, "scopes": scopes, "action": answer})


def code_of(response: Any) -> str:
    assert response.status_code == 302
    return parse_qs(urlsplit(response["Location"]).query)["code"][0]


def redeem(code: str, application: Application, secret: str, **changes: str) -> Any:
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": BACK,
        "code_verifier": VERIFIER,
        **changes,
    }
    basic = base64.b64encode(f"{application.pk}:{secret}".encode()).decode()
    return Client().post("/identity/o/api/token", form, headers={"Authorization": f"Basic {basic}"})


def userinfo(access_token: str) -> Any:
    return Client().get("/identity/o/api/userinfo", headers={"Authorization": f"Bearer {access_token}"})


def tokens_for(client: Client, scope: str = "openid profile") -> dict[str, Any]:
    application, secret = an_application()
    answer = redeem(code_of(consent(client, ask(application, scope))), application, secret)
    assert answer.status_code == 200, answer.content
    return {**answer.json(), "application": application, "secret": secret}


@pytest.fixture
def lan(client: Client) -> Any:
    unit = a_unit()
    with database.acting(access.system()):
        person = Person.objects.create(
            full_name="Nguyễn Thị Lan", search="", sort_key="", national_id="068190000123",
            birth_date=date(1990, 5, 1), created_at=clock.now(),
        )  # fmt: skip
    account = an_account(person=person, unit=unit, email="lan@example.vn")
    give_role(account, "teacher", unit)
    sign_in(client)
    return account


def test_discovery_says_what_is_there() -> None:
    found = Client().get("/.well-known/openid-configuration").json()
    assert found["issuer"] == "http://testserver"
    assert found["code_challenge_methods_supported"] == ["S256"]
    assert found["response_types_supported"] == ["code"]
    for name in (
        "authorization_endpoint",
        "token_endpoint",
        "userinfo_endpoint",
        "jwks_uri",
        "end_session_endpoint",
    ):
        assert Client().get(urlsplit(found[name]).path).status_code != 404, name


def test_the_whole_way_with_a_verified_id_token(client: Client, lan: Any) -> None:
    got = tokens_for(client)
    published = {k["kid"]: k for k in Client().get("/.well-known/jwks.json").json()["keys"]}
    kid = jwt.get_unverified_header(got["id_token"])["kid"]
    told = jwt.decode(
        got["id_token"],
        jwt.PyJWK(published[kid]).key,
        algorithms=["RS256"],
        audience=got["application"].pk,
        issuer="http://testserver",
    )
    assert (told["sub"], told["nonce"]) == (str(lan.pk), "n-0S6")
    info = userinfo(got["access_token"]).json()
    assert info == {
        "sub": str(lan.pk),
        "name": "Nguyễn Thị Lan",
        "family_name": "Nguyễn",
        "middle_name": "Thị",
        "given_name": "Lan",
        "preferred_username": "lan.nt",
        "locale": "vi",
    }


def test_claims_follow_the_scopes_and_the_number_is_logged(client: Client, lan: Any) -> None:
    got = tokens_for(client, " ".join(ALL_SCOPES))
    info = userinfo(got["access_token"]).json()
    assert info["email"] == "lan@example.vn"
    assert info["email_verified"] is False
    assert info["units"] == [lan.unit.code]
    assert info["roles"] == ["teacher"]
    assert info["role_grants"][0]["unit"]["code"] == lan.unit.code
    assert info["national_id"] == "068190000123"
    assert "national_id" not in jwt.decode(got["id_token"], options={"verify_signature": False})
    with database.acting(access.system()):
        look = AuditEntry.objects.get(action=journal.TOLD_NATIONAL_ID)
    assert (look.kind, look.actor_id, look.why) == ("look", lan.pk, "Học tập")


def test_the_sensitive_scope_is_asked_for_even_of_trusted_applications(client: Client, lan: Any) -> None:
    application, _secret = an_application(skip_consent=True)
    assert client.get(ask(application)).status_code == 302
    page = client.get(ask(application, "openid national_id"))
    assert page.status_code == 200
    assert "nhạy cảm" in page.content.decode()


@pytest.mark.parametrize(
    "changes",
    [
        {"code_challenge": "", "code_challenge_method": ""},
        {"code_challenge_method": "plain"},
        {"code_challenge_method": ""},
    ],
)
def test_pkce_is_required_of_confidential_applications_too(
    client: Client, lan: Any, changes: dict[str, str]
) -> None:
    application, _secret = an_application()
    response = client.get(ask(application, **changes))
    assert response["Location"].startswith(f"{BACK}?error=invalid_request")
    assert "state=xyz" in response["Location"]


def test_a_wrong_verifier_or_secret_gets_nothing(client: Client, lan: Any) -> None:
    application, secret = an_application()
    code = code_of(consent(client, ask(application)))
    assert redeem(code, application, "sai").status_code == 401
    assert redeem(code, application, secret, code_verifier="x" * 50).status_code == 400
    assert redeem(code, application, secret, redirect_uri="https://evil.example/").status_code == 400


def test_a_code_is_good_once(client: Client, lan: Any) -> None:
    application, secret = an_application()
    code = code_of(consent(client, ask(application)))
    assert redeem(code, application, secret).status_code == 200
    assert redeem(code, application, secret).status_code == 400


@pytest.mark.parametrize("changes", [{"redirect_uri": "https://evil.example/"}, {"client_id": "nobody"}])
def test_an_unknown_application_or_address_is_never_redirected_to(
    client: Client, lan: Any, changes: dict[str, str]
) -> None:
    application, _secret = an_application()
    response = client.get(ask(application, **changes))
    assert response.status_code == 400
    assert "không hợp lệ" in response.content.decode()


def test_only_registered_scopes_are_given(client: Client, lan: Any) -> None:
    application, _secret = an_application(scopes=["openid"])
    response = client.get(ask(application, "openid national_id"))
    assert "error=invalid_scope" in response["Location"]


def test_refusing_sends_back_with_access_denied(client: Client, lan: Any) -> None:
    application, _secret = an_application()
    response = consent(client, ask(application), "deny")
    assert response["Location"] == f"{BACK}?error=access_denied&state=xyz"


def test_consent_cannot_be_forged(lan: Any) -> None:
    application, _secret = an_application()
    careful = Client(enforce_csrf_checks=True)
    assert careful.get(ask(application))["Location"].startswith("/signin/?next=")
    forged = careful.post("/identity/o/authorize", {"request": "x", "action": "grant", "scopes": "openid"})
    assert forged.status_code in (302, 403)
    assert BACK not in forged.get("Location", "")


def test_who_is_not_signed_in_signs_in_first_and_comes_back(lan: Any) -> None:
    application, _secret = an_application()
    fresh = Client()
    address = ask(application)
    to_door = fresh.get(address)["Location"]
    page = fresh.get(to_door)
    assert "https://hoctap.example.vn" in page["Content-Security-Policy"], "the form may end there"
    assert sign_in(fresh, next=address)["Location"] == address


def test_a_locked_account_s_tokens_tell_nothing(client: Client, lan: Any) -> None:
    got = tokens_for(client)
    with database.acting(access.system()):
        type(lan).objects.filter(pk=lan.pk).update(is_active=False)
    assert userinfo(got["access_token"]).status_code == 401


def test_a_changed_password_voids_the_tokens_of_applications(client: Client, lan: Any) -> None:
    got = tokens_for(client)
    new = {"current": PASSWORD, "password1": "Sông-Đồng-Nai-2026", "password2": "Sông-Đồng-Nai-2026"}
    assert client.post("/account/security/password/", new).status_code == 302
    assert userinfo(got["access_token"]).status_code == 401


def test_the_nightly_sweep_takes_what_is_over_and_leaves_the_rest(client: Client, lan: Any) -> None:
    got = tokens_for(client)
    sign_in(Client(), "nobody", "sai")
    with database.acting(access.system()):
        assert services.sweep_expired(at=clock.now())["tokens"] == 0
        assert userinfo(got["access_token"]).status_code == 200
        swept = services.sweep_expired(at=clock.now() + timedelta(hours=13))
    assert swept["tokens"] == 2, "access and refresh token"
    assert swept["attempts"] >= 1
    assert userinfo(got["access_token"]).status_code == 401


def test_switching_an_application_off_voids_its_tokens(client: Client, lan: Any) -> None:
    got = tokens_for(client)
    with database.acting(access.system()):
        applications.disable_application(access.system(), got["application"], at=clock.now())
    assert userinfo(got["access_token"]).status_code == 401
    assert "error=unauthorized_client" in client.get(ask(got["application"]))["Location"]
    with database.acting(access.system()):
        applications.enable_application(access.system(), got["application"], at=clock.now())
    assert client.get(ask(got["application"])).status_code == 200


def test_a_replaced_secret_stops_at_once(client: Client, lan: Any) -> None:
    application, old = an_application()
    with database.acting(access.system()):
        new = applications.renew_secret(access.system(), application, at=clock.now())
    code = code_of(consent(client, ask(application)))
    assert redeem(code, application, old).status_code == 401
    assert redeem(code, application, new).status_code == 200


def test_logout_started_by_the_application(client: Client, lan: Any) -> None:
    got = tokens_for(client)
    query = urlencode(
        {
            "id_token_hint": got["id_token"],
            "post_logout_redirect_uri": "https://hoctap.example.vn/out",
            "state": "s",
        }
    )
    answer = client.get(f"/identity/o/logout?{query}")
    assert answer["Location"] == "https://hoctap.example.vn/out?state=s"
    assert client.get("/account/security/").status_code == 302
    assert userinfo(got["access_token"]).status_code == 401


def test_logout_without_a_token_asks_first(client: Client, lan: Any) -> None:
    application, _secret = an_application()
    asked = client.get(f"/identity/o/logout?client_id={application.pk}")
    assert asked.status_code == 200
    assert "Học tập" in asked.content.decode()
    assert client.get("/account/security/").status_code == 200, "still signed in"
    evil = client.get(
        f"/identity/o/logout?client_id={application.pk}&post_logout_redirect_uri=https://evil.example/"
    )
    assert evil.status_code == 400


def test_keys_are_ours_alone_and_rotate_without_a_break(client: Client, lan: Any) -> None:
    got = tokens_for(client)
    (file,) = keys.folder().glob("oidc-*.pem")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(keys.folder().stat().st_mode) == 0o700
    before = jwt.get_unverified_header(got["id_token"])["kid"]
    at = clock.now()
    signs_from, gone = keys.rotate(at=at)
    assert (signs_from - at, gone) == (timedelta(minutes=10), [])

    def kids() -> set[str]:
        return {k["kid"] for k in Client().get("/.well-known/jwks.json").json()["keys"]}

    def signing() -> str:
        return str(jwt.get_unverified_header(tokens_for(client)["id_token"])["kid"])

    assert len(kids()) == 2, "the next key is published before it signs"
    assert signing() == before
    keys.rotate(at=at + timedelta(days=2))
    names = sorted(file.name for file in keys.folder().glob("oidc-*.pem"))
    assert len(names) == 2, "the first key's term is over"
    assert before not in kids()


def test_a_stolen_key_is_gone_at_once(client: Client, lan: Any) -> None:
    tokens_for(client)
    _from, gone = keys.rotate(at=clock.now(), immediately=True)
    assert len(gone) == 1
    assert len(Client().get("/.well-known/jwks.json").json()["keys"]) == 1


def test_tokens_of_others_are_hidden_by_the_database(client: Client, lan: Any) -> None:
    tokens_for(client)
    with database.acting(access.Actor(account_id=lan.pk + 1, person_id=None, name="khác")):
        assert not Token.objects.exists()
    with database.acting(access.Actor(account_id=lan.pk, person_id=None, name="Lan")):
        assert Token.objects.exists()


def test_applications_are_managed_on_pages_by_who_may() -> None:
    administrator = client_for(actor(MANAGE_APPLICATIONS, units=None))
    nobody = client_for(actor(units=(1,)))
    form = {
        "name": "Thư viện",
        "redirect_uris": "https://thuvien.example.vn/back\nhttp://127.0.0.1:8080/back",
        "scopes": ["openid", "profile"],
        "type": "confidential",
    }
    for path in ("", "new/"):
        assert nobody.get(f"/signin/applications/{path}").status_code == 403
        assert administrator.get(f"/signin/applications/{path}").status_code == 200
    bad = administrator.post(
        "/signin/applications/new/", {**form, "redirect_uris": "http://thuvien.example.vn/"}
    )
    assert bad.status_code == 422
    assert "Dòng 1" in bad.content.decode()
    made = administrator.post("/signin/applications/new/", form)
    assert made.status_code == 302
    with database.acting(access.system()):
        application = Application.objects.get(name="Thư viện")
        entry = AuditEntry.objects.filter(action=MANAGE_APPLICATIONS.code, kind="act").latest("id")
    assert entry.row_id == application.pk
    assert nobody.get(made["Location"]).status_code == 403
    assert administrator.get("/signin/applications/nobody/").status_code == 404
    changed = administrator.post(f"{made['Location']}edit/", {**form, "name": "Thư viện số"})
    assert changed.status_code == 302
    assert "Thư viện số" in administrator.get("/signin/applications/").content.decode()
    assert nobody.post(f"{made['Location']}step/", {"step": "disable"}).status_code == 403
