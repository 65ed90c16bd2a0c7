from __future__ import annotations

from django.http import FileResponse, HttpRequest
from django.views.decorators.http import require_safe

from khuevan.kernel.access import signed_in

from . import services
from .kinds import IMAGES, PDF

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
