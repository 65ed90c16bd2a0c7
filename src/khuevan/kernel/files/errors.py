from __future__ import annotations

from django.http import Http404


class FileRefused(Exception):  # noqa: N818 - the name is what happened
    """The file is not taken; `reason` says why and what to do, in the user's language. Nothing was kept."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class FileLost(FileRefused, Http404):
    """The row is there and the content is not: `files_verify` lists such. Pages and the API answer 404."""


class StorageFull(FileRefused):
    """The server has no room left (or may not write): no fault of the file. Nothing was half-written."""
