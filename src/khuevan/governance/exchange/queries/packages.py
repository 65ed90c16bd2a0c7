"""Packages and checks of packages."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet
from django.http import Http404

from khuevan.kernel import access, jobs
from khuevan.kernel.access import Actor
from khuevan.kernel.jobs.choices import OPEN

from ..models import CheckedRecord, Package, PackageCheck
from ..permissions import VIEW_PACKAGES

LARGEST = 2**63 - 1


def packages(actor: Actor) -> QuerySet[Package]:
    return Package.objects.within(access.scope(actor, VIEW_PACKAGES)).select_related("unit")


def package(actor: Actor, package_id: int) -> Package:
    """Raises Http404 outside the scope."""
    found = packages(actor).filter(pk=package_id).first() if package_id <= LARGEST else None
    if found is None:
        raise Http404
    return found


def checks(actor: Actor) -> QuerySet[PackageCheck]:
    return PackageCheck.objects.within(access.scope(actor, VIEW_PACKAGES)).select_related("unit")


def check(actor: Actor, check_id: int) -> PackageCheck:
    """Raises Http404 outside the scope."""
    found = checks(actor).filter(pk=check_id).first() if check_id <= LARGEST else None
    if found is None:
        raise Http404
    return found


def checked(done: PackageCheck, *, kind: str = "", result: str = "") -> QuerySet[CheckedRecord]:
    """The records that differ."""
    found = CheckedRecord.objects.filter(check_of=done)
    if kind:
        found = found.filter(kind=kind)
    return found.filter(result=result) if result else found


def endings(rows: Iterable[Package | PackageCheck]) -> dict[int, str]:
    """How the jobs ended whose package or check still waits, by the number of the row; open jobs are left out."""
    waiting = {row.run_id: row.pk for row in rows if row.state == "waiting" and row.run_id is not None}
    if not waiting:
        return {}
    ended = jobs.JobRun.objects.filter(pk__in=waiting).exclude(state__in=OPEN)
    return {waiting[run]: state for run, state in ended.values_list("pk", "state")}
