"""Errors come back in the user's own file: cells coloured, a note at each, a column to filter by.

An .xlsx is edited in its XML, row by row as it streams by: whatever else is in it (styles, pictures, formulas, other
sheets) stays as it was. Other formats are first written as an equivalent .xlsx (`equivalent`), then marked likewise.
"""

from .equivalent import write_equivalent
from .errors import Unmarkable
from .marking import mark
from .model import Mark, Marking

__all__ = ["Mark", "Marking", "Unmarkable", "mark", "write_equivalent"]
