"""Signing many documents in one gesture, whatever signs: prepare all, ask the signer once, finish what was signed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

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


def sign_xml(
    signer: Signer, orders: Sequence[XmlOrder], *, at: datetime, stamp: Stamp | None, qualified: bool = True,
    progress: Progress = lambda done: None,
) -> list[Outcome]:  # fmt: skip
    """In the order given. A document is signed whole or not at all. stamp None: level B-B.

    Raises SignerFailed where the signer signed nothing.
    """
    prepared = [_prepared(signer, order, at, qualified) for order in orders]
    digests = [part.digest for one in prepared if isinstance(one, _Xml) for part in one.parts]
    batch = signer.sign(digests) if digests else None
    values = iter(batch.values if batch else ())
    waits = batch.waits if batch else ""
    outcomes: list[Outcome] = []
    for done, one in enumerate(prepared, 1):
        outcomes.append(one if isinstance(one, Outcome) else _finished(one, values, stamp, waits))
        progress(done)
    return outcomes


@dataclass(frozen=True)
class _Xml:
    document: xml.XmlDocument
    parts: tuple[xml.Prepared, ...]


def _prepared(signer: Signer, order: XmlOrder, at: datetime, qualified: bool) -> _Xml | Outcome:
    try:
        document = xml.XmlDocument(order.content)
        parts = tuple(
            document.prepare(
                slot, signer.certificate, signer.chain, at=at, role=order.role, qualified=qualified
            )
            for slot in order.slots
        )
    except CannotSign as refused:
        return Outcome(None, refused=refused.reason)
    return _Xml(document, parts)


def _finished(one: _Xml, values: Iterator[bytes], stamp: Stamp | None, waits: str) -> Outcome:
    given = [value for _part in one.parts if (value := next(values, None)) is not None]
    if len(given) < len(one.parts):
        return Outcome(None, waits=waits)
    for part, value in zip(one.parts, given, strict=True):
        one.document.finish(part, value, stamp)
    return Outcome(one.document.content())


def sign_pdf(
    signer: Signer, orders: Sequence[PdfOrder], *, at: datetime, stamp: Stamp | None,
    progress: Progress = lambda done: None,
) -> list[Outcome]:  # fmt: skip
    """The same for PDF, level B-T with a stamp."""
    prepared: list[pdf.PreparedPdf | Outcome] = []
    for order in orders:
        try:
            prepared.append(
                pdf.prepare(order.content, signer.certificate, signer.chain, at=at, words=order.words)
            )
        except CannotSign as refused:
            prepared.append(Outcome(None, refused=refused.reason))
    digests = [one.digest for one in prepared if isinstance(one, pdf.PreparedPdf)]
    batch = signer.sign(digests) if digests else None
    values = iter(batch.values if batch else ())
    outcomes: list[Outcome] = []
    for done, one in enumerate(prepared, 1):
        if isinstance(one, Outcome):
            outcomes.append(one)
        else:
            value = next(values, None)
            outcomes.append(
                Outcome(None, waits=batch.waits if batch else "")
                if value is None
                else Outcome(one.finish(value, stamp))
            )
        progress(done)
    return outcomes
