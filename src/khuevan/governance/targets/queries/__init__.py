"""The reads of the room. `targets_of`, `tasks_of` and `plans_of` are what rooms above build on."""

from .boards import BoardRow, board
from .holding import Held, loosened_in, standing_to_above, wanted_from_above
from .lines import LineNow, TargetNow, TaskNow, first_day, targets_on, tasks_on
from .measuring import Value, has_moved, may_measure, schools_of, values
from .notices import notices
from .plans import (
    amendments,
    instruments,
    matching,
    may_adopt,
    may_edit,
    may_for,
    may_publish,
    plan,
    plans,
    sections,
    tier_of,
    to_carry_out,
)
from .rows import (
    Evidence,
    TargetRow,
    TaskRow,
    counted,
    evidence_of,
    plans_of,
    readings_of,
    target_progress,
    target_rows,
    targets_of,
    task_points,
    task_rows,
    tasks_of,
    value_url,
)

__all__ = [
    "BoardRow", "Evidence", "Held", "LineNow", "TargetNow", "TargetRow", "TaskNow", "TaskRow", "Value", "amendments",
    "board", "counted", "evidence_of", "first_day", "has_moved", "instruments", "loosened_in", "matching", "may_adopt",
    "may_edit", "may_for", "may_measure", "may_publish", "notices", "plan", "plans", "plans_of", "readings_of",
    "schools_of", "sections", "standing_to_above", "target_progress", "target_rows", "targets_of", "targets_on",
    "task_points", "task_rows", "tasks_of", "tasks_on", "tier_of", "to_carry_out", "value_url", "values",
    "wanted_from_above",
]  # fmt: skip
