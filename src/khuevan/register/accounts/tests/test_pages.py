"""The pages and the interface for programs: seen by the right ones, refused in words, few queries."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from khuevan.kernel import access, clock, database
from khuevan.kernel.testing import actor, assert_queries, client_for
from khuevan.register.accounts import permissions, queries, services
from khuevan.register.accounts.models import Account, Grant

from .builders import AT, ON, make_account, make_grant, make_role, province, somebody
from .test_accounts import administrator, staffed
from .test_sessions import opened_for

pytestmark = pytest.mark.django_db
P = permissions
EVERYTHING_HERE = (
    P.VIEW_ACCOUNTS,
    P.CREATE_ACCOUNTS,
    P.LOCK_ACCOUNT,
    P.RESET_PASSWORD,
    P.PRINT_SLIPS,
    P.END_SESSIONS,
    P.VIEW_ROLES,
    P.EDIT_ROLES,
    P.GIVE_GRANTS,
    P.ACT_AS,
)


def browser(account: Account) -> Client:
    """A real session's cookie: the whole way from key to actor."""
    client = Client()
    client.cookies["khuevan"] = opened_for(account).session_key
    return client


def test_home_greets_and_shows_what_the_role_may_open() -> None:
    place = province()
    head, learner = make_account(place.school, name="Phạm Minh Hiệu"), make_account(place.school)
    make_grant(head, "head", place.school)
    make_grant(learner, "learner", place.school)
    seen = browser(head).get("/").content.decode()
    assert "Hiệu" in seen
    assert "/accounts/" in seen
    assert "/accounts/" not in browser(learner).get("/").content.decode()


def test_home_needs_a_session() -> None:
    answer = Client().get("/")
    assert answer.status_code == 302
    assert "next=%2F" in answer["Location"]


def test_home_of_a_cached_actor_is_few_queries() -> None:
    place = province()
    teacher = make_account(place.school)
    make_grant(teacher, "teacher", place.school)
    client = browser(teacher)
    client.get("/")
    # The session with all versions; the page itself is kept.
    with assert_queries(1) as counted:
        assert client.get("/").status_code == 200
    assert "accounts_open_session" in counted.captured_queries[0]["sql"]


def test_what_awaits_is_kept_for_seconds_but_not_from_who_has_just_written() -> None:
    place = province()
    head = make_account(place.school)
    make_grant(head, "head", place.school)
    client = browser(head)
    waits = "Tài khoản chưa đăng nhập lần nào"

    def forget_all() -> None:
        with database.acting(access.system()):
            Account.objects.update(last_login=AT)

    make_account(place.school)
    with clock.frozen(AT):
        assert waits in client.get("/").content.decode()
        forget_all()
    with clock.frozen(AT + timedelta(seconds=19)):
        assert waits in client.get("/").content.decode()
    with clock.frozen(AT + timedelta(seconds=20)):
        assert waits not in client.get("/").content.decode()
        made = make_account(place.school)
        assert waits not in client.get("/").content.decode()
        client.post(f"/accounts/{made.pk}/lock", {"reason": "thử"})
        assert waits in client.get("/").content.decode()


def test_a_header_cannot_pass_for_the_actor_of_tests() -> None:
    boss = actor(*EVERYTHING_HERE, units=None)
    assert client_for(boss).get("/accounts/").status_code == 200
    for forged in (
        {"HTTP_KHUEVAN.ACTOR": "x"},
        {"khuevan.actor": "administrator"},
        {"HTTP_KHUEVAN_ACTOR": "1"},
    ):
        assert Client().get("/accounts/", **forged).status_code == 302


PAGES = [
    ("/accounts/", P.VIEW_ACCOUNTS),
    ("/accounts/new", P.CREATE_ACCOUNTS),
    ("/accounts/bulk", P.CREATE_ACCOUNTS),
    ("/accounts/slips", P.PRINT_SLIPS),
    ("/accounts/{account}", P.VIEW_ACCOUNTS),
    ("/accounts/{account}/grants/new", P.GIVE_GRANTS),
    ("/grants/{grant}/revoke", P.GIVE_GRANTS),
    ("/roles/", P.VIEW_ROLES),
    ("/roles/head", P.VIEW_ROLES),
    ("/roles/new", P.EDIT_ROLES),
    ("/roles/{role}/edit", P.EDIT_ROLES),
]


@pytest.mark.parametrize(("address", "permission"), PAGES)
def test_every_page_opens_with_its_permission_and_is_refused_without(address: str, permission: Any) -> None:
    place = province()
    account = make_account(place.school)
    grant = make_grant(account, "teacher", place.school)
    role = make_role("rieng", P.VIEW_ACCOUNTS)
    where = address.format(account=account.pk, grant=grant.pk, role=role.code)
    everybody = client_for(somebody(*EVERYTHING_HERE, units=[place.school]))
    assert everybody.get(where).status_code == 200
    others = [p for p in EVERYTHING_HERE if p != permission]
    refused = client_for(somebody(*others, units=[place.school])).get(where)
    assert refused.status_code == 403
    assert str(permission.label) in refused.content.decode()
    assert Client().get(where).status_code == 302


@pytest.mark.parametrize(
    ("method", "address"),
    [
        ("get", "/accounts/{account}"),
        ("get", "/accounts/{account}/grants/new"),
        ("get", "/grants/{grant}/revoke"),
        ("post", "/accounts/{account}/lock"),
        ("post", "/accounts/{account}/unlock"),
        ("post", "/accounts/{account}/password"),
        ("post", "/accounts/{account}/act-as"),
        ("post", "/accounts/{account}/sessions/end"),
        ("post", "/accounts/slips/{account}/print"),
        ("get", "/me/delegations/new/{grant}"),
        ("get", "/me/delegations/{grant}/revoke"),
    ],
)
def test_a_forged_id_of_another_school_is_404(method: str, address: str) -> None:
    place = province()
    account = make_account(place.other_school)
    grant = make_grant(account, "teacher", place.other_school)
    client = client_for(somebody(*EVERYTHING_HERE, units=[place.school]))
    where = address.format(account=account.pk, grant=grant.pk)
    assert getattr(client, method)(where, {"reason": "thử"}).status_code == 404
    assert queries.account_by_id(account.pk).is_active


def test_seen_but_not_to_be_locked_is_403_with_the_reason() -> None:
    place = province()
    account = make_account(place.school)
    who = somebody(P.VIEW_ACCOUNTS, units=[place.school])
    refused = client_for(who).post(f"/accounts/{account.pk}/lock", {"reason": "thử"})
    assert refused.status_code == 403
    assert "Khóa và mở khóa tài khoản" in refused.content.decode()


def test_the_list_filters_and_keeps_its_number_of_queries() -> None:
    place = province()
    client = client_for(somebody(P.VIEW_ACCOUNTS, units=[place.school]))
    for number in range(3):
        make_grant(make_account(place.school, name=f"Lê Ánh {number}"), "teacher", place.school)
    client.get("/accounts/")
    with assert_queries(9, at_most=True) as first:
        client.get("/accounts/")
    for number in range(20):
        make_grant(make_account(place.school, name=f"Trần Bình {number}"), "teacher", place.school)
    with assert_queries(len(first.captured_queries), at_most=True):
        client.get("/accounts/")
    found = client.get("/accounts/?q=anh le&role=teacher&state=active&kind=staff").content.decode()
    assert "Lê Ánh 2" in found
    assert "Trần Bình" not in found
    assert "Lê Ánh" not in client.get("/accounts/?state=locked").content.decode()
    assert client.get("/accounts/?page=99999&sort=-seen&kind=zzz&role=%00").status_code == 200


def test_lock_and_unlock_through_the_page() -> None:
    place = province()
    account = make_account(place.school)
    client = client_for(somebody(P.VIEW_ACCOUNTS, P.LOCK_ACCOUNT, units=[place.school]))
    assert client.post(f"/accounts/{account.pk}/lock", {"reason": ""}).status_code == 422
    assert client.post(f"/accounts/{account.pk}/lock", {"reason": "nghỉ hưu"}).status_code == 302
    assert not queries.account_by_id(account.pk).is_active
    assert "nghỉ hưu" in client.get(f"/accounts/{account.pk}").content.decode()
    assert client.post(f"/accounts/{account.pk}/unlock", {"reason": "trở lại"}).status_code == 302
    assert queries.account_by_id(account.pk).is_active


def test_a_grant_is_previewed_then_given() -> None:
    place = province()
    account = make_account(place.school)
    make_role("watch", P.VIEW_ACCOUNTS)
    make_role("more", P.VIEW_ACCOUNTS, P.LOCK_ACCOUNT)
    client = client_for(somebody(P.VIEW_ACCOUNTS, P.GIVE_GRANTS, units=[place.school]))
    where = f"/accounts/{account.pk}/grants/new"
    entered = {
        "role": "watch",
        "unit": f"T{place.school}",
        "valid_from": "20/12/2090",
        "valid_until": "",
        "reason": "Quyết định 9",
        "step": "preview",
    }
    preview = client.post(where, entered).content.decode()
    assert "Xem tài khoản" in preview
    with database.acting(access.system()):
        assert not Grant.objects.filter(account=account).exists()
    lacking = client.post(where, {**entered, "role": "more"}).content.decode()
    assert "Khóa và mở khóa tài khoản" in lacking
    assert client.post(where, {**entered, "role": "more", "step": "give"}).status_code == 403
    assert client.post(where, {**entered, "step": "give"}).status_code == 302
    again = client.post(where, {**entered, "step": "give"})
    assert again.status_code == 422
    assert "đã có vai trò" in again.content.decode()
    wrong = client.post(where, {**entered, "unit": "KHÔNG CÓ", "valid_from": "31/02/2090"})
    assert wrong.status_code == 422


def test_delegation_through_ones_own_pages() -> None:
    place = province()
    teacher, other = make_account(place.school), make_account(place.school, "nguoi.thay")
    grant = make_grant(teacher, "teacher", place.school)
    with clock.frozen(AT):
        client = browser(teacher)
        assert client.get("/me/delegations").status_code == 200
        where = f"/me/delegations/new/{grant.pk}"
        assert client.get(where).status_code == 200
        entered = {
            "account": "nguoi.thay",
            "permissions": ["people.person:view"],
            "valid_from": "07/09/2026",
            "valid_until": "10/09/2026",
            "reason": "Nghỉ ốm",
        }
        assert client.post(where, {**entered, "account": "ai.day"}).status_code == 422
        assert client.post(where, {**entered, "permissions": ["accounts.grant:give"]}).status_code == 422
        assert client.post(where, entered).status_code == 302
        assert queries.actor_for(other.pk, ON).permission_codes == {"people.person:view"}
        with database.acting(access.system()):
            handed = Grant.objects.get(delegated_from=grant)
        assert "nguoi.thay" not in client.get("/").content.decode()
        revoke = f"/me/delegations/{handed.pk}/revoke"
        assert client.get(revoke).status_code == 200
        assert browser(other).get(revoke).status_code == 404
        assert client.post(revoke, {"reason": "đã về"}).status_code == 302
    assert not queries.actor_for(other.pk, ON).holdings


def test_my_account_changes_only_mine_and_only_what_it_may() -> None:
    place = province()
    account = make_account(place.school)
    client = browser(account)
    assert client.get("/me/").status_code == 200
    entered = {
        "email": "a@vi.du.vn",
        "language": "en",
        "theme": "dark",
        "is_active": "",
        "unit": place.department,
    }
    assert client.post("/me/", entered).status_code == 302
    saved = queries.account_by_id(account.pk)
    assert (saved.email, saved.language, saved.theme) == ("a@vi.du.vn", "en", "dark")
    assert (saved.is_active, saved.unit_id) == (True, place.school)
    assert client.post("/me/", {**entered, "language": "xx"}).status_code == 422


def test_acting_as_through_the_pages_and_back() -> None:
    place = province()
    boss, head = administrator(place), make_account(place.school, name="Phạm Hiệu Trưởng")
    make_grant(head, "head", place.school)
    client = browser(boss)
    assert client.post(f"/accounts/{head.pk}/act-as", {"reason": ""}).status_code == 422
    assert client.post(f"/accounts/{head.pk}/act-as", {"reason": "Hỗ trợ"}).status_code == 302
    seen = client.get("/").content.decode()
    assert "Phạm Hiệu Trưởng" in seen
    assert client.post(f"/accounts/{boss.pk}/lock", {"reason": "x"}).status_code == 403
    assert client.get("/me/").status_code == 403
    assert client.post("/accounts/stop-acting").status_code == 302
    assert "Phạm Hiệu Trưởng" not in client.get("/").content.decode()


def test_bulk_through_the_pages_and_slips_printed_once() -> None:
    place = province()
    staffed(place.school, "Đặng Thị Ánh", "Lê Văn An")
    client = client_for(somebody(*EVERYTHING_HERE, units=[place.school]))
    address = f"/accounts/bulk?unit=T{place.school}&kind=learner"
    page = client.get(address).content.decode()
    assert "anhdt" in page
    digest = page.split('name="digest" value="')[1].split('"')[0]
    told = {"unit": f"T{place.school}", "kind": "learner", "digest": digest}
    assert client.post("/accounts/bulk/commit", {**told, "digest": "x"}).status_code == 409
    assert client.post("/accounts/bulk/commit", told).status_code == 302
    listed = client.get("/accounts/slips").content.decode()
    batch = listed.split("/accounts/slips/")[1].split("/")[0]
    slips = client.post(f"/accounts/slips/{batch}/print")
    assert "anhdt" in slips.content.decode()
    assert slips["Cache-Control"] == "no-store"
    assert client.post(f"/accounts/slips/{batch}/print").status_code == 302
    assert "Ai cũng đã có tài khoản" in client.get(address).content.decode()
    assert client.get("/accounts/bulk?unit=KHONGCO&kind=learner").status_code == 422


def test_a_role_of_ones_own_through_the_pages() -> None:
    place = province()
    client = client_for(somebody(P.VIEW_ROLES, P.EDIT_ROLES, P.VIEW_ACCOUNTS, units=None))
    entered = {"name": "Tổ trưởng", "description": "", "permissions": [P.VIEW_ACCOUNTS.code]}
    assert client.post("/roles/new", entered).status_code == 302
    assert client.get("/roles/to_truong").status_code == 200
    assert client.post("/roles/new", entered).status_code == 422
    assert client.post("/roles/new", {**entered, "permissions": [P.GIVE_GRANTS.code]}).status_code == 422
    assert client.post("/roles/head/edit", {**entered, "name": "Hiệu trưởng"}).status_code == 422
    assert client.get("/roles/khong_co").status_code == 404
    assert place.school


def test_the_interface_for_programs() -> None:
    place = province()
    for number in range(3):
        make_account(place.school, name=f"Lê Ánh {number}")
    make_account(place.other_school)
    who = somebody(P.VIEW_ACCOUNTS, units=[place.school])
    client = client_for(who)
    me = client.get("/api/v1/accounts/me").json()
    assert me["holdings"] == [{"permissions": ["accounts.account:view"], "units": [place.school]}]
    page = client.get("/api/v1/accounts/accounts?limit=2&q=anh").json()
    assert [row["name"] for row in page["accounts"]] == ["Lê Ánh 0", "Lê Ánh 1"]
    rest = client.get(f"/api/v1/accounts/accounts?limit=2&q=anh&after={page['after']}").json()
    assert [row["name"] for row in rest["accounts"]] == ["Lê Ánh 2"]
    assert rest["after"] is None
    assert client_for(actor(units=[place.school])).get("/api/v1/accounts/accounts").status_code == 403
    assert Client().get("/api/v1/accounts/me").status_code == 401


def test_cards_say_what_awaits_each_role() -> None:
    from khuevan.register.accounts.queries.palette import find_accounts, first_passwords_open, stand_ins_now

    place = province()
    head, deputy = make_account(place.school, name="Lê Văn Trưởng"), make_account(place.school)
    grant = make_grant(head, "head", place.school)
    own = queries.actor_for(head.pk, ON)
    with database.acting(own):
        services.delegate(
            own, grant=grant, account=deputy, permissions=None, valid_from=ON, valid_until=ON + timedelta(days=2),
            reason="Nghỉ", at=AT, on=ON,
        )  # fmt: skip
        card = first_passwords_open(own, ON)
        assert card is not None
        assert card.figure >= 2
        assert stand_ins_now(own, ON) is None
        assert [found.title for found in find_accounts(own, "truong", 5)] == ["Lê Văn Trưởng"]
    second = queries.actor_for(deputy.pk, ON)
    with database.acting(second):
        assert stand_ins_now(second, ON) is not None
