"""What is settled when a template is compiled, what is not, and that each reader keeps their own language."""

from __future__ import annotations

from typing import Any

import pytest
from django.middleware import csrf as django_csrf
from django.test import Client
from django.utils import translation
from jinja2 import DictLoader
from markupsafe import Markup

from khuevan.kernel.ui import csrf
from khuevan.kernel.ui.jinja import environment

pytestmark = pytest.mark.thorough  # the addresses of every room are read
SOURCES = {
    "page": '{{ _("Đăng xuất") }}|{{ _("Dòng %(first)s", first=one) }}|{{ url("ui:palette") }}|'
    '{{ url("no:where") if false }}',
    "library": '{% macro said() %}{{ _("Đăng xuất") }}{% endmacro %}',
    "user": '{% import "library" as library %}{{ library.said() }}',
    "marks": '{{ _("100%%") }}',
}


@pytest.fixture
def pages() -> Any:
    return environment(loader=DictLoader(SOURCES), autoescape=True)


def test_words_and_addresses_are_part_of_the_compiled_text(pages: Any) -> None:
    compiled = pages.speak("vi").compile(SOURCES["page"], raw=True)
    assert "Đăng xuất|" in compiled
    assert "/ui/palette" in compiled
    assert "Dòng %(first)s" in compiled, "what has values waits for them"


def test_each_language_has_its_own_templates(pages: Any) -> None:
    said = {}
    for language in ("vi", "en", "vi"):
        with translation.override(language):
            assert (
                pages.get_template("user").render() == pages.get_template("page").render(one=1).split("|")[0]
            )
            said[language] = pages.get_template("user").render()
    assert said["vi"] == "Đăng xuất"
    assert said["en"] != said["vi"]


def test_values_are_escaped_and_signs_are_as_jinja_writes_them(pages: Any) -> None:
    with translation.override("vi"):
        assert "Dòng &lt;b&gt;" in pages.get_template("page").render(one="<b>")
        assert pages.get_template("marks").render() == "100%"


def test_without_a_language_templates_still_work(pages: Any) -> None:
    with translation.override(None):
        assert pages.get_template("user").render() == "Đăng xuất"


def test_the_token_is_what_django_undoes() -> None:
    secret = django_csrf._get_new_csrf_string()
    tokens = {csrf.masked(secret) for _ in range(200)}
    assert len(tokens) == 200
    assert {django_csrf._unmask_cipher_token(token) for token in tokens} == {secret}


def test_forms_are_accepted_and_forged_ones_are_not() -> None:
    """The first page gives the cookie, the next ones use it without sending it again."""
    client = Client(enforce_csrf_checks=True)
    first = client.get("/ui/gallery")
    second = client.get("/ui/gallery")
    assert "csrftoken" in first.cookies
    assert "csrftoken" not in second.cookies
    for page in (first, second):
        token = page.content.decode().split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
        assert client.post("/ui/theme", {"theme": "dark", "csrfmiddlewaretoken": token}).status_code == 302
    assert (
        client.post("/ui/theme", {"theme": "dark", "csrfmiddlewaretoken": csrf.masked("a" * 32)}).status_code
        == 403
    )
    assert client.post("/ui/theme", {"theme": "dark"}).status_code == 403


def test_markup_stays_markup(pages: Any) -> None:
    assert isinstance(pages.speak("vi").settled["_"]("Đăng xuất"), Markup)
