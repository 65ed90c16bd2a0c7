# fmt: off
"""A visit says by which decision it is held: the inspected unit does not see the plan."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('inspections', '0003_first_rules'),
    ]

    operations = [
        migrations.AddField(
            model_name='visit',
            name='decision',
            field=models.CharField(blank=True, default='', max_length=60, verbose_name='theo quyết định số'),
        ),
    ]
