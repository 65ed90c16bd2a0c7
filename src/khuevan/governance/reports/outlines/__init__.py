"""Built-in templates and the words that templates may say."""

from .aims import Aim, Gauge
from .declarations import OUTLINES, Outline, built_in, template_file
from .vocabulary import (
    AIMS,
    BELOW,
    COMPARED,
    FIGURES,
    MATURITY,
    NARRATIVE,
    PLAN_TARGETS,
    PLAN_TASKS,
    QUOTES,
    TYPED,
    vocabulary,
)

__all__ = [
    "AIMS",
    "BELOW",
    "COMPARED",
    "FIGURES",
    "MATURITY",
    "NARRATIVE",
    "PLAN_TARGETS",
    "PLAN_TASKS",
    "OUTLINES",
    "QUOTES",
    "TYPED",
    "Aim",
    "Gauge",
    "Outline",
    "built_in",
    "template_file",
    "vocabulary",
]
