# fmt: off
"""Documents whose digest went out to be signed on the user's computer."""

import django.db.models.deletion
from django.db import migrations, models

from khuevan.kernel.audit.migrations import AuditRows
from khuevan.kernel.database.migrations import CreateTable, ProtectRows


class Migration(migrations.Migration):
    dependencies = [
        ("signing", "0002_protection"),
        ("organisations", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        CreateTable(
            name="DeskOrder",
            fields=[
                ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=300, verbose_name="văn bản")),
                ("reason", models.CharField(blank=True, default="", max_length=100, verbose_name="nội dung ký")),
                ("file_id", models.BigIntegerField(verbose_name="tệp")),
                ("asked_at", models.DateTimeField(verbose_name="gửi ký lúc")),
                ("answered_at", models.DateTimeField(null=True, verbose_name="ký xong lúc")),
                ("certificate", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="signing.certificate", verbose_name="chứng thư số")),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person", verbose_name="người ký")),
                ("unit", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.orgunit", verbose_name="đơn vị")),
            ],
            options={
                "verbose_name": "lần ký trên máy",
                "indexes": [models.Index(fields=["person", "-id"], name="signing_desk_person")],
            },
        ),
        ProtectRows("signing_deskorder", "unit_id"),
        AuditRows("signing_deskorder", "unit_id"),
    ]
