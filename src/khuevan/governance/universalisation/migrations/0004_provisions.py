# fmt: off
"""What schools of a territory must have, as dated configuration that a department puts right in the pages."""

from typing import Any

from django.db import migrations, models

from khuevan.governance.universalisation.rules import shipped
from khuevan.kernel.audit.migrations import AuditRows
from khuevan.kernel.database.migrations import CreateTable, ProtectRows
from khuevan.kernel.text import search_text, sort_key
from khuevan.register.organisations.choices import EducationLevel


def begin(apps: Any, schema_editor: Any) -> None:
    for row in shipped.PROVISIONS:
        name = f"{EducationLevel(row.level).label}: {row.kind.label}"
        apps.get_model("universalisation", "Provision").objects.create(**{
            **vars(row), "kind": row.kind.value, "trust": row.trust.value, "name": name,
            "search": search_text(f"{name} {row.instrument}"), "sort_key": sort_key(name),
        })



class Migration(migrations.Migration):

    dependencies = [
        ('universalisation', '0003_first_thresholds'),
    ]

    operations = [
        CreateTable(
            name='Provision',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('name', models.CharField(max_length=200, verbose_name='Điều kiện bảo đảm')),
                ('kind', models.CharField(choices=[('rooms_per_class', 'Số phòng học trên một lớp'), ('area_per_child', 'Diện tích phòng học trên một trẻ (m²)'), ('equipped', 'Lớp có đủ thiết bị tối thiểu (%)'), ('qualified', 'Giáo viên đạt chuẩn nghề nghiệp (%)')], max_length=16, verbose_name='Chỉ số')),
                ('level', models.CharField(choices=[('preschool', 'Mầm non'), ('primary', 'Tiểu học'), ('lower_secondary', 'Trung học cơ sở'), ('upper_secondary', 'Trung học phổ thông'), ('continuing', 'Giáo dục thường xuyên')], max_length=16, verbose_name='Cấp học')),
                ('least', models.DecimalField(decimal_places=2, max_digits=6, verbose_name='Ít nhất')),
                ('instrument', models.CharField(max_length=160, verbose_name='Văn bản, điều')),
                ('valid_from', models.DateField(verbose_name='Áp dụng từ')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='Đến trước ngày')),
                ('trust', models.CharField(choices=[('official', 'Theo văn bản chính thức'), ('secondary', 'Theo nguồn dẫn lại'), ('practice', 'Theo hệ thống đang dùng'), ('unverified', 'Chưa kiểm chứng'), ('local', 'Địa phương quyết định')], default='unverified', max_length=12, verbose_name='Độ tin cậy')),
                ('note', models.CharField(blank=True, default='', max_length=500, verbose_name='Ghi chú')),
                ('search', models.TextField(default='', editable=False)),
                ('sort_key', models.TextField(db_collation='C', default='', editable=False)),
            ],
            options={
                'verbose_name': 'điều kiện bảo đảm phổ cập',
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gt', models.F('valid_from')), _connector='OR'), name='universalisation_provision_period'), models.CheckConstraint(condition=models.Q(('least__gte', 0)), name='universalisation_provision_least')],
            },
        ),
        ProtectRows("universalisation_provision", using="true"),
        AuditRows("universalisation_provision", None, skip=("search", "sort_key", "version")),
        migrations.RunPython(begin, migrations.RunPython.noop),
    ]
