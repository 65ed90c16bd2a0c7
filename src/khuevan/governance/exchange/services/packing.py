"""Making the counted package of a school, and handing it out."""

from __future__ import annotations

import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import IO, Any, BinaryIO

from django.db import connection, transaction
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuevan.kernel import access, audit, database, files, jobs
from khuevan.kernel.access import Actor
from khuevan.kernel.files.kinds import ARCHIVES
from khuevan.kernel.records import Invalid
from khuevan.register.organisations import queries as organisations
from khuevan.school.schoolyear import queries as schoolyear

from ..choices import PackageState
from ..models import Package
from ..permissions import MAKE_PACKAGES
from ..queries.changes import highest
from ..queries.content import content, versions_of
from ..queries.kinds import Kind, kinds
from ..rules import Manifest, write_package
from ..rules.packages import line_of

PACKAGE = files.Purpose(
    "exchange.package", gettext_lazy("Gói dữ liệu của trường"), megabytes=200, accept=ARCHIVES
)
MADE = ["state", "made_at", "file_id", "size", "rows", "cursor", "parts", "content_digest", "digest"]
Step = Callable[[int, int | None, str], None]


def begin_package(actor: Actor, *, at: datetime, unit_id: int, school_year: str) -> Package:
    """Has the package made by a job. Raises Refused, Invalid, Http404 outside the scope."""
    if unit_id not in access.scope(actor, MAKE_PACKAGES):
        raise Http404
    school = school_of(actor, unit_id)
    if school_year not in {year.code for year in schoolyear.years()}:
        raise Invalid({"school_year": _("Chưa có năm học này.")})
    from ..tasks import make_package_file

    with audit.act(actor, MAKE_PACKAGES.code, at=at, unit_id=school.pk) as act:
        package = Package.objects.create(
            unit=school, uid=uuid.uuid4(), school_year=school_year, made_by=actor.name[:150], asked_at=at
        )
        act.on(package)
        run = jobs.start(actor, make_package_file, at=at, unit_id=school.pk, package_id=package.pk)
        Package.objects.filter(pk=package.pk).update(run_id=run.pk)
        package.run_id = run.pk
    return package


def make_package(actor: Actor, *, at: datetime, package_id: int, step: Step) -> Package:
    """Writes the file from one snapshot of the records and keeps it. Asked again, a package that is there stays as it is.

    Raises Refused where the right was taken away meanwhile.
    """
    with tempfile.TemporaryFile() as stream:
        with _one_snapshot(actor):
            package = Package.objects.select_related("unit").get(pk=package_id)
            access.demand(actor, MAKE_PACKAGES, on=package)
            if package.state == PackageState.READY:
                return package
            manifest = write_package(stream, _head(package, at), _parts(package, step))
        size = stream.tell()
        stream.seek(0)
        with database.acting(actor), audit.act(actor, MAKE_PACKAGES.code, at=at, on=package):
            return _keep(actor, package, manifest, stream, size, at)


def download(actor: Actor, package: Package, *, at: datetime) -> BinaryIO:
    """The file's content, logged as an export. Raises Refused; Http404 where it is not made yet."""
    access.demand(actor, MAKE_PACKAGES, on=package)
    stored = None if package.file_id is None else files.StoredFile.objects.filter(pk=package.file_id).first()
    if stored is None:
        raise Http404
    audit.export(
        actor, "exchange.package:export", at=at, rows=package.rows, unit_id=package.unit_id,
        package=package.pk, digest=package.digest,
    )  # fmt: skip
    return files.content(stored)


def school_of(actor: Actor, unit_id: int) -> Any:
    """The school, a unit that teaches. Raises Http404, Invalid."""
    school = organisations.unit_if_seen(actor, unit_id)
    if school is None:
        raise Http404
    if not school.levels:
        raise Invalid({"school": _("Chỉ trường học mới có gói dữ liệu.")})
    return school


def file_name(package: Package) -> str:
    return f"{package.unit.code}-{package.school_year}-{package.pk}.zip"


def _head(package: Package, at: datetime) -> Manifest:
    return Manifest(
        uid=str(package.uid), school_id=package.unit_id, school_code=package.unit.code,
        school_name=package.unit.name, school_year=package.school_year, made_at=at.replace(microsecond=0),
        cursor=highest(),
    )  # fmt: skip


def _parts(package: Package, step: Step) -> Iterator[tuple[str, Iterator[bytes]]]:
    every = list(kinds().values())
    for number, kind in enumerate(every):
        step(number, len(every), kind.label)
        yield kind.code, _lines(kind, package)
    step(len(every), len(every), "")


def _lines(kind: Kind, package: Package) -> Iterator[bytes]:
    versions = versions_of(kind, package.unit_id)
    for record_id, columns in content(kind, package.unit_id, package.school_year):
        yield line_of(record_id, versions.get(record_id, 0), columns)


def _keep(
    actor: Actor, package: Package, manifest: Manifest, stream: IO[bytes], size: int, at: datetime
) -> Package:
    # Kept as the platform's own file: whoever takes it out does so by `download`, which logs the export.
    stored = files.store(
        access.system(), stream, name=file_name(package), at=at, unit_id=package.unit_id, purpose=PACKAGE
    )  # fmt: skip
    package.state, package.made_at, package.file_id = PackageState.READY, manifest.made_at, stored.pk
    package.size, package.rows, package.cursor = size, manifest.rows, manifest.cursor
    package.parts = [part.written() for part in manifest.parts]
    package.content_digest, package.digest = manifest.content_digest, manifest.digest
    package.save_checked(package.version, fields=MADE)
    audit.export(
        actor, "exchange.package:export", at=at, rows=manifest.rows, unit_id=package.unit_id,
        package=package.pk, digest=manifest.digest,
    )  # fmt: skip
    return package


@contextmanager
def _one_snapshot(actor: Actor) -> Iterator[None]:
    """All reads see the records of one moment, whoever writes meanwhile."""
    if connection.in_atomic_block:
        with database.acting(actor):
            yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("set transaction isolation level repeatable read, read only")
        with database.acting(actor):
            yield
