"""A province's package of report cards, built with a test authority and then looked at as a department does it.

`CARDS=100000 make bench ONLY=card_package` is the whole; two thousand cards are looked at otherwise. Each class has
teachers of its own (a certificate each), each card six signatures with time stamps, and its own code, so that nothing
that was verified for one card answers for another. Built by as many processes as there are cores, verified by one.
"""

from __future__ import annotations

import functools
import gc
import hashlib
import os
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import IO, Any

import django

from khuevan.register.signing import services as signing
from khuevan.register.signing.authority import Authority, opened
from khuevan.register.signing.signers import SoftwareSigner
from khuevan.register.signing.tests import builders as signers
from khuevan.school.custody.formats import SLOT, write_archive, write_manifest
from khuevan.school.custody.rules import Entry, Manifest, PackageKind, Place
from khuevan.school.custody.services import examine
from khuevan.school.reportcards.rules.slots import HEAD, HOMEROOM, SEAL, SUBJECT, place_of
from khuevan.school.reportcards.rules.writing import write
from khuevan.school.reportcards.tests import builders

from .measure import Figure

CARDS = int(os.environ.get("CARDS", "2000"))
CLASS, SIGNATURES = 45, 6
FLAT = 1.5
"""Kilobytes a card that may stay in memory: the list of cards itself, which the department keeps."""
Card = tuple[Entry, bytes]


@dataclass
class Watch:
    """Processor time and memory on the way, at a quarter and at the end."""

    begun: float = field(default_factory=time.process_time)
    wall: float = field(default_factory=time.perf_counter)
    first: float = 0.0
    last: float = 0.0

    def step(self, done: int, of: int) -> None:
        if done == max(of // 4, 1):
            self.first = megabytes()
        if done == of:
            self.last = megabytes()


def run() -> list[Figure]:
    begun = time.perf_counter()
    with tempfile.TemporaryFile() as stream:
        build(stream)
        built, size = time.perf_counter() - begun, stream.tell() / 2**20
        stream.seek(0)
        watch = Watch()
        found = examine(
            stream, at=signers.AT + timedelta(hours=1), trust=signers.trust(), seal_doubt=lambda code, seal: "",
            step=watch.step,
        )  # fmt: skip
    own, wall = time.process_time() - watch.begun, time.perf_counter() - watch.wall
    assert not found.faults, found.faults[:3]
    assert len(found.cards) == CARDS
    grown = (watch.last - watch.first) * 1024 / (CARDS * 3 / 4)
    return [
        Figure(
            f"Package of {CARDS:,} cards verified, {SIGNATURES} signatures each, {size:,.0f} MB",
            f"{CARDS / own:.0f} cards/s of one core's time, {wall:.0f} s by the clock",
            f"built in {built:.0f} s by {os.cpu_count()} processes", None, "", None,
        ),
        Figure(
            "memory on the way", f"after a quarter {watch.first:.0f} MB, at the end {watch.last:.0f} MB",
            f"{grown:.2f} KB a card", None, f"≤ {FLAT} KB a card",
            grown <= FLAT if CARDS >= 20_000 else None,
        ),
    ]  # fmt: skip


def build(stream: IO[bytes]) -> None:
    """Cards as they come from the processes, in a file of their own until the manifest that names them is sealed."""
    authority = signers.authority()
    with tempfile.TemporaryFile() as pile:
        entries = _piled(pile, authority)
        seal = signers.signer("Trường THPT A", uid=signers.SEAL)
        manifest = write_manifest(
            Manifest(
                "G-bench", PackageKind.SUBMISSION, Place("68001001", "Trường THCS Lê Lợi"), Place("68", "Sở GDĐT"),
                "2025-2026", "", signers.AT, tuple(entry for entry, _size in entries),
            )
        )  # fmt: skip
        order = signing.XmlOrder(manifest, (SLOT["GOI_HOC_BA"],))
        sealed = signing.sign_xml(seal, [order], at=signers.AT, stamp=signers.stamp)[0].content
        assert sealed
        pile.seek(0)
        write_archive(stream, sealed, ((entry.file, pile.read(size)) for entry, size in entries))


def _piled(pile: IO[bytes], authority: Authority) -> list[tuple[Entry, int]]:
    entries: list[tuple[Entry, int]] = []
    classes = range(-(-CARDS // CLASS))
    processes = os.cpu_count() or 1
    with ProcessPoolExecutor(processes, get_context("spawn"), django.setup) as pool:
        for cards in pool.map(functools.partial(_class, str(authority.folder)), classes, chunksize=4):
            for entry, content in cards[: CARDS - len(entries)]:
                pile.write(content)
                entries.append((entry, len(content)))
    return entries


@functools.cache
def _of(folder: str) -> Authority:
    """The same authority in each process."""
    return opened(Path(folder), at=signers.AT - timedelta(days=30))


def _class(folder: str, number: int) -> list[Card]:
    """Signed in the order of the chain, each time the whole class in one gesture."""
    authority = _of(folder)
    contents = [
        builders.content(code=f"HB2526-{number:05}-{place:05}", year=f"{5 + place / 10:.1f}")
        for place in range(CLASS)
    ]
    contents = [
        replace(
            one, class_name=f"6A{number}", holder=replace(one.holder, number=f"{number * CLASS + place:010}")
        )
        for place, one in enumerate(contents)
    ]
    cards = [write(one) for one in contents]
    for kind, code, signer in _hands(authority, number, [line.code for line in contents[0].subjects]):
        place = place_of(kind, code)
        slot = signing.Slot(place.address, place.covers, place.id)
        orders = [signing.XmlOrder(card, (slot,), kind) for card in cards]
        outcomes = signing.sign_xml(
            signer, orders, at=signers.AT, stamp=lambda digest: authority.stamp(digest, at=signers.AT)
        )
        cards = [one.content for one in outcomes if one.content]
    return [
        (Entry(one.code, one.version, hashlib.sha256(card).hexdigest(), one.holder.number), card)
        for one, card in zip(contents, cards, strict=True)
    ]


def _hands(
    authority: Authority, number: int, subjects: list[str]
) -> Iterator[tuple[str, str, SoftwareSigner]]:
    for kind, code in (*((SUBJECT, code) for code in subjects), (HOMEROOM, ""), (HEAD, ""), (SEAL, "")):
        uid = signers.SEAL if kind == SEAL else ""
        made: Any = authority.issue(
            f"{kind} {code} {number}", at=signers.AT - timedelta(days=10), organisation="Trường THPT A", uid=uid,
            kind="ec",
        )  # fmt: skip
        yield kind, code, SoftwareSigner(made.key, made.certificate, made.chain)


def megabytes() -> float:
    """Resident now."""
    gc.collect()
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
