"""What everybody may read: reports that were sent and that their unit made public. No signature, no name of whoever
wrote, decided or published; the words are those that the unit read again before it published them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.http import Http404

from khuevan.kernel import access, clock, database, files

from ..choices import Tier
from ..models import Report
from ..outlines import OUTLINES
from ..rules import SENT
from .reports import LARGEST


@dataclass(frozen=True)
class Published:
    """outline: code of the built-in outline that the campaign follows. digest: SHA-256 of what was sent."""

    report_id: int
    unit_id: int
    unit_name: str
    tier: Tier
    title: str
    outline: str
    outline_label: str
    school_year: str
    as_of: date
    edition: int
    submitted_on: date
    published_at: datetime
    digest: str


@dataclass(frozen=True)
class PublishedWords:
    """A published report to read on a page. sections: narrative parts that were written, in the order of the report.
    aims: without figures of few persons."""

    report: Published
    sections: Mapping[str, str]
    aims: tuple[Mapping[str, str], ...]


def published_reports(
    *, unit_id: int | None = None, school_year: str = "", outline: str = ""
) -> list[Published]:
    """The latest published first; of a unit in a campaign the edition that is public now. One query."""
    wanted = {"unit_id": unit_id, "campaign__school_year": school_year, "campaign__outline": outline}
    with database.acting(access.system()):
        rows = Report.objects.filter(published_at__isnull=False, state__in=SENT).select_related("campaign")
        rows = rows.filter(**{name: value for name, value in wanted.items() if value})
        return [_published(one) for one in rows.defer("content", "details").order_by("-published_at", "-pk")]


def published_report(report_id: int) -> PublishedWords:
    """Raises Http404 for what is not public, and for what is not any more as it was sent."""
    from .filling import contents_of, in_order

    found = _found(report_id)
    contents = contents_of(found)
    if contents is None:
        raise Http404
    sections = in_order(found, contents).sections
    written = {label: words for label, words in sections.items() if words.strip()}
    return PublishedWords(_published(found), written, tuple(found.public_rows))


def published_pdf(report_id: int) -> tuple[str, bytes]:
    """(name of the file, content): the pages without the signature. Raises Http404."""
    found = _found(report_id)
    with database.acting(access.system()):
        stored = files.StoredFile.objects.get(pk=found.public_pdf_id)
        with files.content(stored) as stream:
            return stored.name, stream.read()


def sent_docx(report: Report) -> bytes:
    """Of a report that was sent. Raises Http404."""
    with database.acting(access.system()):
        stored = files.StoredFile.objects.filter(pk=report.docx_id).first()
        if stored is None:
            raise Http404
        with files.content(stored) as stream:
            return stream.read()


def _found(report_id: int) -> Report:
    with database.acting(access.system()):
        rows = Report.objects.select_related("campaign", "campaign__template").filter(
            published_at__isnull=False, state__in=SENT
        )
        found = rows.filter(pk=report_id).first() if 0 < report_id <= LARGEST else None
    if found is None:
        raise Http404
    return found


def _published(one: Report) -> Published:
    campaign = one.campaign
    outline = OUTLINES.get(campaign.outline)
    assert one.published_at is not None
    assert one.submitted_at is not None
    return Published(
        one.pk, one.unit_id, one.unit_name, Tier(one.tier), campaign.title, campaign.outline,
        str(outline.label) if outline is not None else campaign.outline, campaign.school_year, campaign.as_of,
        one.edition, clock.on(one.submitted_at), one.published_at, one.digest,
    )  # fmt: skip
