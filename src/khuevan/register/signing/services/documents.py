"""Signing many documents in one gesture, whatever signs: prepare all, ask the signer once, finish what was signed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from ..formats import pdf, xml
from ..formats.pdf import Words
from ..formats.xml import CannotSign, Slot, Stamp
from ..signers import Signer

Progress = Callable[[int], None]


@dataclass(frozen=True)
class XmlOrder:
    """One XML with the slots that this signer fills; none of them may cover another. role: in words, goes inside."""

    content: bytes
    slots: tuple[Slot, ...]
    role: str = ""


@dataclass(frozen=True)
class PdfOrder:
    content: bytes
    words: Words


@dataclass(frozen=True)
class Outcome:
    """content: the signed document; None where it waits, because of `waits`, or could not be signed (`refused`)."""

    content: bytes | None
    waits: str = ""
    refused: str = ""


def sign_documents(
    signer: Signer, orders: Sequence[XmlOrder | PdfOrder], *, at: datetime, stamp: Stamp | None, qualified: bool = True,
    progress: Progress = lambda done: None,
) -> list[Outcome]:  # fmt: skip
    """In the order given, XML and PDF mixed as they come; the signer is asked once. A document is signed whole or not at
    all. stamp None: level B-B.

    Raises SignerFailed where the signer signed nothing.
    """
    hand = cache(lambda: xml.Hand(signer.certificate, signer.chain, at=at, qualified=qualified))
    prepared = [_prepared(signer, hand, order, at) for order in orders]
    digests = [digest for one in prepared if not isinstance(one, Outcome) for digest in one.digests]
    batch = signer.sign(digests) if digests else None
    values = iter(batch.values if batch else ())
    waits = batch.waits if batch else ""
    outcomes: list[Outcome] = []
    for done, one in enumerate(prepared, 1):
        outcomes.append(one if isinstance(one, Outcome) else _finished(one, values, stamp, waits))
        progress(done)
    return outcomes


sign_xml = sign_pdf = sign_documents
"""Said where all are of one kind."""


@dataclass(frozen=True)
class _Xml:
    frame: xml.Frame

    @property
    def digests(self) -> list[bytes]:
        return [part.digest for part in self.frame.parts]

    def finish(self, values: Sequence[bytes], stamp: Stamp | None) -> bytes:
        return self.frame.finish(values, stamp)


@dataclass(frozen=True)
class _Pdf:
    document: pdf.PreparedPdf

    @property
    def digests(self) -> list[bytes]:
        return [self.document.digest]

    def finish(self, values: Sequence[bytes], stamp: Stamp | None) -> bytes:
        return self.document.finish(values[0], stamp)


def _prepared(
    signer: Signer, hand: Callable[[], xml.Hand], order: XmlOrder | PdfOrder, at: datetime
) -> _Xml | _Pdf | Outcome:
    try:
        if isinstance(order, PdfOrder):
            return _Pdf(
                pdf.prepare(order.content, signer.certificate, signer.chain, at=at, words=order.words)
            )
        return _Xml(xml.XmlDocument(order.content).frame(order.slots, hand(), role=order.role))
    except CannotSign as refused:
        return Outcome(None, refused=refused.reason)


def _finished(one: _Xml | _Pdf, values: Iterator[bytes], stamp: Stamp | None, waits: str) -> Outcome:
    given = [value for _digest in one.digests if (value := next(values, None)) is not None]
    if len(given) < len(one.digests):
        return Outcome(None, waits=waits)
    return Outcome(one.finish(given, stamp))
