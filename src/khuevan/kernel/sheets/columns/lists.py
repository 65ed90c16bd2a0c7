"""One of a closed list: by its code, by its name in any spelling, by an alias; and lists that the database holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from difflib import get_close_matches
from functools import cached_property
from typing import Any, ClassVar

import polars as pl
from django.utils.translation import gettext as _

from khuevan.kernel.text import fold, nfc

from ..reading.marks import FAULT, MARK, NUMBER, TRUTH
from .base import COVERED, FACTS, Column, Label, Parsed, Read, Setting, by_value

Choices = Iterable[tuple[Any, Label]]
_YES = {"co", "x", "yes", "true", "1", "dung", "v", "c"}
_NO = {"khong", "no", "false", "0", "sai", "k", "o"}


def folded(text: str) -> str:
    """Without accents and gaps, so that Ê-đê, Ê Đê and Êđê are one."""
    return fold(text).replace(" ", "")


@dataclass(frozen=True)
class Listed(Column):
    """A code of a list. choices: (code, name) pairs, `.choices` of a Django class, or a function that gives them.

    spellings: {other spelling: code}. catalogue: name of the sheet of the template that lists the codes; where a file
        brings such a sheet of its own, its codes are read by its names, whatever numbers it gives them.
    """

    _: KW_ONLY
    choices: Choices | Callable[[], Choices] = ()
    spellings: Mapping[str, str] | None = None
    catalogue: str = ""
    by_code: bool = True
    kind: ClassVar[str] = "list"

    @cached_property
    def names(self) -> dict[str, str]:
        pairs = self.choices() if callable(self.choices) else self.choices
        return {str(code): str(name) for code, name in pairs}

    @cached_property
    def known(self) -> dict[str, str]:
        """Folded code, name or spelling -> code. A name wins over a code of the same look."""
        found: dict[str, str] = {}
        if self.by_code:
            for code in self.names:
                found[folded(code)] = code
                found.setdefault(folded(code).lstrip("0"), code)
        for spelling, code in (self.spellings or {}).items():
            found[folded(spelling)] = code
        for code, name in self.names.items():
            found[folded(name)] = code
        return found

    def read(self, raw: pl.Series, setting: Setting) -> Read:
        return self.read_by({}, raw)

    def read_by(self, catalogue: Mapping[str, str], raw: pl.Series) -> Read:
        """catalogue: folded code of the file's own list -> the name that the file gives it."""
        return by_value(raw, lambda cell: self._parse(cell, catalogue), self.dtype)

    def _parse(self, cell: str, catalogue: Mapping[str, str]) -> Parsed:
        if cell.startswith(FAULT):
            return Parsed(fault="cell_error" if len(cell) > len(FAULT) else "formula_without_value")
        if cell.startswith(COVERED):
            return Parsed()
        text = nfc(cell[2:] if cell.startswith(MARK) else cell)
        key = folded(text)
        if not key:
            return Parsed() if not text.strip("-–. ") else Parsed(fault="not_listed")
        own = catalogue.get(key) or catalogue.get(key.lstrip("0"))
        code = self.known.get(folded(own)) if own else self.known.get(key)
        if code is None and "-" in text:  # «01 - Kinh», «01-Kinh»
            head, _dash, tail = text.partition("-")
            code = (
                self.known.get(folded(tail))
                if folded(head) in self.known or head.strip().isdecimal()
                else None
            )
        if code is None:
            near = get_close_matches(key, self.known, n=3, cutoff=0.7)
            names = dict.fromkeys(self.names[self.known[one]] for one in near)
            return Parsed(fault=f"not_listed{FACTS}{', '.join(names)}" if names else "not_listed")
        repair = "name_spelled" if text not in (self.names[code], code) else None
        return Parsed(code, repair=repair)

    def options(self, setting: Setting) -> dict[Any, str]:
        return dict(self.names)

    def facts(self) -> dict[str, Any]:
        some = list(self.names.values())
        return {"options": ", ".join(some[:12]) + ("…" if len(some) > 12 else "")}

    @property
    def signature(self) -> str:
        return _("danh mục")


@dataclass(frozen=True)
class Yes(Column):
    """Có or Không; x, 1, TRUE as well."""

    kind: ClassVar[str] = "yes"
    dtype: ClassVar[Any] = pl.Boolean
    width: ClassVar[float] = 9

    def read(self, raw: pl.Series, setting: Setting) -> Read:
        return by_value(raw, self._parse, self.dtype)

    def _parse(self, cell: str) -> Parsed:
        if cell.startswith(FAULT):
            return Parsed(fault="cell_error" if len(cell) > len(FAULT) else "formula_without_value")
        if cell.startswith(COVERED):
            return Parsed()
        key = fold(cell[2:] if cell.startswith((NUMBER, TRUTH)) else cell)
        if key in _YES:
            return Parsed(True)
        if key in _NO:
            return Parsed(False)
        return Parsed(fault="not_yes") if key else Parsed()

    def show(self, value: Any, options: Any = None) -> str:
        return "" if value is None else _("Có") if value else _("Không")

    def cell(self, value: Any, options: Any = None) -> Any:
        return None if value is None else "Có" if value else "Không"

    @property
    def signature(self) -> str:
        return _("Có hoặc Không")


@dataclass(frozen=True)
class Offer:
    """One thing of the database that a cell may name. The first name is the one that exports write.

    note: why it cannot be meant although it is known, as a sentence: a class that was closed, a district of before 2025.
    """

    value: Any
    names: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True)
class Lookup(Column):
    """Something that the database holds, offered for this setting: a class of the school, a commune.

    missing: what to do about a name that is not offered, as a sentence.
    """

    _: KW_ONLY
    offers: Callable[[Setting], Sequence[Offer]] = lambda setting: ()
    missing: Label = ""
    whole: bool = True
    kind: ClassVar[str] = "lookup"

    @property
    def value_type(self) -> Any:
        return pl.Int64 if self.whole else pl.String

    def read(self, raw: pl.Series, setting: Setting) -> Read:
        known: dict[str, Offer | None] = {}
        for offer in self.offers(setting):
            for name in dict.fromkeys(map(folded, offer.names)):
                twin = known.get(name)
                if twin is not None and twin.note == "" and offer.note == "" and twin.value != offer.value:
                    known[name] = None
                elif twin is None or twin.note:
                    known[name] = offer
        return by_value(raw, lambda cell: self._parse(cell, known), self.value_type)

    def _parse(self, cell: str, known: dict[str, Offer | None]) -> Parsed:
        if cell.startswith(FAULT):
            return Parsed(fault="cell_error" if len(cell) > len(FAULT) else "formula_without_value")
        if cell.startswith(COVERED):
            return Parsed()
        text = nfc(cell[2:] if cell.startswith(MARK) else cell)
        key = folded(text)
        if not key:
            return Parsed()
        if key not in known:
            near = get_close_matches(key, known, n=3, cutoff=0.75)
            names = dict.fromkeys(offer.names[0] for one in near if (offer := known[one]) and not offer.note)
            return Parsed(fault=f"not_found{FACTS}{', '.join(names)}" if names else "not_found")
        offer = known[key]
        if offer is None:
            return Parsed(fault="several")
        if offer.note:
            return Parsed(fault=f"not_meant{FACTS}{offer.note}")
        return Parsed(offer.value, repair="name_spelled" if text not in offer.names else None)

    def options(self, setting: Setting) -> dict[Any, str]:
        return {offer.value: offer.names[0] for offer in self.offers(setting) if not offer.note}

    def facts(self) -> dict[str, Any]:
        return {"missing": str(self.missing)}

    @property
    def signature(self) -> str:
        return _("tên hoặc mã có trong hệ thống")
