"""Tables of members of staff; the columns stand in their own lists. Part of `0001_initial`, never changed."""

from django.db import migrations, models
from django.db.migrations.operations.base import Operation

from khuevan.school.staff.migrations._member_columns import COLUMNS as FIRST
from khuevan.school.staff.migrations._member_more_columns import COLUMNS as SECOND

OPERATIONS: list[Operation] = [
    migrations.CreateModel(
        name="StaffMember",
        fields=[*FIRST, *SECOND],
        options={
            "verbose_name": "nhân sự",
        },
    ),
    migrations.AddIndex(
        model_name="staffmember",
        index=models.Index(fields=["sort_key", "id"], name="staff_member_order"),
    ),
    migrations.AddIndex(
        model_name="staffmember",
        index=models.Index(fields=["school", "sort_key", "id"], name="staff_member_school"),
    ),
    migrations.AddIndex(
        model_name="staffmember",
        index=models.Index(fields=["main_subject"], name="staff_member_subject"),
    ),
    migrations.AddConstraint(
        model_name="staffmember",
        constraint=models.UniqueConstraint(fields=("person", "school"), name="staff_member_once"),
    ),
    migrations.AddConstraint(
        model_name="staffmember",
        constraint=models.UniqueConstraint(fields=("id", "school"), name="staff_member_place"),
    ),
    migrations.AddConstraint(
        model_name="staffmember",
        constraint=models.CheckConstraint(
            condition=models.Q(("status__in", ["1", "2", "3", "4", "5", "6", "7", "8"])),
            name="staff_member_status_known",
        ),
    ),
    migrations.AddConstraint(
        model_name="staffmember",
        constraint=models.CheckConstraint(
            condition=models.Q(
                ("left_on__isnull", True), ("status__in", ["3", "4", "6", "8"]), _connector="OR"
            ),
            name="staff_member_left_only_when_gone",
        ),
    ),
]
