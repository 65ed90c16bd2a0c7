"""Checks of data that rooms declare, for a province at once and for one record as it is saved. See README.md."""

from .declarations import (
    Check,
    Component,
    Dimension,
    Limit,
    Setting,
    Severity,
    Source,
    Trust,
    components,
    declared,
)
from .judging import Problem, judge, judge_frame

__all__ = [
    "Check",
    "Component",
    "Dimension",
    "Limit",
    "Problem",
    "Setting",
    "Severity",
    "Source",
    "Trust",
    "components",
    "declared",
    "judge",
    "judge_frame",
]
