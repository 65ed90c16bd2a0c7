"""A report in the form's layout: as a workbook and on paper. The same report gives the same bytes."""

from .paper import paper
from .sheet import Sheet, sheet_of
from .workbook import workbook

__all__ = ["Sheet", "paper", "sheet_of", "workbook"]
