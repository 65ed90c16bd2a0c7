"""Addresses are looked up by their first words; what is found is what Django finds by comparing them one by one."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.urls import Resolver404, ResolverMatch, URLPattern, URLResolver, get_resolver

from khuevan.config.urls import Indexed

ARGUMENT = re.compile(r"<(?:(\w+):)?\w+>")
VALUES = {
    "int": "7",
    "str": "x",
    None: "x",
    "slug": "x-y",
    "path": "a/b",
    "uuid": "0" * 8 + "-0000" * 3 + "-" + "0" * 12,
}


def addresses(resolver: URLResolver, before: str = "") -> Iterator[str]:
    """One address for each pattern below; patterns that are no routes (all of a library) are left out."""
    for entry in resolver.url_patterns:
        where = before + str(entry.pattern)
        if isinstance(entry, URLPattern):
            filled = ARGUMENT.sub(lambda found: VALUES.get(found[1], "7"), where)
            yield filled.replace("^", "").replace("$", "").replace("\\", "")
        else:
            yield from addresses(entry, where)


def indexed() -> list[Indexed]:
    """The root, and each room below it."""
    (root,) = get_resolver().url_patterns
    assert isinstance(root, Indexed)
    return [root, *(room for room in root.url_patterns if isinstance(room, Indexed))]


def found(match: ResolverMatch) -> tuple[object, ...]:
    return (
        match.func,
        match.args,
        match.kwargs,
        match.view_name,
        match.app_names,
        match.namespaces,
        match.route,
    )


def test_every_address_leads_where_django_would_lead() -> None:
    tried = 0
    rooms = indexed()
    assert len(rooms) > 20
    for room in rooms:
        for address in addresses(room, str(room.pattern)):
            for one in (address, address + "/", address + "x/y"):
                try:
                    expected = found(URLResolver.resolve(room, one))
                except Resolver404:
                    with pytest.raises(Resolver404):
                        room.resolve(one)
                else:
                    assert found(room.resolve(one)) == expected, one
                    assert found(room.resolve(one)) == expected, "the second time"
                    tried += 1
    assert tried > 600


@pytest.mark.parametrize(
    "address", ["", "/", "//", "x", "people", "people//", "api/v1", "api/v1//", "%00", "<int:x>"]
)
def test_what_is_no_address_is_none(address: str) -> None:
    for room in indexed():
        try:
            expected = found(URLResolver.resolve(room, address))
        except Resolver404:
            with pytest.raises(Resolver404):
                room.resolve(address)
        else:
            assert found(room.resolve(address)) == expected
