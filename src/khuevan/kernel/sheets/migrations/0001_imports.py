# fmt: off
"""Imports of workbooks, the mappings that people confirmed, what each import changed; who may see them."""

import django.core.serializers.json
import django.db.models.deletion
from django.db import migrations, models

from khuevan.kernel.audit.migrations import AuditRows
from khuevan.kernel.database.migrations import CreateTable, ProtectRows


class Migration(migrations.Migration):
    initial = True

    dependencies = [("audit", "0001_log"), ("database", "0001_settings_as_functions")]

    operations = [
        CreateTable(
            name="Import",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("layout", models.CharField(max_length=80)),
                ("unit_id", models.IntegerField()),
                ("values", models.JSONField(default=dict)),
                ("file_id", models.BigIntegerField()),
                ("file_name", models.CharField(max_length=200)),
                ("file_kind", models.CharField(max_length=8)),
                ("file_sha256", models.CharField(max_length=64)),
                ("account_id", models.BigIntegerField(null=True)),
                ("actor_name", models.CharField(max_length=200)),
                ("created_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[("uploaded", "Đã nhận tệp"), ("understood", "Cần xem lại cột"), ("checked", "Đã kiểm tra"), ("committed", "Đã nhập"), ("undone", "Đã hoàn tác"), ("refused", "Không nhận"), ("dropped", "Đã bỏ")],
                        default="uploaded",
                        max_length=12,
                    ),
                ),
                ("refusal", models.TextField(blank=True, default="")),
                ("understood", models.JSONField(null=True)),
                ("told", models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ("decisions", models.JSONField(default=dict)),
                ("counts", models.JSONField(default=dict)),
                ("run_id", models.BigIntegerField(null=True)),
                ("returned_id", models.BigIntegerField(null=True)),
                ("committed_at", models.DateTimeField(null=True)),
                ("undone_at", models.DateTimeField(null=True)),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={"indexes": [models.Index(fields=["unit_id", "-id"], name="sheets_import_unit"), models.Index(fields=["account_id", "-id"], name="sheets_import_account")]},
        ),
        CreateTable(
            name="Mapping",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("unit_id", models.IntegerField()),
                ("layout", models.CharField(max_length=80)),
                ("fingerprint", models.CharField(max_length=32)),
                ("columns", models.JSONField()),
                ("confirmed_at", models.DateTimeField()),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("unit_id", "layout", "fingerprint"), name="sheets_mapping_once")]},
        ),
        CreateTable(
            name="Changes",
            fields=[
                ("origin", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name="changes", serialize=False, to="sheets.import")),
                ("unit_id", models.IntegerField()),
                ("rows", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("content", models.BinaryField()),
            ],
            options={"verbose_name_plural": "changes"},
        ),
        ProtectRows(
            "sheets_import",
            using="unit_id <@ (select khuevan_reach()) or account_id = (select khuevan_account())",
        ),
        ProtectRows("sheets_mapping", "unit_id"),
        ProtectRows("sheets_changes", "unit_id"),
        AuditRows(
            "sheets_import",
            "unit_id",
            skip=("understood", "told", "decisions", "counts", "run_id", "returned_id", "values", "version"),
        ),
        AuditRows("sheets_mapping", "unit_id", skip=("confirmed_at",)),
        # The content is a copy of what the audited rows were; its digest is what the log keeps.
        AuditRows("sheets_changes", "unit_id", skip=("content",)),
    ]
