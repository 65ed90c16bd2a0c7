from django.db import migrations, models


class Migration(migrations.Migration):
    """What everybody reads of a report's targets, kept when it is published: without figures of few persons."""

    dependencies = [("reports", "0003_published")]

    operations = [
        migrations.AddField(
            model_name="report",
            name="public_rows",
            field=models.JSONField(blank=True, default=list, verbose_name="mục tiêu công khai"),
        ),
    ]
