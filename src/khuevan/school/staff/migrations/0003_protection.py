"""Row-level security, the audit log, and rows of one school only."""

from django.db import migrations

from khuevan.kernel.audit.migrations import AuditRows
from khuevan.kernel.database.migrations import ProtectRows, SearchRows

IN_REACH = "school_id <@ (select khuevan_reach())"
OF_MEMBER = (
    "contract", "salarystep", "qualification", "languagecertificate", "training", "reward", "discipline", "assessment",
    "duty", "posting", "teachingassignment",
)  # fmt: skip
EITHER = "from_school_id <@ (select khuevan_reach()) or to_school_id <@ (select khuevan_reach())"

# A school takes in only somebody it can see.
KNOWN = """
create policy known on staff_staffmember as restrictive for insert to khuevan_app
    with check (exists (select 1 from people_person p where p.id = person_id));
create policy known on staff_staffmove as restrictive for insert to khuevan_app
    with check (from_school_id <@ (select khuevan_reach()))
"""
FORGET = "drop policy known on staff_staffmember; drop policy known on staff_staffmove"

SAME_SCHOOL = "\n".join(
    f"""alter table staff_{name} add constraint staff_{name}_member foreign key (staff_id, school_id)
        references staff_staffmember (id, school_id) deferrable initially deferred;"""
    for name in OF_MEMBER
)
OWN_CLASS = """
alter table staff_teachingassignment add constraint staff_teachingassignment_class
    foreign key (class_group_id, school_id, school_year_id)
    references schoolyear_classgroup (id, school_id, school_year_id) deferrable initially deferred
"""
UNDO = "\n".join(f"alter table staff_{name} drop constraint staff_{name}_member;" for name in OF_MEMBER)

# Of two records of one person at a school, a merge of the two people sets one aside: hidden, neither listed nor counted.
HIDE = """
create policy aside on staff_staffmember as restrictive for all to khuevan_app
    using (set_aside_by is null or (select people_is_merging()))
    with check (set_aside_by is null or (select people_is_merging()))
"""


class Migration(migrations.Migration):
    """Members may be read by themselves; a move by both schools."""

    dependencies = [
        ("staff", "0002_norms"),
        ("people", "0002_protection"),
        ("database", "0002_find_rows"),
        ("audit", "0001_log"),
    ]
    operations = [
        ProtectRows(
            "staff_staffmember",
            using=f"{IN_REACH} or person_id <@ (select khuevan_persons())",
            check=IN_REACH,
        ),
        *[ProtectRows(f"staff_{name}", "school_id") for name in OF_MEMBER],
        ProtectRows("staff_staffmove", using=EITHER),
        ProtectRows("staff_loadnorm", using="true"),
        ProtectRows("staff_dutyrule", using="true"),
        migrations.RunSQL(KNOWN, FORGET),
        migrations.RunSQL(SAME_SCHOOL, UNDO),
        migrations.RunSQL(
            OWN_CLASS, "alter table staff_teachingassignment drop constraint staff_teachingassignment_class"
        ),
        AuditRows(
            "staff_staffmember",
            "school_id",
            masked=(
                "insurance_number", "is_party_member", "is_youth_member", "salary_step", "salary_coefficient",
                "salary_from", "over_frame", "allowance_attraction", "allowance_seniority", "allowance_profession",
            ),
            skip=("search", "sort_key", "given", "version"),
        ),
        *[AuditRows(f"staff_{name}", "school_id", skip=("version",)) for name in OF_MEMBER if name != "posting"],
        AuditRows("staff_posting", "school_id"),
        AuditRows("staff_staffmove", "from_school_id", skip=("version",)),
        AuditRows("staff_loadnorm", None, skip=("version",)),
        AuditRows("staff_dutyrule", None, skip=("version",)),
        migrations.RunSQL(HIDE, "drop policy aside on staff_staffmember"),
        SearchRows(
            "staff_staffmember",
            unit="school_id",
            units=("organisations_orgunit", "sort_key"),
            aside="set_aside_by",
        ),
    ]  # fmt: skip
