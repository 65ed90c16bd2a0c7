"""The reads of learners, always within what the actor may see."""

from .corrections import corrections, own_corrections
from .elsewhere import by_id, by_number, ids_at, of_people, of_person, with_person
from .family import Guardian, guardians, own_children
from .finding import ids_by_words
from .means import Means, means_by_school
from .rows import rewards_in, rewards_of, violence_of

__all__ = [
    "corrections",
    "own_corrections",
    "Guardian",
    "Means",
    "by_id",
    "by_number",
    "guardians",
    "ids_at",
    "ids_by_words",
    "means_by_school",
    "of_people",
    "of_person",
    "own_children",
    "rewards_in",
    "rewards_of",
    "violence_of",
    "with_person",
]
