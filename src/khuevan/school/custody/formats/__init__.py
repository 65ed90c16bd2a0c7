"""How packages and receipts are written: XML that is signed, in an archive beside the cards."""

from .archive import ArchiveRefused, Limits, Opened, open_archive, write_archive
from .manifest import (
    PACKAGE_LAYOUT,
    RECEIPT_LAYOUT,
    SLOT,
    Unreadable,
    read_manifest,
    read_receipt,
    write_manifest,
    write_receipt,
)

__all__ = [
    "PACKAGE_LAYOUT",
    "RECEIPT_LAYOUT",
    "SLOT",
    "ArchiveRefused",
    "Limits",
    "Opened",
    "Unreadable",
    "open_archive",
    "read_manifest",
    "read_receipt",
    "write_archive",
    "write_manifest",
    "write_receipt",
]
