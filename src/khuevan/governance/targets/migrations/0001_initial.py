# fmt: off
"""Plans, their lines, amendments, reports, readings, notices."""

import django.db.models.deletion
from django.db import migrations, models

from khuevan.kernel.database.migrations import CreateTable


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('files', '0001_files'),
        ('organisations', '0002_protection'),
    ]

    operations = [
        CreateTable(
            name='Plan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('unit_name', models.CharField(max_length=200, verbose_name='tên đơn vị')),
                ('tier', models.CharField(choices=[('ministry', 'Bộ'), ('department', 'Sở'), ('commune', 'Xã, phường'), ('school', 'Trường')], db_collation='C', max_length=10, verbose_name='cấp')),
                ('title', models.CharField(max_length=400, verbose_name='tên kế hoạch')),
                ('search', models.CharField(db_collation='C', default='', editable=False, max_length=900)),
                ('number', models.CharField(blank=True, default='', max_length=60, verbose_name='số, ký hiệu')),
                ('issuer', models.CharField(blank=True, default='', max_length=200, verbose_name='cơ quan ban hành')),
                ('issued_on', models.DateField(null=True, verbose_name='ngày ban hành')),
                ('starts_on', models.DateField(verbose_name='thực hiện từ')),
                ('ends_on', models.DateField(verbose_name='đến hết')),
                ('state', models.CharField(choices=[('draft', 'Đang soạn'), ('adopted', 'Đang thực hiện'), ('ended', 'Đã kết thúc')], db_collation='C', default='draft', max_length=8, verbose_name='tình trạng')),
                ('is_published', models.BooleanField(default=False, verbose_name='công khai')),
                ('source', models.CharField(blank=True, default='', max_length=400, verbose_name='nguồn')),
                ('note', models.CharField(blank=True, default='', max_length=1000, verbose_name='ghi chú')),
                ('written_by', models.CharField(max_length=150, verbose_name='người soạn')),
                ('written_at', models.DateTimeField(verbose_name='soạn lúc')),
                ('adopted_by', models.CharField(blank=True, default='', max_length=150, verbose_name='người ban hành')),
                ('adopted_at', models.DateTimeField(null=True, verbose_name='ban hành lúc')),
                ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='carried_out_by', to='targets.plan', verbose_name='thực hiện kế hoạch')),
                ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.orgunit', verbose_name='đơn vị')),
            ],
            options={
                'verbose_name': 'kế hoạch',
            },
        ),
        CreateTable(
            name='Instrument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=60, verbose_name='số, ký hiệu')),
                ('issued_on', models.DateField(null=True, verbose_name='ngày')),
                ('issuer', models.CharField(blank=True, default='', max_length=200, verbose_name='cơ quan')),
                ('title', models.CharField(blank=True, default='', max_length=500, verbose_name='trích yếu')),
                ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.orgunit', verbose_name='đơn vị')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='targets.plan', verbose_name='kế hoạch')),
            ],
            options={
                'verbose_name': 'căn cứ của kế hoạch',
            },
        ),
        CreateTable(
            name='Amendment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=60, verbose_name='số quyết định')),
                ('issuer', models.CharField(blank=True, default='', max_length=200, verbose_name='cơ quan')),
                ('effective_on', models.DateField(verbose_name='có hiệu lực từ')),
                ('title', models.CharField(blank=True, default='', max_length=500, verbose_name='trích yếu')),
                ('made_by', models.CharField(max_length=150, verbose_name='người ghi')),
                ('made_at', models.DateTimeField(verbose_name='ghi lúc')),
                ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.orgunit', verbose_name='đơn vị')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='targets.plan', verbose_name='kế hoạch')),
            ],
            options={
                'verbose_name': 'quyết định sửa đổi kế hoạch',
            },
        ),
        CreateTable(
            name='Section',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('pillar', 'Trụ cột, nhóm nhiệm vụ'), ('objective', 'Mục tiêu chung')], db_collation='C', max_length=9, verbose_name='loại')),
                ('number', models.CharField(blank=True, default='', max_length=20, verbose_name='số thứ tự')),
                ('name', models.CharField(max_length=500, verbose_name='tên')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='thứ tự')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='targets.plan', verbose_name='kế hoạch')),
                ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.orgunit', verbose_name='đơn vị')),
            ],
            options={
                'verbose_name': 'nhóm của kế hoạch',
            },
        ),
        CreateTable(
            name='Target',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(blank=True, default='', max_length=20, verbose_name='số thứ tự')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='thứ tự')),
                ('item', models.CharField(blank=True, default='', max_length=200, verbose_name='mục của văn bản')),
                ('name', models.CharField(max_length=2000, verbose_name='nội dung')),
                ('lead', models.CharField(blank=True, default='', max_length=400, verbose_name='đơn vị chủ trì')),
                ('supporting', models.CharField(blank=True, default='', max_length=600, verbose_name='đơn vị phối hợp')),
                ('deliverable', models.CharField(blank=True, default='', max_length=1200, verbose_name='sản phẩm')),
                ('note', models.CharField(blank=True, default='', max_length=1000, verbose_name='ghi chú')),
                ('is_added', models.BooleanField(default=False, verbose_name='thêm bởi sửa đổi')),
                ('measure', models.CharField(choices=[('indicator', 'Chỉ tiêu tự tính từ hồ sơ'), ('evidence', 'Đếm đơn vị có minh chứng'), ('reported', 'Đơn vị báo cáo kèm minh chứng')], db_collation='C', max_length=9, verbose_name='cách đo')),
                ('indicator', models.CharField(blank=True, db_collation='C', default='', max_length=80, verbose_name='chỉ tiêu')),
                ('indicator_version', models.PositiveSmallIntegerField(default=0)),
                ('held', models.JSONField(default=dict, verbose_name='điều kiện')),
                ('direction', models.CharField(choices=[('at_least', 'Ít nhất'), ('at_most', 'Nhiều nhất')], db_collation='C', default='at_least', max_length=8, verbose_name='chiều')),
                ('threshold', models.DecimalField(decimal_places=3, max_digits=14, verbose_name='mức phải đạt')),
                ('unit_word', models.CharField(default='%', max_length=40, verbose_name='đơn vị tính')),
                ('starts_on', models.DateField(verbose_name='từ ngày')),
                ('due_on', models.DateField(verbose_name='đạt vào ngày')),
                ('base', models.DecimalField(decimal_places=3, max_digits=14, null=True, verbose_name='mức ban đầu')),
                ('tiers', models.JSONField(default=list, verbose_name='cấp phải nhận')),
                ('levels', models.JSONField(default=list, verbose_name='cấp học')),
                ('units', models.JSONField(default=list, verbose_name='các đơn vị')),
                ('lead_unit', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.orgunit')),
                ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='targets.target', verbose_name='từ chỉ tiêu')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='targets.plan', verbose_name='kế hoạch')),
                ('section', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='targets.section', verbose_name='nhóm')),
                ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.orgunit', verbose_name='đơn vị')),
            ],
            options={
                'verbose_name': 'chỉ tiêu của kế hoạch',
            },
        ),
        CreateTable(
            name='Task',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(blank=True, default='', max_length=20, verbose_name='số thứ tự')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='thứ tự')),
                ('item', models.CharField(blank=True, default='', max_length=200, verbose_name='mục của văn bản')),
                ('name', models.CharField(max_length=2000, verbose_name='nội dung')),
                ('lead', models.CharField(blank=True, default='', max_length=400, verbose_name='đơn vị chủ trì')),
                ('supporting', models.CharField(blank=True, default='', max_length=600, verbose_name='đơn vị phối hợp')),
                ('deliverable', models.CharField(blank=True, default='', max_length=1200, verbose_name='sản phẩm')),
                ('note', models.CharField(blank=True, default='', max_length=1000, verbose_name='ghi chú')),
                ('is_added', models.BooleanField(default=False, verbose_name='thêm bởi sửa đổi')),
                ('starts_on', models.DateField(verbose_name='bắt đầu')),
                ('ends_on', models.DateField(verbose_name='hoàn thành')),
                ('is_yearly', models.BooleanField(default=False, verbose_name='hằng năm')),
                ('period_said', models.CharField(blank=True, default='', max_length=100, verbose_name='thời gian, như văn bản ghi')),
                ('depends_on', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='targets.task', verbose_name='chờ nhiệm vụ')),
                ('lead_unit', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.orgunit')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='targets.plan', verbose_name='kế hoạch')),
                ('section', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='targets.section', verbose_name='nhóm')),
                ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.orgunit', verbose_name='đơn vị')),
            ],
            options={
                'verbose_name': 'nhiệm vụ của kế hoạch',
            },
        ),
        CreateTable(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('as_of', models.DateField(verbose_name='tính đến ngày')),
                ('value', models.DecimalField(decimal_places=3, max_digits=14, verbose_name='giá trị')),
                ('text', models.CharField(blank=True, default='', max_length=2000, verbose_name='nội dung')),
                ('link', models.URLField(blank=True, default='', max_length=500, verbose_name='đường dẫn')),
                ('sha256', models.CharField(blank=True, db_collation='C', default='', max_length=64, verbose_name='mã băm của tệp')),
                ('reported_by', models.CharField(max_length=150, verbose_name='người báo cáo')),
                ('reported_at', models.DateTimeField(verbose_name='báo cáo lúc')),
                ('file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile')),
                ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.orgunit', verbose_name='đơn vị')),
                ('target', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='targets.target')),
                ('task', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='targets.task')),
            ],
            options={
                'verbose_name': 'báo cáo tiến độ',
            },
        ),
        CreateTable(
            name='Reading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('read_on', models.DateField(verbose_name='ngày đo')),
                ('value', models.DecimalField(decimal_places=3, max_digits=14, null=True, verbose_name='giá trị')),
                ('standing', models.CharField(choices=[('reached', 'Đã đạt'), ('on_the_way', 'Đang thực hiện'), ('behind', 'Chậm so với kế hoạch'), ('late', 'Quá hạn'), ('not_begun', 'Chưa đến kỳ'), ('unknown', 'Chưa có số liệu')], db_collation='C', max_length=10, verbose_name='tình trạng')),
                ('expected_on', models.DateField(null=True, verbose_name='dự kiến đạt')),
                ('is_latest', models.BooleanField(default=True)),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='targets.plan', verbose_name='kế hoạch')),
                ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.orgunit', verbose_name='đơn vị')),
                ('target', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='targets.target')),
                ('task', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='targets.task')),
            ],
            options={
                'verbose_name': 'số đo của kế hoạch',
            },
        ),
        CreateTable(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('standing', models.CharField(blank=True, choices=[('reached', 'Đã đạt'), ('on_the_way', 'Đang thực hiện'), ('behind', 'Chậm so với kế hoạch'), ('late', 'Quá hạn'), ('not_begun', 'Chưa đến kỳ'), ('unknown', 'Chưa có số liệu')], db_collation='C', max_length=10, verbose_name='tình trạng')),
                ('text', models.CharField(blank=True, default='', max_length=500, verbose_name='nội dung')),
                ('made_on', models.DateField(verbose_name='ngày nhắc')),
                ('seen_at', models.DateTimeField(null=True, verbose_name='xem lúc')),
                ('seen_by', models.CharField(blank=True, default='', max_length=150, verbose_name='người xem')),
                ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.orgunit', verbose_name='đơn vị')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='targets.plan')),
                ('target', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='targets.target')),
                ('task', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='targets.task')),
            ],
            options={
                'verbose_name': 'nhắc việc của kế hoạch',
            },
        ),
        CreateTable(
            name='Change',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('change', 'Sửa'), ('add', 'Thêm'), ('drop', 'Bỏ')], db_collation='C', max_length=6, verbose_name='loại')),
                ('values', models.JSONField(default=dict, verbose_name='nội dung mới')),
                ('cited', models.CharField(blank=True, default='', max_length=300, verbose_name='mục bị sửa')),
                ('item', models.CharField(blank=True, default='', max_length=100, verbose_name='mục của quyết định')),
                ('reason', models.CharField(max_length=1000, verbose_name='lý do')),
                ('amendment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='targets.amendment')),
                ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.orgunit', verbose_name='đơn vị')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='targets.plan', verbose_name='kế hoạch')),
                ('target', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='targets.target')),
                ('task', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='targets.task')),
            ],
            options={
                'verbose_name': 'thay đổi của kế hoạch',
            },
        ),
        migrations.AddIndex(
            model_name='plan',
            index=models.Index(fields=['unit', 'state'], name='targets_plan_unit'),
        ),
        migrations.AddConstraint(
            model_name='plan',
            constraint=models.CheckConstraint(condition=models.Q(('starts_on__lte', models.F('ends_on'))), name='targets_plan_period'),
        ),
        migrations.AddConstraint(
            model_name='plan',
            constraint=models.CheckConstraint(condition=models.Q(('is_published', False), models.Q(('state', 'draft'), _negated=True), _connector='OR'), name='targets_plan_no_public_draft'),
        ),
        migrations.AddConstraint(
            model_name='section',
            constraint=models.UniqueConstraint(fields=('plan', 'order'), name='targets_section_order'),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.UniqueConstraint(fields=('plan', 'order'), name='targets_target_order'),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.CheckConstraint(condition=models.Q(('starts_on__lte', models.F('due_on'))), name='targets_target_period'),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('measure', 'indicator'), _negated=True), models.Q(('indicator', ''), _negated=True), _connector='OR'), name='targets_target_has_indicator'),
        ),
        migrations.AddConstraint(
            model_name='task',
            constraint=models.UniqueConstraint(fields=('plan', 'order'), name='targets_task_order'),
        ),
        migrations.AddConstraint(
            model_name='task',
            constraint=models.CheckConstraint(condition=models.Q(('starts_on__lte', models.F('ends_on'))), name='targets_task_period'),
        ),
        migrations.AddIndex(
            model_name='report',
            index=models.Index(fields=['target', 'unit', 'as_of'], name='targets_report_target'),
        ),
        migrations.AddIndex(
            model_name='report',
            index=models.Index(fields=['task', 'unit', 'as_of'], name='targets_report_task'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(('target', None), ('task', None), _connector='XOR'), name='targets_report_of_one_line'),
        ),
        migrations.AddIndex(
            model_name='reading',
            index=models.Index(condition=models.Q(('is_latest', True)), fields=['unit'], name='targets_reading_latest'),
        ),
        migrations.AddConstraint(
            model_name='reading',
            constraint=models.UniqueConstraint(fields=('target', 'read_on'), name='targets_reading_target'),
        ),
        migrations.AddConstraint(
            model_name='reading',
            constraint=models.UniqueConstraint(fields=('task', 'read_on'), name='targets_reading_task'),
        ),
        migrations.AddConstraint(
            model_name='reading',
            constraint=models.CheckConstraint(condition=models.Q(('target', None), ('task', None), _connector='XOR'), name='targets_reading_of_one_line'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(condition=models.Q(('seen_at', None)), fields=['unit'], name='targets_notice_open'),
        ),
        migrations.AddConstraint(
            model_name='change',
            constraint=models.CheckConstraint(condition=models.Q(('target', None), ('task', None), _connector='XOR'), name='targets_change_of_one_line'),
        ),
    ]
