"""Looking at a package, whoever it is from: presence, digests, the seal, then each card. Nothing is written here."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from sys import intern
from typing import IO

from khuevan.register.signing import queries as signing
from khuevan.register.signing.queries import Report, SignatureReport
from khuevan.school.reportcards import queries as reportcards

from ..formats import PACKAGE_LAYOUT, ArchiveRefused, Limits, Opened, Unreadable, open_archive, read_manifest
from ..rules import Entry, Fault, FaultKind, Manifest, counted
from .words import refusal

Step = Callable[[int, int], None]
Expected = Callable[[str, int], Mapping[str, Collection[str]]]
"""Code and version of a card -> slot -> fingerprints of the certificates that may stand there."""
SealDoubt = Callable[[str, SignatureReport], str]
"""Code of a school and a seal -> why it is not that school's, in words; "" where it is."""


@dataclass(frozen=True, slots=True)
class Looked:
    """A card of a package that holds, as far as it was read. A province's package has a hundred thousand of them, so what
    is the same in many is kept once."""

    entry: Entry
    name: str
    year: str
    class_name: str
    school_code: str
    school_name: str


@dataclass
class Examined:
    """manifest: None where it could not be read; digest: SHA-256 of the signed manifest; cards: those that hold."""

    manifest: Manifest | None = None
    digest: str = ""
    faults: list[Fault] = field(default_factory=list)
    cards: list[Looked] = field(default_factory=list)
    sealed_by: str = ""
    sealed_at: datetime | None = None


def examine(
    stream: IO[bytes],
    *,
    at: datetime,
    trust: signing.Trust,
    seal_doubt: SealDoubt,
    card_doubt: SealDoubt = lambda code, seal: "",
    expected: Expected = lambda code, version: {},
    step: Step = lambda done, of: None,
    limits: Limits | None = None,
) -> Examined:
    """Everything that is wrong, not only the first thing. Needs no more memory than the list of cards.

    seal_doubt: of the seal on the whole, against the sender; card_doubt: of the seal on each card, against the school
    that issued it. expected: who was to sign, as far as it is known here.
    """
    found = Examined()
    try:
        opened = open_archive(stream, limits)
        sealed = opened.manifest()
        found.digest = hashlib.sha256(sealed).hexdigest()
        found.manifest = read_manifest(sealed)
        trust = signing.besides(trust, opened.answers())
    except ArchiveRefused as refused:
        found.faults.append(Fault(FaultKind.MANIFEST, refused.name, refusal(refused)))
        return found
    except Unreadable as unreadable:
        found.faults.append(Fault(FaultKind.MANIFEST, "", unreadable.where))
        return found
    _look_at_seal(found, signing.verify(sealed, trust, at=at, layout=PACKAGE_LAYOUT), seal_doubt)
    _look_at_cards(found, opened, _Eyes(trust, at, expected, card_doubt), step)
    return found


def _look_at_seal(found: Examined, report: Report, seal_doubt: SealDoubt) -> None:
    if report.outcome != "valid":
        found.faults.append(Fault(FaultKind.MANIFEST, "", first_words(report), _is_doubt(report)))
    seal = next(iter(report.signatures), None)
    if seal is None or found.manifest is None:
        return
    found.sealed_by, found.sealed_at = seal.organisation or seal.signer, seal.signed_at
    doubt = seal_doubt(found.manifest.sender.code, seal)
    if doubt:
        found.faults.append(Fault(FaultKind.OTHER_SENDER, "", doubt))


@dataclass(frozen=True)
class _Eyes:
    trust: signing.Trust
    at: datetime
    expected: Expected
    card_doubt: SealDoubt


def _look_at_cards(found: Examined, opened: Opened, eyes: _Eyes, step: Step) -> None:
    manifest = found.manifest
    assert manifest is not None
    entries = {entry.file: entry for entry in manifest.entries}
    present: list[tuple[str, str]] = []
    for file, content in _cards(opened, found):
        digest = hashlib.sha256(content).hexdigest()
        entry = entries.get(file)
        is_listed = entry is not None and digest == entry.digest
        present.append((file, entry.digest if entry is not None and is_listed else digest))
        step(len(present), len(entries))
        if entry is None or not is_listed:
            continue
        looked = _look_at(entry, content, manifest, eyes)
        if isinstance(looked, Fault):
            found.faults.append(looked)
        else:
            found.cards.append(looked)
    found.faults = counted(manifest, present) + found.faults


def _cards(opened: Opened, found: Examined) -> Iterator[tuple[str, bytes]]:
    try:
        yield from opened.cards()
    except ArchiveRefused as refused:
        found.faults.append(Fault(FaultKind.ALTERED, refused.name, refusal(refused)))


def _look_at(entry: Entry, content: bytes, manifest: Manifest, eyes: _Eyes) -> Looked | Fault:
    expected = eyes.expected(entry.code, entry.version)
    report = signing.verify(content, eyes.trust, at=eyes.at, expected=expected)
    if report.outcome != "valid":
        kind = FaultKind.OTHER_SIGNER if _is_somebody_elses(report) else FaultKind.SIGNATURE
        return Fault(kind, entry.file, first_words(report), _is_doubt(report))
    try:
        card = reportcards.read(content)
    except reportcards.NotACard as refused:
        return Fault(FaultKind.OTHER_CARD, entry.file, refused.detail or refused.code)
    if (card.code, card.version) != (entry.code, entry.version):
        return Fault(FaultKind.OTHER_CARD, entry.file, f"{card.code}, {card.version}")
    if card.holder.number != entry.learner:
        return Fault(FaultKind.OTHER_LEARNER, entry.file, card.holder.number)
    if manifest.kind == "submission" and card.school.code != manifest.sender.code:
        return Fault(FaultKind.OTHER_SCHOOL, entry.file, card.school.name)
    doubts = (eyes.card_doubt(card.school.code, part) for part in report.signatures if part.is_seal)
    doubt = next((one for one in doubts if one), "")
    if doubt:
        return Fault(FaultKind.OTHER_SEAL, entry.file, doubt)
    return Looked(
        entry=entry, name=card.holder.name, year=intern(card.year), class_name=intern(card.class_name),
        school_code=intern(card.school.code), school_name=intern(card.school.name),
    )  # fmt: skip


def _is_doubt(report: Report) -> bool:
    return report.outcome == "remarks"


def _is_somebody_elses(report: Report) -> bool:
    """Nothing is wrong but who signed."""
    said = [*report.findings, *(one for part in report.signatures for one in part.findings)]
    return {one.code for one in said if one.severity != "note"} == {"wrong_signer"}


def first_words(report: Report) -> str:
    """What is wrong, or in doubt, first; of a signature, in which role it was to stand."""
    said = [("", one) for one in report.findings]
    said += [(part.label, one) for part in report.signatures for one in part.findings]
    worst = sorted(
        (one for one in said if one[1].severity != "note"), key=lambda one: one[1].severity == "doubt"
    )
    if not worst:
        return ""
    label, finding = worst[0]
    return f"{label}: {finding.text}" if label else finding.text
