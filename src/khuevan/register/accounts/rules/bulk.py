"""The plan of a bulk creation: who gets which username. Made from values, so that the same list gives the same plan."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .usernames import free_names, stem


@dataclass(frozen=True)
class Candidate:
    """`folded`: the name in lower case without accents, as searched."""

    person_id: int
    name: str
    folded: str
    sort_key: str
    detail: str = ""


@dataclass(frozen=True)
class Planned:
    person_id: int
    name: str
    username: str
    sort_key: str
    detail: str


@dataclass(frozen=True)
class AccountsPlan:
    """`digest` names the plan: a commit of another one than the one that was shown is refused."""

    unit_id: int
    kind: str
    rows: tuple[Planned, ...]

    @property
    def digest(self) -> str:
        whole = f"{self.unit_id}|{self.kind}|" + "|".join(f"{r.person_id}:{r.username}" for r in self.rows)
        return hashlib.sha256(whole.encode()).hexdigest()[:32]


def planned(unit_id: int, kind: str, candidates: Sequence[Candidate], taken: Iterable[str]) -> AccountsPlan:
    """One account for each candidate, in the order given."""
    names = free_names([stem(candidate.folded) for candidate in candidates], taken)
    return AccountsPlan(
        unit_id,
        kind,
        tuple(
            Planned(c.person_id, c.name, username, c.sort_key, c.detail)
            for c, username in zip(candidates, names, strict=True)
        ),
    )
