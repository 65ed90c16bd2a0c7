"""Signatures a second on one core, each beside raw RSA-2048 of `openssl speed` in the same run; a class in one gesture.

XML of 18 KB to XAdES-B-T and PDF of two pages to PAdES-B-T, with local time stamps; verified with status and time stamp.
`FUZZ=200000 make bench ONLY=signing` also changes signed files at random and counts what the verifier says.
"""

from __future__ import annotations

import os
import re
import subprocess
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from typing import Any

from khuevan.register.signing import services
from khuevan.register.signing.tests import builders, fuzzing

from .measure import Figure, median

CLASS = 45
WORDS = "Chăm chỉ, tiến bộ. " * 22


def run() -> list[Figure]:
    who = builders.signer(kind="rsa")
    card = builders.card(WORDS)
    document = builders.printed()
    signed_xml, signed_pdf = _xml(who, card), _pdf(who, document)
    acts: dict[str, Callable[[], object]] = {
        "xml": lambda: _xml(who, card),
        "xml_check": lambda: builders.verified(signed_xml),
        "pdf": lambda: _pdf(who, document),
        "pdf_check": lambda: builders.verified(signed_pdf),
    }
    rates, shares = _rounds(acts)
    raw = median(rates["raw"])
    gesture = median([_gesture(who, card) for _ in range(3)])
    figures = [
        _figure("XML signed (XAdES-B-T, 18 KB)", rates["xml"], shares["xml"], raw, "≥ 0.4 of raw", 0.4),
        _figure("XML verified, one signature", rates["xml_check"], shares["xml_check"], raw, "", None),
        _figure("PDF signed (PAdES-B-T)", rates["pdf"], shares["pdf"], raw, "≥ 25/s", 25 / raw),
        _figure("PDF verified", rates["pdf_check"], shares["pdf_check"], raw, "", None),
        Figure(
            f"{CLASS} cards signed in one gesture", f"{gesture:.2f} s",
            f"{CLASS} raw signatures: {CLASS / raw:.3f} s", gesture / (CLASS / raw), "< 3 s", gesture < 3,
        ),
        _two_processes(),
    ]  # fmt: skip
    count = int(os.environ.get("FUZZ", "0"))
    return [*figures, *(_fuzzed(kind, count // 2) for kind in ("xml", "pdf") if count)]


def _figure(
    name: str, rates: list[float], shares: list[float], raw: float, aim: str, least: float | None
) -> Figure:
    share = median(shares)
    met = None if least is None else share >= least
    return Figure(name, f"{median(rates):.0f}/s", f"openssl speed rsa2048: {raw:.0f}/s", share, aim, met)


def _rounds(
    acts: Mapping[str, Callable[[], object]],
) -> tuple[dict[str, list[float]], dict[str, list[float]]]:
    """Three rounds of each act, per second, and as a share of the raw signatures (`rates["raw"]`) of the same round."""
    shares: dict[str, list[float]] = {name: [] for name in acts}
    rates: dict[str, list[float]] = {name: [] for name in (*acts, "raw")}
    for _round in range(3):
        raw = _openssl()
        rates["raw"].append(raw)
        for name, act in acts.items():
            rate = _rate(act)
            rates[name].append(rate)
            shares[name].append(rate / raw)
    return rates, shares


def _openssl() -> float:
    """Raw RSA-2048 signatures a second, one process."""
    done = subprocess.run(
        ["openssl", "speed", "-seconds", "1", "rsa2048"], capture_output=True, text=True, check=True
    )
    found = re.search(r"rsa 2048 bits\s+\S+s\s+\S+s\s+([\d.]+)", done.stdout)
    assert found, done.stdout
    return float(found.group(1))


def _rate(
    act: Callable[[], object], seconds: float = 1.0, watch: Callable[[], float] = time.process_time
) -> float:
    """How often a second of this process's own time, as `openssl speed` counts; `watch`: of any other clock."""
    act()
    begun, done = watch(), 0
    while watch() - begun < seconds:
        act()
        done += 1
    return done / (watch() - begun)


def _xml(who: Any, card: bytes) -> bytes:
    order = services.XmlOrder(card, (builders.SLOTS[4],), "Hiệu trưởng")
    made = services.sign_xml(who, [order], at=builders.AT, stamp=builders.stamp)[0].content
    assert made
    return made


def _pdf(who: Any, document: bytes) -> bytes:
    order = services.PdfOrder(document, services.Words(name="Hiệu trưởng"))
    made = services.sign_pdf(who, [order], at=builders.AT, stamp=builders.stamp)[0].content
    assert made
    return made


def _gesture(who: Any, card: bytes) -> float:
    """A whole class: one call of the signer."""
    orders = [services.XmlOrder(card, (builders.SLOTS[4],), "Hiệu trưởng")] * CLASS
    begun = time.perf_counter()
    outcomes = services.sign_xml(who, orders, at=builders.AT, stamp=builders.stamp)
    took = time.perf_counter() - begun
    assert all(one.content for one in outcomes)
    return took


def _pdf_rate(_number: int) -> float:
    who = builders.signer(kind="rsa")
    document = builders.printed()
    return _rate(lambda: _pdf(who, document), 2.0, time.perf_counter)


def _two_processes() -> Figure:
    """Each with an authority of its own: what a second core adds. By the clock on the wall, alone and together."""
    with ProcessPoolExecutor(2) as pool:
        alone = next(iter(pool.map(_pdf_rate, range(1))))
        both = sum(pool.map(_pdf_rate, range(2)))
    return Figure(
        "PDF signed by two processes",
        f"{both:.0f}/s",
        f"one process: {alone:.0f}/s",
        both / alone,
        "> 1",
        both > alone,
    )


def _fuzzed(kind: str, count: int) -> Figure:
    original = builders.signed_card() if kind == "xml" else builders.signed_pdf()
    begun = time.perf_counter()
    counted = fuzzing.tried(original, fuzzing.changes(original, count, seed=int(begun)))
    rate = count / (time.perf_counter() - begun)
    said = f"valid {counted['valid']}, remarks {counted['remarks']}, invalid {counted['invalid']}"
    return Figure(
        f"{count:,} changed {kind} files", said, f"{rate:.0f}/s", None, "none valid", counted["valid"] == 0
    )
