"""The frame that is linked: identities as they are recorded, and the columns that follow from them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import polars as pl

from khuevan.kernel.text import fold, nfc

from .keys import ends_key, given_key, given_part, name_key

COMMON: Final = 2e-5
"""A given name is one when at least so many of all bear it (and five do); what is rarer may be a slip of the key."""

COLUMNS: Final = {
    "id": pl.Int32,
    "name": pl.String,
    "birth_date": pl.Date,
    "sex": pl.String,
    "number": pl.String,
    "ethnicity": pl.String,
    "birthplace": pl.String,
    "commune_id": pl.Int32,
    "mother": pl.String,
    "father": pl.String,
    "phone": pl.String,
}
"""What is known of each person, once; "" and null are unknown."""


def prepared(identities: pl.DataFrame) -> pl.DataFrame:
    """With everything that comparing and blocking needs; unknown values become null, which weighs nothing."""
    known = identities.select(pl.col(name).cast(kind) for name, kind in COLUMNS.items()).with_columns(
        pl.col(name).replace("", None) for name, kind in COLUMNS.items() if kind == pl.String
    )
    born = pl.col("birth_date")
    with_names = known.with_columns(
        *_of_unique(known, "name", {"name_said": _said, "name_folded": fold, "name_key": name_key,
                                    "given_key": given_key, "given_part": given_part, "ends_key": ends_key}),
        *_of_unique(known, "mother", {"mother_folded": fold, "mother_key": name_key}),
        *_of_unique(known, "father", {"father_folded": fold, "father_key": name_key}),
        *_of_unique(known, "birthplace", {"birthplace_folded": fold}),
    ).drop("mother", "father", "birthplace")  # fmt: skip
    return with_names.with_columns(
        born.dt.strftime("%d%m%Y").alias("birth_text"),
        born.dt.year().cast(pl.Int16).alias("birth_year"),
        (pl.len().over("given_part") >= max(5, COMMON * known.height)).alias("given_is_common"),
        (
            born.dt.year() * 10_000
            + pl.min_horizontal(born.dt.day(), born.dt.month()).cast(pl.Int32) * 100
            + pl.max_horizontal(born.dt.day(), born.dt.month()).cast(pl.Int32)
        ).alias("birth_key"),
        pl.col("number").str.slice(6, 6).alias("number_tail"),
        pl.col("number").str.slice(0, 9).alias("number_head"),
        (pl.col("number").str.slice(0, 6) + pl.col("number").str.slice(9, 3)).alias("number_frame"),
    ).rename({"id": "unique_id"})  # fmt: skip


def _said(name: str) -> str:
    """The name itself, whatever the case and the spaces."""
    return " ".join(nfc(name).lower().split())


def _of_unique(frame: pl.DataFrame, column: str, makers: dict[str, Callable[[str], str]]) -> list[pl.Series]:
    """Columns that follow from one, worked out once for each different value: names repeat a great deal."""
    values = frame.get_column(column)
    different = values.drop_nulls().unique()
    texts = different.to_list()
    return [
        values.replace_strict(different, pl.Series([make(text) for text in texts], dtype=pl.String),
                              default=None, return_dtype=pl.String).alias(name)
        for name, make in makers.items()
    ]  # fmt: skip
