"""Minimum lists and norms, land: operations of 0001."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

OPERATIONS = [
    migrations.CreateModel(
        name="EquipmentList",
        fields=[
            (
                "id",
                models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("version", models.PositiveIntegerField(default=1, editable=False)),
            ("name", models.CharField(max_length=200, verbose_name="Danh mục")),
            ("instrument", models.CharField(max_length=120, verbose_name="Văn bản")),
            (
                "level",
                models.CharField(
                    choices=[
                        ("preschool", "Mầm non"),
                        ("primary", "Tiểu học"),
                        ("lower_secondary", "Trung học cơ sở"),
                        ("upper_secondary", "Trung học phổ thông"),
                        ("continuing", "Giáo dục thường xuyên"),
                    ],
                    max_length=16,
                    verbose_name="Cấp học",
                ),
            ),
            ("valid_from", models.DateField(verbose_name="Áp dụng từ")),
            ("valid_until", models.DateField(blank=True, null=True, verbose_name="Đến trước ngày")),
            (
                "trust",
                models.CharField(
                    choices=[
                        ("official", "Theo văn bản chính thức"),
                        ("secondary", "Theo nguồn dẫn lại"),
                        ("practice", "Theo hệ thống đang dùng"),
                        ("unverified", "Chưa kiểm chứng"),
                        ("local", "Địa phương quyết định"),
                    ],
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
                models.CheckConstraint(
                    condition=models.Q(
                        ("valid_until__isnull", True),
                        ("valid_until__gt", models.F("valid_from")),
                        _connector="OR",
                    ),
                    name="facilities_list_period",
                    violation_error_message="Ngày thôi áp dụng phải sau ngày áp dụng.",
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="EquipmentItem",
        fields=[
            (
                "id",
                models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
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
                    choices=[
                        ("school", "trường"),
                        ("point", "điểm trường"),
                        ("class", "lớp"),
                        ("classroom", "phòng học"),
                        ("subject_room", "phòng học bộ môn"),
                        ("teacher", "giáo viên"),
                        ("learners", "học sinh"),
                    ],
                    max_length=14,
                    verbose_name="Tính cho mỗi",
                ),
            ),
            ("per_size", models.PositiveSmallIntegerField(default=1, verbose_name="Cỡ nhóm")),
            (
                "stock",
                models.CharField(
                    choices=[
                        ("equipment", "Sổ thiết bị, theo mục này"),
                        ("informatics", "Sổ máy tính: máy dạy Tin học"),
                        ("teaching", "Sổ máy tính: máy của giáo viên, dạy các môn khác"),
                        ("projection", "Sổ thiết bị: máy chiếu, ti vi, bảng tương tác"),
                    ],
                    default="equipment",
                    max_length=12,
                    verbose_name="Đối chiếu với",
                ),
            ),
            (
                "users",
                models.CharField(
                    choices=[
                        ("teacher", "Giáo viên"),
                        ("learner", "Học sinh"),
                        ("both", "Giáo viên và học sinh"),
                    ],
                    default="both",
                    max_length=8,
                    verbose_name="Đối tượng sử dụng",
                ),
            ),
            (
                "grades",
                django.contrib.postgres.fields.ArrayField(
                    base_field=models.CharField(max_length=2),
                    blank=True,
                    default=list,
                    size=None,
                    verbose_name="Lớp",
                ),
            ),
            (
                "trust",
                models.CharField(
                    choices=[
                        ("official", "Theo văn bản chính thức"),
                        ("secondary", "Theo nguồn dẫn lại"),
                        ("practice", "Theo hệ thống đang dùng"),
                        ("unverified", "Chưa kiểm chứng"),
                        ("local", "Địa phương quyết định"),
                    ],
                    default="unverified",
                    max_length=12,
                    verbose_name="Độ tin cậy",
                ),
            ),
            ("closed_on", models.DateField(blank=True, null=True, verbose_name="Bỏ khỏi danh mục từ")),
            ("search", models.TextField(default="", editable=False)),
            ("sort_key", models.TextField(db_collation="C", default="", editable=False)),
            (
                "replaces",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="facilities.equipmentitem",
                    verbose_name="Thay cho mục",
                ),
            ),
            (
                "subject",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="curriculum.subject",
                    verbose_name="Môn học",
                ),
            ),
            (
                "minimum_list",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="items",
                    to="facilities.equipmentlist",
                    verbose_name="Danh mục",
                ),
            ),
        ],
        options={
            "verbose_name": "Thiết bị trong danh mục tối thiểu",
        },
    ),
    migrations.CreateModel(
        name="InternetLine",
        fields=[
            (
                "id",
                models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("version", models.PositiveIntegerField(default=1, editable=False)),
            ("note", models.CharField(blank=True, max_length=500, verbose_name="Ghi chú")),
            ("closed_on", models.DateField(blank=True, null=True, verbose_name="Không còn dùng từ")),
            ("search", models.TextField(default="", editable=False)),
            ("sort_key", models.TextField(db_collation="C", default="", editable=False)),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("fibre", "Cáp quang"),
                        ("leased_line", "Kênh thuê riêng"),
                        ("cable", "Cáp đồng, truyền hình cáp"),
                        ("mobile", "Di động 4G, 5G"),
                        ("satellite", "Vệ tinh"),
                    ],
                    max_length=12,
                    verbose_name="Loại đường truyền",
                ),
            ),
            ("provider", models.CharField(max_length=80, verbose_name="Nhà cung cấp")),
            ("speed_mbps", models.PositiveIntegerField(verbose_name="Tốc độ (Mbps)")),
            ("for_teaching", models.BooleanField(default=False, verbose_name="Dùng cho dạy học")),
            ("for_management", models.BooleanField(default=False, verbose_name="Dùng cho quản lý")),
            ("has_wifi", models.BooleanField(default=False, verbose_name="Có Wi-Fi cho lớp học")),
            ("started_on", models.DateField(blank=True, null=True, verbose_name="Dùng từ ngày")),
            (
                "point",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="organisations.schoolpoint",
                ),
            ),
            (
                "school",
                models.ForeignKey(
                    db_index=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="organisations.orgunit",
                    verbose_name="Trường",
                ),
            ),
        ],
        options={
            "verbose_name": "Đường truyền Internet",
        },
    ),
    migrations.CreateModel(
        name="Inventory",
        fields=[
            (
                "id",
                models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("version", models.PositiveIntegerField(default=1, editable=False)),
            ("name", models.CharField(max_length=160, verbose_name="Đợt kiểm kê")),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("yearly", "Kiểm kê định kỳ hằng năm"),
                        ("handover", "Bàn giao"),
                        ("correction", "Kiểm kê lại"),
                    ],
                    max_length=12,
                    verbose_name="Loại",
                ),
            ),
            ("year", models.PositiveSmallIntegerField(verbose_name="Năm")),
            ("as_of", models.DateField(verbose_name="Thời điểm kiểm kê")),
            ("committee", models.TextField(blank=True, verbose_name="Ban kiểm kê")),
            ("note", models.TextField(blank=True, verbose_name="Nhận xét, kiến nghị")),
            (
                "status",
                models.CharField(
                    choices=[
                        ("open", "Đang kiểm đếm"),
                        ("confirmed", "Đã xác nhận"),
                        ("cancelled", "Đã hủy"),
                    ],
                    default="open",
                    max_length=12,
                    verbose_name="Trạng thái",
                ),
            ),
            ("opened_at", models.DateTimeField(verbose_name="Mở lúc")),
            ("opened_by", models.CharField(max_length=120, verbose_name="Người mở")),
            ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="Kết thúc lúc")),
            ("ended_by", models.CharField(blank=True, max_length=120, verbose_name="Người xác nhận")),
            ("digest", models.CharField(blank=True, max_length=64, verbose_name="Mã băm")),
            ("figures", models.JSONField(blank=True, default=dict)),
            ("search", models.TextField(default="", editable=False)),
            ("sort_key", models.TextField(db_collation="C", default="", editable=False)),
            (
                "corrects",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="facilities.inventory",
                    verbose_name="Kiểm kê lại cho",
                ),
            ),
            (
                "school",
                models.ForeignKey(
                    db_index=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="organisations.orgunit",
                    verbose_name="Trường",
                ),
            ),
        ],
        options={
            "verbose_name": "Đợt kiểm kê",
        },
    ),
    migrations.CreateModel(
        name="InventoryLine",
        fields=[
            (
                "id",
                models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("version", models.PositiveIntegerField(default=1, editable=False)),
            (
                "asset",
                models.CharField(
                    choices=[
                        ("land", "Khu đất"),
                        ("room", "Phòng"),
                        ("toilet", "Nhà vệ sinh"),
                        ("computers", "Máy tính"),
                        ("equipment", "Thiết bị"),
                    ],
                    max_length=12,
                    verbose_name="Sổ",
                ),
            ),
            ("row_id", models.PositiveIntegerField(verbose_name="Dòng trong sổ")),
            ("name", models.CharField(max_length=255, verbose_name="Tên")),
            ("place", models.CharField(blank=True, max_length=300, verbose_name="Nơi đặt")),
            ("unit", models.CharField(max_length=20, verbose_name="Đơn vị tính")),
            (
                "used_since",
                models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="Năm sử dụng"),
            ),
            ("booked_quantity", models.PositiveIntegerField(verbose_name="Theo sổ")),
            (
                "booked_usable",
                models.PositiveIntegerField(blank=True, null=True, verbose_name="Dùng được theo sổ"),
            ),
            (
                "booked_condition",
                models.CharField(
                    blank=True,
                    choices=[
                        ("", "Chưa đánh giá"),
                        ("good", "Tốt"),
                        ("worn", "Dùng được, đã xuống cấp"),
                        ("damaged", "Hỏng, cần sửa"),
                        ("unusable", "Không dùng được, chờ thanh lý"),
                    ],
                    max_length=12,
                    verbose_name="Tình trạng theo sổ",
                ),
            ),
            (
                "counted_quantity",
                models.PositiveIntegerField(blank=True, null=True, verbose_name="Kiểm đếm"),
            ),
            (
                "counted_usable",
                models.PositiveIntegerField(blank=True, null=True, verbose_name="Dùng được khi kiểm đếm"),
            ),
            (
                "counted_condition",
                models.CharField(
                    blank=True,
                    choices=[
                        ("", "Chưa đánh giá"),
                        ("good", "Tốt"),
                        ("worn", "Dùng được, đã xuống cấp"),
                        ("damaged", "Hỏng, cần sửa"),
                        ("unusable", "Không dùng được, chờ thanh lý"),
                    ],
                    max_length=12,
                    verbose_name="Tình trạng khi kiểm đếm",
                ),
            ),
            ("remark", models.CharField(blank=True, max_length=500, verbose_name="Nguyên nhân, đề nghị")),
            (
                "inventory",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="lines",
                    to="facilities.inventory",
                ),
            ),
            (
                "school",
                models.ForeignKey(
                    db_index=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="organisations.orgunit",
                    verbose_name="Trường",
                ),
            ),
        ],
        options={
            "verbose_name": "Dòng kiểm kê",
        },
    ),
]
