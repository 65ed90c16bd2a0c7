"""Tables of the room. Figures are computed; what is kept is which states of the facts were frozen, and their hashes."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.checks import Trust


def new_folder() -> str:
    return uuid4().hex


class Snapshot(models.Model):
    """A state of the facts that was frozen for a period. Never changed: a late correction is another revision.

    digest: SHA-256 of its manifest, which names that of every file. as_of: the day that the facts were asked about.
    folder: where its files are; a name that no other database gives too, should two keep theirs in one place.
    """

    folder = models.CharField(
        max_length=32, unique=True, default=new_folder, editable=False, db_collation="C"
    )
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


class Publication(models.Model):
    """An indicator that everybody may see, from a day on. Taken back by an end, never deleted.

    splits: columns by which it is taken apart in public.
    """

    code = models.CharField(_("Chỉ tiêu"), max_length=120, db_collation="C")
    splits = models.JSONField(_("Phân tổ"), default=list)
    valid_from = models.DateField(_("Công bố từ"))
    valid_until = models.DateField(_("Thôi công bố từ"), null=True, blank=True)
    decided_by = models.CharField(_("Người quyết định"), max_length=200)
    decided_at = models.DateTimeField(_("Quyết định lúc"))
    reason = models.CharField(_("Lý do"), max_length=500)

    class Meta:
        verbose_name = _("chỉ tiêu công bố")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["code"], condition=models.Q(valid_until=None), name="indicators_publication_once"
            )
        ]

    def __str__(self) -> str:
        return self.code


class Threshold(models.Model):
    """The least number of persons that is published, from a day on, and the least number of days between two releases of
    figures. source, trust: where the numbers come from."""

    days = models.PositiveSmallIntegerField(_("Số ngày ít nhất giữa hai kỳ công bố"), default=90)
    least = models.PositiveSmallIntegerField(_("Số nhỏ nhất được công bố"))
    valid_from = models.DateField(_("Áp dụng từ"), unique=True)
    source = models.CharField(_("Căn cứ"), max_length=200)
    trust = models.CharField(_("Độ tin cậy của căn cứ"), max_length=1, choices=Trust.choices)
    decided_by = models.CharField(_("Người quyết định"), max_length=200)
    decided_at = models.DateTimeField(_("Quyết định lúc"))

    class Meta:
        verbose_name = _("ngưỡng bảo vệ số nhỏ")

    def __str__(self) -> str:
        return str(self.least)


class SavedView(models.Model):
    """What somebody asked of the explorer, with a name. Only the question: who opens it sees the own scope.

    ended_at: the owner does not keep it any more.
    """

    account_id = models.BigIntegerField()
    owner = models.CharField(_("Người giữ"), max_length=200)
    name = models.CharField(_("Tên"), max_length=120)
    question = models.CharField(max_length=2000)
    is_shared = models.BooleanField(_("Chia sẻ"), default=False)
    kept_at = models.DateTimeField(_("Giữ lúc"))
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("cách xem số liệu")
        indexes: ClassVar = [models.Index(fields=["account_id", "name"], name="indicators_view_owner")]

    def __str__(self) -> str:
        return self.name


class OwnState(models.TextChoices):
    """Where a definition stands. Only an approved one counts."""

    PROPOSED = "proposed", _("Chờ duyệt")
    APPROVED = "approved", _("Đã duyệt")
    REFUSED = "refused", _("Không duyệt")


class OwnIndicator(models.Model):
    """A version of an indicator that people defined. `word`: of its code own.indicator:word, the same for all versions.

    definition: what `kernel.measures.read_measure` reads, with the facts it is over and the splits.
    """

    word = models.CharField(_("Mã"), max_length=40, db_collation="C")
    version = models.PositiveSmallIntegerField(_("Phiên bản"))
    label = models.CharField(_("Tên"), max_length=200)
    unit = models.CharField(_("Đơn vị tính"), max_length=40)
    decimals = models.PositiveSmallIntegerField(_("Số chữ số thập phân"), default=0)
    facts = models.CharField(_("Hồ sơ được đếm"), max_length=80, db_collation="C")
    definition = models.JSONField(_("Công thức"))
    splits = models.JSONField(_("Phân tổ"), default=list)
    purpose = models.CharField(_("Dùng để làm gì"), max_length=500)
    state = models.CharField(
        _("Tình trạng"), max_length=10, choices=OwnState.choices, default=OwnState.PROPOSED
    )
    proposed_by_id = models.BigIntegerField()
    proposed_by = models.CharField(_("Người đề nghị"), max_length=200)
    proposed_at = models.DateTimeField(_("Đề nghị lúc"))
    decided_by = models.CharField(_("Người duyệt"), max_length=200, blank=True)
    decided_at = models.DateTimeField(_("Duyệt lúc"), null=True, blank=True)
    remark = models.CharField(_("Ý kiến"), max_length=500, blank=True)
    valid_from = models.DateField(_("Áp dụng từ"), null=True, blank=True)
    valid_until = models.DateField(_("Thôi áp dụng từ"), null=True, blank=True)

    class Meta:
        verbose_name = _("chỉ tiêu tự định nghĩa")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["word", "version"], name="indicators_own_version")
        ]
        indexes: ClassVar = [models.Index(fields=["state", "valid_from"], name="indicators_own_state")]

    def __str__(self) -> str:
        return self.label

    @property
    def code(self) -> str:
        return f"own.indicator:{self.word}"


class SnapshotSeal(models.Model):
    """A signature over the hash of a frozen state's manifest: an officer's, or the seal of the department.

    content: the signed XML as it was made, the only thing that counts; the rest is for lists.
    """

    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="seals")
    unit_id = models.IntegerField()
    signer = models.CharField(_("Người ký"), max_length=300)
    sealed_by = models.CharField(_("Tài khoản ký"), max_length=200)
    sealed_at = models.DateTimeField(_("Ký lúc"))
    level = models.CharField(_("Mức chữ ký"), max_length=20)
    content = models.BinaryField()

    class Meta:
        verbose_name = _("chữ ký trên kỳ số liệu đã chốt")
        ordering: ClassVar = ["sealed_at", "pk"]

    def __str__(self) -> str:
        return self.signer
