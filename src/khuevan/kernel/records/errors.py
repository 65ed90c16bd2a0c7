"""What can go wrong with a record, in sentences for the person who wrote it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

WHOLE = ""


class DeclarationError(Exception):
    """A record is declared wrongly: raised while the program starts, never for a user."""


class NotUnderstood(ValueError):  # noqa: N818 - the name is the sentence that went wrong
    """One value cannot be read or is not allowed; the message says why in the user's language."""


class Invalid(Exception):  # noqa: N818
    """What was entered is not accepted. `errors`: field name -> sentence; WHOLE for the record as such.

    Services raise it, pages show each sentence at its field, the API lists them in problem+json.
    """

    def __init__(self, errors: Mapping[str, str] | str) -> None:
        self.errors = {WHOLE: errors} if isinstance(errors, str) else dict(errors)
        super().__init__("; ".join(f"{name}: {text}" if name else text for name, text in self.errors.items()))

    @classmethod
    def of(cls, error: ValidationError) -> Invalid:
        """The same from Django's ValidationError, which models' own constraints raise."""
        if hasattr(error, "error_dict"):
            return cls(
                {
                    WHOLE if name == NON_FIELD_ERRORS else name: " ".join(
                        problem.messages[0] for problem in found
                    )
                    for name, found in error.error_dict.items()
                }
            )
        return cls(" ".join(error.messages))


@dataclass(frozen=True)
class Difference:
    """A field that somebody else changed while this person was editing: theirs against ours."""

    label: str
    stored: str
    entered: str
    name: str = ""


class Conflict(Exception):  # noqa: N818
    """The record changed since the form was opened. Nothing was written, nothing is lost.

    `who` and `when` come from the audit log (empty and None when it has nothing); `differences`
    are the fields in which the stored values and the entered ones part.
    """

    def __init__(
        self, obj: Any, *, who: str, when: datetime | None, differences: tuple[Difference, ...]
    ) -> None:
        super().__init__(f"{obj} was changed by {who or '?'} at {when}")
        self.obj = obj
        self.who = who
        self.when = when
        self.differences = differences
