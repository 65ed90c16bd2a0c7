"""The one write of the portal: that something public changed."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F

from .models import Stamp


def note_publication(*, at: datetime) -> None:
    """Whatever was kept of public pages is made anew."""
    Stamp.objects.update(number=F("number") + 1, grew_at=at)
