"""Pure rules of the room: points to levels, figures to points, who may do what when, two assessors, the days."""

from .agreeing import Agreement, Difference, Found, agreement, differences
from .deadlines import day_in, in_force, is_late
from .levels import (
    Bands,
    Gap,
    Line,
    Verdict,
    criterion_level,
    gaps,
    group_level,
    leaves,
    level_of,
    plain,
    totals,
)
from .proposing import Falling, Rising, Scale, proposed_points
from .sheets import Handed, digest_of, read_sheet, written
from .states import ACTS, EDITED, Refusal, explained, next_state, why_not

__all__ = [
    "ACTS",
    "Agreement",
    "Bands",
    "Difference",
    "EDITED",
    "Falling",
    "Found",
    "Gap",
    "Handed",
    "Line",
    "Refusal",
    "Rising",
    "Scale",
    "Verdict",
    "agreement",
    "criterion_level",
    "day_in",
    "differences",
    "digest_of",
    "explained",
    "gaps",
    "group_level",
    "in_force",
    "is_late",
    "leaves",
    "level_of",
    "next_state",
    "plain",
    "proposed_points",
    "read_sheet",
    "totals",
    "why_not",
    "written",
]
