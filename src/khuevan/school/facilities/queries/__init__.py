"""The reads of the room, always within the actor's scope."""

from .board import LACKS, SORTS, SchoolRow, Summary, board, by_commune, levels_computers, summary
from .books import NOTHING, Book, Books, Cell, books
from .figures import BY_CODE, FIGURES, FLAGS, Figure, Flag, total
from .gaps import (
    ItemGap,
    LevelGaps,
    SchoolGap,
    Standard,
    gaps_by_item,
    school_gap,
    standard,
)
from .inventories import (
    Counted,
    Section,
    Whole,
    inventories,
    inventory,
    lines_as_rows,
    open_inventories,
    whole,
)
from .norms import Checked, checks
from .overview import Lacking, Overview, PointRow, lacking, overview, places
from .sizes import UNKNOWN, SchoolSize, informatics, sizes, taught_levels

__all__ = [
    "BY_CODE",
    "FIGURES",
    "FLAGS",
    "LACKS",
    "Lacking",
    "NOTHING",
    "Overview",
    "PointRow",
    "SORTS",
    "UNKNOWN",
    "Book",
    "Books",
    "Cell",
    "Checked",
    "Counted",
    "Figure",
    "Flag",
    "ItemGap",
    "LevelGaps",
    "SchoolGap",
    "SchoolRow",
    "SchoolSize",
    "Section",
    "Standard",
    "Summary",
    "Whole",
    "board",
    "books",
    "by_commune",
    "checks",
    "gaps_by_item",
    "informatics",
    "inventories",
    "inventory",
    "lacking",
    "levels_computers",
    "lines_as_rows",
    "open_inventories",
    "overview",
    "places",
    "school_gap",
    "sizes",
    "standard",
    "summary",
    "taught_levels",
    "total",
    "whole",
]
