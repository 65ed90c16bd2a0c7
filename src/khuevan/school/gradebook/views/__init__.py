"""The pages of the gradebook."""

from .appraisals import appraisals, phrases, put_away
from .book import book, cell_history, news, save
from .classes import ask, class_page, exempt, transcript, withdraw
from .mine import my_books
from .school import answer, close, reopenings, school

__all__ = [
    "answer",
    "appraisals",
    "ask",
    "book",
    "cell_history",
    "class_page",
    "close",
    "exempt",
    "my_books",
    "news",
    "phrases",
    "put_away",
    "reopenings",
    "save",
    "school",
    "transcript",
    "withdraw",
]
