"""A report as file: what was signed and sent, or a draft to look at. Each is logged."""

from __future__ import annotations

import io
import zipfile

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from khuevan.kernel import access, audit, clock, database, files
from khuevan.kernel.access import Actor, requires
from khuevan.kernel.files import archives
from khuevan.kernel.files.kinds import DOCX, PDF
from khuevan.kernel.records import export

from .. import printing, queries
from ..models import Report
from ..permissions import VIEW_REPORTS

KINDS = {"docx": DOCX, "pdf": PDF}
EXPORT = "reports.report:export"


@requires(VIEW_REPORTS)
@require_safe
def document_file(request: HttpRequest, document_id: int, kind: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = queries.report(actor, document_id)
    if kind not in KINDS:
        raise Http404
    content = file_of(actor, found, kind)
    audit.export(
        actor, EXPORT, at=clock.now(), rows=1, unit_id=found.unit_id, filter=str(found.pk), file=kind
    )
    name = export.file_name(
        f"{found.campaign.title} {found.unit_name} {found.edition}", found.campaign.as_of, kind
    )
    shown = "inline" if kind == "pdf" and request.GET.get("inline") == "1" else "attachment"
    return HttpResponse(
        content, content_type=KINDS[kind], headers={"Content-Disposition": f'{shown}; filename="{name}"'}
    )


@requires(VIEW_REPORTS)
@require_safe
def chain_file(request: HttpRequest, document_id: int) -> HttpResponse:
    """What was signed and sent by the unit and by the bodies above it: every file, in one archive."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = queries.report(actor, document_id)
    chain = queries.chain(actor, found)
    if not chain:
        raise Http404
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        for number, one in enumerate(chain, 1):
            for kind in KINDS:
                name = export.file_name(f"{number} {one.unit_name}", one.campaign.as_of, kind)
                archive.writestr(archives.member(name), file_of(actor, one, kind))
    audit.export(
        actor,
        EXPORT,
        at=clock.now(),
        rows=len(chain),
        unit_id=found.unit_id,
        filter=str(found.pk),
        file="zip",
    )
    name = export.file_name(f"{found.campaign.title} {found.unit_name}", found.campaign.as_of, "zip")
    return HttpResponse(
        kept.getvalue(),
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def file_of(actor: Actor, found: Report, kind: str) -> bytes:
    """Raises Http404 for a draft of others, and where the frozen state is gone."""
    stored_id = found.pdf_id if kind == "pdf" else found.docx_id
    if stored_id is not None:
        with database.acting(
            access.system()
        ):  # who may see the report may read what was sent, wherever the unit is now
            return files.content(files.StoredFile.objects.get(pk=stored_id)).read()
    if not queries.may_write(actor, found):
        raise Http404
    try:
        made = printing.made(queries.told(actor, found), is_draft=True)
    except queries.StateIsGone:
        raise Http404 from None
    return made.pdf if kind == "pdf" else made.docx
