# fmt: off
"""Changes, packages and their checks."""

import django.db.models.deletion
from django.db import migrations, models

from khuevan.kernel.database.migrations import CreateTable


class Migration(migrations.Migration):
    initial = True

    dependencies = [("organisations", "0001_initial")]

    operations = [
        CreateTable(name="Mark", fields=[("lane", models.SmallIntegerField(primary_key=True, serialize=False)), ("seq", models.BigIntegerField())], options={"verbose_name": "dấu theo dõi"}),
        CreateTable(
            name="Change",
            fields=[
                ("seq", models.BigIntegerField(primary_key=True, serialize=False)),
                ("unit_id", models.IntegerField()),
                ("kind", models.CharField(db_collation="C", max_length=60, verbose_name="loại hồ sơ")),
                ("record_id", models.BigIntegerField()),
                ("version", models.IntegerField(verbose_name="phiên bản")),
                ("verb", models.CharField(choices=[("NEW", "Mới"), ("UPDATE", "Sửa"), ("CANCEL", "Rút")], db_collation="C", max_length=6, verbose_name="thay đổi")),
                ("at", models.DateTimeField(verbose_name="lúc")),
                ("act_id", models.UUIDField(null=True)),
                ("lane", models.SmallIntegerField(default=0)),
                ("entry", models.BigIntegerField(default=0)),
            ],
            options={
                "verbose_name": "thay đổi",
                "indexes": [models.Index(fields=["unit_id", "seq"], name="exchange_change_unit")],
                "constraints": [models.UniqueConstraint(fields=("kind", "record_id", "unit_id", "version"), name="exchange_change_version_once")],
            },
        ),
        CreateTable(
            name="PackageCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("state", models.CharField(choices=[("waiting", "Đang kiểm tra"), ("same", "Khớp hoàn toàn"), ("different", "Có khác biệt"), ("refused", "Bị từ chối")], default="waiting", max_length=9, verbose_name="kết luận")),
                ("file_id", models.BigIntegerField(null=True, verbose_name="tệp")),
                ("file_name", models.CharField(max_length=200, verbose_name="tên tệp")),
                ("asked_by", models.CharField(max_length=150, verbose_name="người kiểm tra")),
                ("asked_at", models.DateTimeField(verbose_name="yêu cầu lúc")),
                ("checked_at", models.DateTimeField(null=True, verbose_name="kiểm tra lúc")),
                ("reason", models.CharField(blank=True, default="", max_length=500, verbose_name="vì sao bị từ chối")),
                ("school_year", models.CharField(db_collation="C", default="", max_length=9, verbose_name="năm học")),
                ("made_at", models.DateTimeField(null=True, verbose_name="gói lập lúc")),
                ("digest", models.CharField(db_collation="C", default="", max_length=64, verbose_name="mã băm của gói")),
                ("is_ours", models.BooleanField(default=False, verbose_name="do nền tảng này lập")),
                ("counts", models.JSONField(default=dict, verbose_name="số bản ghi theo kết quả")),
                ("run_id", models.BigIntegerField(null=True, verbose_name="công việc")),
                ("unit", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.orgunit", verbose_name="trường")),
            ],
            options={"verbose_name": "lần kiểm tra gói", "indexes": [models.Index(fields=["unit", "-id"], name="exchange_check_unit")]},
        ),
        CreateTable(
            name="CheckedRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("unit_id", models.IntegerField()),
                ("kind", models.CharField(db_collation="C", max_length=60, verbose_name="loại hồ sơ")),
                ("record_id", models.BigIntegerField()),
                ("result", models.CharField(choices=[("same", "Giống"), ("differing", "Khác"), ("missing", "Chỉ có trong gói"), ("extra", "Chỉ có trên nền tảng")], max_length=9, verbose_name="kết quả")),
                ("columns", models.JSONField(default=list, verbose_name="khác ở")),
                ("check_of", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="records", to="exchange.packagecheck")),
            ],
            options={"verbose_name": "bản ghi của lần kiểm tra", "indexes": [models.Index(fields=["check_of", "kind", "record_id"], name="exchange_checked_record")]},
        ),
        CreateTable(
            name="Package",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("uid", models.UUIDField(unique=True, verbose_name="số của gói")),
                ("school_year", models.CharField(db_collation="C", max_length=9, verbose_name="năm học")),
                ("state", models.CharField(choices=[("waiting", "Đang lập"), ("ready", "Đã lập xong"), ("failed", "Không lập được")], default="waiting", max_length=8, verbose_name="trạng thái")),
                ("made_by", models.CharField(max_length=150, verbose_name="người lập")),
                ("asked_at", models.DateTimeField(verbose_name="yêu cầu lúc")),
                ("made_at", models.DateTimeField(null=True, verbose_name="lập lúc")),
                ("file_id", models.BigIntegerField(null=True, verbose_name="tệp")),
                ("size", models.BigIntegerField(default=0, verbose_name="dung lượng")),
                ("rows", models.IntegerField(default=0, verbose_name="số bản ghi")),
                ("parts", models.JSONField(default=list, verbose_name="các phần")),
                ("cursor", models.BigIntegerField(default=0, verbose_name="đến thay đổi số")),
                ("content_digest", models.CharField(db_collation="C", default="", max_length=64, verbose_name="mã băm nội dung")),
                ("digest", models.CharField(db_collation="C", default="", max_length=64, verbose_name="mã băm của gói")),
                ("run_id", models.BigIntegerField(null=True, verbose_name="công việc")),
                ("unit", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.orgunit", verbose_name="trường")),
            ],
            options={"verbose_name": "gói dữ liệu", "indexes": [models.Index(fields=["unit", "-id"], name="exchange_package_unit"), models.Index(fields=["digest"], name="exchange_package_digest")]},
        ),
    ]
