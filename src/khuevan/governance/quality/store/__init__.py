"""Rows of the checks' facts, kept from run to run with what the checks said of them. See README.md of the room."""

from .manifest import File, Kept, Manifest
from .store import Store, columns_of, shape_of, store

__all__ = ["File", "Kept", "Manifest", "Store", "columns_of", "shape_of", "store"]
