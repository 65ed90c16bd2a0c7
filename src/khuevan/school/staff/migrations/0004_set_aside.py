"""Of two records of one person at a school, a merge of the two people sets one aside: hidden, neither listed nor counted."""

from django.db import migrations, models

from khuevan.kernel.database.migrations import SearchRowsAnew

HIDE = """
create policy aside on staff_staffmember as restrictive for all to khuevan_app
    using (set_aside_by is null or (select people_is_merging()))
    with check (set_aside_by is null or (select people_is_merging()))
"""


class Migration(migrations.Migration):
    dependencies = [("staff", "0003_protection"), ("people", "0002_protection")]
    operations = [
        migrations.AddField("staffmember", "set_aside_by", models.IntegerField(editable=False, null=True)),
        migrations.RemoveConstraint("staffmember", "staff_member_once"),
        migrations.AddConstraint(
            "staffmember",
            models.UniqueConstraint(
                condition=models.Q(("set_aside_by__isnull", True)),
                fields=("person", "school"),
                name="staff_member_once",
            ),
        ),
        migrations.RunSQL(HIDE, "drop policy aside on staff_staffmember"),
        SearchRowsAnew(
            "staff_staffmember",
            unit="school_id",
            units=("organisations_orgunit", "sort_key"),
            aside="set_aside_by",
        ),
    ]
