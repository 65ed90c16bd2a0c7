"""Columns of members of staff as first created: part of `0001_initial`, never changed."""

from typing import Any

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
from django.db import models

COLUMNS: list[tuple[str, Any]] = [
    (
        "contract_form",
        models.CharField(
            blank=True,
            choices=[
                ("tenure", "Viên chức, hợp đồng làm việc không xác định thời hạn"),
                ("term", "Viên chức, hợp đồng làm việc xác định thời hạn"),
                ("labour", "Hợp đồng lao động"),
                ("support", "Hợp đồng theo Nghị định 111/2022"),
                ("visiting", "Thỉnh giảng"),
                ("official", "Công chức"),
            ],
            default="",
            max_length=16,
            verbose_name="hình thức hợp đồng",
        ),
    ),
    (
        "rank",
        models.CharField(blank=True, db_collation="C", default="", max_length=16, verbose_name="ngạch, hạng"),
    ),
    (
        "salary_step",
        models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="bậc lương"),
    ),
    (
        "salary_coefficient",
        models.DecimalField(
            blank=True, decimal_places=2, max_digits=5, null=True, verbose_name="hệ số lương"
        ),
    ),
    ("salary_from", models.DateField(blank=True, null=True, verbose_name="ngày hưởng lương")),
    (
        "over_frame",
        models.DecimalField(
            blank=True,
            decimal_places=2,
            max_digits=6,
            null=True,
            verbose_name="phần trăm vượt khung",
        ),
    ),
    (
        "allowance_attraction",
        models.DecimalField(
            blank=True, decimal_places=2, max_digits=6, null=True, verbose_name="phụ cấp thu hút"
        ),
    ),
    (
        "allowance_seniority",
        models.DecimalField(
            blank=True,
            decimal_places=2,
            max_digits=6,
            null=True,
            verbose_name="phụ cấp thâm niên",
        ),
    ),
    (
        "allowance_profession",
        models.DecimalField(
            blank=True,
            decimal_places=2,
            max_digits=6,
            null=True,
            verbose_name="phụ cấp ưu đãi nghề",
        ),
    ),
    (
        "degree",
        models.CharField(
            blank=True,
            choices=[
                ("below", "Chưa qua đào tạo"),
                ("elementary", "Sơ cấp"),
                ("intermediate", "Trung cấp"),
                ("college", "Cao đẳng"),
                ("bachelor", "Đại học"),
                ("master", "Thạc sĩ"),
                ("doctor", "Tiến sĩ"),
            ],
            default="",
            max_length=16,
            verbose_name="trình độ chuyên môn",
        ),
    ),
    (
        "major_1",
        models.CharField(blank=True, default="", max_length=100, verbose_name="chuyên môn 1"),
    ),
    (
        "degree_1",
        models.CharField(
            blank=True,
            choices=[
                ("below", "Chưa qua đào tạo"),
                ("elementary", "Sơ cấp"),
                ("intermediate", "Trung cấp"),
                ("college", "Cao đẳng"),
                ("bachelor", "Đại học"),
                ("master", "Thạc sĩ"),
                ("doctor", "Tiến sĩ"),
            ],
            default="",
            max_length=16,
            verbose_name="trình độ 1",
        ),
    ),
    (
        "major_2",
        models.CharField(blank=True, default="", max_length=100, verbose_name="chuyên môn 2"),
    ),
    (
        "degree_2",
        models.CharField(
            blank=True,
            choices=[
                ("below", "Chưa qua đào tạo"),
                ("elementary", "Sơ cấp"),
                ("intermediate", "Trung cấp"),
                ("college", "Cao đẳng"),
                ("bachelor", "Đại học"),
                ("master", "Thạc sĩ"),
                ("doctor", "Tiến sĩ"),
            ],
            default="",
            max_length=16,
            verbose_name="trình độ 2",
        ),
    ),
    (
        "political_theory",
        models.CharField(
            blank=True,
            choices=[
                ("", "Chưa có"),
                ("elementary", "Sơ cấp"),
                ("intermediate", "Trung cấp"),
                ("advanced", "Cao cấp"),
                ("bachelor", "Cử nhân"),
            ],
            default="",
            max_length=16,
            verbose_name="trình độ lý luận chính trị",
        ),
    ),
    (
        "management_training",
        models.CharField(
            blank=True,
            choices=[
                ("", "Chưa có"),
                ("certificate", "Chứng chỉ bồi dưỡng"),
                ("bachelor", "Đại học"),
                ("master", "Thạc sĩ"),
                ("doctor", "Tiến sĩ"),
            ],
            default="",
            max_length=16,
            verbose_name="trình độ quản lý giáo dục",
        ),
    ),
    (
        "language",
        models.CharField(
            blank=True,
            choices=[
                ("", "Không"),
                ("en", "Tiếng Anh"),
                ("fr", "Tiếng Pháp"),
                ("zh", "Tiếng Trung Quốc"),
                ("ru", "Tiếng Nga"),
                ("ja", "Tiếng Nhật"),
                ("ko", "Tiếng Hàn"),
                ("de", "Tiếng Đức"),
                ("other", "Ngoại ngữ khác"),
            ],
            default="",
            max_length=16,
            verbose_name="ngoại ngữ",
        ),
    ),
    (
        "language_level",
        models.CharField(
            blank=True,
            choices=[
                ("", "Chưa có"),
                ("1", "Bậc 1 (A1)"),
                ("2", "Bậc 2 (A2)"),
                ("3", "Bậc 3 (B1)"),
                ("4", "Bậc 4 (B2)"),
                ("5", "Bậc 5 (C1)"),
                ("6", "Bậc 6 (C2)"),
                ("a", "Chứng chỉ A (cũ)"),
                ("b", "Chứng chỉ B (cũ)"),
                ("c", "Chứng chỉ C (cũ)"),
                ("college", "Cao đẳng ngoại ngữ"),
                ("bachelor", "Đại học ngoại ngữ trở lên"),
            ],
            default="",
            max_length=16,
            verbose_name="trình độ ngoại ngữ",
        ),
    ),
    (
        "language_score",
        models.DecimalField(
            blank=True, decimal_places=1, max_digits=6, null=True, verbose_name="điểm ngoại ngữ"
        ),
    ),
    (
        "it_subject",
        models.CharField(blank=True, default="", max_length=60, verbose_name="tin học"),
    ),
    (
        "it_certificate",
        models.CharField(
            blank=True,
            choices=[
                ("", "Chưa có"),
                ("a", "Chứng chỉ A"),
                ("b", "Chứng chỉ B"),
                ("c", "Chứng chỉ C"),
                ("basic", "Ứng dụng CNTT cơ bản"),
                ("advanced", "Ứng dụng CNTT nâng cao"),
                ("intermediate", "Trung cấp"),
                ("college", "Cao đẳng"),
                ("bachelor", "Đại học trở lên"),
            ],
            default="",
            max_length=16,
            verbose_name="trình độ tin học",
        ),
    ),
    (
        "yearly_training",
        models.CharField(
            blank=True,
            choices=[
                ("running", "Đang học"),
                ("done", "Hoàn thành"),
                ("failed", "Chưa hoàn thành"),
            ],
            default="",
            max_length=16,
            verbose_name="bồi dưỡng thường xuyên",
        ),
    ),
    (
        "trained_life_skills",
        models.BooleanField(default=False, verbose_name="được tập huấn kỹ năng sống"),
    ),
    (
        "joins_training",
        models.BooleanField(default=False, verbose_name="tham gia chương trình bồi dưỡng"),
    ),
    (
        "standard_result",
        models.CharField(
            blank=True,
            choices=[
                ("not_met", "Chưa đạt"),
                ("met", "Đạt"),
                ("good", "Khá"),
                ("excellent", "Tốt"),
                ("not_done", "Không hoàn thành nhiệm vụ"),
                ("done", "Hoàn thành nhiệm vụ"),
                ("well_done", "Hoàn thành tốt nhiệm vụ"),
                ("outstanding", "Hoàn thành xuất sắc nhiệm vụ"),
            ],
            default="",
            max_length=16,
            verbose_name="kết quả chuẩn nghề nghiệp",
        ),
    ),
    (
        "employee_result",
        models.CharField(
            blank=True,
            choices=[
                ("not_met", "Chưa đạt"),
                ("met", "Đạt"),
                ("good", "Khá"),
                ("excellent", "Tốt"),
                ("not_done", "Không hoàn thành nhiệm vụ"),
                ("done", "Hoàn thành nhiệm vụ"),
                ("well_done", "Hoàn thành tốt nhiệm vụ"),
                ("outstanding", "Hoàn thành xuất sắc nhiệm vụ"),
            ],
            default="",
            max_length=16,
            verbose_name="đánh giá viên chức",
        ),
    ),
    (
        "contest",
        models.CharField(
            blank=True,
            choices=[
                ("", "Chưa có"),
                ("school", "Cấp trường"),
                ("commune", "Cấp xã"),
                ("district", "Cấp huyện (trước 01/7/2025)"),
                ("province", "Cấp tỉnh"),
                ("nation", "Cấp quốc gia"),
            ],
            default="",
            max_length=16,
            verbose_name="giáo viên giỏi",
        ),
    ),
    (
        "highest_title",
        models.CharField(
            blank=True,
            default="",
            max_length=200,
            verbose_name="danh hiệu được phong tặng cao nhất",
        ),
    ),
    ("id", models.AutoField(primary_key=True, serialize=False)),
    (
        "main_subject",
        models.ForeignKey(
            blank=True,
            db_index=False,
            null=True,
            on_delete=django.db.models.deletion.PROTECT,
            related_name="+",
            to="curriculum.subject",
            verbose_name="môn dạy",
        ),
    ),
    (
        "other_subject",
        models.ForeignKey(
            blank=True,
            db_index=False,
            null=True,
            on_delete=django.db.models.deletion.PROTECT,
            related_name="+",
            to="curriculum.subject",
            verbose_name="môn kiêm nhiệm",
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
]
