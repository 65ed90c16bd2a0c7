"""Row-level security and the audit log."""

from django.db import migrations

from khuevan.kernel.audit.migrations import AuditRows
from khuevan.kernel.database.migrations import ProtectRows

# A school makes a learner only of a person whom it can see: a forged id would take the one place of a stranger.
KNOWN = """
create policy known on learners_learner as restrictive for insert to khuevan_app
    with check (exists (select 1 from people_person p where p.id = person_id))
"""


class Migration(migrations.Migration):
    """The present school sees the learner, and so do the learner and the guardians."""

    dependencies = [
        ("learners", "0001_initial"),
        ("people", "0002_rows_and_search"),
        ("database", "0001_settings_as_functions"),
        ("audit", "0001_log"),
    ]
    operations = [
        ProtectRows(
            "learners_learner",
            using="school_id <@ (select khuevan_reach()) or person_id <@ (select khuevan_persons())",
            check="school_id <@ (select khuevan_reach())",
        ),
        migrations.RunSQL(KNOWN, "drop policy known on learners_learner"),
        AuditRows("learners_learner", "school_id", skip=("search", "sort_key", "version")),
    ]
