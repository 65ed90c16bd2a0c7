"""Signing in over HTTP, for benches."""

from __future__ import annotations

import http.cookiejar
import re
import urllib.parse
import urllib.request

from khuevan.demo.logins import PASSWORD
from khuevan.kernel.testing.server import Platform


def cookie_of(platform: Platform, username: str) -> str:
    """The Cookie header of a fresh session. Fails where the sign-in does."""
    jar = http.cookiejar.CookieJar()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    sign_in(opener, platform.url, username, PASSWORD)
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in jar)


def sign_in(opener: urllib.request.OpenerDirector, url: str, username: str, password: str) -> None:
    with opener.open(f"{url}/signin/") as page:
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.read().decode())
    assert token
    fields = {"csrfmiddlewaretoken": token.group(1), "login": username, "password": password}
    data = urllib.parse.urlencode(fields).encode()
    with opener.open(urllib.request.Request(f"{url}/signin/", data, {"Referer": f"{url}/signin/"})) as answer:
        assert "/signin/" not in answer.url, f"{username} was not let in: {answer.url}"
