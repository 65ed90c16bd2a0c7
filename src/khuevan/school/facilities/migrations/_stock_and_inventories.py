"""Stock and inventories: operations of 0001."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

OPERATIONS = [
    migrations.CreateModel(
        name="Equipment",
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
                "condition",
                models.CharField(
                    blank=True,
                    choices=[
                        ("", "Chưa đánh giá"),
                        ("good", "Tốt"),
                        ("worn", "Dùng được, đã xuống cấp"),
                        ("damaged", "Hỏng, cần sửa"),
                        ("unusable", "Không dùng được, chờ thanh lý"),
                    ],
                    default="",
                    max_length=12,
                    verbose_name="Tình trạng",
                ),
            ),
            (
                "used_since",
                models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="Năm bắt đầu sử dụng"),
            ),
            (
                "funding",
                models.CharField(
                    blank=True,
                    choices=[
                        ("", "Chưa ghi"),
                        ("budget", "Ngân sách nhà nước"),
                        ("programme", "Chương trình mục tiêu, dự án"),
                        ("donation", "Tài trợ, viện trợ"),
                        ("own_income", "Nguồn thu của trường"),
                        ("transferred", "Điều chuyển đến"),
                    ],
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
            (
                "item",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="facilities.equipmentitem",
                    verbose_name="Theo danh mục tối thiểu",
                ),
            ),
            (
                "room",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="facilities.room",
                    verbose_name="Đặt tại phòng",
                ),
            ),
        ],
        options={
            "verbose_name": "Thiết bị",
        },
    ),
    migrations.CreateModel(
        name="ComputerSet",
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
                "condition",
                models.CharField(
                    blank=True,
                    choices=[
                        ("", "Chưa đánh giá"),
                        ("good", "Tốt"),
                        ("worn", "Dùng được, đã xuống cấp"),
                        ("damaged", "Hỏng, cần sửa"),
                        ("unusable", "Không dùng được, chờ thanh lý"),
                    ],
                    default="",
                    max_length=12,
                    verbose_name="Tình trạng",
                ),
            ),
            (
                "used_since",
                models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="Năm bắt đầu sử dụng"),
            ),
            (
                "funding",
                models.CharField(
                    blank=True,
                    choices=[
                        ("", "Chưa ghi"),
                        ("budget", "Ngân sách nhà nước"),
                        ("programme", "Chương trình mục tiêu, dự án"),
                        ("donation", "Tài trợ, viện trợ"),
                        ("own_income", "Nguồn thu của trường"),
                        ("transferred", "Điều chuyển đến"),
                    ],
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
                        ("desktop", "Máy tính để bàn"),
                        ("laptop", "Máy tính xách tay"),
                        ("tablet", "Máy tính bảng"),
                        ("terminal", "Máy trạm không ổ cứng"),
                        ("server", "Máy chủ"),
                    ],
                    max_length=12,
                    verbose_name="Loại máy",
                ),
            ),
            (
                "purpose",
                models.CharField(
                    choices=[
                        ("informatics", "Dạy môn Tin học"),
                        ("teaching", "Dạy các môn khác"),
                        ("management", "Quản lý, văn phòng"),
                        ("teachers", "Giáo viên soạn bài"),
                        ("library", "Thư viện, tra cứu"),
                        ("studio", "Làm học liệu số"),
                    ],
                    max_length=12,
                    verbose_name="Dùng để",
                ),
            ),
            (
                "levels",
                django.contrib.postgres.fields.ArrayField(
                    base_field=models.CharField(
                        choices=[
                            ("preschool", "Mầm non"),
                            ("primary", "Tiểu học"),
                            ("lower_secondary", "Trung học cơ sở"),
                            ("upper_secondary", "Trung học phổ thông"),
                            ("continuing", "Giáo dục thường xuyên"),
                        ],
                        max_length=16,
                    ),
                    blank=True,
                    default=list,
                    size=None,
                ),
            ),
            ("is_online", models.BooleanField(default=False, verbose_name="Kết nối Internet")),
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
            (
                "room",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="facilities.room",
                    verbose_name="Đặt tại phòng",
                ),
            ),
        ],
        options={
            "verbose_name": "Máy tính",
        },
    ),
    migrations.CreateModel(
        name="Toilet",
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
                "condition",
                models.CharField(
                    blank=True,
                    choices=[
                        ("", "Chưa đánh giá"),
                        ("good", "Tốt"),
                        ("worn", "Dùng được, đã xuống cấp"),
                        ("damaged", "Hỏng, cần sửa"),
                        ("unusable", "Không dùng được, chờ thanh lý"),
                    ],
                    default="",
                    max_length=12,
                    verbose_name="Tình trạng",
                ),
            ),
            (
                "used_since",
                models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="Năm bắt đầu sử dụng"),
            ),
            (
                "funding",
                models.CharField(
                    blank=True,
                    choices=[
                        ("", "Chưa ghi"),
                        ("budget", "Ngân sách nhà nước"),
                        ("programme", "Chương trình mục tiêu, dự án"),
                        ("donation", "Tài trợ, viện trợ"),
                        ("own_income", "Nguồn thu của trường"),
                        ("transferred", "Điều chuyển đến"),
                    ],
                    default="",
                    max_length=12,
                    verbose_name="Nguồn",
                ),
            ),
            ("name", models.CharField(max_length=100, verbose_name="Nhà vệ sinh")),
            (
                "users",
                models.CharField(
                    choices=[
                        ("staff_male", "Giáo viên nam"),
                        ("staff_female", "Giáo viên nữ"),
                        ("learners_male", "Học sinh nam"),
                        ("learners_female", "Học sinh nữ"),
                        ("staff_shared", "Giáo viên, dùng chung nam nữ"),
                        ("learners_shared", "Học sinh, dùng chung nam nữ"),
                    ],
                    max_length=16,
                    verbose_name="Người dùng",
                ),
            ),
            (
                "build_class",
                models.CharField(
                    blank=True,
                    choices=[
                        ("solid", "Kiên cố (trên cấp 4)"),
                        ("semi_solid", "Bán kiên cố (cấp 4)"),
                        ("temporary", "Tạm (dưới cấp 4)"),
                        ("borrowed", "Nhờ, mượn"),
                    ],
                    max_length=12,
                    verbose_name="Cấp công trình",
                ),
            ),
            ("quantity", models.PositiveIntegerField(default=1, verbose_name="Số nhà (khu) vệ sinh")),
            (
                "area_m2",
                models.DecimalField(
                    blank=True,
                    decimal_places=1,
                    max_digits=9,
                    null=True,
                    verbose_name="Diện tích một nhà (m²)",
                ),
            ),
            (
                "fixtures",
                models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="Số bệ xí mỗi nhà"),
            ),
            (
                "urinals",
                models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="Số chỗ tiểu mỗi nhà"),
            ),
            (
                "basins",
                models.PositiveSmallIntegerField(
                    blank=True, null=True, verbose_name="Số chậu rửa tay mỗi nhà"
                ),
            ),
            ("is_standard", models.BooleanField(default=False, verbose_name="Đạt chuẩn")),
            ("has_water", models.BooleanField(default=False, verbose_name="Có nước")),
            ("has_soap", models.BooleanField(default=False, verbose_name="Có xà phòng rửa tay")),
            (
                "is_accessible",
                models.BooleanField(default=False, verbose_name="Người khuyết tật dùng được"),
            ),
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
            "verbose_name": "Nhà vệ sinh",
        },
    ),
    migrations.CreateModel(
        name="Utilities",
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
                "water_source",
                models.CharField(
                    choices=[
                        ("none", "Không có nguồn nước"),
                        ("piped", "Nước máy"),
                        ("drilled_well", "Giếng khoan"),
                        ("dug_well", "Giếng đào"),
                        ("gravity", "Nước tự chảy, khe suối"),
                        ("rain", "Nước mưa"),
                        ("delivered", "Xe bồn, mua nước"),
                    ],
                    max_length=16,
                    verbose_name="Nguồn nước",
                ),
            ),
            ("has_clean_water", models.BooleanField(default=False, verbose_name="Nguồn nước sạch")),
            (
                "water_tested_on",
                models.DateField(blank=True, null=True, verbose_name="Xét nghiệm nước gần nhất"),
            ),
            ("has_drinking_water", models.BooleanField(default=False, verbose_name="Đủ nước uống")),
            ("taps", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="Số vòi nước")),
            (
                "handwashing",
                models.PositiveSmallIntegerField(
                    blank=True, null=True, verbose_name="Số chỗ rửa tay có xà phòng"
                ),
            ),
            (
                "teaches_handwashing",
                models.BooleanField(default=False, verbose_name="Có chương trình giáo dục vệ sinh đôi tay"),
            ),
            (
                "power_source",
                models.CharField(
                    choices=[
                        ("none", "Không có điện"),
                        ("grid", "Điện lưới quốc gia"),
                        ("solar", "Điện mặt trời"),
                        ("generator", "Máy phát điện"),
                        ("other", "Nguồn khác"),
                    ],
                    max_length=12,
                    verbose_name="Nguồn điện",
                ),
            ),
            ("is_power_stable", models.BooleanField(default=False, verbose_name="Điện ổn định")),
            ("has_drainage", models.BooleanField(default=False, verbose_name="Có thoát nước")),
            ("has_waste_collection", models.BooleanField(default=False, verbose_name="Có thu gom rác")),
            (
                "has_fire_safety",
                models.BooleanField(default=False, verbose_name="Có phòng cháy, chữa cháy"),
            ),
            ("has_fence", models.BooleanField(default=False, verbose_name="Có tường rào, cổng trường")),
            (
                "has_staff_parking",
                models.BooleanField(default=False, verbose_name="Có nhà để xe giáo viên"),
            ),
            (
                "has_learner_parking",
                models.BooleanField(default=False, verbose_name="Có nhà để xe học sinh"),
            ),
            (
                "is_accessible",
                models.BooleanField(default=False, verbose_name="Có hạ tầng tiếp cận cho người khuyết tật"),
            ),
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
            "verbose_name": "Điện, nước, hạ tầng",
        },
    ),
]
