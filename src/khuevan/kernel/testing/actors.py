"""Actors and clients for tests."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.core.signals import setting_changed
from django.test import Client
from django.test.client import ClientHandler

from khuevan.kernel.access import Actor, Holding, Permission, Reach

ACTOR_KEY = "khuevan.actor"


def actor(
    *permissions: Permission,
    units: Iterable[int] | None = (),
    outline: Iterable[int] = (),
    person_id: int | None = None,
    account_id: int = 2_000_000_001,
    name: str = "Nguyễn Thị Thử",
) -> Actor:
    """Somebody who holds these permissions over these units; `units=None` means everywhere."""
    reach = Reach.everything() if units is None else Reach.of(units)
    return Actor(
        account_id=account_id,
        person_id=person_id,
        name=name,
        holdings=(Holding(frozenset(p.code for p in permissions), reach),),
        persons=Reach.of([person_id] if person_id else []),
        outline=Reach.of(outline),
        origin="127.0.0.1 thử",
    )


class ActingClient(Client):
    """A client whose every request is the given actor's. The key cannot come over HTTP: headers arrive
    as HTTP_… variables, and the middleware takes it only if it is an Actor object."""

    def __init__(self, acting: Actor, **defaults: Any) -> None:
        super().__init__(**defaults)
        self.acting = acting
        self.handler = _handler(defaults.get("enforce_csrf_checks", False))

    def request(self, **request: Any) -> Any:
        request[ACTOR_KEY] = self.acting
        return super().request(**request)


def client_for(acting: Actor, **defaults: Any) -> ActingClient:
    return ActingClient(acting, **defaults)


@cache
def _handler(enforce_csrf_checks: bool) -> ClientHandler:
    """Middleware is put together once for all clients, as a server does it, and anew when a test changes a setting."""
    return ClientHandler(enforce_csrf_checks)


def _put_together_anew(**_changed: Any) -> None:
    _handler.cache_clear()


setting_changed.connect(_put_together_anew)
