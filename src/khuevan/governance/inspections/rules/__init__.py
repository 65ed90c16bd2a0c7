"""Functions on values: the draw, the risk, what may happen when, the minutes as text."""

from .contents import Contents, Demand, Line, digest_of, read, written
from .draw import Drawn, Entrant, by_lot, by_risk, differences, drawn, inspections_of, lot, needed, next_drawn
from .risk import Part, Weighing, parts, risk, share_of
from .states import FAULTS, TOLD, WAITS, WRITTEN, in_force, is_late, is_open, may_countersign, may_lead

__all__ = [
    "FAULTS",
    "TOLD",
    "WAITS",
    "WRITTEN",
    "Contents",
    "Demand",
    "Drawn",
    "Entrant",
    "Line",
    "Part",
    "Weighing",
    "by_lot",
    "by_risk",
    "differences",
    "digest_of",
    "drawn",
    "in_force",
    "inspections_of",
    "is_late",
    "is_open",
    "lot",
    "may_countersign",
    "may_lead",
    "needed",
    "next_drawn",
    "parts",
    "read",
    "risk",
    "share_of",
    "written",
]
