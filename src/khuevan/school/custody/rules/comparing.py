"""What a package claims against what is in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from .manifest import Manifest


class FaultKind(StrEnum):
    """Why a package is not taken. The first nine need no look into a card."""

    MISSING = "missing"
    SURPLUS = "surplus"
    DOUBLED = "doubled"
    ALTERED = "altered"
    SAME_CARD = "same_card"
    EMPTY = "empty"
    OTHER_SENDER = "other_sender"
    OTHER_RECEIVER = "other_receiver"
    OTHER_SEAL = "other_seal"
    MANIFEST = "manifest"
    SIGNATURE = "signature"
    OTHER_CARD = "other_card"
    OTHER_SCHOOL = "other_school"
    OTHER_LEARNER = "other_learner"
    OTHER_SIGNER = "other_signer"
    RECALLED = "recalled"
    OLDER = "older"


@dataclass(frozen=True)
class Fault:
    """file: of which card ("" for the whole package); detail: what was found, in words or as a value; is_doubt: nothing
    speaks against it, but what would decide is not at hand."""

    kind: FaultKind
    file: str = ""
    detail: str = ""
    is_doubt: bool = False


def counted(manifest: Manifest, found: Iterable[tuple[str, str]]) -> list[Fault]:
    """Faults of presence: found are (file, SHA-256) in the order of the archive."""
    faults: list[Fault] = []
    listed: Counter[str] = Counter(entry.file for entry in manifest.entries)
    wanted = {entry.file: entry.digest for entry in manifest.entries}
    if not wanted:
        faults.append(Fault(FaultKind.EMPTY))
    faults += [Fault(FaultKind.DOUBLED, file) for file, many in listed.items() if many > 1]
    faults += _same_cards(manifest)
    there: Counter[str] = Counter()
    for file, digest in found:
        there[file] += 1
        if there[file] > 1:
            faults.append(Fault(FaultKind.DOUBLED, file))
        elif file not in wanted:
            faults.append(Fault(FaultKind.SURPLUS, file))
        elif digest != wanted[file]:
            faults.append(Fault(FaultKind.ALTERED, file, digest))
    faults += [Fault(FaultKind.MISSING, file) for file in wanted if not there[file]]
    return faults


def _same_cards(manifest: Manifest) -> Sequence[Fault]:
    """A card in two versions: only the last may be packed."""
    versions: dict[str, set[int]] = {}
    for entry in manifest.entries:
        versions.setdefault(entry.code, set()).add(entry.version)
    return [Fault(FaultKind.SAME_CARD, "", code) for code, numbers in versions.items() if len(numbers) > 1]
