# fmt: off
"""Tables of attendance."""

import django.db.models.deletion
from django.db import migrations, models

from khuevan.kernel.database.migrations import CreateTable


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organisations', '0002_protection'),
        ('people', '0002_protection'),
        ('schoolyear', '0003_protection'),
    ]

    operations = [
        CreateTable(
            name='Absence',
            fields=[
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('on', models.DateField(verbose_name='ngày')),
                ('slot', models.CharField(choices=[('am', 'Buổi sáng'), ('pm', 'Buổi chiều'), ('p1', 'Tiết 1'), ('p2', 'Tiết 2'), ('p3', 'Tiết 3'), ('p4', 'Tiết 4'), ('p5', 'Tiết 5'), ('p6', 'Tiết 6'), ('p7', 'Tiết 7'), ('p8', 'Tiết 8'), ('p9', 'Tiết 9'), ('p10', 'Tiết 10')], db_collation='C', max_length=3, verbose_name='buổi, tiết')),
                ('kind', models.CharField(blank=True, choices=[('P', 'Vắng có phép'), ('K', 'Vắng không phép'), ('M', 'Đi muộn')], db_collation='C', default='', max_length=1, verbose_name='vắng, muộn')),
                ('changed_at', models.DateTimeField(verbose_name='ghi lúc')),
                ('changed_by', models.CharField(blank=True, default='', max_length=100, verbose_name='người ghi')),
                ('class_group', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schoolyear.classgroup', verbose_name='lớp')),
                ('enrolment', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schoolyear.enrolment', verbose_name='học sinh')),
                ('school', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.orgunit', verbose_name='trường')),
            ],
            options={
                'verbose_name': 'vắng học',
                'indexes': [models.Index(fields=['class_group', 'on'], name='attendance_absence_class')],
                'constraints': [models.UniqueConstraint(fields=('enrolment', 'on', 'slot'), name='attendance_absence_once')],
            },
        ),
        CreateTable(
            name='LeaveRequest',
            fields=[
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('id', models.AutoField(primary_key=True, serialize=False)),
                ('first_on', models.DateField(verbose_name='từ ngày')),
                ('last_on', models.DateField(verbose_name='đến hết ngày')),
                ('reason', models.CharField(choices=[('ill', 'Ốm'), ('family', 'Việc gia đình'), ('road', 'Đường sá, thời tiết'), ('work', 'Phụ giúp gia đình, mùa vụ'), ('activity', 'Tham gia hoạt động, cuộc thi'), ('other', 'Lý do khác')], max_length=8, verbose_name='lý do')),
                ('note', models.CharField(blank=True, default='', max_length=300, verbose_name='ghi rõ')),
                ('state', models.CharField(choices=[('asked', 'Chờ trả lời'), ('granted', 'Đồng ý'), ('declined', 'Không đồng ý'), ('withdrawn', 'Đã rút')], default='asked', max_length=9, verbose_name='tình trạng')),
                ('asked_at', models.DateTimeField(verbose_name='xin lúc')),
                ('asked_by', models.CharField(max_length=100, verbose_name='người xin')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='trả lời lúc')),
                ('decided_by', models.CharField(blank=True, default='', max_length=100, verbose_name='người trả lời')),
                ('answer', models.CharField(blank=True, default='', max_length=300, verbose_name='trả lời')),
                ('class_group', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schoolyear.classgroup', verbose_name='lớp')),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schoolyear.enrolment', verbose_name='học sinh')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person', verbose_name='hồ sơ cá nhân')),
                ('school', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.orgunit', verbose_name='trường')),
            ],
            options={
                'verbose_name': 'đơn xin nghỉ học',
                'indexes': [models.Index(fields=['school', 'state', 'first_on'], name='attendance_leave_state'), models.Index(fields=['class_group', 'first_on'], name='attendance_leave_class')],
                'constraints': [models.CheckConstraint(condition=models.Q(('last_on__gte', models.F('first_on'))), name='attendance_leave_days')],
            },
        ),
        CreateTable(
            name='RollCall',
            fields=[
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('on', models.DateField(verbose_name='ngày')),
                ('slot', models.CharField(choices=[('am', 'Buổi sáng'), ('pm', 'Buổi chiều'), ('p1', 'Tiết 1'), ('p2', 'Tiết 2'), ('p3', 'Tiết 3'), ('p4', 'Tiết 4'), ('p5', 'Tiết 5'), ('p6', 'Tiết 6'), ('p7', 'Tiết 7'), ('p8', 'Tiết 8'), ('p9', 'Tiết 9'), ('p10', 'Tiết 10')], db_collation='C', max_length=3, verbose_name='buổi, tiết')),
                ('taken_at', models.DateTimeField(verbose_name='điểm danh lúc')),
                ('taken_by', models.CharField(blank=True, default='', max_length=100, verbose_name='người điểm danh')),
                ('class_group', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schoolyear.classgroup', verbose_name='lớp')),
                ('school', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.orgunit', verbose_name='trường')),
            ],
            options={
                'verbose_name': 'lần điểm danh',
                'constraints': [models.UniqueConstraint(fields=('class_group', 'on', 'slot'), name='attendance_roll_once')],
            },
        ),
    ]
