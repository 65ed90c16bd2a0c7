"""Row-level security and the audit log; that a class is of the school and the year of the enrolment; what follows what."""

from pathlib import Path

from django.db import migrations

from khuevan.kernel.audit.migrations import AuditRows
from khuevan.kernel.database.migrations import ProtectRows, SearchRows

SQL = Path(__file__).resolve().parent
IN_REACH = "school_id <@ (select khuevan_reach())"

# A school enrols only whom it can see, and places and changes only its own.
KNOWN = """
create policy known on schoolyear_enrolment as restrictive for insert to khuevan_app
    with check (exists (select 1 from learners_learner l where l.id = learner_id));
create policy known on schoolyear_placement as restrictive for insert to khuevan_app
    with check (exists (select 1 from schoolyear_enrolment e
                        where e.id = enrolment_id and e.school_id = schoolyear_placement.school_id));
create policy known on schoolyear_statuschange as restrictive for insert to khuevan_app
    with check (exists (select 1 from schoolyear_enrolment e
                        where e.id = enrolment_id and e.school_id = schoolyear_statuschange.school_id));
"""
FORGET = """
drop policy known on schoolyear_enrolment;
drop policy known on schoolyear_placement;
drop policy known on schoolyear_statuschange;
"""

# A second entry of the same child, set aside by a merge of two people, counts nowhere and is shown to that act alone.
HIDE = """
create policy aside on schoolyear_enrolment as restrictive for all to khuevan_app
    using (set_aside_by is null or (select people_is_merging()))
    with check (set_aside_by is null or (select people_is_merging()));
"""

CLASS_OF_THE_SAME_SCHOOL = """
alter table schoolyear_enrolment add constraint schoolyear_enrolment_class
    foreign key (class_group_id, school_id, school_year_id)
    references schoolyear_classgroup (id, school_id, school_year_id) deferrable initially deferred
"""
UNFOLLOW = (
    "drop trigger schoolyear_person_corrected on people_person; drop function schoolyear_follow_person()"
)
STAND_NOWHERE = """
drop trigger schoolyear_enrolment_inserted on schoolyear_enrolment;
drop trigger schoolyear_enrolment_updated on schoolyear_enrolment;
drop trigger schoolyear_classgroup_renamed on schoolyear_classgroup;
drop function schoolyear_enrolments_written();
drop function schoolyear_enrolments_moved();
drop function schoolyear_class_renamed();
drop function schoolyear_stand(integer[]);
"""


class Migration(migrations.Migration):
    """Years and terms are public. A school keeps its own rows of a learner who has gone elsewhere."""

    dependencies = [
        ("schoolyear", "0002_years"),
        ("learners", "0003_protection"),
        ("people", "0002_protection"),
        ("database", "0002_find_rows"),
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
        ProtectRows("schoolyear_statuschange", "school_id"),
        ProtectRows("schoolyear_rollover", "school_id"),
        migrations.RunSQL(KNOWN, FORGET),
        migrations.RunSQL(HIDE, "drop policy aside on schoolyear_enrolment"),
        migrations.RunSQL(
            CLASS_OF_THE_SAME_SCHOOL,
            "alter table schoolyear_enrolment drop constraint schoolyear_enrolment_class",
        ),
        AuditRows("schoolyear_schoolyear", None, skip=("version",)),
        AuditRows("schoolyear_term", "unit_id", skip=("version",)),
        AuditRows("schoolyear_classgroup", "school_id", skip=("search", "sort_key", "version")),
        AuditRows("schoolyear_enrolment", "school_id", skip=("search", "sort_key", "version")),
        AuditRows("schoolyear_placement", "school_id"),
        AuditRows("schoolyear_statuschange", "school_id"),
        AuditRows("schoolyear_rollover", "school_id", skip=("digest", "version")),
        migrations.RunSQL((SQL / "follow.sql").read_text(), UNFOLLOW),
        migrations.RunSQL((SQL / "standing.sql").read_text(), STAND_NOWHERE),
        SearchRows(
            "schoolyear_enrolment",
            unit="school_id",
            units=("organisations_orgunit", "sort_key"),
            aside="set_aside_by",
        ),
        SearchRows("schoolyear_classgroup", unit="school_id", units=("organisations_orgunit", "sort_key")),
    ]
