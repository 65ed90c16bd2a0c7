"""The real application, served from this process: signed in as whoever the test says, with no account needed."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest

from khuevan.kernel.access import Actor
from khuevan.kernel.testing.actors import ACTOR_KEY, actor
from khuevan.kernel.testing.browser import browser, chromium_process

__all__ = ["browser", "chromium_process"]


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the standard library's name
        """Says nothing."""


@dataclass
class Site:
    url: str
    acting: Actor


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: Any) -> Iterator[Site]:
    from django.core.wsgi import get_wsgi_application
    from django.db import connections

    application = get_wsgi_application()
    site = Site("", actor(name="Nguyễn Thị Ánh Tuyết"))

    def signed_in(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        environ[ACTOR_KEY] = site.acting
        try:
            return list(application(environ, start))
        finally:
            connections.close_all()

    with django_db_blocker.unblock():
        server = make_server("127.0.0.1", 0, signed_in, server_class=Server, handler_class=Quiet)
        site.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield site
        server.shutdown()
        thread.join()
