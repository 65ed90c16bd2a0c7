"""Pure rules of the room: who may do what to a report when, control sums, what is kept, how punctual it is."""

from .contents import Contents, Part, added_frozen, added_up, changed_cells, digest_of, read_contents, written
from .punctual import Standing, standing_of
from .states import ACTS, Refusal, next_state, why_not
from .sums import Checked, checked

__all__ = [
    "ACTS",
    "Checked",
    "Contents",
    "Part",
    "Refusal",
    "Standing",
    "added_frozen",
    "added_up",
    "changed_cells",
    "checked",
    "digest_of",
    "next_state",
    "read_contents",
    "standing_of",
    "why_not",
    "written",
]
