# fmt: off
"""Reports of units for forms."""

import django.db.models.deletion
from django.db import migrations, models

from khuevan.kernel.database.migrations import CreateTable


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organisations', '0001_initial'),
    ]

    operations = [
        CreateTable(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('unit_name', models.CharField(max_length=200, verbose_name='tên đơn vị')),
                ('tier', models.CharField(choices=[('school', 'Trường'), ('commune', 'Xã, phường'), ('department', 'Sở'), ('ministry', 'Bộ')], db_collation='C', max_length=10, verbose_name='cấp')),
                ('receiver_name', models.CharField(blank=True, default='', max_length=200, verbose_name='tên nơi nhận')),
                ('form', models.CharField(db_collation='C', max_length=20, verbose_name='biểu')),
                ('form_version', models.PositiveSmallIntegerField(verbose_name='phiên bản biểu')),
                ('school_year', models.CharField(db_collation='C', max_length=9, verbose_name='năm học')),
                ('revision', models.PositiveSmallIntegerField(default=1, verbose_name='lần lập')),
                ('state', models.CharField(choices=[('draft', 'Đang lập'), ('submitted', 'Đã gửi'), ('returned', 'Bị trả lại'), ('accepted', 'Đã nhận')], db_collation='C', default='draft', max_length=9, verbose_name='tình trạng')),
                ('is_latest', models.BooleanField(default=True, verbose_name='là lần lập mới nhất')),
                ('as_of', models.DateField(verbose_name='số liệu ngày')),
                ('due_on', models.DateField(verbose_name='hạn gửi')),
                ('begun_at', models.DateTimeField(verbose_name='lập lúc')),
                ('begun_by', models.CharField(max_length=150, verbose_name='người lập')),
                ('submitted_at', models.DateTimeField(null=True, verbose_name='gửi lúc')),
                ('submitted_by', models.CharField(blank=True, default='', max_length=150, verbose_name='người duyệt, gửi')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='nhận hoặc trả lúc')),
                ('decided_by', models.CharField(blank=True, default='', max_length=150, verbose_name='người nhận hoặc trả')),
                ('reason', models.CharField(blank=True, default='', max_length=1000, verbose_name='lý do trả lại')),
                ('remarks', models.JSONField(default=dict, verbose_name='giải trình')),
                ('content', models.TextField(blank=True, default='', verbose_name='nội dung đã gửi')),
                ('digest', models.CharField(blank=True, db_collation='C', default='', max_length=64, verbose_name='mã băm')),
                ('receiver', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.orgunit', verbose_name='nơi nhận')),
                ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.orgunit', verbose_name='đơn vị')),
            ],
            options={
                'verbose_name': 'biểu báo cáo thống kê',
                'indexes': [models.Index(fields=['receiver', 'form', 'school_year'], name='statistics_report_receiver')],
                'constraints': [models.UniqueConstraint(fields=('unit', 'form', 'school_year', 'revision'), name='statistics_report_revision'), models.UniqueConstraint(condition=models.Q(('is_latest', True)), fields=('unit', 'form', 'school_year'), name='statistics_report_latest'), models.CheckConstraint(condition=models.Q(('state', 'draft'), models.Q(('content', ''), _negated=True), _connector='OR'), name='statistics_report_sent_has_content')],
            },
        ),
    ]
