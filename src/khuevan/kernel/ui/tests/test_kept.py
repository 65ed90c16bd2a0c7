"""The kept pieces of the frame: one person never sees another's, and each page has its own token and address."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.http import HttpRequest
from django.test import RequestFactory

from khuevan.kernel.access import Actor
from khuevan.kernel.testing import actor
from khuevan.kernel.ui import kept
from khuevan.kernel.ui.shell import Shell

from .specimen_room import SEE

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _anew() -> Iterator[None]:
    kept.forget()
    yield
    kept.forget()


def page(who: Actor, path: str = "/ui/gallery", **cookies: str) -> Shell:
    request: HttpRequest = RequestFactory().get(path)
    request.COOKIES.update(cookies)
    request.actor = who  # type: ignore[attr-defined]
    return Shell(request)


def test_the_bar_is_kept_for_those_who_see_the_same_and_for_nobody_else() -> None:
    lan, ha = (actor(units=[1], name=name) for name in ("Lan", "Hà"))
    assert ">Lan<" in page(lan).kept("top")
    assert ">Lan<" not in page(ha).kept("top")
    assert ">Hà<" in page(ha).kept("top")
    assert page(Actor.anonymous()).kept("top").count("kv-user-name") == 0


def test_each_page_has_its_own_token_and_address() -> None:
    one, other = (
        page(actor(units=[1]), "/people/?q=<an>&kind=staff"),
        page(actor(units=[1]), "/organisations/"),
    )
    first, second = one.kept("top"), other.kept("top")
    assert set(re.findall(r'name="csrfmiddlewaretoken" value="([^"]*)"', first)) == {one.csrf_token}
    assert set(re.findall(r'name="csrfmiddlewaretoken" value="([^"]*)"', second)) == {other.csrf_token}
    assert 'name="next" value="/people/?q=%3Can%3E&amp;kind=staff"' in first
    assert 'name="next" value="/organisations/"' in second
    assert kept.TOKEN not in first + second
    assert kept.ADDRESS not in first + second


def test_rights_language_theme_and_place_make_another_piece() -> None:
    from django.utils import translation

    teacher, officer = actor(units=[1]), actor(SEE, units=[1])
    assert page(teacher).face.rights != page(officer).face.rights
    dark = page(teacher, khuevan_theme="dark")
    assert dark.kept("top") != page(teacher).kept("top").replace(page(teacher).csrf_token, dark.csrf_token)
    vietnamese = page(teacher).kept("quick")
    with translation.override("en"):
        assert page(teacher).kept("quick") != vietnamese


def test_a_piece_that_asks_for_more_than_it_depends_on_fails() -> None:
    outline = kept.Outline({"language": "vi"}, page(actor(units=[1])).navigation)
    for fact in ("name", "navigation", "csrf_token", "messages"):
        assert not hasattr(outline, fact)
