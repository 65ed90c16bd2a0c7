# fmt: off
"""Subjects, programmes, their lines, sets of elective subjects."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from khuevan.kernel.database.migrations import CreateTable


class Migration(migrations.Migration):
    initial = True

    dependencies = [("organisations", "0001_initial")]

    operations = [
        CreateTable(
            name="Subject",
            fields=[
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("id", models.AutoField(primary_key=True, serialize=False)),
                ("code", models.CharField(db_collation="C", max_length=20, unique=True, verbose_name="mã môn học")),
                ("name", models.CharField(max_length=120, verbose_name="tên môn học")),
                ("short_name", models.CharField(blank=True, default="", max_length=40, verbose_name="tên ngắn")),
                (
                    "kind",
                    models.CharField(
                        choices=[("subject", "Môn học"), ("activity", "Hoạt động giáo dục"), ("strand", "Phân môn, mạch nội dung"), ("domain", "Lĩnh vực phát triển"), ("topic", "Chuyên đề học tập")], default="subject", max_length=8, verbose_name="loại"
                    ),
                ),
                ("assessed_by", models.CharField(choices=[("score", "Nhận xét kết hợp điểm số"), ("comment", "Nhận xét"), ("none", "Không đánh giá riêng")], default="score", max_length=8, verbose_name="cách đánh giá")),
                ("sector_code", models.CharField(blank=True, db_collation="C", default="", max_length=20, verbose_name="mã trong DM_MON_HOC")),
                ("source", models.CharField(blank=True, default="", max_length=200, verbose_name="nguồn")),
                (
                    "trust",
                    models.CharField(
                        choices=[("official", "Theo văn bản chính thức"), ("secondary", "Theo nguồn dẫn lại"), ("practice", "Theo hệ thống đang dùng"), ("unverified", "Chưa kiểm chứng"), ("local", "Địa phương quyết định")],
                        default="unverified",
                        max_length=10,
                        verbose_name="mức tin cậy",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=100, verbose_name="thứ tự")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="ngừng dạy từ")),
                ("search", models.TextField(default="", editable=False)),
                ("sort_key", models.TextField(db_collation="C", default="", editable=False)),
                ("parent", models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="strands", to="curriculum.subject", verbose_name="thuộc môn học")),
                ("unit", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.orgunit", verbose_name="nơi bổ sung")),
            ],
            options={
                "verbose_name": "môn học",
                "indexes": [models.Index(fields=["position", "sort_key"], name="curriculum_subject_order")],
                "constraints": [models.CheckConstraint(condition=models.Q(("parent", models.F("id")), _negated=True), name="curriculum_subject_not_own_part")],
            },
        ),
        CreateTable(
            name="Programme",
            fields=[
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("id", models.AutoField(primary_key=True, serialize=False)),
                ("code", models.CharField(db_collation="C", max_length=24, unique=True, verbose_name="mã chương trình")),
                ("name", models.CharField(max_length=160, verbose_name="tên chương trình")),
                (
                    "level",
                    models.CharField(
                        choices=[("preschool", "Mầm non"), ("primary", "Tiểu học"), ("lower_secondary", "Trung học cơ sở"), ("upper_secondary", "Trung học phổ thông"), ("continuing", "Giáo dục thường xuyên")], max_length=16, verbose_name="cấp học"
                    ),
                ),
                ("instrument", models.CharField(max_length=160, verbose_name="văn bản ban hành")),
                ("weeks", models.PositiveSmallIntegerField(default=35, verbose_name="số tuần thực học")),
                ("minutes", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="thời lượng một tiết (phút)")),
                ("electives", models.PositiveSmallIntegerField(default=0, verbose_name="số môn lựa chọn")),
                ("topics", models.PositiveSmallIntegerField(default=0, verbose_name="số cụm chuyên đề")),
                (
                    "trust",
                    models.CharField(
                        choices=[("official", "Theo văn bản chính thức"), ("secondary", "Theo nguồn dẫn lại"), ("practice", "Theo hệ thống đang dùng"), ("unverified", "Chưa kiểm chứng"), ("local", "Địa phương quyết định")],
                        default="unverified",
                        max_length=10,
                        verbose_name="mức tin cậy",
                    ),
                ),
                ("source", models.CharField(blank=True, default="", max_length=200, verbose_name="nguồn")),
                ("note", models.CharField(blank=True, default="", max_length=300, verbose_name="ghi chú")),
                ("position", models.PositiveSmallIntegerField(default=100, verbose_name="thứ tự")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="hết hiệu lực từ")),
                ("search", models.TextField(default="", editable=False)),
            ],
            options={"verbose_name": "chương trình giáo dục"},
        ),
        CreateTable(
            name="ElectiveSet",
            fields=[
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("id", models.AutoField(primary_key=True, serialize=False)),
                ("code", models.CharField(db_collation="C", max_length=20, verbose_name="mã tổ hợp")),
                ("name", models.CharField(max_length=120, verbose_name="tên tổ hợp")),
                ("subjects", django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), default=list, size=None, verbose_name="môn lựa chọn")),
                ("topics", django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), blank=True, default=list, size=None, verbose_name="cụm chuyên đề")),
                ("note", models.CharField(blank=True, default="", max_length=300, verbose_name="ghi chú")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="ngừng dùng từ")),
                ("search", models.TextField(default="", editable=False)),
                ("sort_key", models.TextField(db_collation="C", default="", editable=False)),
                ("school", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.orgunit", verbose_name="trường")),
            ],
            options={"verbose_name": "tổ hợp môn lựa chọn", "indexes": [models.Index(fields=["school", "sort_key", "id"], name="curriculum_set_school")], "constraints": [models.UniqueConstraint(fields=("school", "code"), name="curriculum_set_code")]},
        ),
        CreateTable(
            name="ProgrammeSubject",
            fields=[
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("id", models.AutoField(primary_key=True, serialize=False)),
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
                        verbose_name="khối",
                    ),
                ),
                (
                    "block",
                    models.CharField(
                        choices=[("required", "Bắt buộc"), ("elective", "Lựa chọn (chọn một số môn)"), ("topic", "Cụm chuyên đề học tập"), ("optional", "Tự chọn"), ("domain", "Lĩnh vực phát triển"), ("local", "Địa phương bổ sung")],
                        default="required",
                        max_length=8,
                        verbose_name="phần",
                    ),
                ),
                ("periods", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="số tiết một năm")),
                ("decision_number", models.CharField(blank=True, default="", max_length=60, verbose_name="số quyết định")),
                (
                    "trust",
                    models.CharField(
                        choices=[("official", "Theo văn bản chính thức"), ("secondary", "Theo nguồn dẫn lại"), ("practice", "Theo hệ thống đang dùng"), ("unverified", "Chưa kiểm chứng"), ("local", "Địa phương quyết định")],
                        default="unverified",
                        max_length=10,
                        verbose_name="mức tin cậy",
                    ),
                ),
                ("source", models.CharField(blank=True, default="", max_length=200, verbose_name="nguồn")),
                ("from_year", models.CharField(db_collation="C", max_length=9, verbose_name="từ năm học")),
                ("until_year", models.CharField(blank=True, db_collation="C", default="", max_length=9, verbose_name="đến trước năm học")),
                ("programme", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="curriculum.programme", verbose_name="chương trình")),
                ("subject", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="curriculum.subject", verbose_name="môn học")),
                ("unit", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.orgunit", verbose_name="nơi bổ sung")),
            ],
            options={
                "verbose_name": "môn học của chương trình",
                "constraints": [
                    models.UniqueConstraint(fields=("programme", "grade", "subject", "block", "unit", "from_year"), name="curriculum_line_once", nulls_distinct=False),
                    models.CheckConstraint(condition=models.Q(("until_year", ""), ("until_year__gt", models.F("from_year")), _connector="OR"), name="curriculum_line_has_years"),
                ],
            },
        ),
    ]
