"""The platform's API: every room's router under /api/v1/<room>/, in the order of the modules list."""

from khuevan.kernel.records.root import build, operations

from .modules import applications

__all__ = ["api", "operations"]

api = build(applications())
