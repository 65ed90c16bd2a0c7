"""One counter: kept pages hold as long as it stands still."""

from __future__ import annotations

from django.db import models


class Stamp(models.Model):
    """One row: grows with everything that becomes public, changes in public or ceases to be public."""

    number = models.BigIntegerField(default=1)
    grew_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.number)
