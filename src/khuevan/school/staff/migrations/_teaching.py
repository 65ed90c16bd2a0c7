# fmt: off
"""The norms of teaching and who teaches what: operations of `0001_initial`."""

import django.core.validators
import django.db.models.deletion
from django.db import models

from khuevan.kernel.database.migrations import CreateTable

OPERATIONS = [
    CreateTable(
        name="LoadNorm",
        fields=[
            ("version", models.PositiveIntegerField(default=1, editable=False)),
            ("id", models.AutoField(primary_key=True, serialize=False)),
            ("instrument", models.CharField(max_length=60, verbose_name="văn bản")),
            ("article", models.CharField(blank=True, default="", max_length=80, verbose_name="điều, khoản")),
            (
                "trust",
                models.CharField(
                    choices=[("official", "Theo văn bản chính thức"), ("secondary", "Theo nguồn dẫn lại"), ("practice", "Theo hệ thống đang dùng"), ("unverified", "Chưa kiểm chứng"), ("local", "Địa phương quyết định")],
                    default="unverified",
                    max_length=10,
                    verbose_name="mức tin cậy",
                ),
            ),
            ("valid_from", models.DateField(verbose_name="từ ngày")),
            ("valid_until", models.DateField(blank=True, null=True, verbose_name="đến trước ngày")),
            ("post", models.CharField(choices=[("teacher", "Giáo viên"), ("head", "Hiệu trưởng, giám đốc"), ("deputy", "Phó hiệu trưởng, phó giám đốc")], max_length=8, verbose_name="đối tượng")),
            (
                "school_type",
                models.CharField(
                    choices=[
                        ("general", "Trường phổ thông"),
                        ("semi_boarding", "Trường phổ thông dân tộc bán trú"),
                        ("boarding", "Trường phổ thông dân tộc nội trú"),
                        ("special", "Trường, lớp dành cho người khuyết tật"),
                        ("continuing", "Giáo dục thường xuyên"),
                    ],
                    max_length=16,
                    verbose_name="loại trường",
                ),
            ),
            (
                "level",
                models.CharField(
                    blank=True,
                    choices=[("preschool", "Mầm non"), ("primary", "Tiểu học"), ("lower_secondary", "Trung học cơ sở"), ("upper_secondary", "Trung học phổ thông"), ("continuing", "Giáo dục thường xuyên")],
                    default="",
                    max_length=16,
                    verbose_name="cấp học",
                ),
            ),
            ("periods", models.DecimalField(decimal_places=2, max_digits=5, verbose_name="số tiết/tuần")),
        ],
        options={
            "verbose_name": "định mức tiết dạy",
            "constraints": [
                models.UniqueConstraint(fields=("post", "school_type", "level", "valid_from"), name="staff_norm_once"),
                models.CheckConstraint(condition=models.Q(("valid_until__isnull", True), ("valid_until__gt", models.F("valid_from")), _connector="OR"), name="staff_norm_has_days"),
            ],
        },
    ),
    CreateTable(
        name="DutyRule",
        fields=[
            ("version", models.PositiveIntegerField(default=1, editable=False)),
            ("id", models.AutoField(primary_key=True, serialize=False)),
            ("instrument", models.CharField(max_length=60, verbose_name="văn bản")),
            ("article", models.CharField(blank=True, default="", max_length=80, verbose_name="điều, khoản")),
            (
                "trust",
                models.CharField(
                    choices=[("official", "Theo văn bản chính thức"), ("secondary", "Theo nguồn dẫn lại"), ("practice", "Theo hệ thống đang dùng"), ("unverified", "Chưa kiểm chứng"), ("local", "Địa phương quyết định")],
                    default="unverified",
                    max_length=10,
                    verbose_name="mức tin cậy",
                ),
            ),
            ("valid_from", models.DateField(verbose_name="từ ngày")),
            ("valid_until", models.DateField(blank=True, null=True, verbose_name="đến trước ngày")),
            ("code", models.CharField(db_collation="C", max_length=20, verbose_name="mã")),
            ("label", models.CharField(max_length=120, verbose_name="nhiệm vụ, chế độ")),
            ("continuing", models.BooleanField(default=False, verbose_name="giáo dục thường xuyên")),
            ("periods", models.DecimalField(blank=True, decimal_places=1, max_digits=4, null=True, verbose_name="số tiết giảm/tuần")),
            ("periods_large", models.DecimalField(blank=True, decimal_places=1, max_digits=4, null=True, verbose_name="ở trường lớn")),
            ("periods_primary", models.DecimalField(blank=True, decimal_places=1, max_digits=4, null=True, verbose_name="ở tiểu học")),
            ("is_duty", models.BooleanField(default=True, verbose_name="tính là nhiệm vụ kiêm nhiệm")),
            ("kept_when_paid", models.BooleanField(default=False, verbose_name="vẫn giảm khi có phụ cấp")),
            ("fund", models.DecimalField(blank=True, decimal_places=1, max_digits=4, null=True, verbose_name="quỹ của trường")),
            ("fund_large", models.DecimalField(blank=True, decimal_places=1, max_digits=4, null=True, verbose_name="quỹ của trường lớn")),
        ],
        options={
            "verbose_name": "chế độ giảm định mức",
            "constraints": [
                models.UniqueConstraint(fields=("code", "continuing", "valid_from"), name="staff_duty_rule_once"),
                models.CheckConstraint(condition=models.Q(("valid_until__isnull", True), ("valid_until__gt", models.F("valid_from")), _connector="OR"), name="staff_duty_rule_has_days"),
            ],
        },
    ),
    CreateTable(
        name="TeachingAssignment",
        fields=[
            ("version", models.PositiveIntegerField(default=1, editable=False)),
            ("id", models.AutoField(primary_key=True, serialize=False)),
            ("term", models.PositiveSmallIntegerField(verbose_name="học kỳ")),
            ("part", models.CharField(blank=True, default="", max_length=60, verbose_name="phần, mạch, nhóm")),
            ("periods", models.DecimalField(decimal_places=1, max_digits=4, validators=[django.core.validators.MinValueValidator(0)], verbose_name="số tiết/tuần")),
            ("assigned_on", models.DateField(verbose_name="từ ngày")),
            ("ended_on", models.DateField(blank=True, null=True, verbose_name="thôi dạy từ")),
            ("class_group", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="schoolyear.classgroup", verbose_name="lớp")),
            ("school", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.orgunit", verbose_name="trường")),
            ("school_year", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="schoolyear.schoolyear", verbose_name="năm học")),
            ("staff", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="assignments", to="staff.staffmember", verbose_name="giáo viên")),
            ("subject", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="curriculum.subject", verbose_name="môn học")),
        ],
        options={
            "verbose_name": "phân công giảng dạy",
            "indexes": [models.Index(fields=["school", "school_year", "term"], name="staff_assignment_school")],
            "constraints": [
                models.UniqueConstraint(condition=models.Q(("ended_on__isnull", True)), fields=("class_group", "subject", "term", "part", "staff"), name="staff_assignment_once"),
                models.CheckConstraint(condition=models.Q(("term__in", (1, 2))), name="staff_assignment_term"),
                models.CheckConstraint(condition=models.Q(("periods__gte", 0), ("periods__lte", 60)), name="staff_assignment_periods"),
            ],
        },
    ),
]
