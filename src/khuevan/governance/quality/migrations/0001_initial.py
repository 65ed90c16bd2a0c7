# fmt: off
"""Findings, tallies, standings, pairs of records, limits, responsibilities, reminders, runs and marks."""

import django.db.models.deletion
from django.db import migrations, models

import khuevan.kernel.access.fields
from khuevan.kernel.database.migrations import CreateTable


class Migration(migrations.Migration):
    initial = True

    dependencies = [("organisations", "0001_initial"), ("people", "0001_initial")]

    operations = [
        CreateTable(name="Mark", fields=[("lane", models.SmallIntegerField(primary_key=True, serialize=False)), ("seq", models.BigIntegerField())]),
        CreateTable(
            name="Run",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("full", "Toàn bộ"), ("units", "Một số đơn vị")], max_length=5)),
                ("started_at", models.DateTimeField()),
                ("seconds", models.FloatField()),
                ("rows", models.IntegerField()),
                ("found", models.IntegerField()),
                ("mended", models.IntegerField()),
                ("started_by", models.CharField(max_length=120)),
            ],
        ),
        CreateTable(
            name="LimitChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("check_code", models.CharField(db_collation="C", max_length=80, verbose_name="kiểm tra")),
                ("name", models.CharField(db_collation="C", max_length=40, verbose_name="ngưỡng")),
                ("value", models.FloatField(verbose_name="giá trị")),
                ("valid_from", models.DateField(verbose_name="từ ngày")),
                ("source", models.CharField(max_length=300, verbose_name="căn cứ")),
            ],
            options={"verbose_name": "ngưỡng kiểm tra", "constraints": [models.UniqueConstraint(fields=("check_code", "name", "valid_from"), name="quality_limitchange_once")]},
        ),
        CreateTable(
            name="UnitStanding",
            fields=[
                ("correct_asked", models.BigIntegerField(default=0)),
                ("correct_failed", models.BigIntegerField(default=0)),
                ("complete_asked", models.BigIntegerField(default=0)),
                ("complete_failed", models.BigIntegerField(default=0)),
                ("clean_asked", models.BigIntegerField(default=0)),
                ("clean_failed", models.BigIntegerField(default=0)),
                ("live_asked", models.BigIntegerField(default=0)),
                ("live_failed", models.BigIntegerField(default=0)),
                ("findings", models.IntegerField(default=0, verbose_name="Việc cần sửa")),
                ("score", models.FloatField(null=True, verbose_name="Điểm chung")),
                ("unit", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name="+", serialize=False, to="organisations.orgunit")),
                ("checked_at", models.DateTimeField()),
            ],
            options={"verbose_name": "chất lượng dữ liệu của đơn vị", "indexes": [models.Index(fields=["score", "unit"], name="quality_standing_score")]},
        ),
        CreateTable(
            name="Finding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("check_code", models.CharField(db_collation="C", max_length=80)),
                ("record_id", models.IntegerField()),
                ("title", models.CharField(max_length=200)),
                ("values", models.JSONField(default=dict)),
                ("state", models.CharField(choices=[("open", "Cần sửa"), ("explained", "Đã giải trình"), ("mended", "Đã sửa")], default="open", max_length=9)),
                ("found_at", models.DateTimeField()),
                ("mended_at", models.DateTimeField(null=True)),
                ("explanation", models.CharField(blank=True, default="", max_length=500)),
                ("explained_by", models.CharField(blank=True, default="", max_length=120)),
                ("explained_at", models.DateTimeField(null=True)),
                ("unit", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.orgunit")),
            ],
            options={
                "verbose_name": "phát hiện về dữ liệu",
                "indexes": [models.Index(condition=models.Q(("mended_at__isnull", True)), fields=["unit", "check_code", "id"], name="quality_finding_unit"), models.Index(fields=["unit", "-mended_at"], name="quality_finding_mended")],
                "constraints": [models.UniqueConstraint(condition=models.Q(("mended_at__isnull", True)), fields=("check_code", "unit", "record_id"), name="quality_finding_open_once")],
            },
        ),
        CreateTable(
            name="Pair",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("units", khuevan.kernel.access.fields.UnitsField(editable=False)),
                ("weight", models.FloatField(verbose_name="trọng số")),
                ("probability", models.FloatField(verbose_name="xác suất")),
                ("evidence", models.JSONField(default=list)),
                (
                    "state",
                    models.CharField(choices=[("waiting", "Chờ xem xét"), ("later", "Để xem sau"), ("merged", "Đã gộp"), ("different", "Là hai người khác nhau"), ("gone", "Không còn nghi trùng")], default="waiting", max_length=9, verbose_name="trạng thái"),
                ),
                ("found_at", models.DateTimeField(verbose_name="phát hiện lúc")),
                ("decided_at", models.DateTimeField(null=True, verbose_name="quyết định lúc")),
                ("decided_by", models.CharField(blank=True, default="", max_length=120, verbose_name="người quyết định")),
                ("why", models.CharField(blank=True, default="", max_length=500, verbose_name="lý do")),
                ("merge_id", models.IntegerField(null=True, verbose_name="lần gộp")),
                ("high", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person", verbose_name="hồ sơ thứ hai")),
                ("low", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person", verbose_name="hồ sơ thứ nhất")),
            ],
            options={
                "verbose_name": "cặp hồ sơ nghi trùng",
                "indexes": [models.Index(condition=models.Q(("state", "waiting")), fields=["-weight", "id"], name="quality_pair_waiting")],
                "constraints": [models.UniqueConstraint(fields=("low", "high"), name="quality_pair_once"), models.CheckConstraint(condition=models.Q(("low__lt", models.F("high"))), name="quality_pair_ordered")],
            },
        ),
        CreateTable(
            name="PastStanding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("correct_asked", models.BigIntegerField(default=0)),
                ("correct_failed", models.BigIntegerField(default=0)),
                ("complete_asked", models.BigIntegerField(default=0)),
                ("complete_failed", models.BigIntegerField(default=0)),
                ("clean_asked", models.BigIntegerField(default=0)),
                ("clean_failed", models.BigIntegerField(default=0)),
                ("live_asked", models.BigIntegerField(default=0)),
                ("live_failed", models.BigIntegerField(default=0)),
                ("findings", models.IntegerField(default=0, verbose_name="Việc cần sửa")),
                ("score", models.FloatField(null=True, verbose_name="Điểm chung")),
                ("on", models.DateField()),
                ("unit", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.orgunit")),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("unit", "on"), name="quality_paststanding_once")]},
        ),
        CreateTable(
            name="Pulse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("table", models.CharField(db_collation="C", max_length=63)),
                ("changed_on", models.DateField()),
                ("unit", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.orgunit")),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("unit", "table"), name="quality_pulse_once")]},
        ),
        CreateTable(
            name="Responsibility",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("component", models.CharField(db_collation="C", max_length=60, verbose_name="phần dữ liệu")),
                ("valid_from", models.DateField(verbose_name="từ ngày")),
                ("valid_until", models.DateField(null=True, verbose_name="đến trước ngày")),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person", verbose_name="người phụ trách")),
                ("unit", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.orgunit", verbose_name="đơn vị")),
            ],
            options={"verbose_name": "phân công phụ trách dữ liệu", "constraints": [models.UniqueConstraint(condition=models.Q(("valid_until__isnull", True)), fields=("unit", "component"), name="quality_responsibility_open_once")]},
        ),
        CreateTable(
            name="Tally",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("check_code", models.CharField(db_collation="C", max_length=80)),
                ("asked", models.IntegerField()),
                ("failed", models.IntegerField()),
                ("explained", models.IntegerField(default=0)),
                ("unit", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.orgunit")),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("unit", "check_code"), name="quality_tally_once")]},
        ),
        CreateTable(
            name="Reminder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("component", models.CharField(db_collation="C", max_length=60, verbose_name="phần dữ liệu")),
                ("number", models.IntegerField(verbose_name="số việc")),
                ("made_on", models.DateField(verbose_name="ngày nhắc")),
                ("seen_at", models.DateTimeField(null=True, verbose_name="xem lúc")),
                ("seen_by", models.CharField(blank=True, default="", max_length=120, verbose_name="người xem")),
                ("person", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person", verbose_name="người phụ trách")),
                ("unit", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.orgunit")),
            ],
            options={"verbose_name": "nhắc cập nhật dữ liệu", "constraints": [models.UniqueConstraint(fields=("unit", "component", "made_on"), name="quality_reminder_once")]},
        ),
    ]
