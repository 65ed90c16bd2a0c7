"""The parts of the archive around a sheet: its relations and the list of content types, edited as text.

As text, because reading and writing them with a parser would rename the prefixes that `mc:Ignorable` counts on.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from typing import Final, Protocol

RELATIONS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_COMMENTS: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_DRAWING: Final = "application/vnd.openxmlformats-officedocument.vmlDrawing"


class Noted(Protocol):
    """Where the notes of a sheet are kept."""

    @property
    def part(self) -> str: ...
    @property
    def drawing(self) -> str: ...
    @property
    def link(self) -> str: ...
    @property
    def is_new(self) -> bool: ...


def text(archive: zipfile.ZipFile, name: str) -> str:
    """A part as text, "" where it is not there."""
    return archive.read(name).decode("utf-8") if name in archive.namelist() else ""


def links_name(part: str) -> str:
    folder, name = posixpath.split(part)
    return f"{folder}/_rels/{name}.rels"


def links_of(archive: zipfile.ZipFile, part: str) -> str:
    """The relations of a part, as XML."""
    found = text(archive, links_name(part))
    return found or (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="{RELATIONS}"></Relationships>'
    )


def targets(links: str, part: str) -> dict[str, tuple[str, str]]:
    """Last word of the relation's type -> (id, name of the part that it leads to)."""
    found = {}
    for tag in re.findall(r"<(?:\w+:)?Relationship\b[^>]*>", links):
        facts = dict(re.findall(r"([\w:]+)=\"([^\"]*)\"", tag))
        target = facts.get("Target", "")
        name = (
            target[1:]
            if target.startswith("/")
            else posixpath.normpath(posixpath.join(posixpath.dirname(part), target))
        )
        found[facts.get("Type", "").rpartition("/")[2]] = (facts.get("Id", ""), name)
    return found


def linked(links: str, noted: Noted) -> str:
    """The relations with the notes among them."""
    if not noted.is_new:
        return links
    prefix = "".join(re.findall(r"<(\w+:)Relationships\b", links)[:1])
    made = "".join(
        f'<{prefix}Relationship Id="{name}" Type="{OFFICE}/{kind}" Target="/{target}"/>'
        for name, kind, target in (
            (noted.link, "vmlDrawing", noted.drawing),
            (noted.link + "n", "comments", noted.part),
        )
    )
    if re.search(r"<(?:\w+:)?Relationships\b[^>]*/>\s*$", links):
        links = re.sub(r"(<(?:\w+:)?Relationships\b[^>]*)/>\s*$", rf"\1></{prefix}Relationships>", links)
    return re.sub(r"</(?:\w+:)?Relationships>\s*$", lambda end: made + end.group(), links)


def typed(types: str, noted: Noted) -> str:
    """The content types with those of the notes among them."""
    if not noted.is_new:
        return types
    prefix = "".join(re.findall(r"<(\w+:)Types\b", types)[:1])
    made = f'<{prefix}Override PartName="/{noted.part}" ContentType="{_COMMENTS}"/>'
    made += f'<{prefix}Override PartName="/{noted.drawing}" ContentType="{_DRAWING}"/>'
    return re.sub(r"</(?:\w+:)?Types>\s*$", lambda end: made + end.group(), types)
