"""What sign-in keeps of its own. Authenticators, outside links, applications and tokens live in allauth's tables."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Attempts(models.Model):
    """Wrong passwords in a row, by what was tried: one row an account name, one an address.

    `key` is a keyed hash: the table tells neither names nor addresses, and names that do not exist are counted
    just like those that do.
    """

    key = models.BinaryField(primary_key=True, max_length=16)
    failures = models.IntegerField(default=0)
    last_at = models.DateTimeField()
    wait_until = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("lần thử đăng nhập")
