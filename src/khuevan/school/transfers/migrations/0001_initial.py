# fmt: off
"""Periods within which a transfer is answered, and transfers."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from khuevan.kernel.database.migrations import CreateTable


class Migration(migrations.Migration):
    initial = True

    dependencies = [("learners", "0001_initial"), ("organisations", "0001_initial"), ("people", "0001_initial"), ("schoolyear", "0001_initial")]

    operations = [
        CreateTable(
            name="TransferRule",
            fields=[
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("id", models.AutoField(primary_key=True, serialize=False)),
                ("instrument", models.CharField(max_length=80)),
                ("article", models.CharField(blank=True, default="", max_length=40)),
                ("level", models.CharField(choices=[("preschool", "Mầm non"), ("primary", "Tiểu học"), ("lower_secondary", "Trung học cơ sở"), ("upper_secondary", "Trung học phổ thông"), ("continuing", "Giáo dục thường xuyên")], max_length=16)),
                ("valid_from", models.DateField()),
                ("valid_until", models.DateField(blank=True, null=True)),
                ("answer_days", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("answer_days_other_province", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("return_days", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("placement_days", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "trust",
                    models.CharField(
                        choices=[("official", "Theo văn bản chính thức"), ("secondary", "Theo nguồn dẫn lại"), ("practice", "Theo hệ thống đang dùng"), ("unverified", "Chưa kiểm chứng"), ("local", "Địa phương quyết định")], default="unverified", max_length=10
                    ),
                ),
                ("search", models.TextField(default="", editable=False)),
            ],
            options={
                "verbose_name": "thời hạn chuyển trường",
                "constraints": [
                    models.UniqueConstraint(fields=("level", "valid_from"), name="transfers_rule_once", violation_error_message="Cấp học này đã có quy định từ ngày đó."),
                    models.CheckConstraint(condition=models.Q(("valid_until__isnull", True), ("valid_until__gt", models.F("valid_from")), _connector="OR"), name="transfers_rule_has_days"),
                ],
            },
        ),
        CreateTable(
            name="Transfer",
            fields=[
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("id", models.AutoField(primary_key=True, serialize=False)),
                ("sending_name", models.CharField(max_length=200)),
                ("receiving_name", models.CharField(max_length=200)),
                ("full_name", models.CharField(max_length=100)),
                ("birth_date", models.DateField(blank=True, null=True)),
                ("sex", models.CharField(blank=True, choices=[("male", "Nam"), ("female", "Nữ")], default="", max_length=6)),
                (
                    "grade",
                    models.CharField(
                        choices=[
                            ("01", "Lớp 1"),
                            ("02", "Lớp 2"),
                            ("03", "Lớp 3"),
                            ("04", "Lớp 4"),
                            ("05", "Lớp 5"),
                            ("06", "Lớp 6"),
                            ("07", "Lớp 7"),
                            ("08", "Lớp 8"),
                            ("09", "Lớp 9"),
                            ("10", "Lớp 10"),
                            ("11", "Lớp 11"),
                            ("12", "Lớp 12"),
                            ("13", "Trẻ 3-12 tháng tuổi"),
                            ("14", "Trẻ 13-24 tháng tuổi"),
                            ("15", "Trẻ 25-36 tháng tuổi"),
                            ("16", "Mẫu giáo bé (3-4 tuổi)"),
                            ("17", "Mẫu giáo nhỡ (4-5 tuổi)"),
                            ("18", "Mẫu giáo lớn (5-6 tuổi)"),
                        ],
                        max_length=2,
                    ),
                ),
                ("from_class", models.CharField(blank=True, default="", max_length=20)),
                ("to_class", models.CharField(blank=True, default="", max_length=20)),
                ("same_province", models.BooleanField(default=True)),
                ("opened_by", models.CharField(choices=[("sending", "Trường đang học"), ("receiving", "Trường nhận")], max_length=9)),
                (
                    "state",
                    models.CharField(
                        choices=[("requested", "Chờ trường nhận trả lời"), ("accepted", "Chờ trường đang học trả hồ sơ"), ("moved", "Đã chuyển, chờ xếp lớp"), ("done", "Đã chuyển và xếp lớp"), ("refused", "Không được đồng ý"), ("withdrawn", "Đã rút đề nghị")],
                        default="requested",
                        max_length=9,
                    ),
                ),
                ("reason", models.CharField(max_length=300)),
                (
                    "papers",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(choices=[("application", "Đơn xin chuyển trường"), ("results", "Bản tổng hợp kết quả học tập, rèn luyện"), ("plan", "Kế hoạch giáo dục cá nhân (nếu có)")], max_length=11), blank=True, default=list, size=None
                    ),
                ),
                ("requested_on", models.DateField()),
                ("due_on", models.DateField(blank=True, null=True)),
                ("answered_on", models.DateField(blank=True, null=True)),
                ("answer_note", models.CharField(blank=True, default="", max_length=300)),
                ("effective_on", models.DateField(blank=True, null=True)),
                ("released_on", models.DateField(blank=True, null=True)),
                ("release_note", models.CharField(blank=True, default="", max_length=300)),
                ("closed_on", models.DateField(blank=True, null=True)),
                ("close_reason", models.CharField(blank=True, default="", max_length=300)),
                ("search", models.TextField(default="", editable=False)),
                ("sort_key", models.TextField(db_collation="C", default="", editable=False)),
                ("class_group", models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="schoolyear.classgroup")),
                ("learner", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="learners.learner")),
                ("person", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person")),
                ("receiving", models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.orgunit")),
                ("school_year", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="schoolyear.schoolyear")),
                ("sending", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.orgunit")),
                ("rule", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="transfers.transferrule")),
            ],
            options={
                "verbose_name": "chuyển trường",
                "indexes": [models.Index(fields=["sending", "state"], name="transfers_sending"), models.Index(fields=["receiving", "state"], name="transfers_receiving"), models.Index(fields=["-requested_on", "-id"], name="transfers_order")],
                "constraints": [
                    models.UniqueConstraint(condition=models.Q(("state__in", ("requested", "accepted"))), fields=("learner",), name="transfers_open_once"),
                    models.CheckConstraint(condition=models.Q(("receiving__isnull", True), models.Q(("receiving", models.F("sending")), _negated=True), _connector="OR"), name="transfers_other_school"),
                    models.CheckConstraint(condition=models.Q(("state__in", ("requested", "accepted", "moved")), ("closed_on__isnull", False), _connector="OR"), name="transfers_closed_on_a_day"),
                ],
            },
        ),
    ]
