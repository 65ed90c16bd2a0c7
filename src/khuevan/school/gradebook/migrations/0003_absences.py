# fmt: off
"""How many sessions of the year were missed, as its conclusion counted them."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('gradebook', '0002_protection'),
    ]

    operations = [
        migrations.AddField(
            model_name='termresult',
            name='absences',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='buổi nghỉ trong năm'),
        ),
    ]
