from __future__ import annotations


class Unmarkable(Exception):  # noqa: N818 - the name is what happened
    """The workbook's XML is built in a way that is not edited here; write an equivalent file instead."""
