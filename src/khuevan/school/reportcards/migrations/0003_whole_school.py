# fmt: off
"""What came of each class in the making of a whole school's cards."""

import django.db.models.deletion
from django.db import migrations, models

from khuevan.kernel.audit.migrations import AuditRows
from khuevan.kernel.database.migrations import CreateTable, ProtectRows


class Migration(migrations.Migration):

    dependencies = [
        ('organisations', '0002_protection'),
        ('reportcards', '0002_protection'),
        ('schoolyear', '0003_protection'),
    ]

    operations = [
        CreateTable(
            name='ClassMaking',
            fields=[
                ('id', models.AutoField(primary_key=True, serialize=False)),
                ('run_id', models.BigIntegerField(verbose_name='công việc')),
                ('made', models.PositiveSmallIntegerField(default=0, verbose_name='học bạ mới')),
                ('changed', models.PositiveSmallIntegerField(default=0, verbose_name='học bạ cập nhật')),
                ('hindrance', models.CharField(blank=True, choices=[('open_books', 'Chưa khóa sổ điểm'), ('nobody', 'Chưa phân công người ký'), ('empty', 'Không có học sinh'), ('other', 'Không lập được')], db_collation='C', default='', max_length=10, verbose_name='vướng mắc')),
                ('why', models.CharField(blank=True, default='', max_length=500, verbose_name='lý do')),
                ('done_at', models.DateTimeField(verbose_name='xong lúc')),
                ('class_group', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schoolyear.classgroup', verbose_name='lớp')),
                ('school', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.orgunit', verbose_name='trường')),
            ],
            options={
                'verbose_name': 'lần lập học bạ cả trường',
                'constraints': [models.UniqueConstraint(fields=('run_id', 'class_group'), name='reportcards_making_once')],
            },
        ),
        ProtectRows('reportcards_classmaking', 'school_id'),
        AuditRows('reportcards_classmaking', 'school_id'),
    ]
