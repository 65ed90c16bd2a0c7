"""The rooms' addresses, in the order of the modules list."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from django.urls import URLPattern, URLResolver, include, path

from .modules import applications


def contributions(name: str) -> list[ModuleType]:
    """The submodule `name` (urls, api) of every room that has one, in order."""
    return [
        import_module(f"{room}.{name}") for room in applications() if find_spec(f"{room}.{name}") is not None
    ]


def _address(room: ModuleType) -> str:
    """Where a room's pages stand: /<room>/ unless it says otherwise (accounts holds the home page)."""
    return str(getattr(room, "PREFIX", f"{room.__name__.split('.')[-2]}/"))


urlpatterns: list[URLPattern | URLResolver] = [
    path(_address(room), include(room)) for room in contributions("urls")
]

if find_spec("khuevan.config.api") is not None:
    from .api import api

    urlpatterns.append(path("api/v1/", api.urls))

handler400 = "khuevan.kernel.ui.errors.bad_request"
handler403 = "khuevan.kernel.ui.errors.refused"
handler404 = "khuevan.kernel.ui.errors.not_found"
handler500 = "khuevan.kernel.ui.errors.broken"
