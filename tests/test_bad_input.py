"""Bad input through the pages of the furnished province, in real sessions: refused in words at the field it is
about, nothing saved, never a 5xx."""

from __future__ import annotations

import html
import random
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from itertools import cycle
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client

from khuevan.kernel.database.address import Addresses
from khuevan.register.organisations.models import OrgUnit
from khuevan.register.people.models import Affiliation, Person
from tests import attackers

pytestmark = pytest.mark.furnished
SEED = 20261122
FIELDS_TRIED = 5
PEOPLE_FORM = {
    "full_name": "Đặng Thị Ánh",
    "born": "5/9/2015",
    "sex": "female",
    "kind": "learner",
    "national_id": "",
}
DECREE = {
    "effective_on": "20/11/2026",
    "decision_number": "55/QĐ-UBND",
    "deciding_body": "Ủy ban nhân dân tỉnh",
    "note": "",
}
ABSURD = (
    "\x00",
    "a\x00b",
    "-1",
    "0",
    "99999999999999999999999999",
    "-99999999999999999999999999",
    "1e309",
    "NaN",
    "٣",
    "²",
    "' or 1=1; --",
    "%_\\%",
    "x" * 5_000,
    "nguyễn " * 400,
    "\u202e\u0301\ufeff",
    "\U0001f600",
    "{{ 7*7 }}",
    "../../etc/passwd",
    "31/02/2026",
    "01/01/0000",
    "01/01/99999",
    "9999-12-31",
    "0001-01-01",
    "[]",
    "",
)
PARAMETERS = re.findall(
    r"\w+",
    """q page after before sort on from until day date line level kind sex born number condition commune unit unit_id
    person account role status state actor action table name format columns field tab next lang print under guardian
    step version size""",
)
RAW = (
    "q=%ff%fe%00",
    "page=%c0%af&q=%ed%a0%80",
    "%ff=%ff",
    "q=%",
    "q=%u1234",
    "&&&=&",
    "q[]=1&q[]=2",
    "on=%e2%82",
)


@pytest.fixture(scope="module")
def province(furnished: Addresses, django_db_blocker: Any) -> Iterator[attackers.Province]:
    with django_db_blocker.unblock():
        yield attackers.survey(furnished)


@pytest.fixture
def undone(province: attackers.Province) -> Iterator[attackers.Province]:
    """The province as furnished, whatever the test wrote."""
    with transaction.atomic():
        yield province
        transaction.set_rollback(True)


def text_of(response: Any) -> str:
    return html.unescape(response.content.decode())


def at_field(response: Any, name: str) -> str:
    """What the page says at this field: the words of the element that the field names as its description."""
    page = response.content.decode()
    field = re.search(rf'<(?:input|select|textarea)[^>]*name="{name}"[^>]*>', page)
    assert field, f"no field {name}"
    described = re.search(r'aria-describedby="([^"]+)"', field[0])
    words = []
    for mark in described[1].split() if described else []:
        found = re.search(rf'id="{re.escape(mark)}"[^>]*>(.*?)</(?:p|div|ul|span)>', page, re.DOTALL)
        words.append(re.sub(r"<[^>]+>", " ", found[1]) if found else "")
    return html.unescape(" ".join(words))


def test_no_parameter_breaks_a_page(undone: attackers.Province) -> None:
    """Every page that opens without arguments, and one of each that needs them, with nonsense drawn anew for each."""
    chance = random.Random(SEED)
    client = attackers.signed_in_client(undone, "administrator")
    wrong: list[str] = []
    seen: Counter[int] = Counter()
    for where, entry in attackers.pages():
        for _time in range(2):
            url = attackers.arguments(entry, where, undone, chance)
            given = {name: chance.choice(ABSURD) for name in chance.sample(PARAMETERS, 16)}
            seen.update(_answered(client, "get", url, given, wrong))
        seen.update(_answered(client, "get", f"{url}?{chance.choice(RAW)}", None, wrong))
    assert wrong == []
    assert seen[200] > 100, "the nonsense must reach pages to mean anything"


def test_no_value_breaks_a_form(undone: attackers.Province) -> None:
    """Every form of every page: some of its fields, one at a time, filled with nonsense, the rest as the page offers
    it; then all of them at once.
    """
    chance = random.Random(SEED)
    client = attackers.signed_in_client(undone, "administrator")
    wrong: list[str] = []
    sent = 0
    for where, entry in attackers.pages():
        url = attackers.arguments(entry, where, undone, chance)
        page = client.get(url)
        is_page = page.status_code == 200 and not page.streaming and "html" in page.get("Content-Type", "")
        if not is_page or "out" in where:
            continue
        for form in re.findall(r"<form[^>]*method=\"post\".*?</form>", page.content.decode(), re.DOTALL):
            action = re.search(r'<form[^>]*action="([^"]*)"', form)
            target = html.unescape(action[1]) if action and action[1] else url
            offered = dict(re.findall(r'name="(\w+)"(?:[^>]*value="([^"]*)")?', form))
            if target.startswith(("/signin/out", "/accounts/stop", "/ui/")):
                continue
            for name in chance.sample(sorted(offered), min(len(offered), FIELDS_TRIED)):
                _answered(client, "post", target, {**offered, name: chance.choice(ABSURD)}, wrong)
                sent += 1
            _answered(client, "post", target, dict.fromkeys(offered, chance.choice(ABSURD)), wrong)
    assert wrong == []
    assert sent > 50


def test_numbers_beyond_every_column_are_not_there(province: attackers.Province) -> None:
    client = attackers.signed_in_client(province, "administrator")
    broken = []
    beyond = cycle((2**31, 2**63, 10**30))
    for where, _entry in attackers.pages():
        if "<int:" in where:
            url = "/" + re.sub(r"<\w+:\w+>", "x", re.sub(r"<int:\w+>", str(next(beyond)), where))
            for method, answer in (("get", client.get(url)), ("post", client.post(url))):
                # Programs hear first that what they sent is no JSON: the number is not even looked at.
                if method == "post" and url.startswith("/api/") and answer.status_code in (400, 422):
                    continue
                asked_again = answer.status_code == 302 and answer["Location"].startswith("/signin/confirm/")
                if answer.status_code not in (403, 404, 405) and not asked_again:
                    broken.append((url, answer.status_code))
    assert broken == []


def _answered(client: Client, method: str, url: str, given: Any, wrong: list[str]) -> list[int]:
    """One request in a savepoint of its own; notes what broke."""
    with transaction.atomic():
        response = getattr(client, method)(url, given) if given is not None else getattr(client, method)(url)
        transaction.set_rollback(True)
    if response.status_code >= 500:
        wrong.append(f"{method} {url[:200]} {given} answers {response.status_code}")
    return [response.status_code]


def test_the_edges_of_http_are_refused_in_words(province: attackers.Province) -> None:
    client = attackers.signed_in_client(province, "clerk")
    big = client.post("/people/register", {"full_name": "x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)})
    assert big.status_code in (400, 413)
    assert "Làm gì tiếp?" in text_of(big)
    many = client.post("/people/register", {f"f{number}": "" for number in range(5_001)})
    assert many.status_code == 400
    assert client.get("/people/", headers={"host": "evil.example"}).status_code == 400
    assert client.get("/people/%00").status_code == 404
    assert client.get("/people/%ff%fe").status_code == 404
    body = client.post("/people/register", b"full_name=%ff%fe&born=%00", "application/x-www-form-urlencoded")
    assert body.status_code == 422
    unfinished = client.post("/people/register", b"--x\r\nContent-Dispo", "multipart/form-data; boundary=x")
    assert unfinished.status_code < 500
    for cookie in ("\x00", "x" * 3_000, "é", "' or 1=1"):
        stranger = Client(raise_request_exception=False)
        stranger.cookies[settings.SESSION_COOKIE_NAME] = cookie
        assert stranger.get("/people/").status_code == 302, "an unknown session is nobody"


def test_the_interface_for_programs_names_what_is_wrong(province: attackers.Province) -> None:
    client = attackers.signed_in_client(province, "clerk")
    for body in (
        b"",
        b"{",
        b"[]",
        b"\xff\xfe",
        b'{"full_name": "\\u0000"}',
        b"[" * 10_000,
        b'{"unit_id": 1e400}',
    ):
        answer = client.post("/api/v1/people/", body, content_type="application/json")
        assert answer.status_code in (400, 422), body[:40]
        assert answer["Content-Type"].startswith("application/problem+json")


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("national_id", "123", "12 chữ số"),
        ("national_id", "06821500190x", "chữ số"),
        ("born", "30/2/2015", "âm lịch"),
        ("born", "30 tháng chạp năm Giáp Ngọ", ""),
        ("born", "01/01/2090", ""),
        ("full_name", "Ánh\x00", ""),
        ("valid_from", "31/02/2026", "Ngày"),
        ("kind", "king", ""),
        ("sex", "x", ""),
    ],
)
def test_the_message_stands_at_its_field(
    undone: attackers.Province, field: str, value: str, sentence: str
) -> None:
    client = attackers.signed_in_client(undone, "clerk")
    before = Person.objects.count()
    response = client.post(
        "/people/register", {**PEOPLE_FORM, "unit_id": home_of(undone, "clerk"), field: value}
    )
    assert response.status_code == 422
    said = at_field(response, field)
    assert said.strip()
    assert sentence in said
    assert Person.objects.count() == before


def test_a_name_typed_in_pieces_is_kept_whole(undone: attackers.Province) -> None:
    client = attackers.signed_in_client(undone, "clerk")
    pieces = unicodedata.normalize("NFD", "  Nguyễn   Thị\u200b Ánh Tuyết ")
    form = {**PEOPLE_FORM, "unit_id": home_of(undone, "clerk"), "full_name": pieces}
    saved = client.post("/people/register", form, follow=True)
    assert saved.status_code == 200
    assert "Đã lập hồ sơ của Nguyễn Thị Ánh Tuyết." in text_of(saved)
    with attackers.everything():
        assert Person.objects.filter(full_name="Nguyễn Thị Ánh Tuyết", birth_date="2015-09-05").count() == 1


def test_the_second_of_two_officers_is_told_who_and_when(undone: attackers.Province) -> None:
    """Two sessions of two people, the form open in both."""
    head, clerk = (attackers.signed_in_client(undone, role) for role in ("head", "clerk"))
    with attackers.everything():
        person = Person.objects.filter(
            affiliations__unit_id=home_of(undone, "clerk"), affiliations__kind="staff"
        ).first()
        assert person is not None
    url = f"/people/{person.pk}/edit"
    forms = [_filled(text_of(client.get(url))) for client in (head, clerk)]
    names = ("Nguyễn Thị Một", "Nguyễn Thị Hai")
    first = head.post(url, {**forms[0], "full_name": names[0], "confirmed": "on"})
    assert first.status_code == 302
    second = clerk.post(url, {**forms[1], "full_name": names[1], "confirmed": "on"})
    assert second.status_code == 409
    told = text_of(second)
    assert "vừa được người khác sửa" in told
    assert undone.actors["head"].name in told, "who"
    assert re.search(r"lúc \d\d:\d\d \d\d/\d\d/\d{4}", told), "when"
    assert names[1] in told, "what was typed is still there"
    with attackers.everything():
        assert Person.objects.get(pk=person.pk).full_name == names[0]


def test_overlapping_grants_are_refused_at_the_form(undone: attackers.Province) -> None:
    client = attackers.signed_in_client(undone, "administrator")
    with attackers.everything():
        code = OrgUnit.objects.get(pk=home_of(undone, "clerk")).code
    url = f"/accounts/{undone.accounts['teacher']}/grants/new"
    form = {
        "role": "clerk", "unit": code, "valid_from": "01/12/2026", "valid_until": "01/02/2027",
        "reason": "Thay người nghỉ", "step": "give",
    }  # fmt: skip
    assert client.post(url, form).status_code == 302
    again = client.post(url, {**form, "valid_from": "31/01/2027", "valid_until": ""})
    assert again.status_code == 422
    assert "chồng" in text_of(again) or "đã có" in text_of(again)
    after = client.post(url, {**form, "valid_from": "01/02/2027", "valid_until": ""})
    assert after.status_code == 302, "the day after the end is free"
    turned = client.post(
        url, {**form, "role": "head", "valid_from": "02/02/2027", "valid_until": "01/02/2027"}
    )
    assert turned.status_code == 422


def test_acts_that_would_break_the_tree_are_refused_in_words(undone: attackers.Province) -> None:
    client = attackers.signed_in_client(undone, "administrator")
    with attackers.everything():
        school = OrgUnit.objects.get(pk=home_of(undone, "clerk"))
        commune = OrgUnit.objects.get(pk=home_of(undone, "commune_officer"))
        before = OrgUnit.objects.count(), Affiliation.objects.count()
    itself = _act(client, school, "merge", sources=school.code)
    assert "chính nó" in itself
    below = _act(client, commune, "move", managing_parent=str(school.pk))
    cycle = _act(client, school, "move", managing_parent=str(school.pk))
    early = _act(client, school, "rename", effective_on="01/01/1900", name="Tên khác")
    assert "trước ngày" in early
    lunar = _act(client, school, "rename", effective_on="30/02/2026", name="Tên khác")
    assert "Ngày" in lunar
    assert below
    assert cycle
    with attackers.everything():
        assert (OrgUnit.objects.count(), Affiliation.objects.count()) == before
        assert OrgUnit.objects.get(pk=school.pk).name == school.name


def _act(client: Client, unit: OrgUnit, kind: str, **given: str) -> str:
    """The words of the refusal of an act; fails where it was carried out."""
    url = f"/organisations/{unit.pk}/act/{kind}/"
    response = client.post(url, {**DECREE, "version": str(unit.version), **given, "commit": "1"})
    assert response.status_code in (200, 422), response.status_code
    said = re.search(r'class="[^"]*kv-form-errors.*?</(?:div|section)>', response.content.decode(), re.DOTALL)
    return html.unescape(said[0]) if said else text_of(response)


def _filled(page: str) -> dict[str, str]:
    """The last form of a page as a browser would send it back unchanged."""
    form = re.findall(r"<form[^>]*method=\"post\".*?</form>", page, re.DOTALL)[-1]
    values = dict(re.findall(r'<input[^>]*name="(\w+)"[^>]*value="([^"]*)"', form))
    for name, options in re.findall(r'<select[^>]*name="(\w+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)"[^>]*selected', options)
        values[name] = chosen[1] if chosen else ""
    return values


def home_of(province: attackers.Province, role: str) -> int:
    """The unit of the demo's holder of this role."""
    unit = province.actors[role].home_unit_id
    assert unit is not None
    with attackers.everything(), connection.cursor() as cursor:
        cursor.execute("select 1 from organisations_orgunit where id = %s", [unit])
        assert cursor.fetchone()
    return unit
