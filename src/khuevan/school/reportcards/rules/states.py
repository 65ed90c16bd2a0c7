"""Which slots may be signed when, and what follows for the card. Order by practice in the sector (README)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any, Final

from .content import CardContent, Form
from .slots import HEAD, HOMEROOM, SEAL, SUBJECT

GENERATED, SUBJECTS_SIGNED, HOMEROOM_SIGNED, HEAD_SIGNED, ISSUED = (
    "generated", "subjects", "homeroom", "head", "issued",
)  # fmt: skip
Signed = Iterable[tuple[str, bool]]
"""(kind, whether it is signed) of every slot of a card."""


def state_of(slots: Signed) -> str:
    """Of a card by its slots: the last step of the chain that is done."""
    done: dict[str, bool] = {}
    for kind, signed in slots:
        done[kind] = done.get(kind, True) and signed
    for kind, state in ((SEAL, ISSUED), (HEAD, HEAD_SIGNED), (HOMEROOM, HOMEROOM_SIGNED)):
        if done.get(kind):
            return state
    return SUBJECTS_SIGNED if done.get(SUBJECT, True) else GENERATED


READY: Final[Mapping[str, frozenset[str]]] = {
    SUBJECT: frozenset({GENERATED}),
    HOMEROOM: frozenset({SUBJECTS_SIGNED}),
    HEAD: frozenset({HOMEROOM_SIGNED}),
    SEAL: frozenset({HEAD_SIGNED}),
}


def ready_states(kind: str, form: str) -> frozenset[str]:
    """States of a card in which a slot of this kind is to be signed.

    Primary schools: the homeroom teacher need not wait for the others, and they may sign until the head does.
    """
    if form == Form.PRIMARY and kind == HOMEROOM:
        return frozenset({GENERATED, SUBJECTS_SIGNED})
    if form == Form.PRIMARY and kind == SUBJECT:
        return frozenset({GENERATED, HOMEROOM_SIGNED})
    return READY[kind]


def kept_slots(
    signed: Iterable[tuple[str, str]], before: Mapping[str, str], now: Mapping[str, str]
) -> list[tuple[str, str]]:
    """Of the signed slots (kind, Id of what they cover) those whose covered element is the same byte for byte.

    Head and seal cover the whole, with the signatures inside: they fall with any change.
    """
    return [
        (kind, covers)
        for kind, covers in signed
        if kind in (SUBJECT, HOMEROOM) and covers in now and before.get(covers) == now[covers]
    ]


@dataclass(frozen=True)
class Change:
    """One value that differs: part ("" or a subject's name), field (name in the content), old and new value."""

    part: str
    field: str
    before: Any
    after: Any


def changes(old: CardContent, new: CardContent) -> list[Change]:
    """What a new version says otherwise than the old one, in the order of the form."""
    found = list(_differing("", old, new, skip=("version", "subjects", "traits", "history")))
    found += [
        change
        for name in ("school", "holder", "homeroom", "head")
        for change in _differing(name, getattr(old, name), getattr(new, name))
    ]
    found = [one for one in found if one.field not in ("school", "holder", "homeroom", "head")]
    lines = {one.code: one for one in new.subjects}
    for line in old.subjects:
        other = lines.pop(line.code, None)
        if other is None:
            found.append(Change(line.name, "subject", line.name, ""))
        else:
            found += _differing(line.name, line, other)
    found += [Change(line.name, "subject", "", line.name) for line in lines.values()]
    traits = {one.code: one for one in new.traits}
    for trait in old.traits:
        later = traits.pop(trait.code, None)
        if later is None:
            found.append(Change(trait.name, "level", trait.level, ""))
        else:
            found += _differing(trait.name, trait, later)
    found += [Change(one.name, "level", "", one.level) for one in traits.values()]
    if old.history != new.history:
        found.append(Change("", "history", len(old.history), len(new.history)))
    return found


def _differing(part: str, old: Any, new: Any, skip: Iterable[str] = ()) -> Iterable[Change]:
    for field in fields(old):
        before, after = getattr(old, field.name), getattr(new, field.name)
        if field.name not in skip and before != after:
            yield Change(part, field.name, before, after)
