"""The acts of the gradebook."""

from .errors import GradebookError
from .marking import CONFLICT, REFUSED, SAVED, Answer, Cell, save_cells

__all__ = ["CONFLICT", "REFUSED", "SAVED", "Answer", "Cell", "GradebookError", "save_cells"]
