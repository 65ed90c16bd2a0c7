"""Row-level security and the audit log of families' requests; what they want to have written is masked there."""

from django.db import migrations

from khuevan.kernel.audit.migrations import AuditRows
from khuevan.kernel.database.migrations import ProtectRows

SEEN = "school_id <@ (select khuevan_reach()) or person_id <@ (select khuevan_persons())"


class Migration(migrations.Migration):
    dependencies = [("learners", "0008_corrections")]
    operations = [
        ProtectRows("learners_correctionrequest", using=SEEN),
        AuditRows("learners_correctionrequest", "school_id", masked=("wanted",), skip=("version",)),
    ]
