"""What would be imported out of a stored table: its tables, the mapping, the rows with what is doubtful."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from khuevan.governance.indicators import queries as indicators
from khuevan.kernel import clock, files, text
from khuevan.kernel.access import Actor
from khuevan.register.organisations import queries as organisations

from ..choices import Measure
from ..models import Plan
from ..rules import (
    FIELDS,
    LIKELY,
    Grid,
    Period,
    ReadRow,
    counts_schools,
    guessed,
    heading_row,
    likely_indicators,
    read_rows,
)
from ..rules.reading import leads_of
from ..tables import TableUnreadable, grids_of

_BY = f"{Measure.INDICATOR}:"


@dataclass(frozen=True)
class ReadTable:
    """grids: all tables of the file; columns: field -> column of the chosen one; headings: words over its columns; units:
    folded names of units that may lead."""

    file: files.StoredFile
    grids: Sequence[Grid]
    table: int
    columns: Mapping[str, int]
    headings: Sequence[str]
    rows: Sequence[ReadRow]
    units: Mapping[str, int]


def read_table(
    actor: Actor,
    plan: Plan,
    file_id: int,
    table: int | None,
    columns: Mapping[str, int] | None,
    *,
    targets: bool,
) -> ReadTable | None:
    """table, columns: None is what is guessed. None for a file that is not of this plan's unit or not for importing.

    Raises TableUnreadable, files.FileRefused where its content is lost.
    """
    stored = files.StoredFile.objects.filter(
        pk=file_id, purpose="targets.import", unit_id=plan.unit_id
    ).first()
    if stored is None:
        return None
    with files.content(stored) as stream:
        grids = grids_of(stream, stored.media_type)
    chosen = table if table is not None and 0 <= table < len(grids) else _best(grids)
    grid = grids[chosen]
    mapped = guessed(grid) if columns is None else {
        name: column for name, column in columns.items() if name in FIELDS and 0 <= column < grid.width
    }  # fmt: skip
    units = units_that_lead(actor, plan)
    rows = read_rows(grid, mapped, Period(plan.starts_on, plan.ends_on), units=units, targets=targets)
    place = heading_row(grid)
    headings = [one.text for one in grid.rows[place]] if place >= 0 else [""] * grid.width
    return ReadTable(stored, grids, chosen, mapped, headings, rows, units)


@dataclass(frozen=True)
class Offered:
    """How a row of a table of targets may be measured: (word, label), and the word that is proposed. label: of
    that word, to be read where the choice is cut off."""

    choices: Sequence[tuple[str, str]]
    proposed: str
    label: str


def offered_measures(rows: Sequence[ReadRow], *, on: date) -> dict[int, Offered]:
    """Place of a row -> what is offered for it: by report, by counted evidence, by an indicator whose words are near."""
    shares = {code: one for code, one in indicators.indicators(on=on).items() if one.unit == "%"}
    labels = {code: str(one.label) for code, one in shares.items()}
    always = [(one.value, str(one.label)) for one in (Measure.REPORTED, Measure.EVIDENCE)]
    found = {}
    for row in rows:
        name = row.fields.get("name", "")
        near = likely_indicators(name, labels)
        proposed = Measure.EVIDENCE.value if counts_schools(name) else Measure.REPORTED.value
        if near and near[0][1] >= LIKELY:
            proposed = _BY + near[0][0]
        choices = [*always, *((_BY + code, labels[code]) for code, _part in near)]
        found[row.place] = Offered(choices, proposed, dict(choices)[proposed])
    return found


def read_measure(word: str) -> tuple[Measure, str]:
    """The measure and the code of its indicator; by report where the word is none of ours."""
    if word.startswith(_BY):
        return Measure.INDICATOR, word.removeprefix(_BY)[:80]
    return (Measure.EVIDENCE if word == Measure.EVIDENCE else Measure.REPORTED), ""


def units_that_lead(actor: Actor, plan: Plan) -> dict[str, int]:
    """Folded names of the plan's unit, of those above it and directly under it; a name that two have is nobody's."""
    on = clock.today()
    found: dict[str, int] = {}
    twice: set[str] = set()
    every = [*organisations.ancestors(plan.unit_id, on=on), *organisations.children(plan.unit_id, on=on)]
    pairs = [(one.name, one.id) for one in every] + [(plan.unit_name, plan.unit_id)]
    for name, unit in pairs:
        key = text.fold(name)
        if found.get(key, unit) != unit:
            twice.add(key)
        found[key] = unit
    return {name: unit for name, unit in found.items() if name not in twice}


def lead_of(said: str, units: Mapping[str, int]) -> int | None:
    """The first named unit that is known."""
    return next((units[text.fold(one)] for one in leads_of(said) if text.fold(one) in units), None)


def _best(grids: Sequence[Grid]) -> int:
    """The table with most known columns; the longer one among equals."""
    return max(range(len(grids)), key=lambda place: (len(guessed(grids[place])), len(grids[place].rows)))


__all__ = [
    "Offered",
    "ReadTable",
    "TableUnreadable",
    "lead_of",
    "offered_measures",
    "read_measure",
    "read_table",
    "units_that_lead",
]
