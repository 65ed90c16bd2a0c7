"""What of the tree may be seen is one set: an actor's outline holds the reach, too. Each condition on a table costs the
planner the same again for every mention of it, and a list of schools mentions three."""

from django.db import migrations

from khuevan.kernel.database.migrations import ProtectRows


def protected(table: str, *columns: str) -> ProtectRows:
    """Seen where one of the columns is in the outline; written, as before, where one is in the reach."""

    def seen_in(*sets: str) -> str:
        return " or ".join(f"{column} <@ (select {one}())" for column in columns for one in sets)

    return ProtectRows(
        table,
        using=seen_in("khuevan_outline"),
        check=seen_in("khuevan_reach"),
        before=seen_in("khuevan_reach", "khuevan_outline"),
    )


class Migration(migrations.Migration):
    dependencies = [("organisations", "0003_tree_number")]
    operations = [
        protected("organisations_orgunit", "id"),
        protected("organisations_unitstate", "unit_id"),
        protected("organisations_subordination", "unit_id"),
        protected("organisations_unitact", "unit_id"),
        protected("organisations_succession", "successor_id", "predecessor_id"),
    ]
