# fmt: off
"""Cards, their versions, slots, acts on issued cards, lists sent to be signed."""

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
        ('signing', '0003_desk_orders'),
    ]

    operations = [
        CreateTable(
            name='Card',
            fields=[
                ('id', models.AutoField(primary_key=True, serialize=False)),
                ('code', models.CharField(db_collation='C', max_length=40, unique=True, verbose_name='số học bạ')),
                ('level', models.CharField(choices=[('preschool', 'Mầm non'), ('primary', 'Tiểu học'), ('lower_secondary', 'Trung học cơ sở'), ('upper_secondary', 'Trung học phổ thông'), ('continuing', 'Giáo dục thường xuyên')], max_length=16, verbose_name='cấp học')),
                ('full_name', models.CharField(max_length=100, verbose_name='họ và tên')),
                ('sort_key', models.TextField(db_collation='C', default='', editable=False)),
                ('state', models.CharField(choices=[('generated', 'Chờ giáo viên bộ môn ký'), ('subjects', 'Chờ giáo viên chủ nhiệm ký'), ('homeroom', 'Chờ hiệu trưởng ký'), ('head', 'Chờ đóng dấu'), ('issued', 'Đã phát hành'), ('recalled', 'Đã thu hồi')], db_collation='C', default='generated', max_length=10, verbose_name='trạng thái')),
                ('number', models.PositiveSmallIntegerField(default=1, verbose_name='lần lập')),
                ('made_at', models.DateTimeField(verbose_name='lập lúc')),
                ('issued_at', models.DateTimeField(null=True, verbose_name='phát hành lúc')),
                ('class_group', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schoolyear.classgroup', verbose_name='lớp')),
                ('enrolment', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schoolyear.enrolment', verbose_name='học sinh')),
                ('school', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.orgunit', verbose_name='trường')),
                ('school_year', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schoolyear.schoolyear', verbose_name='năm học')),
            ],
            options={
                'verbose_name': 'học bạ số',
            },
        ),
        CreateTable(
            name='CardVersion',
            fields=[
                ('id', models.AutoField(primary_key=True, serialize=False)),
                ('number', models.PositiveSmallIntegerField(verbose_name='lần lập')),
                ('origin', models.CharField(choices=[('first', 'Lập lần đầu'), ('changed', 'Dữ liệu thay đổi trước khi phát hành'), ('corrected', 'Đính chính sau khi phát hành')], db_collation='C', max_length=9, verbose_name='vì sao lập')),
                ('why', models.CharField(blank=True, default='', max_length=300, verbose_name='lý do')),
                ('content', models.BinaryField(verbose_name='nội dung')),
                ('digest', models.CharField(db_collation='C', max_length=64, verbose_name='mã băm')),
                ('parts', models.JSONField(default=dict, verbose_name='mã băm từng phần')),
                ('made_at', models.DateTimeField(verbose_name='lập lúc')),
                ('made_by', models.CharField(max_length=150, verbose_name='người lập')),
                ('issued_at', models.DateTimeField(null=True, verbose_name='phát hành lúc')),
                ('ended_at', models.DateTimeField(null=True, verbose_name='thay thế lúc')),
                ('card', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='reportcards.card', verbose_name='học bạ số')),
                ('school', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.orgunit', verbose_name='trường')),
            ],
            options={
                'verbose_name': 'lần lập học bạ',
            },
        ),
        CreateTable(
            name='CardSlot',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('subject', 'Giáo viên bộ môn'), ('homeroom', 'Giáo viên chủ nhiệm'), ('head', 'Hiệu trưởng'), ('seal', 'Con dấu của trường')], db_collation='C', max_length=8, verbose_name='ô ký')),
                ('subject_code', models.CharField(blank=True, db_collation='C', default='', max_length=40)),
                ('person_name', models.CharField(blank=True, default='', max_length=100, verbose_name='người phải ký')),
                ('is_standing', models.BooleanField(default=True, verbose_name='còn hiệu lực')),
                ('signed_at', models.DateTimeField(null=True, verbose_name='ký lúc')),
                ('signed_name', models.CharField(blank=True, default='', max_length=150, verbose_name='người đã ký')),
                ('card', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='slots', to='reportcards.card', verbose_name='học bạ số')),
                ('certificate', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='signing.certificate', verbose_name='chứng thư số')),
                ('class_group', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schoolyear.classgroup', verbose_name='lớp')),
                ('person', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person', verbose_name='người phải ký')),
                ('school', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.orgunit', verbose_name='trường')),
                ('signed_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person', verbose_name='người đã ký')),
                ('subject', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='curriculum.subject', verbose_name='môn học')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='slots', to='reportcards.cardversion', verbose_name='lần lập')),
            ],
            options={
                'verbose_name': 'ô ký của học bạ',
            },
        ),
        CreateTable(
            name='CardAct',
            fields=[
                ('id', models.AutoField(primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('correct', 'Đính chính'), ('recall', 'Thu hồi')], db_collation='C', max_length=7, verbose_name='việc')),
                ('reason', models.CharField(max_length=300, verbose_name='lý do')),
                ('content', models.BinaryField(verbose_name='văn bản đã ký')),
                ('digest', models.CharField(db_collation='C', max_length=64, verbose_name='mã băm')),
                ('person_name', models.CharField(max_length=150, verbose_name='người ký')),
                ('acted_at', models.DateTimeField(verbose_name='ký lúc')),
                ('card', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acts', to='reportcards.card', verbose_name='học bạ số')),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person', verbose_name='người ký')),
                ('school', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.orgunit', verbose_name='trường')),
                ('version', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reportcards.cardversion', verbose_name='lần lập')),
            ],
            options={
                'verbose_name': 'đính chính, thu hồi học bạ',
            },
        ),
        CreateTable(
            name='DeskList',
            fields=[
                ('id', models.AutoField(primary_key=True, serialize=False)),
                ('title', models.CharField(max_length=200, verbose_name='nội dung')),
                ('slots', models.JSONField(default=list, verbose_name='các ô ký')),
                ('asked_at', models.DateTimeField(verbose_name='gửi ký lúc')),
                ('answered_at', models.DateTimeField(null=True, verbose_name='nhận lại lúc')),
                ('certificate', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='signing.certificate', verbose_name='chứng thư số')),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person', verbose_name='người ký')),
                ('school', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.orgunit', verbose_name='trường')),
            ],
            options={
                'verbose_name': 'lần ký học bạ trên máy',
            },
        ),
        migrations.AddIndex(
            model_name='card',
            index=models.Index(fields=['class_group', 'sort_key', 'id'], name='reportcards_card_class'),
        ),
        migrations.AddIndex(
            model_name='card',
            index=models.Index(fields=['school', 'school_year', 'state'], name='reportcards_card_school'),
        ),
        migrations.AddConstraint(
            model_name='card',
            constraint=models.UniqueConstraint(fields=('enrolment',), name='reportcards_card_once'),
        ),
        migrations.AddIndex(
            model_name='cardversion',
            index=models.Index(fields=['digest'], name='reportcards_version_digest'),
        ),
        migrations.AddConstraint(
            model_name='cardversion',
            constraint=models.UniqueConstraint(fields=('card', 'number'), name='reportcards_version_once'),
        ),
        migrations.AddConstraint(
            model_name='cardversion',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('card',), name='reportcards_version_standing'),
        ),
        migrations.AddIndex(
            model_name='cardslot',
            index=models.Index(condition=models.Q(('is_standing', True), ('signed_at__isnull', True)), fields=['person', 'class_group'], name='reportcards_slot_waiting'),
        ),
        migrations.AddIndex(
            model_name='cardslot',
            index=models.Index(fields=['card'], name='reportcards_slot_card'),
        ),
        migrations.AddIndex(
            model_name='cardslot',
            index=models.Index(condition=models.Q(('is_standing', True)), fields=['class_group', 'kind'], name='reportcards_slot_class'),
        ),
        migrations.AddConstraint(
            model_name='cardslot',
            constraint=models.UniqueConstraint(fields=('version', 'kind', 'subject'), name='reportcards_slot_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='cardslot',
            constraint=models.CheckConstraint(condition=models.Q(('signed_at__isnull', True), ('signed_by__isnull', False), _connector='XOR'), name='reportcards_slot_signed'),
        ),
        migrations.AddIndex(
            model_name='desklist',
            index=models.Index(fields=['person', '-id'], name='reportcards_desk_person'),
        ),
    ]
