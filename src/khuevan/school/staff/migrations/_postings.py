# fmt: off
"""Postings and moves: operations of `0001_initial`."""

import django.contrib.postgres.constraints
import django.db.models.deletion
from django.db import models

from khuevan.kernel.database.migrations import CreateTable

OPERATIONS = [
    CreateTable(
        name="Posting",
        fields=[
            ("id", models.AutoField(primary_key=True, serialize=False)),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("hired", "Tuyển dụng, tiếp nhận"),
                        ("arrived", "Chuyển đến"),
                        ("seconded_in", "Được biệt phái đến"),
                        ("appointed", "Bổ nhiệm, bố trí lại"),
                        ("seconded_out", "Được cử biệt phái"),
                        ("leave", "Nghỉ dài ngày"),
                        ("returned", "Trở lại làm việc"),
                        ("retiring", "Chờ nghỉ hưu"),
                        ("moved", "Chuyển đi"),
                        ("reassigned", "Điều động đi"),
                        ("retired", "Nghỉ hưu"),
                        ("resigned", "Thôi việc"),
                    ],
                    max_length=12,
                    verbose_name="quyết định",
                ),
            ),
            (
                "status",
                models.CharField(
                    choices=[("1", "Đang làm việc"), ("2", "Chuyển đến"), ("3", "Đã chuyển đi"), ("4", "Đã điều động"), ("5", "Chờ nghỉ hưu"), ("6", "Đã nghỉ hưu"), ("7", "Đã biệt phái"), ("8", "Thôi việc"), ("0", "Ghi nhầm, đã rút lại")],
                    max_length=1,
                    verbose_name="trạng thái",
                ),
            ),
            (
                "position",
                models.CharField(
                    choices=[
                        ("head", "Hiệu trưởng"),
                        ("deputy", "Phó hiệu trưởng"),
                        ("teacher", "Giáo viên"),
                        ("pioneers", "Tổng phụ trách Đội chuyên trách"),
                        ("academic", "Giáo vụ"),
                        ("clerk", "Văn thư"),
                        ("accountant", "Kế toán"),
                        ("treasurer", "Thủ quỹ"),
                        ("nurse", "Y tế học đường"),
                        ("librarian", "Thư viện"),
                        ("equipment", "Thiết bị, thí nghiệm"),
                        ("it", "Công nghệ thông tin"),
                        ("counsellor", "Tư vấn học sinh"),
                        ("inclusion", "Hỗ trợ giáo dục người khuyết tật"),
                        ("boarding", "Quản lý học sinh nội trú, bán trú"),
                        ("cook", "Nấu ăn, cấp dưỡng"),
                        ("guard", "Bảo vệ"),
                        ("service", "Phục vụ, tạp vụ"),
                        ("other", "Nhân viên khác"),
                    ],
                    max_length=12,
                    verbose_name="vị trí việc làm",
                ),
            ),
            (
                "leave",
                models.CharField(
                    blank=True,
                    choices=[("", "Không nghỉ dài ngày"), ("maternity", "Thai sản"), ("sick", "Ốm đau, điều trị dài ngày"), ("study", "Đi học tập trung"), ("unpaid", "Không hưởng lương"), ("suspended", "Tạm đình chỉ công tác"), ("other", "Lý do khác")],
                    default="",
                    max_length=16,
                    verbose_name="nghỉ dài ngày",
                ),
            ),
            ("valid_from", models.DateField(verbose_name="từ ngày")),
            ("valid_until", models.DateField(blank=True, null=True, verbose_name="đến trước ngày")),
            ("due_on", models.DateField(blank=True, null=True, verbose_name="thời hạn đến")),
            ("counterpart_name", models.CharField(blank=True, default="", max_length=200, verbose_name="tên nơi đi, nơi đến")),
            ("decision_number", models.CharField(blank=True, default="", max_length=60, verbose_name="số quyết định")),
            ("deciding_body", models.CharField(blank=True, default="", max_length=160, verbose_name="cơ quan ban hành")),
            ("note", models.CharField(blank=True, default="", max_length=300, verbose_name="ghi chú, lý do")),
            ("recorded_at", models.DateTimeField(verbose_name="ghi lúc")),
            ("cancelled_at", models.DateTimeField(blank=True, null=True, verbose_name="hủy lúc")),
            ("counterpart", models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.orgunit", verbose_name="nơi đi, nơi đến")),
            ("school", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.orgunit", verbose_name="trường")),
            ("staff", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="postings", to="staff.staffmember", verbose_name="nhân sự")),
        ],
        options={
            "verbose_name": "quá trình công tác",
            "indexes": [models.Index(fields=["school", "-valid_from", "-id"], name="staff_posting_order")],
            "constraints": [
                models.CheckConstraint(condition=models.Q(("valid_until__isnull", True), ("valid_until__gt", models.F("valid_from")), _connector="OR"), name="staff_posting_has_days"),
                django.contrib.postgres.constraints.ExclusionConstraint(
                    condition=models.Q(("cancelled_at__isnull", True)),
                    expressions=[(models.Func(models.F("staff_id"), models.F("staff_id"), models.Value("[]"), function="int4range"), "&&"), (models.Func(models.F("valid_from"), models.F("valid_until"), models.Value("[)"), function="daterange"), "&&")],
                    name="staff_posting_no_overlap",
                ),
            ],
        },
    ),
    CreateTable(
        name="StaffMove",
        fields=[
            ("version", models.PositiveIntegerField(default=1, editable=False)),
            ("id", models.AutoField(primary_key=True, serialize=False)),
            ("full_name", models.CharField(max_length=100, verbose_name="họ và tên")),
            ("birth_date", models.DateField(blank=True, null=True, verbose_name="ngày sinh")),
            ("from_name", models.CharField(max_length=200, verbose_name="tên nơi đi")),
            ("to_name", models.CharField(max_length=200, verbose_name="tên nơi đến")),
            ("is_secondment", models.BooleanField(default=False, verbose_name="biệt phái")),
            (
                "position",
                models.CharField(
                    choices=[
                        ("head", "Hiệu trưởng"),
                        ("deputy", "Phó hiệu trưởng"),
                        ("teacher", "Giáo viên"),
                        ("pioneers", "Tổng phụ trách Đội chuyên trách"),
                        ("academic", "Giáo vụ"),
                        ("clerk", "Văn thư"),
                        ("accountant", "Kế toán"),
                        ("treasurer", "Thủ quỹ"),
                        ("nurse", "Y tế học đường"),
                        ("librarian", "Thư viện"),
                        ("equipment", "Thiết bị, thí nghiệm"),
                        ("it", "Công nghệ thông tin"),
                        ("counsellor", "Tư vấn học sinh"),
                        ("inclusion", "Hỗ trợ giáo dục người khuyết tật"),
                        ("boarding", "Quản lý học sinh nội trú, bán trú"),
                        ("cook", "Nấu ăn, cấp dưỡng"),
                        ("guard", "Bảo vệ"),
                        ("service", "Phục vụ, tạp vụ"),
                        ("other", "Nhân viên khác"),
                    ],
                    max_length=12,
                    verbose_name="vị trí việc làm",
                ),
            ),
            ("subject_name", models.CharField(blank=True, default="", max_length=120, verbose_name="môn dạy")),
            ("effective_on", models.DateField(verbose_name="ngày hiệu lực")),
            ("due_on", models.DateField(blank=True, null=True, verbose_name="thời hạn đến")),
            ("decision_number", models.CharField(max_length=60, verbose_name="số quyết định")),
            ("deciding_body", models.CharField(max_length=160, verbose_name="cơ quan ban hành")),
            ("state", models.CharField(choices=[("offered", "Chờ nơi đến tiếp nhận"), ("accepted", "Đã tiếp nhận"), ("declined", "Nơi đến từ chối"), ("withdrawn", "Đã rút lại")], default="offered", max_length=9, verbose_name="tình trạng")),
            ("offered_at", models.DateTimeField(verbose_name="lập lúc")),
            ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="trả lời lúc")),
            ("answer", models.CharField(blank=True, default="", max_length=300, verbose_name="ý kiến của nơi đến")),
            ("from_school", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.orgunit", verbose_name="nơi đi")),
            ("person", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person", verbose_name="hồ sơ cá nhân")),
            ("to_school", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.orgunit", verbose_name="nơi đến")),
        ],
        options={
            "verbose_name": "thuyên chuyển",
            "constraints": [
                models.CheckConstraint(condition=models.Q(("from_school", models.F("to_school")), _negated=True), name="staff_move_to_another"),
                models.UniqueConstraint(condition=models.Q(("state", "offered")), fields=("person",), name="staff_move_one_open"),
            ],
        },
    ),
]
