"""A status for those who were entered by mistake."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("learners", "0004_following"),
    ]

    operations = [
        migrations.AlterField(
            model_name="learner",
            name="status",
            field=models.CharField(
                blank=True,
                choices=[
                    ("01", "Đang học"),
                    ("02", "Chuyển đến kỳ 1"),
                    ("03", "Nghỉ học xin học lại kỳ 1"),
                    ("04", "Chuyển đi kỳ 1"),
                    ("05", "Thôi học kỳ 1"),
                    ("06", "Chuyển đến kỳ 2"),
                    ("07", "Nghỉ học xin học lại kỳ 2"),
                    ("08", "Chuyển đi kỳ 2"),
                    ("09", "Thôi học kỳ 2"),
                    ("10", "Chuyển đến trong hè"),
                    ("11", "Chuyển đi trong hè"),
                    ("12", "Thôi học trong hè"),
                    ("00", "Ghi nhầm, đã rút lại"),
                ],
                default="",
                editable=False,
                max_length=2,
            ),
        ),
    ]
