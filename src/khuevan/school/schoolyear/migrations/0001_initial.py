# fmt: off
"""Years, terms, classes, enrolments, placements, changes of status, roll-overs."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from khuevan.kernel.database.migrations import CreateTable


class Migration(migrations.Migration):
    initial = True

    dependencies = [("curriculum", "0001_initial"), ("learners", "0001_initial"), ("organisations", "0001_initial"), ("people", "0001_initial")]

    operations = [
        CreateTable(
            name="SchoolYear",
            fields=[
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("id", models.AutoField(primary_key=True, serialize=False)),
                ("code", models.CharField(db_collation="C", max_length=9, unique=True, verbose_name="năm học")),
                ("starts_on", models.DateField(verbose_name="bắt đầu")),
                ("ends_on", models.DateField(verbose_name="kết thúc")),
            ],
            options={"verbose_name": "năm học", "constraints": [models.CheckConstraint(condition=models.Q(("ends_on__gt", models.F("starts_on"))), name="schoolyear_year_has_days")]},
        ),
        CreateTable(
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
                        choices=[("preschool", "Mầm non"), ("primary", "Tiểu học"), ("lower_secondary", "Trung học cơ sở"), ("upper_secondary", "Trung học phổ thông"), ("continuing", "Giáo dục thường xuyên")], max_length=16, verbose_name="cấp học"
                    ),
                ),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="giải thể từ")),
                ("search", models.TextField(default="", editable=False)),
                ("sort_key", models.TextField(db_collation="C", default="", editable=False)),
                ("homeroom_teacher", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person", verbose_name="giáo viên chủ nhiệm")),
                ("point", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.schoolpoint", verbose_name="điểm trường")),
                ("school", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.orgunit", verbose_name="trường")),
                ("school_year", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="schoolyear.schoolyear", verbose_name="năm học")),
                ("boarding", models.CharField(blank=True, choices=[("", "Không"), ("day", "Bán trú (ăn, nghỉ trưa tại trường)"), ("residential", "Nội trú")], default="", max_length=12, verbose_name="bán trú, nội trú")),
                ("care_programme", models.BooleanField(default=False, verbose_name="có chương trình chăm sóc, giáo dục")),
                ("combined_code", models.CharField(blank=True, db_collation="C", default="", max_length=20, verbose_name="mã lớp ghép")),
                (
                    "combined_grades",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
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
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="các khối, nhóm tuổi ghép",
                    ),
                ),
                ("continues", models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="schoolyear.classgroup", verbose_name="tiếp nối lớp năm trước")),
                ("elective_set", models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="curriculum.electiveset", verbose_name="tổ hợp môn lựa chọn")),
                ("equipped_maths", models.BooleanField(default=False, verbose_name="đủ thiết bị dạy học Toán")),
                ("equipped_vietnamese", models.BooleanField(default=False, verbose_name="đủ thiết bị dạy học Tiếng Việt")),
                ("has_disabled", models.BooleanField(default=False, verbose_name="có học sinh khuyết tật")),
                ("has_vocational", models.BooleanField(default=False, verbose_name="có học sinh học nghề")),
                ("is_combined", models.BooleanField(default=False, verbose_name="lớp ghép")),
                ("is_special", models.BooleanField(default=False, verbose_name="lớp chuyên biệt")),
                ("is_specialised", models.BooleanField(default=False, verbose_name="lớp chuyên")),
                (
                    "language_1",
                    models.CharField(
                        blank=True, choices=[("en", "Tiếng Anh"), ("fr", "Tiếng Pháp"), ("ru", "Tiếng Nga"), ("zh", "Tiếng Trung Quốc"), ("ja", "Tiếng Nhật"), ("de", "Tiếng Đức"), ("ko", "Tiếng Hàn")], default="", max_length=2, verbose_name="ngoại ngữ 1"
                    ),
                ),
                (
                    "language_2",
                    models.CharField(
                        blank=True, choices=[("en", "Tiếng Anh"), ("fr", "Tiếng Pháp"), ("ru", "Tiếng Nga"), ("zh", "Tiếng Trung Quốc"), ("ja", "Tiếng Nhật"), ("de", "Tiếng Đức"), ("ko", "Tiếng Hàn")], default="", max_length=2, verbose_name="ngoại ngữ 2"
                    ),
                ),
                ("language_periods", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="số tiết ngoại ngữ một tuần")),
                ("new_preschool_programme", models.BooleanField(default=False, verbose_name="theo chương trình mầm non mới")),
                ("opened_on", models.DateField(blank=True, null=True, verbose_name="mở từ")),
                ("parents_in_class", models.BooleanField(default=False, verbose_name="có đại diện cha mẹ của lớp")),
                ("parents_in_school", models.BooleanField(default=False, verbose_name="có đại diện cha mẹ trong ban của trường")),
                ("periods_per_week", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="số tiết học một tuần")),
                ("position", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="số thứ tự")),
                ("sessions_per_week", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="số buổi học một tuần")),
                ("specialised_subject", models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="curriculum.subject", verbose_name="môn chuyên")),
                (
                    "study_form",
                    models.CharField(blank=True, choices=[("day", "Học tập trung"), ("evening", "Buổi tối"), ("alongside", "Vừa làm vừa học"), ("distance", "Học từ xa, tự học có hướng dẫn")], default="", max_length=12, verbose_name="hình thức học tập"),
                ),
                ("training_kind", models.CharField(blank=True, default="", max_length=60, verbose_name="lớp đào tạo, bồi dưỡng")),
                ("two_sessions", models.BooleanField(default=False, verbose_name="dạy 2 buổi/ngày")),
                ("vocational_kind", models.CharField(blank=True, default="", max_length=60, verbose_name="lớp hướng nghiệp, dạy nghề")),
            ],
            options={
                "verbose_name": "lớp",
                "indexes": [models.Index(fields=["school", "school_year", "sort_key", "id"], name="schoolyear_class_school"), models.Index(fields=["sort_key", "id"], name="schoolyear_class_sorted")],
                "constraints": [models.UniqueConstraint(fields=("school", "school_year", "code"), name="schoolyear_class_code"), models.UniqueConstraint(fields=("id", "school", "school_year"), name="schoolyear_class_place")],
            },
        ),
        CreateTable(
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
                        choices=[("preschool", "Mầm non"), ("primary", "Tiểu học"), ("lower_secondary", "Trung học cơ sở"), ("upper_secondary", "Trung học phổ thông"), ("continuing", "Giáo dục thường xuyên")], max_length=16, verbose_name="cấp học"
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
                            ("00", "Ghi nhầm, đã rút lại"),
                        ],
                        default="01",
                        max_length=2,
                        verbose_name="trạng thái",
                    ),
                ),
                (
                    "entry_kind",
                    models.CharField(
                        choices=[("entry", "Tuyển mới đầu cấp"), ("continued", "Học tiếp năm trước"), ("transferred", "Chuyển đến"), ("returned", "Xin học lại"), ("other", "Khác")], default="continued", max_length=12, verbose_name="loại nhập học"
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
                ("outcome", models.CharField(blank=True, choices=[("promoted", "Lên lớp"), ("repeated", "Lưu ban"), ("completed", "Hoàn thành chương trình cấp học"), ("graduated", "Tốt nghiệp")], default="", max_length=10, verbose_name="kết quả cuối năm")),
                ("outcome_on", models.DateField(blank=True, null=True, verbose_name="ngày ghi kết quả")),
                ("position", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="số thứ tự")),
                ("full_name", models.CharField(max_length=100, verbose_name="họ và tên")),
                ("birth_date", models.DateField(blank=True, null=True, verbose_name="ngày sinh")),
                ("sex", models.CharField(blank=True, choices=[("male", "Nam"), ("female", "Nữ")], default="", max_length=6, verbose_name="giới tính")),
                ("search", models.TextField(default="", editable=False)),
                ("sort_key", models.TextField(db_collation="C", default="", editable=False)),
                ("class_group", models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="enrolments", to="schoolyear.classgroup", verbose_name="lớp")),
                ("learner", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="enrolments", to="learners.learner", verbose_name="người học")),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person", verbose_name="hồ sơ cá nhân")),
                ("school", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.orgunit", verbose_name="trường")),
                ("school_year", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="schoolyear.schoolyear", verbose_name="năm học")),
                ("came_from", models.CharField(blank=True, default="", max_length=200, verbose_name="chuyển đến từ")),
                ("elective_set", models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="curriculum.electiveset", verbose_name="tổ hợp môn lựa chọn")),
                ("set_aside_by", models.IntegerField(editable=False, null=True)),
            ],
            options={
                "verbose_name": "ghi danh",
                "indexes": [
                    models.Index(fields=["school", "school_year", "sort_key", "id"], name="schoolyear_enrol_school"),
                    models.Index(fields=["class_group", "sort_key", "id"], name="schoolyear_enrol_class"),
                    models.Index(fields=["sort_key", "id"], name="schoolyear_enrol_sorted"),
                    models.Index(fields=["birth_date", "id"], name="schoolyear_enrol_born"),
                    models.Index(fields=["grade", "birth_date", "id"], name="schoolyear_enrol_grade_born"),
                    models.Index(condition=models.Q(("status__in", ("04", "05", "08", "09", "11", "12"))), fields=["sort_key", "id"], name="schoolyear_enrol_gone"),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("left_on__isnull", True), ("left_on__gte", models.F("enrolled_on")), _connector="OR"), name="schoolyear_enrolment_days"),
                    models.CheckConstraint(condition=models.Q(("left_on__isnull", True), ("status__in", ("04", "05", "08", "09", "11", "12", "00")), _connector="XOR"), name="schoolyear_enrolment_left"),
                    models.UniqueConstraint(condition=models.Q(models.Q(("status", "00"), _negated=True), ("set_aside_by__isnull", True)), fields=("learner", "school", "school_year"), name="schoolyear_enrolment_once"),
                    models.UniqueConstraint(condition=models.Q(("left_on__isnull", True), ("set_aside_by__isnull", True)), fields=("learner", "school_year"), name="schoolyear_enrolment_at_one_school"),
                ],
            },
        ),
        CreateTable(
            name="Term",
            fields=[
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("id", models.AutoField(primary_key=True, serialize=False)),
                (
                    "level",
                    models.CharField(
                        choices=[("preschool", "Mầm non"), ("primary", "Tiểu học"), ("lower_secondary", "Trung học cơ sở"), ("upper_secondary", "Trung học phổ thông"), ("continuing", "Giáo dục thường xuyên")], max_length=16, verbose_name="cấp học"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="học kỳ")),
                ("starts_on", models.DateField(verbose_name="từ ngày")),
                ("ends_on", models.DateField(verbose_name="đến ngày")),
                ("weeks", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="số tuần thực học")),
                ("decision_number", models.CharField(blank=True, default="", max_length=60, verbose_name="số quyết định")),
                (
                    "trust",
                    models.CharField(
                        choices=[("official", "Theo văn bản chính thức"), ("secondary", "Theo nguồn dẫn lại"), ("practice", "Theo hệ thống đang dùng"), ("unverified", "Chưa kiểm chứng"), ("local", "Địa phương quyết định")],
                        default="unverified",
                        max_length=10,
                        verbose_name="mức tin cậy",
                    ),
                ),
                ("school_year", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="terms", to="schoolyear.schoolyear", verbose_name="năm học")),
                ("unit", models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.orgunit", verbose_name="nơi quyết định")),
            ],
            options={
                "verbose_name": "học kỳ",
                "constraints": [
                    models.UniqueConstraint(fields=("school_year", "level", "number", "unit"), name="schoolyear_term_once", nulls_distinct=False),
                    models.CheckConstraint(condition=models.Q(("ends_on__gt", models.F("starts_on"))), name="schoolyear_term_has_days"),
                    models.CheckConstraint(condition=models.Q(("number__in", (1, 2))), name="schoolyear_term_number"),
                ],
            },
        ),
        CreateTable(
            name="Placement",
            fields=[
                ("id", models.AutoField(primary_key=True, serialize=False)),
                ("valid_from", models.DateField(verbose_name="từ ngày")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="đến trước ngày")),
                ("class_group", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="placements", to="schoolyear.classgroup", verbose_name="lớp")),
                ("enrolment", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="placements", to="schoolyear.enrolment", verbose_name="ghi danh")),
                ("school", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.orgunit", verbose_name="trường")),
            ],
            options={
                "verbose_name": "xếp lớp",
                "constraints": [
                    models.UniqueConstraint(condition=models.Q(("valid_until__isnull", True)), fields=("enrolment",), name="schoolyear_placement_open_once"),
                    models.CheckConstraint(condition=models.Q(("valid_until__isnull", True), ("valid_until__gte", models.F("valid_from")), _connector="OR"), name="schoolyear_placement_has_days"),
                ],
            },
        ),
        CreateTable(
            name="StatusChange",
            fields=[
                ("id", models.AutoField(primary_key=True, serialize=False)),
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
                            ("00", "Ghi nhầm, đã rút lại"),
                        ],
                        max_length=2,
                        verbose_name="trạng thái",
                    ),
                ),
                ("on", models.DateField(verbose_name="từ ngày")),
                (
                    "reason",
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
                ("note", models.CharField(blank=True, default="", max_length=300, verbose_name="ghi chú")),
                ("enrolment", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="changes", to="schoolyear.enrolment", verbose_name="ghi danh")),
                ("school", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.orgunit", verbose_name="trường")),
            ],
            options={"verbose_name": "thay đổi trạng thái"},
        ),
        CreateTable(
            name="RollOver",
            fields=[
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("id", models.AutoField(primary_key=True, serialize=False)),
                ("digest", models.CharField(blank=True, default="", editable=False, max_length=64)),
                ("enrolled", models.PositiveIntegerField(default=0, verbose_name="số học sinh đã chuyển")),
                ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="xong lúc")),
                ("from_year", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="schoolyear.schoolyear", verbose_name="từ năm học")),
                ("school", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.orgunit", verbose_name="trường")),
                ("to_year", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="schoolyear.schoolyear", verbose_name="sang năm học")),
            ],
            options={"verbose_name": "chuyển năm học", "constraints": [models.UniqueConstraint(fields=("school", "from_year", "to_year"), name="schoolyear_rollover_once")]},
        ),
    ]
