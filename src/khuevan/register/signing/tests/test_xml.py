"""Signed XML by several people: checked by xmlsec1, and by our verifier, which names what is wrong."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from lxml import etree

from khuevan.register.signing import services
from khuevan.register.signing.formats import xml
from khuevan.register.signing.rules import xades
from khuevan.register.signing.signers import SoftwareSigner
from khuevan.register.signing.verification import Outcome, Trust
from khuevan.register.signing.verification.xml_reading import read

from . import builders
from .builders import AT, SLOTS, card, certified, codes, put, self_made, signed_card, signer, verified

ID_NAMES = ("DATA", "CONTENT", "SUBJECT", f"{xades.XADES}:SignedProperties")


def xmlsec1(folder: Path, content: bytes, number: int) -> str:
    """What xmlsec1 says of the signature with this number."""
    (folder / "card.xml").write_bytes(content)
    (folder / "root.pem").write_bytes(builders.authority().root.public_bytes(Encoding.PEM))
    ids = [word for name in ID_NAMES for word in ("--id-attr:Id", name)]
    where = f"(//*[local-name()='Signature'])[{number}]"
    command = ["xmlsec1", "--verify", "--trusted-pem", "root.pem", *ids, "--node-xpath", where, "card.xml"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def test_six_signatures_hold_for_xmlsec1(tmp_path: Path) -> None:
    said = [xmlsec1(tmp_path, signed_card(), number) for number in range(1, 7)]
    assert [text.splitlines()[0] for text in said] == ["OK"] * 6
    assert all("SignedInfo References (ok/all): 2/2" in text for text in said)
    changed = signed_card().replace(b"<MARK>8.1", b"<MARK>9.1")
    assert "FAIL" in xmlsec1(tmp_path, changed, 2)
    assert xmlsec1(tmp_path, changed, 1).startswith("OK")


def test_six_signatures_hold_for_us() -> None:
    report = verified(signed_card())
    assert report.outcome is Outcome.VALID, codes(report)
    assert [part.slot for part in report.signatures] == ["subject"] * 3 + ["class", "head", "seal"]
    assert [part.level for part in report.signatures] == ["XAdES-B-T"] * 6
    assert [part.is_seal for part in report.signatures] == [False] * 5 + [True]
    assert report.signatures[0].signed_at == AT
    assert report.signatures[0].role == "Giáo viên"


def test_plain_xml_dsig_holds_too(tmp_path: Path) -> None:
    document = xml.XmlDocument(card())
    put(document, SLOTS[4], signer(), qualified=False)
    assert xmlsec1(tmp_path, document.content(), 1).startswith("OK")
    report = verified(document.content(), layout=None)
    assert report.signatures[0].level == "XML-DSig"
    assert codes(report) == {"no_time", "uncovered"}


def test_long_term_levels() -> None:
    """Evidence and archive time stamps go into the outermost signature; what others cover cannot be added to."""
    document = xml.XmlDocument(signed_card())
    elements = list(document.root.iter(f"{{{xades.DS}}}Signature"))

    def extend(number: int, stamp: Callable[[bytes], bytes] | None) -> None:
        element = elements[number]
        form = read(element).form()
        assert form is not None
        assert form.claims is not None
        properties = xml.hashlib.sha256(xades.signed_properties(form, alone=True).encode()).digest()
        document.extend(element, form, properties, builders.evidence(), stamp)

    with pytest.raises(xml.CannotSign, match="bao phủ"):
        extend(0, None)
    extend(5, builders.stamp)
    mine = builders.authority()
    offline = Trust((mine.root,))
    report = verified(document.content(), trust=offline)
    assert report.signatures[5].level == "XAdES-B-LTA"
    assert report.signatures[5].outcome is not Outcome.INVALID
    # The seal's own evidence vouches for it without asking anybody, and long after its certificate has ended.
    late = verified(document.content(), trust=offline, at=AT + timedelta(days=5 * 365))
    assert {one.code for one in late.signatures[5].findings if one.severity == "wrong"} == set()


def test_a_card_is_grown_by_asking_now() -> None:
    grown = services.extend_xml(signed_card(), "ISSUE/SEAL", builders.trust(), at=AT, stamp=builders.stamp)
    offline = Trust((builders.authority().root,))
    report = verified(grown, trust=offline, at=AT + timedelta(days=2000))
    assert report.outcome is Outcome.VALID, codes(report)
    assert report.signatures[5].level == "XAdES-B-LTA"
    with pytest.raises(xml.CannotSign, match="bao phủ"):
        services.extend_xml(signed_card(), "DATA/SIGNATURES/CLASS", builders.trust(), at=AT)
    with pytest.raises(xml.CannotSign, match="NOWHERE"):
        services.extend_xml(signed_card(), "NOWHERE", builders.trust(), at=AT)


def edited(pattern: bytes, by: bytes, count: int = 1) -> Callable[[bytes], bytes]:
    def edit(content: bytes) -> bytes:
        changed, times = re.subn(pattern, by, content, count=count, flags=re.DOTALL)
        assert times, pattern
        return changed

    return edit


def wrapped(content: bytes) -> bytes:
    """The signed data moved aside, another put at its place (signature wrapping)."""
    root = etree.fromstring(content)
    data = root.find("DATA")
    evil = etree.fromstring(etree.tostring(data))
    evil.set("Id", "other")
    evil.find("CONTENT/SUBJECT/MARK").text = "10"
    for element in evil.iter("*"):
        if element is not evil and element.get("Id"):
            element.set("Id", "x" + element.get("Id"))
    root.replace(data, evil)
    etree.SubElement(root, "ASIDE").append(data)
    return xml.serialized(root)


def swapped_slots(content: bytes) -> bytes:
    """Two teachers' signatures change places."""
    root = etree.fromstring(content)
    first, second = root.findall("DATA/SIGNATURES/TEACHER")[:2]
    one, two = first[0], second[0]
    first.append(two)
    second.append(one)
    return xml.serialized(root)


ATTACKS = {
    "a mark": (edited(rb"<MARK>8.1", rb"<MARK>9.1"), "content_changed"),
    "wrapping": (wrapped, "wrapped"),
    "swapped slots": (swapped_slots, "swapped"),
    "doubled id": (edited(rb"<ISSUE>", rb'<ISSUE><EVIL Id="data"></EVIL>'), "doubled_id"),
    "an ID in other letters": (edited(rb"<ISSUE>", rb'<ISSUE ID="content">'), "doubled_id"),
    "an entity": (edited(rb"<CARD>", rb'<!DOCTYPE CARD [<!ENTITY x SYSTEM "file:///etc/passwd">]><CARD>'), "form"),
    "many laughs": (edited(rb"<CARD>", b'<!DOCTYPE C [<!ENTITY a "a"><!ENTITY b "&a;&a;">]><CARD>'), "form"),
    "a transform": (
        edited(rb"<ds:Transform Algorithm=\"[^\"]+\"", b'<ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xslt-19991116"'),
        "transform",
    ),
    "a canonicalisation": (
        edited(rb"<ds:CanonicalizationMethod Algorithm=\"[^\"]+\"", b'<ds:CanonicalizationMethod Algorithm="urn:mine"'),
        "canonicalization",
    ),
    "HMAC": (
        edited(rb"xmldsig-more#ecdsa-sha256", b"xmldsig-more#hmac-sha256"), "algorithm",
    ),
    "an outside reference": (edited(rb'URI="#toan"', b'URI="http://example.vn/x"'), "reference"),
    "the signing day": (edited(rb"<xades:SigningTime>2026", b"<xades:SigningTime>2025"), "properties_changed"),
    "the role": (edited(rb"ClaimedRole>Gi", b"ClaimedRole>Hi"), "properties_changed"),
    "a signature taken out": (edited(rb"<HEAD>.*?</HEAD>", b"<HEAD></HEAD>"), "unfilled"),
    "a slot taken out": (edited(rb"<SEAL>.*?</SEAL>", b""), "unfilled"),
    "a comment inside": (edited(rb"<MARK>8.1", b"<MARK>8<!-- -->.1"), "comment"),
    "a comment outside": (edited(rb"<ISSUE>", b"<ISSUE><!-- x -->"), "uncovered"),
    "an element outside": (edited(rb"<ISSUE>", b"<ISSUE><NOTE>lifted</NOTE>"), "uncovered"),
    "an attribute outside": (edited(rb"<ISSUE>", b'<ISSUE state="void">'), "uncovered"),
    "words outside": (edited(rb"<ISSUE>", b"<ISSUE>void"), "uncovered"),
    "a blank outside": (edited(rb"<ISSUE>", b"<ISSUE >"), "rewritten"),
    "an absurd day": (edited(rb"<xades:SigningTime>2026", b"<xades:SigningTime>9999"), "properties_changed"),
    "no time stamp": (edited(rb"<xades:UnsignedProperties>.*?</xades:UnsignedProperties>", b""), "no_stamp"),
}  # fmt: skip


@pytest.mark.parametrize(("attack", "code"), ATTACKS.values(), ids=ATTACKS)
def test_an_attack_is_named(attack: Callable[[bytes], bytes], code: str) -> None:
    report = verified(attack(signed_card()))
    assert report.outcome is not Outcome.VALID
    assert code in codes(report)


def test_the_changed_part_and_its_signer_are_named() -> None:
    report = verified(signed_card().replace(b"<MARK>8.1", b"<MARK>9.1"))
    hurt = {part.slot + part.target: part for part in report.signatures if part.outcome is Outcome.INVALID}
    assert set(hurt) == {"subjectvan", "classcontent", "headdata", "sealdata"}
    finding = hurt["subjectvan"].findings[0]
    assert finding.where == "CARD/DATA/CONTENT/SUBJECT[2]"
    assert "đã bị sửa sau khi ký" in finding.text


def one_signed(who: SoftwareSigner, *, at: object = AT, slot: xml.Slot = SLOTS[4]) -> bytes:
    document = xml.XmlDocument(card())
    put(document, slot, who, at=at)  # type: ignore[arg-type]
    return document.content()


def test_an_expired_certificate_is_named() -> None:
    who = certified("Hết Hạn", begin=AT - timedelta(days=400), days=300)
    report = verified(one_signed(who))
    assert "expired" in codes(report)
    assert any("Hết Hạn" in one.text and "hết hạn" in one.text for one in report.signatures[0].findings)


def test_a_certificate_revoked_before_signing_is_named_and_later_is_not() -> None:
    early, late = (
        certified("Thu Hồi Trước", begin=AT - timedelta(days=9)),
        certified("Thu Hồi Sau", begin=AT - timedelta(days=9)),
    )
    content = {who: one_signed(who) for who in (early, late)}
    mine = builders.authority()
    mine.revoke(early.certificate.serial_number, at=AT - timedelta(days=1), reason="left")
    mine.revoke(late.certificate.serial_number, at=AT + timedelta(minutes=30))
    later = Trust(
        (mine.root,), status=lambda one, issuer: mine.status(one, issuer, at=AT + timedelta(hours=1))
    )
    assert "revoked" in codes(verified(content[early], trust=later))
    report = verified(content[late], trust=later)
    assert "revoked" not in codes(report)
    assert "revoked_later" in {one.code for one in report.signatures[0].findings}


def test_a_self_made_certificate_and_another_authority_are_named(tmp_path: Path) -> None:
    from khuevan.register.signing.authority import opened

    assert "self_made" in codes(verified(one_signed(self_made())))
    made = opened(tmp_path / "other", at=AT - timedelta(days=2)).issue("Lạ", at=AT, kind="ec")
    assert "unknown_authority" in codes(
        verified(one_signed(SoftwareSigner(made.pair.key, made.certificate, made.chain)))
    )


def test_a_time_stamps_certificate_signs_no_document() -> None:
    mine = builders.authority()
    who = SoftwareSigner(mine.stamper.key, mine.stamper.certificate, mine.chain)
    assert "wrong_use" in codes(verified(one_signed(who)))


def test_a_person_cannot_seal_and_a_seal_is_no_head() -> None:
    assert "wrong_role" in codes(verified(one_signed(signer(), slot=SLOTS[5])))
    assert "wrong_role" in codes(verified(one_signed(signer("Trường A", uid=builders.SEAL))))


def test_somebody_elses_certificate_is_not_the_assigned_one() -> None:
    expected = {"head": {"0" * 64}}
    assert "wrong_signer" in codes(verified(signed_card(), expected=expected))


@pytest.mark.parametrize("days", [-1, 1])
def test_a_clock_off_by_a_day_is_said(days: int) -> None:
    report = verified(one_signed(signer(), at=AT + timedelta(days=days)))
    assert "clock" in codes(report)
    assert any("24 giờ" in one.text for one in report.signatures[0].findings)
    assert "future" in codes(verified(signed_card(), at=AT - timedelta(days=1)))


def test_without_a_source_of_statuses_nothing_is_called_valid() -> None:
    report = verified(signed_card(), trust=Trust((builders.authority().root,)))
    assert report.outcome is Outcome.REMARKS
    assert codes(report) == {"status_unknown"}


@pytest.mark.parametrize(
    ("content", "slot", "says"),
    [
        (b"<A", SLOTS[0], "XML"),
        (b"<!DOCTYPE A><A/>", SLOTS[0], "DTD"),
        (card(), xml.Slot("NOWHERE", "data"), "NOWHERE"),
        (card(), xml.Slot("ISSUE/HEAD", "nothing"), "nothing"),
        (card(), xml.Slot("DATA/CONTENT", "data"), "ngoài"),
        (card().replace(b'Id="van"', b'Id="toan"'), SLOTS[0], "toan"),
    ],
)
def test_what_cannot_be_signed_is_said(content: bytes, slot: xml.Slot, says: str) -> None:
    with pytest.raises(xml.CannotSign, match=says):
        put(xml.XmlDocument(content), slot, signer())


def test_a_slot_takes_one_signature() -> None:
    document = xml.XmlDocument(card())
    put(document, SLOTS[0], signer())
    with pytest.raises(xml.CannotSign, match="đã có chữ ký"):
        put(document, SLOTS[0], signer())


@pytest.mark.parametrize("slots", [SLOTS[:3], SLOTS[4:5], SLOTS[3:4]])
@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"", b""),
        (b"<CARD>", f'<CARD xmlns:ds="{xades.DS}" xmlns:xades="{xades.XADES}">'.encode()),
        (b"<CARD>", b'<CARD xmlns="urn:school">'),
        (b"<CARD>", b'<CARD xml:lang="vi" xmlns:x="urn:unused"><?p q?>'),
        (b"<PUPIL>", b'<x:A xmlns:x="urn:x"></x:A><PUPIL>'),
        (b"<PUPIL>", b"<!-- a --><?p q?><PUPIL>"),
        (b"<ISSUE>", b"\n  <!-- b -->tail\n<ISSUE>"),
        (b"<DATA ", b"\n<DATA  "),
    ],
)
def test_a_file_written_at_once_is_the_one_that_is_built_up(
    slots: tuple[xml.Slot, ...], old: bytes, new: bytes
) -> None:
    """Several slots of one signer, or one over all; with namespaces, comments and white space around and inside."""
    who = signer(kind="rsa")  # the same signature each time
    content = card().replace(old, new, 1)
    if b"urn:school" in new:
        slots = tuple(
            replace(one, place="/".join(f"{{urn:school}}{word}" for word in one.place.split("/")))
            for one in slots
        )
    (outcome,) = services.sign_xml(who, [services.XmlOrder(content, slots)], at=AT, stamp=None)
    document = xml.XmlDocument(content)
    for slot in slots:
        prepared = document.prepare(slot, who.certificate, who.chain, at=AT)
        document.finish(prepared, who.sign([prepared.digest]).values[0])
    assert outcome.content == document.content()
    assert "rewritten" not in codes(verified(outcome.content, layout=None))
