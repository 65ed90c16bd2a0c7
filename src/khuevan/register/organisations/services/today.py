"""Today's picture in OrgUnit: computed by the database from states and subordinations."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import connection

from khuevan.kernel.events import publish

from ..events import TreeChanged


def refresh(ids: Iterable[int], *, on: date) -> int:
    """Recompute these units and everything under them. Returns the new tree version.

    Runs inside the transaction of the act, so nobody ever sees an act without its consequences.
    """
    with connection.cursor() as cursor:
        cursor.execute("select organisations_refresh(%s, %s)", [sorted(set(ids)), on])
    return _bump()


def refresh_all(*, on: date) -> int:
    """Recompute every unit for the day: nightly and at start, so that acts dated ahead come into effect.

    Returns the number of units whose picture changed; the tree version grows only if one did.
    """
    with connection.cursor() as cursor:
        cursor.execute("select organisations_refresh(null, %s)", [on])
        changed = int(cursor.fetchone()[0])
        cursor.execute("update organisations_treeversion set refreshed_on = %s", [on])
    if changed:
        _bump()
    return changed


def refresh_if_new_day(*, on: date) -> int:
    """Like refresh_all, but only if the stored picture is of another day."""
    with connection.cursor() as cursor:
        cursor.execute("select refreshed_on from organisations_treeversion for update")
        row = cursor.fetchone()
    return 0 if row[0] == on else refresh_all(on=on)


def _bump() -> int:
    with connection.cursor() as cursor:
        cursor.execute("update organisations_treeversion set version = version + 1 returning version")
        version = int(cursor.fetchone()[0])
    publish(TreeChanged(version))
    return version
