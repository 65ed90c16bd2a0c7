"""The compiler that lays the forms out, one for each process: making one costs more than a page.

Nothing is fetched and no font of the machine is used, so the same values give the same bytes everywhere.
"""

from __future__ import annotations

import io
import json
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from .shaping import Sheet, shaped

FORMS: Final = Path(__file__).parent / "forms"
MASK: Final = 3
"""Of the QR. Any of the eight is right; trying all of them, as the standard proposes, takes five times as long."""
NEVER: Final = datetime(2000, 1, 1, tzinfo=UTC)


class CannotPrint(Exception):
    """The forms cannot be laid out; the sentence is the compiler's, for whoever exchanged them."""


@dataclass(frozen=True)
class Press:
    """Forms from one folder. `print_all` may be called by several threads; they take turns."""

    folder: Path
    _compiler: Any
    _turn: threading.Lock

    def print_all(self, sheets: Sequence[Sheet], *, made_at: datetime = NEVER) -> bytes:
        """One PDF of all documents, each with page numbers of its own. made_at: as the file's description says it."""
        import typst  # a large library, loaded when something is printed

        documents = [shaped(one, _qr(one.imprint.address)) for one in sheets]
        data = {"data": json.dumps(documents, ensure_ascii=False, separators=(",", ":"))}
        with self._turn:
            try:
                made = self._compiler.compile(
                    format="pdf", sys_inputs=data, timestamp=made_at, pdf_tags=False
                )
            except typst.TypstError as broken:
                raise CannotPrint(str(broken)) from broken
        assert isinstance(made, bytes)
        return made

    def print_one(self, sheet: Sheet, *, made_at: datetime = NEVER) -> bytes:
        return self.print_all([sheet], made_at=made_at)


_presses: dict[Path, Press] = {}
_opening = threading.Lock()


def press(folder: Path = FORMS) -> Press:
    """The press of this process for the forms in `folder` (card.typ and what it imports)."""
    import typst

    with _opening:
        if folder not in _presses:
            compiler = typst.Compiler(
                str(folder / "card.typ"), root=str(folder), font_paths=[], ignore_system_fonts=True
            )
            _presses[folder] = Press(folder, compiler, threading.Lock())
        return _presses[folder]


def _qr(address: str) -> str:
    if not address:
        return ""
    import segno

    written = io.BytesIO()
    segno.make(address, error="m", mask=MASK, micro=False).save(
        written, kind="svg", xmldecl=False, border=2, nl=False
    )
    return written.getvalue().decode()
