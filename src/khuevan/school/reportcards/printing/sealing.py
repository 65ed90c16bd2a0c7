"""The school's seal over a printed card (PAdES)."""

from __future__ import annotations

from typing import Final

from khuevan.register.signing import services as signing

from ..rules.content import CardContent

FIELD: Final = "Con-dau"
"""Name of the seal's field in the PDF."""


def seal_order(pdf: bytes, card: CardContent, name: str = "") -> signing.PdfOrder:
    """For `signing.sign_pdf`, with what readers show beside the seal. card: of the latest year; name: of the paper, where
    it is not the card itself but a copy."""
    place = card.school
    return signing.PdfOrder(
        pdf,
        signing.Words(
            FIELD, place.name, name or card.code, ", ".join(p for p in (place.commune, place.province) if p)
        ),
    )
