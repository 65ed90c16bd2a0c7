"""What a package says, what may be wrong with it, and which step may follow which."""

from .comparing import Fault, FaultKind, counted
from .manifest import Entry, Manifest, PackageKind, Place, Receipt
from .states import HandoverState, PackageState, handover_step, package_step

__all__ = [
    "Entry",
    "Fault",
    "FaultKind",
    "HandoverState",
    "Manifest",
    "PackageKind",
    "PackageState",
    "Place",
    "Receipt",
    "counted",
    "handover_step",
    "package_step",
]
