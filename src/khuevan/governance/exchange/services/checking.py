"""Reading a package that somebody hands in: verified first, then compared with what stands."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import BinaryIO

from django.http import Http404
from django.utils.translation import gettext as _

from khuevan.kernel import access, audit, files, jobs
from khuevan.kernel.access import Actor
from khuevan.school.schoolyear import queries as schoolyear

from ..choices import CheckState, Result
from ..models import CheckedRecord, Package, PackageCheck
from ..permissions import CHECK_PACKAGES
from ..queries.content import content
from ..queries.kinds import kinds
from ..rules import Difference, Limits, Manifest, Opened, PackageRefused, compare, open_package
from .packing import PACKAGE, school_of
from .words import sentence

MOST_SHOWN = 20_000
"""Records that differ are kept up to here; the counts are of all."""
BATCH = 1_000
CHECKED = ["state", "reason", "checked_at", "school_year", "made_at", "digest", "is_ours", "counts"]
Step = Callable[[int, int | None, str], None]


class NotTaken(ValueError):  # noqa: N818 - the name is what happened
    """The package is whole, but not one for this school and this platform. The message is the sentence."""


def begin_check(actor: Actor, *, at: datetime, unit_id: int, stream: BinaryIO, name: str) -> PackageCheck:
    """Takes the file in and has it checked by a job. A file that the store refuses is a refused check, and logged.

    Raises Refused, Invalid, Http404 outside the scope.
    """
    if unit_id not in access.scope(actor, CHECK_PACKAGES):
        raise Http404
    school = school_of(actor, unit_id)
    from ..tasks import check_package_file

    clean = name.replace("\x00", "").strip()[:200] or "?"
    with audit.act(actor, CHECK_PACKAGES.code, at=at, unit_id=school.pk) as act:
        done = PackageCheck.objects.create(
            unit=school, file_name=clean, asked_by=actor.name[:150], asked_at=at
        )
        act.on(done)
        try:
            stored = files.store(actor, stream, name=clean, at=at, unit_id=school.pk, purpose=PACKAGE)
        except files.FileRefused as refused:
            _refuse(actor, done, refused.reason, at)
            return done
        run = jobs.start(actor, check_package_file, at=at, unit_id=school.pk, check_id=done.pk)
        done.file_id, done.run_id = stored.pk, run.pk
        done.save_checked(done.version, fields=["file_id", "run_id"])
    return done


def run_check(
    actor: Actor, *, at: datetime, check_id: int, step: Step, limits: Limits | None = None
) -> PackageCheck:
    """Verifies and compares, in one transaction. Asked again, a check that is done stays as it is."""
    done = PackageCheck.objects.select_related("unit").get(pk=check_id)
    access.demand(actor, CHECK_PACKAGES, on=done)
    if done.state != CheckState.WAITING:
        return done
    stored = files.StoredFile.objects.get(pk=done.file_id)
    with audit.act(actor, CHECK_PACKAGES.code, at=at, on=done):
        try:
            with files.content(stored) as stream:
                opened = open_package(stream, limits)
                done.is_ours = _demand_ours(opened.manifest, done.unit_id)
                _take(done, opened.manifest)
                counts = _compare(done, opened, step)
        except PackageRefused as refused:
            _refuse(actor, done, sentence(refused), at)
        except (NotTaken, files.FileRefused) as refused:
            _refuse(actor, done, str(refused), at)
        else:
            done.counts, done.checked_at = counts, at
            same = all(set(one) <= {Result.SAME.value} for one in counts.values())
            done.state = CheckState.SAME if same else CheckState.DIFFERENT
            done.save_checked(done.version, fields=CHECKED)
    return done


def _demand_ours(manifest: Manifest, unit_id: int) -> bool:
    """Whether this platform made it, by its own register. Raises NotTaken for a foreign or a forged one."""
    if manifest.school_id != unit_id:
        raise NotTaken(
            _("Gói của trường khác: %(name)s (mã %(code)s). Không nhận cho trường này.")
            % {"name": manifest.school_name[:150], "code": manifest.school_code[:40]}
        )
    if manifest.school_year not in {year.code for year in schoolyear.years()}:
        raise NotTaken(
            _("Gói của năm học %(year)s, năm học này chưa có ở đây.") % {"year": manifest.school_year[:20]}
        )
    strange = sorted({part.kind for part in manifest.parts} - set(kinds()))
    if strange:
        raise NotTaken(
            _("Gói có loại hồ sơ mà nền tảng không biết: %(kinds)s.") % {"kinds": ", ".join(strange)[:300]}
        )
    known = Package.objects.filter(uid=manifest.uid).first()
    if known is not None and known.digest != manifest.digest:
        raise NotTaken(
            _("Gói giả: mang số của gói lập lúc %(at)s nhưng nội dung khác với sổ gói.")
            % {"at": f"{known.made_at:%d/%m/%Y %H:%M}" if known.made_at else "?"}
        )
    return known is not None


def _take(done: PackageCheck, manifest: Manifest) -> None:
    done.school_year, done.made_at, done.digest = manifest.school_year, manifest.made_at, manifest.digest


def _compare(done: PackageCheck, opened: Opened, step: Step) -> dict[str, dict[str, int]]:
    """Counts by kind and result; the records that differ are written down."""
    counts: dict[str, dict[str, int]] = {}
    left = MOST_SHOWN
    every = list(kinds().values())
    for number, kind in enumerate(every):
        step(number, len(every), kind.label)
        here = content(kind, done.unit_id, opened.manifest.school_year)
        found: dict[str, int] = {}
        waiting: list[CheckedRecord] = []
        for difference in compare(opened.rows(kind.code), here):
            found[difference.result] = found.get(difference.result, 0) + 1
            if difference.result != Result.SAME and left > 0:
                left -= 1
                waiting.append(_record(done, kind.code, difference))
            if len(waiting) == BATCH:
                CheckedRecord.objects.bulk_create(waiting)
                waiting = []
        CheckedRecord.objects.bulk_create(waiting)
        if found:
            counts[kind.code] = found
    step(len(every), len(every), "")
    return counts


def _record(done: PackageCheck, kind: str, difference: Difference) -> CheckedRecord:
    return CheckedRecord(
        check_of=done, unit_id=done.unit_id, kind=kind, record_id=difference.record_id, result=difference.result,
        columns=[name[:63] for name in difference.columns[:40]],
    )  # fmt: skip


def _refuse(actor: Actor, done: PackageCheck, reason: str, at: datetime) -> None:
    """Refused, in the register and in the log."""
    done.state, done.reason, done.checked_at = CheckState.REFUSED, reason[:500], at
    done.save_checked(done.version, fields=CHECKED)
    audit.record(
        actor, "refusal", "exchange.package:refuse", at=at, on=done, unit_id=done.unit_id, why=reason[:500]
    )
