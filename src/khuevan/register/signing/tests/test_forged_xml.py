"""More that somebody with an XML editor might try: on each part of a signature, on its place, on how it is written."""

from __future__ import annotations

import base64
import copy
import re
from collections.abc import Callable
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from lxml import etree

from khuevan.register.signing.formats import xml
from khuevan.register.signing.rules import xades
from khuevan.register.signing.verification import Outcome

from .builders import SLOTS, card, certified, codes, issued, put, signed_card, signer, verified
from .test_xml import edited

ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""Of the curve P-256: with (r, s) also (r, ORDER - s) is a signature."""
D, X = f"{{{xades.DS}}}", f"{{{xades.XADES}}}"


def changed(change: Callable[[Any, Any], None], slot: str = "ISSUE/SEAL") -> Callable[[bytes], bytes]:
    """change(root, signature): of the seal, the outermost, unless said otherwise."""

    def forge(content: bytes) -> bytes:
        root = etree.fromstring(content)
        change(root, root.find(f"{slot}/{D}Signature"))
        return xml.serialized(root)

    return forge


def another_reference(_root: Any, signature: Any) -> None:
    info = signature.find(f"{D}SignedInfo")
    extra = copy.deepcopy(info.find(f"{D}Reference"))
    extra.set("URI", "#van")
    info.append(extra)


def two_of(name: str) -> Callable[[Any, Any], None]:
    def double(_root: Any, signature: Any) -> None:
        one = signature.find(f".//{name}")
        one.addnext(copy.deepcopy(one))

    return double


def content_inside_the_signature(root: Any, signature: Any) -> None:
    """What was signed hides in an Object; another stands at its place."""
    data = root.find("DATA")
    other = copy.deepcopy(data)
    other.attrib.pop("Id")
    for one in other.iter("*"):
        one.attrib.pop("Id", None)
    other.find("CONTENT/SUBJECT/MARK").text = "10"
    root.replace(data, other)
    etree.SubElement(signature, f"{D}Object").append(data)


def outside_its_slot(root: Any, signature: Any) -> None:
    root.append(signature)


def twice_in_its_slot(_root: Any, signature: Any) -> None:
    signature.addnext(copy.deepcopy(signature))


def stamp_of_another(root: Any, signature: Any) -> None:
    path = f".//{X}SignatureTimeStamp/{X}EncapsulatedTimeStamp"
    signature.find(path).text = root.find(f"ISSUE/HEAD/{D}Signature").find(path).text


def mirrored(_root: Any, signature: Any) -> None:
    """The other value that the same key might have made: nobody needs the key to compute it."""
    value = signature.find(f"{D}SignatureValue")
    raw = base64.b64decode(value.text)
    other = ORDER - int.from_bytes(raw[32:], "big")
    value.text = base64.b64encode(raw[:32] + other.to_bytes(32, "big")).decode()


def certificate_of_the_head(root: Any, signature: Any) -> None:
    path = f"{D}KeyInfo/{D}X509Data/{D}X509Certificate"
    signature.find(path).text = root.find(f"ISSUE/HEAD/{D}Signature/{path}").text


def in_two_bytes(content: bytes) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-16"?>{content.decode()}'.encode("utf-16")


FORGED = {
    "xml:id": (edited(rb"<ISSUE>", rb'<ISSUE xml:id="content">'), "uncovered"),
    "id": (edited(rb"<ISSUE>", rb'<ISSUE id="content">'), "doubled_id"),
    "a second reference": (changed(another_reference), "references"),
    "an xpointer": (edited(rb'URI="#toan"', b"URI=\"#xpointer(id('toan'))\""), "reference"),
    "the whole file": (edited(rb'URI="#toan"', b'URI=""'), "wrapped"),
    "SHA-1 of a reference": (edited(rb"xmlenc#sha256", b"xmlenc#sha1"), "digest_method"),
    "SHA-1 of the signature": (edited(rb"xmldsig-more#ecdsa-sha256", b"xmldsig-more#ecdsa-sha1"), "algorithm"),
    "comments made to count": (
        edited(rb"<ds:Transform Algorithm=\"[^\"]+\"", b'<ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#WithComments"'),
        "transform",
    ),
    "two SignedInfo": (changed(two_of(f"{D}SignedInfo")), "unreadable"),
    "two values": (changed(two_of(f"{D}SignatureValue")), "unreadable"),
    "two properties": (changed(two_of(f"{X}SignedProperties")), "doubled_id"),
    "the content inside": (changed(content_inside_the_signature), "wrapped"),
    "outside its slot": (changed(outside_its_slot), "no_slot"),
    "twice in its slot": (changed(twice_in_its_slot), "slot_twice"),
    "another stamp": (changed(stamp_of_another), "stamp"),
    "the mirrored value": (changed(mirrored), "stamp"),
    "another certificate": (changed(certificate_of_the_head), "value"),
    "a comment behind": (lambda content: content + b"<!-- void -->", "rewritten"),
    "an instruction behind": (lambda content: content + b"<?void?>", "rewritten"),
    "white space behind": (lambda content: content + b"\n", "rewritten"),
    "a mark in characters": (edited(rb"<MARK>8.1", b"<MARK>8&#46;1"), "rewritten"),
    "a mark in CDATA": (edited(rb"<MARK>8.1", b"<MARK><![CDATA[8.1]]>"), "rewritten"),
    "an instruction inside": (edited(rb"<MARK>8.1", b"<MARK>8<?x 9?>.1"), "content_changed"),
    "another default namespace": (edited(rb"<DATA Id", b'<DATA xmlns="urn:x" Id'), "wrapped"),
    "UTF-16": (in_two_bytes, "kind"),
    "a byte order mark": (lambda content: b"\xef\xbb\xbf" + content, "rewritten"),
}  # fmt: skip


@pytest.mark.parametrize(("forge", "code"), FORGED.values(), ids=FORGED)
def test_a_forgery_is_named(forge: Callable[[bytes], bytes], code: str) -> None:
    content = forge(signed_card())
    report = verified(content)
    assert report.outcome is not Outcome.VALID
    assert code in codes(report)


def test_another_certificate_of_the_same_key_is_not_the_one_that_signed() -> None:
    """Whoever holds two certificates of one key cannot exchange them later."""
    who = signer("Hiệu Trưởng")
    document = xml.XmlDocument(card())
    put(document, SLOTS[4], who)
    other = certified("Hiệu Trưởng Khác", key=issued("Hiệu Trưởng").key)
    mine, theirs = (
        base64.b64encode(one.certificate.public_bytes(Encoding.DER)) for one in (who, other)
    )  # fmt: skip
    squeezed = re.sub(
        rb"(<ds:X509Certificate>)([^<]+)",
        lambda found: found[1] + (theirs if b"".join(found[2].split()) == mine else found[2]),
        document.content(),
    )
    assert theirs in squeezed
    assert "certificate_swapped" in codes(verified(squeezed))
