"""The fact store: Parquet files and one manifest that says which of them hold. See README.md of the room."""

from .manifest import Kept, Manifest, Piece
from .store import Store, frozen_store, store

__all__ = ["Kept", "Manifest", "Piece", "Store", "frozen_store", "store"]
