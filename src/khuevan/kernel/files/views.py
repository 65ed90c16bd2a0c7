from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import FileResponse, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from khuevan.kernel import access, ui
from khuevan.kernel.access import requires, signed_in
from khuevan.kernel.audit.subjects import unit_names

from . import services
from .kinds import EXTENSIONS, IMAGES, PDF
from .models import StoredFile
from .permissions import VIEW_FILES

SHOWN = (PDF, *IMAGES)
"""Kinds that a browser may show in the page's own window; everything else is downloaded."""


@require_safe
@signed_in("one's own files; others' are decided by files.file:view at the file's unit")
def download(request: HttpRequest, file_id: int) -> FileResponse:
    stored, content = services.open(request.actor, file_id)  # type: ignore[attr-defined]
    shown = "inline" in request.GET and stored.media_type in SHOWN
    response = FileResponse(
        content, as_attachment=not shown, filename=stored.name, content_type=stored.media_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


@dataclass(frozen=True)
class FileRow:
    """`kind`: the ending that the content has; `kilobytes` rounded up."""

    file: StoredFile
    kind: str
    kilobytes: int
    unit: str


@dataclass(frozen=True)
class FilesPage:
    slice: ui.Slice
    listing: ui.Listing


@require_safe
@requires(VIEW_FILES)
def stored_files(request: HttpRequest) -> HttpResponse:
    """The files of one's units, newest first."""
    listing = ui.Listing.of(request, sort="-id")
    found = StoredFile.objects.within(access.scope(request.actor, VIEW_FILES))  # type: ignore[attr-defined]
    if listing.text:
        found = found.filter(name__icontains=listing.text)
    taken = ui.take_after(found, listing, by=("id",))
    units = unit_names({row.unit_id for row in taken.rows if row.unit_id is not None})
    return ui.render(request, "files/files.html", FilesPage(taken.map(lambda row: _row(row, units)), listing))


def _row(row: StoredFile, units: Mapping[int, str]) -> FileRow:
    kind = EXTENSIONS.get(row.media_type, row.media_type).lstrip(".")
    return FileRow(row, kind, -(-row.size // 1024), units.get(row.unit_id or 0, ""))
