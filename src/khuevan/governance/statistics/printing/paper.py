"""The form as PDF. Nothing is fetched and no font of the machine is used, so the same report gives the same bytes."""

from __future__ import annotations

import json
import threading
from dataclasses import asdict
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from khuevan.kernel import ui

from .sheet import Sheet

FORMS: Final = Path(__file__).parent / "forms"
NEVER: Final = datetime(2000, 1, 1, tzinfo=UTC)
_turn = threading.Lock()


def paper(sheet: Sheet, *, made_at: datetime | None) -> bytes:
    told = asdict(sheet)
    for table in told["tables"]:
        table["rows"] = [
            [label, depth, [_said(number) for number in numbers]] for label, depth, numbers in table["rows"]
        ]
    data = {"data": json.dumps(told, ensure_ascii=False, separators=(",", ":"))}
    moment = (made_at or NEVER).replace(microsecond=0)
    with _turn:
        made = _compiler().compile(format="pdf", sys_inputs=data, timestamp=moment, pdf_tags=False)
    assert isinstance(made, bytes)
    return made


def _said(number: float | None) -> str | None:
    if number is None:
        return None
    return ui.formatters.number(number, 0 if float(number).is_integer() else 2)


@lru_cache(maxsize=1)
def _compiler() -> Any:
    import typst  # a large library, loaded when something is printed

    return typst.Compiler(str(FORMS / "form.typ"), root=str(FORMS), font_paths=[], ignore_system_fonts=True)
