"""A report that was sent, without what may not be read by everybody."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from django.utils.translation import gettext as _

from khuevan.kernel.documents import Block, Cell, Document, Image, Paragraph, Span, Table

from ..queries import WITHHELD, Screen
from ..rules import Contents


def screened(document: Document, contents: Contents, screen: Screen, dropped: Collection[str]) -> Document:
    """dropped: what those charts said of which nothing is left."""
    return replace(document, blocks=tuple(_block(one, contents, screen, dropped) for one in document.blocks))


def _block(one: Block, contents: Contents, screen: Screen, dropped: Collection[str]) -> Block:
    if isinstance(one, Paragraph):
        return _paragraph(one, screen)
    if isinstance(one, Table):
        return replace(one, rows=tuple(_row(row, contents, screen) for row in one.rows))
    if isinstance(one, Image) and one.alt in dropped:
        return Paragraph((Span(_("(Biểu đồ không công khai vì số người ít.)"), italic=True),))
    return one


def _paragraph(one: Paragraph, screen: Screen) -> Paragraph:
    return replace(
        one, spans=tuple(replace(span, text=screen.said(span.text, span.link)) for span in one.spans)
    )


def _row(row: tuple[Cell, ...], contents: Contents, screen: Screen) -> tuple[Cell, ...]:
    """Of a target that is withheld also the cells that say how far it is, which lead nowhere by themselves."""
    spans = [span for cell in row for one in cell.paragraphs for span in one.spans]
    hidden = next((span for span in spans if span.link and screen.hides_target(span.link)), None)
    secret: set[str] = set()
    if hidden is not None:
        rows = [one for one in contents.aims if one.get("noi dung") == hidden.text and "ke hoach" in one]
        secret = {one.get(name, "") for one in rows for name in ("thuc hien", "ket qua")} - {""}
    return tuple(
        replace(cell, paragraphs=tuple(_cell(one, screen, secret) for one in cell.paragraphs)) for cell in row
    )


def _cell(one: Paragraph, screen: Screen, secret: Collection[str]) -> Paragraph:
    if one.text.strip() in secret:
        return replace(one, spans=(Span(WITHHELD),))
    return _paragraph(one, screen)
