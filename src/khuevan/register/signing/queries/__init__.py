"""The reads of signing."""

from ..authority import Authority
from ..verification import Layout, Report, SignatureReport, SlotRule, Trust, verify
from ..verification.layouts import declare
from .trusting import authority, certificates_in, roots_on_disk, stamp_source, trust

__all__ = [
    "Authority",
    "Layout",
    "Report",
    "SignatureReport",
    "SlotRule",
    "Trust",
    "authority",
    "certificates_in",
    "declare",
    "roots_on_disk",
    "stamp_source",
    "trust",
    "verify",
]
