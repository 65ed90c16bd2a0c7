"""A table of a plan, from Word or Excel, as lines: which column is what, which rows are headings, groups and lines.

Tables of plans are made to be printed: headings repeated on every page, a group's name over the whole width, a task whose
lead units stand in several rows beside one merged cell. All of that is told apart here, on values.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from khuevan.kernel import text

from .periods import Period, read_period
from .thresholds import read_threshold


@dataclass(frozen=True)
class Cell:
    """joined_up, joined_left: it is the same merged cell as the one above, as the one to the left."""

    text: str = ""
    joined_up: bool = False
    joined_left: bool = False


@dataclass(frozen=True)
class Grid:
    """One table. name: of the sheet, or which table of the document. rows are padded to one width."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def width(self) -> int:
        return len(self.rows[0]) if self.rows else 0


class Kind(StrEnum):
    GROUP = "group"
    LINE = "line"
    SKIPPED = "skipped"


class Warned(StrEnum):
    """What is said beside a row. NO_NAME and TOO_LONG keep it out."""

    NO_NAME = "no_name"
    TOO_LONG = "too_long"
    PERIOD = "period"
    NO_PERIOD = "no_period"
    NO_LEAD = "no_lead"
    UNKNOWN_LEAD = "unknown_lead"
    NO_THRESHOLD = "no_threshold"
    JOINED = "joined"


KEEPS_OUT: Final = frozenset({Warned.NO_NAME, Warned.TOO_LONG})
FIELDS: Final[dict[str, tuple[str, ...]]] = {
    "number": ("stt", "tt", "so tt", "so thu tu"),
    "name": ("noi dung nhiem vu", "nhiem vu giai phap", "noi dung chi tieu", "noi dung cong viec", "ten nhiem vu",
             "nhiem vu", "noi dung", "chi tieu", "muc tieu"),
    "lead": ("don vi chu tri", "co quan chu tri", "chu tri", "don vi thuc hien", "nguoi thuc hien"),
    "supporting": ("don vi phoi hop", "co quan phoi hop", "phoi hop"),
    "period": ("thoi gian hoan thanh", "thoi gian thuc hien", "thoi gian", "thoi han", "han hoan thanh", "tien do"),
    "deliverable": ("san pham chu yeu", "ket qua san pham", "san pham", "ket qua", "dau ra"),
    "threshold": ("muc phai dat", "chi tieu den", "muc tieu den", "muc dat", "gia tri"),
    "item": ("muc cua van ban", "can cu muc"),
    "note": ("ghi chu",),
}  # fmt: skip
"""Field -> headings it has, folded; the longest that fits wins."""
LONGEST: Final = {
    "number": 20, "name": 2000, "lead": 400, "supporting": 600, "period": 100, "deliverable": 1200, "threshold": 400,
    "item": 200, "note": 1000,
}  # fmt: skip
_ROMAN: Final = re.compile(r"^[ivxlc]+\.?$", re.IGNORECASE)


@dataclass(frozen=True)
class ReadRow:
    """place: of its first row in the table, from 1. group: the groups it stands under, the outer one first."""

    place: int
    kind: Kind
    fields: Mapping[str, str] = field(default_factory=dict)
    group: str = ""
    period: Period | None = None
    warned: tuple[Warned, ...] = ()

    @property
    def is_kept_out(self) -> bool:
        return not KEEPS_OUT.isdisjoint(self.warned)


def heading_row(grid: Grid) -> int:
    """The place of the row of headings among the first ten; -1 where none names two known columns."""
    best, most = -1, 1
    for place, row in enumerate(grid.rows[:10]):
        known = len({name for name in _named(row) if name})
        if known > most:
            best, most = place, known
    return best


def guessed(grid: Grid) -> dict[str, int]:
    """Field -> column, by the headings. Two rows of headings under each other are read as one."""
    place = heading_row(grid)
    if place < 0:
        return {}
    found: dict[str, int] = {}
    for column, name in enumerate(_named(grid.rows[place])):
        if name and name not in found:
            found[name] = column
    return found


def read_rows(
    grid: Grid, columns: Mapping[str, int], within: Period, *, units: Mapping[str, int], targets: bool = False
) -> list[ReadRow]:
    """units: folded names of units that may lead -> ids. targets: the lines are targets, which have a threshold."""
    start = heading_row(grid) + 1
    headings = [_words(one.text) for one in grid.rows[start - 1]] if start else []
    made: list[ReadRow] = []
    groups: list[tuple[int, str]] = []
    for place, row in enumerate(grid.rows[start:], start):
        said = {name: _joined(row[column].text) for name, column in columns.items() if column < len(row)}
        if _says_nothing(row, headings):
            made.append(ReadRow(place + 1, Kind.SKIPPED))
        elif _continues(row, columns) and (before := _last_line(made)) is not None:
            made[before] = _with_more(made[before], said, row, columns)
        elif _is_group(row, said, columns):
            words = f"{said.get('number', '')} {_first(row, columns)}".strip()
            groups = [one for one in groups if one[0] < _depth(words)] + [(_depth(words), words)]
            made.append(ReadRow(place + 1, Kind.GROUP, said, words))
        else:
            made.append(ReadRow(place + 1, Kind.LINE, said, groups[0][1] if groups else ""))
    return [_judged(one, within, units, targets) if one.kind is Kind.LINE else one for one in made]


def _judged(row: ReadRow, within: Period, units: Mapping[str, int], targets: bool) -> ReadRow:
    """What is wrong or doubtful about a line, and its time."""
    fields, warned = dict(row.fields), list(row.warned)
    if not fields.get("name"):
        warned.append(Warned.NO_NAME)
    if any(len(words) > LONGEST[name] for name, words in fields.items()):
        warned.append(Warned.TOO_LONG)
    period = read_period(fields.get("period", ""), within)
    if period is None:
        warned.append(Warned.PERIOD)
        period = within
    elif not fields.get("period"):
        warned.append(Warned.NO_PERIOD)
    leads = leads_of(fields.get("lead", ""))
    if not leads:
        warned.append(Warned.NO_LEAD)
    elif not any(text.fold(one) in units for one in leads):
        warned.append(Warned.UNKNOWN_LEAD)
    if targets and read_threshold(f"{fields.get('threshold', '')} {fields.get('name', '')}") is None:
        warned.append(Warned.NO_THRESHOLD)
    return ReadRow(row.place, row.kind, fields, row.group, period, tuple(dict.fromkeys(warned)))


def leads_of(said: str) -> list[str]:
    """The units that a cell names, one by one: parted by semicolons, lines or numbers; "(thực hiện)" left out."""
    parts = re.split(r"[;\n]|(?:^|\s)\d+\.\s", said)
    cleaned = (re.sub(r"\([^)]*\)", "", one).strip(" ,.-") for one in parts)
    return [one for one in cleaned if one]


def _named(row: Sequence[Cell]) -> list[str]:
    return [_field_of(_words(one.text)) for one in row]


def _field_of(heading: str) -> str:
    """The field whose heading this is; "" for an unknown one. Longer headings are compared first."""
    if not heading or len(heading) > 80:
        return ""
    offered = sorted(
        ((known, name) for name, every in FIELDS.items() for known in every), key=lambda pair: -len(pair[0])
    )
    exact = next((name for known, name in offered if heading == known), "")
    return exact or next(
        (
            name
            for known, name in offered
            if len(known) > 3 and (heading.startswith(known) or f" {known}" in heading)
        ),
        "",
    )


def _words(said: str) -> str:
    return " ".join(text.fold(said).split())


def _joined(said: str) -> str:
    """Lines of a cell as one, a dash at the beginning of a line kept."""
    lines = [" ".join(line.split()) for line in said.replace("\x00", "").splitlines()]
    return "\n".join(line for line in lines if line)


def _says_nothing(row: Sequence[Cell], headings: Sequence[str]) -> bool:
    """Empty, the headings again, or the numbers of the columns."""
    is_empty = not any(one.text.strip() for one in row)
    return is_empty or [_words(one.text) for one in row] == headings or _numbers_only(row)


def _numbers_only(row: Sequence[Cell]) -> bool:
    """A row of column numbers, "(1) (2) (3)"."""
    words = [one.text.strip() for one in row if one.text.strip()]
    return len(words) > 2 and all(re.fullmatch(r"\(?\d{1,2}\)?", one) for one in words)


def _continues(row: Sequence[Cell], columns: Mapping[str, int]) -> bool:
    """Its name is the merged cell of the row above."""
    place = columns.get("name", -1)
    return 0 <= place < len(row) and row[place].joined_up


def _last_line(made: Sequence[ReadRow]) -> int | None:
    return next((place for place in range(len(made) - 1, -1, -1) if made[place].kind is Kind.LINE), None)


def _with_more(
    before: ReadRow, said: Mapping[str, str], row: Sequence[Cell], columns: Mapping[str, int]
) -> ReadRow:
    """What stands beside a merged name in a further row belongs to the same line."""
    fields = dict(before.fields)
    for name, words in said.items():
        if words and not row[columns[name]].joined_up and words not in fields.get(name, ""):
            fields[name] = f"{fields.get(name, '')}\n{words}".strip()
    return ReadRow(before.place, before.kind, fields, before.group, None, (*before.warned, Warned.JOINED))


def _is_group(row: Sequence[Cell], said: Mapping[str, str], columns: Mapping[str, int]) -> bool:
    """A name over the whole width, or a number and a name with nothing beside them where lines have a lead or a time."""
    name_place = columns.get("name", 0)
    others = [one for place, one in enumerate(row) if place > name_place]
    if others and all(one.joined_left or not one.text.strip() for one in others):
        beside = {"lead", "period", "deliverable"} & set(columns)
        return bool(beside) or any(one.joined_left for one in others)
    return False


def _first(row: Sequence[Cell], columns: Mapping[str, int]) -> str:
    """The words of a group: of the name's column, else the first there are."""
    place = columns.get("name", 0)
    number = columns.get("number", -1)
    words = _joined(row[place].text) if place < len(row) else ""
    if place == number or row[place].joined_left and words == _joined(row[max(number, 0)].text):
        return "" if number >= 0 else words
    return words or next((_joined(one.text) for one in row if one.text.strip()), "")


def _depth(words: str) -> int:
    """I, II are outer groups; 1, 2 stand in them; a), b) in those."""
    first = words.split(maxsplit=1)[0].rstrip(".)") if words else ""
    if _ROMAN.match(first) or re.fullmatch(r"[A-D]", first):
        return 0
    return 1 if first.isdigit() else 2
