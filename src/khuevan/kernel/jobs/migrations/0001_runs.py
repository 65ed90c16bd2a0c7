# fmt: off
"""Jobs and their memory; who may see them."""

import django.core.serializers.json
import django.db.models.deletion
from django.db import migrations, models

from khuevan.kernel.database.migrations import CreateTable, ProtectRows

_VISIBLE = "coalesce(unit_id, 0) <@ (select khuevan_reach()) or account_id = (select khuevan_account())"


class Migration(migrations.Migration):
    initial = True

    dependencies = [("database", "0001_settings_as_functions")]

    operations = [
        CreateTable(
            name="JobRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120)),
                ("label", models.CharField(max_length=200)),
                ("arguments", models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ("account_id", models.BigIntegerField(null=True)),
                ("actor_name", models.CharField(max_length=200)),
                ("acting_for", models.CharField(blank=True, default="", max_length=200)),
                ("as_system", models.BooleanField(default=False)),
                ("unit_id", models.IntegerField(null=True)),
                (
                    "state",
                    models.CharField(choices=[("waiting", "Đang chờ"), ("running", "Đang chạy"), ("succeeded", "Đã xong"), ("failed", "Không thành công"), ("cancelled", "Đã dừng"), ("interrupted", "Bị ngắt giữa chừng")], default="waiting", max_length=12),
                ),
                ("progress", models.BigIntegerField(default=0)),
                ("total", models.BigIntegerField(null=True)),
                ("message", models.CharField(blank=True, default="", max_length=300)),
                ("result", models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder, null=True)),
                ("error", models.TextField(blank=True, default="")),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("cancel_requested", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("started_at", models.DateTimeField(null=True)),
                ("heartbeat_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ("-id",),
                "indexes": [
                    models.Index(fields=["account_id", "-id"], name="jobs_run_account"),
                    models.Index(fields=["unit_id", "-id"], name="jobs_run_unit"),
                    models.Index(condition=models.Q(("state__in", ["waiting", "running"])), fields=["state"], name="jobs_run_open"),
                ],
            },
        ),
        CreateTable(
            name="JobMemory",
            fields=[("run", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name="memory", serialize=False, to="jobs.jobrun")), ("content", models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder))],
            options={"db_table": "jobs_memory"},
        ),
        ProtectRows("jobs_jobrun", using=_VISIBLE),
        ProtectRows("jobs_memory", using="exists (select 1 from jobs_jobrun run where run.id = run_id)"),
    ]
