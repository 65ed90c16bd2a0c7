"""What awaits somebody who keeps records: people without a number, numbers to be checked."""

from __future__ import annotations

from khuevan.kernel.access import Actor

from ..permissions import CORRECT_PERSON
from .matching import find, permitted


def missing_numbers(actor: Actor) -> int:
    """How many in the actor's scope have no number; counted to CAP + 1."""
    return find(inside=permitted(actor, CORRECT_PERSON), number="missing", size=1).total


def doubtful_numbers(actor: Actor) -> int:
    """How many numbers in the actor's scope have a doubt; counted to CAP + 1."""
    return find(inside=permitted(actor, CORRECT_PERSON), number="doubtful", size=1).total
