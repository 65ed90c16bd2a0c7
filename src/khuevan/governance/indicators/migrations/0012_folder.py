"""Files of a frozen state stand under a name that no other database gives; those that are there stay where they are."""

from django.db import migrations, models

import khuevan.governance.indicators.models

BY_NUMBER = "update indicators_snapshot set folder = lpad(id::text, 6, '0')"


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0011_days_between_releases"),
    ]

    operations = [
        migrations.AddField(
            model_name="snapshot",
            name="folder",
            field=models.CharField(db_collation="C", default="", editable=False, max_length=32),
        ),
        migrations.RunSQL(BY_NUMBER, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="snapshot",
            name="folder",
            field=models.CharField(
                db_collation="C",
                default=khuevan.governance.indicators.models.new_folder,
                editable=False,
                max_length=32,
                unique=True,
            ),
        ),
    ]
