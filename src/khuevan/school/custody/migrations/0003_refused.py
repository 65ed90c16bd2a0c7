# fmt: off
"""A card that was not taken over is not a recalled one, and may come again."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('custody', '0002_protection'),
        ('organisations', '0002_protection'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='keptcard',
            name='custody_kept_once',
        ),
        migrations.AlterField(
            model_name='keptcard',
            name='state',
            field=models.CharField(choices=[('current', 'Đang dùng'), ('replaced', 'Có bản mới hơn'), ('recalled', 'Đã thu hồi'), ('refused', 'Không tiếp nhận')], db_collation='C', default='current', max_length=8, verbose_name='trạng thái'),
        ),
        migrations.AddConstraint(
            model_name='keptcard',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'refused'), _negated=True), fields=('school', 'code', 'card_version'), name='custody_kept_once'),
        ),
    ]
