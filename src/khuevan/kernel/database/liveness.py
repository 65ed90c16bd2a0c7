"""Connections that died while they lay idle: found before a request uses them, without asking the server.

Connections are kept for minutes (CONN_MAX_AGE). When the database was restarted in between, the first request on
each kept one would fail, although the database is back. Django's own remedy, CONN_HEALTH_CHECKS, sends a query
before every request; here one look at the socket does: a server never speaks to an idle connection except to
say goodbye.
"""

from __future__ import annotations

import select
import time
from typing import Any

import psycopg
from django.db import connections

BRIEFLY = 0.05
"""Seconds in which no server goes and comes back: who asks as often as that need not look."""


def drop_dead_connections(**_signal: Any) -> None:
    """Closes this thread's connections whose server has gone; Django then opens fresh ones."""
    now = time.monotonic()
    for connection in connections.all(initialized_only=True):
        raw = connection.connection
        if raw is None or connection.in_atomic_block:
            continue
        if now - getattr(connection, "khuevan_looked_at", 0.0) > BRIEFLY:
            connection.khuevan_looked_at = now  # type: ignore[attr-defined]
            if is_dead(raw):
                connection.close()


def is_dead(raw: Any) -> bool:
    """True where the other end has closed, or says something unasked, on this psycopg connection."""
    try:
        socket = raw.fileno()
    except psycopg.Error:
        return True
    watch = select.poll()
    watch.register(socket, select.POLLIN | select.POLLRDHUP)
    return bool(watch.poll(0))
