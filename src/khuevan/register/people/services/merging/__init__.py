"""Two records of one person become one, as plan, preview, commit and undo.

Nothing is deleted: who is merged keeps the row, and every row that is changed anywhere is written down with what it held.
"""

from .acts import merge_people
from .planning import CannotMerge, Compared, Order, Plan, plan_merge
from .ties import MERGE_ID, Merging, Part, Question, Row, Step, Tie, moved, rows_of, tie, ties
from .undoing import Loss, Undoing, preview_undo, rows_said, undo_merge

__all__ = [
    "MERGE_ID",
    "CannotMerge",
    "Compared",
    "Loss",
    "Merging",
    "Order",
    "Part",
    "Plan",
    "Question",
    "Row",
    "Step",
    "Tie",
    "Undoing",
    "merge_people",
    "moved",
    "plan_merge",
    "preview_undo",
    "rows_of",
    "rows_said",
    "tie",
    "ties",
    "undo_merge",
]
