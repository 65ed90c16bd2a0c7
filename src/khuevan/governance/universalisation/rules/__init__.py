"""Who counts, what is met: pure functions. Worked examples: docs/rulebook/universalisation.md."""

from .ages import Standing, age_in, school_year_start
from .conditions import MEASURED, OBLIGED, Counted, counted
from .individual import Known, literacy_of, rank_of
from .periods import Gap, Overlap, due_on, gaps, in_force, overlaps, period_of
from .person import MemberFacts, problems
from .provisions import Provision, is_provided, provided
from .standards import NEEDS, Condition, Requirement, Value, Verdict, assess, needed, share_of, territorial

__all__ = [
    "MEASURED",
    "NEEDS",
    "OBLIGED",
    "Condition",
    "Counted",
    "Gap",
    "Known",
    "MemberFacts",
    "Overlap",
    "Provision",
    "Requirement",
    "Standing",
    "Value",
    "Verdict",
    "age_in",
    "assess",
    "counted",
    "due_on",
    "gaps",
    "in_force",
    "is_provided",
    "literacy_of",
    "needed",
    "overlaps",
    "period_of",
    "problems",
    "provided",
    "rank_of",
    "school_year_start",
    "share_of",
    "territorial",
]
