"""Pages of copies, and the public verification."""

from .copies import choose, copies, copy, copy_pdf, issue, withdraw
from .verifying import program, verify, verify_code

__all__ = ["choose", "copies", "copy", "copy_pdf", "issue", "program", "verify", "verify_code", "withdraw"]
