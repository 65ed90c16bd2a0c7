"""The department's seal over its package for the ministry."""

import django.db.models.deletion
from django.db import migrations, models

from khuevan.kernel.audit.migrations import AuditRows
from khuevan.kernel.database.migrations import CreateTable, ProtectRows

KEEP = "revoke update, delete, truncate on statistics_packageseal from khuevan_app"


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0002_protection"),
        ("statistics", "0004_package"),
    ]

    operations = [
        CreateTable(
            name="PackageSeal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("school_year", models.CharField(db_collation="C", max_length=9, verbose_name="năm học")),
                (
                    "digest",
                    models.CharField(db_collation="C", max_length=64, verbose_name="mã băm của bản kê"),
                ),
                ("signer", models.CharField(max_length=300, verbose_name="người ký")),
                ("sealed_by", models.CharField(max_length=200, verbose_name="tài khoản ký")),
                ("sealed_at", models.DateTimeField(verbose_name="ký lúc")),
                ("level", models.CharField(max_length=20, verbose_name="mức chữ ký")),
                ("content", models.BinaryField()),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.orgunit",
                        verbose_name="đơn vị",
                    ),
                ),
            ],
            options={
                "verbose_name": "con dấu trên gói biểu gửi Bộ",
                "indexes": [models.Index(fields=["unit", "digest"], name="statistics_seal_digest")],
            },
        ),
        ProtectRows("statistics_packageseal", "unit_id"),
        AuditRows("statistics_packageseal", "unit_id", skip=("content",)),
        migrations.RunSQL(KEEP, migrations.RunSQL.noop),
    ]
