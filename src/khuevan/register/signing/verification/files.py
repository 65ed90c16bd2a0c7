"""One file, whatever it is."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from .layouts import Layout
from .pdf import verify_pdf
from .report import Report, wrong
from .trust import Trust
from .xml import Question, verify_xml


def verify(
    content: bytes,
    trust: Trust,
    *,
    at: datetime,
    layout: Layout | None = None,
    expected: Mapping[str, Collection[str]] | None = None,
) -> Report:
    """Whether the file holds, in words. Never raises for what the file contains.

    at: now. layout: what the document ought to be; else told by its root element. expected: see `xml.Question`.
    """
    report = Report("", hashlib.sha256(content).hexdigest(), len(content))
    if b"%PDF-" in content[:1024]:
        return verify_pdf(
            content, trust, Report("pdf", report.sha256, report.size), at=at, expected=expected or {}
        )
    head = content[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"<"):
        question = Question(trust, at, layout, expected or {})
        return verify_xml(content, question, Report("xml", report.sha256, report.size))
    return Report(
        "", report.sha256, report.size,
        findings=(wrong("kind", _("Tệp không phải XML hay PDF nên không có chữ ký để kiểm tra.")),),
    )  # fmt: skip
