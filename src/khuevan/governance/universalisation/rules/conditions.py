"""What each measure counts, in the language of measures, so that a page, an indicator and Spark count alike.

Everywhere those count who belong to the area's population and are able to learn (`is_obliged`): all but who moved away,
died, or is disabled and unable to learn.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from khuevan.kernel.measures import Between, Condition, Not, both, either, is_one, yes

from ..choices import Measure

OBLIGED: Final = yes("is_obliged")
LEARNS: Final = yes("studies")
_PRIMARY_DONE: Final = Between("rank", 2, None)
_ABLE_DISABLED: Final = both(OBLIGED, yes("has_disability"))


@dataclass(frozen=True)
class Counted:
    """Of those `among`, the ones `of` whom it is so. Nobody among them: met where `is_met_by_nobody`, else unknown."""

    among: Condition
    of: Condition
    is_met_by_nobody: bool = False


MEASURED: Final[dict[Measure, Counted]] = {
    Measure.ATTENDING: Counted(OBLIGED, LEARNS),
    Measure.COMPLETED_PRESCHOOL: Counted(OBLIGED, Between("rank", 1, None)),
    Measure.IN_GRADE_1: Counted(OBLIGED, Between("grade", 1, None)),
    Measure.COMPLETED_PRIMARY: Counted(OBLIGED, _PRIMARY_DONE),
    Measure.REST_IN_PRIMARY: Counted(
        both(OBLIGED, Not(_PRIMARY_DONE)), is_one("level", "primary"), is_met_by_nobody=True
    ),
    Measure.GRADUATED_SECONDARY: Counted(OBLIGED, Between("rank", 3, None)),
    Measure.STUDYING_ON: Counted(OBLIGED, either(yes("studies_upper"), Between("rank", 4, None))),
    Measure.LITERATE_1: Counted(OBLIGED, Between("literacy", 1, None)),
    Measure.LITERATE_2: Counted(OBLIGED, Between("literacy", 2, None)),
    Measure.DISABLED_LEARNING: Counted(_ABLE_DISABLED, either(LEARNS, _PRIMARY_DONE), is_met_by_nobody=True),
}
"""Of persons. `Measure.UNITS_MEETING` counts units and stands in `standards`."""


def counted(measure: Measure, age_from: int | None, age_to: int | None) -> Counted:
    """The measure over an age band; both ends included, None is open."""
    plain = MEASURED[measure]
    if age_from is None and age_to is None:
        return plain
    return Counted(both(plain.among, Between("age", age_from, age_to)), plain.of, plain.is_met_by_nobody)
