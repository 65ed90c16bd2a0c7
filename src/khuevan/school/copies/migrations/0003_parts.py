# fmt: off
"""What the holder lets be seen by whoever has the code."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('copies', '0002_protection'),
    ]

    operations = [
        migrations.AddField(
            model_name='copy',
            name='parts',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('name', 'Họ và tên'), ('birth', 'Ngày sinh'), ('class', 'Lớp'), ('result', 'Kết quả cả năm, danh hiệu'), ('marks', 'Điểm hoặc mức đạt cả năm của từng môn')], db_collation='C', max_length=6), blank=True, default=list, size=None, verbose_name='người có mã được thấy'),
        ),
        migrations.AddField(
            model_name='copy',
            name='parts_at',
            field=models.DateTimeField(null=True, verbose_name='chọn lúc'),
        ),
        migrations.AddField(
            model_name='copy',
            name='parts_by',
            field=models.CharField(blank=True, default='', max_length=150, verbose_name='ai chọn'),
        ),
    ]
