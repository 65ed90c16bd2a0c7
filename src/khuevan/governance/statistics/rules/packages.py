"""The package of a department for the ministry: reports as they were sent, with their printed forms, counted and hashed,
and the department's seal over the manifest.

Written so that the same reports and the same seal give the same bytes. Read back with suspicion: every text against the
hash that it is named by, every hash against the manifest, no member that the manifest does not name.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from io import BytesIO
from typing import IO, Any, Final

from khuevan.kernel.files import archives

from .contents import Contents, digest_of, read_contents

FORMAT, VERSION = "khuevan.statistics-package", 2
"""Packages of version 1 bore no seal."""
MANIFEST, SEAL = "manifest.json", "seal.xml"
_NAME: Final = re.compile(
    r"(manifest\.json|seal\.xml|reports/[a-z0-9-]{1,20}\.json|printed/[a-z0-9-]{1,20}\.(xlsx|pdf))"
)
MOST_MEMBERS, MOST_BYTES = 200, 256 * 1024**2


class Reason(StrEnum):
    """Why a package is not taken in."""

    UNREADABLE = "unreadable"
    OTHER_FORMAT = "other_format"
    WRONG_DIGEST = "wrong_digest"
    STRAY_PART = "stray_part"
    BAD_REPORT = "bad_report"
    UNSEALED = "unsealed"


class PackageRefused(ValueError):  # noqa: N818 - the name is what happened
    """name: of the member that it is about, or ""."""

    def __init__(self, reason: Reason, name: str = "") -> None:
        super().__init__(f"{reason} {name}")
        self.reason, self.name = reason, name


@dataclass(frozen=True)
class Packed:
    """A report that was sent: text as it was kept. printed: kind of file -> content."""

    form: str
    form_version: int
    revision: int
    as_of: date
    sent_at: datetime
    sent_by: str
    text: str
    printed: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def contents(self) -> Contents:
        return read_contents(self.text)


@dataclass(frozen=True)
class Package:
    """unit_code: of the department, as the country's list has it. digest: of the manifest, which the seal is over. seal:
    the signed XML; whether it holds is for the caller to ask."""

    unit_code: str
    unit_name: str
    school_year: str
    reports: tuple[Packed, ...]
    digest: str = ""
    seal: bytes = b""


@dataclass(frozen=True)
class Parts:
    """What goes into a package, before it is sealed. digest: of the manifest."""

    members: Mapping[str, bytes]
    reports: int

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.members[MANIFEST]).hexdigest()


def parts(unit_code: str, unit_name: str, school_year: str, reports: Sequence[Packed]) -> Parts:
    """Each report once, in the order of their codes."""
    members: dict[str, bytes] = {}
    told = []
    for one in sorted(reports, key=lambda one: one.form):
        members[f"reports/{one.form}.json"] = one.text.encode()
        members |= {f"printed/{one.form}.{kind}": content for kind, content in one.printed.items()}
        told.append(
            {
                "form": one.form, "form_version": one.form_version, "revision": one.revision,
                "as_of": one.as_of.isoformat(), "sent_at": one.sent_at.isoformat(), "sent_by": one.sent_by,
                "digest": digest_of(one.text),
            }
        )  # fmt: skip
    manifest = {
        "format": FORMAT, "format_version": VERSION, "unit": {"code": unit_code, "name": unit_name},
        "school_year": school_year, "reports": told, "count": len(told),
        "members": {name: hashlib.sha256(content).hexdigest() for name, content in sorted(members.items())},
    }  # fmt: skip
    members[MANIFEST] = json.dumps(manifest, ensure_ascii=False, sort_keys=True, indent=1).encode()
    return Parts(members, len(told))


def packed(made: Parts, seal: bytes) -> bytes:
    """The archive."""
    members, target = {**made.members, SEAL: seal}, BytesIO()
    with archives.zipfile.ZipFile(target, "w") as archive:
        for name in sorted(members):
            archive.writestr(archives.member(name), members[name])
    return target.getvalue()


def unpacked(stream: IO[bytes]) -> Package:
    """What was packed. Raises PackageRefused."""
    members = _members(stream)
    manifest, seal = members.pop(MANIFEST, None), members.pop(SEAL, b"")
    if manifest is None or b"\\u0000" in manifest:
        raise PackageRefused(Reason.OTHER_FORMAT)
    try:
        told = json.loads(manifest)
        if told["format"] != FORMAT or told["format_version"] not in (1, VERSION):
            raise PackageRefused(Reason.OTHER_FORMAT)
        named: dict[str, str] = dict(told["members"])
        reports = [dict(one) for one in told["reports"]]
        unit, year = told["unit"], str(told["school_year"])
        code, name = str(unit["code"]), str(unit["name"])
        is_counted = told["count"] == len(reports)
    except (ValueError, KeyError, TypeError) as broken:
        raise PackageRefused(Reason.OTHER_FORMAT) from broken
    if not seal:
        raise PackageRefused(Reason.UNSEALED)
    if set(named) != set(members) or not is_counted:
        raise PackageRefused(Reason.STRAY_PART, next(iter(set(named) ^ set(members)), ""))
    for member, content in members.items():
        if hashlib.sha256(content).hexdigest() != named[member]:
            raise PackageRefused(Reason.WRONG_DIGEST, member)
    found = tuple(_report(one, members) for one in reports)
    if len({one.form for one in found}) != len(found):
        raise PackageRefused(Reason.BAD_REPORT)
    return Package(code, name, year, found, hashlib.sha256(manifest).hexdigest(), seal)


def _members(stream: IO[bytes]) -> dict[str, bytes]:
    try:
        archive = archives.weighed(
            stream, members=MOST_MEMBERS, unpacked=MOST_BYTES, is_expected=lambda name: bool(_NAME.fullmatch(name))
        )  # fmt: skip
        return {name: archive.read(name) for name in archive.namelist()}
    except (archives.Flawed, *archives.BROKEN) as broken:
        raise PackageRefused(Reason.UNREADABLE) from broken


def _report(told: Mapping[str, Any], members: Mapping[str, bytes]) -> Packed:
    name = f"reports/{told.get('form')}.json"
    try:
        text = members[name].decode()
        if digest_of(text) != told["digest"]:
            raise PackageRefused(Reason.WRONG_DIGEST, name)
        made = Packed(
            str(told["form"]), int(told["form_version"]), int(told["revision"]), date.fromisoformat(told["as_of"]),
            datetime.fromisoformat(told["sent_at"]), str(told["sent_by"]), text,
        )  # fmt: skip
        numbers = made.contents.cells.values()
    except (ValueError, KeyError, TypeError) as broken:
        if isinstance(broken, PackageRefused):
            raise
        raise PackageRefused(Reason.BAD_REPORT, name) from broken
    if made.sent_at.tzinfo is None or not all(type(one) in (int, float) for one in numbers):
        raise PackageRefused(Reason.BAD_REPORT, name)
    return made
