"""Keys of rows, as addresses, forms and programs name them."""

from __future__ import annotations

LARGEST = 2**31 - 1
"""What a key can be; who asks may say more."""


def key_in(text: str) -> int | None:
    """The key that the text is: at most nine plain digits. None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
