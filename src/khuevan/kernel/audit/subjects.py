"""How the log's tables and actions are called, said by the rooms that own them (in their apps.ready)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.functional import Promise

from khuevan.kernel.access.permissions import declared

Text = str | Promise


@dataclass(frozen=True)
class Subject:
    """A table in words.

    names: row ids -> names as the present actor may see them (row-level security holds); absent ones are not shown.
    url:   row id -> address of the object's page, or "".
    columns: column -> label; the others are called as their model calls them.
    """

    table: str
    label: Text
    names: Callable[[Collection[str]], Mapping[str, str]] = lambda ids: {}
    url: Callable[[str], str] = lambda row_id: ""
    columns: Mapping[str, Text] = field(default_factory=dict)

    def column(self, name: str) -> str:
        """The label of a column."""
        own = self.columns.get(name)
        if own is None and name in (fields := _fields(self.table)):
            own = fields[name].verbose_name
        return str(own or name)

    def meaning(self, column: str, value: Any) -> Any:
        """A stored value as its model's choices call it; others as they are."""
        choices = _choices(self.table, column)
        if isinstance(value, list):
            return ", ".join(str(choices.get(one, one)) for one in value) if choices else value
        return str(choices.get(value, value)) if choices and isinstance(value, str | int) else value


@cache
def _fields(table: str) -> dict[str, Any]:
    """Column -> field of the model that keeps the table; empty where none does."""
    for model in apps.get_models():
        if model._meta.db_table == table:
            return {str(field.column): field for field in model._meta.concrete_fields}
    return {}


def _choices(table: str, column: str) -> dict[Any, Any]:
    """Stored value -> words; of the elements, where the column is an array."""
    kept = _fields(table).get(column)
    return dict(getattr(getattr(kept, "base_field", kept), "flatchoices", None) or ())


_subjects: dict[str, Subject] = {}
_actions: dict[str, Text] = {}
_facts: dict[str, Text] = {}
_units: list[Callable[[Collection[int]], Mapping[int, str]]] = []


def subject(described: Subject) -> Subject:
    """Registers a table's words; a later one replaces an earlier."""
    _subjects[described.table] = described
    return described


def name_tables(*kept: type[models.Model]) -> None:
    """Registers tables that are called as their models are, and their columns as the fields, in their order."""
    for model in kept:
        columns = {
            str(one.column): one.verbose_name for one in model._meta.concrete_fields if one.name != "id"
        }
        subject(Subject(model._meta.db_table, model._meta.verbose_name or "", columns=columns))


def name_action(code: str, label: Text) -> None:
    """Registers the words for an action that is not a permission."""
    _actions[code] = label


def name_fact(key: str, label: Text) -> None:
    """Registers the words for something that acts note besides (`act.note(key=...)`)."""
    _facts[key] = label


def fact_label(key: str) -> str:
    return str(_facts.get(key, key))


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
