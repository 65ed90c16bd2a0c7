from django.db import migrations, models


class Migration(migrations.Migration):
    """One counter; it holds nothing of a school or a person, so no row of it is protected."""

    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="Stamp",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.BigIntegerField(default=1)),
                ("grew_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.RunSQL("insert into portal_stamp (number) values (1)", "delete from portal_stamp"),
    ]
