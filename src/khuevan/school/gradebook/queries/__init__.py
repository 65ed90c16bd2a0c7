"""The reads of the gradebook, within what the actor may see."""

from .books import Book, Lock, book_of, books_of, class_for, exempted, lock_of, on_a_plan, subject_for, writes
from .grid import Grid, GridCell, GridRow, News, grid_of, news_of
from .words import average_words, number_words, shown

__all__ = [
    "Book",
    "Grid",
    "GridCell",
    "GridRow",
    "Lock",
    "News",
    "average_words",
    "book_of",
    "books_of",
    "class_for",
    "exempted",
    "grid_of",
    "lock_of",
    "news_of",
    "number_words",
    "on_a_plan",
    "shown",
    "subject_for",
    "writes",
]
