"""Publishing and subscribing. Nothing here knows who is interested, and a subscriber cannot stop an act."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, is_dataclass
from functools import partial
from typing import Any, TypeVar

from django.db import connection, transaction
from pydantic import TypeAdapter

logger = logging.getLogger(__name__)

E = TypeVar("E", bound="Event")
Courier = Callable[[str, Mapping[str, Any]], None]


@dataclass(frozen=True)
class Event:
    """Something that happened: subclasses are frozen dataclasses, named in the past tense, of plain values."""


@dataclass(frozen=True)
class Subscription:
    """`name` is the subscriber's dotted path: durable deliveries waiting in the queue are found by it."""

    name: str
    event: type[Event]
    subscriber: Callable[[Any], None]
    durable: bool


_subscriptions: dict[type[Event], list[Subscription]] = {}
_by_name: dict[str, Subscription] = {}
_courier: list[Courier] = []
_adapters: dict[type[Event], TypeAdapter[Any]] = {}


def subscribe(
    event: type[E], *, durable: bool = False
) -> Callable[[Callable[[E], None]], Callable[[E], None]]:
    """Calls the decorated function with each published `event` (and with no subclass of it).

    durable: delivered by the worker, at least once, even if the process dies after the commit. Such a
    subscriber must bear being told twice. The others are called right after the commit, once, or lost
    with the process. Either way it runs outside the publisher's transaction and opens its own.
    """

    def decorate(subscriber: Callable[[E], None]) -> Callable[[E], None]:
        name = f"{subscriber.__module__}.{subscriber.__qualname__}"
        made = Subscription(name, event, subscriber, durable)
        if name in _by_name:
            raise ValueError(f"{name} subscribes twice: an event a function")
        _by_name[name] = made
        _subscriptions.setdefault(event, []).append(made)
        return subscriber

    return decorate


def publish(event: Event) -> None:
    """Tells the subscribers once the running transaction has committed; nobody hears of a rolled-back one.

    Durable deliveries are put into the queue now, in the same transaction, so that both or neither happen.
    """
    if not is_dataclass(event) or not isinstance(event, Event):
        raise TypeError(f"{event!r} is not an event")
    for subscription in subscriptions(type(event)):
        if subscription.durable:
            if not _courier:
                raise RuntimeError("no room carries durable events: is kernel.jobs among the applications?")
            if not connection.in_atomic_block:
                raise RuntimeError("a durable event is published inside the transaction that it tells of")
            _courier[0](subscription.name, adapter(type(event)).dump_python(event, mode="json"))
        else:
            transaction.on_commit(partial(_tell, subscription, event))


def subscriptions(event: type[Event]) -> list[Subscription]:
    return list(_subscriptions.get(event, ()))


def courier(carries: Courier) -> Courier:
    """Registers who puts durable deliveries into the queue: (subscriber's name, event as JSON values)."""
    _courier[:] = [carries]
    return carries


def deliver(name: str, content: Mapping[str, Any]) -> None:
    """Calls one durable subscriber: for the courier. Raises what the subscriber raises, LookupError if it is gone."""
    subscription = _by_name.get(name)
    if subscription is None:
        raise LookupError(f"no subscriber {name}")
    subscription.subscriber(adapter(subscription.event).validate_python(content))


def adapter(event: type[Event]) -> TypeAdapter[Any]:
    """Turns events of this class into JSON values and back; building one takes a millisecond, so it is kept."""
    if event not in _adapters:
        _adapters[event] = TypeAdapter(event)
    return _adapters[event]


def _tell(subscription: Subscription, event: Event) -> None:
    try:
        subscription.subscriber(event)
    except Exception:
        logger.exception("%s failed on %s", subscription.name, type(event).__name__)
