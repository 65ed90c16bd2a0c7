"""What several pages of copies say alike."""

from __future__ import annotations

from django.utils.translation import gettext as _

from khuevan.kernel.ui import formatters

from ..choices import Part
from ..models import Copy


def parts_words(found: Copy) -> str:
    """What whoever has the code is told besides, and by whose choice."""
    said = ", ".join(str(Part(one).label) for one in found.parts) or _("không gì thêm")
    if found.parts_at is None:
        return said
    words = _("%(parts)s (theo %(who)s, %(when)s)")
    return words % {"parts": said, "who": found.parts_by, "when": formatters.day_and_time(found.parts_at)}
