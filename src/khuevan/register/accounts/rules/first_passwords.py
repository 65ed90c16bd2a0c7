"""First passwords that a child can read off a slip: two words of two syllables and three digits.

80 syllables and 8 digits give 80**4 * 8**3 = 2 * 10**10 passwords (34 bits): enough behind rate limits for a
password that must be changed at the first sign-in; letters and digits that look alike (l, 1, o, 0, q, g) are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

CONSONANTS = "bcdhkmnprstvxyzf"
VOWELS = "aeiou"
DIGITS = "23456789"


def first_password(choose: Callable[[Sequence[str]], str]) -> str:
    """`choose` picks one of a sequence; `secrets.choice` outside tests.

    >>> first_password(lambda options: options[0])
    'baba-baba-222'
    """

    def word() -> str:
        return "".join(choose(CONSONANTS) + choose(VOWELS) for _ in range(2))

    return f"{word()}-{word()}-{''.join(choose(DIGITS) for _ in range(3))}"
