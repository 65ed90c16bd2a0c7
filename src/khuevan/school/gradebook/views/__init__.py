"""The pages of the gradebook."""

from .book import book, cell_history, news, save
from .mine import my_books

__all__ = ["book", "cell_history", "my_books", "news", "save"]
