"""Where the built front end lies: hashed names, read from the map that the build writes."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import cast

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.templatetags.static import static

BUILD = Path(__file__).parent / "static" / "build"
MAP = BUILD / "assets.json"


def asset(name: str) -> str:
    """The address of a built file by its plain name: asset("main.css") -> /static/build/main-4f2a91bc.css.
    Raises ImproperlyConfigured when the front end has not been built, KeyError for a name it does not make."""
    names = _read(MAP.stat().st_mtime_ns if settings.DEBUG and MAP.exists() else 0)
    return _address(names[name])


def asset_text(name: str) -> bytes:
    """What a built file holds: for one that has to be served from an address of its own."""
    names = _read(MAP.stat().st_mtime_ns if settings.DEBUG and MAP.exists() else 0)
    return (BUILD / names[name]).read_bytes()


@cache
def _address(file: str) -> str:
    return static(f"build/{file}")


@cache
def _read(_changed: int) -> dict[str, str]:
    try:
        return cast("dict[str, str]", json.loads(MAP.read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise ImproperlyConfigured("the front end is not built: run `npm ci && npm run build`") from None
