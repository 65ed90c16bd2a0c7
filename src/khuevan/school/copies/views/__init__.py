"""Pages of copies, and the public verification."""

from .copies import choose, copies, copy, copy_pdf, issue, withdraw
from .own import own_copies, own_copy
from .verifying import program, verify, verify_code

__all__ = [
    "choose",
    "copies",
    "copy",
    "copy_pdf",
    "issue",
    "own_copies",
    "own_copy",
    "program",
    "verify",
    "verify_code",
    "withdraw",
]
