"""The reads of learners, always within what the actor may see."""

from .elsewhere import by_id, by_number
from .family import Guardian, guardians, own_children
from .finding import ids_by_words
from .rows import rewards_of, violence_of

__all__ = [
    "Guardian",
    "by_id",
    "by_number",
    "guardians",
    "ids_by_words",
    "own_children",
    "rewards_of",
    "violence_of",
]
