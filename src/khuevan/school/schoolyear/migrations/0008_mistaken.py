"""Enrolments entered by mistake keep their row, and placements that never were an empty period."""

from pathlib import Path

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("curriculum", "0004_national_catalogue"),
        ("learners", "0005_mistaken"),
        ("organisations", "0003_points_as_records"),
        ("people", "0004_mistaken"),
        ("schoolyear", "0007_find_enrolments"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="enrolment",
            name="schoolyear_enrolment_once",
        ),
        migrations.RemoveConstraint(
            model_name="enrolment",
            name="schoolyear_enrolment_left",
        ),
        migrations.RemoveConstraint(
            model_name="placement",
            name="schoolyear_placement_has_days",
        ),
        migrations.AlterField(
            model_name="enrolment",
            name="status",
            field=models.CharField(
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
                default="01",
                max_length=2,
                verbose_name="trạng thái",
            ),
        ),
        migrations.AlterField(
            model_name="statuschange",
            name="status",
            field=models.CharField(
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
                max_length=2,
                verbose_name="trạng thái",
            ),
        ),
        migrations.AddConstraint(
            model_name="enrolment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "00"), _negated=True),
                fields=("learner", "school", "school_year"),
                name="schoolyear_enrolment_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="enrolment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("left_on__isnull", True),
                    ("status__in", ("04", "05", "08", "09", "11", "12", "00")),
                    _connector="XOR",
                ),
                name="schoolyear_enrolment_left",
            ),
        ),
        migrations.AddConstraint(
            model_name="placement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_until__isnull", True),
                    ("valid_until__gte", models.F("valid_from")),
                    _connector="OR",
                ),
                name="schoolyear_placement_has_days",
            ),
        ),
        migrations.RunSQL(
            (Path(__file__).resolve().parent / "standing_mistaken.sql").read_text(), migrations.RunSQL.noop
        ),
    ]
