"""Accounts, roles, grants, sessions: fields and constraints; what may happen to them is in `services`."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce, Lower
from django.utils.translation import gettext_lazy as _

from khuevan.kernel import access, database
from khuevan.kernel.database import ScopedQuerySet

from .choices import AccountKind, Language, Theme


class AccountManager(BaseUserManager.from_queryset(ScopedQuerySet)):  # type: ignore[misc]
    def create_account(self, username: str, password: str | None = None, **fields: Any) -> Account:
        """Saves an account as it is told; who may do that is decided in `services`."""
        account = self.model(username=self.normalize_username(username), **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account

    create_user = create_account

    @staticmethod
    def normalize_username(username: str) -> str:
        return username.strip().lower()

    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(username=self.normalize_username(username or ""))


class Account(AbstractBaseUser):
    """One way for one person (or one machine) to sign in.

    No superuser flag and no Django permissions exist here: whatever an account may do comes from its grants,
    so that one table answers "who may do what, where, until when".
    """

    id = models.AutoField(primary_key=True)
    username = models.CharField(_("tên đăng nhập"), max_length=64, unique=True)
    email = models.EmailField(_("thư điện tử"), blank=True, default="")
    person = models.ForeignKey(
        "people.Person",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="accounts",
        verbose_name=_("người"),
    )
    unit = models.ForeignKey(
        "organisations.OrgUnit", models.PROTECT, null=True, related_name="+", verbose_name=_("đơn vị")
    )
    kind = models.CharField(_("loại tài khoản"), max_length=12, choices=AccountKind.choices)
    display_name = models.CharField(_("tên hiển thị"), max_length=150, blank=True, default="")
    search = models.CharField(max_length=250, default="", editable=False)
    sort_key = models.CharField(max_length=300, default="", editable=False, db_collation="C")
    is_active = models.BooleanField(_("đang hoạt động"), default=True)
    locked_reason = models.CharField(_("lý do khóa"), max_length=300, blank=True, default="")
    must_change_password = models.BooleanField(_("phải đổi mật khẩu"), default=False)
    password_changed_at = models.DateTimeField(_("đổi mật khẩu lúc"), null=True)
    language = models.CharField(
        _("ngôn ngữ"), max_length=2, choices=Language.choices, default=Language.VIETNAMESE
    )
    theme = models.CharField(_("giao diện"), max_length=5, choices=Theme.choices, default=Theme.AUTO)
    grants_version = models.IntegerField(default=0, editable=False)
    created_at = models.DateTimeField(_("tạo lúc"))

    scope_field = "unit_id"
    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = AccountManager()

    class Meta:
        verbose_name = _("tài khoản")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(username=Lower("username")), name="accounts_username_is_folded"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["unit", "username"], name="accounts_unit_username"),
            models.Index(fields=["unit", "sort_key"], name="accounts_unit_sort"),
        ]

    def __str__(self) -> str:
        return self.display_name or self.username

    def check_password(self, raw_password: str | None) -> bool:
        """Renews a hash made with older parameters; nobody is known yet at sign-in, hence as the platform."""

        def renew(raw: str) -> None:
            with database.acting(access.system()):
                Account.objects.filter(pk=self.pk).update(password=make_password(raw))

        return bool(check_password(raw_password, self.password, renew))

    @property
    def scope_unit_id(self) -> int | None:
        return self.unit_id

    def clean(self) -> None:
        self.username = AccountManager.normalize_username(self.username)


class Role(models.Model):
    """A named set of permissions, as data: a province makes its own beside those shipped (`roles.py`)."""

    id = models.AutoField(primary_key=True)
    code = models.SlugField(_("mã"), max_length=50, unique=True)
    name = models.CharField(_("tên vai trò"), max_length=120)
    description = models.CharField(_("mô tả"), max_length=400, blank=True, default="")
    permissions = ArrayField(models.CharField(max_length=100), default=list, verbose_name=_("quyền"))
    is_builtin = models.BooleanField(_("có sẵn"), default=False)
    version = models.IntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("vai trò")

    def __str__(self) -> str:
        return self.name


def _point(column: str) -> Func:
    """An integer as a one-element range: lets plain GiST compare it, so that no extension is needed."""
    return Func(F(column), F(column), Value("[]"), function="int4range")


class Grant(models.Model):
    """A role for an account over a unit and everything below it, in [valid_from, valid_until).

    `delegated_from` marks a stand-in for leave: it never outlives the grant it was cut from, and
    `permissions` then lists the part that was handed over (null means the whole role).
    """

    id = models.AutoField(primary_key=True)
    account = models.ForeignKey(Account, models.PROTECT, related_name="grants", verbose_name=_("tài khoản"))
    role = models.ForeignKey(Role, models.PROTECT, related_name="grants", verbose_name=_("vai trò"))
    unit = models.ForeignKey(
        "organisations.OrgUnit", models.PROTECT, related_name="+", verbose_name=_("đơn vị")
    )
    permissions = ArrayField(models.CharField(max_length=100), null=True, verbose_name=_("phần quyền"))
    valid_from = models.DateField(_("từ ngày"))
    valid_until = models.DateField(_("đến trước ngày"), null=True, blank=True)
    granted_by = models.ForeignKey(
        Account, models.PROTECT, null=True, related_name="+", verbose_name=_("người cấp")
    )
    delegated_from = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="delegations", verbose_name=_("ủy quyền từ")
    )
    reason = models.CharField(_("lý do"), max_length=300)
    created_at = models.DateTimeField(_("cấp lúc"))
    revoked_at = models.DateTimeField(_("thu hồi lúc"), null=True)
    revoked_by = models.ForeignKey(
        Account, models.PROTECT, null=True, related_name="+", verbose_name=_("người thu hồi")
    )
    revoked_reason = models.CharField(_("lý do thu hồi"), max_length=300, blank=True, default="")

    class Meta:
        verbose_name = _("quyền được cấp")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
                name="accounts_grant_has_days",
            ),
            models.CheckConstraint(
                condition=Q(delegated_from__isnull=True) | Q(valid_until__isnull=False),
                name="accounts_delegation_has_end",
            ),
            ExclusionConstraint(
                name="accounts_grant_no_overlap",
                expressions=[
                    (_point("account_id"), "&&"),
                    (_point("role_id"), "&&"),
                    (_point("unit_id"), "&&"),
                    (
                        Func(
                            Coalesce(F("delegated_from_id"), Value(0)),
                            Coalesce(F("delegated_from_id"), Value(0)),
                            Value("[]"),
                            function="int4range",
                        ),
                        "&&",
                    ),
                    (Func(F("valid_from"), F("valid_until"), Value("[)"), function="daterange"), "&&"),
                ],
                condition=Q(revoked_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role_id}@{self.unit_id} → {self.account_id}"


class ActAs(models.Model):
    """An administrator working as someone else: who, as whom, why, from when to when at most."""

    id = models.AutoField(primary_key=True)
    administrator = models.ForeignKey(
        Account, models.PROTECT, related_name="+", verbose_name=_("quản trị viên")
    )
    subject = models.ForeignKey(Account, models.PROTECT, related_name="+", verbose_name=_("thay mặt"))
    reason = models.CharField(_("lý do"), max_length=300)
    started_at = models.DateTimeField(_("bắt đầu"))
    ends_at = models.DateTimeField(_("hết hạn"))
    stopped_at = models.DateTimeField(_("dừng"), null=True)

    class Meta:
        verbose_name = _("thay mặt")


class AccountSession(models.Model):
    """A signed-in browser. Only the SHA-256 of the key is stored: a copy of the table opens no session."""

    id = models.AutoField(primary_key=True)
    key_hash = models.BinaryField(max_length=32, unique=True)
    account = models.ForeignKey(Account, models.CASCADE, null=True, related_name="sessions")
    act_as = models.ForeignKey(ActAs, models.SET_NULL, null=True, related_name="+")
    data = models.TextField(default="{}")
    created_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    ip = models.GenericIPAddressField(null=True)
    user_agent = models.CharField(max_length=300, default="")

    class Meta:
        verbose_name = _("phiên làm việc")


class SlipBatch(models.Model):
    """First passwords waiting to be printed once: sealed with the server's key, erased when printed."""

    id = models.AutoField(primary_key=True)
    unit = models.ForeignKey(
        "organisations.OrgUnit", models.PROTECT, related_name="+", verbose_name=_("đơn vị")
    )
    made_by = models.ForeignKey(
        Account, models.PROTECT, null=True, related_name="+", verbose_name=_("người tạo")
    )
    made_at = models.DateTimeField(_("tạo lúc"))
    title = models.CharField(_("tên đợt"), max_length=200)
    total = models.IntegerField(_("số phiếu"))
    sealed = models.BinaryField(null=True)
    printed_at = models.DateTimeField(_("in lúc"), null=True)
    printed_by = models.ForeignKey(
        Account, models.PROTECT, null=True, related_name="+", verbose_name=_("người in")
    )

    scope_field = "unit_id"
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("đợt phiếu tài khoản")
