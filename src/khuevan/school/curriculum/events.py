"""News of what is taught, published after commit."""

from __future__ import annotations

from dataclasses import dataclass

from khuevan.kernel.events import Event


@dataclass(frozen=True)
class ProgrammeRevised(Event):
    """A line of a programme was added, changed or ended from a school year on."""

    programme_id: int
    subject_id: int
    grade: str
    from_year: str
    unit_id: int | None
