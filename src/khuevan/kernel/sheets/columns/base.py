"""What every kind of column does: reads a block of raw cells, explains what is wrong, writes a cell.

Reading is columnar. Kinds whose cells repeat (days, codes, numbers) look at each different cell once, with a plain
function; kinds whose cells differ (names, numbers of people) are expressions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import KW_ONLY, dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Final, NamedTuple

import polars as pl
from django.utils.functional import Promise

from khuevan.kernel.access import Actor, Permission

from ..reading.marks import FAULT, MARK, NUMBER, TRUTH, shown

Label = str | Promise
FACTS: Final = MARK
"""Divides the code of a finding from the facts that its sentence names."""
COVERED: Final = "••"
"""How a masked value begins in our own exports: it says nothing and changes nothing."""
DIRTY: Final = r"[\s\p{Cf}\p{Cc}\p{M}&&[^ \x1f]]|  |^ | $"
DECOMPOSED: Final = r"\p{M}"


@dataclass(frozen=True)
class Setting:
    """For whom, where and when a file is read. `values`: the layout's parameters, as chosen at the upload."""

    actor: Actor
    at: datetime
    unit_id: int
    values: Mapping[str, str] = field(default_factory=dict)


class Read(NamedTuple):
    """Of one column, each as long as the raw cells. faults, repairs: `code` or `code\\x1ffacts`, or nothing."""

    values: pl.Series
    faults: pl.Series
    repairs: pl.Series


class Parsed(NamedTuple):
    """Of one cell."""

    value: Any = None
    fault: str | None = None
    repair: str | None = None


@dataclass(frozen=True)
class Column:
    """Declares one column of a layout.

    name: of the value in the frames that rooms get. label: the heading of the template, as people know it.
    aliases: other headings for the same, in any writing; case, accents, signs and what stands in brackets make no
        difference.
    required: a row without it is wrong. fixed: given once: it may fill what is empty, and never changes what is there.
    sensitive, keep: masked in exports unless the reader may uncover it; how many characters stay readable.
    """

    name: str
    label: Label
    _: KW_ONLY
    aliases: tuple[str, ...] = ()
    required: bool = False
    fixed: bool = False
    hint: Label = ""
    example: str = ""
    group: Label = ""
    sensitive: Permission | None = None
    keep: int = 0
    kind: ClassVar[str] = "text"
    dtype: ClassVar[Any] = pl.String
    cell_format: ClassVar[str] = "@"
    width: ClassVar[float] = 18

    @property
    def value_type(self) -> Any:
        """Polars type of the values."""
        return self.dtype

    def read(self, raw: pl.Series, setting: Setting) -> Read:
        """Raw cells (marks.py) to values."""
        raise NotImplementedError

    def options(self, setting: Setting) -> dict[Any, str]:
        """Values of a closed list with the names that people read; empty when anything may be written."""
        return {}

    def show(self, value: Any, options: Mapping[Any, str] | None = None) -> str:
        """A value as people read it."""
        if value is None:
            return ""
        return str((options or {}).get(value, value))

    def cell(self, value: Any, options: Mapping[Any, str] | None = None) -> Any:
        """A value as an export's cell holds it, so that reading it back gives the value."""
        return self.show(value, options) or None

    def facts(self) -> dict[str, Any]:
        """What the sentences about this column name besides the cell."""
        return {}

    @property
    def signature(self) -> str:
        """What the column expects, in a word or two for people."""
        return ""


def by_value(raw: pl.Series, parse: Callable[[str], Parsed], dtype: Any) -> Read:
    """Each different cell is parsed once."""
    different = raw.drop_nulls().unique()
    found = [parse(cell) for cell in different]
    table = pl.DataFrame(
        {
            "raw": different,
            "value": pl.Series([one.value for one in found], dtype=dtype),
            "fault": pl.Series([one.fault for one in found], dtype=pl.String),
            "repair": pl.Series([one.repair for one in found], dtype=pl.String),
        }
    )
    joined = raw.alias("raw").to_frame().join(table, on="raw", how="left", maintain_order="left")
    return Read(joined["value"], joined["fault"], joined["repair"])


def nothing(length: int) -> pl.Series:
    return pl.Series([None], dtype=pl.String).new_from_index(0, length)


def text_of(raw: pl.Series) -> pl.Series:
    """Raw cells as text: marks gone, composed letters, single spaces, nothing that cannot be seen.

    Faulty cells and our own masks become nothing.
    """
    column = pl.col("raw")
    frame = raw.alias("raw").to_frame()
    has_marks, is_dirty = frame.select(
        column.str.starts_with(MARK).any().alias("marks"), column.str.contains(DIRTY).any().alias("dirty")
    ).row(0)
    if has_marks:
        frame = frame.with_columns(
            pl.when(column.str.starts_with(FAULT)).then(None)
            .when(column.str.starts_with(NUMBER) | column.str.starts_with(TRUTH)).then(column.str.slice(2))
            .when(column.str.starts_with(MARK)).then(column.map_elements(shown, return_dtype=pl.String))
            .otherwise(column).alias("raw")
        )  # fmt: skip
    if is_dirty:
        frame = frame.with_columns(
            column.str.replace_all(r"\s+", " ").str.replace_all(r"[\p{Cc}\p{Cf}]", "")
            .str.strip_chars().str.normalize("NFC").alias("raw")
        )  # fmt: skip
    return frame.select(pl.when(~column.str.starts_with(COVERED) & (column != "")).then(column).alias("raw"))[
        "raw"
    ]


def cell_faults(raw: pl.Series) -> pl.Series:
    """Cells that hold an Excel error or a formula without its value."""
    column = pl.col("raw")
    return raw.alias("raw").to_frame().select(
        pl.when(column == FAULT).then(pl.lit("formula_without_value"))
        .when(column.str.starts_with(FAULT)).then(pl.lit("cell_error"))
    ).to_series()  # fmt: skip


def decomposed(raw: pl.Series) -> pl.Series:
    """Repairs: letters that were written as letter and mark."""
    column = pl.col("raw")
    return raw.alias("raw").to_frame().select(
        pl.when(column.str.contains(DECOMPOSED)).then(pl.lit("decomposed"))
    ).to_series()  # fmt: skip
