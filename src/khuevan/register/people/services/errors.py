"""Why an act on people was not done: each carries what a page needs to say it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from khuevan.kernel.records.errors import Invalid

from ..rules import Finding

if TYPE_CHECKING:
    from ..models import Person


class PeopleError(Invalid):
    """Nothing was written; `errors` says for each field what is the matter, the message for the whole."""


def _by_field(findings: Sequence[Finding]) -> dict[str, str]:
    errors: dict[str, str] = {}
    for finding in findings:
        errors[finding.subject] = f"{errors.get(finding.subject, '')} {say(finding)}".strip()
    return errors


class FactsAreWrong(PeopleError):  # noqa: N818
    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__(_by_field(findings))


class FactsAreDoubtful(PeopleError):  # noqa: N818
    """The facts may be right: whoever enters them confirms. `look_alikes`: visible people with name and
    birth date.
    """

    def __init__(self, findings: Sequence[Finding], look_alikes: Sequence[Person] = ()) -> None:
        self.findings, self.look_alikes = tuple(findings), tuple(look_alikes)
        super().__init__(
            _by_field(findings) or _("Đã có hồ sơ trùng họ tên và ngày sinh; hãy xem lại trước khi lưu.")
        )


class CodeIsTaken(PeopleError):  # noqa: N818
    """A number belongs to somebody already; `holder` only where the actor can see that person."""

    def __init__(self, field: str, holder: Person | None) -> None:
        self.field, self.holder = field, holder
        label = _("Số định danh") if field == "national_id" else _("Mã định danh ngành")
        if holder is None:
            text = _("%(label)s này đã có trong hồ sơ ở nơi khác, ngoài phạm vi của bạn.") % {"label": label}
        else:
            text = _("%(label)s này là của %(name)s.") % {"label": label, "name": holder.full_name}
        super().__init__({field: text})


class PeriodIsWrong(PeopleError):  # noqa: N818
    """The last day comes before the first."""


class PeriodOverlaps(PeopleError):  # noqa: N818
    """The same thing is recorded for a part of these days already."""


class AlreadyDead(PeopleError):  # noqa: N818
    """Nothing begins for a person after the day of death."""


def say(finding: Finding) -> str:
    """A finding in the language of the request."""
    return _(finding.text) % finding.values
