"""Messages in and out of the code, with Babel: GNU gettext need not be installed.

python -m khuevan messages [room …]    updates each room's locale/en catalogue from its code and templates
python -m khuevan messages --compile   writes the .mo files that Django reads (git ignores them)

Message ids are Vietnamese, so Vietnamese needs no catalogue.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract

from . import modules

SOURCE = Path(__file__).resolve().parents[1]
KEYWORDS = {
    "_": None, "N_": None, "gettext": None, "gettext_lazy": None, "ngettext": (1, 2), "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2),
}  # fmt: skip
_MAY_SPEAK = re.compile(rb"\b(?:N?_|n?p?gettext(?:_lazy)?)\(")
"""What a Python file with messages holds: the others, most, need not be taken apart."""
JINJA_OPTIONS = {"silent": "false", "newstyle_gettext": "true", "trimmed": "true"}


def rooms() -> Iterator[Path]:
    """Folders that may hold messages: every room, config and demo."""
    for wing, names in modules.WINGS.items():
        yield from (SOURCE / wing / name for name in names)
    yield SOURCE / "config"
    yield SOURCE / "demo"


def messages_of(room: Path) -> Catalog:
    """Every message of a room's Python files and templates."""
    catalog = Catalog(locale="en", project="khuevan", charset="utf-8")
    for file in sorted([*room.glob("**/*.py"), *room.glob("templates/**/*.html")]):
        if "tests" in file.parts or "migrations" in file.parts:
            continue
        if file.suffix == ".py" and not _MAY_SPEAK.search(file.read_bytes()):
            continue
        method: Any = "python" if file.suffix == ".py" else babel_extract
        options = {} if file.suffix == ".py" else JINJA_OPTIONS
        with file.open("rb") as content:
            for _line, message, _comments, context in extract(method, content, KEYWORDS, options=options):
                catalog.add(message, context=context, locations=[(file.relative_to(room).as_posix(), 1)])
    return catalog


def catalogue(room: Path) -> Path:
    return room / "locale" / "en" / "LC_MESSAGES" / "django.po"


def update(room: Path) -> int:
    """Adds new messages, drops gone ones, keeps translations. Returns how many lack a translation."""
    file, found = catalogue(room), messages_of(room)
    known = read(file)
    for message in found:
        before = known.get(message.id, context=message.context) if message.id else None
        if message.id and before is not None:
            message.string = before.string
        message.locations = sorted({(name, 0) for name, _ in message.locations})
    if not len(found):
        return 0
    file.parent.mkdir(parents=True, exist_ok=True)
    out = BytesIO()
    write_po(out, found, width=110, sort_output=True, omit_header=True, include_lineno=False)
    header = b'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    header += b'"Language: en\\n"\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
    file.write_bytes(header + out.getvalue())
    return len(list(untranslated(room)))


def read(file: Path) -> Catalog:
    if not file.exists():
        return Catalog(locale="en", charset="utf-8")
    with file.open("rb") as content:
        return read_po(content, locale="en")


def untranslated(room: Path) -> Iterator[str]:
    """Messages of the code that have no English, or whose placeholders differ from the Vietnamese."""
    known = read(catalogue(room))
    for message in messages_of(room):
        if not message.id:
            continue
        translation = known.get(message.id, context=message.context)
        first = message.id if isinstance(message.id, str) else message.id[0]
        texts = _texts(translation.string) if translation else []
        if not texts or not all(texts) or _names(first) != _names(texts[-1]):
            yield first


def _texts(string: object) -> list[str]:
    return list(string) if isinstance(string, tuple | list) else [str(string)]


def _names(text: str) -> set[str]:
    return set(re.findall(r"%\((\w+)\)", text))


def compile_all() -> int:
    """Writes the .mo files that are older than their .po. Returns how many were written."""
    written = 0
    for room in rooms():
        file = catalogue(room)
        compiled = file.with_suffix(".mo")
        if not file.exists() or (compiled.exists() and compiled.stat().st_mtime >= file.stat().st_mtime):
            continue
        fresh = compiled.with_suffix(".mo.new")
        with fresh.open("wb") as out:
            write_mo(out, read(file))
        fresh.replace(compiled)
        written += 1
    return written


def main(words: list[str]) -> int:
    if "--compile" in words:
        compile_all()
        return 0
    chosen = [word for word in words if not word.startswith("-")]
    for room in rooms():
        if room.is_dir() and (not chosen or room.name in chosen):
            missing = update(room)
            print(f"{room.name}: {missing} without translation" if missing else f"{room.name}: complete")
    compile_all()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
