"""Keys of rows, as addresses, forms and programs name them."""

from __future__ import annotations

from typing import Any

LARGEST = 2**31 - 1
"""What a key can be; who asks may say more."""


def key_in(text: str) -> int | None:
    """The key that the text is: at most nine plain digits. None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def by_key(rows: Any, key: int) -> Any:
    """The row of that key among `rows` (a queryset or manager), or None; a number beyond every key is no error."""
    return rows.filter(pk=key).first() if 0 < key <= LARGEST else None
