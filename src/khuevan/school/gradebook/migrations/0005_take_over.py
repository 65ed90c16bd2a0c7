# fmt: off
"""Terms that were done at another school, and whose results were taken over."""

import django.db.models.deletion
from django.db import migrations, models

from khuevan.kernel.audit.migrations import AuditRows
from khuevan.kernel.database.migrations import CreateTable, ProtectRows


class Migration(migrations.Migration):

    dependencies = [
        ('gradebook', '0004_summer'),
    ]

    operations = [
        CreateTable(
            name='TakeOver',
            fields=[
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('id', models.AutoField(primary_key=True, serialize=False)),
                ('term', models.PositiveSmallIntegerField(choices=[(1, 'Học kỳ I'), (2, 'Học kỳ II')], verbose_name='học kỳ')),
                ('from_enrolment', models.IntegerField(editable=False, null=True)),
                ('from_school', models.CharField(max_length=200, verbose_name='trường đã học')),
                ('paper_number', models.CharField(blank=True, default='', max_length=60, verbose_name='số giấy tờ')),
                ('taken_at', models.DateTimeField(verbose_name='tiếp nhận lúc')),
                ('taken_by', models.CharField(blank=True, default='', max_length=100, verbose_name='người tiếp nhận')),
                ('enrolment', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schoolyear.enrolment', verbose_name='học sinh')),
                ('school', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.orgunit', verbose_name='trường')),
            ],
            options={
                'verbose_name': 'tiếp nhận kết quả',
                'constraints': [models.UniqueConstraint(fields=('enrolment', 'term'), name='gradebook_take_over_once'), models.CheckConstraint(condition=models.Q(('from_enrolment__isnull', False), models.Q(('paper_number', ''), _negated=True), _connector='OR'), name='gradebook_take_over_from_paper')],
            },
        ),
        ProtectRows('gradebook_takeover', 'school_id'),
        AuditRows('gradebook_takeover', 'school_id', skip=('version',)),
    ]
