# fmt: off
"""What the training of a summer came to, beside what was said at the end of a term."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('gradebook', '0003_absences'),
    ]

    operations = [
        migrations.AlterField(
            model_name='appraisal',
            name='moment',
            field=models.CharField(choices=[('midterm', 'Giữa kỳ'), ('final', 'Cuối kỳ'), ('summer', 'Sau rèn luyện trong hè')], default='final', max_length=8, verbose_name='thời điểm'),
        ),
    ]
