"""Forms of records: what was typed, read field by field, and shown again exactly as it was typed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from khuevan.kernel.access import Actor

from .errors import Invalid, NotUnderstood
from .fields import Field, Reference
from .record import Record
from .services import accept

CLEAR = "__clear"
"""`<field>__clear` ticked: a sensitive value is taken away. Left empty, it stays as it is."""


@dataclass(frozen=True)
class Input:
    """One input as the template draws it: `value` is text, or a list of codes where several are chosen."""

    name: str
    label: str
    widget: str
    value: Any
    options: Sequence[tuple[str, str]]
    error: str
    required: bool
    hint: str
    masked: str
    lookup: bool
    max_length: int | None
    clearable: bool
    sensitive: bool = False


@dataclass(frozen=True)
class Section:
    title: str
    inputs: tuple[Input, ...]


def read_form(
    record: Record, actor: Actor, posted: Any, *, row: Any | None = None, only: Collection[str] | None = None
) -> dict[str, Any]:
    """Accepted values from a POST (QueryDict). Raises Invalid that names every wrong field.

    A sensitive field that is left empty on a change stays as it was: its value was never shown.
    only: the fields that are looked at; all of the form unless given.
    """
    wire: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for item in record.enterable(row, only):
        raw = [text.replace("\x00", "") for text in posted.getlist(item.name)]
        untouched = row is not None and item.sensitive and not any(text.strip() for text in raw)
        if untouched and (item.required or posted.get(f"{item.name}{CLEAR}") != "1"):
            continue
        try:
            wire[item.name] = item.from_form(raw)
        except NotUnderstood as problem:
            errors[item.name] = str(problem)
    try:
        accepted = accept(record, actor, wire, row=row)
    except Invalid as invalid:
        raise Invalid(invalid.errors | errors) from invalid
    if errors:
        raise Invalid(errors)
    return accepted


def sections(
    record: Record,
    actor: Actor,
    *,
    row: Any | None = None,
    posted: Any = None,
    errors: Mapping[str, str] | None = None,
    initial: Mapping[str, str] | None = None,
) -> tuple[Section, ...]:
    """The form's inputs by group, with what was typed or else what is stored."""
    grouped: dict[str, list[Input]] = {}
    for item in record.enterable(row):
        drawn = drawn_input(
            record, actor, item, row, posted, (errors or {}).get(item.name, ""), initial or {}
        )
        grouped.setdefault(str(item.group), []).append(drawn)
    return tuple(Section(title, tuple(inputs)) for title, inputs in grouped.items())


def drawn_input(
    record: Record,
    actor: Actor,
    item: Field,
    row: Any,
    posted: Any = None,
    error: str = "",
    initial: Mapping[str, str] | None = None,
) -> Input:
    """One field's input; `row` None for a new row."""
    initial = initial or {}
    stored = None if row is None else item.read(row)
    options = item.options(record, actor) if item.widget in {"select", "checkboxes"} else ()
    lookup = isinstance(item, Reference) and not options
    if posted is not None:
        value: Any = posted.getlist(item.name)
        value = value if item.widget == "checkboxes" else (value[-1] if value else "")
    elif item.sensitive:
        value = ""
    elif row is None and isinstance(item, Reference) and lookup:
        value = item.offered(record, actor, initial.get(item.name, ""))
    elif row is None:
        value = initial.get(item.name, [] if item.widget == "checkboxes" else "")
    elif item.widget == "checkboxes":
        value = list(stored or ())
    else:
        value = item.text(stored) if lookup else item.input_text(stored)
    return Input(
        name=item.name,
        label=str(item.label),
        widget=item.widget,
        value=value,
        options=options,
        error=error,
        required=item.required and not (item.sensitive and row is not None),
        hint=str(item.hint),
        masked=item.masked(stored) if item.sensitive and row is not None else "",
        lookup=lookup,
        max_length=getattr(item, "max_length", None),
        clearable=not item.required,
        sensitive=bool(item.sensitive),
    )
