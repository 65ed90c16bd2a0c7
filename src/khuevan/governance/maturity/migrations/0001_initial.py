# fmt: off
"""Editions, criteria, timetables, proposals, assessments with scores, steps, reviews; evidence; appeals."""

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
            name='Edition',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('code', models.CharField(db_collation='C', max_length=20, unique=True, verbose_name='mã')),
                ('name', models.CharField(max_length=200, verbose_name='tên bộ chỉ số')),
                ('subject', models.CharField(choices=[('general', 'Trường phổ thông, cơ sở giáo dục thường xuyên'), ('preschool', 'Cơ sở giáo dục mầm non'), ('agency', 'Cơ quan quản lý giáo dục')], max_length=10, verbose_name='đối tượng')),
                ('levels', models.JSONField(default=list, verbose_name='cấp học')),
                ('instrument', models.CharField(max_length=160, verbose_name='văn bản')),
                ('valid_from', models.DateField(verbose_name='áp dụng từ')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='đến trước ngày')),
                ('basic_from', models.DecimalField(decimal_places=2, max_digits=5, verbose_name='mức 2 từ')),
                ('good_above', models.DecimalField(decimal_places=2, max_digits=5, verbose_name='mức 3 trên')),
                ('lowest_group', models.BooleanField(default=True, verbose_name='lấy mức thấp nhất của các nhóm')),
                ('mandatory_holds', models.BooleanField(default=True, verbose_name='thiếu điều kiện bắt buộc thì ở mức 1')),
                ('trust', models.CharField(choices=[('official', 'Theo văn bản chính thức'), ('secondary', 'Theo nguồn dẫn lại'), ('practice', 'Theo hệ thống đang dùng'), ('unverified', 'Chưa kiểm chứng'), ('local', 'Địa phương quyết định')], max_length=12, verbose_name='độ tin cậy')),
                ('note', models.CharField(blank=True, default='', max_length=1000, verbose_name='ghi chú')),
            ],
            options={
                'verbose_name': 'bộ chỉ số',
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gt', models.F('valid_from')), _connector='OR'), name='maturity_edition_period')],
            },
        ),
        CreateTable(
            name='Assessment',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('unit_name', models.CharField(max_length=200, verbose_name='tên đơn vị')),
                ('receiver_name', models.CharField(blank=True, default='', max_length=200, verbose_name='tên nơi đánh giá')),
                ('school_year', models.CharField(db_collation='C', max_length=9, verbose_name='năm học')),
                ('state', models.CharField(choices=[('draft', 'Đang tự đánh giá'), ('submitted', 'Đã gửi, chờ kiểm tra'), ('returned', 'Bị trả lại để bổ sung'), ('checked', 'Hồ sơ đạt yêu cầu'), ('external', 'Đang đánh giá ngoài'), ('assessed', 'Đã đánh giá ngoài'), ('recognised', 'Đã công nhận, chưa công bố'), ('published', 'Đã công bố'), ('stopped', 'Dừng, đơn vị không còn')], db_collation='C', default='draft', max_length=10, verbose_name='tình trạng')),
                ('due_on', models.DateField(verbose_name='nộp trước ngày')),
                ('publish_by', models.DateField(verbose_name='công bố trước ngày')),
                ('submitted_at', models.DateTimeField(null=True, verbose_name='gửi lúc')),
                ('self_groups', models.JSONField(default=dict, verbose_name='điểm tự đánh giá')),
                ('self_level', models.CharField(blank=True, choices=[('1', 'Mức độ 1: chưa đáp ứng'), ('2', 'Mức độ 2: đáp ứng cơ bản'), ('3', 'Mức độ 3: đáp ứng tốt')], db_collation='C', default='', max_length=1, verbose_name='mức tự đánh giá')),
                ('sampled', models.JSONField(default=list, verbose_name='tiêu chí được chọn')),
                ('final_groups', models.JSONField(default=dict, verbose_name='điểm được công nhận')),
                ('final_level', models.CharField(blank=True, choices=[('1', 'Mức độ 1: chưa đáp ứng'), ('2', 'Mức độ 2: đáp ứng cơ bản'), ('3', 'Mức độ 3: đáp ứng tốt')], db_collation='C', default='', max_length=1, verbose_name='mức được công nhận')),
                ('decision_number', models.CharField(blank=True, default='', max_length=60, verbose_name='số quyết định')),
                ('decision_on', models.DateField(null=True, verbose_name='ngày quyết định')),
                ('published_at', models.DateTimeField(null=True, verbose_name='công bố lúc')),
                ('receiver', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.orgunit', verbose_name='nơi đánh giá')),
                ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.orgunit', verbose_name='đơn vị')),
                ('edition', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='maturity.edition')),
            ],
            options={
                'verbose_name': 'đánh giá mức độ chuyển đổi số',
            },
        ),
        CreateTable(
            name='Evidence',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('topic', models.CharField(choices=[('online_plan', 'Kế hoạch dạy học trực tuyến'), ('online_rules', 'Quy chế dạy học trực tuyến'), ('online_system', 'Phần mềm dạy học trực tuyến, hệ thống quản lý học tập'), ('materials', 'Học liệu số'), ('computer_tests', 'Kiểm tra, đánh giá trên máy tính'), ('people', 'Năng lực số, tài khoản của đội ngũ'), ('devices', 'Hạ tầng, thiết bị'), ('steering', 'Phân công phụ trách chuyển đổi số'), ('plan', 'Kế hoạch ứng dụng CNTT, chuyển đổi số'), ('system_rules', 'Quy chế sử dụng hệ thống quản trị'), ('system', 'Phần mềm quản trị cơ sở giáo dục'), ('exchange', 'Kết nối, trao đổi dữ liệu'), ('services', 'Dịch vụ trực tuyến')], db_collation='C', max_length=16, verbose_name='nội dung')),
                ('kind', models.CharField(choices=[('file', 'Tệp'), ('link', 'Đường dẫn'), ('record', 'Hồ sơ, trang trên nền tảng')], max_length=6, verbose_name='loại')),
                ('title', models.CharField(max_length=200, verbose_name='tên minh chứng')),
                ('sha256', models.CharField(blank=True, db_collation='C', default='', max_length=64, verbose_name='mã băm')),
                ('address', models.CharField(blank=True, default='', max_length=500, verbose_name='địa chỉ')),
                ('link_state', models.CharField(choices=[('untried', 'Chưa kiểm tra'), ('alive', 'Mở được'), ('dead', 'Không mở được')], default='untried', max_length=7, verbose_name='đường dẫn')),
                ('link_said', models.CharField(blank=True, default='', max_length=200, verbose_name='trả lời')),
                ('tried_at', models.DateTimeField(null=True, verbose_name='kiểm tra lúc')),
                ('given_at', models.DateTimeField(verbose_name='đưa vào lúc')),
                ('given_by', models.CharField(max_length=150, verbose_name='người đưa vào')),
                ('withdrawn_at', models.DateTimeField(null=True, verbose_name='rút lúc')),
                ('file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile', verbose_name='tệp')),
                ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.orgunit', verbose_name='đơn vị')),
            ],
            options={
                'verbose_name': 'minh chứng',
            },
        ),
        CreateTable(
            name='Proposal',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('school_year', models.CharField(db_collation='C', max_length=9, verbose_name='năm học')),
                ('scores', models.JSONField(default=dict, verbose_name='điểm đề xuất')),
                ('figures', models.JSONField(default=dict, verbose_name='số liệu')),
                ('made_at', models.DateTimeField(verbose_name='tính lúc')),
                ('edition', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='maturity.edition')),
                ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.orgunit', verbose_name='đơn vị')),
            ],
            options={
                'verbose_name': 'điểm đề xuất',
            },
        ),
        CreateTable(
            name='Review',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('seat', models.PositiveSmallIntegerField(verbose_name='người đánh giá thứ')),
                ('account_id', models.IntegerField(verbose_name='tài khoản')),
                ('assessor_name', models.CharField(max_length=150, verbose_name='người đánh giá')),
                ('scores', models.JSONField(default=dict, verbose_name='điểm')),
                ('visited_on', models.DateField(blank=True, null=True, verbose_name='làm việc tại trường ngày')),
                ('remarks', models.CharField(blank=True, default='', max_length=2000, verbose_name='nhận xét')),
                ('begun_at', models.DateTimeField(verbose_name='bắt đầu lúc')),
                ('sealed_at', models.DateTimeField(null=True, verbose_name='chốt lúc')),
                ('assessment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='maturity.assessment', verbose_name='đánh giá')),
            ],
            options={
                'verbose_name': 'phiếu đánh giá ngoài',
            },
        ),
        CreateTable(
            name='Score',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('code', models.CharField(db_collation='C', max_length=12, verbose_name='mã tiêu chí')),
                ('points', models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, verbose_name='điểm tự chấm')),
                ('met', models.BooleanField(null=True, verbose_name='đạt điều kiện')),
                ('proposed', models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, verbose_name='điểm đề xuất')),
                ('reason', models.CharField(blank=True, default='', max_length=1000, verbose_name='lý do')),
                ('final_points', models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, verbose_name='điểm thống nhất')),
                ('final_met', models.BooleanField(null=True, verbose_name='thống nhất đạt điều kiện')),
                ('final_reason', models.CharField(blank=True, default='', max_length=1000, verbose_name='lý do thống nhất')),
                ('assessment', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='scores', to='maturity.assessment', verbose_name='đánh giá')),
            ],
            options={
                'verbose_name': 'điểm một tiêu chí',
            },
        ),
        CreateTable(
            name='Step',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('act', models.CharField(db_collation='C', max_length=14, verbose_name='việc')),
                ('at', models.DateTimeField(verbose_name='lúc')),
                ('by', models.CharField(max_length=150, verbose_name='người làm')),
                ('note', models.CharField(blank=True, default='', max_length=1000, verbose_name='nội dung')),
                ('decision', models.CharField(blank=True, default='', max_length=60, verbose_name='số quyết định')),
                ('content', models.TextField(blank=True, default='', verbose_name='phiếu đã gửi')),
                ('digest', models.CharField(blank=True, db_collation='C', default='', max_length=64, verbose_name='mã băm')),
                ('assessment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='maturity.assessment', verbose_name='đánh giá')),
            ],
            options={
                'verbose_name': 'bước của đánh giá',
            },
        ),
        CreateTable(
            name='Timetable',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('name', models.CharField(max_length=200, verbose_name='Lịch đánh giá')),
                ('submit_month', models.PositiveSmallIntegerField(verbose_name='Nộp trước: tháng')),
                ('submit_day', models.PositiveSmallIntegerField(verbose_name='Nộp trước: ngày')),
                ('publish_month', models.PositiveSmallIntegerField(verbose_name='Công bố trước: tháng')),
                ('publish_day', models.PositiveSmallIntegerField(verbose_name='Công bố trước: ngày')),
                ('appeal_days', models.PositiveSmallIntegerField(verbose_name='Kiến nghị trong (ngày)')),
                ('assessor', models.CharField(choices=[('managing', 'Cơ quan quản lý trực tiếp'), ('department', 'Sở Giáo dục và Đào tạo')], max_length=10, verbose_name='Nơi đánh giá')),
                ('instrument', models.CharField(max_length=160, verbose_name='Văn bản, điều')),
                ('valid_from', models.DateField(verbose_name='Áp dụng từ')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='Đến trước ngày')),
                ('trust', models.CharField(choices=[('official', 'Theo văn bản chính thức'), ('secondary', 'Theo nguồn dẫn lại'), ('practice', 'Theo hệ thống đang dùng'), ('unverified', 'Chưa kiểm chứng'), ('local', 'Địa phương quyết định')], max_length=12, verbose_name='Độ tin cậy')),
                ('note', models.CharField(blank=True, default='', max_length=500, verbose_name='Ghi chú')),
                ('search', models.TextField(default='', editable=False)),
                ('sort_key', models.TextField(db_collation='C', default='', editable=False)),
            ],
            options={
                'verbose_name': 'lịch đánh giá',
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gt', models.F('valid_from')), _connector='OR'), name='maturity_timetable_period'), models.CheckConstraint(condition=models.Q(('publish_day__gte', 1), ('publish_day__lte', 31), ('publish_month__gte', 1), ('publish_month__lte', 12), ('submit_day__gte', 1), ('submit_day__lte', 31), ('submit_month__gte', 1), ('submit_month__lte', 12)), name='maturity_timetable_days')],
            },
        ),
        CreateTable(
            name='Appeal',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('codes', models.JSONField(default=list, verbose_name='tiêu chí')),
                ('text', models.CharField(max_length=2000, verbose_name='nội dung kiến nghị')),
                ('state', models.CharField(choices=[('open', 'Chờ trả lời'), ('refused', 'Giữ nguyên kết quả'), ('upheld', 'Chấp nhận, xem lại')], default='open', max_length=8, verbose_name='tình trạng')),
                ('made_at', models.DateTimeField(verbose_name='gửi lúc')),
                ('made_by', models.CharField(max_length=150, verbose_name='người gửi')),
                ('answer', models.CharField(blank=True, default='', max_length=2000, verbose_name='trả lời')),
                ('answered_at', models.DateTimeField(null=True, verbose_name='trả lời lúc')),
                ('answered_by', models.CharField(blank=True, default='', max_length=150, verbose_name='người trả lời')),
                ('assessment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appeals', to='maturity.assessment', verbose_name='đánh giá')),
            ],
            options={
                'verbose_name': 'kiến nghị',
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('assessment',), name='maturity_appeal_one_open')],
            },
        ),
        CreateTable(
            name='Criterion',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('code', models.CharField(db_collation='C', max_length=12, verbose_name='mã')),
                ('place', models.PositiveSmallIntegerField(verbose_name='thứ tự')),
                ('kind', models.CharField(choices=[('group', 'Nhóm'), ('criterion', 'Tiêu chí'), ('component', 'Điểm thành phần'), ('mandatory', 'Điều kiện bắt buộc')], max_length=10, verbose_name='loại')),
                ('name', models.CharField(max_length=300, verbose_name='tên')),
                ('maximum', models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, verbose_name='điểm tối đa')),
                ('cut_basic', models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, verbose_name='mức 2 từ (của tiêu chí)')),
                ('cut_good', models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, verbose_name='mức 3 trên (của tiêu chí)')),
                ('asks', models.CharField(blank=True, default='', max_length=300, verbose_name='minh chứng')),
                ('topic', models.CharField(blank=True, choices=[('online_plan', 'Kế hoạch dạy học trực tuyến'), ('online_rules', 'Quy chế dạy học trực tuyến'), ('online_system', 'Phần mềm dạy học trực tuyến, hệ thống quản lý học tập'), ('materials', 'Học liệu số'), ('computer_tests', 'Kiểm tra, đánh giá trên máy tính'), ('people', 'Năng lực số, tài khoản của đội ngũ'), ('devices', 'Hạ tầng, thiết bị'), ('steering', 'Phân công phụ trách chuyển đổi số'), ('plan', 'Kế hoạch ứng dụng CNTT, chuyển đổi số'), ('system_rules', 'Quy chế sử dụng hệ thống quản trị'), ('system', 'Phần mềm quản trị cơ sở giáo dục'), ('exchange', 'Kết nối, trao đổi dữ liệu'), ('services', 'Dịch vụ trực tuyến')], default='', max_length=16, verbose_name='nội dung minh chứng')),
                ('trust', models.CharField(choices=[('official', 'Theo văn bản chính thức'), ('secondary', 'Theo nguồn dẫn lại'), ('practice', 'Theo hệ thống đang dùng'), ('unverified', 'Chưa kiểm chứng'), ('local', 'Địa phương quyết định')], max_length=12, verbose_name='độ tin cậy')),
                ('decision', models.CharField(blank=True, default='', max_length=60, verbose_name='theo quyết định số')),
                ('note', models.CharField(blank=True, default='', max_length=500, verbose_name='ghi chú')),
                ('valid_from', models.DateField(verbose_name='áp dụng từ')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='đến trước ngày')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='criteria', to='maturity.edition', verbose_name='bộ chỉ số')),
            ],
            options={
                'verbose_name': 'tiêu chí',
                'constraints': [models.UniqueConstraint(fields=('edition', 'code', 'valid_from'), name='maturity_criterion_once'), models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gt', models.F('valid_from')), _connector='OR'), name='maturity_criterion_period')],
            },
        ),
        migrations.AddIndex(
            model_name='assessment',
            index=models.Index(fields=['school_year', 'state'], name='maturity_assessment_year'),
        ),
        migrations.AddIndex(
            model_name='assessment',
            index=models.Index(fields=['receiver', 'school_year'], name='maturity_assessment_receiver'),
        ),
        migrations.AddConstraint(
            model_name='assessment',
            constraint=models.UniqueConstraint(fields=('unit', 'edition', 'school_year'), name='maturity_assessment_once'),
        ),
        migrations.AddConstraint(
            model_name='assessment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['recognised', 'published']), _negated=True), models.Q(('final_level', ''), _negated=True), _connector='OR'), name='maturity_assessment_recognised_has_level'),
        ),
        migrations.AddIndex(
            model_name='evidence',
            index=models.Index(fields=['unit', 'topic'], name='maturity_evidence_unit'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.UniqueConstraint(fields=('unit', 'edition', 'school_year'), name='maturity_proposal_once'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.UniqueConstraint(fields=('assessment', 'seat'), name='maturity_review_seat'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.UniqueConstraint(fields=('assessment', 'account_id'), name='maturity_review_person'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(('seat__in', [1, 2])), name='maturity_review_two'),
        ),
        migrations.AddConstraint(
            model_name='score',
            constraint=models.UniqueConstraint(fields=('assessment', 'code'), name='maturity_score_once'),
        ),
        migrations.AddConstraint(
            model_name='score',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('points__isnull', True), ('points__gte', 0), _connector='OR'), models.Q(('final_points__isnull', True), ('final_points__gte', 0), _connector='OR')), name='maturity_score_not_negative'),
        ),
    ]
