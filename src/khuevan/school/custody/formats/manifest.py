"""The manifest of a package and the receipt for it, as XML with one slot for a signature.

`schemas/card-package/1.0` describes them. What is read comes from anybody: a value that the schema does not allow is
refused with its place, never mended.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from lxml import etree

from khuevan.register.signing import queries as signing
from khuevan.register.signing import services as signatures

from ..rules.manifest import CODE, DIGEST, Entry, Manifest, PackageKind, Place, Receipt

VERSION: Final = "1.0"
MOST_CARDS: Final = 200_000
PACKAGE_LAYOUT: Final = signing.Layout(
    "card-package",
    _("Gói học bạ số"),
    "GOI_HOC_BA",
    (signing.SlotRule("package", _("Con dấu của trường"), "GOI_HOC_BA/KY_GOI", "GOI_HOC_BA/NOI_DUNG", whose="seal"),),
    frame=("GOI_HOC_BA@PhienBan=1.0",),
)  # fmt: skip
RECEIPT_LAYOUT: Final = signing.Layout(
    "card-receipt",
    _("Biên nhận học bạ số"),
    "BIEN_NHAN_HOC_BA",
    (
        signing.SlotRule(
            "receipt", _("Con dấu của nơi nhận"), "BIEN_NHAN_HOC_BA/KY_NHAN", "BIEN_NHAN_HOC_BA/NOI_DUNG",
            whose="seal",
        ),
    ),
    frame=("BIEN_NHAN_HOC_BA@PhienBan=1.0",),
)  # fmt: skip
SLOT: Final = {
    "GOI_HOC_BA": signatures.Slot("KY_GOI", "data"),
    "BIEN_NHAN_HOC_BA": signatures.Slot("KY_NHAN", "data"),
}


class Unreadable(ValueError):  # noqa: N818 - the name is what happened
    """Not a manifest or receipt of ours; where: the element or attribute that is wrong."""

    def __init__(self, where: str) -> None:
        super().__init__(where)
        self.where = where


def write_manifest(manifest: Manifest) -> bytes:
    """Unsigned; the same manifest gives the same bytes."""
    root = etree.Element("GOI_HOC_BA", PhienBan=VERSION)
    data = etree.SubElement(
        root, "NOI_DUNG", Id="data", Ma=manifest.uid, Loai=manifest.kind.value, Lap=_moment(manifest.made_at)
    )
    _place(data, "NOI_GUI", manifest.sender)
    _place(data, "NOI_NHAN", manifest.receiver)
    etree.SubElement(data, "NAM_HOC").text = manifest.year
    etree.SubElement(data, "LOP").text = manifest.class_name
    cards = etree.SubElement(data, "DANH_SACH", SoLuong=str(len(manifest.entries)))
    for one in manifest.entries:
        etree.SubElement(
            cards, "HOC_BA", Ma=one.code, PhienBan=str(one.version), SHA256=one.digest, NguoiHoc=one.learner
        )
    etree.SubElement(root, "KY_GOI")
    return _written(root)


def read_manifest(content: bytes) -> Manifest:
    """Of a signed or unsigned one. Raises Unreadable."""
    root = _root(content, "GOI_HOC_BA", "KY_GOI")
    data = root[0]
    _only(data, ("NOI_GUI", "NOI_NHAN", "NAM_HOC", "LOP", "DANH_SACH"))
    cards = data[4]
    entries = tuple(_entry(one, number) for number, one in enumerate(cards, 1))
    if len(entries) > MOST_CARDS or _whole(cards, "SoLuong") != len(entries):
        raise Unreadable("DANH_SACH@SoLuong")
    try:
        kind = PackageKind(data.get("Loai", ""))
    except ValueError as unknown:
        raise Unreadable("NOI_DUNG@Loai") from unknown
    return Manifest(
        uid=_code(data, "Ma"), kind=kind, sender=_place_of(data[0]), receiver=_place_of(data[1]),
        year=_text(data[2]), class_name=_text(data[3]), made_at=_moment_of(data, "Lap"), entries=entries,
    )  # fmt: skip


def write_receipt(receipt: Receipt) -> bytes:
    """Unsigned."""
    root = etree.Element("BIEN_NHAN_HOC_BA", PhienBan=VERSION)
    data = etree.SubElement(
        root, "NOI_DUNG", Id="data", Goi=receipt.package, SHA256=receipt.digest,
        Nhan=_moment(receipt.received_at), SoLuong=str(receipt.cards),
    )  # fmt: skip
    _place(data, "NOI_GUI", receipt.sender)
    _place(data, "NOI_NHAN", receipt.receiver)
    etree.SubElement(root, "KY_NHAN")
    return _written(root)


def read_receipt(content: bytes) -> Receipt:
    """Of a signed or unsigned one. Raises Unreadable."""
    data = _root(content, "BIEN_NHAN_HOC_BA", "KY_NHAN")[0]
    _only(data, ("NOI_GUI", "NOI_NHAN"))
    digest = data.get("SHA256", "")
    if not DIGEST.match(digest):
        raise Unreadable("NOI_DUNG@SHA256")
    return Receipt(
        package=_code(data, "Goi"), digest=digest, sender=_place_of(data[0]), receiver=_place_of(data[1]),
        received_at=_moment_of(data, "Nhan"), cards=_whole(data, "SoLuong"),
    )  # fmt: skip


def _written(root: Any) -> bytes:
    head = b'<?xml version="1.0" encoding="UTF-8"?>\n'
    return head + bytes(etree.tostring(root, method="c14n")) + b"\n"


def _root(content: bytes, name: str, slot: str) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as broken:
        raise Unreadable(name) from broken
    if root.getroottree().docinfo.doctype or root.tag != name or root.get("PhienBan") != VERSION:
        raise Unreadable(name)
    _only(root, ("NOI_DUNG", slot))
    return root


def _only(element: Any, names: tuple[str, ...]) -> None:
    """Exactly these children in this order."""
    if tuple(one.tag for one in element) != names:
        raise Unreadable(str(element.tag))


def _place(parent: Any, name: str, place: Place) -> None:
    etree.SubElement(parent, name, Ma=place.code).text = place.name


def _place_of(element: Any) -> Place:
    code = element.get("Ma", "")
    if code and not CODE.match(code):
        raise Unreadable(f"{element.tag}@Ma")
    return Place(code, _text(element))


def _entry(element: Any, number: int) -> Entry:
    where = f"HOC_BA[{number}]"
    if element.tag != "HOC_BA" or len(element):
        raise Unreadable(where)
    digest, learner = element.get("SHA256", ""), element.get("NguoiHoc", "")
    if not DIGEST.match(digest) or len(learner) > 20:
        raise Unreadable(where)
    return Entry(_code(element, "Ma"), _whole(element, "PhienBan"), digest, learner)


def _code(element: Any, name: str) -> str:
    value = str(element.get(name, ""))
    if not CODE.match(value):
        raise Unreadable(f"{element.tag}@{name}")
    return value


def _whole(element: Any, name: str) -> int:
    value = str(element.get(name, ""))
    if not value.isascii() or not value.isdecimal() or len(value) > 9:
        raise Unreadable(f"{element.tag}@{name}")
    return int(value)


def _text(element: Any) -> str:
    if len(element) or len(element.text or "") > 300:
        raise Unreadable(str(element.tag))
    return element.text or ""


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _moment_of(element: Any, name: str) -> datetime:
    try:
        return datetime.strptime(str(element.get(name, "")), "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError as wrong:
        raise Unreadable(f"{element.tag}@{name}") from wrong
