"""The fact store: Parquet files and one manifest that says which of them hold. See README.md of the room."""

from .manifest import File, Kept, Manifest, Piece
from .store import Change, Store, frozen_store, store

__all__ = ["Change", "File", "Kept", "Manifest", "Piece", "Store", "frozen_store", "store"]
