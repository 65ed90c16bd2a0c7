from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.conf import settings as present
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from khuevan.kernel import access, ui
from khuevan.kernel.testing import actor, client_for
from khuevan.kernel.ui import errors, middleware, navigation, palette
from khuevan.kernel.ui.shell import THEME_COOKIE

from .specimen_room import SEE

pytestmark = pytest.mark.django_db


@pytest.fixture
def entries(settings: Any) -> Iterator[None]:
    """The addresses of the ui room and of one specimen room, whose entries, source and cards are known."""
    settings.ROOT_URLCONF = "khuevan.kernel.ui.tests.specimen_addresses"
    for forget in (navigation.contributed.cache_clear, navigation._seen.clear):
        forget()
    yield
    for forget in (navigation.contributed.cache_clear, navigation._seen.clear):
        forget()


def test_navigation_holds_what_the_actor_may_open(entries: None) -> None:
    officer, teacher = actor(SEE, units=[1]), actor(units=[1])
    assert [link.label for link in navigation.navigation(officer).links()] == [
        "Tìm nhanh",
        "Bộ thành phần",
        "Tài khoản của tôi",
    ]
    assert [group.label for group in navigation.navigation(officer).side] == ["", "Sổ bộ"]
    assert [link.label for link in navigation.navigation(teacher).links()] == [
        "Tìm nhanh",
        "Tài khoản của tôi",
    ]
    assert navigation.navigation(access.Actor.anonymous()).links() == ()


def test_navigation_is_filtered_once_for_equal_permissions(entries: None) -> None:
    first = navigation.navigation(actor(SEE, units=[1]))
    assert navigation.navigation(replace(actor(SEE, units=[2]), account_id=7)) is first
    assert navigation.navigation(actor(units=[1])) is not first


def test_the_palette_needs_no_accents_and_respects_permissions(entries: None) -> None:
    officer, teacher = actor(SEE, units=[1]), actor(units=[1])
    assert [found.title for found in palette.search(officer, "bo thanh")] == [
        "Bộ thành phần",
        "Đơn vị bo thanh",
    ]
    assert [found.title for found in palette.search(officer, "GALLERY phan")][0] == "Bộ thành phần"
    assert [found.title for found in palette.search(teacher, "bo thanh")] == ["Đơn vị bo thanh"]
    assert len(palette.search(officer, "")) == 3


def test_home_cards_in_order(entries: None) -> None:
    assert [card.title for card in ui.home_cards(actor(), date(2026, 1, 1))] == ["A", "B"]


def test_the_palette_answers_with_a_page_or_with_options(entries: None) -> None:
    client = client_for(actor(SEE, units=[1]))
    assert "<html" in client.get("/ui/palette?q=bo").content.decode()
    part = client.get("/ui/palette?q=bo", headers={"X-Palette": "1"}).content.decode()
    assert "<html" not in part
    assert 'role="option"' in part
    assert Client().get("/ui/palette").status_code == 302


def test_every_answer_carries_the_policy() -> None:
    for address, status in (("/ui/gallery", 200), ("/ui/health", 200), ("/khong-co/", 404)):
        response = Client().get(address)
        assert response.status_code == status
        policy = response["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert response["Referrer-Policy"] == "same-origin"
        assert response["Cross-Origin-Opener-Policy"] == "same-origin"
        assert "camera=()" in response["Permissions-Policy"]
    assert "no-store" in client_for(actor()).get("/ui/gallery")["Cache-Control"]


def test_our_pages_hold_nothing_the_policy_refuses() -> None:
    page = client_for(actor()).get("/ui/gallery").content.decode()
    for refused in (' style="', "<style", "javascript:", " onclick=", " hx-on"):
        assert refused not in page


def test_a_form_may_end_elsewhere_only_where_it_is_named() -> None:
    def view(request: HttpRequest) -> HttpResponse:
        targets = [
            "https://app.example/callback?x=1",
            "javascript:alert(1)",
            "https://a;b/",
            "https://ok.example:8443/",
        ]
        return ui.allow_form_targets(HttpResponse(), targets)

    answer = middleware.SecurityHeadersMiddleware(view)(RequestFactory().get("/"))
    assert answer["Content-Security-Policy"].endswith(
        "form-action 'self' https://app.example https://ok.example:8443"
    )


def test_preferences_are_kept_and_lead_back() -> None:
    client = Client()
    answer = client.post("/ui/theme", {"theme": "dark", "next": "/ui/gallery"})
    assert (answer.status_code, answer["Location"]) == (302, "/ui/gallery")
    assert 'data-bs-theme="dark"' in client.get("/ui/gallery").content.decode()
    client.post("/ui/language", {"language": "en", "next": "/"})
    assert '<html lang="en"' in client.get("/ui/gallery").content.decode()


@pytest.mark.parametrize(
    "back", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_preferences_never_lead_to_another_site(back: str) -> None:
    assert Client().post("/ui/theme", {"theme": "light", "next": back})["Location"] == "/"


@pytest.mark.parametrize("theme", ["", "purple", 'dark"><script>'])
def test_an_unknown_theme_changes_nothing(theme: str) -> None:
    client = Client()
    assert THEME_COOKIE not in client.post("/ui/theme", {"theme": theme}).cookies
    client.cookies[THEME_COOKIE] = "purple"
    assert 'data-theme="auto"' in client.get("/ui/gallery").content.decode()


def test_a_form_without_its_token_is_refused_in_words() -> None:
    answer = Client(enforce_csrf_checks=True).post("/ui/theme", {"theme": "dark"})
    assert answer.status_code == 403
    assert "Trang đã để quá lâu" in answer.content.decode()
    assert "X-Token-Is-Old" in answer, "by which a script that sends what waits asks for a new one"
    assert present.CSRF_FAILURE_VIEW == "khuevan.kernel.ui.errors.csrf_failed"


@pytest.mark.parametrize(
    ("answer", "status", "words"),
    [
        (lambda r: errors.refused(r, access.Refused("Vì thế này.")), 403, "Vì thế này."),
        (lambda r: errors.refused(r), 403, "Bạn không có quyền"),
        (lambda r: errors.not_found(r), 404, "Không tìm thấy trang này"),
        (lambda r: errors.bad_request(r), 400, "Yêu cầu không đọc được"),
        (lambda r: errors.too_many(r, "Chờ 5 phút."), 429, "Chờ 5 phút."),
        (lambda r: errors.broken(r), 500, "Hệ thống gặp lỗi"),
    ],
)
def test_errors_say_what_happened_and_what_to_do(answer: object, status: int, words: str) -> None:
    response = answer(RequestFactory().get("/x/"))  # type: ignore[operator]
    page = response.content.decode()
    assert response.status_code == status
    assert words in page
    assert "Làm gì tiếp?" in page


def test_the_worker_for_lost_lines_may_answer_for_every_page() -> None:
    answer = Client().get("/ui/away.js")
    assert (answer.status_code, answer["Service-Worker-Allowed"]) == (200, "/")
    assert answer["Content-Type"] == "text/javascript"
    assert answer["Cache-Control"] == "no-cache"
    assert b"kv-away-pages" in answer.content
    assert b"import" not in answer.content, "a worker of the classic kind"


@pytest.mark.parametrize(
    ("acting_for", "status", "kept"), [("", 200, "7"), ("Lan", 200, None), ("", 404, None)]
)
def test_a_page_is_kept_on_the_device_for_whom_it_was_made(
    acting_for: str, status: int, kept: str | None
) -> None:
    request = RequestFactory().get("/")
    request.actor = replace(actor(), account_id=7, acting_for=acting_for)  # type: ignore[attr-defined]
    response = ui.keep_on_device(request, HttpResponse(status=status))
    assert response.headers.get("X-Kept-For") == kept
