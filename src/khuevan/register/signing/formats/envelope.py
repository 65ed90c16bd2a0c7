"""Any XML, signed: it stands unchanged inside an envelope, the signature beside it and outside of what it covers.

Where a signature may stand inside somebody else's format is for that format to say; an envelope asks nothing of it.
"""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from lxml import etree

from ..verification.layouts import Layout, SlotRule, declared
from .xml import CannotSign, Slot, parsed, serialized

ROOT: Final = "VAN_BAN_KY_SO"
SLOT: Final = Slot("CHU_KY", "noi-dung")
LAYOUT: Final = Layout(
    "signed-document",
    gettext_lazy("Văn bản XML ký số"),
    ROOT,
    (SlotRule("signature", gettext_lazy("Người ký"), f"{ROOT}/CHU_KY", f"{ROOT}/NOI_DUNG"),),
    frame=(f"{ROOT}@PhienBan=1.0",),
)


def enveloped(content: bytes) -> bytes:
    """The document inside a fresh envelope. Raises CannotSign: no plain XML, an envelope already, or a kind of document
    that is signed on a page of its own."""
    root = parsed(content)
    if root.tag == ROOT:
        raise CannotSign(_("Văn bản này đã được ký số."))
    own = next((one for one in declared() if one.root == root.tag), None)
    if own is not None:
        raise CannotSign(_("«%(kind)s» được ký ở trang riêng của nó, không ký ở đây.") % {"kind": own.title})
    if any(one.get("Id") in ("noi-dung", "sig-1", "sig-1-p", "sig-1-r") for one in root.iter("*")):
        raise CannotSign(_("Văn bản có phần tử mang Id trùng với Id của khung ký."))
    outer = etree.Element(ROOT, PhienBan="1.0")
    inside = etree.SubElement(outer, "NOI_DUNG", Id="noi-dung")
    inside.append(root)
    root.tail = None
    etree.SubElement(outer, "CHU_KY")
    return serialized(outer)
