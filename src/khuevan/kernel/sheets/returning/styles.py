"""The two colours of marked cells: differential formats, so that no cell loses the style that it has."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from .errors import Unmarkable

RED: Final = ("FF9C0006", "FFFFC7CE")
YELLOW: Final = ("FF7F6000", "FFFFEB9C")
_LATER: Final = ("tableStyles", "colors", "extLst")


@dataclass(frozen=True)
class Styles:
    """The patched part, and the numbers of the formats in it."""

    xml: str
    wrong: int
    doubtful: int


def patched(xml: str) -> Styles:
    """Adds the formats, or finds them from an earlier time."""
    root = re.search(r"<(\w+:)?styleSheet\b", xml)
    if root is None:
        raise Unmarkable("xl/styles.xml")
    prefix = root.group(1) or ""
    formats = re.search(rf"<{prefix}dxfs\b[^>]*?(?:/>|>(?P<inside>.*?)</{prefix}dxfs>)", xml, re.DOTALL)
    inside = (formats.group("inside") or "") if formats else ""
    count = len(re.findall(rf"<{prefix}dxf\b", inside))
    found = []
    for letters, ground in (RED, YELLOW):
        made = _format(prefix, letters, ground)
        before, there, _after = inside.partition(made)
        if there:
            found.append(len(re.findall(rf"<{prefix}dxf\b", before)))
        else:
            inside, count = inside + made, count + 1
            found.append(count - 1)
    block = f'<{prefix}dxfs count="{count}">{inside}</{prefix}dxfs>'
    if formats:
        xml = xml[: formats.start()] + block + xml[formats.end() :]
    else:
        later = re.search(
            "|".join(rf"<{prefix}{name}\b" for name in _LATER) + rf"|</{prefix}styleSheet>", xml
        )
        if later is None:
            raise Unmarkable("xl/styles.xml")
        xml = xml[: later.start()] + block + xml[later.start() :]
    return Styles(xml, *found)


def _format(prefix: str, letters: str, ground: str) -> str:
    p = prefix
    return (
        f'<{p}dxf><{p}font><{p}color rgb="{letters}"/></{p}font><{p}fill><{p}patternFill patternType="solid">'
        f'<{p}fgColor rgb="{ground}"/><{p}bgColor rgb="{ground}"/></{p}patternFill></{p}fill></{p}dxf>'
    )
