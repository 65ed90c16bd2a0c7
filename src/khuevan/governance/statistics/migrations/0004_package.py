# fmt: off
"""Which package brought a department's report."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("statistics", "0003_corrections"),
    ]

    operations = [
        migrations.AddField(
            model_name="report",
            name="package",
            field=models.CharField(blank=True, db_collation="C", default="", max_length=64, verbose_name="mã băm của gói đã mang biểu đến"),
        ),
    ]
