"""Tables of the room. Figures are computed; what is kept is which states of the facts were frozen, and their hashes."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Snapshot(models.Model):
    """A state of the facts that was frozen for a period. Never changed: a late correction is another revision.

    digest: SHA-256 of its manifest, which names that of every file. as_of: the day that the facts were asked about.
    """

    period = models.CharField(_("Kỳ số liệu"), max_length=120)
    revision = models.PositiveSmallIntegerField(_("Lần chốt"))
    as_of = models.DateField(_("Tính đến ngày"))
    frozen_at = models.DateTimeField(_("Chốt lúc"))
    frozen_by = models.CharField(_("Người chốt"), max_length=200)
    reason = models.CharField(_("Lý do"), max_length=500, blank=True)
    digest = models.CharField(max_length=64, db_collation="C")
    rows = models.PositiveIntegerField(_("Số dòng"))

    class Meta:
        verbose_name = _("kỳ số liệu đã chốt")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["period", "revision"], name="indicators_snapshot_once")
        ]
        indexes: ClassVar = [models.Index(fields=["-frozen_at"], name="indicators_snapshot_order")]

    def __str__(self) -> str:
        return self.period if self.revision == 1 else f"{self.period} ({_('lần')} {self.revision})"
