"""One transaction at a time where two would do the same work, or write the same files.

The number is the work's own; a turn ends with its transaction, however that ends.
"""

from __future__ import annotations

from django.db import connection


def wait_for_turn(work: int) -> None:
    """Returns when no other transaction has the turn, and has it then."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [work])


def turn_taken(work: int) -> bool:
    """Takes the turn if nobody has it; False: another has it, and nothing is waited for."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_xact_lock(%s)", [work])
        row = cursor.fetchone()
    return bool(row and row[0])
