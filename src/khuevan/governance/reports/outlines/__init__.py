"""Built-in templates and the words that templates may say."""

from .aims import Aim, Gauge
from .declarations import OUTLINES, Outline, built_in, template_file
from .vocabulary import (
    AIMS,
    BELOW,
    CHARTS,
    COMPARED,
    FIGURES,
    MATURITY,
    NARRATIVE,
    OVER_TIME,
    PLAN_TARGETS,
    PLAN_TASKS,
    QUOTES,
    SHARED,
    TYPED,
    vocabulary,
)

__all__ = [
    "AIMS",
    "BELOW",
    "CHARTS",
    "COMPARED",
    "FIGURES",
    "MATURITY",
    "NARRATIVE",
    "PLAN_TARGETS",
    "PLAN_TASKS",
    "OUTLINES",
    "OVER_TIME",
    "QUOTES",
    "SHARED",
    "TYPED",
    "Aim",
    "Gauge",
    "Outline",
    "built_in",
    "template_file",
    "vocabulary",
]
