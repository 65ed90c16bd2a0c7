"""What is asked of the command line: help starts nothing, and what a command does not know is said."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.process
SOURCE = Path(__file__).resolve().parents[1] / "src"
OURS = ("DATABASE_URL", "DATABASE_OWNER_URL", "DJANGO_SETTINGS_MODULE")
HELP = {
    ("run", "--help"): "KHUEVAN_PORT",
    ("run", "-h"): "KHUEVAN_PORT",
    ("prepare", "--help"): "migrations",
    ("db", "--help"): "{start,stop,status}",
    ("messages", "--help"): "--compile",
    ("report", "--help"): "--snapshot",
    ("furnish", "--help"): "--scale",
    ("help",): "prepare",
}
WRONG = {
    ("run", "--prot", "8000"): "unrecognized arguments: --prot 8000",
    ("prepare", "now"): "unrecognized arguments: now",
    ("db", "restart"): "invalid choice: 'restart'",
    ("messages", "--all"): "unrecognized arguments: --all",
}


def told(words: tuple[str, ...], data: Path) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name not in OURS}
    environment |= {"KHUEVAN_DATA": str(data), "PYTHONPATH": str(SOURCE)}
    return subprocess.run(
        [sys.executable, "-m", "khuevan", *words],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("words", HELP, ids=" ".join)
def test_help_is_printed_and_nothing_is_started(words: tuple[str, ...], tmp_path: Path) -> None:
    answer = told(words, tmp_path / "data")
    assert answer.returncode == 0, answer.stderr
    assert HELP[words] in answer.stdout
    assert list(tmp_path.rglob("PG_VERSION")) == [], "no database was made"


@pytest.mark.parametrize("words", WRONG, ids=" ".join)
def test_what_a_command_does_not_know_is_an_error_in_words(words: tuple[str, ...], tmp_path: Path) -> None:
    answer = told(words, tmp_path / "data")
    assert answer.returncode == 2
    assert WRONG[words] in answer.stderr
    assert "Traceback" not in answer.stderr
    assert not (tmp_path / "data").exists()
