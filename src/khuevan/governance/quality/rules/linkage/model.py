"""What each kind of agreement weighs: the comparisons of the linkage and their numbers.

m: how often records of one person agree so; u: how often records of two different people do. log2(m/u) is the weight.
The m are rounded from expectation maximisation over 700,000 synthetic records (bench/duplicates.py, another seed than it
is measured on). The u of full agreement follow from the data at hand: the chance that two people drawn at random share
a value is the sum of the squared shares of the values. The other u are rounded from random pairs of the same records.

Brothers and sisters share parents, telephone and home, which are therefore one comparison and not four: counted apart,
they would outweigh that the names differ.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import polars as pl


@dataclass(frozen=True)
class Level:
    """One kind of agreement: `sql` over columns with _l and _r; `word` names it; u 0 is taken from the data."""

    word: str
    sql: str
    m: float
    u: float
    by_frequency: str = ""


@dataclass(frozen=True)
class Comparison:
    """Levels are tried in order. `unknown` is when nothing can be compared; `column`: whose shares give the u."""

    name: str
    unknown: str
    levels: tuple[Level, ...]
    column: str = ""


def _differ(column: str, most: int) -> str:
    return f"damerau_levenshtein({column}_l, {column}_r) <= {most}"


def _part_of(column: str) -> str:
    """All syllables of the one are among those of the other."""
    one, other = f"string_split({column}_l, ' ')", f"string_split({column}_r, ' ')"
    return f"(list_has_all({one}, {other}) or list_has_all({other}, {one}))"


def _parent(name: str) -> str:
    return f"({name}_key_l = {name}_key_r or {_differ(f'{name}_folded', 2)})"


MOTHER, FATHER = _parent("mother"), _parent("father")
NO_MOTHER = "(mother_key_l is null or mother_key_r is null)"
NO_FATHER = "(father_key_l is null or father_key_r is null)"
PHONE = "coalesce(phone_l = phone_r, false)"

COMPARISONS: Final = (
    Comparison(
        "name",
        "name_said_l is null or name_said_r is null",
        (
            Level("same", "name_said_l = name_said_r", 0.52, 0, by_frequency="name_said"),
            Level("tones", "name_folded_l = name_folded_r", 0.26, 0, by_frequency="name_folded"),
            Level("sound", "name_key_l = name_key_r", 0.10, 0, by_frequency="name_key"),
            Level(
                "given",
                "given_part_l <> given_part_r and given_is_common_l and given_is_common_r",
                0.002,
                0.95,
            ),
            Level("letter", _differ("name_folded", 1), 0.06, 1e-4),
            Level("part", _part_of("name_key"), 0.03, 4e-5),
            Level("letters", _differ("name_folded", 2), 0.024, 3e-4),
            Level("other", "else", 0.0015, 0.05),
        ),
        column="name_said",
    ),
    Comparison(
        "birth",
        "birth_date_l is null or birth_date_r is null",
        (
            Level("same", "birth_date_l = birth_date_r", 0.79, 0),
            Level("swapped", "birth_key_l = birth_key_r", 0.05, 7e-5),
            Level("digit", _differ("birth_text", 1), 0.12, 4.5e-3),
            Level(
                "january",
                "birth_year_l = birth_year_r and (birth_text_l[1:4] = '0101' or birth_text_r[1:4] = '0101')",
                0.02,
                5e-4,
            ),
            Level("year", "birth_year_l = birth_year_r", 0.015, 0.06),
            Level("other", "else", 0.005, 0.935),
        ),
        column="birth_date",
    ),
    Comparison(
        "number",
        "number_l is null or number_r is null",
        (
            Level("same", "number_l = number_r", 0.10, 1e-9),
            Level("digit", _differ("number", 1), 0.899, 1.5e-6),
            Level("other", "else", 0.001, 1.0),
        ),
    ),
    Comparison(
        "family",
        f"{NO_MOTHER} and {NO_FATHER} and not {PHONE}",
        (
            Level("parents", f"{MOTHER} and {FATHER}", 0.66, 4e-6),
            Level("parent_phone", f"({MOTHER} or {FATHER}) and {PHONE}", 0.17, 2e-6),
            Level("parent", f"({MOTHER} and {NO_FATHER}) or ({FATHER} and {NO_MOTHER})", 0.12, 5e-4),
            Level("phone", PHONE, 0.02, 2e-6),
            Level("one_differs", f"{MOTHER} or {FATHER}", 0.02, 6e-3),
            Level("other", "else", 0.01, 0.993),
        ),
    ),
    Comparison(
        "commune",
        "commune_id_l is null or commune_id_r is null",
        (Level("same", "commune_id_l = commune_id_r", 0.60, 0), Level("other", "else", 0.40, 0.99)),
        column="commune_id",
    ),
    Comparison(
        "birthplace",
        "birthplace_folded_l is null or birthplace_folded_r is null",
        (
            Level("same", "birthplace_folded_l = birthplace_folded_r", 0.95, 0),
            Level("other", "else", 0.05, 0.5),
        ),
        column="birthplace_folded",
    ),
    Comparison(
        "ethnicity",
        "ethnicity_l is null or ethnicity_r is null",
        (Level("same", "ethnicity_l = ethnicity_r", 0.97, 0), Level("other", "else", 0.03, 0.3)),
        column="ethnicity",
    ),
    Comparison(
        "sex",
        "sex_l is null or sex_r is null",
        (Level("same", "sex_l = sex_r", 0.99, 0.5), Level("other", "else", 0.01, 0.5)),
    ),
)

BLOCKING: Final = (
    ("birth_key", "name_key"),
    ("birth_date", "given_key", "sex"),
    ("birth_date", "mother_key"),
    ("birth_date", "father_key"),
    ("birth_date", "phone"),
    ("name_key", "mother_key"),
    ("name_key", "father_key"),
    ("name_key", "phone"),
    ("birth_year", "mother_key", "father_key"),
    ("number_tail",),
    ("number_head", "given_key"),
    ("number_frame", "given_key"),
    ("name_key", "birth_year", "commune_id"),
)
"""Pairs that agree in all columns of one of these are compared; others are not one person, or are not found."""

EXPECTED_DOUBLES: Final = 0.02
"""Share of records taken for second ones before anything is compared; the prior of a pair follows from it."""

SMALLEST_U: Final = 1e-7
FEW: Final = 5_000
"""Of fewer records the shares say little: those of a province stand in for them, and no name counts as rare."""
OF_A_PROVINCE: Final = {
    "name_said": 3e-4, "name_folded": 3.5e-4, "name_key": 4e-4, "birth_date": 2e-4, "commune_id": 0.01,
    "birthplace_folded": 0.5, "ethnicity": 0.7,
}  # fmt: skip


def shares(prepared: pl.DataFrame) -> dict[str, float]:
    """Of each compared column: the chance that two records drawn at random agree in it."""
    found = {}
    for comparison in COMPARISONS:
        for column in {comparison.column, *(level.by_frequency for level in comparison.levels)} - {""}:
            counts = prepared.get_column(column).drop_nulls().value_counts().get_column("count")
            known = int(counts.sum())
            found[column] = float((counts / known).pow(2).sum()) if known > 1 else 1e-3
    return found


def settings(prepared: pl.DataFrame) -> dict[str, Any]:
    """The settings of Splink for this frame."""
    is_small = prepared.height < FEW
    of_column = OF_A_PROVINCE if is_small else shares(prepared)
    records = max(prepared.height, 1_000)
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "unique_id",
        "probability_two_random_records_match": 2 * EXPECTED_DOUBLES / records,
        "blocking_rules_to_generate_predictions": [
            {"blocking_rule": " and ".join(f"l.{column} = r.{column}" for column in rule), "sql_dialect": "duckdb"}
            for rule in BLOCKING
        ],
        "comparisons": [_comparison(comparison, of_column, not is_small) for comparison in COMPARISONS],
        "retain_matching_columns": False,
        "retain_intermediate_calculation_columns": True,
        "sql_dialect": "duckdb",
    }  # fmt: skip


def _comparison(comparison: Comparison, of_column: Mapping[str, float], rarity: bool) -> dict[str, Any]:
    levels: list[dict[str, Any]] = [
        {"sql_condition": comparison.unknown, "label_for_charts": "unknown", "is_null_level": True}
    ]
    for level in comparison.levels:
        u = level.u or of_column[level.by_frequency or comparison.column]
        described = {
            "sql_condition": "ELSE" if level.sql == "else" else level.sql,
            "label_for_charts": level.word,
            "m_probability": level.m,
            "u_probability": min(max(u, SMALLEST_U), 1.0),
        }
        if level.by_frequency and rarity:
            described["tf_adjustment_column"] = level.by_frequency
            described["tf_adjustment_weight"] = 1.0
            described["tf_minimum_u_value"] = SMALLEST_U
        levels.append(described)
    return {"output_column_name": comparison.name, "comparison_levels": levels}
