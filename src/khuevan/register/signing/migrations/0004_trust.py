# fmt: off
"""Authorities and seals of elsewhere that the administrators vouch for."""

from django.db import migrations, models

from khuevan.kernel.audit.migrations import AuditRows
from khuevan.kernel.database.migrations import CreateTable, ProtectRows

THE_PLATFORM = "0 <@ (select khuevan_reach())"


def believed() -> list:
    return [
        ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
        ("source", models.CharField(max_length=300, verbose_name="căn cứ")),
        ("valid_from", models.DateField(verbose_name="tin cậy từ ngày")),
        ("valid_until", models.DateField(null=True, verbose_name="đến trước ngày")),
        ("added_at", models.DateTimeField(verbose_name="ghi lúc")),
        ("added_by", models.CharField(max_length=150, verbose_name="người ghi")),
        ("ended_at", models.DateTimeField(null=True, verbose_name="ngừng tin lúc")),
        ("ended_reason", models.CharField(blank=True, default="", max_length=300, verbose_name="lý do ngừng tin")),
    ]


class Migration(migrations.Migration):
    """They belong to no unit: everybody's verifying reads them, only who reaches everything writes them."""

    dependencies = [
        ("signing", "0003_desk_orders"),
        ("database", "0001_settings_as_functions"),
        ("audit", "0001_log"),
    ]

    operations = [
        CreateTable(
            name="TrustedAuthority",
            fields=[
                *believed(),
                ("name", models.CharField(max_length=200, verbose_name="cơ quan chứng thực")),
                ("fingerprint", models.CharField(db_collation="C", max_length=64, verbose_name="vân tay")),
                ("content", models.BinaryField(verbose_name="chứng thư")),
            ],
            options={
                "verbose_name": "cơ quan chứng thực được tin cậy",
                "constraints": [models.UniqueConstraint(condition=models.Q(("ended_at", None)), fields=("fingerprint",), name="signing_authority_once")],
            },
        ),
        CreateTable(
            name="KnownSeal",
            fields=[
                *believed(),
                ("school_code", models.CharField(db_collation="C", max_length=60, verbose_name="mã trường")),
                ("school_name", models.CharField(max_length=200, verbose_name="tên trường")),
                ("identifier", models.CharField(db_collation="C", max_length=64, verbose_name="mã trong chứng thư")),
            ],
            options={
                "verbose_name": "con dấu của trường ngoài hệ thống",
                "indexes": [models.Index(fields=["school_code"], name="signing_seal_school")],
                "constraints": [models.UniqueConstraint(condition=models.Q(("ended_at", None)), fields=("identifier",), name="signing_seal_of_one")],
            },
        ),
        ProtectRows("signing_trustedauthority", using="true", check=THE_PLATFORM),
        ProtectRows("signing_knownseal", using="true", check=THE_PLATFORM),
        AuditRows("signing_trustedauthority", None, skip=("content",)),
        AuditRows("signing_knownseal", None),
    ]
