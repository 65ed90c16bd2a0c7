"""Cards, their versions, the slots of each version, acts on issued cards, lists sent to be signed on a user's computer.

Every row carries its school. Nothing is taken away: a version ends, its slots stay with it.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.database import ScopedQuerySet
from khuevan.register.organisations.choices import EducationLevel

from .choices import ActKind, CardState, Hindrance, Origin, SlotKind


class _OfSchool(models.Model):
    school = models.ForeignKey(
        "organisations.OrgUnit", models.PROTECT, related_name="+", db_index=False, verbose_name=_("trường")
    )

    scope_field: ClassVar[str] = "school_id"
    objects = ScopedQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def scope_unit_id(self) -> int:
        """The school."""
        return self.school_id


class Card(_OfSchool):
    """A learner's year at a school. `number`: of the version that stands; `code` is the same in every version."""

    id = models.AutoField(primary_key=True)
    enrolment = models.ForeignKey(
        "schoolyear.Enrolment", models.PROTECT, related_name="+", db_index=False, verbose_name=_("học sinh")
    )
    class_group = models.ForeignKey(
        "schoolyear.ClassGroup", models.PROTECT, related_name="+", db_index=False, verbose_name=_("lớp")
    )
    school_year = models.ForeignKey(
        "schoolyear.SchoolYear", models.PROTECT, related_name="+", db_index=False, verbose_name=_("năm học")
    )
    code = models.CharField(_("số học bạ"), max_length=40, unique=True, db_collation="C")
    level = models.CharField(_("cấp học"), max_length=16, choices=EducationLevel.choices)
    full_name = models.CharField(_("họ và tên"), max_length=100)
    sort_key = models.TextField(default="", editable=False, db_collation="C")
    state = models.CharField(
        _("trạng thái"),
        max_length=10,
        choices=CardState.choices,
        default=CardState.GENERATED,
        db_collation="C",
    )
    number = models.PositiveSmallIntegerField(_("lần lập"), default=1)
    made_at = models.DateTimeField(_("lập lúc"))
    issued_at = models.DateTimeField(_("phát hành lúc"), null=True)
    cancelled_at = models.DateTimeField(_("hủy lúc"), null=True)
    cancelled_by = models.CharField(_("người hủy"), max_length=150, blank=True, default="")
    cancelled_why = models.CharField(_("lý do hủy"), max_length=300, blank=True, default="")

    class Meta:
        verbose_name = _("học bạ số")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["enrolment"], condition=~Q(state=CardState.CANCELLED), name="reportcards_card_once"
            ),
            models.CheckConstraint(
                condition=Q(state=CardState.CANCELLED) ^ Q(cancelled_at__isnull=True),
                name="reportcards_card_cancelled",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["class_group", "sort_key", "id"], name="reportcards_card_class"),
            models.Index(fields=["school", "school_year", "state"], name="reportcards_card_school"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.full_name}"


class CardVersion(_OfSchool):
    """What was composed once. `content`: the XML with the signatures so far; `digest`: SHA-256 of it; `parts`: Id of each
    covered element but the whole -> SHA-256, to see what has changed. It stands until `ended_at`."""

    id = models.AutoField(primary_key=True)
    card = models.ForeignKey(
        Card, models.PROTECT, related_name="versions", db_index=False, verbose_name=_("học bạ số")
    )
    number = models.PositiveSmallIntegerField(_("lần lập"))
    origin = models.CharField(_("vì sao lập"), max_length=9, choices=Origin.choices, db_collation="C")
    why = models.CharField(_("lý do"), max_length=300, blank=True, default="")
    content = models.BinaryField(_("nội dung"))
    digest = models.CharField(_("mã băm"), max_length=64, db_collation="C")
    parts = models.JSONField(_("mã băm từng phần"), default=dict)
    made_at = models.DateTimeField(_("lập lúc"))
    made_by = models.CharField(_("người lập"), max_length=150)
    issued_at = models.DateTimeField(_("phát hành lúc"), null=True)
    ended_at = models.DateTimeField(_("thay thế lúc"), null=True)

    class Meta:
        verbose_name = _("lần lập học bạ")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["card", "number"], name="reportcards_version_once"),
            models.UniqueConstraint(
                fields=["card"], condition=Q(ended_at__isnull=True), name="reportcards_version_standing"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["digest"], name="reportcards_version_digest")]

    def __str__(self) -> str:
        return f"{self.card_id} {self.number}"


class CardSlot(_OfSchool):
    """The place of one signature in a version. `person`: whose it is to be; `signed_by`: whose it is, another's where a
    stand-in signed. `is_standing`: of the version that stands."""

    id = models.BigAutoField(primary_key=True)
    version = models.ForeignKey(CardVersion, models.PROTECT, related_name="slots", verbose_name=_("lần lập"))
    card = models.ForeignKey(
        Card, models.PROTECT, related_name="slots", db_index=False, verbose_name=_("học bạ số")
    )
    class_group = models.ForeignKey(
        "schoolyear.ClassGroup", models.PROTECT, related_name="+", db_index=False, verbose_name=_("lớp")
    )
    kind = models.CharField(_("ô ký"), max_length=8, choices=SlotKind.choices, db_collation="C")
    subject = models.ForeignKey(
        "curriculum.Subject", models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("môn học")
    )  # fmt: skip
    subject_code = models.CharField(max_length=40, blank=True, default="", db_collation="C")
    person = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("người phải ký")
    )  # fmt: skip
    person_name = models.CharField(_("người phải ký"), max_length=100, blank=True, default="")
    is_standing = models.BooleanField(_("còn hiệu lực"), default=True)
    signed_at = models.DateTimeField(_("ký lúc"), null=True)
    signed_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("người đã ký")
    )  # fmt: skip
    signed_name = models.CharField(_("người đã ký"), max_length=150, blank=True, default="")
    certificate = models.ForeignKey(
        "signing.Certificate", models.PROTECT, null=True, related_name="+", db_index=False,
        verbose_name=_("chứng thư số"),
    )  # fmt: skip

    class Meta:
        verbose_name = _("ô ký của học bạ")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["version", "kind", "subject"], name="reportcards_slot_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True) ^ Q(signed_by__isnull=False),
                name="reportcards_slot_signed",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["person", "class_group"],
                condition=Q(signed_at__isnull=True, is_standing=True),
                name="reportcards_slot_waiting",
            ),
            models.Index(fields=["card"], name="reportcards_slot_card"),
            models.Index(
                fields=["class_group", "kind"], condition=Q(is_standing=True), name="reportcards_slot_class"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.card_id} {self.kind} {self.subject_code}"


class CardAct(_OfSchool):
    """A correction or recall of an issued card: a small signed document that names the version and the reason."""

    id = models.AutoField(primary_key=True)
    card = models.ForeignKey(Card, models.PROTECT, related_name="acts", verbose_name=_("học bạ số"))
    version = models.ForeignKey(
        CardVersion, models.PROTECT, related_name="+", db_index=False, verbose_name=_("lần lập")
    )
    kind = models.CharField(_("việc"), max_length=7, choices=ActKind.choices, db_collation="C")
    reason = models.CharField(_("lý do"), max_length=300)
    content = models.BinaryField(_("văn bản đã ký"))
    digest = models.CharField(_("mã băm"), max_length=64, db_collation="C")
    person = models.ForeignKey(
        "people.Person", models.PROTECT, related_name="+", db_index=False, verbose_name=_("người ký")
    )
    person_name = models.CharField(_("người ký"), max_length=150)
    acted_at = models.DateTimeField(_("ký lúc"))

    class Meta:
        verbose_name = _("đính chính, thu hồi học bạ")

    def __str__(self) -> str:
        return f"{self.card_id} {self.kind}"


class ClassMaking(_OfSchool):
    """What came of one class when the cards of a whole school were made by job `run_id`: a class that has its row is not
    made again by the same job. `hindrance` and `why`: what nobody could do, or still has to."""

    id = models.AutoField(primary_key=True)
    run_id = models.BigIntegerField(_("công việc"))
    class_group = models.ForeignKey(
        "schoolyear.ClassGroup", models.PROTECT, related_name="+", db_index=False, verbose_name=_("lớp")
    )
    made = models.PositiveSmallIntegerField(_("học bạ mới"), default=0)
    changed = models.PositiveSmallIntegerField(_("học bạ cập nhật"), default=0)
    hindrance = models.CharField(
        _("vướng mắc"), max_length=10, choices=Hindrance.choices, blank=True, default="", db_collation="C"
    )
    why = models.CharField(_("lý do"), max_length=500, blank=True, default="")
    done_at = models.DateTimeField(_("xong lúc"))

    class Meta:
        verbose_name = _("lần lập học bạ cả trường")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run_id", "class_group"], name="reportcards_making_once"),
        ]

    def __str__(self) -> str:
        return f"{self.run_id} {self.class_group_id}"
