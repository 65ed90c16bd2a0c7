"""Permissions, actors, decisions with reasons, and the gate before every view."""

from .actors import Actor, Holding, system, union
from .decisions import Decision, InUnit, Refused, decide, demand, scope
from .gate import public, requires, sign_in_first, signed_in
from .permissions import Permission, declared
from .reach import Reach

__all__ = [
    "Actor",
    "Decision",
    "Holding",
    "InUnit",
    "Permission",
    "Reach",
    "Refused",
    "decide",
    "declared",
    "demand",
    "public",
    "requires",
    "scope",
    "sign_in_first",
    "signed_in",
    "system",
    "union",
]
