"""Lists that are shown again: only while nothing changed of what they show, and to nobody else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from khuevan.demo.logins import LOGINS, PASSWORD
from khuevan.kernel.testing import tables_read
from khuevan.kernel.testing.server import Platform, connected, start_platform
from khuevan.kernel.ui import again
from tests.test_architecture import patterns

TOKEN = re.compile(r"csrf\w*\W+value=.[A-Za-z0-9]{64}|X-CSRFToken\W+[A-Za-z0-9]{64}")
OF_THE_READER = {
    "accounts_account", "accounts_accountsession", "accounts_actas", "accounts_grant", "accounts_role", "audit_head",
    "organisations_treeversion",
}  # fmt: skip
"""What decides who asks and what they may, which the actor hangs on, and with it what is kept."""
ASKED = {
    "/people/": ("", "?q=nguyen", "?q=an&kind=staff", "?kind=learner&sex=female", "?born=1990", "?number=missing"),
    "/organisations/schools/": ("", "?q=hoa", "?kind=primary&sort=-opened", "?condition=all", "?level=preschool"),
}  # fmt: skip
PEOPLE, SCHOOLS = "/people/?q=nguyen", "/organisations/schools/?sort=code"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: object) -> Iterator[Platform]:
    """A province of this file's own, in which what is written stays written; this process speaks to it."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        for platform in start_platform(tmp_path_factory.mktemp("again"), mark="again"):
            with connected(platform.addresses):
                yield platform


@pytest.fixture
def owner(place: Platform) -> Iterator[psycopg.Connection]:
    with place.connect(owner=True) as control:
        yield control


@pytest.fixture
def officer(place: Platform) -> Client:
    return signed_in("chuyenvien.so")


def signed_in(username: str) -> Client:
    client = Client()
    client.get("/signin/")
    assert client.post("/signin/", {"login": username, "password": PASSWORD}).status_code == 302
    return client


def made(client: Client, address: str) -> tuple[str, int]:
    """The page without its tokens, and the number of statements that it took."""
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    assert answer.status_code == 200
    text, tokens = TOKEN.subn("", answer.content.decode())
    assert tokens
    return text, len(captured)


def views() -> dict[str, Callable[..., object]]:
    return {
        "/" + address: entry.callback for address, entry in patterns() if hasattr(entry.callback, "unchanged")
    }


def test_every_table_that_such_a_page_reads_is_one_that_it_names(place: Platform) -> None:
    assert set(views()) == set(ASKED), "write down how a new one is asked"
    for address, view in views().items():
        for login in LOGINS:
            client = signed_in(login.username)
            client.get(address)  # works out who asks
            for words in ASKED[address]:
                with tables_read() as read:
                    status = client.get(address + words).status_code
                assert status in (200, 302, 403), "a page, or the password to be changed first"
                assert read <= OF_THE_READER | set(view.unchanged), (address, words, login.username)  # type: ignore[attr-defined]
            if status == 200:
                assert set(view.unchanged) & read  # type: ignore[attr-defined]


@pytest.mark.parametrize("address", [PEOPLE, SCHOOLS])
def test_a_list_is_shown_again_with_one_statement_and_another_token(officer: Client, address: str) -> None:
    first, many = made(officer, address)
    again_shown, one = made(officer, address)
    assert first == again_shown
    assert one == 1 < many
    tokens = {TOKEN.search(officer.get(address).content.decode())[0] for _ in range(2)}  # type: ignore[index]
    assert len(tokens) == 2


@pytest.mark.parametrize(
    ("address", "change"),
    [
        (PEOPLE, "update people_person set full_name = full_name || ' Sửa' where id = {person}"),
        (PEOPLE, "update people_affiliation set title = title || ' sửa' where person_id = {person}"),
        (PEOPLE, "update organisations_orgunit set opened_on = opened_on - 1 where id = {unit}"),
        (SCHOOLS, "update organisations_orgunit set opened_on = opened_on - 1 where id = {unit}"),
        (SCHOOLS, "update organisations_treeversion set version = nextval('organisations_tree_number')"),
    ],
)
def test_it_is_made_anew_after_a_change_of_what_it_shows_or_of_the_tree(
    officer: Client, owner: psycopg.Connection, address: str, change: str
) -> None:
    made(officer, address)
    assert made(officer, address)[1] == 1
    found = owner.execute(
        "select p.id, a.unit_id from people_person p join people_affiliation a on a.person_id = p.id limit 1"
    ).fetchone()
    assert found
    statement = change.format(person=found[0], unit=found[1])
    assert owner.execute(statement.encode()).rowcount >= 1
    assert made(officer, address)[1] > 3
    assert made(officer, address)[1] == 1


def test_a_new_name_is_seen_at_once_and_not_before_it_is_there(
    officer: Client, owner: psycopg.Connection
) -> None:
    address = "/people/?q=" + "quynhhuong"
    assert "Quỳnhhương" not in made(officer, address)[0]
    with owner.transaction():
        owner.execute(
            "update people_person set full_name = 'Lê Thị Quỳnhhương', search = 'le thi quynhhuong', given = 'quynhhuong'"
            " where id = (select min(person_id) from people_affiliation where valid_until is null)"
        )
        assert "Quỳnhhương" not in made(officer, address)[0]
    assert "Quỳnhhương" in made(officer, address)[0]


def test_what_is_written_elsewhere_leaves_it(officer: Client, owner: psycopg.Connection) -> None:
    made(officer, SCHOOLS)
    owner.execute(
        "update people_person set phone = '0900000001' where id = (select min(id) from people_person)"
    )
    assert made(officer, SCHOOLS)[1] == 2  # the log moved on, and is looked through
    assert made(officer, SCHOOLS)[1] == 1
    for _ in range(2):
        owner.execute(
            "update people_person set phone = case phone when '0900000001' then '0900000002' else '0900000001' end"
            " where id in (select id from people_person order by id limit 600)"
        )
    assert made(officer, SCHOOLS)[1] > 3, "too much to look through"


def test_it_is_nobody_elses_and_goes_with_the_rights(place: Platform, owner: psycopg.Connection) -> None:
    officer, head = signed_in("chuyenvien.so"), signed_in("hieutruong")
    of_officer = made(officer, SCHOOLS)[0]
    of_head, many = made(head, SCHOOLS)
    assert of_head != of_officer
    assert many > 1
    assert Client().get(SCHOOLS).status_code == 302
    assert made(head, SCHOOLS)[1] == 1
    with owner.transaction():
        owner.execute("select set_config('khuevan.reach', '{(,)}', true)")
        owner.execute(
            "update accounts_grant set revoked_at = now() where account_id ="
            " (select id from accounts_account where username = 'hieutruong')"
        )
        owner.execute(
            "update accounts_account set grants_version = grants_version + 1 where username = 'hieutruong'"
        )
    assert head.get(SCHOOLS).status_code == 403


def test_not_while_there_is_something_to_say_and_not_inside_a_transaction(officer: Client) -> None:
    made(officer, SCHOOLS)
    session = officer.session
    session["_messages"] = '[["__json_message",0,25,"Đã ghi"]]'
    session.save()
    text, many = made(officer, SCHOOLS)
    assert "Đã ghi" in text
    assert many > 1
    text, one = made(officer, SCHOOLS)
    assert "Đã ghi" not in text
    assert one == 1
    again.forget()
    with tables_read():
        officer.get(SCHOOLS)
    assert made(officer, SCHOOLS)[1] > 1


def test_language_and_theme_are_other_pages(officer: Client) -> None:
    vietnamese = made(officer, SCHOOLS)[0]
    officer.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    english = made(officer, SCHOOLS)[0]
    officer.cookies[settings.LANGUAGE_COOKIE_NAME] = "vi"
    officer.cookies["khuevan_theme"] = "dark"
    dark = made(officer, SCHOOLS)[0]
    assert len({vietnamese, english, dark}) == 3
    assert reverse("organisations:schools") in english
