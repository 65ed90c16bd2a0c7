# fmt: off
"""Roles, accounts, grants, sessions, acting for others, slips."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

from khuevan.kernel.database.migrations import CreateTable


class Migration(migrations.Migration):
    initial = True

    dependencies = [("organisations", "0001_initial"), ("people", "0001_initial")]

    operations = [
        CreateTable(
            name="Role",
            fields=[
                ("id", models.AutoField(primary_key=True, serialize=False)),
                ("code", models.SlugField(unique=True, verbose_name="mã")),
                ("name", models.CharField(max_length=120, verbose_name="tên vai trò")),
                ("description", models.CharField(blank=True, default="", max_length=400, verbose_name="mô tả")),
                ("permissions", django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=100), default=list, size=None, verbose_name="quyền")),
                ("is_builtin", models.BooleanField(default=False, verbose_name="có sẵn")),
                ("version", models.IntegerField(default=1, editable=False)),
            ],
            options={"verbose_name": "vai trò"},
        ),
        CreateTable(
            name="Account",
            fields=[
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("id", models.AutoField(primary_key=True, serialize=False)),
                ("username", models.CharField(max_length=64, unique=True, verbose_name="tên đăng nhập")),
                ("email", models.EmailField(blank=True, default="", max_length=254, verbose_name="thư điện tử")),
                (
                    "kind",
                    models.CharField(
                        choices=[("staff", "Nhà giáo, nhân viên trường học"), ("officer", "Cán bộ quản lý giáo dục"), ("learner", "Người học"), ("guardian", "Cha mẹ, người giám hộ"), ("technical", "Tài khoản kỹ thuật")],
                        max_length=12,
                        verbose_name="loại tài khoản",
                    ),
                ),
                ("display_name", models.CharField(blank=True, default="", max_length=150, verbose_name="tên hiển thị")),
                ("search", models.CharField(default="", editable=False, max_length=250)),
                ("is_active", models.BooleanField(default=True, verbose_name="đang hoạt động")),
                ("locked_reason", models.CharField(blank=True, default="", max_length=300, verbose_name="lý do khóa")),
                ("must_change_password", models.BooleanField(default=False, verbose_name="phải đổi mật khẩu")),
                ("password_changed_at", models.DateTimeField(null=True, verbose_name="đổi mật khẩu lúc")),
                ("language", models.CharField(choices=[("vi", "Tiếng Việt"), ("en", "English")], default="vi", max_length=2, verbose_name="ngôn ngữ")),
                ("theme", models.CharField(choices=[("auto", "Theo thiết bị"), ("light", "Sáng"), ("dark", "Tối")], default="auto", max_length=5, verbose_name="giao diện")),
                ("grants_version", models.IntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(verbose_name="tạo lúc")),
                ("person", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="accounts", to="people.person", verbose_name="người")),
                ("unit", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.orgunit", verbose_name="đơn vị")),
                ("sort_key", models.CharField(db_collation="C", default="", editable=False, max_length=300)),
            ],
            options={
                "verbose_name": "tài khoản",
                "indexes": [models.Index(fields=["unit", "username"], name="accounts_unit_username"), models.Index(fields=["unit", "sort_key"], name="accounts_unit_sort")],
                "constraints": [models.CheckConstraint(condition=models.Q(("username", django.db.models.functions.text.Lower("username"))), name="accounts_username_is_folded")],
            },
        ),
        CreateTable(
            name="ActAs",
            fields=[
                ("id", models.AutoField(primary_key=True, serialize=False)),
                ("reason", models.CharField(max_length=300, verbose_name="lý do")),
                ("started_at", models.DateTimeField(verbose_name="bắt đầu")),
                ("ends_at", models.DateTimeField(verbose_name="hết hạn")),
                ("stopped_at", models.DateTimeField(null=True, verbose_name="dừng")),
                ("administrator", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="quản trị viên")),
                ("subject", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="thay mặt")),
            ],
            options={"verbose_name": "thay mặt"},
        ),
        CreateTable(
            name="AccountSession",
            fields=[
                ("id", models.AutoField(primary_key=True, serialize=False)),
                ("key_hash", models.BinaryField(max_length=32, unique=True)),
                ("data", models.TextField(default="{}")),
                ("created_at", models.DateTimeField()),
                ("last_seen_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField(db_index=True)),
                ("ip", models.GenericIPAddressField(null=True)),
                ("user_agent", models.CharField(default="", max_length=300)),
                ("account", models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name="sessions", to=settings.AUTH_USER_MODEL)),
                ("act_as", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="accounts.actas")),
            ],
            options={"verbose_name": "phiên làm việc"},
        ),
        CreateTable(
            name="Grant",
            fields=[
                ("id", models.AutoField(primary_key=True, serialize=False)),
                ("permissions", django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=100), null=True, size=None, verbose_name="phần quyền")),
                ("valid_from", models.DateField(verbose_name="từ ngày")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="đến trước ngày")),
                ("reason", models.CharField(max_length=300, verbose_name="lý do")),
                ("created_at", models.DateTimeField(verbose_name="cấp lúc")),
                ("revoked_at", models.DateTimeField(null=True, verbose_name="thu hồi lúc")),
                ("revoked_reason", models.CharField(blank=True, default="", max_length=300, verbose_name="lý do thu hồi")),
                ("account", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="grants", to=settings.AUTH_USER_MODEL, verbose_name="tài khoản")),
                ("delegated_from", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="delegations", to="accounts.grant", verbose_name="ủy quyền từ")),
                ("granted_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="người cấp")),
                ("revoked_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="người thu hồi")),
                ("unit", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.orgunit", verbose_name="đơn vị")),
                ("role", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="grants", to="accounts.role", verbose_name="vai trò")),
            ],
            options={
                "verbose_name": "quyền được cấp",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("valid_until__isnull", True), ("valid_until__gt", models.F("valid_from")), _connector="OR"), name="accounts_grant_has_days"),
                    models.CheckConstraint(condition=models.Q(("delegated_from__isnull", True), ("valid_until__isnull", False), _connector="OR"), name="accounts_delegation_has_end"),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("revoked_at__isnull", True)),
                        expressions=[
                            (models.Func(models.F("account_id"), models.F("account_id"), models.Value("[]"), function="int4range"), "&&"),
                            (models.Func(models.F("role_id"), models.F("role_id"), models.Value("[]"), function="int4range"), "&&"),
                            (models.Func(models.F("unit_id"), models.F("unit_id"), models.Value("[]"), function="int4range"), "&&"),
                            (
                                models.Func(
                                    django.db.models.functions.comparison.Coalesce(models.F("delegated_from_id"), models.Value(0)),
                                    django.db.models.functions.comparison.Coalesce(models.F("delegated_from_id"), models.Value(0)),
                                    models.Value("[]"),
                                    function="int4range",
                                ),
                                "&&",
                            ),
                            (models.Func(models.F("valid_from"), models.F("valid_until"), models.Value("[)"), function="daterange"), "&&"),
                        ],
                        name="accounts_grant_no_overlap",
                    ),
                ],
            },
        ),
        CreateTable(
            name="SlipBatch",
            fields=[
                ("id", models.AutoField(primary_key=True, serialize=False)),
                ("made_at", models.DateTimeField(verbose_name="tạo lúc")),
                ("title", models.CharField(max_length=200, verbose_name="tên đợt")),
                ("total", models.IntegerField(verbose_name="số phiếu")),
                ("sealed", models.BinaryField(null=True)),
                ("printed_at", models.DateTimeField(null=True, verbose_name="in lúc")),
                ("made_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="người tạo")),
                ("printed_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="người in")),
                ("unit", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.orgunit", verbose_name="đơn vị")),
            ],
            options={"verbose_name": "đợt phiếu tài khoản"},
        ),
    ]
