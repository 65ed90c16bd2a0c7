"""The small language of templates: `{{đơn vị}}`, `{{chỉ tiêu: mã}}`, `{{mục tiêu.kết quả}}`, `{{chỉ tiêu: mã
| phần=tử}}`.

A field is a word of a vocabulary, and nothing is ever computed from what an uploaded file says: no expressions, no
filters, no code. Words are compared without case and accents.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from django.utils.functional import Promise

from khuevan.kernel import text

MARKS: Final = re.compile(r"\{\{|\}\}")
LONGEST: Final = 300


class Kind(StrEnum):
    """VALUE: a few words in a sentence. LIST: its row of a table is repeated. BLOCK: the paragraph gives way to
    paragraphs and tables. CHART: the paragraph gives way to a picture."""

    VALUE = "value"
    LIST = "list"
    BLOCK = "block"
    CHART = "chart"


@dataclass(frozen=True)
class Field:
    """name, column, options: folded; argument: as it was written. text: the whole between the braces."""

    name: str
    column: str = ""
    argument: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    text: str = ""


@dataclass(frozen=True)
class Word:
    """What a template may say. arguments: None where the word takes none, empty where it takes any text; `label_of`
    by argument, for the list of words that an office worker reads. options: name -> allowed values.
    is_personal: it would show data about a person."""

    name: str
    label: str | Promise
    kind: Kind = Kind.VALUE
    columns: tuple[str, ...] = ()
    arguments: Mapping[str, str] | None = None
    options: Mapping[str, Collection[str]] = field(default_factory=dict)
    is_personal: bool = False

    @property
    def folded(self) -> str:
        return folded(self.name)


class Vocabulary:
    """Words by their folded names."""

    def __init__(self, words: Iterable[Word]) -> None:
        self.words = {word.folded: word for word in words}

    def __getitem__(self, name: str) -> Word:
        return self.words[name]

    def of(self, one: Field) -> Word | None:
        return self.words.get(one.name)


class Flaw(StrEnum):
    """What is wrong with a field."""

    EMPTY = "empty"
    OPEN = "open"
    CLOSE = "close"
    LONG = "long"
    UNKNOWN = "unknown"
    ARGUMENT = "argument"
    NO_ARGUMENT = "no_argument"
    COLUMN = "column"
    NO_COLUMN = "no_column"
    OPTION = "option"
    OUTSIDE_TABLE = "outside_table"
    TWO_LISTS = "two_lists"
    NOT_ALONE = "not_alone"
    PERSONAL = "personal"


@dataclass(frozen=True)
class Fault:
    """said: what stands there; nearest: what was probably meant, or ""."""

    flaw: Flaw
    said: str
    nearest: str = ""


@dataclass(frozen=True)
class Piece:
    """A stretch of a paragraph's text that is a field: from `start` up to `end`."""

    start: int
    end: int
    field: Field


def folded(words: str) -> str:
    return " ".join(text.fold(words).split())


def pieces(paragraph: str) -> tuple[list[Piece], list[Fault]]:
    """The fields of a paragraph, and braces that make none."""
    found: list[Piece] = []
    faults: list[Fault] = []
    start = -1
    for mark in MARKS.finditer(paragraph):
        if mark.group() == "{{":
            if start >= 0:
                faults.append(Fault(Flaw.OPEN, paragraph[start : start + 40]))
            start = mark.start()
        elif start < 0:
            faults.append(Fault(Flaw.CLOSE, paragraph[max(0, mark.start() - 30) : mark.end()]))
        else:
            inside = paragraph[start + 2 : mark.start()]
            fault = _shape(inside)
            if fault is None:
                found.append(Piece(start, mark.end(), parsed(inside)))
            else:
                faults.append(fault)
            start = -1
    if start >= 0:
        faults.append(Fault(Flaw.OPEN, paragraph[start : start + 40]))
    return found, faults


def _shape(inside: str) -> Fault | None:
    if len(inside) > LONGEST:
        return Fault(Flaw.LONG, inside[:40])
    return None if inside.strip(" :|.;\t\n") else Fault(Flaw.EMPTY, "{{" + inside + "}}")


def parsed(inside: str) -> Field:
    """`name.column: argument | option=value; option=value`."""
    head, _bar, tail = inside.partition("|")
    name, _colon, argument = head.partition(":")
    word, _dot, column = name.partition(".")
    options = {}
    for part in tail.split(";"):
        key, _equals, value = part.partition("=")
        if key.strip():
            options[folded(key)] = folded(value)
    return Field(folded(word), folded(column), " ".join(argument.split()), options, " ".join(inside.split()))


def faults_of(one: Field, vocabulary: Vocabulary, *, shows_persons: bool = True) -> list[Fault]:
    """What the vocabulary has against a field. shows_persons: whether all readers may see data about persons."""
    word = vocabulary.of(one)
    if word is None:
        return [Fault(Flaw.UNKNOWN, one.text, _nearest(one.name, vocabulary))]
    found = [*_argument_faults(one, word), *_column_faults(one, word)]
    for name, value in one.options.items():
        allowed = {folded(key): values for key, values in word.options.items()}
        if name not in allowed:
            found.append(Fault(Flaw.OPTION, name, nearest(name, word.options)))
        elif allowed[name] and value not in {folded(known) for known in allowed[name]}:
            found.append(Fault(Flaw.OPTION, f"{name}={value}", nearest(value, allowed[name])))
    if word.is_personal and not shows_persons:
        found.append(Fault(Flaw.PERSONAL, one.text))
    return found


def _argument_faults(one: Field, word: Word) -> list[Fault]:
    if word.arguments is None:
        return [Fault(Flaw.NO_ARGUMENT, one.text, word.name)] if one.argument else []
    if not one.argument:
        example = next(iter(word.arguments), "")
        return [Fault(Flaw.ARGUMENT, one.text, f"{word.name}: {example}" if example else "")]
    if word.arguments and one.argument not in word.arguments:
        return [Fault(Flaw.ARGUMENT, one.argument, nearest(one.argument, word.arguments))]
    return []


def _column_faults(one: Field, word: Word) -> list[Fault]:
    if not word.columns:
        return [Fault(Flaw.NO_COLUMN, one.text, word.name)] if one.column else []
    if one.column not in {folded(column) for column in word.columns}:
        close = nearest(one.column, word.columns) or word.columns[0]
        return [Fault(Flaw.COLUMN, one.text, f"{word.name}.{close}")]
    return []


def nearest(said: str, known: Iterable[str]) -> str:
    """The known name that is written most alike; "" where none is."""
    by_fold = {folded(name): name for name in known}
    close = difflib.get_close_matches(folded(said), list(by_fold), n=1, cutoff=0.5)
    return by_fold[close[0]] if close else ""


def _nearest(name: str, vocabulary: Vocabulary) -> str:
    return nearest(name, [word.name for word in vocabulary.words.values()])
