# fmt: off
"""Tables of the gradebook."""

import django.db.models.deletion
from django.db import migrations, models

from khuevan.kernel.database.migrations import CreateTable


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('curriculum', '0003_protection'),
        ('organisations', '0002_protection'),
        ('people', '0002_protection'),
        ('schoolyear', '0003_protection'),
    ]

    operations = [
        CreateTable(
            name='Appraisal',
            fields=[
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('id', models.AutoField(primary_key=True, serialize=False)),
                ('term', models.PositiveSmallIntegerField(choices=[(1, 'Học kỳ I'), (2, 'Học kỳ II')], verbose_name='học kỳ')),
                ('moment', models.CharField(choices=[('midterm', 'Giữa kỳ'), ('final', 'Cuối kỳ')], default='final', max_length=8, verbose_name='thời điểm')),
                ('conduct', models.PositiveSmallIntegerField(blank=True, choices=[(1, 'Tốt'), (2, 'Khá'), (3, 'Đạt'), (4, 'Chưa đạt')], null=True, verbose_name='kết quả rèn luyện')),
                ('levels', models.JSONField(blank=True, default=dict, verbose_name='phẩm chất, năng lực, lĩnh vực')),
                ('comment', models.CharField(blank=True, default='', max_length=1000, verbose_name='nhận xét')),
                ('changed_at', models.DateTimeField(verbose_name='ghi lúc')),
                ('changed_by', models.CharField(blank=True, default='', max_length=100, verbose_name='người ghi')),
                ('enrolment', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schoolyear.enrolment', verbose_name='học sinh')),
                ('school', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.orgunit', verbose_name='trường')),
            ],
            options={
                'verbose_name': 'đánh giá của giáo viên chủ nhiệm',
                'constraints': [models.UniqueConstraint(fields=('enrolment', 'term', 'moment'), name='gradebook_appraisal_once')],
            },
        ),
        CreateTable(
            name='ClosedTerm',
            fields=[
                ('term', models.PositiveSmallIntegerField(choices=[(1, 'Học kỳ I'), (2, 'Học kỳ II')], verbose_name='học kỳ')),
                ('id', models.AutoField(primary_key=True, serialize=False)),
                ('closed_at', models.DateTimeField(verbose_name='khóa lúc')),
                ('closed_by', models.CharField(blank=True, default='', max_length=100, verbose_name='người khóa')),
                ('class_group', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schoolyear.classgroup', verbose_name='lớp')),
                ('school', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.orgunit', verbose_name='trường')),
            ],
            options={
                'verbose_name': 'khóa sổ điểm',
                'constraints': [models.UniqueConstraint(fields=('class_group', 'term'), name='gradebook_closed_once')],
            },
        ),
        CreateTable(
            name='Exemption',
            fields=[
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('id', models.AutoField(primary_key=True, serialize=False)),
                ('term', models.PositiveSmallIntegerField(choices=[(1, 'Học kỳ I'), (2, 'Học kỳ II'), (0, 'Cả năm')], default=0, verbose_name='học kỳ')),
                ('by_plan', models.BooleanField(default=False, verbose_name='theo kế hoạch giáo dục cá nhân')),
                ('reason', models.CharField(max_length=300, verbose_name='lý do')),
                ('decision_number', models.CharField(blank=True, default='', max_length=60, verbose_name='số quyết định')),
                ('granted_on', models.DateField(verbose_name='từ ngày')),
                ('withdrawn_on', models.DateField(blank=True, null=True, verbose_name='thôi miễn từ')),
                ('enrolment', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schoolyear.enrolment', verbose_name='học sinh')),
                ('school', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.orgunit', verbose_name='trường')),
                ('subject', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='curriculum.subject', verbose_name='môn học')),
            ],
            options={
                'verbose_name': 'miễn học',
                'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_on__isnull', True)), fields=('enrolment', 'subject', 'term', 'by_plan'), name='gradebook_exemption_once', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('subject__isnull', False), ('by_plan', True), _connector='OR'), name='gradebook_exemption_of_something'), models.CheckConstraint(condition=models.Q(('withdrawn_on__isnull', True), ('withdrawn_on__gte', models.F('granted_on')), _connector='OR'), name='gradebook_exemption_days')],
            },
        ),
        CreateTable(
            name='Mark',
            fields=[
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('term', models.PositiveSmallIntegerField(choices=[(1, 'Học kỳ I'), (2, 'Học kỳ II'), (0, 'Cả năm')], verbose_name='học kỳ')),
                ('kind', models.CharField(choices=[('regular', 'Đánh giá thường xuyên'), ('midterm', 'Kiểm tra giữa kỳ'), ('final', 'Kiểm tra cuối kỳ'), ('midterm_level', 'Mức đạt giữa kỳ'), ('final_level', 'Mức đạt cuối kỳ'), ('remark', 'Nhận xét'), ('reassessment', 'Đánh giá lại trong hè')], db_collation='C', max_length=13, verbose_name='loại')),
                ('ordinal', models.PositiveSmallIntegerField(default=1, verbose_name='lần')),
                ('number', models.DecimalField(blank=True, decimal_places=1, max_digits=3, null=True, verbose_name='điểm')),
                ('word', models.CharField(blank=True, db_collation='C', default='', max_length=2, verbose_name='mức')),
                ('text', models.CharField(blank=True, default='', max_length=500, verbose_name='nhận xét')),
                ('changed_at', models.DateTimeField(verbose_name='ghi lúc')),
                ('changed_by', models.CharField(blank=True, default='', max_length=100, verbose_name='người ghi')),
                ('changed_by_person', models.IntegerField(editable=False, null=True)),
                ('contested_at', models.DateTimeField(editable=False, null=True)),
                ('contested_by', models.CharField(blank=True, default='', editable=False, max_length=100)),
                ('contested_value', models.CharField(blank=True, default='', editable=False, max_length=500)),
                ('enrolment', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schoolyear.enrolment', verbose_name='học sinh')),
                ('school', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.orgunit', verbose_name='trường')),
                ('subject', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='curriculum.subject', verbose_name='môn học')),
            ],
            options={
                'verbose_name': 'điểm',
                'constraints': [models.UniqueConstraint(fields=('enrolment', 'subject', 'term', 'kind', 'ordinal'), name='gradebook_mark_once'), models.CheckConstraint(condition=models.Q(('number__isnull', True), models.Q(('number__gte', 0), ('number__lte', 10)), _connector='OR'), name='gradebook_mark_range'), models.CheckConstraint(condition=models.Q(('term__in', (0, 1, 2))), name='gradebook_mark_term')],
            },
        ),
        CreateTable(
            name='Phrase',
            fields=[
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('id', models.AutoField(primary_key=True, serialize=False)),
                ('text', models.CharField(max_length=300, verbose_name='câu nhận xét')),
                ('added_at', models.DateTimeField(verbose_name='thêm lúc')),
                ('put_away_at', models.DateTimeField(blank=True, null=True, verbose_name='cất lúc')),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('school', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.orgunit', verbose_name='trường')),
            ],
            options={
                'verbose_name': 'câu nhận xét mẫu',
                'constraints': [models.UniqueConstraint(condition=models.Q(('put_away_at__isnull', True)), fields=('person', 'school', 'text'), name='gradebook_phrase_once')],
            },
        ),
        CreateTable(
            name='Reopening',
            fields=[
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('term', models.PositiveSmallIntegerField(choices=[(1, 'Học kỳ I'), (2, 'Học kỳ II')], verbose_name='học kỳ')),
                ('id', models.AutoField(primary_key=True, serialize=False)),
                ('reason', models.CharField(max_length=300, verbose_name='lý do')),
                ('asked_at', models.DateTimeField(verbose_name='đề nghị lúc')),
                ('asked_by', models.CharField(blank=True, default='', max_length=100, verbose_name='người đề nghị')),
                ('state', models.CharField(choices=[('asked', 'Chờ duyệt'), ('approved', 'Đã mở'), ('declined', 'Không đồng ý')], default='asked', max_length=8, verbose_name='trạng thái')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='trả lời lúc')),
                ('decided_by', models.CharField(blank=True, default='', max_length=100, verbose_name='người duyệt')),
                ('answer', models.CharField(blank=True, default='', max_length=300, verbose_name='trả lời')),
                ('open_until', models.DateField(blank=True, null=True, verbose_name='mở đến hết ngày')),
                ('class_group', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schoolyear.classgroup', verbose_name='lớp')),
                ('school', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.orgunit', verbose_name='trường')),
                ('subject', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='curriculum.subject', verbose_name='môn học')),
            ],
            options={
                'verbose_name': 'mở lại sổ điểm',
                'indexes': [models.Index(fields=['class_group', 'term'], name='gradebook_reopening_class'), models.Index(fields=['school', '-asked_at'], name='gradebook_reopening_school')],
            },
        ),
        CreateTable(
            name='SubjectResult',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('term', models.PositiveSmallIntegerField(choices=[(1, 'Học kỳ I'), (2, 'Học kỳ II'), (0, 'Cả năm')], verbose_name='học kỳ')),
                ('average', models.DecimalField(blank=True, decimal_places=1, max_digits=3, null=True, verbose_name='điểm trung bình')),
                ('word', models.CharField(blank=True, db_collation='C', default='', max_length=2, verbose_name='mức')),
                ('instrument', models.CharField(db_collation='C', max_length=8, verbose_name='văn bản')),
                ('computed_at', models.DateTimeField(verbose_name='tính lúc')),
                ('enrolment', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schoolyear.enrolment', verbose_name='học sinh')),
                ('school', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.orgunit', verbose_name='trường')),
                ('subject', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='curriculum.subject', verbose_name='môn học')),
            ],
            options={
                'verbose_name': 'kết quả môn học',
                'constraints': [models.UniqueConstraint(fields=('enrolment', 'term', 'subject'), name='gradebook_subject_result_once')],
            },
        ),
        CreateTable(
            name='TermResult',
            fields=[
                ('id', models.AutoField(primary_key=True, serialize=False)),
                ('term', models.PositiveSmallIntegerField(choices=[(1, 'Học kỳ I'), (2, 'Học kỳ II'), (0, 'Cả năm')], verbose_name='học kỳ')),
                ('learning', models.PositiveSmallIntegerField(blank=True, choices=[(1, 'Tốt'), (2, 'Khá'), (3, 'Đạt'), (4, 'Chưa đạt')], null=True, verbose_name='kết quả học tập')),
                ('conduct', models.PositiveSmallIntegerField(blank=True, choices=[(1, 'Tốt'), (2, 'Khá'), (3, 'Đạt'), (4, 'Chưa đạt')], null=True, verbose_name='kết quả rèn luyện')),
                ('overall', models.CharField(blank=True, db_collation='C', default='', max_length=14, verbose_name='đánh giá chung')),
                ('next_step', models.CharField(blank=True, choices=[('promoted', 'Được lên lớp'), ('summer_training', 'Rèn luyện trong hè'), ('reassessment', 'Kiểm tra, đánh giá lại trong hè'), ('repeated', 'Chưa được lên lớp')], db_collation='C', default='', max_length=16, verbose_name='kết luận')),
                ('title', models.CharField(blank=True, choices=[('', 'Không'), ('excellent', 'Học sinh Xuất sắc'), ('good', 'Học sinh Giỏi'), ('outstanding', 'Học sinh Tiêu biểu hoàn thành tốt trong học tập và rèn luyện')], default='', max_length=12, verbose_name='danh hiệu')),
                ('missing', models.PositiveSmallIntegerField(default=0, verbose_name='còn thiếu')),
                ('instrument', models.CharField(db_collation='C', max_length=8, verbose_name='văn bản')),
                ('computed_at', models.DateTimeField(verbose_name='tính lúc')),
                ('enrolment', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schoolyear.enrolment', verbose_name='học sinh')),
                ('school', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.orgunit', verbose_name='trường')),
            ],
            options={
                'verbose_name': 'kết quả học kỳ, cả năm',
                'constraints': [models.UniqueConstraint(fields=('enrolment', 'term'), name='gradebook_term_result_once')],
            },
        ),
    ]
