"""What of the tree may be seen is one set: an actor's outline holds the reach, too. Each condition on a table costs the
planner the same again for every mention of it, and a list of schools mentions three."""

from django.db import migrations

from khuevan.kernel.database.migrations import ProtectRows

SEEN = "{0} <@ (select khuevan_outline())"
OWN = "{0} <@ (select khuevan_reach())"


class Migration(migrations.Migration):
    dependencies = [("organisations", "0003_tree_number")]
    operations = [
        ProtectRows("organisations_orgunit", using=SEEN.format("id"), check=OWN.format("id")),
        *(
            ProtectRows(table, using=SEEN.format("unit_id"), check=OWN.format("unit_id"))
            for table in ("organisations_unitstate", "organisations_subordination", "organisations_unitact")
        ),
        ProtectRows(
            "organisations_succession",
            using=f"{SEEN.format('successor_id')} or {SEEN.format('predecessor_id')}",
            check=f"{OWN.format('successor_id')} or {OWN.format('predecessor_id')}",
        ),
    ]
