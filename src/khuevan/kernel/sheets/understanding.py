"""What a file seems to be: which sheet, where its headings are, which column is which, which sheets are catalogues.

Everything here is a proposal with its evidence; the user sees it and may correct it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any, Final

from khuevan.kernel.text import fold

from .columns import Column, Listed
from .layout import Layout
from .reading.book import HEAD, Book, Sheet
from .reading.marks import MARK, shown

ALIKE: Final = 0.86
HEADING_ROWS: Final = 3
CATALOGUE_COLUMNS: Final = 6
CATALOGUE_ROWS: Final = 20_000
OURS: Final = "ket qua kiem tra"
"""Heading (folded) of the column that we add to a returned file."""
_BRACKETS: Final = re.compile(r"[(\[{].*?[)\]}]")

Row = list[str | None]


@dataclass(frozen=True)
class Match:
    """One column of the file. at: its number from 0. name: the layout's column, or empty when it is left aside.

    how: `same` (heading as declared), `alike` (nearly so), `remembered`, `chosen` (by the user), `twin` (another column
    has the same heading and was taken), or empty.
    """

    at: int
    heading: str
    name: str = ""
    how: str = ""
    samples: tuple[str, ...] = ()


@dataclass(frozen=True)
class Understanding:
    """sheet: number of the data sheet. top, bottom: first and last row of the headings, from 0 (-1: none found).

    catalogues: numbers of sheets that list codes -> the layout's columns whose codes they are.
    """

    sheet: int
    top: int
    bottom: int
    columns: tuple[Match, ...]
    catalogues: dict[int, tuple[str, ...]] = field(default_factory=dict)

    @property
    def mapping(self) -> dict[str, int]:
        """Layout's column -> number of the file's column."""
        return {match.name: match.at for match in self.columns if match.name}

    def missing(self, layout: Layout) -> tuple[Column, ...]:
        """Required columns that the file does not have, as far as is known."""
        return tuple(
            column for column in layout.columns if column.required and column.name not in self.mapping
        )

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def of_json(cls, kept: Mapping[str, Any]) -> Understanding:
        columns = tuple(Match(**{**match, "samples": tuple(match["samples"])}) for match in kept["columns"])
        catalogues = {int(number): tuple(names) for number, names in kept["catalogues"].items()}
        return cls(kept["sheet"], kept["top"], kept["bottom"], columns, catalogues)


def understand(
    book: Book, layout: Layout, remembered: Mapping[str, Mapping[str, str]] | None = None
) -> Understanding | None:
    """The best reading of the file, or None where no sheet has any cells.

    remembered: fingerprint of headings -> {heading (folded): column}, from earlier files of the same unit.
    """
    known = _known(layout)
    best: Understanding | None = None
    best_score = -1.0
    for sheet in book.sheets:
        if not sheet.rows:
            continue
        found, score = _reading_of(book, sheet, layout, known)
        score -= 0.0 if sheet.visible else 0.5
        if score > best_score:
            best, best_score = found, score
    if best is None:
        return None
    best = replace(best, catalogues=_catalogues(book, layout, best.sheet))
    kept = (remembered or {}).get(fingerprint(best.columns))
    return best if kept is None else _remember(best, kept, layout)


def reading_at(book: Book, layout: Layout, number: int, top: int, bottom: int) -> Understanding:
    """The reading when the user says which sheet and which rows hold the headings."""
    sheet = book.sheet(number)
    head = book.head(number, max(HEAD, bottom + 10))
    columns = _match(_headings(head, sheet, top, bottom), sheet, _known(layout), _samples(head, bottom))
    return Understanding(number, top, bottom, columns, _catalogues(book, layout, number))


def choose(understood: Understanding, chosen: Mapping[int, str]) -> Understanding:
    """The reading with the columns as the user assigned them; {file's column: layout's column or ""}."""
    columns = tuple(
        match
        if chosen.get(match.at, match.name) == match.name
        else replace(match, name=chosen[match.at], how="chosen" if chosen[match.at] else "")
        for match in understood.columns
    )
    return replace(understood, columns=columns)


def fingerprint(columns: Sequence[Match]) -> str:
    """Same headings, in any order, same fingerprint."""
    headings = sorted({plain(match.heading) for match in columns if plain(match.heading) not in ("", OURS)})
    return hashlib.sha256("\n".join(headings).encode()).hexdigest()[:32]


def remembrance(understood: Understanding) -> dict[str, str]:
    """What is worth remembering of a confirmed reading: heading (folded) -> column, "" for left aside."""
    return {plain(match.heading): match.name for match in understood.columns if plain(match.heading)}


@lru_cache(maxsize=2_048)
def plain(heading: str) -> str:
    """A heading for comparison: folded, without what stands in brackets."""
    return fold(_BRACKETS.sub(" ", heading)) or fold(heading)


# --- headings ---------------------------------------------------------------------------------------


def _reading_of(
    book: Book, sheet: Sheet, layout: Layout, known: Mapping[str, str]
) -> tuple[Understanding, float]:
    head = book.head(sheet.number)
    best, best_score = Understanding(sheet.number, -1, -1, ()), 0.0
    wanted = {column.name for column in layout.columns if column.required}
    for top in range(min(len(head), 30)):
        if not any(head[top]):
            continue
        for bottom in range(top, min(top + HEADING_ROWS, len(head))):
            columns = _match(_headings(head, sheet, top, bottom), sheet, known, ())
            named = [match for match in columns if match.name]
            score = sum(1.0 if match.how == "same" else 0.6 for match in named)
            score += sum(0.5 for match in named if match.name in wanted)
            score -= 0.05 * (bottom - top) + 0.001 * top
            if len(named) >= min(2, len(layout.columns)) and score > best_score:
                best, best_score = Understanding(sheet.number, top, bottom, columns), score
    if best.top >= 0:
        bottom = _numbering(head, best.bottom)
        columns = _match(_headings(head, sheet, best.top, best.bottom), sheet, known, _samples(head, bottom))
        best = replace(best, bottom=bottom, columns=columns)
    else:
        top = next((at for at, row in enumerate(head) if sum(map(bool, row)) > 1), 0)
        columns = _match(_headings(head, sheet, top, top), sheet, known, _samples(head, top))
        best = replace(best, top=top, bottom=top, columns=columns)
    return best, best_score


def _headings(head: Sequence[Row], sheet: Sheet, top: int, bottom: int) -> list[tuple[str, ...]]:
    """For each column its headings, most telling first: the lowest line, then all lines together."""
    lines = [[shown(cell) for cell in head[at]] for at in range(top, min(bottom + 1, len(head)))]
    for first, left, last, right in sheet.merged:
        if top <= first <= bottom and last <= bottom + HEADING_ROWS:
            text = lines[first - top][left - sheet.left] if left - sheet.left < len(lines[0]) else ""
            for column in range(left - sheet.left, min(right - sheet.left + 1, len(lines[0]))):
                if column >= 0 and not lines[first - top][column]:
                    lines[first - top][column] = text
    found = []
    for parts in zip(*lines, strict=True):
        written = [part for part in dict.fromkeys(parts) if part]
        texts = [written[-1], " ".join(written), written[0]] if written else [""]
        found.append(tuple(dict.fromkeys(texts)))
    return found


def _numbering(head: Sequence[Row], bottom: int) -> int:
    """Forms number their columns below the headings: (1) (2) (3), A B 1 2. That row belongs to the headings."""
    if bottom + 1 >= len(head):
        return bottom
    cells = [re.sub(r"[\W_]", "", shown(cell)) for cell in head[bottom + 1] if cell]
    numbers = [int(cell) for cell in cells if cell.isdecimal() and len(cell) <= 3]
    letters = [cell for cell in cells if len(cell) == 1 and cell.isalpha()]
    rising = all(one < other for one, other in zip(numbers, numbers[1:], strict=False))
    if len(numbers) >= 3 and rising and len(numbers) + len(letters) == len(cells) and numbers[0] <= 2:
        return bottom + 1
    return bottom


def _samples(head: Sequence[Row], bottom: int) -> tuple[tuple[str, ...], ...]:
    """A few different cells below the headings, for each column."""
    below = head[bottom + 1 :]
    width = len(head[0]) if head else 0
    return tuple(
        tuple(list(dict.fromkeys(shown(row[at])[:40] for row in below if row[at]))[:3]) for at in range(width)
    )


def _match(
    headings: Sequence[tuple[str, ...]],
    sheet: Sheet,
    known: Mapping[str, str],
    samples: Sequence[tuple[str, ...]],
) -> tuple[Match, ...]:
    taken: dict[str, int] = {}
    found: list[Match] = []
    for at, texts in enumerate(headings):
        name, how = "", ""
        for text in texts:
            candidate = known.get(plain(text)) or known.get(fold(text))
            if candidate:
                name, how = candidate, "same"
                break
        if name and name in taken:
            name, how = "", "twin"
        if name:
            taken[name] = at
        shown_samples = samples[at] if at < len(samples) else ()
        full = texts[1] if len(texts) > 1 and how != "same" else texts[0]
        found.append(Match(sheet.left + at, full, name, how, shown_samples))
    return _alike(found, known, set(taken))


def _known(layout: Layout) -> dict[str, str]:
    """Folded heading -> column; a label wins over another column's alias."""
    known: dict[str, str] = {}
    for column in layout.columns:
        for alias in column.aliases:
            known.setdefault(plain(alias), column.name)
        known.setdefault(fold(column.name.replace("_", " ")), column.name)
    for column in layout.columns:
        known[plain(str(column.label))] = column.name
    return known


def _alike(matches: list[Match], known: Mapping[str, str], taken: set[str]) -> tuple[Match, ...]:
    """Headings that are nearly a known one, best pairs first."""
    pairs = []
    for place, match in enumerate(matches):
        text = plain(match.heading)
        if match.name or match.how == "twin" or len(text) < 4 or text == OURS:
            continue
        for heading, name in known.items():
            if name not in taken and len(heading) >= 4:
                ratio = _likeness(text, heading) if _may_be_alike(text, heading) else 0.0
                if ratio >= ALIKE:
                    pairs.append((ratio, place, name))
    for _ratio, place, name in sorted(pairs, reverse=True):
        if name not in taken and not matches[place].name:
            matches[place] = replace(matches[place], name=name, how="alike")
            taken.add(name)
    return tuple(matches)


def _may_be_alike(text: str, heading: str) -> bool:
    """By their lengths alone."""
    return 2 * min(len(text), len(heading)) >= ALIKE * (len(text) + len(heading))


@lru_cache(maxsize=16_384)
def _likeness(text: str, heading: str) -> float:
    """The ratio of two headings; 0.0 where a cheaper bound says that they are not alike."""
    matcher = SequenceMatcher(None, text, heading)
    return matcher.ratio() if matcher.quick_ratio() >= ALIKE else 0.0


def _remember(understood: Understanding, kept: Mapping[str, str], layout: Layout) -> Understanding:
    taken: set[str] = set()
    columns = []
    for match in understood.columns:
        name = kept.get(plain(match.heading), match.name)
        name = name if name in layout.by_name and name not in taken else ""
        taken.add(name)
        how = match.how if name == match.name else "remembered" if name else ""
        columns.append(replace(match, name=name, how=how))
    return replace(understood, columns=tuple(columns))


# --- catalogues -----------------------------------------------------------------------------------------


def _catalogues(book: Book, layout: Layout, data: int) -> dict[int, tuple[str, ...]]:
    """Sheets that list the codes of a column: by their name, or because most of what they list is in its list."""
    listed = [column for column in layout.columns if isinstance(column, Listed)]
    found: dict[int, tuple[str, ...]] = {}
    for sheet in book.sheets:
        if sheet.number == data or not 0 < sheet.rows <= CATALOGUE_ROWS or sheet.columns > CATALOGUE_COLUMNS:
            continue
        name = _sheet_name(sheet.name)
        fitting = [
            column.name
            for column in listed
            if name
            in {_sheet_name(text) for text in (column.catalogue, str(column.label), *column.aliases) if text}
        ]
        if fitting:
            found[sheet.number] = tuple(fitting)
    return found


def _sheet_name(text: str) -> str:
    return re.sub(r"^(dm|danhmuc)", "", fold(text).replace(" ", ""))


def catalogue_of(book: Book, number: int, column: Listed) -> dict[str, str]:
    """Code (folded) -> name of one catalogue sheet, for the codes that it gives another meaning than ours.

    The column of codes and the column of names are those in which most cells are codes, and names, of the list.
    """
    from .columns.lists import folded

    rows = [[shown(cell) for cell in row] for row in book.head(number, CATALOGUE_ROWS)]
    if not rows:
        return {}
    width = len(rows[0])
    names = {folded(name) for name in column.names.values()} | {folded(one) for one in column.spellings or ()}
    names_at = max(range(width), key=lambda at: sum(folded(row[at]) in names for row in rows))
    codes = [at for at in range(width) if at != names_at]
    if not codes:
        return {}
    codes_at = max(codes, key=lambda at: sum(row[at].isdecimal() and len(row[at]) <= 4 for row in rows))
    table = {folded(row[codes_at]): row[names_at] for row in rows if row[codes_at] and row[names_at]}
    return {
        code: name
        for code, name in table.items()
        if folded(name) in names and column.known.get(code) != column.known.get(folded(name))
    }


def text_cells(cells: Sequence[str | None]) -> list[str]:
    return [cell for cell in cells if cell and not cell.startswith(MARK)]
