"""Pure rules of plans: how far a target is, what a plan says on a day, what may be inherited how, what a period means."""

from .amending import Done, Edition, FoldedChange, edition_of
from .inheriting import Goal, Inheritance, Verdict, inherited
from .matching import LIKELY, counts_schools, likely_indicators
from .periods import Period, read_period, running
from .progress import Pace, Point, Progress, pace_of, progress_of, progress_of_task
from .reading import FIELDS, Cell, Grid, Kind, ReadRow, Warned, guessed, heading_row, read_rows
from .thresholds import read_threshold, satisfies

__all__ = [
    "FIELDS",
    "Cell",
    "Done",
    "Edition",
    "FoldedChange",
    "Goal",
    "Grid",
    "LIKELY",
    "Inheritance",
    "Kind",
    "Pace",
    "Period",
    "Point",
    "Progress",
    "ReadRow",
    "Warned",
    "heading_row",
    "Verdict",
    "counts_schools",
    "edition_of",
    "guessed",
    "inherited",
    "likely_indicators",
    "pace_of",
    "progress_of",
    "progress_of_task",
    "read_period",
    "read_rows",
    "read_threshold",
    "running",
    "satisfies",
]
