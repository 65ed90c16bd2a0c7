"""Our own verifier: whether a signed file holds, and if not, in words, what is wrong with which part of it."""

from .files import verify
from .layouts import Layout, SlotRule, declare, declared, layout_of
from .report import Finding, Outcome, Report, Severity, SignatureReport
from .trust import Trust

__all__ = [
    "Finding",
    "Layout",
    "Outcome",
    "Report",
    "Severity",
    "SignatureReport",
    "SlotRule",
    "Trust",
    "declare",
    "declared",
    "layout_of",
    "verify",
]
