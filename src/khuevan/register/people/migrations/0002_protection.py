"""Row-level security, the audit log, the trigger that keeps `units`, the search functions; what a merge may and leaves."""

from pathlib import Path

from django.db import migrations

from khuevan.kernel.audit.operations import AuditRows
from khuevan.kernel.database.migrations import ProtectRows

SQL = Path(__file__).resolve().parent
THE_PLATFORM = "0 <@ (select khuevan_reach())"

UNDO_MERGING = """
drop policy merging on people_person;
drop policy aside on people_person;
drop function people_holder(text, text);
drop function people_survivor(integer);
drop function people_is_merging();
"""

UNDO_UNITS = """
drop trigger people_affiliation_inserted on people_affiliation;
drop trigger people_affiliation_updated on people_affiliation;
drop trigger people_affiliation_deleted on people_affiliation;
drop function people_affiliations_written();
drop function people_gather_ended(date);
drop function people_gather(integer[]);
drop function people_code_is_taken(text, text, integer);
drop function people_today();
"""

UNDO_SEARCH = """
drop function people_find_code(text, boolean, int4multirange, integer);
drop function people_find(text[], int4multirange, text, text, date, date, text, text, integer, boolean,
                          integer, integer, integer);
drop function people_estimate(text);
drop statistics people_person_kinds;
drop index people_person_words, people_person_tail, people_person_staff, people_person_officers,
    people_person_guardians;
"""

PERSON_SEEN = "exists (select 1 from people_person p where p.id = {column})"


class Migration(migrations.Migration):
    """What merged rows held, numbers and addresses among it, is for the platform only, and masked in the log."""

    dependencies = [
        ("people", "0001_initial"),
        ("audit", "0001_log"),
        ("database", "0001_settings_as_functions"),
    ]

    operations = [
        ProtectRows(
            "people_person",
            using="units && (select khuevan_reach()) or id <@ (select khuevan_persons())",
        ),
        # A unit may take in only somebody it can see already: otherwise a forged id would open a stranger's record.
        ProtectRows(
            "people_affiliation",
            using="unit_id <@ (select khuevan_reach()) or person_id <@ (select khuevan_persons())",
            check="unit_id <@ (select khuevan_reach()) and " + PERSON_SEEN.format(column="person_id"),
        ),
        ProtectRows(
            "people_guardianship",
            using=PERSON_SEEN.format(column="ward_id") + " or guardian_id <@ (select khuevan_persons())",
            check=PERSON_SEEN.format(column="ward_id") + " and " + PERSON_SEEN.format(column="guardian_id"),
        ),
        ProtectRows("people_formername", using=PERSON_SEEN.format(column="person_id")),
        ProtectRows("people_merge", using="units && (select khuevan_reach())", check=THE_PLATFORM),
        ProtectRows("people_mergedrow", using=THE_PLATFORM),
        AuditRows(
            "people_person",
            unit="units",
            masked=(
                "national_id",
                "phone",
                "email",
                "ethnicity",
                "religion",
                "home_address",
                "permanent_address",
                "current_address",
            ),
            skip=("search", "sort_key", "given", "units", "kinds", "version"),
        ),
        AuditRows("people_affiliation", unit="unit_id"),
        AuditRows("people_guardianship"),
        AuditRows("people_formername"),
        AuditRows("people_merge", "units", skip=("units", "known")),
        AuditRows("people_mergedrow", None, masked=("before", "after")),
        migrations.RunSQL((SQL / "merging.sql").read_text(), UNDO_MERGING),
        migrations.RunSQL((SQL / "units.sql").read_text(), UNDO_UNITS),
        migrations.RunSQL((SQL / "search.sql").read_text(), UNDO_SEARCH),
        migrations.RunSQL((SQL / "numbers.sql").read_text(), "drop function people_numbers_taken(text[])"),
    ]
