"""A report as .docx and PDF: the template filled, and the PDF laid out from what the .docx says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from khuevan.kernel import documents

from ..models import Report
from ..outlines import vocabulary
from ..queries import Screen, Told
from ..rules import Contents
from .public import screened


@dataclass(frozen=True)
class Files:
    docx: bytes
    pdf: bytes


def made(told: Told, *, made_at: datetime | None = None, is_draft: bool = False) -> Files:
    """Always in Vietnamese; the same report gives the same bytes. Raises documents.CannotPrint."""
    with translation.override("vi"):
        campaign = told.report.campaign
        title = f"{campaign.title}: {told.report.unit_name}"
        words = vocabulary(campaign.as_of)
        filled = documents.opened_and_filled(
            told.sheet.template, words, told, draw=documents.drawn, title=title
        )
        document = documents.document_of(filled, told.charts)
        pdf = documents.printed(document, made_at=made_at, look=look(told, is_draft=is_draft))
        return Files(documents.packed(filled), pdf)


def look(told: Told, *, is_draft: bool) -> documents.Look:
    report, campaign = told.report, told.report.campaign
    foot = _("Số liệu chốt: %(name)s, SHA-256 %(digest)s… · lần %(edition)s") % {
        "name": campaign.snapshot_name, "digest": campaign.snapshot_digest[:16], "edition": report.edition,
    }  # fmt: skip
    return documents.Look(footer=foot, draft=_("BẢN DỰ THẢO, CHƯA KÝ") if is_draft else "")


def made_public(report: Report, docx: bytes, contents: Contents, screen: Screen, *, at: datetime) -> bytes:
    """The pages of a .docx that was sent, for everybody: unsigned, without links into the platform, whose pages want a
    sign-in, and without figures of few persons. Raises documents.CannotPrint."""
    with translation.override("vi"):
        foot = _("Bản công khai, không kèm chữ ký số · lần %(edition)s · SHA-256 bản đã ký, gửi: %(digest)s…") % {
            "edition": report.edition, "digest": report.digest[:16],
        }  # fmt: skip
        drawn, dropped = screen.charts(contents)
        document = screened(documents.read_document(docx, drawn), contents, screen, dropped)
        if screen.hides:
            foot += _(" · ×: không nêu vì ít người")
        return documents.printed(documents.unlinked(document), made_at=at, look=documents.Look(footer=foot))
