from __future__ import annotations

import logging
import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction

from khuevan.kernel.events import Event, bus, deliver, publish, subscribe

heard: list[Any] = []


@dataclass(frozen=True)
class LampLit(Event):
    number: int


@dataclass(frozen=True)
class ParcelSent(Event):
    id: uuid.UUID
    at: datetime
    on: date
    weight: Decimal
    stops: tuple[int, ...]
    to: str | None = None


@subscribe(LampLit)
def first(event: LampLit) -> None:
    heard.append(("first", event.number))


@subscribe(LampLit)
def broken(event: LampLit) -> None:
    raise RuntimeError("blown fuse")


@subscribe(LampLit)
def last(event: LampLit) -> None:
    heard.append(("last", event.number))


@subscribe(ParcelSent, durable=True)
def received(event: ParcelSent) -> None:
    heard.append(event)


@pytest.fixture(autouse=True)
def silence() -> None:
    heard.clear()


@pytest.mark.django_db
def test_delivery_waits_for_the_commit_and_keeps_the_order(
    django_capture_on_commit_callbacks: Any, caplog: pytest.LogCaptureFixture
) -> None:
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        publish(LampLit(1))
        publish(LampLit(2))
        assert heard == []
    assert heard == [("first", 1), ("last", 1), ("first", 2), ("last", 2)]
    failures = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert [record.name for record in failures] == ["khuevan.kernel.events.bus"] * 2
    assert "broken failed on LampLit" in failures[0].getMessage()


@pytest.mark.django_db
def test_a_rolled_back_transaction_tells_nobody(django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        try:
            with transaction.atomic():
                publish(LampLit(3))
                raise ZeroDivisionError
        except ZeroDivisionError:
            heard.append("rolled back")
    assert heard == ["rolled back"]


def test_a_durable_event_comes_out_of_the_queue_as_it_went_in() -> None:
    sent = ParcelSent(
        uuid.uuid4(), datetime(2026, 9, 5, tzinfo=UTC), date(2026, 9, 5), Decimal("1.50"), (3, 1), "Đà Lạt"
    )
    carried = bus.adapter(ParcelSent).dump_python(sent, mode="json")
    assert all(isinstance(value, (str, int, list)) for value in carried.values())
    deliver(f"{__name__}.received", carried)
    assert heard == [sent]


def test_a_subscriber_that_is_gone_is_named() -> None:
    with pytest.raises(LookupError, match="no subscriber gone.room"):
        deliver("gone.room", {})


def test_only_events_are_published_and_nobody_subscribes_twice() -> None:
    with pytest.raises(TypeError):
        publish("news")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="subscribes twice"):
        subscribe(LampLit)(first)
