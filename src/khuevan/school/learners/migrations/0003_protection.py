"""Row-level security and the audit log; what follows the person; finding by words."""

from pathlib import Path

from django.db import migrations

from khuevan.kernel.audit.migrations import AuditRows
from khuevan.kernel.database.migrations import ProtectRows, SearchRows

SQL = Path(__file__).resolve().parent

STANDING = ("school_year", "grade", "class_name", "class_number", "status", "leave_reason", "position")
SECRETS = (
    "birth_certificate_ethnicity", "policy_group_id", "poverty", "supports", "father_is_minority",
    "mother_is_minority", "disability", "disability_degree", "is_not_assessed", "has_individual_plan", "height_cm",
    "weight_kg", "blood_group", "eye_disease", "congenital_disease", "spine_disease", "rickets",
)  # fmt: skip
IN_REACH = "school_id <@ (select khuevan_reach())"
LEARNER_SEEN = "exists (select 1 from learners_learner l where l.id = learner_id)"
OWN = "school_id <@ (select khuevan_reach()) or person_id <@ (select khuevan_persons())"

# A school makes a learner only of a person whom it can see: a forged id would take the one place of a stranger.
KNOWN = """
create policy known on learners_learner as restrictive for insert to khuevan_app
    with check (exists (select 1 from people_person p where p.id = person_id))
"""

# Who was found to be somebody else's second record is out of every list, whatever the reach; see people/services/merging.
HIDE = """
create policy aside on learners_learner as restrictive for all to khuevan_app
    using (set_aside_by is null or (select people_is_merging()))
    with check (set_aside_by is null or (select people_is_merging()))
"""


class Migration(migrations.Migration):
    """The present school sees the learner, and so do the learner and the guardians. A reward is read by the school that the
    learner moved to as well; a case of violence stays where it happened. What families want to have written is masked in
    the log."""

    dependencies = [
        ("learners", "0002_first_catalogues"),
        ("people", "0002_protection"),
        ("database", "0002_find_rows"),
        ("audit", "0001_log"),
    ]
    operations = [
        ProtectRows("learners_learner", using=OWN, check="school_id <@ (select khuevan_reach())"),
        migrations.RunSQL(KNOWN, "drop policy known on learners_learner"),
        migrations.RunSQL(HIDE, "drop policy aside on learners_learner"),
        ProtectRows("learners_catalogueitem", using="true"),
        ProtectRows(
            "learners_reward", using=f"{IN_REACH} or {LEARNER_SEEN}", check=f"{IN_REACH} and {LEARNER_SEEN}"
        ),
        ProtectRows("learners_violencecase", using=IN_REACH, check=f"{IN_REACH} and {LEARNER_SEEN}"),
        ProtectRows("learners_correctionrequest", using=OWN),
        AuditRows("learners_catalogueitem", None, skip=("search", "sort_key", "version")),
        AuditRows(
            "learners_learner", "school_id", masked=SECRETS, skip=("search", "sort_key", "version", *STANDING)
        ),
        AuditRows("learners_reward", "school_id", skip=("search", "version")),
        AuditRows(
            "learners_violencecase",
            "school_id",
            masked=("role", "form", "place", "duration", "handling", "note"),
            skip=("search", "version"),
        ),
        AuditRows("learners_correctionrequest", "school_id", masked=("wanted",), skip=("version",)),
        migrations.RunSQL(
            (SQL / "following.sql").read_text(),
            "drop trigger learners_person_corrected on people_person; drop function learners_follow_person()",
        ),
        migrations.RunSQL((SQL / "finding.sql").read_text(), "drop function learners_named(text[])"),
        SearchRows(
            "learners_learner",
            unit="school_id",
            units=("organisations_orgunit", "sort_key"),
            link=("person_id", "people_person"),
            aside="set_aside_by",
        ),
    ]
