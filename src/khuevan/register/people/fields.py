"""Where the migrations of this room look for the column type that the kernel holds now."""

from khuevan.kernel.access.fields import NOWHERE, UnitsField, nowhere

__all__ = ["NOWHERE", "UnitsField", "nowhere"]
