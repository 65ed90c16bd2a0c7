# fmt: off
"""Cards that were made by mistake and cancelled: another one may be made for the learner."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organisations', '0002_protection'),
        ('reportcards', '0003_whole_school'),
        ('schoolyear', '0003_protection'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='card',
            name='reportcards_card_once',
        ),
        migrations.AddField(
            model_name='card',
            name='cancelled_at',
            field=models.DateTimeField(null=True, verbose_name='hủy lúc'),
        ),
        migrations.AddField(
            model_name='card',
            name='cancelled_by',
            field=models.CharField(blank=True, default='', max_length=150, verbose_name='người hủy'),
        ),
        migrations.AddField(
            model_name='card',
            name='cancelled_why',
            field=models.CharField(blank=True, default='', max_length=300, verbose_name='lý do hủy'),
        ),
        migrations.AlterField(
            model_name='card',
            name='state',
            field=models.CharField(choices=[('generated', 'Chờ giáo viên bộ môn ký'), ('subjects', 'Chờ giáo viên chủ nhiệm ký'), ('homeroom', 'Chờ hiệu trưởng ký'), ('head', 'Chờ đóng dấu'), ('issued', 'Đã phát hành'), ('recalled', 'Đã thu hồi'), ('cancelled', 'Đã hủy')], db_collation='C', default='generated', max_length=10, verbose_name='trạng thái'),
        ),
        migrations.AddConstraint(
            model_name='card',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'cancelled'), _negated=True), fields=('enrolment',), name='reportcards_card_once'),
        ),
        migrations.AddConstraint(
            model_name='card',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'cancelled'), ('cancelled_at__isnull', True), _connector='XOR'), name='reportcards_card_cancelled'),
        ),
    ]
