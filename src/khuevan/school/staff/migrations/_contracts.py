# fmt: off
"""Contracts, salary, duties, rewards and discipline: operations of `0001_initial`."""

import django.db.models.deletion
from django.db import models

from khuevan.kernel.database.migrations import CreateTable

OPERATIONS = [
    CreateTable(
        name="Contract",
        fields=[
            ("version", models.PositiveIntegerField(default=1, editable=False)),
            ("id", models.AutoField(primary_key=True, serialize=False)),
            ("note", models.CharField(blank=True, default="", max_length=200, verbose_name="ghi chú")),
            ("cancelled_on", models.DateField(blank=True, editable=False, null=True, verbose_name="hủy bỏ từ")),
            (
                "form",
                models.CharField(
                    choices=[("tenure", "Viên chức, không xác định thời hạn"), ("term", "Viên chức, xác định thời hạn"), ("labour", "Hợp đồng lao động"), ("support", "Hợp đồng theo Nghị định 111/2022"), ("visiting", "Thỉnh giảng"), ("official", "Công chức")],
                    max_length=16,
                    verbose_name="hình thức",
                ),
            ),
            ("number", models.CharField(max_length=60, verbose_name="số hợp đồng, quyết định")),
            ("signed_on", models.DateField(blank=True, null=True, verbose_name="ngày ký")),
            ("valid_from", models.DateField(verbose_name="hiệu lực từ")),
            ("valid_until", models.DateField(blank=True, null=True, verbose_name="hết hạn từ")),
            ("job", models.CharField(blank=True, default="", max_length=200, verbose_name="công việc")),
            ("school", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.orgunit", verbose_name="trường")),
            ("staff", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="staff.staffmember", verbose_name="nhân sự")),
        ],
        options={
            "verbose_name": "hợp đồng",
            "indexes": [models.Index(fields=["school", "-valid_from", "-id"], name="staff_contract_order")],
            "constraints": [models.CheckConstraint(condition=models.Q(("valid_until__isnull", True), ("valid_until__gt", models.F("valid_from")), _connector="OR"), name="staff_contract_has_days")],
        },
    ),
    CreateTable(
        name="SalaryStep",
        fields=[
            ("version", models.PositiveIntegerField(default=1, editable=False)),
            ("id", models.AutoField(primary_key=True, serialize=False)),
            ("note", models.CharField(blank=True, default="", max_length=200, verbose_name="ghi chú")),
            ("cancelled_on", models.DateField(blank=True, editable=False, null=True, verbose_name="hủy bỏ từ")),
            ("rank", models.CharField(db_collation="C", max_length=16, verbose_name="ngạch, hạng")),
            ("step", models.PositiveSmallIntegerField(verbose_name="bậc")),
            ("coefficient", models.DecimalField(decimal_places=2, max_digits=5, verbose_name="hệ số")),
            ("over_frame", models.DecimalField(blank=True, decimal_places=2, max_digits=6, null=True, verbose_name="vượt khung (%)")),
            ("valid_from", models.DateField(verbose_name="hưởng từ")),
            ("decision_number", models.CharField(blank=True, default="", max_length=60, verbose_name="số quyết định")),
            ("school", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.orgunit", verbose_name="trường")),
            ("staff", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="staff.staffmember", verbose_name="nhân sự")),
        ],
        options={"verbose_name": "diễn biến lương", "indexes": [models.Index(fields=["school", "-valid_from", "-id"], name="staff_salary_order")]},
    ),
    CreateTable(
        name="Duty",
        fields=[
            ("version", models.PositiveIntegerField(default=1, editable=False)),
            ("id", models.AutoField(primary_key=True, serialize=False)),
            ("note", models.CharField(blank=True, default="", max_length=200, verbose_name="ghi chú")),
            ("cancelled_on", models.DateField(blank=True, editable=False, null=True, verbose_name="hủy bỏ từ")),
            ("kind", models.CharField(db_collation="C", max_length=20, verbose_name="nhiệm vụ")),
            ("valid_from", models.DateField(verbose_name="từ ngày")),
            ("valid_until", models.DateField(blank=True, null=True, verbose_name="đến trước ngày")),
            ("periods", models.DecimalField(blank=True, decimal_places=1, max_digits=4, null=True, verbose_name="số tiết giảm do hiệu trưởng quyết định")),
            ("paid", models.BooleanField(default=False, verbose_name="đã hưởng phụ cấp, thù lao")),
            ("decision_number", models.CharField(blank=True, default="", max_length=60, verbose_name="số quyết định")),
            ("school", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.orgunit", verbose_name="trường")),
            ("staff", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="staff.staffmember", verbose_name="nhân sự")),
        ],
        options={
            "verbose_name": "nhiệm vụ kiêm nhiệm",
            "indexes": [models.Index(fields=["school", "-valid_from", "-id"], name="staff_duty_order")],
            "constraints": [models.CheckConstraint(condition=models.Q(("valid_until__isnull", True), ("valid_until__gt", models.F("valid_from")), _connector="OR"), name="staff_duty_has_days")],
        },
    ),
    CreateTable(
        name="Reward",
        fields=[
            ("version", models.PositiveIntegerField(default=1, editable=False)),
            ("id", models.AutoField(primary_key=True, serialize=False)),
            ("note", models.CharField(blank=True, default="", max_length=200, verbose_name="ghi chú")),
            ("cancelled_on", models.DateField(blank=True, editable=False, null=True, verbose_name="hủy bỏ từ")),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("certificate", "Giấy khen"),
                        ("diploma", "Bằng khen"),
                        ("advanced_worker", "Lao động tiên tiến"),
                        ("fighter_base", "Chiến sĩ thi đua cơ sở"),
                        ("fighter_province", "Chiến sĩ thi đua cấp tỉnh, cấp bộ"),
                        ("fighter_nation", "Chiến sĩ thi đua toàn quốc"),
                        ("excellent_teacher", "Giáo viên dạy giỏi"),
                        ("excellent_homeroom", "Giáo viên chủ nhiệm giỏi"),
                        ("medal", "Kỷ niệm chương, huy chương"),
                        ("order", "Huân chương"),
                        ("meritorious", "Nhà giáo Ưu tú"),
                        ("peoples", "Nhà giáo Nhân dân"),
                        ("other", "Khác"),
                    ],
                    max_length=20,
                    verbose_name="loại khen thưởng",
                ),
            ),
            ("content", models.CharField(max_length=250, verbose_name="nội dung")),
            (
                "honour",
                models.CharField(
                    choices=[("school", "Trường"), ("commune", "Xã, phường"), ("district", "Huyện (trước 01/7/2025)"), ("department", "Sở, ngành"), ("province", "Tỉnh"), ("ministry", "Bộ"), ("state", "Nhà nước")], max_length=12, verbose_name="cấp khen thưởng"
                ),
            ),
            ("given_on", models.DateField(verbose_name="ngày khen thưởng")),
            ("decision_number", models.CharField(blank=True, default="", max_length=100, verbose_name="số quyết định")),
            ("school", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.orgunit", verbose_name="trường")),
            ("staff", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="staff.staffmember", verbose_name="nhân sự")),
        ],
        options={"verbose_name": "khen thưởng", "indexes": [models.Index(fields=["school", "-given_on", "-id"], name="staff_reward_order")]},
    ),
    CreateTable(
        name="Discipline",
        fields=[
            ("version", models.PositiveIntegerField(default=1, editable=False)),
            ("id", models.AutoField(primary_key=True, serialize=False)),
            ("note", models.CharField(blank=True, default="", max_length=200, verbose_name="ghi chú")),
            ("cancelled_on", models.DateField(blank=True, editable=False, null=True, verbose_name="hủy bỏ từ")),
            ("kind", models.CharField(choices=[("reprimand", "Khiển trách"), ("warning", "Cảnh cáo"), ("removal", "Cách chức"), ("dismissal", "Buộc thôi việc"), ("delay", "Kéo dài thời hạn nâng lương")], max_length=12, verbose_name="hình thức kỷ luật")),
            ("reason", models.CharField(max_length=100, verbose_name="lý do")),
            (
                "honour",
                models.CharField(
                    choices=[("school", "Trường"), ("commune", "Xã, phường"), ("district", "Huyện (trước 01/7/2025)"), ("department", "Sở, ngành"), ("province", "Tỉnh"), ("ministry", "Bộ"), ("state", "Nhà nước")], max_length=12, verbose_name="cấp quyết định"
                ),
            ),
            ("given_on", models.DateField(verbose_name="ngày kỷ luật")),
            ("valid_until", models.DateField(blank=True, null=True, verbose_name="hết hiệu lực từ")),
            ("decision_number", models.CharField(max_length=100, verbose_name="số quyết định")),
            ("school", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.orgunit", verbose_name="trường")),
            ("staff", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="staff.staffmember", verbose_name="nhân sự")),
        ],
        options={"verbose_name": "kỷ luật", "indexes": [models.Index(fields=["school", "-given_on", "-id"], name="staff_discipline_order")]},
    ),
]
