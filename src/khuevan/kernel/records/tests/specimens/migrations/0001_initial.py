import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from khuevan.kernel.audit.operations import AuditRows
from khuevan.kernel.database.operations import ProtectRows, SearchRows


class Migration(migrations.Migration):
    initial = True
    dependencies = [("audit", "0001_log"), ("database", "0002_find_rows")]

    operations = [
        migrations.CreateModel(
            name="Bed",
            fields=[
                ("id", models.AutoField(primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=100)),
                ("search", models.TextField(blank=True, default="")),
            ],
            options={"db_table": "specimens_bed"},
        ),
        migrations.CreateModel(
            name="Tool",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=100, unique=True)),
                ("parts", models.IntegerField(default=1)),
            ],
            options={"db_table": "specimens_tool"},
        ),
        migrations.CreateModel(
            name="Plant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("tag", models.CharField(max_length=20)),
                ("name", models.CharField(max_length=100)),
                ("sort_key", models.TextField(blank=True, db_collation="C", default="")),
                ("search", models.TextField(blank=True, default="")),
                ("kind", models.CharField(blank=True, default="", max_length=20)),
                (
                    "uses",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), blank=True, default=list, size=None
                    ),
                ),
                ("opened_on", models.DateField(blank=True, null=True)),
                ("closed_on", models.DateField(blank=True, null=True)),
                ("seen_at", models.DateTimeField(blank=True, null=True)),
                ("height", models.IntegerField(blank=True, null=True)),
                ("weight", models.DecimalField(blank=True, decimal_places=1, max_digits=8, null=True)),
                ("edible", models.BooleanField(default=False)),
                ("note", models.TextField(blank=True, default="")),
                ("origin", models.CharField(blank=True, default="", max_length=40)),
                ("bed", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="specimens.bed")),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="specimens.plant",
                    ),
                ),
            ],
            options={"db_table": "specimens_plant"},
        ),
        migrations.AddConstraint(
            model_name="plant",
            constraint=models.UniqueConstraint(fields=("tag",), name="specimens_plant_tag"),
        ),
        *(
            migrations.AddIndex("plant", models.Index(fields=fields, name=f"specimens_plant_{name}"))
            for name, fields in {
                "unit": ["bed", "sort_key", "id"],
                "tags": ["tag", "id"],
                "opened": ["opened_on", "id"],
                "height": ["height", "id"],
            }.items()
        ),
        migrations.AddIndex(
            "plant", models.Index(fields=["sort_key", "id"], include=["search"], name="specimens_plant_name")
        ),
        ProtectRows("specimens_bed", using="id <@ (select khuevan_outline())"),
        ProtectRows("specimens_plant", "bed_id"),
        ProtectRows("specimens_tool", using="true"),
        AuditRows("specimens_plant", "bed_id", masked=("origin",), skip=("search", "sort_key", "version")),
        AuditRows("specimens_tool"),
        SearchRows(
            "specimens_plant",
            unit="bed_id",
            units=("specimens_bed", "name"),
            link=("bed_id", "specimens_bed"),
        ),
    ]
