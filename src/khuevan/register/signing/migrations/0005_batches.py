# fmt: off
"""Several documents signed in one gesture."""

import django.db.models.deletion
from django.db import migrations, models

from khuevan.kernel.audit.migrations import AuditRows
from khuevan.kernel.database.migrations import CreateTable, ProtectRows

STATES = [("waiting", "Chờ ký"), ("signed", "Đã ký"), ("refused", "Không ký được")]


class Migration(migrations.Migration):
    dependencies = [
        ("signing", "0004_trust"),
        ("organisations", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        CreateTable(
            name="SigningBatch",
            fields=[
                ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(blank=True, default="", max_length=100, verbose_name="nội dung ký")),
                ("made_at", models.DateTimeField(verbose_name="đưa lên lúc")),
                ("asked_at", models.DateTimeField(null=True, verbose_name="gửi ký lúc")),
                ("certificate", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="signing.certificate", verbose_name="chứng thư số")),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person", verbose_name="người ký")),
                ("unit", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.orgunit", verbose_name="đơn vị")),
            ],
            options={
                "verbose_name": "lô văn bản ký số",
                "indexes": [models.Index(fields=["person", "-id"], name="signing_batch_person")],
            },
        ),
        CreateTable(
            name="BatchItem",
            fields=[
                ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveIntegerField(verbose_name="thứ tự")),
                ("title", models.CharField(max_length=300, verbose_name="văn bản")),
                ("state", models.CharField(choices=STATES, db_collation="C", default="waiting", max_length=8, verbose_name="tình trạng")),
                ("why", models.CharField(blank=True, default="", max_length=300, verbose_name="vì sao")),
                ("file_id", models.BigIntegerField(null=True, verbose_name="tệp")),
                ("signed_file_id", models.BigIntegerField(null=True, verbose_name="tệp đã ký")),
                ("signed_at", models.DateTimeField(null=True, verbose_name="ký lúc")),
                ("unit", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.orgunit", verbose_name="đơn vị")),
                ("batch", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="items", to="signing.signingbatch", verbose_name="lô")),
            ],
            options={
                "verbose_name": "văn bản trong lô ký số",
                "constraints": [
                    models.UniqueConstraint(fields=("batch", "position"), name="signing_item_position"),
                    models.CheckConstraint(condition=models.Q(models.Q(("state", "signed"), _negated=True), ("signed_file_id__isnull", False), _connector="OR"), name="signing_item_signed_has_file"),
                ],
            },
        ),
        ProtectRows("signing_signingbatch", "unit_id"),
        ProtectRows("signing_batchitem", "unit_id"),
        AuditRows("signing_signingbatch", "unit_id"),
        AuditRows("signing_batchitem", "unit_id"),
    ]
