"""The reads of the gradebook, within what the actor may see."""

from ..rules.primary import TRAITS
from .books import (
    Book,
    Lock,
    Shapes,
    book_of,
    books_of,
    class_for,
    classes_with_learners,
    enrolled,
    enrolment_for,
    exempted,
    lock_of,
    mark_at,
    on_a_plan,
    points_of,
    running_term,
    subject_for,
    writes,
)
from .grid import Grid, GridCell, GridRow, News, grid_of, news_of
from .stored import ClassYear, class_year, closed_terms
from .summer import summer_of
from .words import average_words, number_words, shown
from .writing import book_to_write

__all__ = [
    "TRAITS",
    "Book",
    "ClassYear",
    "Grid",
    "GridCell",
    "GridRow",
    "Lock",
    "News",
    "Shapes",
    "average_words",
    "book_of",
    "books_of",
    "book_to_write",
    "class_for",
    "class_year",
    "closed_terms",
    "classes_with_learners",
    "enrolled",
    "enrolment_for",
    "exempted",
    "grid_of",
    "lock_of",
    "mark_at",
    "news_of",
    "number_words",
    "on_a_plan",
    "points_of",
    "running_term",
    "shown",
    "subject_for",
    "summer_of",
    "writes",
]
