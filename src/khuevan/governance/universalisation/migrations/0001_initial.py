# fmt: off
"""Surveys, thresholds, deadlines, dossiers."""

import django.db.models.deletion
from django.db import migrations, models

from khuevan.kernel.database.migrations import CreateTable


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organisations', '0002_protection'),
        ('people', '0002_protection'),
    ]

    operations = [
        CreateTable(
            name='Deadline',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('name', models.CharField(max_length=200, verbose_name='Thời hạn')),
                ('tier', models.CharField(choices=[('commune', 'Xã, phường, đặc khu'), ('district', 'Huyện (trước 01/07/2025)'), ('province', 'Tỉnh, thành phố')], max_length=8, verbose_name='Cấp')),
                ('month', models.PositiveSmallIntegerField(verbose_name='Tháng')),
                ('day', models.PositiveSmallIntegerField(verbose_name='Ngày')),
                ('recogniser', models.CharField(max_length=120, verbose_name='Nơi công nhận')),
                ('instrument', models.CharField(max_length=160, verbose_name='Văn bản, điều')),
                ('valid_from', models.DateField(verbose_name='Áp dụng từ')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='Đến trước ngày')),
                ('trust', models.CharField(choices=[('official', 'Theo văn bản chính thức'), ('secondary', 'Theo nguồn dẫn lại'), ('practice', 'Theo hệ thống đang dùng'), ('unverified', 'Chưa kiểm chứng'), ('local', 'Địa phương quyết định')], default='unverified', max_length=12, verbose_name='Độ tin cậy')),
                ('search', models.TextField(default='', editable=False)),
                ('sort_key', models.TextField(db_collation='C', default='', editable=False)),
            ],
            options={
                'verbose_name': 'thời hạn hồ sơ phổ cập',
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gt', models.F('valid_from')), _connector='OR'), name='universalisation_deadline_period'), models.CheckConstraint(condition=models.Q(('day__gte', 1), ('day__lte', 31), ('month__gte', 1), ('month__lte', 12)), name='universalisation_deadline_day')],
            },
        ),
        CreateTable(
            name='Dossier',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('tier', models.CharField(choices=[('commune', 'Xã, phường, đặc khu'), ('district', 'Huyện (trước 01/07/2025)'), ('province', 'Tỉnh, thành phố')], max_length=8, verbose_name='cấp')),
                ('year', models.PositiveSmallIntegerField(verbose_name='năm')),
                ('state', models.CharField(choices=[('draft', 'Đang chuẩn bị'), ('submitted', 'Đã nộp, chờ kiểm tra'), ('returned', 'Bị trả lại'), ('recognised', 'Đã công nhận')], default='draft', max_length=10, verbose_name='trạng thái')),
                ('figures', models.TextField(default='', verbose_name='số liệu')),
                ('digest', models.CharField(blank=True, db_collation='C', default='', max_length=64, verbose_name='mã băm')),
                ('asked', models.JSONField(default=list, verbose_name='đề nghị công nhận')),
                ('recognised', models.JSONField(default=list, verbose_name='được công nhận')),
                ('checked_at', models.DateTimeField(null=True, verbose_name='tự kiểm tra lúc')),
                ('submitted_at', models.DateTimeField(null=True, verbose_name='nộp lúc')),
                ('decision_number', models.CharField(blank=True, default='', max_length=60, verbose_name='số quyết định')),
                ('decision_on', models.DateField(null=True, verbose_name='ngày quyết định')),
                ('reason', models.CharField(blank=True, default='', max_length=500, verbose_name='lý do trả lại')),
                ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.orgunit', verbose_name='xã, phường')),
            ],
            options={
                'verbose_name': 'hồ sơ phổ cập',
            },
        ),
        CreateTable(
            name='DossierStep',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('checked', 'Tự kiểm tra'), ('submitted', 'Nộp hồ sơ'), ('returned', 'Trả lại'), ('recognised', 'Công nhận')], max_length=10, verbose_name='bước')),
                ('at', models.DateTimeField(verbose_name='lúc')),
                ('by', models.CharField(max_length=120, verbose_name='người làm')),
                ('note', models.CharField(blank=True, default='', max_length=500, verbose_name='nội dung')),
                ('digest', models.CharField(blank=True, db_collation='C', default='', max_length=64, verbose_name='mã băm')),
                ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='universalisation.dossier', verbose_name='hồ sơ phổ cập')),
                ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.orgunit', verbose_name='xã, phường')),
            ],
            options={
                'verbose_name': 'bước của hồ sơ phổ cập',
            },
        ),
        CreateTable(
            name='Household',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('number', models.CharField(db_collation='C', max_length=20, verbose_name='số phiếu')),
                ('hamlet', models.CharField(blank=True, default='', max_length=100, verbose_name='tổ, thôn, xóm')),
                ('address', models.CharField(blank=True, default='', max_length=200, verbose_name='địa chỉ')),
                ('head_name', models.CharField(max_length=100, verbose_name='chủ hộ')),
                ('residence', models.CharField(choices=[('permanent', 'Thường trú'), ('temporary', 'Tạm trú')], default='permanent', max_length=10, verbose_name='diện cư trú')),
                ('visited_year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='điều tra năm')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='không còn hộ từ')),
                ('search', models.TextField(default='', editable=False)),
                ('sort_key', models.TextField(db_collation='C', default='', editable=False)),
                ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.orgunit', verbose_name='xã, phường')),
            ],
            options={
                'verbose_name': 'hộ gia đình',
            },
        ),
        CreateTable(
            name='Member',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('full_name', models.CharField(max_length=100, verbose_name='họ và tên')),
                ('relation', models.CharField(blank=True, choices=[('head', 'Chủ hộ'), ('spouse', 'Vợ, chồng'), ('child', 'Con'), ('child_in_law', 'Con dâu, con rể'), ('parent', 'Cha, mẹ'), ('grandchild', 'Cháu'), ('sibling', 'Anh, chị, em'), ('other', 'Khác')], default='', max_length=12, verbose_name='quan hệ với chủ hộ')),
                ('birth_date', models.DateField(verbose_name='ngày sinh')),
                ('sex', models.CharField(choices=[('male', 'Nam'), ('female', 'Nữ')], max_length=6, verbose_name='giới tính')),
                ('ethnicity', models.CharField(blank=True, choices=[('01', 'Kinh'), ('02', 'Tày'), ('03', 'Thái'), ('04', 'Hoa'), ('05', 'Khơ-me'), ('06', 'Mường'), ('07', 'Nùng'), ('08', 'HMông'), ('09', 'Dao'), ('10', 'Gia-rai'), ('11', 'Ngái'), ('12', 'Ê-đê'), ('13', 'Ba-na'), ('14', 'Xơ-đăng'), ('15', 'Sán Chay'), ('16', 'Cơ-ho'), ('17', 'Chăm'), ('18', 'Sán Dìu'), ('19', 'Hrê'), ('20', 'Mnông'), ('21', 'Ra-glai'), ('22', 'Xtiêng'), ('23', 'Bru - Vân Kiều'), ('24', 'Thổ'), ('25', 'Giáy'), ('26', 'Cơ-tu'), ('27', 'Gié - Triêng'), ('28', 'Mạ'), ('29', 'Khơ-mú'), ('30', 'Co'), ('31', 'Tà-ôi'), ('32', 'Chơ-ro'), ('33', 'Kháng'), ('34', 'Xinh-mun'), ('35', 'Hà Nhì'), ('36', 'Chu-ru'), ('37', 'Lào'), ('38', 'La Chí'), ('39', 'La Ha'), ('40', 'Phù Lá'), ('41', 'La Hủ'), ('42', 'Lự'), ('43', 'Lô Lô'), ('44', 'Chứt'), ('45', 'Mảng'), ('46', 'Pà Thẻn'), ('47', 'Cơ Lao'), ('48', 'Cống'), ('49', 'Bố Y'), ('50', 'Si La'), ('51', 'Pu Péo'), ('52', 'Brâu'), ('53', 'Ơ Đu'), ('54', 'Rơ-măm'), ('55', 'Người nước ngoài'), ('56', 'Không rõ')], default='', max_length=2, verbose_name='dân tộc')),
                ('national_id', models.CharField(blank=True, db_collation='C', default='', max_length=12, verbose_name='số định danh cá nhân')),
                ('disability', models.CharField(blank=True, choices=[('01', 'Khuyết tật vận động'), ('02', 'Khuyết tật nghe, nói'), ('03', 'Khuyết tật nhìn'), ('04', 'Khuyết tật thần kinh, tâm thần'), ('05', 'Khuyết tật trí tuệ'), ('06', 'Khuyết tật khác')], default='', max_length=2, verbose_name='khuyết tật')),
                ('cannot_learn', models.BooleanField(default=False, verbose_name='khuyết tật, không có khả năng học tập')),
                ('completed', models.CharField(blank=True, choices=[('none', 'Chưa hoàn thành cấp nào'), ('preschool', 'Hoàn thành chương trình mầm non'), ('primary', 'Hoàn thành chương trình tiểu học'), ('lower_secondary', 'Tốt nghiệp THCS'), ('upper_secondary', 'Tốt nghiệp THPT'), ('vocational', 'Trung cấp'), ('college', 'Cao đẳng'), ('university', 'Đại học trở lên')], default='', max_length=16, verbose_name='đã hoàn thành')),
                ('last_grade', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='học hết lớp')),
                ('study', models.CharField(blank=True, choices=[('studying', 'Đang học'), ('never', 'Chưa đi học'), ('dropped', 'Bỏ học'), ('finished', 'Đã học xong, không học nữa')], default='', max_length=10, verbose_name='việc học')),
                ('study_level', models.CharField(blank=True, choices=[('preschool', 'Mầm non'), ('primary', 'Tiểu học'), ('lower_secondary', 'THCS'), ('upper_secondary', 'THPT'), ('continuing', 'Giáo dục thường xuyên'), ('vocational', 'Giáo dục nghề nghiệp'), ('higher', 'Cao đẳng, đại học'), ('literacy', 'Lớp xóa mù chữ')], default='', max_length=16, verbose_name='đang học cấp')),
                ('study_grade', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='đang học lớp')),
                ('study_place', models.CharField(blank=True, default='', max_length=200, verbose_name='nơi học')),
                ('literacy', models.CharField(blank=True, choices=[('0', 'Mù chữ'), ('1', 'Biết chữ mức độ 1'), ('2', 'Biết chữ mức độ 2'), ('relapsed', 'Tái mù chữ')], default='', max_length=8, verbose_name='biết chữ')),
                ('presence', models.CharField(choices=[('here', 'Đang ở'), ('arrived', 'Chuyển đến'), ('away', 'Đi vắng, vẫn thuộc hộ'), ('left', 'Chuyển đi'), ('died', 'Đã mất'), ('mistaken', 'Ghi nhầm, đã rút lại')], default='here', max_length=8, verbose_name='tình trạng cư trú')),
                ('presence_on', models.DateField(blank=True, null=True, verbose_name='từ ngày')),
                ('note', models.CharField(blank=True, default='', max_length=300, verbose_name='ghi chú')),
                ('search', models.TextField(default='', editable=False)),
                ('sort_key', models.TextField(db_collation='C', default='', editable=False)),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='members', to='universalisation.household', verbose_name='hộ gia đình')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person', verbose_name='hồ sơ cá nhân')),
                ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.orgunit', verbose_name='xã, phường')),
            ],
            options={
                'verbose_name': 'người trong hộ',
            },
        ),
        CreateTable(
            name='Round',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('year', models.PositiveSmallIntegerField(verbose_name='năm')),
                ('state', models.CharField(choices=[('open', 'Đang điều tra'), ('closed', 'Đã chốt')], default='open', max_length=8, verbose_name='trạng thái')),
                ('is_special', models.BooleanField(default=False, verbose_name='xã có điều kiện đặc biệt khó khăn')),
                ('opened_at', models.DateTimeField(verbose_name='mở lúc')),
                ('closed_at', models.DateTimeField(null=True, verbose_name='chốt lúc')),
                ('closed_by', models.CharField(blank=True, default='', max_length=120, verbose_name='người chốt')),
                ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.orgunit', verbose_name='xã, phường')),
            ],
            options={
                'verbose_name': 'đợt điều tra',
            },
        ),
        CreateTable(
            name='Threshold',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('name', models.CharField(max_length=200, verbose_name='Điều kiện')),
                ('tier', models.CharField(choices=[('commune', 'Xã, phường, đặc khu'), ('district', 'Huyện (trước 01/07/2025)'), ('province', 'Tỉnh, thành phố')], max_length=8, verbose_name='Cấp')),
                ('standard', models.CharField(choices=[('preschool', 'Phổ cập giáo dục mầm non cho trẻ em 5 tuổi'), ('primary_1', 'Phổ cập giáo dục tiểu học mức độ 1'), ('primary_2', 'Phổ cập giáo dục tiểu học mức độ 2'), ('primary_3', 'Phổ cập giáo dục tiểu học mức độ 3'), ('secondary_1', 'Phổ cập giáo dục THCS mức độ 1'), ('secondary_2', 'Phổ cập giáo dục THCS mức độ 2'), ('secondary_3', 'Phổ cập giáo dục THCS mức độ 3'), ('literacy_1', 'Xóa mù chữ mức độ 1'), ('literacy_2', 'Xóa mù chữ mức độ 2')], max_length=12, verbose_name='Tiêu chuẩn')),
                ('measure', models.CharField(choices=[('attending', 'Trẻ em đến lớp'), ('completed_preschool', 'Trẻ em hoàn thành chương trình giáo dục mầm non'), ('in_grade_1', 'Trẻ em vào lớp 1'), ('completed_primary', 'Hoàn thành chương trình tiểu học'), ('rest_in_primary', 'Số còn lại đều đang học tiểu học'), ('graduated_secondary', 'Tốt nghiệp THCS'), ('studying_on', 'Đang học THPT, GDTX cấp THPT hoặc giáo dục nghề nghiệp'), ('literate_1', 'Đạt chuẩn biết chữ mức độ 1'), ('literate_2', 'Đạt chuẩn biết chữ mức độ 2'), ('disabled_learning', 'Người khuyết tật có khả năng học tập được tiếp cận giáo dục'), ('units_meeting', 'Đơn vị cấp dưới đạt chuẩn')], max_length=20, verbose_name='Chỉ số')),
                ('special', models.BooleanField(default=False, verbose_name='Xã đặc biệt khó khăn')),
                ('age_from', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='Từ tuổi')),
                ('age_to', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='Đến tuổi')),
                ('least', models.DecimalField(decimal_places=2, max_digits=5, verbose_name='Ít nhất (%)')),
                ('instrument', models.CharField(max_length=160, verbose_name='Văn bản, điều')),
                ('valid_from', models.DateField(verbose_name='Áp dụng từ')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='Đến trước ngày')),
                ('trust', models.CharField(choices=[('official', 'Theo văn bản chính thức'), ('secondary', 'Theo nguồn dẫn lại'), ('practice', 'Theo hệ thống đang dùng'), ('unverified', 'Chưa kiểm chứng'), ('local', 'Địa phương quyết định')], default='unverified', max_length=12, verbose_name='Độ tin cậy')),
                ('note', models.CharField(blank=True, default='', max_length=500, verbose_name='Ghi chú')),
                ('search', models.TextField(default='', editable=False)),
                ('sort_key', models.TextField(db_collation='C', default='', editable=False)),
            ],
            options={
                'verbose_name': 'ngưỡng của tiêu chuẩn phổ cập',
                'indexes': [models.Index(fields=['tier', 'standard', 'valid_from'], name='universal_threshold_of')],
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gt', models.F('valid_from')), _connector='OR'), name='universalisation_threshold_period'), models.CheckConstraint(condition=models.Q(('least__gte', 0), ('least__lte', 100)), name='universalisation_threshold_share')],
            },
        ),
        migrations.AddIndex(
            model_name='dossier',
            index=models.Index(fields=['year', 'tier'], name='universal_dossier_year'),
        ),
        migrations.AddConstraint(
            model_name='dossier',
            constraint=models.UniqueConstraint(fields=('unit', 'tier', 'year'), name='universalisation_dossier_once'),
        ),
        migrations.AddIndex(
            model_name='household',
            index=models.Index(fields=['unit', 'sort_key', 'id'], name='universal_household_unit'),
        ),
        migrations.AddConstraint(
            model_name='household',
            constraint=models.UniqueConstraint(fields=('unit', 'number'), name='universalisation_household_number'),
        ),
        migrations.AddConstraint(
            model_name='household',
            constraint=models.UniqueConstraint(fields=('id', 'unit'), name='universalisation_household_place'),
        ),
        migrations.AddIndex(
            model_name='member',
            index=models.Index(fields=['unit', 'birth_date'], name='universal_member_unit'),
        ),
        migrations.AddIndex(
            model_name='member',
            index=models.Index(condition=models.Q(('national_id', ''), _negated=True), fields=['national_id'], name='universal_member_by_id'),
        ),
        migrations.AddConstraint(
            model_name='member',
            constraint=models.CheckConstraint(condition=models.Q(('national_id', ''), ('national_id__regex', '^[0-9]{12}$'), _connector='OR'), name='universalisation_member_number'),
        ),
        migrations.AddConstraint(
            model_name='member',
            constraint=models.CheckConstraint(condition=models.Q(('presence_on__isnull', False), models.Q(('presence__in', ['left', 'died', 'mistaken']), _negated=True), _connector='OR'), name='universalisation_member_gone_on'),
        ),
        migrations.AddConstraint(
            model_name='member',
            constraint=models.CheckConstraint(condition=models.Q(('cannot_learn', False), models.Q(('disability', ''), _negated=True), _connector='OR'), name='universalisation_member_learns'),
        ),
        migrations.AddConstraint(
            model_name='round',
            constraint=models.UniqueConstraint(fields=('unit', 'year'), name='universalisation_round_once'),
        ),
        migrations.AddConstraint(
            model_name='round',
            constraint=models.CheckConstraint(condition=models.Q(('year__gte', 2014), ('year__lte', 2100)), name='universalisation_round_year'),
        ),
    ]
