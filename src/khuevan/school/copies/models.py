"""Issued copies. Nothing is taken away: a copy is withdrawn."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.database import ScopedQuerySet

from .choices import Part, Shows


class Copy(models.Model):
    """One PDF for somebody. `code`: without hyphens; `digest`: SHA-256 of the PDF; `looks`: of strangers;
    `parts`: what they are told by the choice of the holder or the family, `parts_by`: who chose so, and when."""

    id = models.AutoField(primary_key=True)
    school = models.ForeignKey(
        "organisations.OrgUnit", models.PROTECT, related_name="+", db_index=False, verbose_name=_("trường")
    )
    card = models.ForeignKey(
        "reportcards.Card", models.PROTECT, related_name="+", verbose_name=_("học bạ số")
    )
    version = models.ForeignKey(
        "reportcards.CardVersion", models.PROTECT, related_name="+", db_index=False, verbose_name=_("lần lập")
    )
    number = models.PositiveSmallIntegerField(_("bản sao thứ"))
    code = models.CharField(_("mã xác minh"), max_length=20, unique=True, db_collation="C")
    recipient = models.CharField(_("cấp cho"), max_length=150)
    purpose = models.CharField(_("để làm gì"), max_length=200)
    shows = models.CharField(_("nội dung"), max_length=6, choices=Shows.choices, db_collation="C")
    parts = ArrayField(
        models.CharField(max_length=6, choices=Part.choices, db_collation="C"),
        verbose_name=_("người có mã được thấy"), default=list, blank=True,
    )  # fmt: skip
    parts_by = models.CharField(_("ai chọn"), max_length=150, blank=True, default="")
    parts_at = models.DateTimeField(_("chọn lúc"), null=True)
    content = models.BinaryField(_("tệp PDF"))
    digest = models.CharField(_("mã băm"), max_length=64, db_collation="C", db_index=True)
    issued_at = models.DateTimeField(_("cấp lúc"))
    issued_by = models.CharField(_("người cấp"), max_length=150)
    valid_until = models.DateField(_("xác minh được đến hết ngày"), null=True)
    withdrawn_at = models.DateTimeField(_("thu hồi lúc"), null=True)
    withdrawn_why = models.CharField(_("lý do thu hồi"), max_length=300, blank=True, default="")
    looks = models.PositiveIntegerField(_("lượt xác minh"), default=0)
    last_look_at = models.DateTimeField(_("xác minh lần cuối"), null=True)

    scope_field: ClassVar[str] = "school_id"
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("bản sao học bạ")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["card", "number"], name="copies_copy_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["school", "-id"], name="copies_copy_school")]

    def __str__(self) -> str:
        return self.name

    @property
    def scope_unit_id(self) -> int:
        """The school."""
        return self.school_id

    @property
    def name(self) -> str:
        """How people call it."""
        return f"{self.card.code}/BS{self.number}"

    @property
    def typed(self) -> str:
        """The code as it is printed and typed."""
        return "-".join(self.code[at : at + 5] for at in range(0, 20, 5))
