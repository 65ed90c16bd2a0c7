import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organisations", "0003_points_as_records"),
        ("people", "0002_rows_and_search"),
    ]

    operations = [
        migrations.CreateModel(
            name="Learner",
            fields=[
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("id", models.AutoField(primary_key=True, serialize=False)),
                ("search", models.TextField(default="", editable=False)),
                ("sort_key", models.TextField(db_collation="C", default="", editable=False)),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="learner",
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
            ],
            options={
                "verbose_name": "người học",
                "indexes": [
                    models.Index(fields=["school", "sort_key", "id"], name="learners_learner_school"),
                    models.Index(fields=["sort_key", "id"], name="learners_learner_order"),
                ],
            },
        ),
    ]
