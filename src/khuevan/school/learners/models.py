"""Learners: what a school keeps of a person as somebody who learns.

Facts about the human being (name, birth, sex, ethnicity, numbers, addresses) stay with the person.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.database import ScopedQuerySet, Versioned


class Learner(Versioned):
    """One person as a learner, once in life; `school` is the present school, or the last one.

    `search` and `sort_key` repeat the person's name for lists; services write them.
    """

    id = models.AutoField(primary_key=True)
    person = models.OneToOneField(
        "people.Person", models.PROTECT, related_name="learner", verbose_name=_("hồ sơ cá nhân")
    )
    school = models.ForeignKey(
        "organisations.OrgUnit", models.PROTECT, related_name="+", db_index=False, verbose_name=_("trường")
    )
    search = models.TextField(default="", editable=False)
    sort_key = models.TextField(default="", editable=False, db_collation="C")

    scope_field: ClassVar[str] = "school_id"
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("người học")
        indexes: ClassVar = [
            models.Index(fields=["school", "sort_key", "id"], name="learners_learner_school"),
            models.Index(fields=["sort_key", "id"], name="learners_learner_order"),
        ]

    def __str__(self) -> str:
        return str(self.person)

    @property
    def scope_unit_id(self) -> int:
        """The school."""
        return self.school_id
