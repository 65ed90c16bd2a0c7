"""Row-level security and the audit log of merges; who was merged is out of every reach and still found by number."""

from importlib import import_module
from pathlib import Path

from django.db import migrations

from khuevan.kernel.audit.migrations import AuditRows
from khuevan.kernel.database.migrations import ProtectRows

SQL = Path(__file__).resolve().parent
FIND = import_module("khuevan.register.people.migrations.0004_mistaken").finding()
"""The function that lists and finds: where all is in reach it asked nothing of a row, and now leaves out who was merged."""
THE_PLATFORM = "0 <@ (select khuevan_reach())"


class Migration(migrations.Migration):
    """What the rows held, numbers and addresses among it, is for the platform only, and masked in the log."""

    dependencies = [("people", "0005_merging")]
    operations = [
        ProtectRows("people_merge", using="units && (select khuevan_reach())", check=THE_PLATFORM),
        ProtectRows("people_mergedrow", using=THE_PLATFORM),
        AuditRows("people_merge", "units", skip=("units", "known")),
        AuditRows("people_mergedrow", None, masked=("before", "after")),
        migrations.RunSQL(FIND.replace("visible := 'true';", "visible := 'not isempty(p.units)';"), FIND),
        migrations.RunSQL((SQL / "merging.sql").read_text(), (SQL / "unmerging.sql").read_text()),
    ]
