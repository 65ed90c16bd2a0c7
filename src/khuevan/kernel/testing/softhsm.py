"""SoftHSM2 (Debian's softhsm2): cryptographic tokens in software, with the library that a real one would have."""

from __future__ import annotations

from pathlib import Path

LIBRARY = "/usr/lib/softhsm/libsofthsm2.so"


def settings_in(home: Path) -> Path:
    """Where a process is told by SOFTHSM2_CONF that tokens are kept in this folder."""
    return home / "softhsm2.conf"


def prepare(home: Path) -> Path:
    """The folder may hold tokens now; gives its settings."""
    (home / "tokens").mkdir()
    settings_in(home).write_text(f"directories.tokendir = {home / 'tokens'}\nlog.level = ERROR\n")
    return settings_in(home)
