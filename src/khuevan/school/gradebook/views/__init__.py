"""The pages of the gradebook."""

from .appraisals import appraisals, phrases, put_away
from .arrivals import arrived, take_over
from .book import book, cell_history, news, save
from .classes import ask, class_page, exempt, transcript, withdraw
from .conclusions import outcomes
from .mine import my_books
from .school import answer, close, reopenings, school
from .summer import class_summer, summer

__all__ = [
    "answer",
    "appraisals",
    "arrived",
    "ask",
    "book",
    "cell_history",
    "class_page",
    "class_summer",
    "close",
    "exempt",
    "my_books",
    "news",
    "outcomes",
    "phrases",
    "put_away",
    "reopenings",
    "save",
    "school",
    "summer",
    "take_over",
    "transcript",
    "withdraw",
]
