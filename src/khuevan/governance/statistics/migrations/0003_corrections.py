# fmt: off
"""Whether a report takes over what was corrected after the day that its form counts on, and why."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("statistics", "0002_protection"),
    ]

    operations = [
        migrations.AddField(
            model_name="report",
            name="with_corrections",
            field=models.BooleanField(default=False, verbose_name="lấy cả phần sửa sau ngày chốt"),
        ),
        migrations.AddField(
            model_name="report",
            name="corrections_why",
            field=models.CharField(blank=True, default="", max_length=1000, verbose_name="lý do lấy phần sửa sau ngày chốt"),
        ),
    ]
