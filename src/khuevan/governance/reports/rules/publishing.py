"""What must not stand in a report that everybody may read (Luật Bảo vệ dữ liệu cá nhân): numbers that are somebody's."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

PERSONAL_NUMBER: Final = re.compile(r"(?<![\d.,])0(?:[ .]?\d){11}(?![\d])")
"""Twelve digits, the first a 0, also in groups: số định danh cá nhân."""


def personal_numbers(words: Iterable[str]) -> list[str]:
    """Each once, as it may be shown to whoever has to find it: the first three and the last digit."""
    found = [re.sub(r"\D", "", one) for text in words for one in PERSONAL_NUMBER.findall(text)]
    return [f"{one[:3]}…{one[-1]}" for one in dict.fromkeys(found)]
