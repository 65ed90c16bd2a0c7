import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("learners", "0002_protection"),
        ("organisations", "0003_points_as_records"),
        ("people", "0002_rows_and_search"),
    ]

    operations = [
        migrations.CreateModel(
            name="ClassGroup",
            fields=[
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("id", models.AutoField(primary_key=True, serialize=False)),
                ("code", models.CharField(db_collation="C", max_length=20, verbose_name="mã lớp")),
                ("name", models.CharField(max_length=20, verbose_name="tên lớp")),
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
                        verbose_name="cấp học",
                    ),
                ),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="giải thể từ")),
                ("search", models.TextField(default="", editable=False)),
                ("sort_key", models.TextField(db_collation="C", default="", editable=False)),
                (
                    "homeroom_teacher",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                        verbose_name="giáo viên chủ nhiệm",
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
                        verbose_name="điểm trường",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.orgunit",
                        verbose_name="trường",
                    ),
                ),
            ],
            options={
                "verbose_name": "lớp",
            },
        ),
        migrations.CreateModel(
            name="SchoolYear",
            fields=[
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("id", models.AutoField(primary_key=True, serialize=False)),
                (
                    "code",
                    models.CharField(db_collation="C", max_length=9, unique=True, verbose_name="năm học"),
                ),
                ("starts_on", models.DateField(verbose_name="bắt đầu")),
                ("ends_on", models.DateField(verbose_name="kết thúc")),
            ],
            options={
                "verbose_name": "năm học",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gt", models.F("starts_on"))),
                        name="schoolyear_year_has_days",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Enrolment",
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
                        verbose_name="cấp học",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("01", "Đang học"),
                            ("02", "Chuyển đến kỳ 1"),
                            ("03", "Nghỉ học xin học lại kỳ 1"),
                            ("04", "Chuyển đi kỳ 1"),
                            ("05", "Thôi học kỳ 1"),
                            ("06", "Chuyển đến kỳ 2"),
                            ("07", "Nghỉ học xin học lại kỳ 2"),
                            ("08", "Chuyển đi kỳ 2"),
                            ("09", "Thôi học kỳ 2"),
                            ("10", "Chuyển đến trong hè"),
                            ("11", "Chuyển đi trong hè"),
                            ("12", "Thôi học trong hè"),
                        ],
                        default="01",
                        max_length=2,
                        verbose_name="trạng thái",
                    ),
                ),
                (
                    "entry_kind",
                    models.CharField(
                        choices=[
                            ("entry", "Tuyển mới đầu cấp"),
                            ("continued", "Học tiếp năm trước"),
                            ("transferred", "Chuyển đến"),
                            ("returned", "Xin học lại"),
                            ("other", "Khác"),
                        ],
                        default="continued",
                        max_length=12,
                        verbose_name="loại nhập học",
                    ),
                ),
                ("enrolled_on", models.DateField(verbose_name="ngày vào trường")),
                ("status_on", models.DateField(verbose_name="ngày của trạng thái")),
                ("left_on", models.DateField(blank=True, null=True, verbose_name="ngày rời trường")),
                (
                    "leave_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("01", "Hoàn cảnh kinh tế khó khăn"),
                            ("02", "Học lực yếu, kém"),
                            ("03", "Nhà xa trường"),
                            ("04", "Thiên tai, dịch bệnh"),
                            ("05", "Do kỳ thị"),
                            ("06", "Nguyên nhân khác"),
                            ("07", "Bảo lưu kết quả"),
                            ("08", "Chuyển sang học nghề"),
                        ],
                        default="",
                        max_length=2,
                        verbose_name="lý do thôi học",
                    ),
                ),
                ("is_repeating", models.BooleanField(default=False, verbose_name="lưu ban năm trước")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("promoted", "Lên lớp"),
                            ("repeated", "Lưu ban"),
                            ("completed", "Hoàn thành chương trình cấp học"),
                            ("graduated", "Tốt nghiệp"),
                        ],
                        default="",
                        max_length=10,
                        verbose_name="kết quả cuối năm",
                    ),
                ),
                ("outcome_on", models.DateField(blank=True, null=True, verbose_name="ngày ghi kết quả")),
                (
                    "position",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="số thứ tự"),
                ),
                ("full_name", models.CharField(max_length=100, verbose_name="họ và tên")),
                ("birth_date", models.DateField(blank=True, null=True, verbose_name="ngày sinh")),
                (
                    "sex",
                    models.CharField(
                        blank=True,
                        choices=[("male", "Nam"), ("female", "Nữ")],
                        default="",
                        max_length=6,
                        verbose_name="giới tính",
                    ),
                ),
                ("search", models.TextField(default="", editable=False)),
                ("sort_key", models.TextField(db_collation="C", default="", editable=False)),
                (
                    "class_group",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enrolments",
                        to="schoolyear.classgroup",
                        verbose_name="lớp",
                    ),
                ),
                (
                    "learner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enrolments",
                        to="learners.learner",
                        verbose_name="người học",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                        verbose_name="hồ sơ cá nhân",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.orgunit",
                        verbose_name="trường",
                    ),
                ),
                (
                    "school_year",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="schoolyear.schoolyear",
                        verbose_name="năm học",
                    ),
                ),
            ],
            options={
                "verbose_name": "ghi danh",
            },
        ),
        migrations.AddField(
            model_name="classgroup",
            name="school_year",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="schoolyear.schoolyear",
                verbose_name="năm học",
            ),
        ),
        migrations.CreateModel(
            name="Term",
            fields=[
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("id", models.AutoField(primary_key=True, serialize=False)),
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
                        verbose_name="cấp học",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="học kỳ")),
                ("starts_on", models.DateField(verbose_name="từ ngày")),
                ("ends_on", models.DateField(verbose_name="đến ngày")),
                (
                    "weeks",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="số tuần thực học"),
                ),
                (
                    "decision_number",
                    models.CharField(blank=True, default="", max_length=60, verbose_name="số quyết định"),
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
                        max_length=10,
                        verbose_name="mức tin cậy",
                    ),
                ),
                (
                    "school_year",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="terms",
                        to="schoolyear.schoolyear",
                        verbose_name="năm học",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.orgunit",
                        verbose_name="nơi quyết định",
                    ),
                ),
            ],
            options={
                "verbose_name": "học kỳ",
            },
        ),
        migrations.CreateModel(
            name="Placement",
            fields=[
                ("id", models.AutoField(primary_key=True, serialize=False)),
                ("valid_from", models.DateField(verbose_name="từ ngày")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="đến trước ngày")),
                (
                    "class_group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="placements",
                        to="schoolyear.classgroup",
                        verbose_name="lớp",
                    ),
                ),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="placements",
                        to="schoolyear.enrolment",
                        verbose_name="ghi danh",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.orgunit",
                        verbose_name="trường",
                    ),
                ),
            ],
            options={
                "verbose_name": "xếp lớp",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until__isnull", True),
                            ("valid_until__gt", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="schoolyear_placement_has_days",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("valid_until__isnull", True)),
                        fields=("enrolment",),
                        name="schoolyear_placement_open_once",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="enrolment",
            index=models.Index(
                fields=["school", "school_year", "sort_key", "id"], name="schoolyear_enrol_school"
            ),
        ),
        migrations.AddIndex(
            model_name="enrolment",
            index=models.Index(fields=["class_group", "sort_key", "id"], name="schoolyear_enrol_class"),
        ),
        migrations.AddIndex(
            model_name="enrolment",
            index=models.Index(fields=["school_year", "sort_key", "id"], name="schoolyear_enrol_order"),
        ),
        migrations.AddConstraint(
            model_name="enrolment",
            constraint=models.UniqueConstraint(
                fields=("learner", "school", "school_year"), name="schoolyear_enrolment_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="enrolment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("left_on__isnull", True)),
                fields=("learner", "school_year"),
                name="schoolyear_enrolment_at_one_school",
            ),
        ),
        migrations.AddConstraint(
            model_name="enrolment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("left_on__isnull", True),
                    ("status__in", ("04", "05", "08", "09", "11", "12")),
                    _connector="XOR",
                ),
                name="schoolyear_enrolment_left",
            ),
        ),
        migrations.AddConstraint(
            model_name="enrolment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("left_on__isnull", True), ("left_on__gte", models.F("enrolled_on")), _connector="OR"
                ),
                name="schoolyear_enrolment_days",
            ),
        ),
        migrations.AddIndex(
            model_name="classgroup",
            index=models.Index(
                fields=["school", "school_year", "sort_key", "id"], name="schoolyear_class_school"
            ),
        ),
        migrations.AddIndex(
            model_name="classgroup",
            index=models.Index(fields=["school_year", "sort_key", "id"], name="schoolyear_class_order"),
        ),
        migrations.AddConstraint(
            model_name="classgroup",
            constraint=models.UniqueConstraint(
                fields=("school", "school_year", "code"), name="schoolyear_class_code"
            ),
        ),
        migrations.AddConstraint(
            model_name="classgroup",
            constraint=models.UniqueConstraint(
                fields=("id", "school", "school_year"), name="schoolyear_class_place"
            ),
        ),
        migrations.AddConstraint(
            model_name="term",
            constraint=models.UniqueConstraint(
                fields=("school_year", "level", "number", "unit"),
                name="schoolyear_term_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="term",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__gt", models.F("starts_on"))), name="schoolyear_term_has_days"
            ),
        ),
        migrations.AddConstraint(
            model_name="term",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__in", (1, 2))), name="schoolyear_term_number"
            ),
        ),
    ]
