"""Indicators that rooms declare over their facts: conditions, measures, splits. See README.md."""

from .conditions import (
    Between,
    Both,
    Condition,
    Either,
    Is,
    Misdeclared,
    Not,
    both,
    either,
    is_one,
    no,
    yes,
)
from .declarations import Group, Indicator, Rows, Split, declared, rows_of
from .formulas import Count, Distinct, Measure, Median, Part, Ratio, Sum, facts_of, parts_of, share

__all__ = [
    "Between",
    "Both",
    "Condition",
    "Count",
    "Distinct",
    "Either",
    "Group",
    "Indicator",
    "Is",
    "Measure",
    "Median",
    "Misdeclared",
    "Not",
    "Part",
    "Ratio",
    "Rows",
    "Split",
    "Sum",
    "both",
    "declared",
    "either",
    "facts_of",
    "is_one",
    "no",
    "parts_of",
    "rows_of",
    "share",
    "yes",
]
