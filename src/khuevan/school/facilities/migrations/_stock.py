# fmt: off
"""Computers, equipment and inventories: operations of `0001_initial`."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import models

from khuevan.kernel.database.migrations import CreateTable

OPERATIONS = [
    CreateTable(
        name="ComputerSet",
        fields=[
            ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("version", models.PositiveIntegerField(default=1, editable=False)),
            ("note", models.CharField(blank=True, max_length=500, verbose_name="Ghi chú")),
            ("closed_on", models.DateField(blank=True, null=True, verbose_name="Không còn dùng từ")),
            ("search", models.TextField(default="", editable=False)),
            ("sort_key", models.TextField(db_collation="C", default="", editable=False)),
            (
                "condition",
                models.CharField(
                    blank=True, choices=[("", "Chưa đánh giá"), ("good", "Tốt"), ("worn", "Dùng được, đã xuống cấp"), ("damaged", "Hỏng, cần sửa"), ("unusable", "Không dùng được, chờ thanh lý")], default="", max_length=12, verbose_name="Tình trạng"
                ),
            ),
            ("used_since", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="Năm bắt đầu sử dụng")),
            (
                "funding",
                models.CharField(
                    blank=True,
                    choices=[("", "Chưa ghi"), ("budget", "Ngân sách nhà nước"), ("programme", "Chương trình mục tiêu, dự án"), ("donation", "Tài trợ, viện trợ"), ("own_income", "Nguồn thu của trường"), ("transferred", "Điều chuyển đến")],
                    default="",
                    max_length=12,
                    verbose_name="Nguồn",
                ),
            ),
            ("name", models.CharField(max_length=200, verbose_name="Tên")),
            ("quantity", models.PositiveIntegerField(verbose_name="Số lượng")),
            ("usable", models.PositiveIntegerField(verbose_name="Số dùng được")),
            ("kind", models.CharField(choices=[("desktop", "Máy tính để bàn"), ("laptop", "Máy tính xách tay"), ("tablet", "Máy tính bảng"), ("terminal", "Máy trạm không ổ cứng"), ("server", "Máy chủ")], max_length=12, verbose_name="Loại máy")),
            (
                "purpose",
                models.CharField(
                    choices=[("informatics", "Dạy môn Tin học"), ("teaching", "Dạy các môn khác"), ("management", "Quản lý, văn phòng"), ("teachers", "Giáo viên soạn bài"), ("library", "Thư viện, tra cứu"), ("studio", "Làm học liệu số")],
                    max_length=12,
                    verbose_name="Dùng để",
                ),
            ),
            (
                "levels",
                django.contrib.postgres.fields.ArrayField(
                    base_field=models.CharField(choices=[("preschool", "Mầm non"), ("primary", "Tiểu học"), ("lower_secondary", "Trung học cơ sở"), ("upper_secondary", "Trung học phổ thông"), ("continuing", "Giáo dục thường xuyên")], max_length=16),
                    blank=True,
                    default=list,
                    size=None,
                ),
            ),
            ("is_online", models.BooleanField(default=False, verbose_name="Kết nối Internet")),
            ("point", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.schoolpoint")),
            ("school", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.orgunit", verbose_name="Trường")),
            ("room", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="facilities.room", verbose_name="Đặt tại phòng")),
        ],
        options={
            "verbose_name": "Máy tính",
            "indexes": [models.Index(fields=["school", "closed_on", "purpose"], name="facilities_computers_school"), models.Index(fields=["sort_key", "id"], name="facilities_computers_order")],
            "constraints": [models.CheckConstraint(condition=models.Q(("usable__lte", models.F("quantity"))), name="facilities_computers_usable")],
        },
    ),
    CreateTable(
        name="Equipment",
        fields=[
            ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("version", models.PositiveIntegerField(default=1, editable=False)),
            ("note", models.CharField(blank=True, max_length=500, verbose_name="Ghi chú")),
            ("closed_on", models.DateField(blank=True, null=True, verbose_name="Không còn dùng từ")),
            ("search", models.TextField(default="", editable=False)),
            ("sort_key", models.TextField(db_collation="C", default="", editable=False)),
            (
                "condition",
                models.CharField(
                    blank=True, choices=[("", "Chưa đánh giá"), ("good", "Tốt"), ("worn", "Dùng được, đã xuống cấp"), ("damaged", "Hỏng, cần sửa"), ("unusable", "Không dùng được, chờ thanh lý")], default="", max_length=12, verbose_name="Tình trạng"
                ),
            ),
            ("used_since", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="Năm bắt đầu sử dụng")),
            (
                "funding",
                models.CharField(
                    blank=True,
                    choices=[("", "Chưa ghi"), ("budget", "Ngân sách nhà nước"), ("programme", "Chương trình mục tiêu, dự án"), ("donation", "Tài trợ, viện trợ"), ("own_income", "Nguồn thu của trường"), ("transferred", "Điều chuyển đến")],
                    default="",
                    max_length=12,
                    verbose_name="Nguồn",
                ),
            ),
            ("name", models.CharField(max_length=200, verbose_name="Tên")),
            ("quantity", models.PositiveIntegerField(verbose_name="Số lượng")),
            ("usable", models.PositiveIntegerField(verbose_name="Số dùng được")),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("subject", "Thiết bị dạy học môn học"),
                        ("shared", "Thiết bị dùng chung"),
                        ("projector", "Máy chiếu"),
                        ("display", "Ti vi, màn hình trình chiếu"),
                        ("interactive_board", "Bảng tương tác"),
                        ("studio", "Thiết bị làm học liệu số (máy quay, micrô, đèn)"),
                        ("sound", "Âm thanh, loa, thiết bị nghe"),
                        ("toys", "Đồ dùng, đồ chơi mầm non"),
                        ("playground", "Thiết bị ngoài trời, thể thao"),
                        ("kitchen", "Thiết bị bếp ăn"),
                        ("medical", "Thiết bị y tế"),
                        ("furniture", "Bàn ghế, tủ, bảng"),
                        ("office", "Thiết bị văn phòng"),
                        ("other", "Thiết bị khác"),
                    ],
                    max_length=20,
                    verbose_name="Nhóm thiết bị",
                ),
            ),
            ("unit", models.CharField(default="chiếc", max_length=20, verbose_name="Đơn vị tính")),
            ("point", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.schoolpoint")),
            ("school", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.orgunit", verbose_name="Trường")),
            ("item", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="facilities.equipmentitem", verbose_name="Theo danh mục tối thiểu")),
            ("room", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="facilities.room", verbose_name="Đặt tại phòng")),
        ],
        options={
            "verbose_name": "Thiết bị",
            "indexes": [models.Index(fields=["school", "closed_on", "item"], name="facilities_equipment_school"), models.Index(fields=["sort_key", "id"], name="facilities_equipment_order")],
            "constraints": [models.CheckConstraint(condition=models.Q(("usable__lte", models.F("quantity"))), name="facilities_equipment_usable")],
        },
    ),
    CreateTable(
        name="Inventory",
        fields=[
            ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("version", models.PositiveIntegerField(default=1, editable=False)),
            ("name", models.CharField(max_length=160, verbose_name="Đợt kiểm kê")),
            ("kind", models.CharField(choices=[("yearly", "Kiểm kê định kỳ hằng năm"), ("handover", "Bàn giao"), ("correction", "Kiểm kê lại")], max_length=12, verbose_name="Loại")),
            ("year", models.PositiveSmallIntegerField(verbose_name="Năm")),
            ("as_of", models.DateField(verbose_name="Thời điểm kiểm kê")),
            ("committee", models.TextField(blank=True, verbose_name="Ban kiểm kê")),
            ("note", models.TextField(blank=True, verbose_name="Nhận xét, kiến nghị")),
            ("status", models.CharField(choices=[("open", "Đang kiểm đếm"), ("confirmed", "Đã xác nhận"), ("cancelled", "Đã hủy")], default="open", max_length=12, verbose_name="Trạng thái")),
            ("opened_at", models.DateTimeField(verbose_name="Mở lúc")),
            ("opened_by", models.CharField(max_length=120, verbose_name="Người mở")),
            ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="Kết thúc lúc")),
            ("ended_by", models.CharField(blank=True, max_length=120, verbose_name="Người xác nhận")),
            ("digest", models.CharField(blank=True, max_length=64, verbose_name="Mã băm")),
            ("figures", models.JSONField(blank=True, default=dict)),
            ("search", models.TextField(default="", editable=False)),
            ("sort_key", models.TextField(db_collation="C", default="", editable=False)),
            ("corrects", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="facilities.inventory", verbose_name="Kiểm kê lại cho")),
            ("school", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.orgunit", verbose_name="Trường")),
        ],
        options={
            "verbose_name": "Đợt kiểm kê",
            "indexes": [models.Index(fields=["school", "-as_of"], name="facilities_inventory_school"), models.Index(fields=["sort_key", "id"], name="facilities_inventory_order")],
            "constraints": [
                models.UniqueConstraint(condition=models.Q(("status", "open")), fields=("school",), name="facilities_inventory_one_open"),
                models.UniqueConstraint(condition=models.Q(("kind", "yearly"), ("status", "confirmed")), fields=("school", "year"), name="facilities_inventory_one_a_year"),
            ],
        },
    ),
    CreateTable(
        name="InventoryLine",
        fields=[
            ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("version", models.PositiveIntegerField(default=1, editable=False)),
            ("asset", models.CharField(choices=[("land", "Khu đất"), ("room", "Phòng"), ("toilet", "Nhà vệ sinh"), ("computers", "Máy tính"), ("equipment", "Thiết bị")], max_length=12, verbose_name="Sổ")),
            ("row_id", models.PositiveIntegerField(verbose_name="Dòng trong sổ")),
            ("name", models.CharField(max_length=255, verbose_name="Tên")),
            ("place", models.CharField(blank=True, max_length=300, verbose_name="Nơi đặt")),
            ("unit", models.CharField(max_length=20, verbose_name="Đơn vị tính")),
            ("used_since", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="Năm sử dụng")),
            ("booked_quantity", models.PositiveIntegerField(verbose_name="Theo sổ")),
            ("booked_usable", models.PositiveIntegerField(blank=True, null=True, verbose_name="Dùng được theo sổ")),
            (
                "booked_condition",
                models.CharField(blank=True, choices=[("", "Chưa đánh giá"), ("good", "Tốt"), ("worn", "Dùng được, đã xuống cấp"), ("damaged", "Hỏng, cần sửa"), ("unusable", "Không dùng được, chờ thanh lý")], max_length=12, verbose_name="Tình trạng theo sổ"),
            ),
            ("counted_quantity", models.PositiveIntegerField(blank=True, null=True, verbose_name="Kiểm đếm")),
            ("counted_usable", models.PositiveIntegerField(blank=True, null=True, verbose_name="Dùng được khi kiểm đếm")),
            (
                "counted_condition",
                models.CharField(
                    blank=True, choices=[("", "Chưa đánh giá"), ("good", "Tốt"), ("worn", "Dùng được, đã xuống cấp"), ("damaged", "Hỏng, cần sửa"), ("unusable", "Không dùng được, chờ thanh lý")], max_length=12, verbose_name="Tình trạng khi kiểm đếm"
                ),
            ),
            ("remark", models.CharField(blank=True, max_length=500, verbose_name="Nguyên nhân, đề nghị")),
            ("inventory", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="facilities.inventory")),
            ("school", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.orgunit", verbose_name="Trường")),
        ],
        options={
            "verbose_name": "Dòng kiểm kê",
            "indexes": [models.Index(fields=["school"], name="facilities_invline_school")],
            "constraints": [
                models.UniqueConstraint(fields=("inventory", "asset", "row_id"), name="facilities_inventoryline_once"),
                models.CheckConstraint(condition=models.Q(("counted_usable__isnull", True), ("counted_usable__lte", models.F("counted_quantity")), _connector="OR"), name="facilities_inventoryline_usable"),
            ],
        },
    ),
]
