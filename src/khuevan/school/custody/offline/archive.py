"""Builds the single file: the verifier's own modules, as they are, and the little that it takes from Django as words."""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final

SOURCE: Final = Path(__file__).resolve().parents[4]
SCHEMA: Final = SOURCE.parent / "schemas" / "report-card" / "1.0" / "report-card.xsd"
NAME: Final = "khuevan-verify.pyz"
FIRST_LINE: Final = b"#!/usr/bin/env python3\n"
WHOLE: Final = (
    "khuevan/kernel/clock/__init__.py",
    "khuevan/kernel/files/archives.py",
    "khuevan/register/signing/verification",
    "khuevan/register/signing/formats",
    "khuevan/register/signing/rules",
    "khuevan/register/signing/signers/protocol.py",
    "khuevan/school/reportcards/rules",
    "khuevan/school/reportcards/queries/layouts.py",
    "khuevan/school/custody/rules",
    "khuevan/school/custody/formats",
    "khuevan/school/custody/services/examining.py",
    "khuevan/school/custody/services/words.py",
    "khuevan/school/custody/offline/program.py",
)
"""Files, and folders with all of their modules."""
THIN: Final = {
    "khuevan/register/signing/queries/__init__.py": (
        "from ..verification import Layout, Report, SignatureReport, SlotRule, Trust, declare, verify\n"
        "from ..verification.asking import StatusAsker\n"
        "from ..verification.loading import certificates_in\n"
        "from ..verification.revocation import besides\n"
    ),
    "khuevan/register/signing/services/__init__.py": "from ..formats.xml import Slot\n",
    "khuevan/school/reportcards/queries/__init__.py": (
        "from importlib.resources import files\n"
        "from ..rules import reading\n"
        "from ..rules.reading import NotACard, read\n"
        "from .layouts import declare as declare_layouts\n"
        f'reading.SCHEMA = files("khuevan") / "{SCHEMA.name}"\n'
    ),
    "__main__.py": (
        "import sys\nfrom khuevan.school.custody.offline.program import main\nsys.exit(main(sys.argv[1:]))\n"
    ),
}
"""What on the platform reaches for the database, here without it."""
WORDS: Final = ("django/utils/translation.py", "django/utils/functional.py")
ALWAYS: Final = (2026, 1, 1, 0, 0, 0)
"""Moment of every entry: the same sources give the same file."""


def files() -> dict[str, str]:
    """Path inside the archive -> text."""
    found = dict(THIN)
    for place in WHOLE:
        whole = SOURCE / place
        for file in sorted(whole.glob("*.py")) if whole.is_dir() else [whole]:
            found[str(file.relative_to(SOURCE))] = file.read_text()
    words = (Path(__file__).parent / "words.py").read_text()
    found |= dict.fromkeys(WORDS, words)
    found[f"khuevan/{SCHEMA.name}"] = SCHEMA.read_text()
    packages = {parent for name in found for parent in Path(name).parents if parent != Path()}
    return dict.fromkeys((f"{package}/__init__.py" for package in packages), "") | found


@cache
def archive() -> bytes:
    """Needs Python 3.11 with lxml, cryptography and pyhanko, and nothing else of ours."""
    written = io.BytesIO(FIRST_LINE)
    written.seek(0, io.SEEK_END)
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as into:
        for name, text in sorted(files().items()):
            entry = zipfile.ZipInfo(name, ALWAYS)
            entry.compress_type = zipfile.ZIP_DEFLATED
            into.writestr(entry, text)
    return written.getvalue()


def run(arguments: Sequence[str]) -> int:
    """The same program in a process of its own. Its exit code."""
    with tempfile.TemporaryDirectory(prefix="khuevan-verify-") as folder:
        place = Path(folder) / NAME
        place.write_bytes(archive())
        return subprocess.run([sys.executable, str(place), *arguments], check=False).returncode
