"""`python -m khuevan backup TARGET`: writes one archive of the database and the stored files."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from khuevan.kernel import clock
from khuevan.kernel.database.archive import reading
from khuevan.kernel.database.backup import BackupFailed, archive_name, forget_old, write_backup


class Command(BaseCommand):
    help = "Writes one archive of the database and the stored files. People may go on working."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "target", type=Path, help="a new file, or a folder: the file is named by the moment"
        )
        parser.add_argument(
            "--keep", type=int, default=0, help="afterwards keep only so many archives in the folder"
        )

    def handle(self, *args: Any, target: Path, keep: int, **options: Any) -> None:
        at = clock.now()
        folder = target if target.is_dir() else target.parent
        path = target / archive_name(at) if target.is_dir() else target
        if keep and not target.is_dir():
            raise CommandError("--keep needs a folder as target")
        if not folder.is_dir():
            raise CommandError(f"the folder {folder} does not exist")
        addresses = settings.DATABASE_ADDRESSES
        try:
            manifest = write_backup(
                addresses.owner,
                addresses.app.user,
                Path(settings.FILES_ROOT),
                path,
                at=at,
                software=settings.VERSION,
                say=lambda what: self.stdout.write(f"  {what}"),
            )
        except (BackupFailed, FileExistsError) as error:
            raise CommandError(f"no backup: {error}") from error
        with reading(path) as opened:
            self.stdout.write(f"{path}  {path.stat().st_size:,} bytes")
            self.stdout.write(
                f"{len(manifest.tables)} tables, {manifest.rows:,} rows, {len(manifest.files)} files,"
                f" manifest SHA-256 {opened.manifest_sha256}"
            )
        for old in forget_old(folder, keep) if keep else ():
            self.stdout.write(f"  removed {old.name}")
        self.stdout.write(f"  {shutil.disk_usage(folder).free // 2**20:,} MiB left on the disk")
