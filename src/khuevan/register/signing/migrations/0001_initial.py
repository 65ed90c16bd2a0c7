# fmt: off
"""Certificates of people, signatures that were made, stand-ins."""

import django.db.models.deletion
from django.db import migrations, models

from khuevan.kernel.database.migrations import CreateTable


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organisations", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        CreateTable(
            name="Certificate",
            fields=[
                ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("means", models.CharField(choices=[("token", "Thiết bị ký (USB token)"), ("remote", "Ký từ xa"), ("desk", "Chương trình ký trên máy"), ("software", "Khóa thử nghiệm trên máy chủ")], db_collation="C", max_length=8, verbose_name="cách ký")),
                ("is_seal", models.BooleanField(default=False, verbose_name="là con dấu của đơn vị")),
                ("is_test", models.BooleanField(default=False, verbose_name="là chứng thư thử nghiệm")),
                ("subject", models.CharField(max_length=200, verbose_name="cấp cho")),
                ("issuer", models.CharField(max_length=200, verbose_name="nơi cấp")),
                ("serial", models.CharField(db_collation="C", max_length=64, verbose_name="số sê-ri")),
                ("fingerprint", models.CharField(db_collation="C", max_length=64, verbose_name="vân tay")),
                ("content", models.BinaryField(verbose_name="chứng thư")),
                ("issuers", models.JSONField(default=list, verbose_name="chuỗi chứng thư")),
                ("place", models.CharField(blank=True, default="", max_length=300, verbose_name="nơi giữ khóa")),
                ("valid_from", models.DateTimeField(verbose_name="hiệu lực từ")),
                ("valid_until", models.DateTimeField(verbose_name="hiệu lực đến")),
                ("status", models.CharField(choices=[("good", "Còn hiệu lực"), ("unknown", "Chưa hỏi được nơi cấp")], max_length=8, verbose_name="tình trạng khi đăng ký")),
                ("registered_at", models.DateTimeField(verbose_name="đăng ký lúc")),
                ("retired_at", models.DateTimeField(null=True, verbose_name="ngừng dùng lúc")),
                ("retired_reason", models.CharField(blank=True, default="", max_length=300, verbose_name="lý do ngừng dùng")),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person", verbose_name="người ký")),
                ("unit", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.orgunit", verbose_name="đơn vị")),
            ],
            options={
                "verbose_name": "chứng thư số",
                "indexes": [models.Index(fields=["person", "unit"], name="signing_certificate_person")],
                "constraints": [models.UniqueConstraint(condition=models.Q(("retired_at", None)), fields=("unit", "fingerprint"), name="signing_certificate_once"), models.CheckConstraint(condition=models.Q(("valid_from__lt", models.F("valid_until"))), name="signing_certificate_period")],
            },
        ),
        CreateTable(
            name="StandIn",
            fields=[
                ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(verbose_name="từ ngày")),
                ("valid_until", models.DateField(verbose_name="đến trước ngày")),
                ("reason", models.CharField(max_length=300, verbose_name="lý do")),
                ("named_by", models.CharField(max_length=150, verbose_name="người cử")),
                ("named_at", models.DateTimeField(verbose_name="cử lúc")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="chấm dứt lúc")),
                ("ended_reason", models.CharField(blank=True, default="", max_length=300, verbose_name="lý do chấm dứt")),
                ("absent", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person", verbose_name="người vắng")),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person", verbose_name="người ký thay")),
                ("unit", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.orgunit", verbose_name="đơn vị")),
            ],
            options={
                "verbose_name": "người ký thay",
                "indexes": [models.Index(fields=["unit", "-id"], name="signing_standin_unit")],
                "constraints": [models.CheckConstraint(condition=models.Q(("valid_from__lt", models.F("valid_until"))), name="signing_standin_period")],
            },
        ),
        CreateTable(
            name="Signature",
            fields=[
                ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("capacity", models.CharField(max_length=200, verbose_name="tư cách ký")),
                ("kind", models.CharField(db_collation="C", max_length=60, verbose_name="loại văn bản")),
                ("title", models.CharField(max_length=300, verbose_name="văn bản")),
                ("slot", models.CharField(blank=True, default="", max_length=100, verbose_name="ô ký")),
                ("level", models.CharField(db_collation="C", max_length=12, verbose_name="mức chữ ký")),
                ("digest", models.CharField(db_collation="C", max_length=64, verbose_name="mã băm")),
                ("batch", models.UUIDField(verbose_name="lần ký")),
                ("signed_at", models.DateTimeField(verbose_name="ký lúc")),
                ("stamped_at", models.DateTimeField(null=True, verbose_name="dấu thời gian")),
                ("file_id", models.BigIntegerField(null=True, verbose_name="tệp")),
                ("certificate", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="signing.certificate", verbose_name="chứng thư số")),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person", verbose_name="người ký")),
                ("unit", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.orgunit", verbose_name="đơn vị")),
                ("stand_in", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="signing.standin", verbose_name="ký thay theo")),
            ],
            options={
                "verbose_name": "chữ ký đã ký",
                "indexes": [models.Index(fields=["unit", "-id"], name="signing_signature_unit"), models.Index(fields=["person", "-id"], name="signing_signature_person"), models.Index(fields=["digest"], name="signing_signature_digest")],
            },
        ),
    ]
