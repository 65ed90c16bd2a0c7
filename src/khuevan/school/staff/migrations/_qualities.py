# fmt: off
"""Qualifications, languages, training and yearly assessments: operations of `0001_initial`."""

import django.db.models.deletion
from django.db import models

from khuevan.kernel.database.migrations import CreateTable

OPERATIONS = [
    CreateTable(
        name="Qualification",
        fields=[
            ("version", models.PositiveIntegerField(default=1, editable=False)),
            ("id", models.AutoField(primary_key=True, serialize=False)),
            ("note", models.CharField(blank=True, default="", max_length=200, verbose_name="ghi chú")),
            ("cancelled_on", models.DateField(blank=True, editable=False, null=True, verbose_name="hủy bỏ từ")),
            ("place", models.CharField(max_length=100, verbose_name="tên trường, cơ sở đào tạo")),
            ("major", models.CharField(max_length=100, verbose_name="chuyên ngành đào tạo")),
            (
                "degree",
                models.CharField(
                    choices=[("below", "Chưa qua đào tạo"), ("elementary", "Sơ cấp"), ("intermediate", "Trung cấp"), ("college", "Cao đẳng"), ("bachelor", "Đại học"), ("master", "Thạc sĩ"), ("doctor", "Tiến sĩ")], max_length=16, verbose_name="trình độ"
                ),
            ),
            (
                "form",
                models.CharField(
                    blank=True, choices=[("full_time", "Chính quy"), ("in_service", "Vừa làm vừa học"), ("distance", "Từ xa"), ("second", "Văn bằng hai, liên thông"), ("other", "Hình thức khác")], default="", max_length=16, verbose_name="hình thức đào tạo"
                ),
            ),
            ("studied_from", models.DateField(blank=True, null=True, verbose_name="từ ngày")),
            ("graduated_on", models.DateField(verbose_name="đến ngày")),
            ("diploma", models.CharField(blank=True, default="", max_length=100, verbose_name="tên văn bằng, chứng chỉ")),
            ("diploma_number", models.CharField(blank=True, default="", max_length=50, verbose_name="số hiệu văn bằng")),
            ("school", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.orgunit", verbose_name="trường")),
            ("staff", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="staff.staffmember", verbose_name="nhân sự")),
        ],
        options={"verbose_name": "quá trình đào tạo", "indexes": [models.Index(fields=["school", "-graduated_on", "-id"], name="staff_qualification_order")]},
    ),
    CreateTable(
        name="LanguageCertificate",
        fields=[
            ("version", models.PositiveIntegerField(default=1, editable=False)),
            ("id", models.AutoField(primary_key=True, serialize=False)),
            ("note", models.CharField(blank=True, default="", max_length=200, verbose_name="ghi chú")),
            ("cancelled_on", models.DateField(blank=True, editable=False, null=True, verbose_name="hủy bỏ từ")),
            (
                "language",
                models.CharField(
                    choices=[("", "Không"), ("en", "Tiếng Anh"), ("fr", "Tiếng Pháp"), ("zh", "Tiếng Trung Quốc"), ("ru", "Tiếng Nga"), ("ja", "Tiếng Nhật"), ("ko", "Tiếng Hàn"), ("de", "Tiếng Đức"), ("other", "Ngoại ngữ khác")],
                    max_length=16,
                    verbose_name="ngoại ngữ",
                ),
            ),
            (
                "level",
                models.CharField(
                    choices=[
                        ("", "Chưa có"),
                        ("1", "Bậc 1 (A1)"),
                        ("2", "Bậc 2 (A2)"),
                        ("3", "Bậc 3 (B1)"),
                        ("4", "Bậc 4 (B2)"),
                        ("5", "Bậc 5 (C1)"),
                        ("6", "Bậc 6 (C2)"),
                        ("a", "Chứng chỉ A (cũ)"),
                        ("b", "Chứng chỉ B (cũ)"),
                        ("c", "Chứng chỉ C (cũ)"),
                        ("college", "Cao đẳng ngoại ngữ"),
                        ("bachelor", "Đại học ngoại ngữ trở lên"),
                    ],
                    max_length=16,
                    verbose_name="trình độ",
                ),
            ),
            ("score", models.DecimalField(blank=True, decimal_places=1, max_digits=6, null=True, verbose_name="điểm")),
            ("issued_on", models.DateField(verbose_name="ngày cấp")),
            ("issuer", models.CharField(blank=True, default="", max_length=100, verbose_name="nơi cấp")),
            ("school", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.orgunit", verbose_name="trường")),
            ("staff", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="staff.staffmember", verbose_name="nhân sự")),
        ],
        options={"verbose_name": "chứng chỉ ngoại ngữ", "indexes": [models.Index(fields=["school", "-issued_on", "-id"], name="staff_language_order")]},
    ),
    CreateTable(
        name="Training",
        fields=[
            ("version", models.PositiveIntegerField(default=1, editable=False)),
            ("id", models.AutoField(primary_key=True, serialize=False)),
            ("note", models.CharField(blank=True, default="", max_length=200, verbose_name="ghi chú")),
            ("cancelled_on", models.DateField(blank=True, editable=False, null=True, verbose_name="hủy bỏ từ")),
            (
                "programme",
                models.CharField(
                    choices=[
                        ("1", "BDTX: Chương trình 1 (Bộ)"),
                        ("2", "BDTX: Chương trình 2 (địa phương)"),
                        ("3", "BDTX: Chương trình 3 (tự chọn)"),
                        ("curriculum", "Chương trình GDPT 2018, sách giáo khoa"),
                        ("digital", "Năng lực số"),
                        ("life_skills", "Kỹ năng sống"),
                        ("management", "Quản lý giáo dục"),
                        ("title", "Chuẩn nghề nghiệp, chức danh nghề nghiệp"),
                        ("core", "Cốt cán"),
                        ("other", "Khác"),
                    ],
                    max_length=16,
                    verbose_name="chương trình",
                ),
            ),
            ("title", models.CharField(max_length=200, verbose_name="nội dung")),
            ("year", models.CharField(db_collation="C", max_length=9, verbose_name="năm học")),
            ("started_on", models.DateField(verbose_name="từ ngày")),
            ("finished_on", models.DateField(blank=True, null=True, verbose_name="đến ngày")),
            ("periods", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="số tiết")),
            ("result", models.CharField(choices=[("running", "Đang học"), ("done", "Hoàn thành"), ("failed", "Chưa hoàn thành")], default="running", max_length=8, verbose_name="kết quả")),
            ("certificate_number", models.CharField(blank=True, default="", max_length=50, verbose_name="số chứng chỉ")),
            ("school", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.orgunit", verbose_name="trường")),
            ("staff", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="staff.staffmember", verbose_name="nhân sự")),
        ],
        options={"verbose_name": "bồi dưỡng", "indexes": [models.Index(fields=["school", "-started_on", "-id"], name="staff_training_order")]},
    ),
    CreateTable(
        name="Assessment",
        fields=[
            ("version", models.PositiveIntegerField(default=1, editable=False)),
            ("id", models.AutoField(primary_key=True, serialize=False)),
            ("note", models.CharField(blank=True, default="", max_length=200, verbose_name="ghi chú")),
            ("cancelled_on", models.DateField(blank=True, editable=False, null=True, verbose_name="hủy bỏ từ")),
            ("kind", models.CharField(choices=[("teacher", "Chuẩn nghề nghiệp giáo viên"), ("head", "Chuẩn hiệu trưởng, phó hiệu trưởng"), ("employee", "Đánh giá, xếp loại viên chức")], max_length=8, verbose_name="theo")),
            ("year", models.CharField(db_collation="C", max_length=9, verbose_name="năm học")),
            (
                "result",
                models.CharField(
                    choices=[
                        ("not_met", "Chưa đạt"),
                        ("met", "Đạt"),
                        ("good", "Khá"),
                        ("excellent", "Tốt"),
                        ("not_done", "Không hoàn thành nhiệm vụ"),
                        ("done", "Hoàn thành nhiệm vụ"),
                        ("well_done", "Hoàn thành tốt nhiệm vụ"),
                        ("outstanding", "Hoàn thành xuất sắc nhiệm vụ"),
                    ],
                    max_length=12,
                    verbose_name="xếp loại",
                ),
            ),
            ("assessed_on", models.DateField(verbose_name="ngày đánh giá")),
            ("assessed_by", models.CharField(blank=True, default="", max_length=100, verbose_name="cấp đánh giá")),
            ("school", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.orgunit", verbose_name="trường")),
            ("staff", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="staff.staffmember", verbose_name="nhân sự")),
        ],
        options={
            "verbose_name": "đánh giá",
            "indexes": [models.Index(fields=["school", "-assessed_on", "-id"], name="staff_assessment_order")],
            "constraints": [models.UniqueConstraint(condition=models.Q(("cancelled_on__isnull", True)), fields=("staff", "kind", "year"), name="staff_assessment_once_a_year")],
        },
    ),
]
