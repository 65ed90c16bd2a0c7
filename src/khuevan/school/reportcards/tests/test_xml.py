"""The XML of a card: written and read back, valid by the schema, signed in each slot, hostile files refused."""

from __future__ import annotations

import subprocess
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given, settings
from hypothesis import strategies as st

from khuevan.register.signing.formats import xml as signing_xml
from khuevan.register.signing.tests import builders as signers
from khuevan.register.signing.verification import Outcome, Report, Severity, verify

from ..queries.layouts import LAYOUT, LAYOUT_PRIMARY
from ..rules import reading, slots, writing
from ..rules.content import (
    CardContent,
    Form,
    Holder,
    Levels,
    SchoolPlace,
    Signatory,
    StudyYear,
    SubjectLine,
    TraitGroup,
    TraitLine,
)
from .builders import content, signed

TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc"), exclude_characters="￾￿")
    | st.sampled_from("\t\n\r<>&\"'"),
    max_size=12,
)  # fmt: skip
DAYS = st.none() | st.dates(date(1, 1, 1), date(9999, 12, 31))
LEVEL = st.none() | st.integers(1, 4)
SIGNATORY = st.builds(Signatory, TEXT, TEXT, TEXT)
SUBJECT = st.builds(
    SubjectLine, st.from_regex(r"\A[A-Za-z0-9][A-Za-z0-9_.\-]{0,9}\Z"), TEXT, SIGNATORY, TEXT, TEXT, TEXT, TEXT,
    st.none() | st.decimals(0, 10, places=1), TEXT, st.booleans(), st.booleans(),
)  # fmt: skip
CARDS = st.builds(
    CardContent, code=TEXT, version=st.integers(0, 1000), form=st.sampled_from(Form), year=TEXT, level=TEXT, grade=TEXT,
    class_name=TEXT, school=st.builds(SchoolPlace, TEXT, TEXT, TEXT, TEXT, TEXT),
    holder=st.builds(Holder, TEXT, TEXT, DAYS, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT),
    homeroom=SIGNATORY, head=SIGNATORY,
    subjects=st.lists(SUBJECT, max_size=4, unique_by=lambda one: one.code).map(tuple),
    traits=st.lists(st.builds(TraitLine, TEXT, TEXT, st.sampled_from(TraitGroup), TEXT, TEXT), max_size=3).map(tuple),
    terms=st.dictionaries(st.integers(0, 2), st.builds(Levels, LEVEL, LEVEL), max_size=3),
    overall=TEXT, next_step=TEXT, title=TEXT, remark=TEXT, absences_excused=st.none() | st.integers(0, 400),
    absences_unexcused=st.none() | st.integers(0, 400), completes_level=st.booleans(), is_by_plan=st.booleans(),
    awards=st.lists(TEXT, max_size=3).map(tuple), certificates=st.lists(TEXT, max_size=2).map(tuple),
    history=st.lists(st.builds(StudyYear, TEXT, TEXT, TEXT, TEXT, DAYS, DAYS), max_size=3).map(tuple),
)  # fmt: skip


@settings(max_examples=120, deadline=None)
@given(CARDS)
def test_what_is_written_is_read_back(card: CardContent) -> None:
    written = writing.write(card)
    assert reading.read(written) == card
    assert signing_xml.serialized(signing_xml.parsed(written)) == written, "in the form in which it is signed"


def test_every_field_is_written() -> None:
    """A field that is added to the content and not to the XML would be lost without a word."""
    full = content(Form.PRIMARY)
    line = replace(full.subjects[0], retaken="H", test=Decimal("9.5"), is_exempt=True, is_by_plan=True)
    holder = replace(full.holder, father="A", mother="B", guardian="C", policy="D")
    full = replace(
        full, subjects=(line,), holder=holder, terms={0: Levels(1, 1)}, awards=("Giấy khen",), certificates=("Nghề",),
        completes_level=True, is_by_plan=True,
    )  # fmt: skip
    empty = [
        field.name
        for one in (full, full.holder, line, full.school)
        for field in fields(one)
        if field.name not in ("terms", "absences_unexcused")
        and getattr(one, field.name) in ("", None, (), False)
    ]
    assert empty == []
    assert reading.read(writing.write(full)) == full


def test_digests_are_of_the_covered_elements() -> None:
    card = content()
    root = signing_xml.parsed(writing.write(card))
    parts = writing.part_digests(card)
    assert set(parts) == {"thongtinhocba", "mon-TOAN", "mon-NV", "mon-GDTC"}
    for own, digest in parts.items():
        element = root.xpath("//*[@Id=$own]", own=own)[0]
        assert signing_xml.hashlib.sha256(signing_xml.canonical(element)).hexdigest() == digest
    other = writing.part_digests(content(year="8.4"))
    assert {own for own in parts if parts[own] != other[own]} == {"mon-TOAN", "thongtinhocba"}


@pytest.mark.parametrize("bad", ["\x00", "\x1b", "￿", "\ud800"])
def test_what_xml_cannot_hold_is_not_written(bad: str) -> None:
    with pytest.raises(writing.NotWritable):
        writing.write(replace(content(), remark=f"a{bad}b"))
    with pytest.raises(writing.NotWritable):
        writing.subject_id(f"TOAN{bad}")


def verified(xml: bytes, **more: Any) -> Report:
    return verify(xml, signers.trust(), at=signers.AT, **more)


def found(report: Report) -> set[str]:
    every = [*report.findings, *(one for part in report.signatures for one in part.findings)]
    return {one.code for one in every if one.severity is not Severity.NOTE}


def test_each_slot_is_signed_and_holds_for_xmlsec1_too(tmp_path: Path) -> None:
    xml = signed()
    report = verified(xml)
    assert report.outcome is Outcome.VALID, found(report)
    assert [one.slot for one in report.signatures] == ["subject"] * 3 + ["homeroom", "head", "seal"]
    assert reading.read(xml) == content(), "signed cards are read, too"
    (tmp_path / "card.xml").write_bytes(xml)
    (tmp_path / "root.pem").write_bytes(signers.authority().root.public_bytes(Encoding.PEM))
    names = (
        "DU_LIEU_HOC_BA",
        "THONG_TIN_HOC_BA",
        "DIEM_TONG_KET",
        "http://uri.etsi.org/01903/v1.3.2#:SignedProperties",
    )
    ids = [word for name in names for word in ("--id-attr:Id", name)]
    for number in range(1, 7):
        where = f"(//*[local-name()='Signature'])[{number}]"
        command = [
            "xmlsec1",
            "--verify",
            "--trusted-pem",
            "root.pem",
            *ids,
            "--node-xpath",
            where,
            "card.xml",
        ]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert (done.stdout + done.stderr).startswith("OK"), (number, done.stderr)


def test_primary_needs_no_subject_teachers_and_secondary_does() -> None:
    later = ("homeroom", "head", "seal")
    primary = verified(signed(content(Form.PRIMARY), later))
    assert primary.outcome is Outcome.VALID, found(primary)
    assert found(verified(signed(content(), later))) == {"unfilled"}
    assert LAYOUT.root != LAYOUT_PRIMARY.root


def test_signatures_are_carried_into_a_new_version() -> None:
    old = signed(kinds=("subject",))
    fresh = writing.write(replace(content(year="9.0"), version=2))
    kept = [slots.place_of("subject", code) for code in ("NV", "GDTC")]
    card = slots.carried(fresh, old, kept)
    report = verified(card)
    assert [one.target for one in report.signatures] == ["mon-NV", "mon-GDTC"]
    assert found(report) == {"unfilled", "uncovered"}, "the rest is missing, what is carried holds"
    assert not slots.is_signed(card, slots.place_of("subject", "TOAN"))
    wrongly = verified(slots.carried(fresh, old, [slots.place_of("subject", "TOAN")]))
    assert "content_changed" in found(wrongly)


def test_a_subject_cannot_be_moved_into_another_childs_card() -> None:
    """The same marks by the same teacher: the card's number is inside what was signed."""
    other = writing.write(content(code="HB2526-CCCCC-DDDDD"))
    places = [slots.place_of("subject", code) for code in ("TOAN", "NV", "GDTC")]
    assert "content_changed" in found(verified(slots.carried(other, signed(kinds=("subject",)), places)))


HOSTILE = {
    "entities": (b"<!DOCTYPE HOC_BA [<!ENTITY a 'b'>]>", "dtd"),
    "external entity": (b"<!DOCTYPE HOC_BA [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>", "dtd"),
    "external dtd": (b"<!DOCTYPE HOC_BA SYSTEM 'http://localhost/x.dtd'>", "dtd"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_definitions_are_refused(case: str) -> None:
    definition, code = HOSTILE[case]
    xml = writing.write(content()).replace(b"?>\n", b"?>\n" + definition, 1)
    with pytest.raises(reading.NotACard) as refused:
        reading.read(xml)
    assert refused.value.code == code


def _with(old: bytes, new: bytes) -> bytes:
    xml = writing.write(content())
    assert old in xml
    return xml.replace(old, new, 1)


BROKEN = {
    "empty": (b"", "broken"),
    "no xml": (b"%PDF-1.7", "broken"),
    "another root": (b"<a/>", "schema"),
    "too large": (b" " * (reading.LARGEST + 1), "too_large"),
    "doubled id": (_with(b'Id="mon-NV"', b'Id="mon-TOAN"'), "doubled_id"),
    "doubled data": (_with(b'Id="thongtinhocba"', b'Id="data"'), "doubled_id"),
    "a comment": (_with(b"<LOP>", b"<!-- 10 --><LOP>"), "broken"),
    "an instruction": (_with(b"<LOP>", b"<?php 1 ?><LOP>"), "broken"),
    "an unknown element": (_with(b"<LOP>", b"<X></X><LOP>"), "schema"),
    "an unknown form": (_with(b"<MAU>lower_secondary", b"<MAU>college"), "schema"),
    "another form's root": (_with(b"<MAU>lower_secondary", b"<MAU>primary"), "schema"),
    "no day": (_with(b"2014-02-03", b"2014-02-30"), "schema"),
    "a level of 9": (_with(b"<HOC_TAP>1", b"<HOC_TAP>9"), "schema"),
    "two in a slot": (_with(b"<CBQL></CBQL>", b"<CBQL><a/><a/></CBQL>"), "schema"),
    "a day beyond the calendar": (_with(b"2014-02-03", b"12014-02-03"), "schema"),
}  # fmt: skip


@pytest.mark.parametrize("case", BROKEN)
def test_what_is_no_card_is_refused_in_words(case: str) -> None:
    xml, code = BROKEN[case]
    with pytest.raises(reading.NotACard) as refused:
        reading.read(xml)
    assert refused.value.code == code
