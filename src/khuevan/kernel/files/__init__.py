"""Files that people hand in or get: stored once by content, known by what they are, readable within reach."""

from typing import Any

from .kinds import ARCHIVES, DOCUMENTS, IMAGES, SPREADSHEETS, TEXTS

_HOMES = {
    "FileRefused": "errors",
    "Purpose": "purposes",
    "StorageFull": "errors",
    "StoredFile": "models",
    "content": "services",
    "open": "services",
    "store": "services",
}

__all__ = [
    "ARCHIVES", "DOCUMENTS", "IMAGES", "SPREADSHEETS", "TEXTS",
    "FileRefused", "Purpose", "StorageFull", "StoredFile", "content", "open", "store",
]  # fmt: skip # noqa: F822


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
