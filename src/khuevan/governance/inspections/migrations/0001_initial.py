# fmt: off
"""Rules, plans with whom they drew, visits with team, sheet, photos, remedies, minutes."""

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
            name='Answer',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.PositiveSmallIntegerField(verbose_name='thứ tự')),
                ('question', models.CharField(max_length=300, verbose_name='nội dung kiểm tra')),
                ('asks', models.CharField(blank=True, default='', max_length=300, verbose_name='xem gì')),
                ('criterion', models.CharField(blank=True, default='', max_length=12, verbose_name='tiêu chí chuyển đổi số')),
                ('check_code', models.CharField(blank=True, default='', max_length=80, verbose_name='kiểm tra dữ liệu')),
                ('result', models.CharField(blank=True, choices=[('', 'Chưa ghi'), ('met', 'Đạt'), ('partly', 'Đạt một phần'), ('not_met', 'Chưa đạt'), ('skipped', 'Không kiểm tra')], db_collation='C', default='', max_length=7, verbose_name='kết quả')),
                ('remark', models.CharField(blank=True, default='', max_length=1000, verbose_name='nhận xét')),
                ('result_version', models.PositiveIntegerField(default=0)),
                ('remark_version', models.PositiveIntegerField(default=0)),
                ('changed_at', models.DateTimeField(null=True, verbose_name='ghi lúc')),
                ('changed_by', models.CharField(blank=True, default='', max_length=150, verbose_name='người ghi')),
                ('rival', models.CharField(blank=True, default='', max_length=400, verbose_name='người khác muốn ghi')),
            ],
            options={
                'verbose_name': 'kết quả một mục',
            },
        ),
        CreateTable(
            name='Item',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('instrument', models.CharField(max_length=160, verbose_name='văn bản, số quyết định')),
                ('valid_from', models.DateField(verbose_name='áp dụng từ')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='đến trước ngày')),
                ('trust', models.CharField(choices=[('official', 'Theo văn bản chính thức'), ('secondary', 'Theo nguồn dẫn lại'), ('practice', 'Theo hệ thống đang dùng'), ('unverified', 'Chưa kiểm chứng'), ('local', 'Địa phương quyết định')], max_length=12, verbose_name='độ tin cậy')),
                ('note', models.CharField(blank=True, default='', max_length=500, verbose_name='ghi chú')),
                ('search', models.TextField(default='', editable=False)),
                ('sort_key', models.TextField(db_collation='C', default='', editable=False)),
                ('sheet', models.CharField(max_length=120, verbose_name='phiếu')),
                ('place', models.PositiveSmallIntegerField(verbose_name='thứ tự')),
                ('question', models.CharField(max_length=300, verbose_name='nội dung kiểm tra')),
                ('asks', models.CharField(blank=True, default='', max_length=300, verbose_name='xem gì')),
                ('criterion', models.CharField(blank=True, default='', max_length=12, verbose_name='tiêu chí chuyển đổi số')),
                ('check_code', models.CharField(blank=True, default='', max_length=80, verbose_name='kiểm tra dữ liệu')),
            ],
            options={
                'verbose_name': 'mục kiểm tra',
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gt', models.F('valid_from')), _connector='OR'), name='inspections_item_period')],
            },
        ),
        CreateTable(
            name='Plan',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('unit_name', models.CharField(max_length=200, verbose_name='tên cơ quan')),
                ('school_year', models.CharField(db_collation='C', max_length=9, verbose_name='năm học')),
                ('sheet', models.CharField(max_length=120, verbose_name='phiếu')),
                ('state', models.CharField(choices=[('draft', 'Đang lập'), ('drawn', 'Đã bốc thăm, chờ phê duyệt'), ('approved', 'Đã phê duyệt')], db_collation='C', default='draft', max_length=8, verbose_name='tình trạng')),
                ('percent', models.PositiveSmallIntegerField(default=0, verbose_name='tỉ lệ (%)')),
                ('risk_percent', models.PositiveSmallIntegerField(default=0, verbose_name='theo rủi ro (%)')),
                ('policy', models.CharField(blank=True, default='', max_length=400, verbose_name='theo quy tắc')),
                ('weights', models.JSONField(default=list, verbose_name='trọng số')),
                ('seed', models.CharField(blank=True, db_collation='C', default='', max_length=64, verbose_name='số gieo')),
                ('draws', models.PositiveSmallIntegerField(default=0, verbose_name='số lần bốc thăm')),
                ('drawn_on', models.DateField(null=True, verbose_name='bốc thăm ngày')),
                ('drawn_at', models.DateTimeField(null=True, verbose_name='bốc thăm lúc')),
                ('drawn_by', models.CharField(blank=True, default='', max_length=150, verbose_name='người bốc thăm')),
                ('decision_number', models.CharField(blank=True, default='', max_length=60, verbose_name='số quyết định')),
                ('decision_on', models.DateField(null=True, verbose_name='ngày quyết định')),
                ('approved_at', models.DateTimeField(null=True, verbose_name='phê duyệt lúc')),
                ('approved_by', models.CharField(blank=True, default='', max_length=150, verbose_name='người phê duyệt')),
                ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.orgunit', verbose_name='cơ quan')),
            ],
            options={
                'verbose_name': 'kế hoạch kiểm tra',
            },
        ),
        CreateTable(
            name='Candidate',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('code', models.CharField(db_collation='C', max_length=40, verbose_name='mã đơn vị')),
                ('name', models.CharField(max_length=200, verbose_name='tên đơn vị')),
                ('visits', models.PositiveSmallIntegerField(verbose_name='số lần đã kiểm tra')),
                ('risk', models.DecimalField(decimal_places=2, max_digits=5, verbose_name='rủi ro')),
                ('parts', models.JSONField(default=list, verbose_name='các phần của rủi ro')),
                ('lot', models.CharField(db_collation='C', max_length=64, verbose_name='thăm')),
                ('way', models.CharField(blank=True, choices=[('turn', 'Đến lượt'), ('risk', 'Rủi ro cao'), ('lot', 'Bốc thăm'), ('replacement', 'Bốc thăm thay'), ('named', 'Chỉ định thêm')], db_collation='C', default='', max_length=11, verbose_name='vào kế hoạch')),
                ('left', models.CharField(blank=True, choices=[('closed', 'Đơn vị không còn'), ('moved', 'Đơn vị đã chuyển nơi quản lý'), ('other', 'Lý do khác')], default='', max_length=6, verbose_name='ra khỏi kế hoạch')),
                ('reason', models.CharField(blank=True, default='', max_length=500, verbose_name='lý do')),
                ('stands_for', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inspections.candidate', verbose_name='thay cho')),
                ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.orgunit', verbose_name='đơn vị')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='candidates', to='inspections.plan', verbose_name='kế hoạch')),
            ],
            options={
                'verbose_name': 'đơn vị trong kế hoạch kiểm tra',
            },
        ),
        CreateTable(
            name='Policy',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('instrument', models.CharField(max_length=160, verbose_name='văn bản, số quyết định')),
                ('valid_from', models.DateField(verbose_name='áp dụng từ')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='đến trước ngày')),
                ('trust', models.CharField(choices=[('official', 'Theo văn bản chính thức'), ('secondary', 'Theo nguồn dẫn lại'), ('practice', 'Theo hệ thống đang dùng'), ('unverified', 'Chưa kiểm chứng'), ('local', 'Địa phương quyết định')], max_length=12, verbose_name='độ tin cậy')),
                ('note', models.CharField(blank=True, default='', max_length=500, verbose_name='ghi chú')),
                ('search', models.TextField(default='', editable=False)),
                ('sort_key', models.TextField(db_collation='C', default='', editable=False)),
                ('name', models.CharField(max_length=200, verbose_name='quy tắc')),
                ('percent', models.PositiveSmallIntegerField(verbose_name='kiểm tra ít nhất (% đơn vị)')),
                ('risk_percent', models.PositiveSmallIntegerField(verbose_name='trong đó theo rủi ro (%)')),
                ('remedy_days', models.PositiveSmallIntegerField(verbose_name='hạn khắc phục (ngày)')),
            ],
            options={
                'verbose_name': 'quy tắc lập kế hoạch kiểm tra',
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gt', models.F('valid_from')), _connector='OR'), name='inspections_policy_period'), models.CheckConstraint(condition=models.Q(('percent__range', (1, 100)), ('risk_percent__range', (0, 100))), name='inspections_policy_percent')],
            },
        ),
        CreateTable(
            name='Visit',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('unit_name', models.CharField(max_length=200, verbose_name='tên đơn vị')),
                ('body_name', models.CharField(max_length=200, verbose_name='tên cơ quan kiểm tra')),
                ('school_year', models.CharField(db_collation='C', max_length=9, verbose_name='năm học')),
                ('sheet', models.CharField(max_length=120, verbose_name='phiếu')),
                ('state', models.CharField(choices=[('planned', 'Chưa đến'), ('open', 'Đang kiểm tra'), ('concluded', 'Đã kết luận, chờ ký'), ('signed', 'Biên bản đã ký'), ('cancelled', 'Không thực hiện')], db_collation='C', default='planned', max_length=9, verbose_name='tình trạng')),
                ('planned_on', models.DateField(null=True, verbose_name='dự kiến ngày')),
                ('visited_on', models.DateField(null=True, verbose_name='kiểm tra ngày')),
                ('remarks', models.CharField(blank=True, default='', max_length=2000, verbose_name='nhận xét chung')),
                ('concluded_at', models.DateTimeField(null=True, verbose_name='kết luận lúc')),
                ('ended_reason', models.CharField(blank=True, default='', max_length=500, verbose_name='lý do không thực hiện')),
                ('body', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.orgunit', verbose_name='cơ quan kiểm tra')),
                ('plan', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='inspections.plan', verbose_name='kế hoạch')),
                ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.orgunit', verbose_name='đơn vị')),
            ],
            options={
                'verbose_name': 'cuộc kiểm tra',
            },
        ),
        CreateTable(
            name='Remedy',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('text', models.CharField(max_length=1000, verbose_name='yêu cầu')),
                ('due_on', models.DateField(verbose_name='hạn')),
                ('state', models.CharField(choices=[('open', 'Chờ khắc phục'), ('answered', 'Đã trả lời, chờ xem xét'), ('returned', 'Chưa đạt, làm lại'), ('accepted', 'Đã khắc phục')], db_collation='C', default='open', max_length=8, verbose_name='tình trạng')),
                ('told_at', models.DateTimeField(null=True, verbose_name='yêu cầu lúc')),
                ('reply', models.CharField(blank=True, default='', max_length=2000, verbose_name='trả lời')),
                ('replied_at', models.DateTimeField(null=True, verbose_name='trả lời lúc')),
                ('replied_by', models.CharField(blank=True, default='', max_length=150, verbose_name='người trả lời')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='xem xét lúc')),
                ('decided_by', models.CharField(blank=True, default='', max_length=150, verbose_name='người xem xét')),
                ('reason', models.CharField(blank=True, default='', max_length=1000, verbose_name='lý do chưa đạt')),
                ('reminded_on', models.DateField(null=True, verbose_name='được nhắc ngày')),
                ('answer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inspections.answer', verbose_name='mục')),
                ('file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile', verbose_name='minh chứng')),
                ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.orgunit', verbose_name='đơn vị')),
                ('visit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inspections.visit', verbose_name='cuộc kiểm tra')),
            ],
            options={
                'verbose_name': 'yêu cầu khắc phục',
            },
        ),
        CreateTable(
            name='Photo',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sha256', models.CharField(db_collation='C', max_length=64, verbose_name='mã băm')),
                ('key', models.CharField(db_collation='C', max_length=40)),
                ('added_at', models.DateTimeField(verbose_name='đưa vào lúc')),
                ('added_by', models.CharField(max_length=150, verbose_name='người chụp')),
                ('answer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inspections.answer', verbose_name='mục')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile', verbose_name='tệp')),
                ('visit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inspections.visit', verbose_name='cuộc kiểm tra')),
            ],
            options={
                'verbose_name': 'ảnh kiểm tra',
            },
        ),
        CreateTable(
            name='Minutes',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('edition', models.PositiveSmallIntegerField(default=1, verbose_name='lần')),
                ('is_latest', models.BooleanField(default=True, verbose_name='là lần mới nhất')),
                ('state', models.CharField(choices=[('draft', 'Chưa ký'), ('half', 'Trưởng đoàn đã ký'), ('signed', 'Hai bên đã ký')], db_collation='C', default='draft', max_length=6, verbose_name='tình trạng')),
                ('number', models.CharField(blank=True, default='', max_length=60, verbose_name='số')),
                ('place', models.CharField(blank=True, default='', max_length=100, verbose_name='địa danh')),
                ('correction', models.CharField(blank=True, default='', max_length=1000, verbose_name='lý do lập lại')),
                ('objection', models.CharField(blank=True, default='', max_length=2000, verbose_name='ý kiến của đơn vị')),
                ('content', models.TextField(blank=True, default='', verbose_name='nội dung')),
                ('digest', models.CharField(blank=True, db_collation='C', default='', max_length=64, verbose_name='mã băm')),
                ('leader_name', models.CharField(blank=True, default='', max_length=150, verbose_name='trưởng đoàn ký')),
                ('leader_at', models.DateTimeField(null=True, verbose_name='trưởng đoàn ký lúc')),
                ('head_name', models.CharField(blank=True, default='', max_length=150, verbose_name='thủ trưởng đơn vị ký')),
                ('head_at', models.DateTimeField(null=True, verbose_name='thủ trưởng đơn vị ký lúc')),
                ('docx', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile', verbose_name='docx')),
                ('pdf', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile', verbose_name='pdf')),
                ('visit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inspections.visit', verbose_name='cuộc kiểm tra')),
            ],
            options={
                'verbose_name': 'biên bản kiểm tra',
            },
        ),
        CreateTable(
            name='Member',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('account_id', models.IntegerField(verbose_name='tài khoản')),
                ('name', models.CharField(max_length=150, verbose_name='họ và tên')),
                ('is_leader', models.BooleanField(default=False, verbose_name='trưởng đoàn')),
                ('visit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inspections.visit', verbose_name='cuộc kiểm tra')),
            ],
            options={
                'verbose_name': 'thành viên đoàn kiểm tra',
            },
        ),
        migrations.AddField(
            model_name='answer',
            name='visit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inspections.visit', verbose_name='cuộc kiểm tra'),
        ),
        CreateTable(
            name='Weight',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('instrument', models.CharField(max_length=160, verbose_name='văn bản, số quyết định')),
                ('valid_from', models.DateField(verbose_name='áp dụng từ')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='đến trước ngày')),
                ('trust', models.CharField(choices=[('official', 'Theo văn bản chính thức'), ('secondary', 'Theo nguồn dẫn lại'), ('practice', 'Theo hệ thống đang dùng'), ('unverified', 'Chưa kiểm chứng'), ('local', 'Địa phương quyết định')], max_length=12, verbose_name='độ tin cậy')),
                ('note', models.CharField(blank=True, default='', max_length=500, verbose_name='ghi chú')),
                ('search', models.TextField(default='', editable=False)),
                ('sort_key', models.TextField(db_collation='C', default='', editable=False)),
                ('name', models.CharField(max_length=120, verbose_name='tên yếu tố')),
                ('factor', models.CharField(choices=[('findings', 'Lỗi dữ liệu chưa sửa'), ('difference', 'Chênh lệch tự đánh giá và đánh giá ngoài'), ('late_reports', 'Biểu thống kê nộp chậm'), ('late_targets', 'Chỉ tiêu, nhiệm vụ quá hạn'), ('remedies', 'Yêu cầu khắc phục chưa xong')], db_collation='C', max_length=12, verbose_name='yếu tố')),
                ('weight', models.PositiveSmallIntegerField(verbose_name='trọng số')),
                ('full_at', models.PositiveIntegerField(verbose_name='tính đủ từ')),
            ],
            options={
                'verbose_name': 'trọng số rủi ro',
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gt', models.F('valid_from')), _connector='OR'), name='inspections_weight_period'), models.CheckConstraint(condition=models.Q(('full_at__gte', 1)), name='inspections_weight_full')],
            },
        ),
        migrations.AddConstraint(
            model_name='plan',
            constraint=models.UniqueConstraint(fields=('unit', 'school_year'), name='inspections_plan_once'),
        ),
        migrations.AddConstraint(
            model_name='plan',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'approved'), _negated=True), models.Q(('decision_number', ''), _negated=True), _connector='OR'), name='inspections_plan_approved_has_decision'),
        ),
        migrations.AddConstraint(
            model_name='candidate',
            constraint=models.UniqueConstraint(fields=('plan', 'unit'), name='inspections_candidate_once'),
        ),
        migrations.AddIndex(
            model_name='visit',
            index=models.Index(fields=['unit', 'school_year'], name='inspections_visit_unit'),
        ),
        migrations.AddIndex(
            model_name='visit',
            index=models.Index(fields=['body', 'school_year'], name='inspections_visit_body'),
        ),
        migrations.AddConstraint(
            model_name='visit',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'cancelled'), _negated=True), fields=('plan', 'unit'), name='inspections_visit_once'),
        ),
        migrations.AddIndex(
            model_name='remedy',
            index=models.Index(fields=['unit', 'state'], name='inspections_remedy_unit'),
        ),
        migrations.AddConstraint(
            model_name='remedy',
            constraint=models.UniqueConstraint(fields=('visit', 'answer'), name='inspections_remedy_once'),
        ),
        migrations.AddConstraint(
            model_name='photo',
            constraint=models.UniqueConstraint(fields=('visit', 'key'), name='inspections_photo_once'),
        ),
        migrations.AddConstraint(
            model_name='minutes',
            constraint=models.UniqueConstraint(fields=('visit', 'edition'), name='inspections_minutes_edition'),
        ),
        migrations.AddConstraint(
            model_name='minutes',
            constraint=models.UniqueConstraint(condition=models.Q(('is_latest', True)), fields=('visit',), name='inspections_minutes_latest'),
        ),
        migrations.AddConstraint(
            model_name='minutes',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'draft'), models.Q(('content', ''), _negated=True), _connector='OR'), name='inspections_minutes_has_content'),
        ),
        migrations.AddConstraint(
            model_name='member',
            constraint=models.UniqueConstraint(fields=('visit', 'account_id'), name='inspections_member_once'),
        ),
        migrations.AddConstraint(
            model_name='member',
            constraint=models.UniqueConstraint(condition=models.Q(('is_leader', True)), fields=('visit',), name='inspections_member_one_leader'),
        ),
        migrations.AddConstraint(
            model_name='answer',
            constraint=models.UniqueConstraint(fields=('visit', 'place'), name='inspections_answer_once'),
        ),
    ]
