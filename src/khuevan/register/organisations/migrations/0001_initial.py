# fmt: off
"""Provinces, units, their states, acts, lines of subordination, successions and points of schools."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

from khuevan.kernel.database.migrations import CreateTable


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        CreateTable(name="TreeVersion", fields=[("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")), ("version", models.BigIntegerField(default=1)), ("refreshed_on", models.DateField())]),
        CreateTable(
            name="Province",
            fields=[
                ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(db_collation="C", max_length=2, verbose_name="Mã tỉnh")),
                ("name", models.CharField(max_length=80, verbose_name="Tên tỉnh")),
                ("full_name", models.CharField(max_length=120, verbose_name="Tên đầy đủ")),
                ("sort_key", models.TextField(db_collation="C", editable=False)),
                ("valid_from", models.DateField(verbose_name="Từ ngày")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="Đến trước ngày")),
                ("source", models.TextField(blank=True, verbose_name="Nguồn")),
                ("successor", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="predecessors", to="organisations.province", verbose_name="Nhập vào")),
            ],
            options={"indexes": [models.Index(fields=["sort_key"], name="organisations_province_order")], "constraints": [models.UniqueConstraint(fields=("code", "valid_from"), name="organisations_province_code")]},
        ),
        CreateTable(
            name="OrgUnit",
            fields=[
                ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("name", models.CharField(max_length=200, verbose_name="Tên")),
                ("short_name", models.CharField(blank=True, max_length=80, verbose_name="Tên ngắn")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("ministry", "Bộ Giáo dục và Đào tạo"),
                            ("department", "Sở Giáo dục và Đào tạo"),
                            ("district_office", "Phòng Giáo dục và Đào tạo"),
                            ("commune", "Xã, phường, đặc khu"),
                            ("preschool", "Trường mầm non"),
                            ("kindergarten", "Trường mẫu giáo"),
                            ("nursery", "Nhà trẻ"),
                            ("preschool_group", "Lớp mầm non độc lập"),
                            ("primary", "Trường tiểu học"),
                            ("lower_secondary", "Trường trung học cơ sở"),
                            ("upper_secondary", "Trường trung học phổ thông"),
                            ("primary_lower", "Trường tiểu học và trung học cơ sở"),
                            ("lower_upper", "Trường trung học cơ sở và trung học phổ thông"),
                            ("primary_lower_upper", "Trường tiểu học, trung học cơ sở và trung học phổ thông"),
                            ("ethnic_boarding", "Trường phổ thông dân tộc nội trú"),
                            ("ethnic_semi_boarding", "Trường phổ thông dân tộc bán trú"),
                            ("gifted", "Trường trung học phổ thông chuyên"),
                            ("special", "Trường chuyên biệt cho người khuyết tật"),
                            ("vocational_continuing", "Trung tâm giáo dục nghề nghiệp - giáo dục thường xuyên"),
                            ("continuing", "Trung tâm giáo dục thường xuyên"),
                            ("community_learning", "Trung tâm học tập cộng đồng"),
                            ("language_it", "Trung tâm ngoại ngữ, tin học"),
                            ("inclusion_support", "Trung tâm hỗ trợ phát triển giáo dục hòa nhập"),
                        ],
                        max_length=24,
                        verbose_name="Loại đơn vị",
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
                ("ownership", models.CharField(choices=[("public", "Công lập"), ("people_founded", "Dân lập"), ("private", "Tư thục"), ("foreign", "Có vốn đầu tư nước ngoài")], default="public", max_length=16, verbose_name="Loại hình")),
                ("area", models.CharField(blank=True, choices=[("", "Chưa rõ"), ("01", "Biên giới - hải đảo"), ("02", "Đô thị"), ("03", "Đồng bằng"), ("04", "Miền núi - vùng sâu")], default="", max_length=2, verbose_name="Khu vực")),
                ("difficulty", models.CharField(blank=True, choices=[("", "Không thuộc vùng khó khăn"), ("difficult", "Vùng khó khăn"), ("especially_difficult", "Vùng đặc biệt khó khăn")], default="", max_length=24, verbose_name="Vùng khó khăn")),
                ("address", models.CharField(blank=True, max_length=250, verbose_name="Địa chỉ")),
                ("latitude", models.FloatField(blank=True, null=True, verbose_name="Vĩ độ")),
                ("longitude", models.FloatField(blank=True, null=True, verbose_name="Kinh độ")),
                ("map_precision", models.PositiveSmallIntegerField(choices=[(0, "Chưa có vị trí"), (1, "Vị trí gần đúng"), (2, "Vị trí đã đo")], default=0, verbose_name="Độ chính xác vị trí")),
                ("search", models.TextField(default="", editable=False)),
                ("sort_key", models.TextField(db_collation="C", default="", editable=False)),
                ("code", models.CharField(db_collation="C", max_length=20, unique=True, verbose_name="Mã đơn vị")),
                ("opened_on", models.DateField(verbose_name="Ngày thành lập")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="Ngừng hoạt động từ")),
                ("managing_path", models.TextField(db_collation="C", default="", editable=False)),
                ("professional_path", models.TextField(db_collation="C", default="", editable=False)),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="Điện thoại")),
                ("email", models.EmailField(blank=True, max_length=80, verbose_name="Thư điện tử")),
                ("website", models.CharField(blank=True, max_length=120, verbose_name="Trang thông tin")),
                ("changed_at", models.DateTimeField(editable=False, null=True)),
                ("changed_by", models.CharField(blank=True, editable=False, max_length=120)),
                ("commune", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.orgunit", verbose_name="Xã, phường, đặc khu")),
                ("managing_parent", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.orgunit")),
                ("professional_parent", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.orgunit")),
                ("province", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.province")),
            ],
            options={
                "indexes": [
                    models.Index(django.contrib.postgres.indexes.OpClass("managing_path", "text_pattern_ops"), name="organisations_unit_managing"),
                    models.Index(django.contrib.postgres.indexes.OpClass("professional_path", "text_pattern_ops"), name="organisations_unit_profess"),
                    models.Index(fields=["sort_key", "id"], name="organisations_unit_order"),
                    models.Index(fields=["kind", "sort_key"], name="organisations_unit_kind"),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("closed_on__isnull", True), ("closed_on__gt", models.F("opened_on")), _connector="OR"), name="organisations_orgunit_life"),
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("latitude__isnull", True), ("longitude__isnull", True)), models.Q(("latitude__gte", -90), ("latitude__lte", 90), ("longitude__gte", -180), ("longitude__lte", 180)), _connector="OR"),
                        name="organisations_orgunit_place",
                    ),
                ],
            },
        ),
        CreateTable(
            name="SchoolPoint",
            fields=[
                ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("code", models.CharField(db_collation="C", max_length=35, verbose_name="Mã điểm trường")),
                ("name", models.CharField(max_length=200, verbose_name="Tên điểm trường")),
                ("is_main", models.BooleanField(default=False, verbose_name="Điểm trường chính")),
                ("address", models.CharField(blank=True, max_length=250, verbose_name="Địa chỉ")),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="Điện thoại")),
                ("distance_km", models.DecimalField(blank=True, decimal_places=2, max_digits=6, null=True, verbose_name="Cách điểm chính (km)")),
                ("travel", models.CharField(blank=True, max_length=50, verbose_name="Phương tiện đi lại")),
                ("area_m2", models.DecimalField(blank=True, decimal_places=1, max_digits=10, null=True, verbose_name="Diện tích (m²)")),
                ("latitude", models.FloatField(blank=True, null=True, verbose_name="Vĩ độ")),
                ("longitude", models.FloatField(blank=True, null=True, verbose_name="Kinh độ")),
                ("map_precision", models.PositiveSmallIntegerField(choices=[(0, "Chưa có vị trí"), (1, "Vị trí gần đúng"), (2, "Vị trí đã đo")], default=0, verbose_name="Độ chính xác vị trí")),
                ("opened_on", models.DateField(verbose_name="Hoạt động từ")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="Ngừng hoạt động từ")),
                ("changed_at", models.DateTimeField(editable=False, null=True)),
                ("changed_by", models.CharField(blank=True, editable=False, max_length=120)),
                ("school", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="points", to="organisations.orgunit")),
                ("search", models.TextField(default="", editable=False)),
                ("sort_key", models.TextField(db_collation="C", default="", editable=False)),
            ],
            options={
                "indexes": [models.Index(fields=["sort_key", "id"], name="organisations_point_order")],
                "constraints": [
                    models.UniqueConstraint(fields=("school", "code"), name="organisations_point_code"),
                    models.UniqueConstraint(condition=models.Q(("closed_on__isnull", True), ("is_main", True)), fields=("school",), name="organisations_point_main"),
                ],
            },
        ),
        CreateTable(
            name="UnitAct",
            fields=[
                ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("open", "Thành lập"),
                            ("rename", "Đổi tên"),
                            ("merge", "Sáp nhập, hợp nhất"),
                            ("split", "Chia, tách"),
                            ("move", "Chuyển cơ quan quản lý, địa điểm"),
                            ("change_level", "Chuyển cấp học, loại trường"),
                            ("close", "Giải thể"),
                            ("correct", "Đính chính dữ liệu"),
                        ],
                        max_length=16,
                        verbose_name="Quyết định",
                    ),
                ),
                ("effective_on", models.DateField(verbose_name="Ngày hiệu lực")),
                ("decision_number", models.CharField(blank=True, max_length=60, verbose_name="Số quyết định")),
                ("deciding_body", models.CharField(blank=True, max_length=160, verbose_name="Cơ quan ban hành")),
                ("note", models.TextField(blank=True, verbose_name="Ghi chú")),
                ("details", models.JSONField(default=list)),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", models.CharField(max_length=120)),
                ("unit", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="acts", to="organisations.orgunit")),
            ],
            options={"indexes": [models.Index(fields=["unit", "effective_on"], name="organisations_act_unit")]},
        ),
        CreateTable(
            name="Succession",
            fields=[
                ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("effective_on", models.DateField()),
                ("share", models.DecimalField(blank=True, decimal_places=8, max_digits=9, null=True)),
                ("share_back", models.DecimalField(blank=True, decimal_places=8, max_digits=9, null=True)),
                ("predecessor", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.orgunit")),
                ("successor", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.orgunit")),
                ("act", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="successions", to="organisations.unitact")),
            ],
            options={
                "indexes": [models.Index(fields=["successor"], name="organisations_succession_to")],
                "constraints": [
                    models.UniqueConstraint(fields=("predecessor", "successor"), name="organisations_succession_once"),
                    models.CheckConstraint(condition=models.Q(("predecessor", models.F("successor")), _negated=True), name="organisations_succession_other"),
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("share__isnull", True), models.Q(("share__gt", 0), ("share__lte", 1)), _connector="OR"), models.Q(("share_back__isnull", True), models.Q(("share_back__gt", 0), ("share_back__lte", 1)), _connector="OR")),
                        name="organisations_succession_share",
                    ),
                ],
            },
        ),
        CreateTable(
            name="Subordination",
            fields=[
                ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("line", models.CharField(choices=[("managing", "Quản lý trực tiếp"), ("professional", "Chỉ đạo chuyên môn")], max_length=12)),
                ("valid_from", models.DateField()),
                ("valid_until", models.DateField(blank=True, null=True)),
                ("parent", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.orgunit")),
                ("unit", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="subordinations", to="organisations.orgunit")),
                ("act", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.unitact")),
            ],
            options={
                "indexes": [models.Index(fields=["parent", "line", "valid_from"], name="organisations_sub_parent"), models.Index(fields=["unit", "line", "valid_from"], name="organisations_sub_unit")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("valid_until__isnull", True), ("valid_until__gte", models.F("valid_from")), _connector="OR"), name="organisations_subordination_period"),
                    models.CheckConstraint(condition=models.Q(("unit", models.F("parent")), _negated=True), name="organisations_subordination_other"),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("line", "managing")),
                        expressions=[(models.Func(models.F("unit_id"), models.F("unit_id"), models.Value("[]"), function="int4range"), "&&"), (models.Func(models.F("valid_from"), models.F("valid_until"), function="daterange"), "&&")],
                        name="organisations_subordination_managing",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("line", "professional")),
                        expressions=[(models.Func(models.F("unit_id"), models.F("unit_id"), models.Value("[]"), function="int4range"), "&&"), (models.Func(models.F("valid_from"), models.F("valid_until"), function="daterange"), "&&")],
                        name="organisations_subordination_professional",
                    ),
                ],
            },
        ),
        CreateTable(
            name="UnitState",
            fields=[
                ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200, verbose_name="Tên")),
                ("short_name", models.CharField(blank=True, max_length=80, verbose_name="Tên ngắn")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("ministry", "Bộ Giáo dục và Đào tạo"),
                            ("department", "Sở Giáo dục và Đào tạo"),
                            ("district_office", "Phòng Giáo dục và Đào tạo"),
                            ("commune", "Xã, phường, đặc khu"),
                            ("preschool", "Trường mầm non"),
                            ("kindergarten", "Trường mẫu giáo"),
                            ("nursery", "Nhà trẻ"),
                            ("preschool_group", "Lớp mầm non độc lập"),
                            ("primary", "Trường tiểu học"),
                            ("lower_secondary", "Trường trung học cơ sở"),
                            ("upper_secondary", "Trường trung học phổ thông"),
                            ("primary_lower", "Trường tiểu học và trung học cơ sở"),
                            ("lower_upper", "Trường trung học cơ sở và trung học phổ thông"),
                            ("primary_lower_upper", "Trường tiểu học, trung học cơ sở và trung học phổ thông"),
                            ("ethnic_boarding", "Trường phổ thông dân tộc nội trú"),
                            ("ethnic_semi_boarding", "Trường phổ thông dân tộc bán trú"),
                            ("gifted", "Trường trung học phổ thông chuyên"),
                            ("special", "Trường chuyên biệt cho người khuyết tật"),
                            ("vocational_continuing", "Trung tâm giáo dục nghề nghiệp - giáo dục thường xuyên"),
                            ("continuing", "Trung tâm giáo dục thường xuyên"),
                            ("community_learning", "Trung tâm học tập cộng đồng"),
                            ("language_it", "Trung tâm ngoại ngữ, tin học"),
                            ("inclusion_support", "Trung tâm hỗ trợ phát triển giáo dục hòa nhập"),
                        ],
                        max_length=24,
                        verbose_name="Loại đơn vị",
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
                ("ownership", models.CharField(choices=[("public", "Công lập"), ("people_founded", "Dân lập"), ("private", "Tư thục"), ("foreign", "Có vốn đầu tư nước ngoài")], default="public", max_length=16, verbose_name="Loại hình")),
                ("area", models.CharField(blank=True, choices=[("", "Chưa rõ"), ("01", "Biên giới - hải đảo"), ("02", "Đô thị"), ("03", "Đồng bằng"), ("04", "Miền núi - vùng sâu")], default="", max_length=2, verbose_name="Khu vực")),
                ("difficulty", models.CharField(blank=True, choices=[("", "Không thuộc vùng khó khăn"), ("difficult", "Vùng khó khăn"), ("especially_difficult", "Vùng đặc biệt khó khăn")], default="", max_length=24, verbose_name="Vùng khó khăn")),
                ("address", models.CharField(blank=True, max_length=250, verbose_name="Địa chỉ")),
                ("latitude", models.FloatField(blank=True, null=True, verbose_name="Vĩ độ")),
                ("longitude", models.FloatField(blank=True, null=True, verbose_name="Kinh độ")),
                ("map_precision", models.PositiveSmallIntegerField(choices=[(0, "Chưa có vị trí"), (1, "Vị trí gần đúng"), (2, "Vị trí đã đo")], default=0, verbose_name="Độ chính xác vị trí")),
                ("search", models.TextField(default="", editable=False)),
                ("sort_key", models.TextField(db_collation="C", default="", editable=False)),
                ("valid_from", models.DateField()),
                ("valid_until", models.DateField(blank=True, null=True)),
                ("act", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.unitact")),
                ("commune", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.orgunit", verbose_name="Xã, phường, đặc khu")),
                ("unit", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="states", to="organisations.orgunit")),
            ],
            options={
                "indexes": [models.Index(fields=["unit", "valid_from"], name="organisations_state_unit")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("valid_until__isnull", True), ("valid_until__gte", models.F("valid_from")), _connector="OR"), name="organisations_unitstate_period"),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[(models.Func(models.F("unit_id"), models.F("unit_id"), models.Value("[]"), function="int4range"), "&&"), (models.Func(models.F("valid_from"), models.F("valid_until"), function="daterange"), "&&")],
                        name="organisations_unitstate_once",
                    ),
                ],
            },
        ),
    ]
