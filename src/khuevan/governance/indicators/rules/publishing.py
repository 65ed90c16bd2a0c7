"""Which indicators may stand on one public list, so that no two of them tell by their difference what is withheld."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from khuevan.kernel.facts import Facts
from khuevan.kernel.measures import Count, Distinct, Indicator, Measure, Median, Part, Ratio, parts_of

LEAST = 5
"""Used before anybody decided otherwise. No text that was seen gives a number; see docs/rulebook/suppression.md."""
OF_THINGS = ("organisations", "facilities", "quality")
"""Rooms whose facts are about schools and what they own."""
COUNTED_THINGS = ("schoolyear.class_group",)
"""Facts whose rows are things but whose columns count persons."""


def tells_of_persons(part: Part | Median | Distinct) -> bool:
    """Deny by default: everything that is not known to count things counts persons."""
    facts = part.facts
    return facts.room not in OF_THINGS and not (facts.code in COUNTED_THINGS and isinstance(part, Count))


def person_parts(measure: Measure) -> tuple[Part, ...]:
    """The parts that count persons, each once."""
    return tuple({part.name: part for part in parts_of(measure) if tells_of_persons(part)}.values())


def is_share(measure: Measure) -> bool:
    """Of persons among the same persons: those of whom it is not so are a number too."""
    return (
        isinstance(measure, Ratio)
        and len(person_parts(measure)) == 2
        and measure.upper.facts is measure.lower.facts
    )


def persons_of(facts: Facts) -> str:
    """Whose records these are: facts of the same persons can be compared with each other."""
    if "learner_id" in facts.by_name:
        return "learners"
    return "staff" if facts.room == "staff" else facts.code


def why_not_public(one: Indicator, splits: Iterable[str], others: Iterable[Indicator]) -> str:
    """The sentence that refuses it; "" where it may stand beside the others."""
    measure, asked = one.measure, list(splits)
    if isinstance(measure, Median | Distinct):
        if tells_of_persons(measure):
            return _("Trung vị và số giá trị khác nhau của hồ sơ cá nhân không được công bố.")
    elif any(not isinstance(part, Count) for part in person_parts(measure)):
        return _("Chỉ công bố số người và tỉ lệ của các số người, không công bố tổng của hồ sơ cá nhân.")
    unknown = [column for column in asked if one.split(column) is None]
    if unknown or (asked and not isinstance(measure, Count)):
        return _("Chỉ số đếm được phân tổ khi công bố, và chỉ theo các phân tổ của chỉ tiêu.")
    mine = _persons_counted(one)
    for other in others:
        theirs = _persons_counted(other)
        for who in mine.keys() & theirs.keys():
            if mine[who] != theirs[who] or is_share(measure) or is_share(other.measure):
                return _(
                    "«%(other)s» đã công bố và đếm trên cùng những người này: hiệu của hai số có thể lộ một người. "
                    "Thôi công bố chỉ tiêu kia trước, hoặc phân tổ nó."
                ) % {"other": other.label}
    return ""


def _persons_counted(one: Indicator) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for part in person_parts(one.measure):
        who = persons_of(part.facts)
        found[who] = found.get(who, frozenset()) | {part.name}
    return found
