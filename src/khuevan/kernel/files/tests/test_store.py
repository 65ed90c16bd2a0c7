from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.http import Http404

from khuevan.kernel import access, database, files
from khuevan.kernel.access import Actor, Refused
from khuevan.kernel.files import FileRefused, StorageFull, StoredFile, blobs, checks, services, verification
from khuevan.kernel.files.permissions import VIEW_FILES
from khuevan.kernel.testing import actor, client_for
from khuevan.kernel.testing.scarcity import files_no_longer_than

from . import specimens

pytestmark = pytest.mark.django_db

AT = datetime(2026, 9, 5, 1, tzinfo=UTC)
CLERK = actor(units=[3], account_id=301)
SMALL = files.Purpose("files.small_specimen", "Tệp thử", megabytes=1, accept=files.DOCUMENTS)


def keep(content: bytes, who: Actor = CLERK, name: str = "công văn.pdf", **words: Any) -> StoredFile:
    with database.acting(who):
        return files.store(who, io.BytesIO(content), name=name, at=AT, unit_id=3, **words)


def left(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_file_is_kept_whole_and_only_once(store_folder: Path) -> None:
    first, second = keep(specimens.PDF), keep(specimens.PDF, name="bản khác.pdf")
    assert (first.media_type, first.size, first.name) == (
        "application/pdf",
        len(specimens.PDF),
        "công văn.pdf",
    )
    assert first.sha256 == second.sha256
    assert first.pk != second.pk
    (content,) = left(store_folder)
    assert content.read_bytes() == specimens.PDF
    assert content.relative_to(store_folder).parts == (first.sha256[:2], first.sha256[2:4], first.sha256)
    assert content.stat().st_mode & 0o777 == 0o440


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "rỗng"),
        (b"%PDF-" + b"x" * 1024**2, "tối đa 1 MB"),
        (specimens.PNG, "là png"),
        (specimens.MACROS, "macro"),
        (b"MZ\x90\x00" + b"\x00" * 60, "Không nhận ra|là"),
        (b"<html><script>alert(1)</script>", "Không nhận ra"),
    ],
)
def test_what_is_not_wanted_is_refused_in_words_and_leaves_nothing(
    store_folder: Path, content: bytes, words: str
) -> None:
    with pytest.raises(FileRefused, match=words) as refused:
        keep(content, purpose=SMALL)
    assert refused.value.reason
    assert left(store_folder) == []
    with database.acting(access.system()):
        assert not StoredFile.objects.exists()


def test_reading_needs_the_uploader_or_the_permission_at_the_unit() -> None:
    stored = keep(specimens.PDF)
    reader = actor(VIEW_FILES, units=[3], account_id=302)
    without, elsewhere = actor(units=[3], account_id=303), actor(VIEW_FILES, units=[4], account_id=304)
    for allowed in (CLERK, reader, access.system()):
        with database.acting(allowed):
            found, content = files.open(allowed, stored.pk)
            with content:
                assert (found.pk, content.read()) == (stored.pk, specimens.PDF)
    with database.acting(without), pytest.raises(Refused):
        files.open(without, stored.pk)
    with database.acting(elsewhere), pytest.raises(Http404):
        files.open(elsewhere, stored.pk)


@contextmanager
def cramped(folder: Path) -> Iterator[None]:
    """A disk of 256 kB under the store where mounting is allowed, else a process that may write no more than that."""
    folder.mkdir(parents=True, exist_ok=True)
    mounted = (
        os.geteuid() == 0
        and not subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(folder)],
            capture_output=True,
            check=False,
        ).returncode
    )
    if not mounted:
        with files_no_longer_than(256 * 1024):
            yield
        return
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_is_said_and_nothing_is_half_written(store_folder: Path) -> None:
    with cramped(store_folder):
        small = keep(specimens.PDF)
        with pytest.raises(StorageFull, match="hết chỗ"):
            keep(b"%PDF-" + os.urandom(900 * 1024))
        (content,) = left(store_folder)
        assert content.name == small.sha256
        keep(specimens.PDF + b"%another\n")
        assert len(left(store_folder)) == 2
    with database.acting(access.system()):
        assert StoredFile.objects.count() == 2


def test_a_process_that_may_write_no_more_is_refused_in_words(store_folder: Path) -> None:
    with files_no_longer_than(64 * 1024), pytest.raises(StorageFull, match="Chưa có gì được lưu"):
        keep(b"%PDF-" + os.urandom(200 * 1024))
    assert left(store_folder) == []


def _scanner(folder: Path) -> str:
    """A scanner as ClamAV behaves: 1 for the EICAR test file, 2 where it cannot read, 0 otherwise."""
    program = folder / "scanner.py"
    program.write_text(
        "import sys\ncontent = open(sys.argv[-1], 'rb').read()\n"
        "sys.exit(1 if b'EICAR-STANDARD-ANTIVIRUS-TEST-FILE' in content else 2 if b'UNREADABLE' in content else 0)\n"
    )
    return f"{sys.executable} {program}"


def test_the_virus_scanner_has_the_last_word(store_folder: Path, tmp_path: Path, settings: Any) -> None:
    settings.ANTIVIRUS_COMMAND = _scanner(tmp_path)
    keep(specimens.PDF)
    with pytest.raises(FileRefused, match="mã độc"):
        keep(specimens.PDF + b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*")
    with pytest.raises(FileRefused, match="Chưa quét được"):
        keep(specimens.PDF + b"UNREADABLE")
    settings.ANTIVIRUS_COMMAND = "/nowhere/clamdscan"
    with pytest.raises(FileRefused, match="Chưa quét được"):
        keep(specimens.PDF + b"other")
    assert len(left(store_folder)) == 1


def test_the_system_check_refuses_a_scanner_that_is_not_there(settings: Any) -> None:
    assert checks.antivirus(None) == []
    settings.ANTIVIRUS_COMMAND = "/nowhere/clamdscan --fdpass"
    assert [message.id for message in checks.antivirus(None)] == ["files.E001"]
    settings.ANTIVIRUS_COMMAND = sys.executable
    assert checks.antivirus(None) == []


def test_verification_names_what_is_missing_changed_and_left_over(store_folder: Path) -> None:
    good, lost, bad = keep(specimens.PDF), keep(specimens.PDF + b"%1"), keep(specimens.PDF + b"%2")
    blobs.place(lost.sha256).unlink()
    blobs.place(bad.sha256).chmod(0o600)
    blobs.place(bad.sha256).write_bytes(b"something else")
    orphan = blobs.place("ab" * 32)
    orphan.parent.mkdir(parents=True, exist_ok=True)
    orphan.write_bytes(b"old")
    os.utime(orphan, (1, 1))
    with database.acting(access.system()):
        verdict = verification.verify()
    found = {finding.kind: finding for finding in verdict.findings}
    assert not verdict.whole
    assert verdict.contents == 3
    assert found["missing"].names == (f"#{lost.pk} công văn.pdf",)
    assert found["changed"].sha256 == bad.sha256
    assert found["left_over"].sha256 == "ab" * 32
    assert good.sha256 not in {finding.sha256 for finding in verdict.findings}
    said = io.StringIO()
    with pytest.raises(CommandError, match="damaged"):
        call_command("files_verify", "--remove-left-over", stdout=said)
    assert "CHANGED" in said.getvalue()
    assert "1 left-over contents deleted" in said.getvalue()
    assert not orphan.exists()


def test_a_lost_content_is_said_in_words() -> None:
    stored = keep(specimens.PDF)
    blobs.place(stored.sha256).unlink()
    with database.acting(CLERK), pytest.raises(FileRefused, match="không còn trong kho"):
        services.open(CLERK, stored.pk)


def test_a_download_is_an_attachment_that_no_browser_runs() -> None:
    stored = keep(specimens.PDF)
    response = client_for(CLERK).get(f"/files/{stored.pk}")
    assert response.status_code == 200
    assert b"".join(response.streaming_content) == specimens.PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''c%C3%B4ng%20v%C4%83n.pdf")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    shown = client_for(CLERK).get(f"/files/{stored.pk}?inline=1")
    assert shown["Content-Disposition"].startswith("inline")
    assert (
        client_for(actor(VIEW_FILES, units=[9], account_id=399)).get(f"/files/{stored.pk}").status_code == 404
    )
    assert client_for(actor(units=[3], account_id=398)).get(f"/files/{stored.pk}").status_code == 403


def test_the_list_shows_the_files_of_ones_units_only() -> None:
    kept = keep(specimens.workbook(), name="danh sách.xlsx", accept=files.SPREADSHEETS)
    seer = actor(VIEW_FILES, units=[3], account_id=302)
    shown = client_for(seer).get("/files/").content.decode()
    assert kept.name in shown
    assert f'href="/files/{kept.pk}"' in shown
    assert "Không có tệp nào như vậy" in client_for(seer).get("/files/", {"q": "zzz"}).content.decode()
    elsewhere = actor(VIEW_FILES, units=[4], account_id=303)
    assert kept.name not in client_for(elsewhere).get("/files/").content.decode()
    assert client_for(CLERK).get("/files/").status_code == 403
