"""What stands at a school: operations of 0001."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

OPERATIONS = [
    migrations.CreateModel(
        name="Land",
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
            ("name", models.CharField(max_length=255, verbose_name="Khu đất")),
            ("address", models.CharField(blank=True, max_length=500, verbose_name="Địa điểm")),
            (
                "area_m2",
                models.DecimalField(decimal_places=1, max_digits=12, verbose_name="Diện tích đất (m²)"),
            ),
            (
                "built_m2",
                models.DecimalField(
                    blank=True,
                    decimal_places=1,
                    max_digits=12,
                    null=True,
                    verbose_name="Diện tích xây dựng (m²)",
                ),
            ),
            (
                "playground_m2",
                models.DecimalField(
                    blank=True,
                    decimal_places=1,
                    max_digits=12,
                    null=True,
                    verbose_name="Diện tích sân chơi, bãi tập (m²)",
                ),
            ),
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
            (
                "owner_name",
                models.CharField(blank=True, max_length=160, verbose_name="Người đứng tên quyền sử dụng đất"),
            ),
            (
                "evidence",
                models.CharField(blank=True, max_length=255, verbose_name="Giấy tờ về quyền sử dụng đất"),
            ),
            (
                "purpose",
                models.CharField(blank=True, max_length=255, verbose_name="Mục đích sử dụng đất"),
            ),
            (
                "buildings",
                models.CharField(blank=True, max_length=100, verbose_name="Công trình xây dựng"),
            ),
            (
                "use_years",
                models.PositiveSmallIntegerField(
                    blank=True, null=True, verbose_name="Thời gian sử dụng (năm)"
                ),
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
            "verbose_name": "Khu đất",
        },
    ),
    migrations.CreateModel(
        name="Norm",
        fields=[
            (
                "id",
                models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
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
            (
                "hard_area",
                models.BooleanField(default=False, verbose_name="Chỉ cho vùng đặc biệt khó khăn"),
            ),
            ("value", models.DecimalField(decimal_places=2, max_digits=10, verbose_name="Giá trị")),
            ("instrument", models.CharField(max_length=160, verbose_name="Văn bản")),
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
            "verbose_name": "Định mức cơ sở vật chất",
            "indexes": [models.Index(fields=["kind", "level", "valid_from"], name="facilities_norm_kind")],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        ("valid_until__isnull", True),
                        ("valid_until__gt", models.F("valid_from")),
                        _connector="OR",
                    ),
                    name="facilities_norm_period",
                    violation_error_message="Ngày thôi áp dụng phải sau ngày áp dụng.",
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="Room",
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
            (
                "build_class",
                models.CharField(
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
            ("building", models.CharField(blank=True, max_length=60, verbose_name="Dãy nhà")),
            ("floor", models.SmallIntegerField(blank=True, null=True, verbose_name="Tầng")),
            ("quantity", models.PositiveIntegerField(default=1, verbose_name="Số phòng")),
            (
                "area_m2",
                models.DecimalField(
                    blank=True,
                    decimal_places=1,
                    max_digits=9,
                    null=True,
                    verbose_name="Diện tích một phòng (m²)",
                ),
            ),
            (
                "capacity",
                models.PositiveSmallIntegerField(
                    blank=True, null=True, verbose_name="Sức chứa một phòng (chỗ)"
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
            (
                "furnishing",
                models.CharField(
                    blank=True,
                    choices=[
                        ("", "Chưa đánh giá"),
                        ("enough", "Đủ diện tích và bàn ghế, thiết bị"),
                        ("lacks_furniture", "Thiếu bàn ghế, thiết bị"),
                        ("lacks_area", "Thiếu diện tích"),
                    ],
                    default="",
                    max_length=16,
                    verbose_name="Mức đáp ứng",
                ),
            ),
            (
                "has_projection",
                models.BooleanField(default=False, verbose_name="Có thiết bị trình chiếu"),
            ),
            ("has_internet", models.BooleanField(default=False, verbose_name="Có Internet")),
            (
                "is_accessible",
                models.BooleanField(default=False, verbose_name="Người khuyết tật tiếp cận được"),
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
        ],
        options={
            "verbose_name": "Phòng",
        },
    ),
]
