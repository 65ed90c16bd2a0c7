import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organisations", "0003_points_as_records"),
    ]

    operations = [
        migrations.CreateModel(
            name="Subject",
            fields=[
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("id", models.AutoField(primary_key=True, serialize=False)),
                (
                    "code",
                    models.CharField(db_collation="C", max_length=20, unique=True, verbose_name="mã môn học"),
                ),
                ("name", models.CharField(max_length=120, verbose_name="tên môn học")),
                (
                    "short_name",
                    models.CharField(blank=True, default="", max_length=40, verbose_name="tên ngắn"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("subject", "Môn học"),
                            ("activity", "Hoạt động giáo dục"),
                            ("strand", "Phân môn, mạch nội dung"),
                            ("domain", "Lĩnh vực phát triển"),
                            ("topic", "Chuyên đề học tập"),
                        ],
                        default="subject",
                        max_length=8,
                        verbose_name="loại",
                    ),
                ),
                (
                    "assessed_by",
                    models.CharField(
                        choices=[
                            ("score", "Nhận xét kết hợp điểm số"),
                            ("comment", "Nhận xét"),
                            ("none", "Không đánh giá riêng"),
                        ],
                        default="score",
                        max_length=8,
                        verbose_name="cách đánh giá",
                    ),
                ),
                (
                    "sector_code",
                    models.CharField(
                        blank=True,
                        db_collation="C",
                        default="",
                        max_length=20,
                        verbose_name="mã trong DM_MON_HOC",
                    ),
                ),
                ("source", models.CharField(blank=True, default="", max_length=200, verbose_name="nguồn")),
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
                ("position", models.PositiveSmallIntegerField(default=100, verbose_name="thứ tự")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="ngừng dạy từ")),
                ("search", models.TextField(default="", editable=False)),
                ("sort_key", models.TextField(db_collation="C", default="", editable=False)),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="strands",
                        to="curriculum.subject",
                        verbose_name="thuộc môn học",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.orgunit",
                        verbose_name="nơi bổ sung",
                    ),
                ),
            ],
            options={
                "verbose_name": "môn học",
                "indexes": [models.Index(fields=["position", "sort_key"], name="curriculum_subject_order")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("parent", models.F("id")), _negated=True),
                        name="curriculum_subject_not_own_part",
                    )
                ],
            },
        ),
    ]
