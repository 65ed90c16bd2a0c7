"""The signing key of a machine that was given none: made once, kept in the data folder, readable by us only."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def of_this_machine(data: Path) -> str:
    """For demonstration and tests; production names its key in the environment and `checks` insists on it."""
    file = data / "secret.key"
    try:
        return file.read_text()
    except FileNotFoundError:
        data.mkdir(parents=True, exist_ok=True)
        fresh = data / f"secret.key.{os.getpid()}"
        with os.fdopen(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as made:
            made.write(secrets.token_urlsafe(50))
        try:
            os.link(fresh, file)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
        return file.read_text()
