import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("curriculum", "0004_national_catalogue"),
        ("organisations", "0003_points_as_records"),
        ("schoolyear", "0002_protection"),
    ]

    operations = [
        migrations.AddField(
            model_name="classgroup",
            name="boarding",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "Không"),
                    ("day", "Bán trú (ăn, nghỉ trưa tại trường)"),
                    ("residential", "Nội trú"),
                ],
                default="",
                max_length=12,
                verbose_name="bán trú, nội trú",
            ),
        ),
        migrations.AddField(
            model_name="classgroup",
            name="care_programme",
            field=models.BooleanField(default=False, verbose_name="có chương trình chăm sóc, giáo dục"),
        ),
        migrations.AddField(
            model_name="classgroup",
            name="combined_code",
            field=models.CharField(
                blank=True, db_collation="C", default="", max_length=20, verbose_name="mã lớp ghép"
            ),
        ),
        migrations.AddField(
            model_name="classgroup",
            name="combined_grades",
            field=django.contrib.postgres.fields.ArrayField(
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
        migrations.AddField(
            model_name="classgroup",
            name="continues",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="schoolyear.classgroup",
                verbose_name="tiếp nối lớp năm trước",
            ),
        ),
        migrations.AddField(
            model_name="classgroup",
            name="elective_set",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="curriculum.electiveset",
                verbose_name="tổ hợp môn lựa chọn",
            ),
        ),
        migrations.AddField(
            model_name="classgroup",
            name="equipped_maths",
            field=models.BooleanField(default=False, verbose_name="đủ thiết bị dạy học Toán"),
        ),
        migrations.AddField(
            model_name="classgroup",
            name="equipped_vietnamese",
            field=models.BooleanField(default=False, verbose_name="đủ thiết bị dạy học Tiếng Việt"),
        ),
        migrations.AddField(
            model_name="classgroup",
            name="has_disabled",
            field=models.BooleanField(default=False, verbose_name="có học sinh khuyết tật"),
        ),
        migrations.AddField(
            model_name="classgroup",
            name="has_vocational",
            field=models.BooleanField(default=False, verbose_name="có học sinh học nghề"),
        ),
        migrations.AddField(
            model_name="classgroup",
            name="is_combined",
            field=models.BooleanField(default=False, verbose_name="lớp ghép"),
        ),
        migrations.AddField(
            model_name="classgroup",
            name="is_special",
            field=models.BooleanField(default=False, verbose_name="lớp chuyên biệt"),
        ),
        migrations.AddField(
            model_name="classgroup",
            name="is_specialised",
            field=models.BooleanField(default=False, verbose_name="lớp chuyên"),
        ),
        migrations.AddField(
            model_name="classgroup",
            name="language_1",
            field=models.CharField(
                blank=True,
                choices=[
                    ("en", "Tiếng Anh"),
                    ("fr", "Tiếng Pháp"),
                    ("ru", "Tiếng Nga"),
                    ("zh", "Tiếng Trung Quốc"),
                    ("ja", "Tiếng Nhật"),
                    ("de", "Tiếng Đức"),
                    ("ko", "Tiếng Hàn"),
                ],
                default="",
                max_length=2,
                verbose_name="ngoại ngữ 1",
            ),
        ),
        migrations.AddField(
            model_name="classgroup",
            name="language_2",
            field=models.CharField(
                blank=True,
                choices=[
                    ("en", "Tiếng Anh"),
                    ("fr", "Tiếng Pháp"),
                    ("ru", "Tiếng Nga"),
                    ("zh", "Tiếng Trung Quốc"),
                    ("ja", "Tiếng Nhật"),
                    ("de", "Tiếng Đức"),
                    ("ko", "Tiếng Hàn"),
                ],
                default="",
                max_length=2,
                verbose_name="ngoại ngữ 2",
            ),
        ),
        migrations.AddField(
            model_name="classgroup",
            name="language_periods",
            field=models.PositiveSmallIntegerField(
                blank=True, null=True, verbose_name="số tiết ngoại ngữ một tuần"
            ),
        ),
        migrations.AddField(
            model_name="classgroup",
            name="new_preschool_programme",
            field=models.BooleanField(default=False, verbose_name="theo chương trình mầm non mới"),
        ),
        migrations.AddField(
            model_name="classgroup",
            name="opened_on",
            field=models.DateField(blank=True, null=True, verbose_name="mở từ"),
        ),
        migrations.AddField(
            model_name="classgroup",
            name="parents_in_class",
            field=models.BooleanField(default=False, verbose_name="có đại diện cha mẹ của lớp"),
        ),
        migrations.AddField(
            model_name="classgroup",
            name="parents_in_school",
            field=models.BooleanField(default=False, verbose_name="có đại diện cha mẹ trong ban của trường"),
        ),
        migrations.AddField(
            model_name="classgroup",
            name="periods_per_week",
            field=models.PositiveSmallIntegerField(
                blank=True, null=True, verbose_name="số tiết học một tuần"
            ),
        ),
        migrations.AddField(
            model_name="classgroup",
            name="position",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="số thứ tự"),
        ),
        migrations.AddField(
            model_name="classgroup",
            name="sessions_per_week",
            field=models.PositiveSmallIntegerField(
                blank=True, null=True, verbose_name="số buổi học một tuần"
            ),
        ),
        migrations.AddField(
            model_name="classgroup",
            name="specialised_subject",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="curriculum.subject",
                verbose_name="môn chuyên",
            ),
        ),
        migrations.AddField(
            model_name="classgroup",
            name="study_form",
            field=models.CharField(
                blank=True,
                choices=[
                    ("day", "Học tập trung"),
                    ("evening", "Buổi tối"),
                    ("alongside", "Vừa làm vừa học"),
                    ("distance", "Học từ xa, tự học có hướng dẫn"),
                ],
                default="",
                max_length=12,
                verbose_name="hình thức học tập",
            ),
        ),
        migrations.AddField(
            model_name="classgroup",
            name="training_kind",
            field=models.CharField(
                blank=True, default="", max_length=60, verbose_name="lớp đào tạo, bồi dưỡng"
            ),
        ),
        migrations.AddField(
            model_name="classgroup",
            name="two_sessions",
            field=models.BooleanField(default=False, verbose_name="dạy 2 buổi/ngày"),
        ),
        migrations.AddField(
            model_name="classgroup",
            name="vocational_kind",
            field=models.CharField(
                blank=True, default="", max_length=60, verbose_name="lớp hướng nghiệp, dạy nghề"
            ),
        ),
        migrations.AddField(
            model_name="enrolment",
            name="came_from",
            field=models.CharField(blank=True, default="", max_length=200, verbose_name="chuyển đến từ"),
        ),
        migrations.AddField(
            model_name="enrolment",
            name="elective_set",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="curriculum.electiveset",
                verbose_name="tổ hợp môn lựa chọn",
            ),
        ),
        migrations.CreateModel(
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
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
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
                "verbose_name": "thay đổi trạng thái",
            },
        ),
        migrations.CreateModel(
            name="RollOver",
            fields=[
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("id", models.AutoField(primary_key=True, serialize=False)),
                ("digest", models.CharField(blank=True, default="", editable=False, max_length=64)),
                ("enrolled", models.PositiveIntegerField(default=0, verbose_name="số học sinh đã chuyển")),
                ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="xong lúc")),
                (
                    "from_year",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="schoolyear.schoolyear",
                        verbose_name="từ năm học",
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
                    "to_year",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="schoolyear.schoolyear",
                        verbose_name="sang năm học",
                    ),
                ),
            ],
            options={
                "verbose_name": "chuyển năm học",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "from_year", "to_year"), name="schoolyear_rollover_once"
                    )
                ],
            },
        ),
    ]
