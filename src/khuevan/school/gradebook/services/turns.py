"""Who writes in the gradebooks of a class, one after the other."""

from __future__ import annotations

from khuevan.kernel.database import Turn

CLASS = Turn("gradebook.class")
"""Of a class: to close a term, reassess, import or take over results. Those who write in one book share it."""
BOOK = Turn("gradebook.book")
"""Of a class, a subject and a term."""
APPRAISALS = Turn("gradebook.appraisals")
"""Of a class and a term."""
