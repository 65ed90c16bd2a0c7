"""Text: words, codes, numbers of people and telephones, which are text although they are all digits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import KW_ONLY, dataclass
from typing import Any, ClassVar, Final

import polars as pl
from django.utils.translation import gettext as _

from ..reading.marks import NUMBER
from .base import COVERED, FACTS, Column, Label, Read, Setting, cell_faults, decomposed, nothing, text_of

FORMULA: Final = r"^(?:[=@]|[+\-][^\d\s+\-(])"
"""Text that a spreadsheet would run, if it got it back as a cell."""
_ROUNDED: Final = r"(?i)^\d+(?:[.,]\d+)?e\+?\d+$"


@dataclass(frozen=True)
class Words(Column):
    """A line of text. clean: what the room makes of it before it is stored, so that the same list again is the same."""

    _: KW_ONLY
    max_length: int = 200
    min_length: int = 0
    clean: Callable[[str], str] | None = None

    def read(self, raw: pl.Series, setting: Setting) -> Read:
        text = self._cleaned(text_of(raw))
        column = pl.col("text")
        length = column.str.len_chars()
        faults = pl.DataFrame({"text": text, "cell": cell_faults(raw)}).select(
            pl.when(pl.col("cell").is_not_null()).then(pl.col("cell"))
            .when(length > self.max_length).then(pl.concat_str(pl.lit(f"too_long{FACTS}"), length.cast(pl.String)))
            .when(length < self.min_length).then(pl.lit("too_short"))
            .when(column.str.contains(FORMULA)).then(pl.lit("formula_text"))
            .when(column.str.contains("\ufffd")).then(pl.lit("unknown_signs"))
        ).to_series()  # fmt: skip
        return Read(text, faults, decomposed(raw))

    def facts(self) -> dict[str, Any]:
        return {"most": self.max_length, "least": self.min_length}

    def _cleaned(self, text: pl.Series) -> pl.Series:
        if self.clean is None:
            return text
        different = text.drop_nulls().unique()
        table = {one: self.clean(one) for one in different if not one.startswith(COVERED)}
        return text.replace(table) if table else text

    @property
    def signature(self) -> str:
        return _("chữ, nhiều nhất %(most)s ký tự") % {"most": self.max_length}


@dataclass(frozen=True)
class Computed(Column):
    """What the platform works out: written for people, understood and set aside when the file comes back."""

    _: KW_ONLY
    fixed: bool = True

    def read(self, raw: pl.Series, setting: Setting) -> Read:
        none = nothing(len(raw))
        return Read(none, none, none)

    @property
    def signature(self) -> str:
        return _("hệ thống tính, không đọc lại")


@dataclass(frozen=True)
class Code(Column):
    """A code: one word that fits a pattern. upper: written in capitals whatever was typed."""

    _: KW_ONLY
    max_length: int = 40
    pattern: str = ""
    describe: Label = ""
    upper: bool = False

    def read(self, raw: pl.Series, setting: Setting) -> Read:
        text = text_of(raw)
        text = text.str.to_uppercase() if self.upper else text
        column = pl.col("text")
        fits = column.str.contains(f"^(?:{self.pattern})$") if self.pattern else pl.lit(True)
        faults = pl.DataFrame({"text": text, "cell": cell_faults(raw)}).select(
            pl.when(pl.col("cell").is_not_null()).then(pl.col("cell"))
            .when(column.str.len_chars() > self.max_length)
            .then(pl.concat_str(pl.lit(f"too_long{FACTS}"), column.str.len_chars().cast(pl.String)))
            .when(column.str.contains(FORMULA)).then(pl.lit("formula_text"))
            .when(~fits).then(pl.lit("pattern"))
        ).to_series()  # fmt: skip
        return Read(text, faults, decomposed(raw))

    def facts(self) -> dict[str, Any]:
        return {"most": self.max_length, "wanted": str(self.describe), "example": self.example}

    @property
    def signature(self) -> str:
        return str(self.describe) or _("mã")


@dataclass(frozen=True)
class Digits(Column):
    """Digits of fixed lengths, kept as text. Leading zeros that a spreadsheet dropped come back, and are reported;
    what still begins with a zero has lost none.

    lengths: allowed, the last is the one that zeros are restored to. lost: at most how many zeros may have been lost.
    """

    _: KW_ONLY
    lengths: tuple[int, ...] = (12,)
    lost: int = 3

    def read(self, raw: pl.Series, setting: Setting) -> Read:
        wanted = self.lengths[-1]
        text = text_of(raw)
        column, length = pl.col("text"), pl.col("text").str.len_chars()
        frame = pl.DataFrame({"text": text, "raw": raw, "cell": cell_faults(raw)})
        is_rounded = column.str.contains(_ROUNDED) | (
            pl.col("raw").str.starts_with(NUMBER) & column.str.contains(r"[eE.]")
        )
        frame = frame.with_columns(is_rounded.fill_null(False).alias("rounded")).with_columns(
            pl.when(pl.col("rounded")).then(column)
            .otherwise(column.str.replace_all(r"[ .\-'’`]", "")).alias("text")
        )  # fmt: skip
        is_short = (
            column.str.contains(r"^[1-9]\d*$")
            & ~length.is_in(self.lengths)
            & (length >= wanted - self.lost)
            & (length < wanted)
        )
        frame = frame.with_columns(is_short.fill_null(False).alias("short"))
        return Read(
            frame.select(pl.when(pl.col("short")).then(column.str.zfill(wanted)).otherwise(column)).to_series(),
            frame.select(
                pl.when(pl.col("cell").is_not_null()).then(pl.col("cell"))
                .when(pl.col("rounded")).then(pl.lit("rounded"))
                .when(~column.str.contains(r"^\d+$")).then(pl.lit("not_digits"))
                .when(~length.is_in(self.lengths) & ~pl.col("short"))
                .then(pl.concat_str(pl.lit(f"wrong_length{FACTS}"), length.cast(pl.String)))
            ).to_series(),
            frame.select(pl.when(pl.col("short")).then(pl.lit("zeros_lost"))).to_series(),
        )  # fmt: skip

    def facts(self) -> dict[str, Any]:
        return {"lengths": _(" hoặc ").join(map(str, self.lengths))}

    @property
    def signature(self) -> str:
        return _("%(lengths)s chữ số, dạng văn bản") % self.facts()


@dataclass(frozen=True)
class Phone(Column):
    """A Vietnamese telephone number: ten or eleven digits that begin with 0."""

    width: ClassVar[float] = 14

    def read(self, raw: pl.Series, setting: Setting) -> Read:
        column = pl.col("text")
        frame = pl.DataFrame({"text": text_of(raw), "cell": cell_faults(raw)}).with_columns(
            column.str.replace_all(r"[ .\-()'’]", "").str.replace(r"^(?:\+|00)84\(?0?", "0")
        )
        frame = frame.with_columns(column.str.contains(r"^[1-9]\d{8}$").fill_null(False).alias("short"))
        return Read(
            frame.select(pl.when(pl.col("short")).then("0" + column).otherwise(column)).to_series(),
            frame.select(
                pl.when(pl.col("cell").is_not_null()).then(pl.col("cell"))
                .when(~column.str.contains(r"^0\d{9,10}$") & ~pl.col("short")).then(pl.lit("not_phone"))
            ).to_series(),
            frame.select(pl.when(pl.col("short")).then(pl.lit("zeros_lost"))).to_series(),
        )  # fmt: skip

    @property
    def signature(self) -> str:
        return _("số điện thoại, bắt đầu bằng 0")
