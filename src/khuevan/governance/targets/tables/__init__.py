"""Tables of plans in Word and Excel: read as grids, written from rows. Knows files, no rule and no database."""

from .reading import MOST_ROWS, TableUnreadable, grids_of
from .writing import EXCEL, WORD, OutLine, document, workbook

__all__ = ["EXCEL", "MOST_ROWS", "WORD", "OutLine", "TableUnreadable", "document", "grids_of", "workbook"]
