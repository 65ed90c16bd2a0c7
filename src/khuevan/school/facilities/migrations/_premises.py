# fmt: off
"""Land, rooms, toilets, utilities, lines to the Internet: operations of `0001_initial`."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import models

from khuevan.kernel.database.migrations import CreateTable

OPERATIONS = [
    CreateTable(
        name="Land",
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
            ("name", models.CharField(max_length=255, verbose_name="Khu đất")),
            ("address", models.CharField(blank=True, max_length=500, verbose_name="Địa điểm")),
            ("area_m2", models.DecimalField(decimal_places=1, max_digits=12, verbose_name="Diện tích đất (m²)")),
            ("built_m2", models.DecimalField(blank=True, decimal_places=1, max_digits=12, null=True, verbose_name="Diện tích xây dựng (m²)")),
            ("playground_m2", models.DecimalField(blank=True, decimal_places=1, max_digits=12, null=True, verbose_name="Diện tích sân chơi, bãi tập (m²)")),
            (
                "tenure",
                models.CharField(
                    choices=[
                        ("allocated", "Nhà nước giao, không thu tiền sử dụng đất"),
                        ("allocated_paid", "Nhà nước giao, có thu tiền sử dụng đất"),
                        ("leased", "Nhà nước cho thuê"),
                        ("rented", "Thuê của tổ chức, cá nhân"),
                        ("borrowed", "Mượn, ở nhờ"),
                        ("owned", "Nhận chuyển nhượng, góp vốn"),
                        ("disputed", "Chưa rõ hoặc đang tranh chấp"),
                    ],
                    max_length=16,
                    verbose_name="Hình thức sử dụng đất",
                ),
            ),
            ("owner_name", models.CharField(blank=True, max_length=160, verbose_name="Người đứng tên quyền sử dụng đất")),
            ("evidence", models.CharField(blank=True, max_length=255, verbose_name="Giấy tờ về quyền sử dụng đất")),
            ("purpose", models.CharField(blank=True, max_length=255, verbose_name="Mục đích sử dụng đất")),
            ("buildings", models.CharField(blank=True, max_length=100, verbose_name="Công trình xây dựng")),
            ("use_years", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="Thời gian sử dụng (năm)")),
            ("point", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.schoolpoint")),
            ("school", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.orgunit", verbose_name="Trường")),
        ],
        options={
            "verbose_name": "Khu đất",
            "indexes": [models.Index(fields=["school", "closed_on"], name="facilities_land_school"), models.Index(fields=["sort_key", "id"], name="facilities_land_order")],
            "constraints": [
                models.CheckConstraint(condition=models.Q(("built_m2__isnull", True), ("built_m2__lte", models.F("area_m2")), _connector="OR"), name="facilities_land_built", violation_error_message="Diện tích xây dựng không thể lớn hơn diện tích đất.")
            ],
        },
    ),
    CreateTable(
        name="Room",
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
            ("name", models.CharField(max_length=100, verbose_name="Tên phòng")),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("classroom", "Phòng học"),
                        ("care_room", "Phòng nuôi dưỡng, chăm sóc trẻ"),
                        ("group_room", "Phòng học theo nhóm"),
                        ("subject_room", "Phòng học bộ môn"),
                        ("laboratory", "Phòng thí nghiệm, thực hành"),
                        ("computer_room", "Phòng máy tính"),
                        ("language_room", "Phòng học ngoại ngữ"),
                        ("arts_room", "Phòng âm nhạc, mĩ thuật"),
                        ("studio", "Phòng studio làm học liệu số"),
                        ("multi_purpose", "Phòng đa chức năng"),
                        ("library", "Thư viện"),
                        ("equipment_room", "Phòng thiết bị giáo dục"),
                        ("inclusion", "Phòng hỗ trợ giáo dục hòa nhập"),
                        ("counselling", "Phòng tư vấn học đường"),
                        ("union", "Phòng Đoàn, Đội, truyền thống"),
                        ("head_office", "Phòng hiệu trưởng, phó hiệu trưởng"),
                        ("office", "Văn phòng, phòng hành chính"),
                        ("guard", "Phòng bảo vệ"),
                        ("meeting", "Phòng họp, hội trường"),
                        ("teachers_room", "Phòng giáo viên, tổ chuyên môn"),
                        ("medical", "Phòng y tế"),
                        ("store", "Nhà kho"),
                        ("sports_hall", "Nhà đa năng, nhà tập"),
                        ("kitchen", "Nhà bếp, kho bếp"),
                        ("dining", "Nhà ăn"),
                        ("nap_room", "Phòng nghỉ trưa bán trú"),
                        ("boarding", "Phòng ở nội trú của người học"),
                        ("staff_housing", "Nhà công vụ cho giáo viên"),
                        ("other", "Phòng khác"),
                    ],
                    max_length=16,
                    verbose_name="Loại phòng",
                ),
            ),
            ("build_class", models.CharField(choices=[("solid", "Kiên cố (trên cấp 4)"), ("semi_solid", "Bán kiên cố (cấp 4)"), ("temporary", "Tạm (dưới cấp 4)"), ("borrowed", "Nhờ, mượn")], max_length=12, verbose_name="Cấp công trình")),
            ("building", models.CharField(blank=True, max_length=60, verbose_name="Dãy nhà")),
            ("floor", models.SmallIntegerField(blank=True, null=True, verbose_name="Tầng")),
            ("quantity", models.PositiveIntegerField(default=1, verbose_name="Số phòng")),
            ("area_m2", models.DecimalField(blank=True, decimal_places=1, max_digits=9, null=True, verbose_name="Diện tích một phòng (m²)")),
            ("capacity", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="Sức chứa một phòng (chỗ)")),
            (
                "levels",
                django.contrib.postgres.fields.ArrayField(
                    base_field=models.CharField(choices=[("preschool", "Mầm non"), ("primary", "Tiểu học"), ("lower_secondary", "Trung học cơ sở"), ("upper_secondary", "Trung học phổ thông"), ("continuing", "Giáo dục thường xuyên")], max_length=16),
                    blank=True,
                    default=list,
                    size=None,
                ),
            ),
            (
                "furnishing",
                models.CharField(
                    blank=True, choices=[("", "Chưa đánh giá"), ("enough", "Đủ diện tích và bàn ghế, thiết bị"), ("lacks_furniture", "Thiếu bàn ghế, thiết bị"), ("lacks_area", "Thiếu diện tích")], default="", max_length=16, verbose_name="Mức đáp ứng"
                ),
            ),
            ("has_projection", models.BooleanField(default=False, verbose_name="Có thiết bị trình chiếu")),
            ("has_internet", models.BooleanField(default=False, verbose_name="Có Internet")),
            ("is_accessible", models.BooleanField(default=False, verbose_name="Người khuyết tật tiếp cận được")),
            ("point", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.schoolpoint")),
            ("school", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.orgunit", verbose_name="Trường")),
            ("subject", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="curriculum.subject", verbose_name="Môn học")),
        ],
        options={"verbose_name": "Phòng", "indexes": [models.Index(fields=["school", "closed_on", "kind"], name="facilities_room_school"), models.Index(fields=["sort_key", "id"], name="facilities_room_order")]},
    ),
    CreateTable(
        name="Toilet",
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
            ("build_class", models.CharField(blank=True, choices=[("solid", "Kiên cố (trên cấp 4)"), ("semi_solid", "Bán kiên cố (cấp 4)"), ("temporary", "Tạm (dưới cấp 4)"), ("borrowed", "Nhờ, mượn")], max_length=12, verbose_name="Cấp công trình")),
            ("quantity", models.PositiveIntegerField(default=1, verbose_name="Số nhà (khu) vệ sinh")),
            ("area_m2", models.DecimalField(blank=True, decimal_places=1, max_digits=9, null=True, verbose_name="Diện tích một nhà (m²)")),
            ("fixtures", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="Số bệ xí mỗi nhà")),
            ("urinals", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="Số chỗ tiểu mỗi nhà")),
            ("basins", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="Số chậu rửa tay mỗi nhà")),
            ("is_standard", models.BooleanField(default=False, verbose_name="Đạt chuẩn")),
            ("has_water", models.BooleanField(default=False, verbose_name="Có nước")),
            ("has_soap", models.BooleanField(default=False, verbose_name="Có xà phòng rửa tay")),
            ("is_accessible", models.BooleanField(default=False, verbose_name="Người khuyết tật dùng được")),
            ("point", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.schoolpoint")),
            ("school", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.orgunit", verbose_name="Trường")),
        ],
        options={"verbose_name": "Nhà vệ sinh", "indexes": [models.Index(fields=["school", "closed_on", "users"], name="facilities_toilet_school"), models.Index(fields=["sort_key", "id"], name="facilities_toilet_order")]},
    ),
    CreateTable(
        name="Utilities",
        fields=[
            ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("version", models.PositiveIntegerField(default=1, editable=False)),
            ("note", models.CharField(blank=True, max_length=500, verbose_name="Ghi chú")),
            ("closed_on", models.DateField(blank=True, null=True, verbose_name="Không còn dùng từ")),
            ("search", models.TextField(default="", editable=False)),
            ("sort_key", models.TextField(db_collation="C", default="", editable=False)),
            (
                "water_source",
                models.CharField(
                    choices=[("none", "Không có nguồn nước"), ("piped", "Nước máy"), ("drilled_well", "Giếng khoan"), ("dug_well", "Giếng đào"), ("gravity", "Nước tự chảy, khe suối"), ("rain", "Nước mưa"), ("delivered", "Xe bồn, mua nước")],
                    max_length=16,
                    verbose_name="Nguồn nước",
                ),
            ),
            ("has_clean_water", models.BooleanField(default=False, verbose_name="Nguồn nước sạch")),
            ("water_tested_on", models.DateField(blank=True, null=True, verbose_name="Xét nghiệm nước gần nhất")),
            ("has_drinking_water", models.BooleanField(default=False, verbose_name="Đủ nước uống")),
            ("taps", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="Số vòi nước")),
            ("handwashing", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="Số chỗ rửa tay có xà phòng")),
            ("teaches_handwashing", models.BooleanField(default=False, verbose_name="Có chương trình giáo dục vệ sinh đôi tay")),
            ("power_source", models.CharField(choices=[("none", "Không có điện"), ("grid", "Điện lưới quốc gia"), ("solar", "Điện mặt trời"), ("generator", "Máy phát điện"), ("other", "Nguồn khác")], max_length=12, verbose_name="Nguồn điện")),
            ("is_power_stable", models.BooleanField(default=False, verbose_name="Điện ổn định")),
            ("has_drainage", models.BooleanField(default=False, verbose_name="Có thoát nước")),
            ("has_waste_collection", models.BooleanField(default=False, verbose_name="Có thu gom rác")),
            ("has_fire_safety", models.BooleanField(default=False, verbose_name="Có phòng cháy, chữa cháy")),
            ("has_fence", models.BooleanField(default=False, verbose_name="Có tường rào, cổng trường")),
            ("has_staff_parking", models.BooleanField(default=False, verbose_name="Có nhà để xe giáo viên")),
            ("has_learner_parking", models.BooleanField(default=False, verbose_name="Có nhà để xe học sinh")),
            ("is_accessible", models.BooleanField(default=False, verbose_name="Có hạ tầng tiếp cận cho người khuyết tật")),
            ("point", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.schoolpoint")),
            ("school", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.orgunit", verbose_name="Trường")),
        ],
        options={
            "verbose_name": "Điện, nước, hạ tầng",
            "constraints": [
                models.UniqueConstraint(condition=models.Q(("closed_on__isnull", True)), fields=("school", "point"), name="facilities_utilities_once", nulls_distinct=False, violation_error_message="Nơi này đã có phiếu điện, nước đang dùng. Hãy sửa phiếu ấy.")
            ],
        },
    ),
    CreateTable(
        name="InternetLine",
        fields=[
            ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("version", models.PositiveIntegerField(default=1, editable=False)),
            ("note", models.CharField(blank=True, max_length=500, verbose_name="Ghi chú")),
            ("closed_on", models.DateField(blank=True, null=True, verbose_name="Không còn dùng từ")),
            ("search", models.TextField(default="", editable=False)),
            ("sort_key", models.TextField(db_collation="C", default="", editable=False)),
            ("kind", models.CharField(choices=[("fibre", "Cáp quang"), ("leased_line", "Kênh thuê riêng"), ("cable", "Cáp đồng, truyền hình cáp"), ("mobile", "Di động 4G, 5G"), ("satellite", "Vệ tinh")], max_length=12, verbose_name="Loại đường truyền")),
            ("provider", models.CharField(max_length=80, verbose_name="Nhà cung cấp")),
            ("speed_mbps", models.PositiveIntegerField(verbose_name="Tốc độ (Mbps)")),
            ("for_teaching", models.BooleanField(default=False, verbose_name="Dùng cho dạy học")),
            ("for_management", models.BooleanField(default=False, verbose_name="Dùng cho quản lý")),
            ("has_wifi", models.BooleanField(default=False, verbose_name="Có Wi-Fi cho lớp học")),
            ("started_on", models.DateField(blank=True, null=True, verbose_name="Dùng từ ngày")),
            ("point", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.schoolpoint")),
            ("school", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.orgunit", verbose_name="Trường")),
        ],
        options={"verbose_name": "Đường truyền Internet", "indexes": [models.Index(fields=["school", "closed_on"], name="facilities_line_school"), models.Index(fields=["sort_key", "id"], name="facilities_line_order")]},
    ),
]
