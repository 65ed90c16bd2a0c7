"""What a rule found: wrong refuses, doubtful asks for confirmation, noted only tells."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

WRONG: Final = "wrong"
DOUBTFUL: Final = "doubtful"
NOTED: Final = "noted"


def N_(text: str) -> str:  # noqa: N802 - the marker that message extraction knows
    """Marks a sentence for translation; it is translated where it is shown."""
    return text


@dataclass(frozen=True)
class Finding:
    """`text` is the Vietnamese sentence with `%(name)s` places, `values` fill them; `subject` is the
    field.
    """

    subject: str
    severity: str
    code: str
    text: str
    values: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text % self.values

    @property
    def is_wrong(self) -> bool:
        return self.severity == WRONG

    @property
    def is_doubtful(self) -> bool:
        return self.severity == DOUBTFUL


def wrong(subject: str, code: str, text: str, /, **values: Any) -> Finding:
    return Finding(subject, WRONG, code, text, values)


def doubtful(subject: str, code: str, text: str, /, **values: Any) -> Finding:
    return Finding(subject, DOUBTFUL, code, text, values)


def noted(subject: str, code: str, text: str, /, **values: Any) -> Finding:
    return Finding(subject, NOTED, code, text, values)


def wrong_ones(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(finding for finding in findings if finding.is_wrong)


def doubtful_ones(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(finding for finding in findings if finding.is_doubtful)
