"""Row-level security and the audit log; and that a class is of the school and the year of the enrolment."""

from django.db import migrations

from khuevan.kernel.audit.migrations import AuditRows
from khuevan.kernel.database.migrations import ProtectRows

IN_REACH = "school_id <@ (select khuevan_reach())"

# A school enrols only whom it can see, and places only its own.
KNOWN = """
create policy known on schoolyear_enrolment as restrictive for insert to khuevan_app
    with check (exists (select 1 from learners_learner l where l.id = learner_id));
create policy known on schoolyear_placement as restrictive for insert to khuevan_app
    with check (exists (select 1 from schoolyear_enrolment e
                        where e.id = enrolment_id and e.school_id = schoolyear_placement.school_id));
"""
FORGET = "drop policy known on schoolyear_enrolment; drop policy known on schoolyear_placement"

CLASS_OF_THE_SAME_SCHOOL = """
alter table schoolyear_enrolment add constraint schoolyear_enrolment_class
    foreign key (class_group_id, school_id, school_year_id)
    references schoolyear_classgroup (id, school_id, school_year_id) deferrable initially deferred
"""


class Migration(migrations.Migration):
    """Years and terms are public. A school keeps its own rows of a learner who has gone elsewhere."""

    dependencies = [
        ("schoolyear", "0001_initial"),
        ("learners", "0002_protection"),
        ("database", "0001_settings_as_functions"),
        ("audit", "0001_log"),
    ]
    operations = [
        ProtectRows("schoolyear_schoolyear", using="true"),
        ProtectRows(
            "schoolyear_term", using="true", check="unit_id is null or unit_id <@ (select khuevan_reach())"
        ),
        ProtectRows("schoolyear_classgroup", "school_id"),
        ProtectRows(
            "schoolyear_enrolment",
            using=f"{IN_REACH} or person_id <@ (select khuevan_persons())",
            check=IN_REACH,
        ),
        ProtectRows("schoolyear_placement", "school_id"),
        migrations.RunSQL(KNOWN, FORGET),
        migrations.RunSQL(
            CLASS_OF_THE_SAME_SCHOOL,
            "alter table schoolyear_enrolment drop constraint schoolyear_enrolment_class",
        ),
        AuditRows("schoolyear_schoolyear", None, skip=("version",)),
        AuditRows("schoolyear_term", "unit_id", skip=("version",)),
        AuditRows("schoolyear_classgroup", "school_id", skip=("search", "sort_key", "version")),
        AuditRows("schoolyear_enrolment", "school_id", skip=("search", "sort_key", "version")),
        AuditRows("schoolyear_placement", "school_id"),
    ]
