"""docs/map.md, made from the code: wings, rooms in their tiers, permissions, pages, API, events, tables.

The same on every machine: nothing in it depends on data, language or time.
"""

from __future__ import annotations

import inspect
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import translation

from khuevan.kernel.access.permissions import declared
from khuevan.kernel.events import Event, subscriptions

from .modules import WINGS

PLACE = Path("docs/map.md")
_WINGS = {
    "kernel": "The ground floor: knows no word of education.",
    "register": "Who and where: organisations, people, accounts, signing in.",
    "school": "A school's day: what is taught, who learns, who teaches, and with what.",
    "governance": "Running the sector: the quality of data, and its exchange.",
}
_PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")


@dataclass(frozen=True)
class Page:
    """One address. `gate`: the permission's code, or in words who else may come."""

    address: str
    name: str
    gate: str
    module: str


def build() -> str:
    """The whole document."""
    with translation.override("vi"):
        return "\n".join(_document()) + "\n"


def _document() -> Iterator[str]:
    yield "# Map of the house"
    yield ""
    yield "Made from the code by `python -m khuevan make_map`; a test fails when it is out of date. Do not edit."
    pages, tiers = [*_pages(), *_operations()], _tiers()
    for wing in WINGS:
        rooms = _rooms(wing, tiers)
        yield f"\n## {wing}\n"
        yield _WINGS.get(wing, "")
        yield ""
        yield "From the lowest tier to the highest; a room imports from lower ones only.\n"
        yield "| tier | room | purpose |"
        yield "|--:|---|---|"
        for room in rooms:
            yield f"| {tiers.get(f'khuevan.{wing}.{room}', '')} | [{room}](#{room}) | {_purpose(wing, room)} |"
        for room in rooms:
            yield from _room(wing, room, [page for page in pages if page.module == f"khuevan.{wing}.{room}"])


def _room(wing: str, room: str, pages: list[Page]) -> Iterator[str]:
    name = f"khuevan.{wing}.{room}"
    yield f"\n### {room}\n"
    readme = Path("src/khuevan") / wing / room / "README.md"
    source = f"../src/khuevan/{wing}/{room}"
    yield f"[README]({source}/README.md) · `{name}`" if (settings.ROOT / readme).exists() else f"`{name}`"
    permissions = [one for one in declared().values() if one.code.split(".")[0] == room]
    if permissions:
        yield "\n| permission | read as | sensitive |\n|---|---|---|"
        yield from (
            f"| `{one.code}` | {one.label} | {'yes' if one.sensitive else ''} |" for one in permissions
        )
    if pages:
        yield "\n| address | page | who |\n|---|---|---|"
        yield from (f"| `{page.address}` | {page.name} | {page.gate} |" for page in pages)
    events = list(_events(name))
    if events:
        yield "\n| event | heard by |\n|---|---|"
        yield from (f"| `{event.__name__}` | {_hearers(event)} |" for event in events)
    tables = list(_tables(name))
    if tables:
        yield "\n| table | model | points to |\n|---|---|---|"
        yield from tables


def _tiers() -> dict[str, int]:
    """Tier of each room, 1 the lowest, from the import contracts in pyproject.toml."""
    contracts = tomllib.loads((settings.ROOT / "pyproject.toml").read_text())["tool"]["importlinter"][
        "contracts"
    ]
    found: dict[str, int] = {}
    for contract in contracts:
        for number, layer in enumerate(reversed(contract.get("layers", [])), start=1):
            for room in re.split(r"\s*[|:]\s*", layer):
                if room.count(".") == 2:
                    found[room] = number
    return found


def _rooms(wing: str, tiers: dict[str, int]) -> list[str]:
    """Folders with an __init__.py, lowest tier first: some rooms of the kernel are no Django apps."""
    folder = settings.SOURCE / wing
    names = {path.parent.name for path in folder.glob("*/__init__.py")}
    return sorted(names, key=lambda room: (tiers.get(f"khuevan.{wing}.{room}", 99), room))


def _purpose(wing: str, room: str) -> str:
    """The first sentence of the package's docstring, or of its README."""
    readme = settings.SOURCE / wing / room / "README.md"
    text = inspect.getdoc(import_module(f"khuevan.{wing}.{room}")) or ""
    if not text and readme.exists():
        lines = [
            line for line in readme.read_text().splitlines() if line and not line.startswith(("#", "!", "|"))
        ]
        text = lines[0] if lines else ""
    return re.split(r"(?<=[.;])\s", " ".join(text.split()))[0].replace("|", "/")


def _pages() -> Iterator[Page]:
    for address, entry, namespace in _patterns(get_resolver()):
        view = entry.callback
        gate = getattr(view, "gate", None)
        if gate is None:
            continue
        name = f"{namespace}:{entry.name}" if namespace else str(entry.name or "")
        room = ".".join(inspect.unwrap(view).__module__.split(".")[:3])
        yield Page("/" + _shown(address), name, _who(gate), room)


def _patterns(
    resolver: URLResolver, prefix: str = "", namespace: str = ""
) -> Iterator[tuple[str, URLPattern, str]]:
    for entry in resolver.url_patterns:
        where = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = ":".join(part for part in (namespace, entry.namespace) if part)
            yield from _patterns(entry, where, inner)
        else:
            yield where, entry, namespace


def _operations() -> Iterator[Page]:
    if find_spec("khuevan.config.api") is None:
        return
    api: Any = import_module("khuevan.config.api").api
    for prefix, router in api._routers:
        for path, view in router.path_operations.items():
            for operation in view.operations:
                room = ".".join(inspect.unwrap(operation.view_func).__module__.split(".")[:3])
                address = "/api/v1/" + "/".join(part for part in f"{prefix}/{path}".split("/") if part)
                gate = _who(getattr(operation.view_func, "gate", ("", "")))
                yield Page(" ".join(operation.methods) + " " + _shown(address), "API", gate, room)


def _shown(address: str) -> str:
    return _PARAMETER.sub(r"{\1}", address)


def _who(gate: tuple[str, str]) -> str:
    kind, statement = gate
    words = {"requires": f"`{statement}`", "signed_in": "anybody signed in", "public": "everybody"}
    return words.get(kind, kind) + ("" if kind == "requires" else f": {statement}")


def _events(name: str) -> Iterable[type[Event]]:
    if find_spec(f"{name}.events") is None or name == "khuevan.kernel.events":
        return []
    module = import_module(f"{name}.events")
    return [
        found
        for found in vars(module).values()
        if inspect.isclass(found) and issubclass(found, Event) and found.__module__ == module.__name__
    ]


def _hearers(event: type[Event]) -> str:
    heard = sorted(one.name for one in subscriptions(event))
    return ", ".join(f"`{name.removeprefix('khuevan.')}`" for name in heard)


def _tables(name: str) -> Iterator[str]:
    for config in apps.get_app_configs():
        if config.name != name:
            continue
        for model in sorted(config.get_models(), key=lambda model: model._meta.db_table):
            targets = {
                field.related_model._meta.label
                for field in model._meta.get_fields()
                if field.concrete and field.is_relation and inspect.isclass(field.related_model)
            }
            yield f"| `{model._meta.db_table}` | {model.__name__} | {', '.join(sorted(targets))} |"
