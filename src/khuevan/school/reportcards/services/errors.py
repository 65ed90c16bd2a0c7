"""What an act refuses, in words."""

from __future__ import annotations


class CardError(Exception):
    """The sentence says what is wrong and what to do."""


class BooksAreOpen(CardError):
    """Both terms have to be closed first."""
