"""How the log's tables and actions are called, said by the rooms that own them (in their apps.ready)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise

from khuevan.kernel.access.permissions import declared

Text = str | Promise


@dataclass(frozen=True)
class Subject:
    """A table in words.

    names: row ids -> names as the present actor may see them (row-level security holds); absent ones are not shown.
    url:   row id -> address of the object's page, or "".
    columns: column -> label.
    """

    table: str
    label: Text
    names: Callable[[Collection[str]], Mapping[str, str]] = lambda ids: {}
    url: Callable[[str], str] = lambda row_id: ""
    columns: Mapping[str, Text] = field(default_factory=dict)


_subjects: dict[str, Subject] = {}
_actions: dict[str, Text] = {}
_units: list[Callable[[Collection[int]], Mapping[int, str]]] = []


def subject(described: Subject) -> Subject:
    """Registers a table's words; a later one replaces an earlier."""
    _subjects[described.table] = described
    return described


def name_action(code: str, label: Text) -> None:
    """Registers the words for an action that is not a permission."""
    _actions[code] = label


def name_units(
    names: Callable[[Collection[int]], Mapping[int, str]],
) -> Callable[[Collection[int]], Mapping[int, str]]:
    """Registers how unit ids become names, as the present actor may see them."""
    _units[:] = [names]
    return names


def unit_names(ids: Collection[int]) -> Mapping[int, str]:
    """Names of units; the kernel itself knows none."""
    return _units[0](ids) if _units and ids else {}


def actions() -> Mapping[str, Text]:
    """Every action that has words of its own."""
    return _actions


def subjects() -> Mapping[str, Subject]:
    return _subjects


def described(table: str) -> Subject:
    return _subjects.get(table) or Subject(table, table)


def action_label(code: str) -> str:
    if code in _actions:
        return str(_actions[code])
    permission = declared().get(code)
    return str(permission.label) if permission else code
