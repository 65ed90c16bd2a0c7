"""Real report cards, each rate beside raw RSA-2048 of `openssl speed` in the same run: laid out, signed, verified.

A card of a secondary school with twelve subjects; fully signed it holds fifteen signatures with time stamps.
`FUZZ=200000 make bench ONLY=reportcards` also forges signed cards and papers and counts what the verifier says.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any

import django

from khuevan.register.signing import services as signing
from khuevan.register.signing.tests import builders as signers
from khuevan.register.signing.tests import fuzzing
from khuevan.school.reportcards.printing import Sheet, press, seal_order
from khuevan.school.reportcards.queries.layouts import LAYOUT
from khuevan.school.reportcards.rules.slots import HEAD, place_of
from khuevan.school.reportcards.rules.writing import write
from khuevan.school.reportcards.tests import builders, contents
from khuevan.school.reportcards.tests.fuzzing import forgeries

from .measure import Figure, median
from .signing import CLASS, _figure, _rounds

PAGES = 2


def run() -> list[Figure]:
    head = signers.signer("Hiệu Trưởng", kind="rsa")
    seal = signers.signer("Trường", uid=signers.SEAL, kind="rsa")
    cards = [write(contents.secondary(number)) for number in range(CLASS)]
    sheet = Sheet((contents.signed(contents.secondary()),), contents.IMPRINT)
    paper = press().print_one(sheet)
    whole = builders.signed(contents.secondary())
    sealed = _sealed(seal, paper, sheet)
    assert signers.verified(whole, layout=LAYOUT).outcome == signers.verified(sealed).outcome == "valid"
    numbers = iter(range(1, 10_000_000))
    acts: dict[str, Callable[[], object]] = {
        "sign": lambda: _signed(head, cards),
        "verify": lambda: signers.verified(whole, layout=LAYOUT),
        "seal": lambda: _sealed(seal, paper, sheet),
        "check": lambda: signers.verified(sealed),
        "one": lambda: press().print_one(_sheet(next(numbers))),
        "class": lambda: press().print_all([_sheet(next(numbers)) for _ in range(CLASS)]),
    }
    rates, shares = _rounds(acts)
    raw = median(rates["raw"])
    size = len(whole) // 1024
    return [
        _pages("Pages laid out, one card a file", rates["one"], PAGES, None),
        _pages(f"Pages laid out, {CLASS} cards in one file", rates["class"], PAGES * CLASS, None),
        _pages_of_two(),
        _figure(
            f"Cards signed by the head, {CLASS} in a gesture (XAdES-B-T)", [CLASS * one for one in rates["sign"]],
            [CLASS * one for one in shares["sign"]], raw, "≥ 0.4 of raw", 0.4,
        ),
        _figure(f"Card verified, 15 signatures, {size} KB", rates["verify"], shares["verify"], raw, "", None),
        _figure("Paper sealed (PAdES-B-T)", rates["seal"], shares["seal"], raw, "≥ 25/s", 25 / raw),
        _figure("Paper verified", rates["check"], shares["check"], raw, "", None),
        _gesture(head, raw),
        *_fuzzed(int(os.environ.get("FUZZ", "0"))),
    ]  # fmt: skip


def _pages(name: str, rates: list[float], pages: int, least: int | None) -> Figure:
    """pages: of one act."""
    rate = pages * median(rates)
    aim, met = ("", None) if least is None else (f"≥ {least}/s", rate >= least)
    return Figure(name, f"{rate:.0f}/s", "one core's own time", None, aim, met)


def _pages_of_two() -> Figure:
    """As jobs print: a process for each of two cores. By the clock of whoever waits for all of it."""
    alone, both = _pages_by(1), _pages_by(2)
    return Figure(
        f"Pages laid out by two processes, {CLASS} cards in one file", f"{both:.0f}/s",
        f"one process: {alone:.0f}/s", both / alone, "≥ 100/s", both >= 100,
    )  # fmt: skip


def _pages_by(processes: int) -> float:
    """Pages a second of so many processes, warm, over eight classes for each."""
    with ProcessPoolExecutor(processes, get_context("spawn"), django.setup) as pool:
        list(pool.map(_printed, range(4 * processes)))
        begun = time.perf_counter()
        pages = sum(pool.map(_printed, range(100, 100 + 8 * processes)))
        return pages / (time.perf_counter() - begun)


def _printed(number: int) -> int:
    press().print_all([_sheet(number * CLASS + one) for one in range(CLASS)])
    return PAGES * CLASS


def _sheet(number: int) -> Sheet:
    return Sheet((contents.signed(contents.secondary(number)),), contents.IMPRINT)


def _signed(head: Any, cards: list[bytes]) -> list[bytes]:
    place = place_of(HEAD)
    slot = signing.Slot(place.address, place.covers, place.id)
    orders = [signing.XmlOrder(card, (slot,), "Hiệu trưởng") for card in cards]
    outcomes = signing.sign_xml(head, orders, at=signers.AT, stamp=signers.stamp)
    return [one.content for one in outcomes if one.content]


def _sealed(seal: Any, paper: bytes, sheet: Sheet) -> bytes:
    outcome = signing.sign_pdf(
        seal, [seal_order(paper, sheet.years[-1].content)], at=signers.AT, stamp=signers.stamp
    )[0]
    assert outcome.content
    return outcome.content


def _gesture(head: Any, raw: float) -> Figure:
    """The head signs a class: one call of the signer."""
    cards = [write(contents.secondary(number)) for number in range(CLASS)]
    took = []
    for _round in range(3):
        begun = time.perf_counter()
        assert len(_signed(head, cards)) == CLASS
        took.append(time.perf_counter() - begun)
    gesture, least = median(took), CLASS / raw
    return Figure(
        f"{CLASS} cards of a class signed in one gesture", f"{gesture:.2f} s",
        f"{CLASS} raw signatures: {least:.3f} s", gesture / least, "< 3 s", gesture < 3,
    )  # fmt: skip


def _fuzzed(count: int) -> list[Figure]:
    """A fifth forged by structure, the rest changed in their bytes."""
    if not count:
        return []
    seed = int(time.time())
    card = builders.signed()
    sheet = _sheet(1)
    paper = _sealed(signers.signer("Trường", uid=signers.SEAL), press().print_one(sheet), sheet)
    made = {
        "forged cards": (card, forgeries(card, count // 5, seed=seed), {"layout": LAYOUT}),
        "cards with changed bytes": (
            card,
            fuzzing.changes(card, count * 2 // 5, seed=seed),
            {"layout": LAYOUT},
        ),
        "papers with changed bytes": (paper, fuzzing.changes(paper, count * 2 // 5, seed=seed), {}),
    }
    figures = []
    for name, (original, changed, more) in made.items():
        begun = time.perf_counter()
        counted = fuzzing.tried(original, changed, **more)
        rate = counted.total() / (time.perf_counter() - begun)
        said = f"valid {counted['valid']}, remarks {counted['remarks']}, invalid {counted['invalid']}"
        figures.append(
            Figure(
                f"{counted.total():,} {name}",
                said,
                f"{rate:.0f}/s",
                None,
                "none valid",
                counted["valid"] == 0,
            )
        )
    return figures
