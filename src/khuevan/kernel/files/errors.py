from __future__ import annotations


class FileRefused(Exception):  # noqa: N818 - the name is what happened
    """The file is not taken; `reason` says why and what to do, in the user's language. Nothing was kept."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class StorageFull(FileRefused):
    """The server has no room left (or may not write): no fault of the file. Nothing was half-written."""
