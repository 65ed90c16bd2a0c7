"""The school's seal over a printed card (PAdES)."""

from __future__ import annotations

from typing import Final

from khuevan.register.signing import services as signing

from .shaping import Sheet

FIELD: Final = "Con-dau"
"""Name of the seal's field in the PDF."""


def seal_order(pdf: bytes, sheet: Sheet) -> signing.PdfOrder:
    """For `signing.sign_pdf`, with what readers show beside the seal."""
    latest = sheet.years[-1].content
    place = latest.school
    return signing.PdfOrder(
        pdf,
        signing.Words(
            FIELD, place.name, latest.code, ", ".join(p for p in (place.commune, place.province) if p)
        ),
    )
