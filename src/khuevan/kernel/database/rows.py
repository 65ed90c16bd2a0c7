"""Querysets within a reach, and records that notice when somebody else was quicker."""

from __future__ import annotations

from typing import Any, Self, TypeVar

from django.db import models
from django.db.models import F, Func, Value
from django.utils.translation import gettext as _

LISTED = 200
M = TypeVar("M", bound=models.Model)


class ChangedMeanwhile(Exception):  # noqa: N818 - the name is the sentence that went wrong
    """Somebody saved this record after it was shown. Nothing was overwritten."""

    def __init__(self, record: models.Model | None = None) -> None:
        self.record = record
        super().__init__(_("Bản ghi này vừa được người khác sửa. Hãy xem lại bản mới rồi sửa tiếp."))


class ScopedQuerySet(models.QuerySet[M]):
    """`within(reach)`: the rows whose unit is in the reach. The model names its unit column."""

    def within(self, reach: Any) -> Self:
        if reach.is_everything:
            return self
        if not reach:
            return self.none()
        column: str = getattr(self.model, "scope_field", "unit_id")
        if len(reach) <= LISTED:
            return self.filter(**{f"{column}__in": reach.ids()})
        return self.alias(within_reach=_Inside(F(column), _Ranges(Value(reach.sql())))).filter(
            within_reach=True
        )


class _Ranges(Func):
    template = "%(expressions)s::int4multirange"
    output_field = models.TextField()


class _Inside(Func):
    """The column named as the query names its table, so that the rows may also be asked for inside another query."""

    template = "%(expressions)s"
    arg_joiner = " <@ "
    output_field = models.BooleanField()


class Versioned(models.Model):
    """A record that two people may edit: saving names the version that was read."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True

    def save_checked(self, expected_version: int, *, fields: list[str]) -> None:
        """Writes `fields` if the stored version is still the expected one. Raises ChangedMeanwhile."""
        values = {name: getattr(self, name) for name in fields}
        changed = type(self)._base_manager.filter(pk=self.pk, version=expected_version)
        if not changed.update(**values, version=F("version") + 1):
            raise ChangedMeanwhile(type(self)._base_manager.filter(pk=self.pk).first())
        self.version = expected_version + 1
