# fmt: off
"""Minimum lists of equipment, and norms: operations of `0001_initial`."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import models

from khuevan.kernel.database.migrations import CreateTable

OPERATIONS = [
    CreateTable(
        name="EquipmentList",
        fields=[
            ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("version", models.PositiveIntegerField(default=1, editable=False)),
            ("name", models.CharField(max_length=200, verbose_name="Danh mục")),
            ("instrument", models.CharField(max_length=120, verbose_name="Văn bản")),
            (
                "level",
                models.CharField(choices=[("preschool", "Mầm non"), ("primary", "Tiểu học"), ("lower_secondary", "Trung học cơ sở"), ("upper_secondary", "Trung học phổ thông"), ("continuing", "Giáo dục thường xuyên")], max_length=16, verbose_name="Cấp học"),
            ),
            ("valid_from", models.DateField(verbose_name="Áp dụng từ")),
            ("valid_until", models.DateField(blank=True, null=True, verbose_name="Đến trước ngày")),
            (
                "trust",
                models.CharField(
                    choices=[("official", "Theo văn bản chính thức"), ("secondary", "Theo nguồn dẫn lại"), ("practice", "Theo hệ thống đang dùng"), ("unverified", "Chưa kiểm chứng"), ("local", "Địa phương quyết định")],
                    default="unverified",
                    max_length=12,
                    verbose_name="Độ tin cậy",
                ),
            ),
            ("note", models.CharField(blank=True, max_length=500, verbose_name="Ghi chú")),
            ("search", models.TextField(default="", editable=False)),
            ("sort_key", models.TextField(db_collation="C", default="", editable=False)),
        ],
        options={
            "verbose_name": "Danh mục thiết bị tối thiểu",
            "indexes": [models.Index(fields=["level", "valid_from"], name="facilities_list_level")],
            "constraints": [
                models.CheckConstraint(condition=models.Q(("valid_until__isnull", True), ("valid_until__gt", models.F("valid_from")), _connector="OR"), name="facilities_list_period", violation_error_message="Ngày thôi áp dụng phải sau ngày áp dụng.")
            ],
        },
    ),
    CreateTable(
        name="EquipmentItem",
        fields=[
            ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("version", models.PositiveIntegerField(default=1, editable=False)),
            ("topic", models.CharField(blank=True, max_length=200, verbose_name="Chủ đề dạy học")),
            ("code", models.CharField(db_collation="C", max_length=30, verbose_name="Mã thiết bị")),
            ("name", models.CharField(max_length=250, verbose_name="Tên thiết bị")),
            ("use", models.CharField(blank=True, max_length=500, verbose_name="Mục đích sử dụng")),
            ("description", models.TextField(blank=True, verbose_name="Mô tả")),
            ("unit", models.CharField(default="bộ", max_length=20, verbose_name="Đơn vị tính")),
            ("quantity", models.DecimalField(decimal_places=2, max_digits=8, verbose_name="Số lượng")),
            (
                "basis",
                models.CharField(
                    choices=[("school", "trường"), ("point", "điểm trường"), ("class", "lớp"), ("classroom", "phòng học"), ("subject_room", "phòng học bộ môn"), ("teacher", "giáo viên"), ("learners", "học sinh")], max_length=14, verbose_name="Tính cho mỗi"
                ),
            ),
            ("per_size", models.PositiveSmallIntegerField(default=1, verbose_name="Cỡ nhóm")),
            (
                "stock",
                models.CharField(
                    choices=[("equipment", "Sổ thiết bị, theo mục này"), ("informatics", "Sổ máy tính: máy dạy Tin học"), ("teaching", "Sổ máy tính: máy của giáo viên, dạy các môn khác"), ("projection", "Sổ thiết bị: máy chiếu, ti vi, bảng tương tác")],
                    default="equipment",
                    max_length=12,
                    verbose_name="Đối chiếu với",
                ),
            ),
            ("users", models.CharField(choices=[("teacher", "Giáo viên"), ("learner", "Học sinh"), ("both", "Giáo viên và học sinh")], default="both", max_length=8, verbose_name="Đối tượng sử dụng")),
            ("grades", django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=2), blank=True, default=list, size=None, verbose_name="Lớp")),
            (
                "trust",
                models.CharField(
                    choices=[("official", "Theo văn bản chính thức"), ("secondary", "Theo nguồn dẫn lại"), ("practice", "Theo hệ thống đang dùng"), ("unverified", "Chưa kiểm chứng"), ("local", "Địa phương quyết định")],
                    default="unverified",
                    max_length=12,
                    verbose_name="Độ tin cậy",
                ),
            ),
            ("closed_on", models.DateField(blank=True, null=True, verbose_name="Bỏ khỏi danh mục từ")),
            ("search", models.TextField(default="", editable=False)),
            ("sort_key", models.TextField(db_collation="C", default="", editable=False)),
            ("replaces", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="facilities.equipmentitem", verbose_name="Thay cho mục")),
            ("subject", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="curriculum.subject", verbose_name="Môn học")),
            ("minimum_list", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="items", to="facilities.equipmentlist", verbose_name="Danh mục")),
        ],
        options={
            "verbose_name": "Thiết bị trong danh mục tối thiểu",
            "indexes": [models.Index(fields=["minimum_list", "code"], name="facilities_item_list"), models.Index(fields=["sort_key", "id"], name="facilities_item_order")],
            "constraints": [
                models.UniqueConstraint(fields=("minimum_list", "code"), name="facilities_item_code", violation_error_message="Mã này đã có trong danh mục."),
                models.CheckConstraint(condition=models.Q(("per_size__gte", 1)), name="facilities_item_size"),
            ],
        },
    ),
    CreateTable(
        name="Norm",
        fields=[
            ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("version", models.PositiveIntegerField(default=1, editable=False)),
            ("name", models.CharField(max_length=200, verbose_name="Định mức")),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("land_per_learner", "Diện tích đất trên một người học (m²)"),
                        ("classrooms_per_class", "Số phòng học trên một lớp"),
                        ("solid_share", "Tỷ lệ phòng học kiên cố (%)"),
                        ("classroom_area", "Diện tích phòng học trên một người học (m²)"),
                        ("subject_rooms", "Số phòng học bộ môn"),
                        ("learners_per_computer", "Số học sinh học chung một máy tính trong giờ Tin học"),
                        ("connected_classrooms", "Tỷ lệ phòng học có trình chiếu và Internet (%)"),
                        ("learners_per_tap", "Số học sinh trên một vòi nước"),
                        ("boys_per_fixture", "Số học sinh nam trên một bệ xí"),
                        ("girls_per_fixture", "Số học sinh nữ trên một bệ xí"),
                    ],
                    max_length=24,
                    verbose_name="Chỉ số",
                ),
            ),
            (
                "level",
                models.CharField(choices=[("preschool", "Mầm non"), ("primary", "Tiểu học"), ("lower_secondary", "Trung học cơ sở"), ("upper_secondary", "Trung học phổ thông"), ("continuing", "Giáo dục thường xuyên")], max_length=16, verbose_name="Cấp học"),
            ),
            ("hard_area", models.BooleanField(default=False, verbose_name="Chỉ cho vùng đặc biệt khó khăn")),
            ("value", models.DecimalField(decimal_places=2, max_digits=10, verbose_name="Giá trị")),
            ("instrument", models.CharField(max_length=160, verbose_name="Văn bản")),
            ("valid_from", models.DateField(verbose_name="Áp dụng từ")),
            ("valid_until", models.DateField(blank=True, null=True, verbose_name="Đến trước ngày")),
            (
                "trust",
                models.CharField(
                    choices=[("official", "Theo văn bản chính thức"), ("secondary", "Theo nguồn dẫn lại"), ("practice", "Theo hệ thống đang dùng"), ("unverified", "Chưa kiểm chứng"), ("local", "Địa phương quyết định")],
                    default="unverified",
                    max_length=12,
                    verbose_name="Độ tin cậy",
                ),
            ),
            ("note", models.CharField(blank=True, max_length=500, verbose_name="Ghi chú")),
            ("search", models.TextField(default="", editable=False)),
            ("sort_key", models.TextField(db_collation="C", default="", editable=False)),
        ],
        options={
            "verbose_name": "Định mức cơ sở vật chất",
            "indexes": [models.Index(fields=["kind", "level", "valid_from"], name="facilities_norm_kind")],
            "constraints": [
                models.CheckConstraint(condition=models.Q(("valid_until__isnull", True), ("valid_until__gt", models.F("valid_from")), _connector="OR"), name="facilities_norm_period", violation_error_message="Ngày thôi áp dụng phải sau ngày áp dụng.")
            ],
        },
    ),
]
