"""Signed XML by several people: each signature stands in its slot, outside of the element that it covers.

The document is parsed once and each covered element canonicalised once, whoever signs it. What is written is the
canonical form of the whole, so that a verifier can account for every byte.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa, utils
from cryptography.hazmat.primitives.serialization import Encoding
from django.utils.translation import gettext as _
from lxml import etree

from ..rules import xades

HEAD: Final = b'<?xml version="1.0" encoding="UTF-8"?>\n'
LARGEST: Final = 32 * 1024 * 1024
ID: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_.\-]{0,99}\Z")
_IDS: Final = etree.XPath("//@Id")
_SIGNATURE: Final = f"{{{xades.DS}}}Signature"
_MARK: Final = f"k{secrets.token_hex(16)}"
"""Of this process: no document holds it, so that a place marked with it, as text, is found again in the bytes."""
_EDGE: Final = f"{_MARK}|".encode()
_MARKED: Final = re.compile(rf"{_MARK}-(\d+);".encode())
Stamp = Callable[[bytes], bytes]
"""SHA-256 digest -> time stamp token."""


class CannotSign(Exception):
    """The document cannot be signed as asked; the sentence says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def parsed(content: bytes) -> Any:
    """The root element: no DTD, no entities, no network. Raises CannotSign for what is not plain XML in UTF-8."""
    if len(content) > LARGEST:
        raise CannotSign(_("Tệp XML quá lớn."))
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
        remove_blank_text=False, remove_comments=False, remove_pis=False, encoding="utf-8",
    )  # fmt: skip
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as broken:
        raise CannotSign(
            _("Tệp không phải XML đúng cú pháp: %(error)s.") % {"error": str(broken)[:200]}
        ) from broken
    info = root.getroottree().docinfo
    if info.doctype or info.internalDTD is not None or info.externalDTD is not None:
        raise CannotSign(_("Tệp XML có khai báo DTD hoặc thực thể: không chấp nhận vì lý do an toàn."))
    if any(isinstance(node, etree._Entity) for node in root.iter(etree.Entity)):
        raise CannotSign(_("Tệp XML có khai báo DTD hoặc thực thể: không chấp nhận vì lý do an toàn."))
    return root


def canonical(element: Any) -> bytes:
    """Exclusive canonical XML 1.0 without comments, of the element where it stands."""
    return bytes(etree.tostring(element, method="c14n", exclusive=True, with_comments=False))


def serialized(root: Any) -> bytes:
    """The file's bytes: a head and the canonical form of the whole, the same for the same content."""
    return HEAD + bytes(etree.tostring(root, method="c14n", exclusive=False, with_comments=True)) + b"\n"


@dataclass(frozen=True)
class Slot:
    """One place for one signature. place: address of the element that takes it, as lxml's `getelementpath` writes it
    from the root (`PART/SIGNATURES/TEACHER[2]`, "" for the root); covers: the Id of the element that is signed; id: of
    the signature itself, where the room wants the same one whoever else has signed (else the next free number)."""

    place: str
    covers: str
    id: str = ""


@dataclass(frozen=True)
class Prepared:
    """A signature that lacks its value. `digest`: what the signer gets."""

    slot: Slot
    form: xades.Form
    alike: xades.Alike
    digest: bytes


@dataclass(frozen=True)
class Frame:
    """The file around signatures that are still to come. parts: in the order of the signer; between: the bytes before
    each place and after the last, with the number of the part that goes there; declares: an element around a place
    declares a prefix of ours, which canonical form then does not write again."""

    parts: tuple[Prepared, ...]
    between: tuple[bytes, ...]
    order: tuple[int, ...]
    declares: bool

    def finish(self, values: Sequence[bytes], stamp: Stamp | None = None) -> bytes:
        """The signed file; values: as `parts`."""
        texts = [_signature(part, value, stamp) for part, value in zip(self.parts, values, strict=True)]
        pieces = [self.between[0]]
        for number, after in zip(self.order, self.between[1:], strict=True):
            pieces += (texts[number].encode(), after)
        content = b"".join(pieces)
        return serialized(parsed(content)) if self.declares else content


def _signature(prepared: Prepared, value: bytes, stamp: Stamp | None) -> str:
    """As it stands in the file. stamp: makes it XAdES-B-T."""
    own = _xml_value(prepared.form.algorithm, value)
    token = b""
    if stamp and prepared.form.claims:
        token = stamp(hashlib.sha256(xades.value_alone(own).encode()).digest())
    return xades.written(prepared.form.with_value(own, token), prepared.alike.digest, prepared.alike)


class Hand:
    """Who signs, and when: what the signatures of a class say alike is written once for all of them. qualified False:
    plain XML-DSig without XAdES. Raises CannotSign for a key that cannot sign XML."""

    def __init__(
        self, certificate: x509.Certificate, chain: Sequence[x509.Certificate], *, at: datetime, qualified: bool = True
    ) -> None:  # fmt: skip
        self.holder = _holder((certificate, *chain))
        self._moment = at.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"
        self._qualified = qualified
        self._claims: dict[str, xades.Claims | None] = {}
        self._alike: dict[tuple[str, str], xades.Alike] = {}

    def form(self, own: str, target: str, digest: bytes, role: str) -> tuple[xades.Form, xades.Alike]:
        """Of a signature with the Id `own` over the element `target`; role: in words."""
        if role not in self._claims:
            said = xades.Claims(self._moment, self.holder.digests, role.strip())
            self._claims[role] = said if self._qualified else None
        form = xades.Form(
            own, target, digest, self.holder.algorithm, self._claims[role], self.holder.certificates
        )
        if (own, role) not in self._alike:
            self._alike[own, role] = xades.alike(form)
        return form, self._alike[own, role]


@dataclass(frozen=True)
class _Holder:
    """What signatures say of who signs: certificates in DER, their SHA-256, the key's algorithm."""

    certificates: tuple[bytes, ...]
    digests: tuple[bytes, ...]
    algorithm: str


@lru_cache(maxsize=512)
def _holder(certificates: tuple[x509.Certificate, ...]) -> _Holder:
    ders = tuple(one.public_bytes(Encoding.DER) for one in certificates)
    return _Holder(ders, tuple(hashlib.sha256(one).digest() for one in ders), _algorithm(certificates[0]))


def _algorithm(certificate: x509.Certificate) -> str:
    key = certificate.public_key()
    if isinstance(key, rsa.RSAPublicKey):
        return xades.RSA_SHA256
    if isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, ec.SECP256R1):
        return xades.ECDSA_SHA256
    raise CannotSign(_("Loại khóa của chứng thư không dùng được: cần RSA hoặc ECDSA P-256."))


class XmlDocument:
    """A document while it is signed."""

    def __init__(self, content: bytes) -> None:
        self.root = parsed(content)
        self._by_id: dict[str, Any] = {}
        """An element, or its attribute Id, which knows it."""
        self._places: dict[str, Any] = {}
        for own in _IDS(self.root):
            if own in self._by_id:
                raise CannotSign(_("Hai phần tử có cùng Id %(id)s.") % {"id": own})
            self._by_id[own] = own
        self._canonical: dict[str, bytes] = {}

    def covered(self, target: str) -> bytes:
        """The canonical bytes of the element with this Id; computed again only after a signature went into it."""
        if target not in self._canonical:
            element = self._element(target)
            if element is None:
                raise CannotSign(_("Không có phần tử nào mang Id %(id)s.") % {"id": target})
            self._canonical[target] = canonical(element)
        return self._canonical[target]

    def prepare(
        self, slot: Slot, certificate: x509.Certificate, chain: Sequence[x509.Certificate] = (), *,
        at: datetime, role: str = "", qualified: bool = True,
    ) -> Prepared:  # fmt: skip
        """What a signer must sign to fill the slot. qualified False: plain XML-DSig without XAdES. Raises CannotSign."""
        return self._prepared(slot, Hand(certificate, chain, at=at, qualified=qualified), role)

    def _prepared(self, slot: Slot, hand: Hand, role: str) -> Prepared:
        place = self._place(slot)
        if next(place.iterchildren(_SIGNATURE), None) is not None:
            raise CannotSign(_("Ô ký này đã có chữ ký."))
        target = self._element(slot.covers)
        if target is not None and _holds(target, place):
            raise CannotSign(_("Chữ ký phải đứng ngoài phần được ký."))
        content = hashlib.sha256(self.covered(slot.covers)).digest()
        form, alike = hand.form(self._fresh_id(slot), slot.covers, content, role)
        info = xades.signed_info(form, alike.digest, alone=True)
        return Prepared(slot, form, alike, hashlib.sha256(info.encode()).digest())

    def finish(self, prepared: Prepared, value: bytes, stamp: Stamp | None = None) -> None:
        """Puts the signature into its slot. stamp: makes it XAdES-B-T. What covers the slot is canonicalised anew."""
        text = _signature(prepared, value, stamp)
        self._insert(self._place(prepared.slot), prepared.form.id, text)

    def frame(self, slots: Sequence[Slot], hand: Hand, *, role: str = "") -> Frame:
        """What one signer must sign to fill the slots, and takes leave of the tree: the file's bytes, open where these
        signatures will stand. Holding a class as bytes and writing each file once costs half of what it does to hold
        trees and hang every signature into one. Raises CannotSign."""
        places = [self._place(slot) for slot in slots]
        declares = any(prefix in xades.PREFIXES for place in places for prefix in place.nsmap)
        content = self._cut_out({slot.covers for slot in slots}, places)
        parts = tuple(self._prepared(slot, hand, role) for slot in slots)
        pieces = _MARKED.split(self._marked(places) if content is None else content)
        return Frame(parts, tuple(pieces[::2]), tuple(map(int, pieces[1::2])), declares)

    def _marked(self, places: Sequence[Any]) -> bytes:
        """The whole, with the number of each place in it."""
        for number, place in enumerate(places):
            _write(f"{_MARK}-{number};", place, next(place.iterchildren(reversed=True), None))
        return serialized(self.root)

    def _cut_out(self, covered: set[str], places: Sequence[Any]) -> bytes | None:
        """The whole with its places marked, where all sign one element outside of which they stand: the canonical form of
        one that knows neither namespaces nor comments is the same inside the file as by itself, and is cut out of it
        instead of being written a second time. None for all others, before anything is marked."""
        target: Any = self._element(next(iter(covered))) if len(covered) == 1 else None
        around = None if target is None else target.getparent()
        if around is None or any(_holds(target, place) for place in places):
            return None
        _write(_EDGE.decode(), around, target.getprevious())
        target.tail = _EDGE.decode() + (target.tail or "")
        before, content, after = self._marked(places).split(_EDGE)
        if not target.nsmap and b"xmlns" not in content and b"<!--" not in content:
            self._canonical[next(iter(covered))] = content
        return before + content + after

    def extend(
        self, signature: Any, form: xades.Form, properties: bytes, evidence: xades.Evidence,
        archive: Stamp | None = None,
    ) -> None:  # fmt: skip
        """Adds evidence (B-LT) and an archive time stamp (B-LTA) to a signature that is there.

        Raises CannotSign where another signature covers this one: adding to it would break that one.
        """
        place = signature.getparent()
        around = {id(one) for one in signature.iterancestors("*")}
        for other in self.root.iter(f"{{{xades.DS}}}Reference"):
            target = self._element((other.get("URI") or "")[1:])
            if target is not None and id(target) in around:
                raise CannotSign(_("Chữ ký này đã được một chữ ký khác bao phủ nên không bổ sung được nữa."))
        form = replace(form, evidence=evidence)
        if archive:
            content = xades.archived(form, self.covered(form.target), properties, before=len(form.archive))
            form = replace(form, archive=(*form.archive, archive(hashlib.sha256(content).digest())))
        place.remove(signature)
        self._insert(place, form.id, xades.written(form, properties))

    def content(self) -> bytes:
        return serialized(self.root)

    def _insert(self, place: Any, signature_id: str, text: str) -> None:
        signature = etree.fromstring(text)
        place.append(signature)
        for own in (signature_id, f"{signature_id}-r", f"{signature_id}-p"):
            self._by_id[own] = signature
        for ancestor in (place, *place.iterancestors("*")):
            self._canonical.pop(ancestor.get("Id", ""), None)

    def _element(self, own: str) -> Any:
        """With this Id, or None."""
        found: Any = self._by_id.get(own)
        return found.getparent() if isinstance(found, etree._ElementUnicodeResult) else found

    def _place(self, slot: Slot) -> Any:
        place = self._places.get(slot.place)
        if place is None:
            place = self._places[slot.place] = self.root if slot.place == "" else self.root.find(slot.place)
        if place is None:
            raise CannotSign(_("Không có ô ký %(place)s trong tệp.") % {"place": slot.place})
        return place

    def _fresh_id(self, slot: Slot) -> str:
        if not ID.match(slot.covers):
            raise CannotSign(_("Id %(id)s không hợp lệ.") % {"id": slot.covers[:100]})
        if slot.id:
            if not ID.match(slot.id) or slot.id in self._by_id:
                raise CannotSign(_("Id %(id)s không hợp lệ.") % {"id": slot.id[:100]})
            self._by_id[slot.id] = None
            return slot.id
        number = 1
        while f"sig-{number}" in self._by_id:
            number += 1
        fresh = f"sig-{number}"
        self._by_id[fresh] = None
        return fresh


def _write(text: str, element: Any, child: Any) -> None:
    """Into the element, after the child, or where there is none before all else."""
    if child is None:
        element.text = (element.text or "") + text
    else:
        child.tail = (child.tail or "") + text


def _holds(element: Any, place: Any) -> bool:
    return place is element or element in place.iterancestors()


def _xml_value(algorithm: str, value: bytes) -> bytes:
    """ECDSA in XML is r and s side by side (RFC 4051 3.3), not DER."""
    if algorithm != xades.ECDSA_SHA256:
        return value
    r, s = utils.decode_dss_signature(value)
    return r.to_bytes(32, "big") + s.to_bytes(32, "big")
