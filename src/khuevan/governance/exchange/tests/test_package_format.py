"""Packages as bytes: written so that the same gives the same, and read back with suspicion. No database."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from khuevan.governance.exchange.rules import (
    Limits,
    Manifest,
    PackageRefused,
    Reason,
    open_package,
    write_package,
)
from khuevan.governance.exchange.rules.packages import canonical, line_of

HEAD = Manifest(
    uid="6f1e6a3e-7d0e-4a5b-9a55-0123456789ab", school_id=7, school_code="T7", school_name="Tiểu học Đắk Nông",
    school_year="2026-2027", made_at=datetime(2026, 11, 25, 3, 0, tzinfo=UTC), cursor=12,
)  # fmt: skip
LEARNERS = [
    line_of(1, 1, {"name": "Ánh", "born": "2015-09-05"}),
    line_of(2, 3, {"name": "Bình", "born": None}),
]


def made(head: Manifest = HEAD) -> tuple[bytes, Manifest]:
    stream = io.BytesIO()
    whole = write_package(stream, head, [("learners.learner", LEARNERS), ("staff.duty", [])])
    return stream.getvalue(), whole


def members(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(files: list[tuple[str, bytes]]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return stream.getvalue()


def refused(content: bytes, limits: Limits | None = None) -> Reason:
    with pytest.raises(PackageRefused) as caught:
        open_package(io.BytesIO(content), limits)
    return caught.value.reason


def test_what_is_written_reads_back() -> None:
    content, whole = made()
    opened = open_package(io.BytesIO(content))
    assert opened.manifest == whole
    assert list(opened.rows("learners.learner")) == [
        (1, {"name": "Ánh", "born": "2015-09-05"}), (2, {"name": "Bình", "born": None}),
    ]  # fmt: skip
    assert list(opened.rows("staff.duty")) == list(opened.rows("unknown.kind")) == []
    assert (whole.rows, [part.rows for part in whole.parts]) == (2, [2, 0])


def test_the_same_records_give_the_same_bytes_and_another_moment_the_same_content_digest() -> None:
    first, whole = made()
    assert first == made()[0]
    later, other = made(Manifest(**{**HEAD.__dict__, "made_at": datetime(2027, 1, 1, tzinfo=UTC)}))
    assert later != first
    assert other.content_digest == whole.content_digest
    assert other.digest != whole.digest


def test_every_cut_and_every_flipped_byte_is_noticed() -> None:
    content, whole = made()
    for length in range(0, len(content), 17):
        assert refused(content[:length]) in (Reason.DAMAGED, Reason.NOT_AN_ARCHIVE)
    taken = 0
    for place in range(0, len(content), 3):
        bent = bytearray(content)
        bent[place] ^= 0xFF
        try:
            opened = open_package(io.BytesIO(bytes(bent)))
        except PackageRefused:
            continue
        taken += 1  # a byte that says nothing about what is inside, such as a time in the archive's list
        assert opened.manifest == whole
        assert len(list(opened.rows("learners.learner"))) == 2
    assert taken < len(content) / 3 / 2


def renamed(name: str) -> Callable[[dict[str, bytes]], list[tuple[str, bytes]]]:
    return lambda files: [*files.items(), (name, b"x")]


def edited(files: dict[str, bytes]) -> list[tuple[str, bytes]]:
    return [(n, c.replace("Ánh".encode(), b"Anh") if n.startswith("data/l") else c) for n, c in files.items()]


def of_manifest(**changes: Any) -> Callable[[dict[str, bytes]], list[tuple[str, bytes]]]:
    def bend(files: dict[str, bytes]) -> list[tuple[str, bytes]]:
        told = {**json.loads(files["manifest.json"]), **changes}
        return [
            *((n, c) for n, c in files.items() if n != "manifest.json"),
            ("manifest.json", canonical(told)),
        ]

    return bend


BENT = [
    ("a path that climbs", renamed("../../etc/passwd"), Reason.BAD_NAME),
    ("an absolute path", renamed("/data/a.b.jsonl"), Reason.BAD_NAME),
    ("a stranger", renamed("data/run.exe"), Reason.BAD_NAME),
    ("a part beside the list", renamed("data/staff.reward.jsonl"), Reason.STRAY_PART),
    ("a part twice", lambda files: [*files.items(), ("data/staff.duty.jsonl", b"")], Reason.TWICE),
    ("no manifest", lambda files: [(n, c) for n, c in files.items() if n != "manifest.json"], Reason.NO_MANIFEST),
    ("a part is gone", lambda files: [(n, c) for n, c in files.items() if "duty" not in n], Reason.MISSING_PART),
    ("a name was changed", edited, Reason.WRONG_COUNT),
    ("another version", of_manifest(format_version=2), Reason.OTHER_FORMAT),
    ("another format", of_manifest(format="x" * 10_000), Reason.OTHER_FORMAT),
    ("a count was changed", of_manifest(rows=3), Reason.WRONG_DIGEST),
    ("another school", of_manifest(school={"id": 8, "code": "T8", "name": "B"}), Reason.WRONG_DIGEST),
    ("a manifest without a school", of_manifest(school=None), Reason.BAD_MANIFEST),
    ("a school that is a list", of_manifest(school=[1]), Reason.BAD_MANIFEST),
    ("a number that is none", of_manifest(uid="1"), Reason.BAD_MANIFEST),
    ("a moment without a zone", of_manifest(made_at="2026-01-01T00:00:00"), Reason.BAD_MANIFEST),
    ("a number beyond all", of_manifest(cursor=2**70), Reason.BAD_MANIFEST),
    ("a manifest that is no object", lambda files: [("manifest.json", b"[1]")], Reason.BAD_MANIFEST),
    ("a manifest too deep", lambda files: [("manifest.json", b"[" * 100_000)], Reason.BAD_MANIFEST),
    ("a manifest in another code", lambda files: [("manifest.json", b"\xff\xfe{}")], Reason.BAD_MANIFEST),
    ("not a number", lambda files: [("manifest.json", b'{"rows": NaN}')], Reason.BAD_MANIFEST),
]  # fmt: skip


@pytest.mark.parametrize(("what", "bend", "reason"), BENT, ids=[case[0] for case in BENT])
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_what_was_bent_is_refused(what: str, bend: Callable[..., Any], reason: Reason) -> None:
    assert refused(packed(bend(members(made()[0])))) == reason


def of_rows(*lines: bytes) -> bytes:
    stream = io.BytesIO()
    write_package(stream, HEAD, [("learners.learner", lines)])
    return stream.getvalue()


@pytest.mark.parametrize(
    "lines",
    [
        (b"no json\n",), (b"[1]\n",), (b'{"id":"1","data":{}}\n',), (b'{"id":true,"data":{}}\n',), (b'{"id":1}\n',),
        (line_of(2, 1, {}), line_of(1, 1, {})), (line_of(1, 1, {}), line_of(1, 1, {})), (b"\x00\n",),
        (b'{"id":' + b"9" * 5_000 + b',"data":{}}\n',),
    ],
)  # fmt: skip
def test_rows_that_are_no_records_are_refused(lines: tuple[bytes, ...]) -> None:
    assert refused(of_rows(*lines)) == Reason.BAD_ROW


def test_what_is_too_large_is_refused_before_it_is_unpacked() -> None:
    content, _whole = made()
    assert refused(content, Limits(unpacked=50)) == Reason.TOO_LARGE
    assert refused(content, Limits(manifest=50)) == Reason.TOO_LARGE
    assert refused(content, Limits(line=10)) == Reason.BAD_ROW
    assert refused(content, Limits(members=2)) == Reason.TOO_MANY


def test_an_archive_that_lies_about_its_sizes_is_refused() -> None:
    """The list claims one byte; what comes out is counted."""
    lines = [line_of(number, 1, {"name": "a" * 100}) for number in range(1_000)]
    content = bytearray(of_rows(*lines))
    place = content.index(b"PK\x01\x02")
    content[place + 24 : place + 28] = (1).to_bytes(4, "little")
    assert refused(bytes(content), Limits(unpacked=10_000)) in (
        Reason.TOO_LARGE,
        Reason.DAMAGED,
        Reason.WRONG_COUNT,
    )


def test_something_before_the_archive_or_a_comment_is_refused() -> None:
    content, _whole = made()
    assert refused(b"#!/bin/sh\n" + content) == Reason.DAMAGED
    assert refused(b"hello") == Reason.NOT_AN_ARCHIVE
    assert refused(b"") == Reason.NOT_AN_ARCHIVE
