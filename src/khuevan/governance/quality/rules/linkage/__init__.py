"""Records that are one person: linkage of Vietnamese names, dates and numbers. docs/rulebook/identity.md."""

from .frames import COLUMNS, prepared
from .keys import name_key, sound_of
from .pairs import SUGGESTED, linked

__all__ = ["COLUMNS", "SUGGESTED", "linked", "name_key", "prepared", "sound_of"]
