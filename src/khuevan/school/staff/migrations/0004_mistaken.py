"""A status for members of staff who were entered by mistake."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("curriculum", "0004_national_catalogue"),
        ("organisations", "0003_points_as_records"),
        ("people", "0004_mistaken"),
        ("staff", "0003_choices_of_staff"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="staffmember",
            name="staff_member_status_known",
        ),
        migrations.RemoveConstraint(
            model_name="staffmember",
            name="staff_member_left_only_when_gone",
        ),
        migrations.AlterField(
            model_name="posting",
            name="status",
            field=models.CharField(
                choices=[
                    ("1", "Đang làm việc"),
                    ("2", "Chuyển đến"),
                    ("3", "Đã chuyển đi"),
                    ("4", "Đã điều động"),
                    ("5", "Chờ nghỉ hưu"),
                    ("6", "Đã nghỉ hưu"),
                    ("7", "Đã biệt phái"),
                    ("8", "Thôi việc"),
                    ("0", "Ghi nhầm, đã rút lại"),
                ],
                max_length=1,
                verbose_name="trạng thái",
            ),
        ),
        migrations.AlterField(
            model_name="staffmember",
            name="status",
            field=models.CharField(
                choices=[
                    ("1", "Đang làm việc"),
                    ("2", "Chuyển đến"),
                    ("3", "Đã chuyển đi"),
                    ("4", "Đã điều động"),
                    ("5", "Chờ nghỉ hưu"),
                    ("6", "Đã nghỉ hưu"),
                    ("7", "Đã biệt phái"),
                    ("8", "Thôi việc"),
                    ("0", "Ghi nhầm, đã rút lại"),
                ],
                default="1",
                max_length=1,
                verbose_name="trạng thái",
            ),
        ),
        migrations.AddConstraint(
            model_name="staffmember",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["1", "2", "3", "4", "5", "6", "7", "8", "0"])),
                name="staff_member_status_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="staffmember",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("left_on__isnull", True), ("status__in", ["0", "3", "4", "6", "8"]), _connector="OR"
                ),
                name="staff_member_left_only_when_gone",
            ),
        ),
    ]
