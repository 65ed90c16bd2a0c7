"""Certificates of people, signatures that were made, stand-ins; authorities and seals of elsewhere that are believed.
Never a key, never a PIN."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.database import ScopedQuerySet

from .choices import ItemState, Means, Status


class Certificate(models.Model):
    """With what a person signs at a unit. `content` is the certificate itself (DER), which is public.

    issuers: those between it and the root, DER, nearest first. place: of a remote key, the service's address and the
    credential's id; of a token its label.
    """

    unit = models.ForeignKey(
        "organisations.OrgUnit", models.PROTECT, related_name="+", verbose_name=_("đơn vị")
    )
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+", verbose_name=_("người ký"))
    means = models.CharField(_("cách ký"), max_length=8, choices=Means.choices, db_collation="C")
    is_seal = models.BooleanField(_("là con dấu của đơn vị"), default=False)
    is_test = models.BooleanField(_("là chứng thư thử nghiệm"), default=False)
    subject = models.CharField(_("cấp cho"), max_length=200)
    issuer = models.CharField(_("nơi cấp"), max_length=200)
    serial = models.CharField(_("số sê-ri"), max_length=64, db_collation="C")
    fingerprint = models.CharField(_("vân tay"), max_length=64, db_collation="C")
    content = models.BinaryField(_("chứng thư"))
    issuers = models.JSONField(_("chuỗi chứng thư"), default=list)
    place = models.CharField(_("nơi giữ khóa"), max_length=300, blank=True, default="")
    valid_from = models.DateTimeField(_("hiệu lực từ"))
    valid_until = models.DateTimeField(_("hiệu lực đến"))
    status = models.CharField(_("tình trạng khi đăng ký"), max_length=8, choices=Status.choices)
    registered_at = models.DateTimeField(_("đăng ký lúc"))
    retired_at = models.DateTimeField(_("ngừng dùng lúc"), null=True)
    retired_reason = models.CharField(_("lý do ngừng dùng"), max_length=300, blank=True, default="")

    scope_field: ClassVar[str] = "unit_id"
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("chứng thư số")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["unit", "fingerprint"],
                condition=Q(retired_at=None),
                name="signing_certificate_once",
            ),
            models.CheckConstraint(
                condition=Q(valid_from__lt=F("valid_until")), name="signing_certificate_period"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["person", "unit"], name="signing_certificate_person")]

    def __str__(self) -> str:
        return self.subject

    @property
    def scope_unit_id(self) -> int:
        return self.unit_id


class StandIn(models.Model):
    """Who signs for a teacher who left or is absent, in [valid_from, valid_until), named by the head with a reason."""

    unit = models.ForeignKey(
        "organisations.OrgUnit", models.PROTECT, related_name="+", verbose_name=_("đơn vị")
    )
    absent = models.ForeignKey(
        "people.Person", models.PROTECT, related_name="+", verbose_name=_("người vắng")
    )
    person = models.ForeignKey(
        "people.Person", models.PROTECT, related_name="+", verbose_name=_("người ký thay")
    )
    valid_from = models.DateField(_("từ ngày"))
    valid_until = models.DateField(_("đến trước ngày"))
    reason = models.CharField(_("lý do"), max_length=300)
    named_by = models.CharField(_("người cử"), max_length=150)
    named_at = models.DateTimeField(_("cử lúc"))
    ended_at = models.DateTimeField(_("chấm dứt lúc"), null=True)
    ended_reason = models.CharField(_("lý do chấm dứt"), max_length=300, blank=True, default="")

    scope_field: ClassVar[str] = "unit_id"
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("người ký thay")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_from__lt=F("valid_until")), name="signing_standin_period"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["unit", "-id"], name="signing_standin_unit")]

    def __str__(self) -> str:
        return f"{self.person_id} / {self.absent_id}"

    @property
    def scope_unit_id(self) -> int:
        return self.unit_id


class DeskOrder(models.Model):
    """Something whose digests went out to be signed by a program on the user's computer, until the answer comes.

    A PDF (file, reason), or an act of a room above (work: its code, given: what was entered). asked_at: with it the same
    question can be asked again, which has the same digests.
    """

    unit = models.ForeignKey(
        "organisations.OrgUnit", models.PROTECT, related_name="+", verbose_name=_("đơn vị")
    )
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+", verbose_name=_("người ký"))
    certificate = models.ForeignKey(
        Certificate, models.PROTECT, related_name="+", verbose_name=_("chứng thư số")
    )
    title = models.CharField(_("văn bản"), max_length=300)
    reason = models.CharField(_("nội dung ký"), max_length=100, blank=True, default="")
    file_id = models.BigIntegerField(_("tệp"), null=True)
    work = models.CharField(_("việc"), max_length=60, blank=True, default="", db_collation="C")
    given = models.JSONField(_("nội dung đã nhập"), default=dict)
    asked_at = models.DateTimeField(_("gửi ký lúc"))
    answered_at = models.DateTimeField(_("ký xong lúc"), null=True)

    scope_field: ClassVar[str] = "unit_id"
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("lần ký trên máy")
        indexes: ClassVar = [models.Index(fields=["person", "-id"], name="signing_desk_person")]

    def __str__(self) -> str:
        return self.title

    @property
    def scope_unit_id(self) -> int:
        return self.unit_id


class Signature(models.Model):
    """One signature that was made. digest: SHA-256 of the signed document as it was then; capacity: in which posting or
    role, in words, as it stood that day; file: where the document is kept, if it is."""

    unit = models.ForeignKey(
        "organisations.OrgUnit", models.PROTECT, related_name="+", verbose_name=_("đơn vị")
    )
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+", verbose_name=_("người ký"))
    certificate = models.ForeignKey(
        Certificate, models.PROTECT, related_name="+", verbose_name=_("chứng thư số")
    )
    stand_in = models.ForeignKey(
        StandIn, models.PROTECT, null=True, related_name="+", verbose_name=_("ký thay theo")
    )
    capacity = models.CharField(_("tư cách ký"), max_length=200)
    kind = models.CharField(_("loại văn bản"), max_length=60, db_collation="C")
    title = models.CharField(_("văn bản"), max_length=300)
    slot = models.CharField(_("ô ký"), max_length=100, blank=True, default="")
    level = models.CharField(_("mức chữ ký"), max_length=12, db_collation="C")
    digest = models.CharField(_("mã băm"), max_length=64, db_collation="C")
    batch = models.UUIDField(_("lần ký"))
    signed_at = models.DateTimeField(_("ký lúc"))
    stamped_at = models.DateTimeField(_("dấu thời gian"), null=True)
    file_id = models.BigIntegerField(_("tệp"), null=True)

    scope_field: ClassVar[str] = "unit_id"
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("chữ ký đã ký")
        indexes: ClassVar = [
            models.Index(fields=["unit", "-id"], name="signing_signature_unit"),
            models.Index(fields=["person", "-id"], name="signing_signature_person"),
            models.Index(fields=["digest"], name="signing_signature_digest"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def scope_unit_id(self) -> int:
        return self.unit_id


class SigningBatch(models.Model):
    """Several documents that somebody signs in one gesture with one certificate.

    asked_at: when the digests went out to a program on the user's computer; the question is asked again from it.
    """

    unit = models.ForeignKey(
        "organisations.OrgUnit", models.PROTECT, related_name="+", verbose_name=_("đơn vị")
    )
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+", verbose_name=_("người ký"))
    certificate = models.ForeignKey(
        Certificate, models.PROTECT, related_name="+", verbose_name=_("chứng thư số")
    )
    reason = models.CharField(_("nội dung ký"), max_length=100, blank=True, default="")
    made_at = models.DateTimeField(_("đưa lên lúc"))
    asked_at = models.DateTimeField(_("gửi ký lúc"), null=True)

    scope_field: ClassVar[str] = "unit_id"
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("lô văn bản ký số")
        indexes: ClassVar = [models.Index(fields=["person", "-id"], name="signing_batch_person")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.made_at:%Y-%m-%d}"

    @property
    def scope_unit_id(self) -> int:
        return self.unit_id


class BatchItem(models.Model):
    """One document of a batch. file: as it came, None where it was refused at once; signed_file: with the signature."""

    unit = models.ForeignKey(
        "organisations.OrgUnit", models.PROTECT, related_name="+", verbose_name=_("đơn vị")
    )
    batch = models.ForeignKey(SigningBatch, models.PROTECT, related_name="items", verbose_name=_("lô"))
    position = models.PositiveIntegerField(_("thứ tự"))
    title = models.CharField(_("văn bản"), max_length=300)
    state = models.CharField(
        _("tình trạng"), max_length=8, choices=ItemState.choices, default=ItemState.WAITING, db_collation="C"
    )
    why = models.CharField(_("vì sao"), max_length=300, blank=True, default="")
    file_id = models.BigIntegerField(_("tệp"), null=True)
    signed_file_id = models.BigIntegerField(_("tệp đã ký"), null=True)
    signed_at = models.DateTimeField(_("ký lúc"), null=True)

    scope_field: ClassVar[str] = "unit_id"
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("văn bản trong lô ký số")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["batch", "position"], name="signing_item_position"),
            models.CheckConstraint(
                condition=~Q(state=ItemState.SIGNED) | Q(signed_file_id__isnull=False),
                name="signing_item_signed_has_file",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def scope_unit_id(self) -> int:
        return self.unit_id


class _Believed(models.Model):
    """What the administrators vouch for, for the whole installation: it belongs to no unit. [valid_from, valid_until)"""

    source = models.CharField(_("căn cứ"), max_length=300)
    valid_from = models.DateField(_("tin cậy từ ngày"))
    valid_until = models.DateField(_("đến trước ngày"), null=True)
    added_at = models.DateTimeField(_("ghi lúc"))
    added_by = models.CharField(_("người ghi"), max_length=150)
    ended_at = models.DateTimeField(_("ngừng tin lúc"), null=True)
    ended_reason = models.CharField(_("lý do ngừng tin"), max_length=300, blank=True, default="")

    class Meta:
        abstract = True

    @property
    def scope_unit_id(self) -> None:
        """Of the whole installation."""
        return


class TrustedAuthority(_Believed):
    """An authority whose certificates are believed here. content: its own certificate, DER.

    The days are those of signing: what was signed outside of them is not believed on its word. Once ended, nothing is.
    """

    name = models.CharField(_("cơ quan chứng thực"), max_length=200)
    fingerprint = models.CharField(_("vân tay"), max_length=64, db_collation="C")
    content = models.BinaryField(_("chứng thư"))

    class Meta:
        verbose_name = _("cơ quan chứng thực được tin cậy")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["fingerprint"], condition=Q(ended_at=None), name="signing_authority_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class KnownSeal(_Believed):
    """Which identifier ("MST:…") a school that is not of this installation has in the certificates of its seal."""

    school_code = models.CharField(_("mã trường"), max_length=60, db_collation="C")
    school_name = models.CharField(_("tên trường"), max_length=200)
    identifier = models.CharField(_("mã trong chứng thư"), max_length=64, db_collation="C")

    class Meta:
        verbose_name = _("con dấu của trường ngoài hệ thống")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["identifier"], condition=Q(ended_at=None), name="signing_seal_of_one"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["school_code"], name="signing_seal_school")]

    def __str__(self) -> str:
        return self.school_name
