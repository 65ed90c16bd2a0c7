"""Packages as values: counting, steps, and what may be read."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import etree

from khuevan.school.custody.formats import (
    ArchiveRefused,
    Limits,
    Unreadable,
    open_archive,
    read_manifest,
    read_receipt,
    write_archive,
    write_manifest,
    write_receipt,
)
from khuevan.school.custody.rules import (
    Entry,
    FaultKind,
    HandoverState,
    Manifest,
    PackageKind,
    PackageState,
    Place,
    Receipt,
    counted,
    handover_step,
    package_step,
)

SCHEMA = Path(__file__).parents[5] / "schemas/card-package/1.0/card-package.xsd"
AT = datetime(2026, 6, 1, 3, 4, 5, tzinfo=UTC)
ENTRIES = tuple(Entry(f"HB-{number}", 1, f"{number:064x}", f"68{number:08}") for number in range(3))
MANIFEST = Manifest(
    "G-1", PackageKind.SUBMISSION, Place("68001", "Trường A & B"), Place("", "Sở <X>"), "2025-2026", "6A1", AT, ENTRIES
)  # fmt: skip
RECEIPT = Receipt("N-1", "a" * 64, Place("1", "A"), Place("2", "B"), AT, 2)
FOUND = [(one.file, one.digest) for one in ENTRIES]


@pytest.mark.parametrize(
    ("found", "kinds"),
    [
        (FOUND, []),
        (FOUND[1:], [(FaultKind.MISSING, ENTRIES[0].file)]),
        ([*FOUND, ("hoc-ba/X-1.xml", "0" * 64)], [(FaultKind.SURPLUS, "hoc-ba/X-1.xml")]),
        ([*FOUND, FOUND[0]], [(FaultKind.DOUBLED, ENTRIES[0].file)]),
        ([(FOUND[0][0], "f" * 64), *FOUND[1:]], [(FaultKind.ALTERED, ENTRIES[0].file)]),
        ([], [(FaultKind.MISSING, one.file) for one in ENTRIES]),
    ],
)
def test_what_is_there_is_counted_against_the_manifest(
    found: list[tuple[str, str]], kinds: list[tuple[FaultKind, str]]
) -> None:
    assert [(one.kind, one.file) for one in counted(MANIFEST, found)] == kinds


def test_a_manifest_itself_may_be_wrong() -> None:
    twice = replace(MANIFEST, entries=(*ENTRIES, ENTRIES[0]))
    assert [one.kind for one in counted(twice, FOUND)] == [FaultKind.DOUBLED]
    second = replace(ENTRIES[0], version=2)
    both = replace(MANIFEST, entries=(*ENTRIES, second))
    faults = counted(both, [*FOUND, (second.file, second.digest)])
    assert [(one.kind, one.detail) for one in faults] == [(FaultKind.SAME_CARD, "HB-0")]
    assert [one.kind for one in counted(replace(MANIFEST, entries=()), [])] == [FaultKind.EMPTY]


@pytest.mark.parametrize(
    ("state", "step", "after"),
    [
        ("made", "sign", "signed"), ("made", "submit", None), ("signed", "submit", "submitted"),
        ("signed", "accept", None), ("submitted", "check", "checked"), ("submitted", "accept", None),
        ("checked", "accept", "accepted"), ("checked", "send_back", "sent_back"),
        ("submitted", "send_back", "sent_back"), ("accepted", "withdraw", None), ("accepted", "send_back", None),
        ("sent_back", "submit", None), ("checked", "withdraw", "withdrawn"), ("made", "nonsense", None),
    ],
)  # fmt: skip
def test_steps_of_a_package_follow_in_order(state: str, step: str, after: str | None) -> None:
    assert package_step(PackageState(state), step) == after


@pytest.mark.parametrize(
    ("state", "step", "after"),
    [
        ("sealed", "prove", "proven"), ("sealed", "cancel", "cancelled"), ("proven", "cancel", None),
        ("held", "countersign", "countersigned"), ("held", "refuse", "refused"), ("sealed", "countersign", None),
        ("countersigned", "refuse", None),
    ],
)  # fmt: skip
def test_steps_of_a_handover_follow_in_order(state: str, step: str, after: str | None) -> None:
    assert handover_step(HandoverState(state), step) == after


def test_what_is_written_follows_the_schema_and_reads_back() -> None:
    schema = etree.XMLSchema(etree.parse(str(SCHEMA)))
    for content in (write_manifest(MANIFEST), write_receipt(RECEIPT)):
        schema.assertValid(etree.fromstring(content))
    assert read_manifest(write_manifest(MANIFEST)) == MANIFEST
    assert read_receipt(write_receipt(RECEIPT)) == RECEIPT


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        (b'SoLuong="3"', b'SoLuong="4"', "DANH_SACH@SoLuong"),
        (b'Ma="HB-1"', b'Ma="../../etc/passwd"', "HOC_BA@Ma"),
        (b'PhienBan="1" SHA256', b'PhienBan="-1" SHA256', "HOC_BA@PhienBan"),
        (b'Loai="submission"', b'Loai="other"', "NOI_DUNG@Loai"),
        (b'Lap="2026-06-01T03:04:05Z"', b'Lap="hom qua"', "NOI_DUNG@Lap"),
        (b"<LOP>6A1</LOP>", b"<LOP>6A1</LOP><LOP>6A2</LOP>", "NOI_DUNG"),
        (b"<GOI_HOC_BA", b'<!DOCTYPE a [<!ENTITY e "x">]><GOI_HOC_BA', "GOI_HOC_BA"),
        (b"</GOI_HOC_BA>", b"", "GOI_HOC_BA"),
    ],
)
def test_a_manifest_that_is_not_one_says_where(old: bytes, new: bytes, where: str) -> None:
    content = write_manifest(MANIFEST)
    assert old in content
    with pytest.raises(Unreadable) as refused:
        read_manifest(content.replace(old, new))
    assert refused.value.where == where


def archive(*cards: tuple[str, bytes], manifest: bytes = b"<x/>") -> io.BytesIO:
    stream = io.BytesIO()
    write_archive(stream, manifest, cards)
    stream.seek(0)
    return stream


def test_an_archive_gives_back_what_was_put_in_and_is_the_same_each_time() -> None:
    cards = [("hoc-ba/A-1.xml", b"<a/>"), ("hoc-ba/B-1.xml", b"<b/>" * 1000)]
    stream = archive(*cards)
    opened = open_archive(stream)
    assert (opened.manifest(), list(opened.cards())) == (b"<x/>", cards)
    assert archive(*cards).getvalue() == stream.getvalue()


@pytest.mark.parametrize(
    "name", ["hoc-ba/../A-1.xml", "/etc/passwd", "hoc-ba/A.exe", "A-1.xml", "hoc-ba/.xml"]
)
def test_an_archive_with_a_strange_name_is_refused(name: str) -> None:
    with pytest.raises(ArchiveRefused, match="bad_name"):
        open_archive(archive((name, b"x")))


def test_an_archive_that_is_damaged_bloated_or_none_is_refused() -> None:
    good = archive(("hoc-ba/A-1.xml", b"<a/>")).getvalue()
    for content, why in ((b"hello", "not_an_archive"), (good[: len(good) // 2], "damaged")):
        with pytest.raises(ArchiveRefused, match=why):
            open_archive(io.BytesIO(content))
    without = io.BytesIO()
    with zipfile.ZipFile(without, "w") as made:
        made.writestr("hoc-ba/A-1.xml", b"x")
    with pytest.raises(ArchiveRefused, match="no_manifest"):
        open_archive(without)
    with pytest.warns(UserWarning, match="Duplicate"):
        twice = archive(("hoc-ba/A-1.xml", b"x"), ("hoc-ba/A-1.xml", b"y"))
    with pytest.raises(ArchiveRefused, match="twice"):
        open_archive(twice)
    bomb = archive(("hoc-ba/A-1.xml", bytes(3 * 1024**2)))
    with pytest.raises(ArchiveRefused, match="too_large"):
        list(open_archive(bomb).cards())
    with pytest.raises(ArchiveRefused, match="too_large"):
        open_archive(bomb, Limits(members=1))
