"""Today's picture in OrgUnit: computed by the database from states and subordinations."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import connection

from khuevan.kernel.events import publish

from ..events import TreeChanged

_NEXT = (
    "update organisations_treeversion set version = nextval('organisations_tree_number') returning version"
)


def refresh(ids: Iterable[int], *, on: date) -> int:
    """Recompute these units and everything under them. Returns the new tree version.

    Runs inside the transaction of the act, so nobody ever sees an act without its consequences. The picture
    is always that of one day: the first act of a new day recomputes everything.
    """
    pictured = _pictured_on()
    if on > pictured:
        _refresh(None, on)
    else:
        _refresh(sorted(set(ids)), pictured)
    return _bump()


def refresh_all(*, on: date) -> int:
    """Recompute every unit for the day: nightly and at start, so that acts dated ahead come into effect.

    Returns the number of units whose picture changed; the tree version grows only if one did.
    """
    _pictured_on()
    changed = _refresh(None, on)
    if changed:
        _bump()
    return changed


def refresh_if_new_day(*, on: date) -> int:
    """Like refresh_all, but only if the stored picture is of another day."""
    return 0 if _pictured_on() == on else refresh_all(on=on)


def _pictured_on() -> date:
    """The day of the stored picture; whoever asks holds back other acts until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("select refreshed_on from organisations_treeversion for update")
        pictured: date = cursor.fetchone()[0]
    return pictured


def _refresh(ids: list[int] | None, on: date) -> int:
    with connection.cursor() as cursor:
        cursor.execute("select organisations_refresh(%s, %s)", [ids, on])
        changed = int(cursor.fetchone()[0])
        if ids is None:
            cursor.execute("update organisations_treeversion set refreshed_on = %s", [on])
    return changed


def _bump() -> int:
    """A number that was never given before, not even by a transaction that was taken back."""
    with connection.cursor() as cursor:
        cursor.execute(_NEXT)
        version = int(cursor.fetchone()[0])
    publish(TreeChanged(version))
    return version
