"""The folder in which an import keeps what it has read, checked and planned, until it is old.

Everything in it can be made again from the stored file, so it is in no backup.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

import polars as pl
from django.conf import settings

VALUES: Final = "values"
FINDINGS: Final = "findings"
COVERED: Final = "covered"
PLAN: Final = "plan"
PLANNED: Final = "planned"
"""Findings that were made while planning: the same record twice, …"""


def root() -> Path:
    return Path(settings.FILES_ROOT) / "imports"


def folder(import_id: int) -> Path:
    return root() / str(import_id)


def cells(import_id: int) -> Path:
    """Where the reading process writes."""
    return folder(import_id) / "cells"


def keep(import_id: int, name: str, frame: pl.DataFrame) -> None:
    """Whole or not at all: written beside its place and renamed."""
    place = folder(import_id) / f"{name}.arrow"
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    arriving = place.with_suffix(".arriving")
    frame.write_ipc(arriving, compression="lz4")
    arriving.replace(place)


def kept(import_id: int, name: str) -> pl.DataFrame:
    """Raises FileNotFoundError where it is gone."""
    return pl.read_ipc(folder(import_id) / f"{name}.arrow")


def scan(import_id: int, name: str) -> pl.LazyFrame:
    place = folder(import_id) / f"{name}.arrow"
    if not place.exists():
        raise FileNotFoundError(place)
    return pl.scan_ipc(place)


def clear(import_id: int) -> None:
    shutil.rmtree(folder(import_id), ignore_errors=True)
