"""`python -m khuevan restore SOURCE`: puts an archive back, after every byte of it was checked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from khuevan.kernel.database.archive import ArchiveIsDamaged, Manifest, reading
from khuevan.kernel.database.restore import RestoreFailed, restore_backup

AUDIT_CHECK = "audit_verify"


class Command(BaseCommand):
    help = "Restores an archive into an empty database, in one transaction, and compares it table by table."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", type=Path)
        parser.add_argument("--wipe", action="store_true", help="replace everything that is there now")
        parser.add_argument(
            "--check-only", action="store_true", help="read and verify the archive, touch nothing"
        )
        parser.add_argument("--expect", default="", help="SHA-256 of the manifest, as the backup printed it")

    def handle(
        self, *args: Any, source: Path, wipe: bool, check_only: bool, expect: str, **options: Any
    ) -> None:
        addresses = settings.DATABASE_ADDRESSES
        try:
            with reading(source) as archive:
                self._introduce(archive.manifest)
                if expect and expect.lower() != archive.manifest_sha256:
                    raise CommandError(
                        f"this is another archive: its manifest has SHA-256 {archive.manifest_sha256}"
                    )
                if check_only:
                    archive.verify()
                    self.stdout.write("the archive is whole and unchanged")
                    return
                self._refuse_newer(archive.manifest)
                connection.close()
                restore_backup(
                    addresses.owner,
                    addresses.app.user,
                    Path(settings.FILES_ROOT),
                    archive,
                    wipe=wipe,
                    say=lambda what: self.stdout.write(f"  {what}"),
                )
        except FileNotFoundError as error:
            raise CommandError(f"there is no {source}") from error
        except ArchiveIsDamaged as error:
            raise CommandError(f"nothing restored, the archive is damaged: {error}") from error
        except RestoreFailed as error:
            raise CommandError(f"nothing restored: {error}") from error
        self.stdout.write("restored: every table has the rows and the hash of the archive")
        if AUDIT_CHECK in get_commands():
            call_command(AUDIT_CHECK)
        self._tell_of_migrations()

    def _introduce(self, manifest: Manifest) -> None:
        self.stdout.write(
            f"{manifest.made_at}, version {manifest.software}, PostgreSQL {manifest.server}:"
            f" {len(manifest.tables)} tables, {manifest.rows:,} rows, {len(manifest.files)} files"
        )

    def _refuse_newer(self, manifest: Manifest) -> None:
        """An archive of a newer version has columns that this version would not keep right."""
        ours = {app for app, _ in MigrationLoader(None).disk_migrations}
        known = set(MigrationLoader(None).disk_migrations)
        foreign = sorted(step for step in manifest.migrations if step[0] in ours and step not in known)
        if foreign:
            raise CommandError(
                f"the archive was made by a newer version ({manifest.software}): it knows the migration"
                f" {foreign[0][0]}.{foreign[0][1]}, this version does not"
            )

    def _tell_of_migrations(self) -> None:
        missing = set(MigrationLoader(None).disk_migrations) - set(
            MigrationLoader(connection).applied_migrations
        )
        connection.close()
        if missing:
            self.stdout.write(
                f"{len(missing)} migrations are newer than the archive: run `python -m khuevan prepare`"
            )
