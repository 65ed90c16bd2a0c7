"""Which element a signature covers, and whether it is the one that it ought to cover: against wrapping, doubled Ids and
swapped references (McIntosh and Austel, "XML signature element wrapping attacks", 2005)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from lxml import etree

from ..rules import xades
from .layouts import Layout, SlotRule
from .report import Finding, doubt, wrong

_ID_NAMES = ("Id", "ID", "id", "{http://www.w3.org/XML/1998/namespace}id")
_WITH_ID = etree.XPath("//*[@Id or @ID or @id or @xml:id]")
_SIGNATURE = f"{{{xades.DS}}}Signature"


def address(element: Any) -> str:
    """Element names from the root, numbered where there are several: "HOCBA/DULIEU/MON[2]"."""
    parts = []
    while element is not None:
        name, parent = _local(element.tag), element.getparent()
        if parent is not None:
            before = sum(1 for one in element.itersiblings(element.tag, preceding=True))
            if before or next(element.itersiblings(element.tag), None) is not None:
                name = f"{name}[{before + 1}]"
        parts.append(name)
        element = parent
    return "/".join(reversed(parts))


def _local(tag: Any) -> str:
    return tag.rpartition("}")[2] if isinstance(tag, str) else "?"


def plain_address(element: Any) -> str:
    """Without numbers: as layouts name places. A name from another namespace than its root's is written whole, so that
    it is never taken for the document's own."""
    tags = [element.tag, *(one.tag for one in element.iterancestors("*"))]
    own = _namespace(tags[-1])
    return "/".join(_own_name(tag, own) for tag in reversed(tags))


def _namespace(tag: str) -> str:
    return tag.rpartition("}")[0]


def _own_name(tag: str, own: str) -> str:
    """own: the root's namespace, as `_namespace` says it."""
    namespace, _brace, name = tag.rpartition("}")
    return name if namespace == own else tag


class Ids:
    """Every element by every kind of Id: two programs must not find two different ones."""

    def __init__(self, root: Any) -> None:
        self._found: dict[str, list[Any]] = {}
        for element in _WITH_ID(root):
            for value in {element.get(name) for name in _ID_NAMES} - {None}:
                self._found.setdefault(value, []).append(element)

    def find(self, own: str) -> list[Any]:
        return self._found.get(own, [])

    def doubled(self) -> Iterable[Finding]:
        for own, elements in self._found.items():
            if len(elements) > 1:
                yield wrong(
                    "doubled_id",
                    _("Id %(id)s xuất hiện %(count)s lần: tệp bị ghép.")
                    % {"id": own[:100], "count": len(elements)},
                    address(elements[1]),
                )


def rule_of(signature: Any, layout: Layout | None) -> SlotRule | None:
    """The slot in which the signature stands."""
    parent = signature.getparent()
    if layout is None or parent is None:
        return None
    place = plain_address(parent)
    return next((rule for rule in layout.slots if rule.place == place), None)


def place_findings(signature: Any, where: str, rule: SlotRule | None, target: Any) -> Iterable[Finding]:
    """That the covered element is the one that the slot is for, at its place. where: the signature's address."""
    if rule is None:
        yield wrong("no_slot", _("Chữ ký đứng ngoài các ô ký của mẫu."), where)
        return
    slot = signature.getparent()
    if sum(1 for one in slot.iterchildren(_SIGNATURE)) > 1:
        yield wrong("slot_twice", _("Một ô ký có nhiều chữ ký."), where)
    if target is None:
        return
    if target in slot.iterancestors() or target is slot:
        yield wrong("inside", _("Chữ ký đứng bên trong phần mà nó bao phủ."), where)
    if plain_address(target) != rule.covers:
        yield wrong(
            "wrapped",
            _("Chữ ký bao phủ %(found)s thay vì %(wanted)s: tệp bị ghép hoặc tráo tham chiếu.")
            % {"found": address(target), "wanted": rule.covers},
            where,
        )
    elif rule.by:
        if slot.get(rule.by) != target.get("Id"):
            yield wrong(
                "swapped",
                _("Ô ký dành cho %(wanted)s nhưng chữ ký bao phủ %(found)s: tham chiếu bị tráo.")
                % {"wanted": (slot.get(rule.by) or "?")[:100], "found": target.get("Id") or "?"},
                where,
            )
    elif "[" in address(target):
        yield wrong("wrapped", _("Có nhiều phần %(wanted)s trong tệp.") % {"wanted": rule.covers}, where)


def missing(root: Any, layout: Layout, signatures: Sequence[Any]) -> Iterable[Finding]:
    """Slots that ought to be filled and are not; covered elements that have no slot."""
    filled = {one.getparent() for one in signatures}
    places = _places(root, {whole for rule in layout.slots for whole in (rule.place, rule.covers)})
    for rule in layout.slots:
        slots = places.get(rule.place, [])
        empty = [slot for slot in slots if slot not in filled]
        if rule.required and (empty or not slots):
            yield wrong("unfilled", _("Thiếu chữ ký: %(slot)s.") % {"slot": rule.label},
                        address(empty[0]) if empty else rule.place)  # fmt: skip
        if rule.by:
            named = {slot.get(rule.by) for slot in slots}
            for target in places.get(rule.covers, []):
                if target.get("Id") not in named:
                    yield wrong("slot_missing", _("Thiếu ô ký cho phần %(part)s.") % {"part": address(target)},
                                address(target))  # fmt: skip
            if len(named) != len(slots):
                yield wrong("slot_twice", _("Hai ô ký dành cho cùng một phần."), rule.place)
    for slot in _out_of_order(layout, places):
        yield doubt("order", _("Các ô ký không đứng theo thứ tự của mẫu."), address(slot))
        break


def _out_of_order(layout: Layout, places: dict[str, list[Any]]) -> Iterable[Any]:
    """Slots beside each other that stand in another order than in the layout, or before what they cover: no signature
    vouches for the order of what is outside of all of them."""
    last: dict[Any, int] = {}
    for rule in layout.slots:
        slots, covered = places.get(rule.place, []), places.get(rule.covers, [])
        if slots and covered and _stands_before(slots[0], covered[0]):
            yield slots[0]
        for slot in slots:
            around = slot.getparent()
            here = around.index(slot) if around is not None else 0
            if here < last.get(around, -1):
                yield slot
            last[around] = here


def _stands_before(one: Any, other: Any) -> bool:
    """False too where one of them holds the other."""
    ways = [[*element.iterancestors()][::-1] + [element] for element in (one, other)]
    parted = next((pair for pair in zip(*ways, strict=False) if pair[0] is not pair[1]), None)
    if parted is None:
        return False
    around = parted[0].getparent()
    return bool(around is not None and around.index(parted[0]) < around.index(parted[1]))


def _places(root: Any, wanted: set[str]) -> dict[str, list[Any]]:
    """The elements at each of the addresses; walks down only where one of them lies."""
    found: dict[str, list[Any]] = {}
    on_the_way = {
        "/".join(words[:size])
        for one in wanted
        for words in [one.split("/")]
        for size in range(1, len(words) + 1)
    }
    own = _namespace(root.tag)
    waiting = [(root, _own_name(root.tag, own))]
    while waiting:
        element, place = waiting.pop()
        if place in on_the_way:
            found.setdefault(place, []).append(element)
            for child in element.iterchildren("*", reversed=True):
                waiting.append((child, f"{place}/{_own_name(child.tag, own)}"))
    return found


def uncovered(
    root: Any, signatures: Sequence[Any], targets: Sequence[str], ids: Ids, layout: Layout | None
) -> Iterable[Finding]:
    """Parts of the file that are in no signed element and in no signature: only the empty frame may be."""
    covered = {found[0] for target in targets if len(found := ids.find(target)) == 1} | set(signatures)
    if root in covered:
        return
    frame: set[str] = set(layout.frame) if layout else set()
    allowed = _frame_places(layout)
    for element in _outside(root, covered):
        if not isinstance(element.tag, str):
            yield doubt(
                "uncovered",
                _("Có chú thích hoặc chỉ dẫn nằm ngoài mọi chữ ký."),
                address(element.getparent()),
            )
            return
        place = plain_address(element)
        attributes = [
            name for name, value in element.attrib.items() if f"{place}@{name}={value}" not in frame
        ]
        texts = [element.text, *(child.tail for child in element)]
        is_known = layout is not None and (place in allowed or place in frame)
        if not is_known or attributes or any(texts):
            yield doubt(
                "uncovered", _("Phần %(part)s không được chữ ký nào bao phủ.") % {"part": address(element)},
                address(element),
            )  # fmt: skip
            return


def _frame_places(layout: Layout | None) -> set[str]:
    """The elements that must stand around slots and covered elements."""
    places: set[str] = set()
    for rule in layout.slots if layout else ():
        for whole in (rule.place, rule.covers):
            words = whole.split("/")
            places.update("/".join(words[:size]) for size in range(1, len(words) + 1))
    return places


def _outside(root: Any, covered: set[Any]) -> Iterable[Any]:
    waiting = [root]
    while waiting:
        element = waiting.pop()
        if element in covered:
            continue
        yield element
        waiting.extend(element.iterchildren())
