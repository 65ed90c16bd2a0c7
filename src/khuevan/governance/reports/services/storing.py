"""Keeping the files of a report."""

from __future__ import annotations

import io
from datetime import datetime

from khuevan.kernel import files
from khuevan.kernel.access import Actor
from khuevan.kernel.records import Invalid

from ..models import Report


def stored(
    actor: Actor, report: Report, content: bytes, kind: str, purpose: files.Purpose, at: datetime
) -> files.StoredFile:
    """Raises Invalid."""
    name = f"{report.campaign.title} - {report.unit_name} - {report.edition}.{kind}"
    try:
        return files.store(
            actor, io.BytesIO(content), name=name, at=at, unit_id=report.unit_id, purpose=purpose
        )
    except files.FileRefused as refused:
        raise Invalid(refused.reason) from refused
