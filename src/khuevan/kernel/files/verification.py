"""Does the folder still hold what the table says? Every content is hashed again."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass

from . import blobs
from .models import StoredFile

AGE = 24 * 3600.0
"""Seconds before a content that no row knows counts as left over: a younger one may belong to a running act."""


@dataclass(frozen=True)
class Finding:
    """`kind` is missing, changed or left_over; `names` are the files concerned."""

    kind: str
    sha256: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Verdict:
    contents: int
    size: int
    findings: tuple[Finding, ...]

    @property
    def whole(self) -> bool:
        return not any(finding.kind != "left_over" for finding in self.findings)


def verify() -> Verdict:
    """Inside a transaction that sees every row. Reads everything: minutes for hundreds of gigabytes."""
    known: dict[str, list[str]] = {}
    for sha256, number, name in StoredFile.objects.values_list("sha256", "pk", "name").iterator():
        known.setdefault(sha256, []).append(f"#{number} {name}")
    findings: list[Finding] = []
    size = 0
    for sha256, names in sorted(known.items()):
        path = blobs.place(sha256)
        if not path.exists():
            findings.append(Finding("missing", sha256, tuple(names)))
            continue
        size += path.stat().st_size
        if blobs.digest(path) != sha256:
            findings.append(Finding("changed", sha256, tuple(names)))
    findings.extend(Finding("left_over", sha256) for sha256 in _left_over(set(known)))
    return Verdict(len(known), size, tuple(findings))


def remove_left_over(verdict: Verdict) -> int:
    """Deletes contents that no row knows. Returns how many."""
    removed = 0
    for finding in verdict.findings:
        if finding.kind == "left_over" and not StoredFile.objects.filter(sha256=finding.sha256).exists():
            blobs.place(finding.sha256).unlink(missing_ok=True)
            removed += 1
    return removed


def _left_over(known: set[str]) -> Iterator[str]:
    old = time.time() - AGE
    for path in blobs.stored():
        if path.name not in known and path.stat().st_mtime < old:
            yield path.name
