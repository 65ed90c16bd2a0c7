"""A report as a file, logged."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.http import require_safe

from khuevan.kernel import audit, clock
from khuevan.kernel.access import Actor, requires
from khuevan.kernel.records import export

from .. import printing, queries
from ..models import Report
from ..permissions import VIEW_REPORTS

KINDS = {"xlsx": export.KINDS["xlsx"], "pdf": "application/pdf"}
EXPORT = "statistics.report:export"


@requires(VIEW_REPORTS)
@require_safe
def report_file(request: HttpRequest, report_id: int, kind: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = queries.report(actor, report_id)
    if kind not in KINDS:
        raise Http404
    content, name = file_of(actor, found, kind)
    audit.export(
        actor, EXPORT, at=clock.now(), rows=1, unit_id=found.unit_id, filter=str(found.pk), file=kind
    )
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=KINDS[kind], headers=headers)


def file_of(actor: Actor, found: Report, kind: str) -> tuple[bytes, str]:
    """The bytes and the file's name. Raises Http404 where what was kept is not as it was sent."""
    full = queries.filled(actor, found)
    if full.is_broken:
        raise Http404
    with translation.override("vi"):  # what is handed in is Vietnamese, whatever the reader reads
        return _made(found, full, kind)


def _made(found: Report, full: queries.Filled, kind: str) -> tuple[bytes, str]:
    sheet = printing.sheet_of(found, full)
    make = printing.workbook if kind == "xlsx" else printing.paper
    title = f"{full.form.code} {found.school_year} {found.unit_name} {found.revision}"
    return make(sheet, made_at=found.submitted_at), export.file_name(title, found.as_of, kind)
