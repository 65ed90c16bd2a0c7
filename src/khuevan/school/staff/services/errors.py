"""Why an act on staff was not done, in words."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from khuevan.kernel.records.errors import Invalid

from ..rules import ActRefused, Sentence


class StaffError(Invalid):
    """Nothing was written."""


class AlreadyEmployed(StaffError):
    """The person is a member of this school's staff already."""

    def __init__(self, name: str) -> None:
        super().__init__(_("%(name)s đã có trong đội ngũ của trường này.") % {"name": name})


def say(sentence: Sentence) -> str:
    """A sentence of the rules in the reader's language."""
    return _(sentence.text) % dict(sentence.params)


def refused(reasons: ActRefused | Iterable[Sentence]) -> StaffError:
    """Every reason at once."""
    found = reasons.reasons if isinstance(reasons, ActRefused) else tuple(reasons)
    return StaffError(" ".join(say(reason) for reason in found))
